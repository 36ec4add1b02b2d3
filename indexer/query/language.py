"""The query language: text → tree. Hand-written, never raises; what is wrong is repaired and said.

From loosest to tightest: `OR` · space or `AND` · `NOT` · `NEAR/n`, `PRE/n` · a field · word, quotes, parentheses.
docs/query-language.md is the same for readers.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from indexer.query import result
from indexer.query.dates import parse_range
from indexer.query.lexer import Token, has_text, lex
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

GRAMMAR = 1
"""The version of what queries mean. Raise it when the same text is read as another tree, or a tree finds other
articles: when an operator, a field, a repair or a correction is added or changed. Exports name it in their manifests
(indexer/exporting), so that whoever repeats a study is told that its question may have been read otherwise."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Caps on one query: code points, leaves of the tree, of these those with ~, open parentheses."""

    characters: int = 500
    terms: int = 32
    similar: int = 8
    depth: int = 8


LIMITS = Limits()
_RAW_PER_CHARACTER = 4  # NFD Hangul has up to 3 code points a character; normalising more is quadratic in CPython
_SHORTEN = "줄여서 다시 찾으십시오."
_LEAVES: dict[str, type[Word | Prefix | Exact]] = {"word": Word, "prefix": Prefix, "exact": Exact}
_TERMS = (*_LEAVES, "fuzzy", "phrase")


@dataclass(frozen=True)
class Parsed:
    """What was understood. `text` is the query in NFC, cut at the cap; positions are code point offsets in it.

    `tree`: And, Or and chains of Near are flat and have two children or more. A Not always stands in an And (or a
    SameSentence); an And that has nothing positive begins with Everything, found nowhere else but as the whole tree.
    `warnings` are in order of position, one a position.
    `excess` is a Korean sentence where a cap was exceeded: reading stopped there, and the caller should refuse.
    """

    text: str
    tree: Tree
    warnings: tuple[result.Warning, ...] = ()
    excess: str | None = None


def parse(text: str, *, limits: Limits = LIMITS) -> Parsed:
    """Reads any text at all. Never raises; takes time linear in the text's length, and constant beyond the caps.

    The text is normalised to NFC first, so positions refer to `Parsed.text`, which is `text` itself if that was NFC.
    """
    longest = limits.characters * _RAW_PER_CHARACTER
    taken = unicodedata.normalize("NFC", text[:longest])
    too_long = len(text) > longest or len(taken) > limits.characters
    taken = taken[: limits.characters]
    parser = _Parser(*lex(taken), limits)
    tree = parser.any_of()
    if tree is None and taken.strip() and not parser.warnings:
        parser.warn(0, "찾을 낱말이 없어 모든 기사를 봅니다")
    warnings = tuple(result.Warning(position, message) for position, message in sorted(parser.warnings.items()))
    excess = f"검색식은 {limits.characters}자까지 쓸 수 있습니다. {_SHORTEN}" if too_long else parser.excess
    return Parsed(taken, tree or Everything(), warnings, excess)


class _Parser:
    """Recursive descent. Only parentheses recurse, to a capped depth; chains of NOT, fields and NEAR are loops."""

    def __init__(self, tokens: list[Token], warnings: list[result.Warning], limits: Limits) -> None:
        self.tokens = tokens
        self.limits = limits
        self.at = 0
        self.terms = self.similar = 0
        self.depth = 0
        self.fields_open = 0
        self.excess: str | None = None
        self.warnings: dict[int, str] = {}
        for warning in warnings:
            self.warn(warning.position, warning.message)

    def warn(self, position: int, message: str) -> None:
        """Keeps the first warning of a position; what reading short of the end breaks is nobody's mistake."""
        if self.excess is None:
            self.warnings.setdefault(position, message)

    def _stop(self, excess: str) -> None:
        """Over a cap: nothing more is read."""
        self.excess = self.excess or excess
        self.at = len(self.tokens)

    def _kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else "end"

    def _next(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def any_of(self) -> Tree | None:
        """Branches between OR: a whole query, or what parentheses hold. None where there is nothing to search for."""
        branches: list[Tree] = []
        bar: Token | None = None
        while True:
            branch = self._all()
            if branch is not None:
                branches.append(branch)
            missing = branch is None
            if self._kind() != "or":
                break
            before, bar = bar, self._next()
            if missing:
                self._lonely(bar, doubled=before is not None)
        if missing and bar is not None:
            self._lonely(bar)
        return _any_of(branches) if branches else None

    def _all(self) -> Tree | None:
        """What stands side by side, with or without AND, up to an OR, a closing parenthesis or the end."""
        found: list[Tree] = []
        joint: Token | None = None
        while (kind := self._kind()) not in ("end", "or") and (kind != "close" or not self.depth):
            if kind == "close":
                self.warn(self._next().start, "여는 괄호가 없는 닫는 괄호입니다")
            elif kind == "and":
                before, joint = joint, self._next()
                if before is not None or not found:
                    self._lonely(joint, doubled=before is not None)
            elif kind == "near":
                self._lonely(self._next())
            elif (tree := self._signed()) is not None:
                found.append(tree)
                joint = None
        if joint is not None:
            self._lonely(joint)
        return _all_of(found) if found else None

    def _lonely(self, operator: Token, *, doubled: bool = False) -> None:
        why = "연산자가 잇달아 있어" if doubled else "한쪽에 찾을 말이 없어"
        self.warn(operator.start, f"{why} ‘{operator.raw}’ 하나를 뺐습니다")

    def _signed(self) -> Tree | None:
        """A NEAR chain behind its NOTs and fields. The NOT is about the chain, the field about its first member."""
        minus: Token | None = None
        negative = False
        field: Token | None = None
        while self._kind() in ("not", "field"):
            if self._kind() == "not":
                minus, negative = self._next(), not negative
            else:
                field = self._field(field)
        tree = self._near(field)
        if tree is None:
            if minus is not None:
                self.warn(minus.start, f"‘{minus.raw}’ 뒤에 뺄 말이 없습니다")
            return None
        return _without(tree) if negative else tree

    def _field(self, outer: Token | None) -> Token:
        field = self._next()
        if outer is not None or self.fields_open:
            self.warn(field.start, f"‘{field.raw}’: 필드가 겹쳐 안쪽의 것으로 찾습니다")
        return field

    def _near(self, field: Token | None) -> Tree | None:
        left = self._operand(field)
        while self._kind() == "near":
            operator = self._next()
            field = None
            while self._kind() == "field":
                field = self._field(field)
            right = self._operand(field)
            if left is None or right is None:
                self._lonely(operator)
                left = left or right
            else:
                left = _together(left, right, operator.number, ordered=operator.text == "PRE")
        return left

    def _operand(self, field: Token | None) -> Tree | None:
        """A term or a group, under its field. None, with nothing read, where there is none."""
        if field is None:
            return self._bare()
        if field.text == "date":
            return self._dates(field)
        self.fields_open += 1
        tree = self._bare()
        self.fields_open -= 1
        if tree is None:
            self.warn(field.start, f"‘{field.raw}’ 뒤에 찾을 말이 없습니다")
            return None
        return _in_field(field.text, tree)

    def _bare(self) -> Tree | None:
        if self._kind() in ("open", "sentence"):
            return self._group()
        if self._kind() in _TERMS:
            return self._counted(self._leaf(self._next()))
        if self._kind() == "blank":
            self._next()
        return None

    def _leaf(self, token: Token) -> Tree:
        if token.kind == "fuzzy":
            return Fuzzy(token.text, token.number)
        if token.kind != "phrase":
            return _LEAVES[token.kind](token.text)
        words = [Word(word) for word in token.text.split() if has_text(word)]
        if len(words) > 1:
            return Near(tuple(words), token.number) if token.number else Phrase(token.text)
        if token.number:
            self.warn(token.start, "낱말이 하나뿐이라 따옴표 뒤의 ‘~’를 읽지 않았습니다")
        return words[0]

    def _counted(self, leaf: Tree) -> Tree | None:
        self.terms += len(leaf.children) if isinstance(leaf, Near) else 1
        if self.terms > self.limits.terms:
            self._stop(f"찾을 말은 {self.limits.terms}개까지 쓸 수 있습니다. {_SHORTEN}")
            return None
        self.similar += isinstance(leaf, Fuzzy)
        if self.similar > self.limits.similar:
            self._stop(f"비슷한 낱말(‘~’)은 {self.limits.similar}개까지 쓸 수 있습니다. {_SHORTEN}")
            return None
        return leaf

    def _group(self) -> Tree | None:
        """`( )`, or `문장( )`; one thing alone in it is in one sentence anyway."""
        opening = self._next()
        if self.depth == self.limits.depth:
            self._stop(f"괄호는 {self.limits.depth}겹까지 쓸 수 있습니다. {_SHORTEN}")
            return None
        self.depth += 1
        tree = self.any_of()
        self.depth -= 1
        if self._kind() != "close":
            self.warn(opening.start, "괄호가 닫히지 않았습니다")
        self.at += 1
        if tree is None:
            self.warn(opening.start, "괄호 안에 찾을 말이 없습니다")
        if opening.kind == "sentence" and isinstance(tree, And) and not isinstance(tree.children[0], Everything):
            return SameSentence(tree.children)
        return tree

    def _dates(self, field: Token) -> Tree | None:
        if self._kind() not in (*_TERMS, "blank"):
            self.warn(field.start, f"‘{field.raw}’ 뒤에 날짜가 없습니다")
            return None
        token = self._next()
        try:
            first, last = parse_range(token.text if token.kind in ("phrase", "exact") else token.raw)
        except ValueError as error:
            self.warn(field.start, f"{error}. 이 날짜 조건은 빼고 찾습니다")
            return None
        return self._counted(Dates(first, last))


def _all_of(parts: list[Tree]) -> Tree:
    flat = [child for part in parts for child in (part.children if isinstance(part, And) else (part,))]
    kept = [part for part in flat if not isinstance(part, Everything)]
    if all(isinstance(part, Not) for part in kept):
        return And((Everything(), *kept))
    return And(tuple(kept)) if len(kept) > 1 else kept[0]


def _any_of(branches: list[Tree]) -> Tree:
    flat = [child for branch in branches for child in (branch.children if isinstance(branch, Or) else (branch,))]
    return Or(tuple(flat)) if len(flat) > 1 else flat[0]


def _without(tree: Tree) -> Tree:
    match tree:
        case And((Everything(), Not(child))):  # NOT (NOT x) is x
            return child
    return Not(tree)


def _together(left: Tree, right: Tree, distance: int, *, ordered: bool) -> Near:
    if isinstance(left, Near) and (left.distance, left.ordered) == (distance, ordered):
        return Near((*left.children, right), distance, ordered)
    return Near((left, right), distance, ordered)


def _in_field(name: str, tree: Tree) -> Tree:
    if isinstance(tree, (InField, Dates)):  # the inner one wins
        return tree
    if isinstance(tree, And) and isinstance(tree.children[0], Everything):
        negative = (Not(_in_field(name, part.child)) for part in tree.children if isinstance(part, Not))
        return And((Everything(), *negative))
    return InField(name, tree)
