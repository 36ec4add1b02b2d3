"""What a page prints around its text, as a reader sees it: dates under their labels, bylines, departments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from indexer.sources.html.page import squeezed
from indexer.sources.texts.ndsoft_lines import is_byline

_LINE_TAGS = frozenset(
    "p div section article main ul ol li dl dt tr th h1 h2 h3 h4 h5 h6 table tbody blockquote header figure form"
    " br".split()
)
_UNREAD = frozenset("script style select option button textarea noscript iframe svg template".split())
_NODES = 3_000
"""Nodes that are looked at before the text: a head is near, a menu is long."""

_CLIMB = 7
_LINE_LENGTH = 200

_DATE = (
    r"[0-9]{4} ?[-./년] ?[0-9]{1,2} ?[-./월] ?[0-9]{1,2}(?: ?일"
    r"|\.)?(?: ?\(? ?[월화수목금토일](?:요일)? ?\)?(?=[\s(,\]]|$))?"
    r"(?:[T ,(]{0,3}(?:오전|오후|[AaPp][Mm])? ?[0-9]{1,2} ?[:시] ?[0-9]{1,2}(?: ?분)?(?: ?: ?[0-9]{1,2}"
    r"| ?[0-9]{1,2} ?초)?(?: ?[AaPp][Mm])?)?"
    r"(?: ?(?:Z|KST|[+-][0-9]{2}:?[0-9]{2}))?"
)
_KINDS = "승인|입력|수정|등록|발행|송고|업데이트|게재|작성|게시|보도|배포|공개"
_LABELLED = re.compile(
    rf"(?<![가-힣])(?P<label>(?:(?:기사|최종|최초|지면) ?)?(?P<kind>{_KINDS})(?: ?(?:일시|일자|날짜|시간|시각|일))?"
    rf"|날짜|일자|일시|Date|Published)"
    rf" ?[:：]? ?(?P<value>{_DATE})",
    re.IGNORECASE,
)
_YEAR = re.compile("[0-9]{4}")
_BARE = re.compile(rf"(?<![0-9]){_DATE}")
_PAIR = re.compile(
    r"(?P<label>제목|부제|작성자|글쓴이|등록자|담당 ?부서|등록 ?부서|부서명?|담당자|출처|제공|조회 ?수?|호수"
    r"|댓글(?: ?수)?)"
    r" ?[:：]? (?P<value>\S.{0,199})"
)
_HOUSE = re.compile(r"최종 ?(?:편집|업데이트|수정)|UPDATED?\b|\bToday\b|오늘", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as printed: `Dated("승인", "승인", "2019.03.27 23:00")`. One without a label has "날짜"."""

    label: str
    kind: str
    value: str


@dataclass
class Head:
    """`pairs` are further things said under a label (담당부서, 조회), `title` what a board prints beside ‘제목’."""

    dates: list[Dated] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)
    title: str = ""

    def dated(self, *kinds: str) -> Dated | None:
        """The first date of the first of these kinds."""
        return next((one for kind in kinds for one in self.dates if one.kind == kind), None)


def read_head(container: LexborNode, parts: Iterable[LexborNode] = ()) -> Head:
    """The head of a text: of the `parts` where a skin names them, else of what stands before the container."""
    head = Head()
    for part in parts:
        _take_lines(head, _lines([part], _NODES))
    if not head.dates:
        for lines in _levels(container):
            _take_lines(head, lines)
            if head.dates:
                break
    return head


def nearest_heading(container: LexborNode) -> str:
    """The text of the last heading before a container, where no part of the page names the title."""
    for level, siblings in enumerate(_before(container)):
        for node in siblings:
            found = node if node.tag in ("h1", "h2", "h3", "h4") else node.css_first("h1, h2, h3, h4")
            if found is not None and (text := squeezed(found.text(separator=" "))):
                return text
        if level == 2:
            break
    return ""


def _levels(container: LexborNode) -> Iterator[list[str]]:
    """Lines before the container, the nearest level of the tree first."""
    left = _NODES
    for siblings in _before(container):
        if left <= 0:
            return
        lines = _lines(reversed(siblings), left)
        left -= 20 * len(lines) + 50
        yield lines


def _before(container: LexborNode) -> Iterator[list[LexborNode]]:
    """What stands before the container at each level of the tree, nearest first."""
    node: LexborNode | None = container
    for _ in range(_CLIMB):
        if node is None or node.tag in ("body", "html"):
            return
        siblings, sibling = list[LexborNode](), node.prev
        while sibling is not None and len(siblings) < 200:
            if (sibling.tag or "-")[0] not in "-!":
                siblings.append(sibling)
            sibling = sibling.prev
        yield siblings
        node = node.parent


def _lines(nodes: Iterable[LexborNode], limit: int) -> list[str]:
    """The short lines of nodes; what stands in one row of a table or behind a `<dt>` is one line."""
    lines, held, seen = list[str](), list[str](), 0
    for top in nodes:
        for node in top.traverse(include_text=True):
            seen += 1
            if seen > limit:
                break
            tag = node.tag
            if tag == "-text":
                text = node.text_content
                if text and not text.isspace() and ((up := node.parent) is None or up.tag not in _UNREAD):
                    held.append(text)
            elif held and tag in _LINE_TAGS:
                lines.append(squeezed(" ".join(held)))
                held = []
        lines.append(squeezed(" ".join(held)))
        held = []
    return [line for line in lines if 0 < len(line) <= _LINE_LENGTH]


def _take_lines(head: Head, lines: Iterable[str]) -> None:
    for line in lines:
        dated = bool(_YEAR.search(line))
        if dated and _HOUSE.search(line):  # when the site was last edited, not the article
            continue
        found = list(_LABELLED.finditer(line)) if dated else []
        head.dates += [
            Dated("".join(one["label"].split()), one["kind"] or "날짜", one["value"].strip()) for one in found
        ]
        if dated and not found and (bare := _BARE.search(line)) and len(line) < 120:
            head.dates.append(Dated("날짜", "날짜", bare[0].strip()))
            found = [bare]
        before = line[: found[0].start()] if found else line
        after = line[found[-1].end() :] if found else ""
        for said in (before, after):
            said = said.strip(" |/,·•")
            if said and is_byline(said) and (dated or not _HOUSE.search(line)):
                head.bylines.append(said)
        if (pair := _PAIR.fullmatch(line)) and (dated or not _HOUSE.search(line)):
            _take_pair(head, "".join(pair["label"].split()), pair["value"])


def _take_pair(head: Head, label: str, value: str) -> None:
    if label == "제목":
        head.title = head.title or value
    elif not _LABELLED.search(value):
        head.pairs.setdefault(label, value)
