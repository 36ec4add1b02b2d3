"""Tree → plan: which terms a typed word is, what stands near what, and what has to be said about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from indexer.analysis import jamo, terms
from indexer.analysis.gate import clean
from indexer.analysis.tokens import Tokens
from indexer.article import TEXT_FIELDS, VALUE_FIELDS
from indexer.korean import josa
from indexer.query import most, tree
from indexer.query.lexer import Token, lex
from indexer.query.plan import (
    All,
    Any,
    Days,
    Every,
    Exact,
    Fuzzy,
    Match,
    Near,
    Phrase,
    Placed,
    Plan,
    Prefix,
    SameSentence,
    Scored,
    Value,
    Without,
    matches,
    value_key,
)
from indexer.query.reading import Reading, readings
from indexer.query.request import MatchMode
from indexer.query.result import Notice, Warning  # noqa: A004

NOTHING_TO_FIND = Warning(0, "찾을 낱말이 없어 모든 기사를 봅니다")


@dataclass(frozen=True)
class Understood:
    """A plan and what had to be said about it."""

    plan: Plan
    warnings: tuple[Warning, ...]
    notices: tuple[Notice, ...] = ()
    scored: tuple[Scored, ...] | None = None


def understand(
    parsed: tree.Tree,
    text: str,
    mode: MatchMode,
    analyse: Callable[[str], Tokens],
    occurs: Callable[[Match], bool] = lambda _: True,
) -> Understood:
    """The plan of a tree. `text` is the query, to give warnings their place; `analyse` is called for words only, so a
    query of dates and names alone never loads the analyser. In mode "most" any of the words will do. A word that may be
    read more loosely is, where it does not occur as typed."""
    planner = _Planner(text, analyse, occurs)
    plan = planner.plan(parsed, _Scope(TEXT_FIELDS, mode))
    if plan is None and not planner.warnings:
        planner.warnings.append(NOTHING_TO_FIND)
    scored = tuple(dict.fromkeys(planner.scored)) if mode == "most" and planner.scored else None
    return Understood(plan or Every(), tuple(planner.warnings), tuple(planner.notices), scored)


class _Scope(NamedTuple):
    """What stands around a node: the fields it is searched in, and whether all words side by side must be there."""

    fields: tuple[str, ...]
    mode: MatchMode

    @property
    def of_values(self) -> bool:
        return len(self.fields) == 1 and self.fields[0] in VALUE_FIELDS


class _Planner:
    """One walk over a tree. A method that returns None has found nothing to search for there, and said so."""

    def __init__(self, text: str, analyse: Callable[[str], Tokens], occurs: Callable[[Match], bool]) -> None:
        self._text, self._analyse, self._occurs = text, analyse, occurs
        self._blamed: set[tuple[int, type[tree.Tree]]] = set()  # pieces of the text, and what was wrong with them
        self.warnings: list[Warning] = []
        self.notices: list[Notice] = []
        self.scored: list[Scored] = []  # in mode "most"

    def plan(self, node: tree.Tree, scope: _Scope) -> Plan | None:
        match node:
            case tree.Everything():
                return Every()
            case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Exact() | tree.Fuzzy():
                return self._leaf(node, scope)
            case tree.Near() | tree.SameSentence():
                return self._counted(self._together(node, scope), scope)
            case tree.InField():
                return self._in_field(node, scope)
            case tree.Dates():
                return Days(*(day.toordinal() if day else None for day in (node.first, node.last)))
            case tree.And() | tree.Or():
                return self._joined(node, scope)
            case tree.Not():
                before = len(self.scored)
                child = self.plan(node.child, scope)
                del self.scored[before:]  # what must not be there scores nothing
                return child and Without(child)
            case _:
                raise ValueError(f"no node of a tree: {node}")

    def _counted(self, plan: Plan | None, scope: _Scope) -> Plan | None:
        """The same; in mode "most" its words score as they do in mode "all", beside the parts of plain words."""
        if scope.mode == "most" and plan:
            self.scored += map(Scored, matches(plan))
        return plan

    def _leaf(
        self, node: tree.Word | tree.Phrase | tree.Prefix | tree.Exact | tree.Fuzzy, scope: _Scope
    ) -> Plan | None:
        match node:
            case tree.Prefix():
                return self._counted(self._prefix(node, scope), scope)
            case tree.Exact():
                return self._counted(self._exact(node, scope), scope)
            case tree.Fuzzy():
                return self._counted(self._fuzzy(node, scope), scope)
            case _:
                return self._words(node, scope)

    def _joined(self, node: tree.And | tree.Or, scope: _Scope) -> Plan | None:
        nodes = _sentences(node.children) if scope.mode == "most" else node.children
        children = [planned for child in nodes if (planned := self.plan(child, scope))]
        if isinstance(node, tree.Or):
            return _any(children)
        parts = [part for child in children for part in _conjuncts(child)]
        return _all(_most(parts) if scope.mode == "most" else parts)

    def _words(self, node: tree.Word | tree.Phrase, scope: _Scope) -> Plan | None:
        if scope.of_values:
            return Value(scope.fields[0], value_key(node.text.lstrip("#")))
        text = clean(node.text)
        found = readings(text, self._analyse)
        if not found:
            if scope.mode == "all":  # in "most", a pasted sentence is full of such words
                self._warn(node, node.text, "찾을 낱말이 없습니다(조사·어미·기호뿐). 빼고 찾았습니다")
            return None
        if scope.mode == "most":
            found_words, scored = most.understood(text, self._analyse(text), scope.fields)
            self.scored += scored
            return _any(found_words)
        several = tuple(self._match(each, scope.fields) for each in found)
        if len(several) == 1:
            return replace(several[0], text=text)
        return Phrase(text, several, "".join(each.letters[0] for each in found), scope.fields)

    def _match(self, word: Reading, fields: tuple[str, ...]) -> Match:
        typed = Match(word.letters[0], tuple((verb,) for verb in word.verbs), fields, word.letters)
        if not word.looser or self._occurs(replace(typed, fields=TEXT_FIELDS)):
            return typed
        looser = self._match(word.looser, fields)
        if self._occurs(replace(looser, fields=TEXT_FIELDS)):
            said = (
                "활용형으로"
                if word.looser.verbs
                else f"조사를 뺀 ‘{word.looser.letters[-1]}’{josa(word.looser.letters[-1], '으로/로')}"
            )
            message = f"‘{typed.text}’ 그대로 쓴 기사가 없어 {said} 찾았습니다"
            self.notices.append(Notice("looser", message, self._text, as_typed=True))
        return looser

    def _prefix(self, node: tree.Prefix, scope: _Scope) -> Plan | None:
        if scope.of_values:
            self._warn(node, None, "이 필드는 이름 전체가 같은 것만 찾습니다. ‘*’를 떼고 찾았습니다")
            return Value(scope.fields[0], value_key(node.text))
        text = clean(node.text)
        pieces = re.findall(r"[^\W_]+(?:[.,](?=\d)[^\W_]+)*", terms.small(text))
        whole = Prefix(text, terms.literal(text), scope.fields)
        if len(pieces) < 2:
            return replace(whole, prefix=terms.literal(pieces[0])) if pieces else whole
        # Words end at signs: R&D예산 stands there as R and D예산, so R&D* is also an R with a word right behind it that
        # begins with D. Few words have a sign in them (#솔내축제).
        before = tuple(Match(piece, (), scope.fields, (piece,)) for piece in pieces[:-1])
        begun = replace(whole, prefix=terms.literal(pieces[-1]))
        return Any((whole, Near((*before, begun), len(before), ordered=True)))

    def _exact(self, node: tree.Exact, scope: _Scope) -> Plan | None:
        if scope.of_values:
            return Value(scope.fields[0], value_key(node.text))
        text = clean(node.text)
        printed = [word.printed for word in terms.printed_words(self._analyse(text), text) if word]
        if not printed:
            return self._words(tree.Phrase(node.text), scope)
        return Exact(text, tuple(printed), scope.fields)

    def _fuzzy(self, node: tree.Fuzzy, scope: _Scope) -> Plan | None:
        text = clean(node.text)
        letters = terms.literal(text)
        if scope.of_values or len(jamo.decomposed(letters)) <= node.distance + 1:
            self._warn(node, None, "너무 짧거나 이름 필드여서, 비슷한 낱말 없이 그대로 찾았습니다")
            return self._words(tree.Word(node.text), scope)
        return Fuzzy(text, letters, node.distance, scope.fields)

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
        return self.plan(node.child, scope._replace(fields=(node.field,)))

    def _warn(self, node: tree.Tree, shown: str | None, message: str) -> None:
        """Says something about a node, with the place where it was typed; shown None says what was typed there."""
        typed = [(number, piece) for number, piece in enumerate(lex(self._text)[0]) if _became(piece, node)]
        fresh = [(number, piece) for number, piece in typed if (number, type(node)) not in self._blamed]
        number, piece = next(iter(fresh or typed), (-1, Token("blank", 0, str(node))))
        self._blamed.add((number, type(node)))
        self.warnings.append(Warning(piece.start, f"‘{shown or piece.raw}’: {message}"))


def _sentences(children: Sequence[tree.Tree]) -> Iterator[tree.Tree]:
    """The children, but plain words that follow one another as one phrase: Kiwi reads them better together."""
    for plain, run in groupby(children, lambda child: isinstance(child, tree.Word)):
        nodes = list(run)
        yield from [tree.Phrase(" ".join(map(str, nodes)))] if plain else nodes


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
        case Match() | Phrase() | Prefix() | Exact() | Fuzzy() | Near() | SameSentence():
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
        case Match() | Phrase() | Prefix() | Exact() | Fuzzy():
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
