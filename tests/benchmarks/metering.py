"""Whose time is it? Functions of the program are wrapped from outside, and a thread's processor time is counted to the
innermost of them that is at work: nothing in the program knows."""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

Place = tuple[Any, str]
"""A class or module, and the name of a function or property in it."""


class Meter:
    """Processor seconds by part, of one thread. A part of `elsewhere` is itself only directly within the first that is
    named there; anywhere else it is the second."""

    def __init__(self, elsewhere: Mapping[str, tuple[str, str]] | None = None) -> None:
        self._elsewhere = elsewhere or {}
        self.seconds: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._parts: list[str] = []
        self._since = 0.0

    def clear(self) -> None:
        """Begins anew."""
        self.seconds.clear()
        self.calls.clear()

    @contextmanager
    def at(self, part: str) -> Iterator[None]:
        """Counts to a part what is done within, but for the parts inside of it."""
        self._count()
        part = self._named(part)
        self._parts.append(part)
        self.calls[part] += 1
        try:
            yield
        finally:
            self._count()
            self._parts.pop()

    def _named(self, part: str) -> str:
        within, other = self._elsewhere.get(part, ("", part))
        around = self._parts[-1] if self._parts else ""
        return part if around in (within, part) else other

    def _count(self) -> None:
        now = time.thread_time()
        if self._parts:
            self.seconds[self._parts[-1]] += now - self._since
        self._since = now

    def metered(self, part: str, function: Function) -> Function:
        """The function, counted to a part."""

        @functools.wraps(function)
        def counted(*given: object, **named: object) -> object:
            with self.at(part):
                return function(*given, **named)

        return cast("Function", counted)

    @contextmanager
    def wrapping(self, parts: dict[str, Sequence[Place]]) -> Iterator[None]:
        """Counts those functions to their parts until the block is left. Raises AttributeError for one that is not
        there any more, so that no part is lost in silence."""
        with ExitStack() as stack:
            for part, places in parts.items():
                for owner, name in places:
                    found = _there(owner, name)
                    stack.callback(setattr, owner, name, found)
                    setattr(owner, name, self._wrapped(part, found))
            yield

    def _wrapped(self, part: str, found: Any) -> Any:
        if isinstance(found, property):
            assert found.fget is not None
            return property(self.metered(part, found.fget))
        return self.metered(part, found)


def _there(owner: Any, name: str) -> Any:
    if name not in vars(owner):
        raise AttributeError(f"{owner.__name__} has no {name} any more")
    return vars(owner)[name]


def public(owner: type) -> list[Place]:
    """The methods and properties of a class that others call."""
    return [
        (owner, name)
        for name, found in vars(owner).items()
        if not name.startswith("_") and (callable(found) or isinstance(found, property))
    ]
