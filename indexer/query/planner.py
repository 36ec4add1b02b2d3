"""Tree → plan: which terms a typed word is, what stands near what, and what has to be said about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from indexer.analysis import terms
from indexer.analysis.gate import clean
from indexer.analysis.tokens import Tokens
from indexer.article import TEXT_FIELDS, VALUE_FIELDS
from indexer.query import tree
from indexer.query.lexer import Token, lex
from indexer.query.plan import (
    All,
    Any,
    Days,
    Every,
    Match,
    Near,
    Placed,
    Plan,
    Prefix,
    SameSentence,
    Value,
    Without,
    matches,
    value_key,
)
from indexer.query.request import MatchMode
from indexer.query.result import Warning  # noqa: A004

NOTHING_TO_FIND = Warning(0, "찾을 낱말이 없어 모든 기사를 봅니다")
_LAST_PIECE = re.compile(r"(?:[^\W_]|(?<=\d)[.,](?=\d))+(?=[\W_]*$)")


@dataclass(frozen=True)
class Understood:
    """A plan and what had to be said about it."""

    plan: Plan
    warnings: tuple[Warning, ...]


def understand(parsed: tree.Tree, text: str, mode: MatchMode, analyse: Callable[[str], Tokens]) -> Understood:
    """The plan of a tree. `text` is the query, to give warnings their place; `analyse` is called for words only, so a
    query of dates and names alone never loads the analyser. In mode "most" any of the words will do."""
    planner = _Planner(text, analyse)
    plan = planner.plan(parsed, _Scope(TEXT_FIELDS, mode))
    if plan is None and not planner.warnings:
        planner.warnings.append(NOTHING_TO_FIND)
    return Understood(plan or Every(), tuple(planner.warnings))


class _Scope(NamedTuple):
    """What stands around a node: the fields it is searched in, and whether all words side by side must be there."""

    fields: tuple[str, ...]
    mode: MatchMode

    @property
    def of_values(self) -> bool:
        return len(self.fields) == 1 and self.fields[0] in VALUE_FIELDS


class _Planner:
    """One walk over a tree. A method that returns None has found nothing to search for there, and said so."""

    def __init__(self, text: str, analyse: Callable[[str], Tokens]) -> None:
        self._text, self._analyse = text, analyse
        self._blamed: set[tuple[int, type[tree.Tree]]] = set()  # pieces of the text, and what was wrong with them
        self.warnings: list[Warning] = []

    def plan(self, node: tree.Tree, scope: _Scope) -> Plan | None:
        match node:
            case tree.Everything():
                return Every()
            case tree.Word() | tree.Phrase():
                return self._words(node, scope)
            case tree.Prefix():
                return self._prefix(node, scope)
            case tree.Near() | tree.SameSentence():
                return self._together(node, scope)
            case tree.InField():
                return self._in_field(node, scope)
            case tree.Dates():
                return Days(*(day.toordinal() if day else None for day in (node.first, node.last)))
            case tree.And() | tree.Or():
                return self._joined(node, scope)
            case tree.Not():
                child = self.plan(node.child, scope)
                return child and Without(child)
            case _:
                return self._not_yet(node, scope)

    def _joined(self, node: tree.And | tree.Or, scope: _Scope) -> Plan | None:
        children = [planned for child in node.children if (planned := self.plan(child, scope))]
        if isinstance(node, tree.Or):
            return _any(children)
        parts = [part for child in children for part in _conjuncts(child)]
        return _all(_most(parts) if scope.mode == "most" else parts)

    def _words(self, node: tree.Word | tree.Phrase, scope: _Scope) -> Plan | None:
        if scope.of_values:
            return Value(scope.fields[0], value_key(node.text))
        text = clean(node.text)
        tokens = self._analyse(text)
        sequence = terms.morphemes(tokens)
        whole = () if " " in text.strip() else (terms.literal(text),)
        if not sequence:
            # A name may look like a verb's endings (이고은: 이+고+은), and stands in articles as one noun all the same.
            may_be_name = len(tokens) > 1 and text.isalnum()
            if scope.mode == "all":  # in "most", a pasted sentence is full of such words
                self._say_no_content(node, may_be_name=may_be_name)
            return Match(text, (whole,), scope.fields) if may_be_name else None
        if scope.mode == "most":
            return _any(_each(sequence + whole if len(sequence) > 1 else sequence, scope.fields))
        return Match(text, tuple(dict.fromkeys((whole, sequence) if whole else (sequence,))), scope.fields)

    def _say_no_content(self, node: tree.Word | tree.Phrase, *, may_be_name: bool) -> None:
        if may_be_name:
            message = "조사나 어미로만 읽혀, 이름처럼 그대로 쓰인 곳만 찾았습니다"
        else:
            message = "찾을 낱말이 없습니다(조사·어미·기호뿐). 빼고 찾았습니다"
        self._warn(node, node.text, message)

    def _prefix(self, node: tree.Prefix, scope: _Scope) -> Plan | None:
        if scope.of_values:
            self._warn(node, None, "이 필드는 이름 전체가 같은 것만 찾습니다. ‘*’를 떼고 찾았습니다")
            return Value(scope.fields[0], value_key(node.text))
        text = clean(node.text)
        whole = Prefix(text, terms.literal(text), scope.fields)
        last = _LAST_PIECE.search(text)
        if last is None or last[0] == text:
            return whole
        # Few terms have a symbol in them (#솔내축제): R&D예산 stands there as r, d and 예산, so R&D* is also an r with
        # a d* right behind it.
        before = terms.morphemes(self._analyse(text[: last.start()])) if last.start() else ()
        begun = replace(whole, prefix=terms.literal(last[0]))
        pieces: tuple[Placed, ...] = (*(Match(term, ((term,),), scope.fields) for term in before), begun)
        return Any((whole, Near(pieces, len(before), ordered=True) if before else begun))

    def _together(self, node: tree.Near | tree.SameSentence, scope: _Scope) -> Plan | None:
        """A near or a sentence. What has no places in the text is lifted out, as a condition beside it."""
        scope = scope._replace(mode="all")  # whoever asks what stands together asks for all of it, in either mode
        children = [planned for child in node.children if (planned := self.plan(child, scope))]
        parts = [part for child in children for part in _conjuncts(child) if part != Every()]
        placed = [found for part in parts if (found := _placed(part, node))]
        conditions = [part for part in parts if not _placed(part, node)]
        if conditions:
            self._warn(node, None, "빼는 말, 날짜, 이름 필드는 글 안에 자리가 없어 기사 전체를 두고 따졌습니다")
        if not placed:
            return _all(conditions)
        together = _grouped(placed, node)
        if not _fields(together) and all(map(_fields, placed)):
            message = "한 필드 안에서 찾는데 낱말의 필드가 서로 다릅니다. 맞는 기사가 없으니 필드를 같게 하십시오"
            self._warn(node, None, message)
        return _all([together, *conditions])

    def _in_field(self, node: tree.InField, scope: _Scope) -> Plan | None:
        if node.field == "tag":
            return self._not_yet(node, scope)
        return self.plan(node.child, scope._replace(fields=(node.field,)))

    def _not_yet(self, node: tree.Tree, scope: _Scope) -> Plan | None:
        instead, said = _instead(node)
        self._warn(node, None, said)
        return self.plan(instead, scope) if instead else None

    def _warn(self, node: tree.Tree, shown: str | None, message: str) -> None:
        """Says something about a node, with the place where it was typed; shown None says what was typed there."""
        typed = [(number, piece) for number, piece in enumerate(lex(self._text)[0]) if _became(piece, node)]
        fresh = [(number, piece) for number, piece in typed if (number, type(node)) not in self._blamed]
        number, piece = next(iter(fresh or typed), (-1, Token("blank", 0, str(node))))
        self._blamed.add((number, type(node)))
        self.warnings.append(Warning(piece.start, f"‘{shown or piece.raw}’: {message}"))


def _each(found: Iterable[str], fields: tuple[str, ...]) -> tuple[Match, ...]:
    """Every term as a word of its own."""
    return tuple(Match(term, ((term,),), fields) for term in dict.fromkeys(found))


def _all(children: Sequence[Plan]) -> Plan | None:
    return All(tuple(children)) if len(children) > 1 else next(iter(children), None)


def _any(children: Sequence[Plan]) -> Plan | None:
    return Any(tuple(children)) if len(children) > 1 else next(iter(children), None)


def _conjuncts(plan: Plan) -> tuple[Plan, ...]:
    return plan.children if isinstance(plan, All) else (plan,)


def _most(children: Sequence[Plan]) -> list[Plan]:
    """Words become alternatives, conditions (dates, values, NOT) stay conditions."""
    words = [child for child in children if next(matches(child), None)]
    conditions = [child for child in children if child not in words]
    scored = _any(words)
    return [scored, *conditions] if scored else conditions


def _grouped(children: Sequence[Placed], node: tree.Near | tree.SameSentence) -> Placed:
    """They as `node` wants them to stand; a single one is near itself."""
    if isinstance(node, tree.SameSentence) or not node.ordered:
        children = tuple(dict.fromkeys(children))
    if len(children) == 1:
        return children[0]
    if isinstance(node, tree.SameSentence):
        return SameSentence(tuple(children))
    return Near(tuple(children), node.distance, node.ordered)


def _placed(plan: Plan, node: tree.Near | tree.SameSentence) -> Placed | None:
    """It with places of its own, if it has them. Of alternatives, one of several words is a group within `node`."""
    match plan:
        case Match() | Prefix() | Near() | SameSentence():
            return plan
        case All() | Any():
            children = [placed for child in plan.children if (placed := _placed(child, node))]
            if len(children) < len(plan.children):
                return None
            return Any(tuple(children)) if isinstance(plan, Any) else _grouped(children, node)
        case _:
            return None


def _fields(plan: Plan) -> frozenset[str]:
    """The fields where it may have a place: a group needs one that all its words may stand in."""
    match plan:
        case Match() | Prefix():
            return frozenset(plan.fields)
        case Near() | SameSentence():
            return frozenset.intersection(*map(_fields, plan.children))
        case Any():
            return frozenset.union(*map(_fields, plan.children))
        case _:
            return frozenset()


def _became(piece: Token, node: tree.Tree) -> bool:
    """Whether that piece of the query may have become that node."""
    match node:
        case tree.SameSentence():
            return piece.kind == "sentence"
        case tree.Near():
            operator = "PRE" if node.ordered else "NEAR"
            near = (piece.kind, piece.text) == ("near", operator) or (piece.kind == "phrase" and not node.ordered)
            return near and piece.number == node.distance
        case tree.InField():
            return (piece.kind, piece.text) == ("field", node.field)
        case tree.Word() | tree.Phrase():
            return piece.text == node.text or (piece.kind == "phrase" and node.text in piece.text.split())
        case tree.Exact() | tree.Prefix() | tree.Fuzzy():
            return piece.kind == type(node).__name__.lower() and piece.text == node.text
        case _:
            return False


def _instead(node: tree.Tree) -> tuple[tree.Tree | None, str]:
    """What is searched in place of a form that is parsed but not executed, and the sentence that says so."""
    match node:
        case tree.Exact():
            return tree.Phrase(node.text), "인쇄된 그대로 찾기는 아직 지원하지 않습니다. 구절로 찾았습니다"
        case tree.Fuzzy():
            return tree.Word(node.text), "비슷한 낱말 찾기는 아직 지원하지 않습니다. 낱말 그대로 찾았습니다"
        case _:
            return None, "이 조건은 아직 지원하지 않습니다. 빼고 찾았습니다"
