"""Runs a command of ours and watches what it touches, by Python's audit events.

    python -m tests.reliability.watched FOLDER COMMAND…

At the end a line of JSON on standard error: files opened for writing, made, moved or removed outside FOLDER, programs
started, connections made, classes that a pickle asked for, and the most memory in megabytes.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.peak import peak_megabytes

OWN = ("-m", "indexer.analysis.worker")
"""The one program that may be started."""

CHANGES = (
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.truncate",
    "os.chmod",
    "os.chown",
)
STARTS = ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn")
REACHES = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.sendto",
    "urllib.Request",
    "ftplib.connect",
    "smtplib.connect",
)
CODE = ("pickle.find_class", "ctypes.dlopen", "sqlite3.load_extension", "sqlite3.enable_load_extension")

KEPT_CODE = ("numba", "llvmlite", "numpy", "copyreg", "indexer")
KEPT_OBJECT = ("builtins", "object")
"""What numba unpickles of machine code that it kept: in its own folder, beside our modules."""


class Watch:
    """What was seen since `begun`."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder.resolve())
        self.begun = False
        self.seen: list[str] = []

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        if not self.begun:
            return
        if event == "open":
            path, mode, flags = given
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if mode is None else set(mode) & set("wax+")
            if writes and not isinstance(path, int) and self._outside(path):
                self.seen.append(f"writes {path!r}")
        elif event in CHANGES:
            paths = [path for path in given if isinstance(path, (str, bytes, os.PathLike))]
            beside = given[-1] if isinstance(given[-1], int) and given[-1] >= 0 else None
            self.seen += [f"{event} {path!r}" for path in paths if self._outside(path, beside)]
        elif event == "subprocess.Popen":
            self.seen += [] if tuple(given[1][1:]) == OWN else [f"starts {given[1]!r}"]
        elif event == "pickle.find_class" and (given == KEPT_OBJECT or str(given[0]).partition(".")[0] in KEPT_CODE):
            pass
        elif event in STARTS or event in REACHES or event in CODE:
            self.seen.append(f"{event} {given!r}")

    def _outside(self, path: Any, beside: int | None = None) -> bool:
        """`beside` is the folder that a relative path is of, as a descriptor."""
        top = Path() if beside is None else Path(f"/proc/self/fd/{beside}").readlink()
        name = os.path.realpath(top / os.fsdecode(path))
        ours = name == self._folder or name.startswith(self._folder + os.sep)
        # numba keeps its machine code beside our modules, and Python its own.
        return not ours and "__pycache__" not in name and name != os.devnull


def main() -> int:
    """What the command ends with."""
    watch = Watch(Path(sys.argv[1]))
    sys.addaudithook(watch)
    from indexer.cli import main as command

    sys.argv = ["gisa", *sys.argv[2:]]
    watch.begun = True
    code = command()
    watch.begun = False
    print(json.dumps({"code": code, "seen": watch.seen, "megabytes": peak_megabytes()}), file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
