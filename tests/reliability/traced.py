"""What a process did to files, in order, as strace saw it: every write with its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = "openat,close,write,pwrite64,writev,lseek,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat"
CALLS += ",rmdir,mkdir,mkdirat,dup,dup2,dup3,copy_file_range,sendfile"
OPTIONS = ("-f", "-qq", "-xx", "-s", "100000000", "-e", "signal=none", "-e", f"trace={CALLS}")
"""How strace is to be asked for it."""

_LINE = re.compile(r"^(\d+) +(.*)$")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>(.*)")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+|\?)(?: .*)?$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Step:
    """`what` is create, write, cut, sync, rename, remove, folder or said; `data` are a write's bytes at `place`, or
    what was said; `place` of a cut is the new size. A write is told with the path the file had when it was opened."""

    what: str
    path: str = ""
    to: str = ""
    place: int = 0
    data: bytes = b""


def steps(log: Path, root: Path, ledger: Path) -> list[Step]:
    """What was done below `root`, and what was written to the ledger."""
    reader = _Reader(str(root), str(ledger))
    for process, call, arguments, result in _calls(log):
        reader.take(process, call, arguments, result)
    return reader.steps


def _calls(log: Path) -> Iterator[tuple[str, str, str, int]]:
    begun: dict[str, str] = {}
    for line in log.read_text("ascii").splitlines():
        found = _LINE.match(line)
        if not found:
            continue
        process, text = found[1], found[2]
        if text.endswith("<unfinished ...>"):
            begun[process] = text.removesuffix("<unfinished ...>").rstrip()
            continue
        if resumed := _RESUMED.match(text):
            text = begun.pop(process, "") + resumed[1]
        if (call := _CALL.match(text)) and call[3] != "?":
            yield process, call[1], call[2], int(call[3])


def _texts(arguments: str) -> list[bytes]:
    return [bytes.fromhex(found.replace("\\x", "")) for found in _TEXT.findall(arguments)]


class _Reader:
    def __init__(self, root: str, ledger: str) -> None:
        self.steps: list[Step] = []
        self._root, self._ledger = root, ledger
        self._paths: dict[int, str] = {}
        self._places: dict[int, int] = {}
        self._appending: set[int] = set()

    def take(self, _process: str, call: str, arguments: str, result: int) -> None:
        """One call."""
        if result < 0:
            return
        assert call not in {"copy_file_range", "sendfile"}, "a copy inside the kernel is not followed"
        getattr(self, f"_{call}", self._ignore)(arguments, result)

    def _ignore(self, arguments: str, result: int) -> None:
        """Nothing that changes a file."""

    def _ours(self, path: str) -> bool:
        return path == self._root or path.startswith(self._root + "/")

    def _named(self, arguments: str, nth: int = 0) -> str:
        """The nth path of a call, whole: it may be given from a folder's descriptor on."""
        path = _texts(arguments)[nth].decode()
        if path.startswith("/"):
            return path
        folders = [part for part in _TEXT.sub("", arguments).split(",") if part.strip().isdigit()]
        return f"{self._paths.get(int(folders[0]), '?')}/{path}" if folders else path

    def _openat(self, arguments: str, result: int) -> None:
        path = self._named(arguments)
        self._paths[result], self._places[result] = path, 0
        self._appending.discard(result)
        if "O_APPEND" in arguments:
            self._appending.add(result)
        if not self._ours(path) or "O_DIRECTORY" in arguments:
            return
        if "O_CREAT" in arguments:
            self.steps.append(Step("create", path))
        if "O_TRUNC" in arguments:
            self.steps.append(Step("cut", path))

    def _close(self, arguments: str, _result: int) -> None:
        self._paths.pop(int(arguments), None)

    def _path(self, arguments: str) -> tuple[int, str]:
        number = int(arguments.partition(",")[0])
        return number, self._paths.get(number, "")

    def _write(self, arguments: str, result: int) -> None:
        number, path = self._path(arguments)
        if self._ours(path):
            assert number not in self._appending
            self.steps.append(Step("write", path, place=self._places[number], data=_texts(arguments)[0][:result]))
            self._places[number] += result

    def _writev(self, arguments: str, _result: int) -> None:
        _, path = self._path(arguments)
        assert not self._ours(path)
        if path == self._ledger:
            self.steps.append(Step("said", data=b"".join(_texts(arguments))))

    def _pwrite64(self, arguments: str, result: int) -> None:
        _, path = self._path(arguments)
        if self._ours(path):
            place = int(arguments.rpartition(",")[2])
            self.steps.append(Step("write", path, place=place, data=_texts(arguments)[0][:result]))

    def _lseek(self, arguments: str, result: int) -> None:
        self._places[self._path(arguments)[0]] = result

    def _ftruncate(self, arguments: str, _result: int) -> None:
        _, path = self._path(arguments)
        if self._ours(path):
            self.steps.append(Step("cut", path, place=int(arguments.rpartition(",")[2])))

    def _fsync(self, arguments: str, _result: int) -> None:
        _, path = self._path(arguments)
        if self._ours(path) or self._root.startswith(path + "/"):
            self.steps.append(Step("sync", path))

    _fdatasync = _fsync

    def _rename(self, arguments: str, _result: int) -> None:
        path, to = self._named(arguments), self._named(arguments, 1)
        if self._ours(path):
            self.steps.append(Step("rename", path, to))

    _renameat = _renameat2 = _rename

    def _unlink(self, arguments: str, _result: int) -> None:
        path = self._named(arguments)
        if self._ours(path):
            self.steps.append(Step("remove", path))

    _unlinkat = _rmdir = _unlink

    def _mkdir(self, arguments: str, _result: int) -> None:
        path = self._named(arguments)
        if self._ours(path):
            self.steps.append(Step("folder", path))

    _mkdirat = _mkdir
