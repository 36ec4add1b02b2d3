"""The one password of a server: kept as its scrypt hash, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import GisaError, InvalidRequest

SHORTEST, LONGEST = 10, 200
"""Characters of a password. A longer one is never compared: that would be work for whoever sends it."""

MEMORY, BLOCK, PARALLEL = 1 << 15, 8, 3
"""scrypt's N, r and p: one of the settings that OWASP holds for equal, with the least memory that a search beside it
can do with. 32 MB and 0.3 s for each guess."""

_MOST_MEMORY = 64 << 20
_SALT, _HASH = 16, 32
_LINE = re.compile(r"scrypt\$([0-9]{1,8})\$([0-9]{1,3})\$([0-9]{1,3})\$([0-9a-f]{32})\$([0-9a-f]{64})\n?")


@dataclass(frozen=True, kw_only=True)
class Hashed:
    """What is kept of a password."""

    memory: int
    block: int
    parallel: int
    salt: bytes
    hash: bytes

    @classmethod
    def of(cls, password: str) -> Hashed:
        """A new hash, salted anew. Raises InvalidRequest for a password that is too short or too long."""
        if not SHORTEST <= len(_one_form(password)) <= LONGEST:
            message = f"비밀번호는 {SHORTEST}자부터 {LONGEST}자까지로 하십시오. 낱말 넷을 이어 적으면 외우기 쉽고 길다."
            raise InvalidRequest(message, parameter="password")
        salt = secrets.token_bytes(_SALT)
        made = _scrypt(password, MEMORY, BLOCK, PARALLEL, salt)
        return cls(memory=MEMORY, block=BLOCK, parallel=PARALLEL, salt=salt, hash=made)

    @classmethod
    def parse(cls, line: str) -> Hashed:
        """Of what `line` gives. Raises ValueError."""
        found = _LINE.fullmatch(line)
        if not found:
            raise ValueError("no hash of a password")
        memory, block, parallel = map(int, found.groups()[:3])
        salt, made = map(bytes.fromhex, found.groups()[3:])
        return cls(memory=memory, block=block, parallel=parallel, salt=salt, hash=made)

    @property
    def line(self) -> str:
        """As it stands in a file."""
        return f"scrypt${self.memory}${self.block}${self.parallel}${self.salt.hex()}${self.hash.hex()}\n"

    def fits(self, password: str) -> bool:
        """Whether it is of this password; takes as long whichever it is."""
        if len(password) > LONGEST * 4:  # a letter may be written in several characters
            return False
        return hmac.compare_digest(_scrypt(password, self.memory, self.block, self.parallel, self.salt), self.hash)


def read(path: Path) -> Hashed | None:
    """The password kept in a file; None where there is no file. Raises GisaError for one that cannot be read: a server
    must not open without the password that somebody set."""
    try:
        return Hashed.parse(path.read_text("ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        message = f"비밀번호 파일을 읽을 수 없습니다: {path}. `./gisa password`로 다시 정하십시오."
        raise GisaError(message) from error


def write(path: Path, hashed: Hashed) -> None:
    """Keeps it, for the owner's eyes only, whole or not at all. Raises GisaError."""
    beside = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        beside.touch(mode=0o600, exist_ok=False)
        with beside.open("w", encoding="ascii") as file:
            file.write(hashed.line)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise GisaError(f"비밀번호를 적을 수 없습니다: {path}: {error.strerror}") from error


def forget(path: Path) -> bool:
    """Takes the password away; whether there was one. Raises GisaError."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise GisaError(f"비밀번호를 지울 수 없습니다: {path}: {error.strerror}") from error
    return True


def _one_form(password: str) -> str:
    # Keyboards of some systems send a syllable as its letters.
    return unicodedata.normalize("NFC", password)


def _scrypt(password: str, memory: int, block: int, parallel: int, salt: bytes) -> bytes:
    text = _one_form(password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(text, salt=salt, n=memory, r=block, p=parallel, maxmem=_MOST_MEMORY, dklen=_HASH)
