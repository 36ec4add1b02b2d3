"""Names of members: nothing is unpacked under them, but they are shown, and some tell that a container means ill."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_DRIVE = re.compile("[A-Za-z]:")
_SHOWN_LENGTH = 200


def unsafe_name(name: str) -> str | None:
    """Why no well-meant container has a member of that name, in Korean; None for any other name."""
    plain = name.replace("\\", "/")
    if not plain:
        return "이름이 없습니다. 이름을 붙여 다시 묶어 넣으십시오."
    if plain.startswith("/") or _DRIVE.match(plain):
        what = "밖의 자리(절대 경로)를 가리키는 이름입니다"
    elif ".." in plain.split("/"):
        what = "위 폴더(..)로 나가는 이름입니다"
    else:
        return None
    return f"{what}: {name[:_SHOWN_LENGTH]}. 보통 이름으로 다시 묶어 넣으십시오."


def hidden_name(name: str) -> bool:
    """Whether it is left out as hidden files are: `.DS_Store`, `__MACOSX/…`, `가/.숨김/나`."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith(".") for part in parts) or "__MACOSX" in parts[:1]


def place_of(container: str, name: str) -> str:
    """Where a member is, on one line: `모음.zip!3월/a.html`."""
    path = PurePosixPath(name.replace("\\", "/"))
    return f"{container}!" + "".join(letter if letter.isprintable() else "\ufffd" for letter in str(path))
