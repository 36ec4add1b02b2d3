"""A tree said back to the reader: in the query language (`echo`) and as a Korean noun phrase (`in_words`).

Both are for trees as `language.parse` makes them, and recurse no deeper than those are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.article import VALUE_FIELDS
from indexer.korean import josa
from indexer.query.dates import format_range
from indexer.query.lexer import FIELD_NAMES, lex
from indexer.query.tree import (
    And,
    Dates,
    Everything,
    Exact,
    Fuzzy,
    InField,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    SameSentence,
    Tree,
    Word,
)

_LABELS = {**FIELD_NAMES, "caption": "사진 설명"}
_VALUES = VALUE_FIELDS  # an article has them; the others are texts words stand in

_OR, _AND, _SIGNED, _NEAR, _ATOM = range(5)  # how tightly things bind, loosest first
_LEVELS: dict[type[Tree], int] = {Or: _OR, And: _AND, Everything: _AND, Not: _SIGNED, Near: _NEAR}


def echo(tree: Tree) -> str:
    """The query language for `tree`, normalised; `parse(echo(tree)).tree == tree`. "" for Everything."""
    return _write(tree, _OR)


def in_words(tree: Tree) -> str:
    """What is searched for, in Korean: `강소특구 예산` → ‘강소특구’와 ‘예산’이 모두 든 기사."""
    return f"{_clause(tree).modifier} 기사"


# --- in the query language ---


def _write(tree: Tree, level: int) -> str:
    """`tree` where nothing looser than `level` may stand without parentheses."""
    quoted = isinstance(tree, Near) and _is_quoted(tree)
    if not quoted and _LEVELS.get(type(tree), _ATOM) < level:
        return f"({_write(tree, _OR)})"
    if isinstance(tree, (And, Or, Not, Near, SameSentence, InField)):
        return _write_inner(tree)
    return _write_leaf(tree)


def _write_inner(tree: And | Or | Not | Near | SameSentence | InField) -> str:
    if isinstance(tree, Or):
        return " OR ".join(_write(child, _AND) for child in tree.children)
    if isinstance(tree, And):
        return " ".join(_write(child, _SIGNED) for child in tree.children if not isinstance(child, Everything))
    if isinstance(tree, Not):
        return f"-{_write(tree.child, _NEAR)}"
    if isinstance(tree, SameSentence):
        return f"문장({' '.join(_write(child, _SIGNED) for child in tree.children)})"
    if isinstance(tree, InField):
        return f"{FIELD_NAMES[tree.field]}:{_write(tree.child, _ATOM)}"
    if _is_quoted(tree):
        return f'"{" ".join(str(child) for child in tree.children)}"~{tree.distance}'
    first, *others = tree.children
    operator = f" {'PRE' if tree.ordered else 'NEAR'}/{tree.distance} "
    return operator.join([_write(first, _NEAR), *(_write(child, _ATOM) for child in others)])


def _write_leaf(tree: Everything | Word | Phrase | Exact | Prefix | Fuzzy | Dates) -> str:
    if isinstance(tree, Word):
        return tree.text if _reads_as_word(tree.text) else f'"{tree.text}"'
    if isinstance(tree, Dates):
        return f"날짜:{format_range(tree.first, tree.last)}"
    return "" if isinstance(tree, Everything) else str(tree)  # the rest print as they are typed


def _is_quoted(near: Near) -> bool:
    return not near.ordered and all(isinstance(child, Word) for child in near.children)


def _reads_as_word(text: str) -> bool:
    """False for words that must be quoted, such as OR, -5 and 제목:."""
    tokens, _ = lex(text)
    return [(token.kind, token.text) for token in tokens] == [("word", text)]


# --- in words ---

_ENDINGS = {  # before 기사, before another condition, before an alternative
    "들": ("든", "들고", "들거나"),
    "이": ("인", "이고", "이거나"),
    "나오": ("나온", "나오고", "나오거나"),
    "모든": ("모든", "모든 것이고", "모든 것이거나"),
    "]": ("]", "] 것이고", "] 것이거나"),
}


@dataclass(frozen=True)
class _Clause:
    """What is true of an article: `text` and the stem of its verb. A `loose` one needs brackets inside another."""

    text: str
    verb: str
    loose: bool = False

    @property
    def modifier(self) -> str:
        return self.text + _ENDINGS[self.verb][0]

    def tied(self) -> _Clause:
        return _Clause(f"[{self.modifier}", "]") if self.loose else self


def _clause(tree: Tree) -> _Clause:
    if isinstance(tree, And):
        return _all_clause(tree.children)
    if isinstance(tree, Or):
        return _any_clause(tree.children)
    if isinstance(tree, Not):
        return _all_clause((tree,))
    if isinstance(tree, InField):
        return _field_clause(tree)
    if isinstance(tree, Dates):
        return _Clause(_period(tree.first, tree.last), "나오")
    if isinstance(tree, Near):
        order = "이 차례로" if tree.ordered else "서로"
        return _Clause(f"{_subject(_listed(tree.children))} {order} {tree.distance}낱말 안에 ", "들")
    if isinstance(tree, SameSentence):
        return _Clause(f"{_subject(_listed(tree.children))} 한 문장에 ", "들")
    if isinstance(tree, Everything):
        return _Clause("", "모든")
    return _Clause(f"{_subject(_noun(tree))} ", "들")


def _all_clause(children: Sequence[Tree]) -> _Clause:
    excluded = [child.child for child in children if isinstance(child, Not)]
    nouns = [child for child in children if _is_noun(child)]
    parts = [_clause(child).tied() for child in children if not isinstance(child, (Not, Everything))]
    if len(nouns) > 1:
        parts = [_clause(child).tied() for child in children if not isinstance(child, (Not, Everything, *_NOUNS))]
        parts.append(_Clause(f"{_subject(_listed(nouns))} 모두 ", "들"))
    without = ""
    if excluded:
        rejected = _any_clause(excluded) if len(excluded) > 1 else _clause(excluded[0])
        without = f"{rejected.tied().modifier} 것은 빼고 "
    if not parts:
        return _Clause(f"{without}나머지 ", "모든", loose=True)
    return _Clause(without + _joined(parts, 1), parts[-1].verb, loose=bool(excluded) or len(parts) > 1)


def _any_clause(children: Sequence[Tree]) -> _Clause:
    nouns = [child for child in children if _is_noun(child)]
    parts = [_clause(child).tied() for child in children]
    if len(nouns) > 1:
        parts = [_Clause(f"{_listed(nouns)} 가운데 하나라도 ", "들")]
        parts += [_clause(child).tied() for child in children if not _is_noun(child)]
    return _Clause(_joined(parts, 2), parts[-1].verb, loose=len(parts) > 1)


def _joined(parts: Sequence[_Clause], ending: int) -> str:
    """The parts one after another, all but the last with that one of _ENDINGS, the last without any."""
    *before, last = parts
    return "".join(f"{part.text}{_ENDINGS[part.verb][ending]} " for part in before) + last.text


def _field_clause(tree: InField) -> _Clause:
    label, child = _LABELS[tree.field], tree.child
    inner = _clause(child)
    if tree.field not in _VALUES and not inner.loose:
        return _Clause(f"{label}에 {inner.text}", "들")
    if tree.field in _VALUES and _is_noun(child):
        value = _quoted(child.text) if isinstance(child, (Word, Phrase)) else _noun(child)  # values match as a whole
        return _Clause(f"{_subject(label)} {value}", "이")
    if tree.field in _VALUES and isinstance(child, Or) and all(map(_is_noun, child.children)):
        return _Clause(f"{_subject(label)} {_listed(child.children)} 가운데 하나", "이")
    return _Clause(f"{label}만 보아 [{inner.modifier}", "]")


_NOUNS = (Word, Phrase, Exact, Prefix, Fuzzy)


def _is_noun(tree: Tree) -> bool:
    return isinstance(tree, _NOUNS)


def _noun(tree: Tree) -> str:
    if isinstance(tree, Word):
        return _quoted(tree.text)
    if isinstance(tree, Phrase):
        return f"이어진 말 {_quoted(tree.text)}"
    if isinstance(tree, Exact):
        return f"적힌 그대로의 {_quoted(tree.text)}"
    if isinstance(tree, Prefix):
        return f"{_quoted(tree.text)}{josa(tree.text, '으로/로')} 시작하는 말"
    if isinstance(tree, Fuzzy):
        return f"{_quoted(tree.text)}에서 자모 {tree.distance}개까지 다른 말"
    return _quoted(echo(tree))  # inside NEAR and 문장( ) only: anything longer could not be followed


def _quoted(text: str) -> str:
    return f"‘{text.strip('‘’')}’"


def _listed(trees: Sequence[Tree]) -> str:
    nouns = [_noun(tree) for tree in trees]
    if len(nouns) == 2:
        return f"{nouns[0]}{josa(nouns[0], '과/와')} {nouns[1]}"
    return ", ".join(nouns)


def _subject(noun: str) -> str:
    return noun + josa(noun, "이/가")


def _period(first: date | None, last: date | None) -> str:
    size = len(format_range(first, last))
    if first and last and size in (4, 7, 10):  # one year, one month, one day
        return f"{_day(first, size)}에 "
    begin, end = (_day(first, 10) if first else ""), (_day(last, 10) if last else "")
    if first and last:
        return f"{begin}부터 {end} 사이에 "
    return f"{begin}부터 " if first else f"{end}까지 "


def _day(day: date, size: int) -> str:
    return " ".join([f"{day.year}년", f"{day.month}월", f"{day.day}일"][: {4: 1, 7: 2, 10: 3}[size]])
