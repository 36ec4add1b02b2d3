"""The query as an engine executes it: terms instead of words. Made from the tree, with the analyser, once.

A plan is the same for every engine and for the snippets: what a `Match` finds in the index, it marks in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from indexer.analysis import terms
from indexer.analysis.gate import clean
from indexer.analysis.tokens import Tokens
from indexer.article import TEXT_FIELDS, VALUE_FIELDS
from indexer.query import tree
from indexer.query.lexer import Token, lex
from indexer.query.request import MatchMode
from indexer.query.result import Warning  # noqa: A004

NOTHING_TO_FIND = Warning(0, "찾을 낱말이 없어 모든 기사를 봅니다")

TermSequence = tuple[str, ...]
"""Terms at adjacent positions of one field, in this order."""


@dataclass(frozen=True)
class Match:
    """A typed word or phrase: articles where any of `alternatives` stands in one of `fields`. The only node that
    scores; occurrences that begin at one position count once."""

    text: str
    alternatives: tuple[TermSequence, ...]
    fields: tuple[str, ...] = TEXT_FIELDS


@dataclass(frozen=True)
class Value:
    """Articles with that value in one of VALUE_FIELDS; compared by `value_key`."""

    field: str
    key: str


@dataclass(frozen=True)
class Days:
    """Articles published on a day of `date.toordinal()` first..last, both inclusive; None is open. Undated articles
    are in no range."""

    first: int | None
    last: int | None


@dataclass(frozen=True)
class Every:
    """Every article."""


@dataclass(frozen=True)
class All:
    """Articles in every child; scores are summed."""

    children: tuple[Plan, ...]


@dataclass(frozen=True)
class Any:
    """Articles in any child; scores are summed."""

    children: tuple[Plan, ...]


@dataclass(frozen=True)
class Without:
    """Articles not in the child."""

    child: Plan


Plan = Match | Value | Days | Every | All | Any | Without


def value_key(value: str) -> str:
    """What two values must share to be the same: case and spaces aside."""
    return "".join(clean(value).split()).casefold()


def matches(plan: Plan) -> Iterator[Match]:
    """The Match nodes that an article may be found by, left to right; not those it must be without."""
    if isinstance(plan, Match):
        yield plan
    elif isinstance(plan, All | Any):
        for child in plan.children:
            yield from matches(child)


@dataclass(frozen=True)
class Understood:
    """A plan and what had to be said about it."""

    plan: Plan
    warnings: tuple[Warning, ...]


def understand(parsed: tree.Tree, text: str, mode: MatchMode, analyse: Callable[[str], Tokens]) -> Understood:
    """The plan of a tree. `text` is the query, to give warnings their place; `analyse` is called for words only, so a
    query of dates and names alone never loads the analyser. In mode "most" any of the words will do."""
    planner = _Planner(text, mode, analyse)
    plan = planner.plan(parsed, TEXT_FIELDS)
    if plan is None and not planner.warnings:
        planner.warnings.append(NOTHING_TO_FIND)
    return Understood(plan or Every(), tuple(planner.warnings))


class _Planner:
    """One walk over a tree. A method that returns None has found nothing to search for there, and said so."""

    def __init__(self, text: str, mode: MatchMode, analyse: Callable[[str], Tokens]) -> None:
        self._text, self._mode, self._analyse = text, mode, analyse
        self._blamed: set[tuple[int, type[tree.Tree]]] = set()  # pieces of the text, and what was wrong with them
        self.warnings: list[Warning] = []

    def plan(self, node: tree.Tree, fields: tuple[str, ...]) -> Plan | None:
        match node:
            case tree.Everything():
                return Every()
            case tree.Word() | tree.Phrase():
                return self._words(node, fields)
            case tree.InField():
                return self._in_field(node)
            case tree.Dates():
                return Days(*(day.toordinal() if day else None for day in (node.first, node.last)))
            case tree.And():
                return self._joined(All, node.children, fields)
            case tree.Or():
                return self._joined(Any, node.children, fields)
            case tree.Not():
                child = self.plan(node.child, fields)
                return child and Without(child)
            case _:
                return self._not_yet(node, fields)

    def _joined(
        self, kind: type[All] | type[Any], nodes: tuple[tree.Tree, ...], fields: tuple[str, ...]
    ) -> Plan | None:
        children = tuple(child for node in nodes if (child := self.plan(node, fields)))
        if kind is All and self._mode == "most":
            return _most(children)
        return kind(children) if len(children) > 1 else next(iter(children), None)

    def _words(self, node: tree.Word | tree.Phrase, fields: tuple[str, ...]) -> Plan | None:
        if len(fields) == 1 and fields[0] in VALUE_FIELDS:
            return Value(fields[0], value_key(node.text))
        text = clean(node.text)
        tokens = self._analyse(text)
        sequence = terms.morphemes(tokens)
        whole = () if " " in text.strip() else (terms.literal(text),)
        if not sequence:
            # A name may look like a verb's endings (이고은: 이+고+은), and stands in articles as one noun all the same.
            may_be_name = len(tokens) > 1 and text.isalnum()
            self._say_no_content(node, may_be_name=may_be_name)
            return Match(text, (whole,), fields) if may_be_name else None
        if self._mode == "most":
            return _any_of(sequence + whole if len(sequence) > 1 else sequence, fields)
        return Match(text, tuple(dict.fromkeys((whole, sequence) if whole else (sequence,))), fields)

    def _say_no_content(self, node: tree.Word | tree.Phrase, *, may_be_name: bool) -> None:
        if self._mode == "most":  # a pasted sentence is full of such words
            return
        if may_be_name:
            message = "조사나 어미로만 읽혀, 이름처럼 그대로 쓰인 곳만 찾았습니다"
        else:
            message = "찾을 낱말이 없습니다(조사·어미·기호뿐). 빼고 찾았습니다"
        self._warn(node, node.text, message)

    def _in_field(self, node: tree.InField) -> Plan | None:
        if node.field == "tag":
            return self._not_yet(node, TEXT_FIELDS)
        return self.plan(node.child, (node.field,))

    def _not_yet(self, node: tree.Tree, fields: tuple[str, ...]) -> Plan | None:
        instead, said = _instead(node)
        self._warn(node, None, said)
        return self.plan(instead, fields) if instead else None

    def _warn(self, node: tree.Tree, shown: str | None, message: str) -> None:
        """Says something about a node, with the place where it was typed; shown None says what was typed there."""
        typed = [(number, piece) for number, piece in enumerate(lex(self._text)[0]) if _became(piece, node)]
        fresh = [(number, piece) for number, piece in typed if (number, type(node)) not in self._blamed]
        number, piece = next(iter(fresh or typed), (-1, Token("blank", 0, str(node))))
        self._blamed.add((number, type(node)))
        self.warnings.append(Warning(piece.start, f"‘{shown or piece.raw}’: {message}"))


def _any_of(found: Iterable[str], fields: tuple[str, ...]) -> Plan:
    """Mode "most": every morpheme counts for itself, and the whole word beside them."""
    children = tuple(Match(term, ((term,),), fields) for term in dict.fromkeys(found))
    return Any(children) if len(children) > 1 else children[0]


def _most(children: tuple[Plan, ...]) -> Plan | None:
    """Words become alternatives, conditions (dates, values, NOT) stay conditions."""
    words = tuple(child for child in children if next(matches(child), None))
    conditions = tuple(child for child in children if child not in words)
    scored = (Any(words) if len(words) > 1 else words[0],) if words else ()
    together = scored + conditions
    return All(together) if len(together) > 1 else next(iter(together), None)


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
        case tree.Prefix():
            return tree.Word(node.text), "앞부분으로 찾기는 아직 지원하지 않습니다. 낱말 그대로 찾았습니다"
        case tree.Fuzzy():
            return tree.Word(node.text), "비슷한 낱말 찾기는 아직 지원하지 않습니다. 낱말 그대로 찾았습니다"
        case tree.Near():
            return tree.And(node.children), "가까이 있는 낱말 찾기는 아직 지원하지 않습니다. 모두 든 기사를 찾았습니다"
        case tree.SameSentence():
            return tree.And(node.children), "한 문장 안에서 찾기는 아직 지원하지 않습니다. 모두 든 기사를 찾았습니다"
        case _:
            return None, "이 조건은 아직 지원하지 않습니다. 빼고 찾았습니다"
