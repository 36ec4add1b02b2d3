"""The browser of the browser tests: where it is, and installing it where that can be done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")
INSTALLING_TAKES = 900
"""Seconds after which installing is given up: a slow line, or a mirror that hangs."""

REMEDY = "‘apt-get install chromium fonts-noto-cjk’로 설치하거나 GISA_CHROMIUM에 크로미움의 경로를 적고 다시 하십시오."


@cache
def found() -> str | None:
    """The path of a chromium that starts: that of GISA_CHROMIUM, else one of NAMES; None when there is none."""
    named = os.environ.get("GISA_CHROMIUM")
    for name in (named,) if named else NAMES:
        path = shutil.which(name)
        if path and _starts(path):
            return path
    return None


def install() -> None:
    """Installs PACKAGES with apt-get where there is no chromium and we may. A failure is said and passes: the tests
    that want a browser are then skipped. With GISA_CHROMIUM set, even to nothing that is there, nothing is installed.
    """
    if os.environ.get("GISA_CHROMIUM") or found():
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        _say(f"크로미움이 없어 브라우저 시험을 건너뜁니다. {REMEDY}")
        return
    _say(f"브라우저 시험에 쓸 {', '.join(PACKAGES)}를 설치합니다 (처음 한 번, 몇 분 걸립니다)")
    if not _apt("install", *PACKAGES):  # the lists of a fresh machine are old, or not there
        _apt("update")
        _apt("install", *PACKAGES)
    found.cache_clear()
    if not found():
        _say(f"설치하지 못해 브라우저 시험을 건너뜁니다. {REMEDY}")


def _apt(command: str, *packages: str) -> bool:
    options = ["-qq", *(["-y", "--no-install-recommends"] if packages else [])]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return _succeeds(["apt-get", command, *options, *packages], INSTALLING_TAKES, environment)


def _starts(path: str) -> bool:
    # A name on the PATH may be a stub that only says what to install.
    return _succeeds([path, "--version"], 30, dict(os.environ))


def _succeeds(command: list[str], seconds: int, environment: dict[str, str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=seconds, env=environment)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _say(text: str) -> None:
    print(f"gisa: {text}", file=sys.stderr, flush=True)
