"""The query as the user meant it: a printable tree, made by `language.parse`, read by `plan.understand`.

`str(tree)` is an s-expression: `(and 산불 (not 속초))`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Everything:
    """Every article: the empty query, and what a lone NOT is taken from."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True)
class Word:
    """One typed word, as typed (no spaces)."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Phrase:
    """`"…"`: the words side by side, particles and spacing aside."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True)
class Exact:
    """`="…"`: exactly as printed."""

    text: str

    def __str__(self) -> str:
        return f'="{self.text}"'


@dataclass(frozen=True)
class Prefix:
    """`옥천*`: words that start so."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}*"


@dataclass(frozen=True)
class Fuzzy:
    """`교평리~1`: words at most `distance` jamo away."""

    text: str
    distance: int

    def __str__(self) -> str:
        return f"{self.text}~{self.distance}"


@dataclass(frozen=True)
class Near:
    """`"a b"~10`, `a NEAR/10 b`, and in this order `a PRE/10 b`: within `distance` words."""

    children: tuple[Tree, ...]
    distance: int
    ordered: bool = False

    def __str__(self) -> str:
        return _listed(f"{'pre' if self.ordered else 'near'}/{self.distance}", self.children)


@dataclass(frozen=True)
class SameSentence:
    """`문장(a b)`: all in one sentence."""

    children: tuple[Tree, ...]

    def __str__(self) -> str:
        return _listed("sentence", self.children)


@dataclass(frozen=True)
class InField:
    """`제목:…`: only there. `field` is one of TEXT_FIELDS or VALUE_FIELDS."""

    field: str
    child: Tree

    def __str__(self) -> str:
        return f"({self.field}: {self.child})"


@dataclass(frozen=True)
class Dates:
    """`날짜:…`: published on a day from `first` to `last`, both inclusive, in KST; None is open."""

    first: date | None
    last: date | None

    def __str__(self) -> str:
        return f"(date {self.first or ''}..{self.last or ''})"


@dataclass(frozen=True)
class And:
    """All of them."""

    children: tuple[Tree, ...]

    def __str__(self) -> str:
        return _listed("and", self.children)


@dataclass(frozen=True)
class Or:
    """Any of them."""

    children: tuple[Tree, ...]

    def __str__(self) -> str:
        return _listed("or", self.children)


@dataclass(frozen=True)
class Not:
    """None of it."""

    child: Tree

    def __str__(self) -> str:
        return f"(not {self.child})"


Tree = Everything | Word | Phrase | Exact | Prefix | Fuzzy | Near | SameSentence | InField | Dates | And | Or | Not


def _listed(name: str, children: tuple[Tree, ...]) -> str:
    return f"({' '.join([name, *map(str, children)])})"
