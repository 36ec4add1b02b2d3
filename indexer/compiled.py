"""Loops over arrays that run as machine code and leave other Python threads running. The only door to numba."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from numba import carray, config, njit  # type: ignore[attr-defined]  # it does not say what it exports
from numba.core import cgutils, types
from numba.extending import intrinsic

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """The function as machine code, made at its first call and kept on the disk for later processes.

    It works on numbers and numpy arrays; dividing by zero gives inf or nan, and an index out of bounds is not noticed.
    Tables are handed to it, and what it calls stands in its own file: the kept code is renewed when that file changes
    and knows of no other. The functions below are excepted: what they do stays, and another gets another name.
    """
    try:
        return _made(function)
    except RuntimeError:  # numba finds no folder to keep the code in: a read-only installation without a home
        config.CACHE_DIR = str(_own_folder())  # type: ignore[attr-defined]  # its settings are made at import
        return _made(function)


def _made(function: Function) -> Function:
    return cast(Function, njit(cache=True, nogil=True, error_model="numpy")(function))


def _own_folder() -> Path:
    """A folder for temporary files that only this user can write: numba unpickles what it finds there."""
    folder = Path(tempfile.gettempdir()) / f"gisa-compiled-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077:
        return folder
    return Path(tempfile.mkdtemp(prefix="gisa-compiled-"))


@intrinsic
def _pointer(_context, _address):  # type: ignore[no-untyped-def]
    """An address as a pointer: numba has no function of its own for this."""

    def generate(_target, builder, _signature, given):  # type: ignore[no-untyped-def]
        return builder.inttoptr(given[0], cgutils.voidptr_t)

    return types.voidptr(types.int64), generate


@compiled
def bytes_at(address: int, count: int) -> npt.NDArray[np.uint8]:
    """The bytes at an address. Whoever knows the address must keep the array that has it."""
    return carray(_pointer(address), (count,), np.uint8)  # type: ignore[call-arg]


@compiled
def shorts_at(address: int, count: int) -> npt.NDArray[np.uint16]:
    """The 16-bit numbers at an address."""
    return carray(_pointer(address), (count,), np.uint16)  # type: ignore[call-arg]


@compiled
def numbers_at(address: int, count: int) -> npt.NDArray[np.uint32]:
    """The 32-bit numbers at an address."""
    return carray(_pointer(address), (count,), np.uint32)  # type: ignore[call-arg]


@compiled
def gallop(listed: npt.NDArray[Any], start: int, stop: int, wanted: int) -> int:
    """The first place from `start` up to `stop` that holds `wanted` or more, `stop` when none does; numbers ascend. In
    steps that double, then by halves, so it costs the logarithm of the distance (Bentley, Yao, "An almost optimal
    algorithm for unbounded searching", 1976)."""
    if start >= stop or listed[start] >= wanted:
        return start
    step, low = 1, start
    while low + step < stop and listed[low + step] < wanted:
        low += step
        step <<= 1
    high = min(low + step, stop)
    low += 1
    while low < high:
        middle = (low + high) >> 1
        if listed[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low
