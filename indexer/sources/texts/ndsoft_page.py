"""A dumped NDSoft page as it says itself: which line is title, 부제, caption, paragraph, footer, comment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from indexer.sources.reader import Unusable
from indexer.sources.repair import split_reporters
from indexer.sources.texts import ndsoft_lines as of
from indexer.sources.texts.ndsoft_lines import Entry, Line

_HEAD_LINES = 60
"""The bullets stand within a page's first lines; further down, a body may have bullets of its own."""

_CAPTION_LINES = 4
"""A caption of several lines is printed twice as a whole; longer ones than this were not seen."""

_SUBTITLE_LINE = 60
"""Characters. Without indentation to tell by, a longer line is a paragraph whose full stop is missing."""

_CRAWLED = re.compile(r"[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}(?:[ T][0-9:.]{4,12})?(?: ?\([^()]{1,5}\))?")


@dataclass(frozen=True, kw_only=True)
class DumpPage:
    """One page, nothing interpreted: times and names as printed, `entries` with their lines.

    `line` is where the text begins, `titles` the lines above the bullets (the title, as a rule twice), `captions`
    in order and as often as there are photos, `footer` what stands between body and comments.
    """

    line: int
    crawled: str
    titles: tuple[str, ...]
    entries: tuple[Entry, ...]
    subtitle: tuple[str, ...]
    captions: tuple[str, ...]
    paragraphs: tuple[str, ...]
    signature: str
    tags: tuple[str, ...]
    footer: tuple[str, ...]
    comments: tuple[str, ...]

    @property
    def reporters(self) -> tuple[str, ...]:
        """The reporters of the head; those of the signature when the head names none."""
        return of.reporters_of(self.entries) or split_reporters(self.signature)


def looks_like_page(text: str) -> bool:
    """Whether a text begins as a dumped page: with a date of approval, or two other marks of a page's head.

    One bullet ending in 기자 could stand in any list, so could ‘- 수정 3건’; a reporter and a comment count do not.
    """
    lines = of.page_lines(text)[: 2 * _HEAD_LINES]
    head = [entry for line in _head(lines) for entry in of.entries(line)]
    marks = {entry.kind or of.is_byline(entry.value) for entry in head} & {"승인", "입력", "날짜", "댓글", True}
    shared = any(line.text == "이 기사를 공유합니다" for line in lines)
    return bool(head) and (any(entry.is_publication for entry in head) or len(marks) + shared > 1)


def parse_page(text: str) -> DumpPage:
    """Takes a page apart. Raises Unusable when it has no head; no other part is missed here."""
    lines = of.page_lines(text)
    head = _head(lines)
    if not head:
        raise Unusable(
            "NDSoft 기사 페이지의 머리(기자·승인·댓글 줄)가 없습니다. 기사 페이지를 통째로 저장해 넣으십시오."
        )
    above = [line for line in lines if line.text and line.number < head[0].number]
    crawled = above.pop(0).text if above and _CRAWLED.fullmatch(above[0].text) else ""
    below = _after_share(lines[head[-1].number :])
    content, comments = _split(below, _comments_begin(below, telling=_indentation_tells([*above, *below])))
    content, footer = _split(content, _footer_begins(content, telling=_indentation_tells([*above, *content])))
    entries = tuple(entry for line in head for entry in of.entries(line))
    content, signature, tags = _without_ending(content, of.reporters_of(entries))
    captions, blocks = _captions(content, telling=_indentation_tells(content))
    subtitle, paragraphs = _subtitle(blocks, telling=_indentation_tells([*above, *content]))
    return DumpPage(
        line=below[0].number if below else head[-1].number,
        crawled=crawled,
        titles=_texts(above),
        entries=entries,
        subtitle=subtitle,
        captions=captions,
        paragraphs=paragraphs,
        signature=signature,
        tags=tags,
        footer=_texts(footer),
        comments=_texts(comments),
    )


def _indentation_tells(lines: Sequence[Line]) -> bool:
    """Whether some lines are indented and some not: then indentation marks the paragraphs. (Bullets always are.)"""
    return len({line.indented for line in lines if line.text and not of.bullet(line)[0]}) == 2


def _split(lines: list[Line], at: int) -> tuple[list[Line], list[Line]]:
    return lines[:at], lines[at:]


def _texts(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in lines if line.text)


# --- head ---


def _head(lines: Sequence[Line]) -> list[Line]:
    """The bullets of a page's head: those around the first line that surely is one."""
    near = [line for line in lines if line.text][:_HEAD_LINES]
    first = next((at for at, line in enumerate(near) if of.is_labelled(line)), None)
    if first is None:
        return []
    mark = of.bullet(near[first])[0]
    begin, end = first, first + 1
    while begin > 0 and _continues(near[begin - 1], near[begin], mark):
        begin -= 1
    # Below a date no bullet names a reporter any more: it is a 부제, which often begins with a dash.
    while end < len(near) and _continues(near[end], near[end - 1], mark, named=not of.entries(near[end - 1])[-1].label):
        end += 1
    return near[begin:end]


def _continues(line: Line, neighbour: Line, mark: str, *, named: bool = True) -> bool:
    """Whether a line belongs to the same head as its neighbour; `named`: it may be a reporter's."""
    adjacent, same = abs(line.number - neighbour.number) == 1, of.bullet(line)[0] == mark
    if of.is_labelled(line):
        return adjacent or same
    if of.is_count(line.text):
        return adjacent
    return adjacent and same and named and (bool(mark) or of.is_byline(line.text))


def _after_share(lines: Sequence[Line]) -> list[Line]:
    """The lines below the share buttons that follow the head; a comment count counts as one if nothing is between."""
    touching = True
    for at, line in enumerate(lines):
        touching = touching and bool(line.text)
        if line.text and not of.SHARE.fullmatch(line.text) and not (touching and of.is_count(line.text)):
            return list(lines[at:])
    return []


# --- what follows the body ---


def _comments_begin(lines: Sequence[Line], *, telling: bool) -> int:
    """Where the comment section begins, len(lines) without one.

    Where paragraphs are indented, an indented ‘댓글삭제’ is one of them: an article about comments.
    """
    found = (
        at for at, line in enumerate(lines) if of.COMMENTS.fullmatch(line.text) and not (telling and line.indented)
    )
    return next(found, len(lines))


def _footer_begins(lines: Sequence[Line], *, telling: bool) -> int:
    """Where copyright and related articles begin; such a line with paragraphs below it begins nothing."""
    begin = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if of.is_after_body(lines[at].text):
            begin = at
        elif lines[at].indented if telling else of.ends_sentence(lines[at].text):
            break
    return begin


def _without_ending(lines: list[Line], reporters: tuple[str, ...]) -> tuple[list[Line], str, tuple[str, ...]]:
    """(the lines, the signature, the tags): what stands below the last paragraph goes, buttons too."""
    signature, tags, end = list[str](), list[str](), len(lines)
    for line in reversed(lines):
        if of.is_tags(line.text):
            tags += reversed([tag.strip("#,") for tag in line.text.split()])
        elif of.is_signature(line.text, reporters):
            signature.append(line.text)
        elif line.text and not of.SHARE.fullmatch(line.text):
            break
        end -= 1
    return lines[:end], " ".join(reversed(signature)), tuple(reversed(tags))


# --- captions, 부제, paragraphs ---


def _captions(lines: Sequence[Line], *, telling: bool) -> tuple[tuple[str, ...], list[list[Line]]]:
    """(captions, the blocks of lines that remain). A caption is printed twice in succession, without indentation."""
    captions, blocks = list[str](), list[list[Line]]()
    for is_text, group in groupby(lines, key=lambda line: bool(line.text)):
        block, kept, at = list(group) if is_text else [], list[Line](), 0
        while at < len(block):
            size = 0 if telling and block[at].indented else _repeated(block, at)
            if not size:
                kept.append(block[at])
                at += 1
                continue
            printed = _texts(block[at : at + size])
            captions.append(" ".join(printed))
            while _texts(block[at : at + size]) == printed:
                at += size
        if kept:
            blocks.append(kept)
    return tuple(captions), blocks


def _repeated(block: Sequence[Line], at: int) -> int:
    """How many lines from `at` on are printed once more right below; 0 when none are."""
    texts = _texts(block[at : at + 2 * _CAPTION_LINES])
    return next((n for n in range(1, len(texts) // 2 + 1) if texts[:n] == texts[n : 2 * n]), 0)


def _subtitle(blocks: list[list[Line]], *, telling: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(lines of the 부제, paragraphs). The 부제 is what stands before the first paragraph and is none itself.

    Where indentation tells paragraphs apart, that is every line before the first indented one, but for a long
    sentence (a lead set without indentation). Where it does not: the first block, if none of its lines is long or
    ends as a sentence and sentences follow soon; else a page of names and lists would lose its first to the 부제.
    """
    lines = [line for block in blocks for line in block]
    if telling:
        count = next((at for at, line in enumerate(lines) if line.indented or _is_lead(line.text)), 0)
    else:
        soon = [line for block in blocks[1:3] for line in block]
        count = (
            len(blocks[0])
            if soon and _is_headline(blocks[0]) and any(of.ends_sentence(line.text) for line in soon)
            else 0
        )
    return _texts(lines[:count]), _paragraphs(lines[count:])


def _is_lead(text: str) -> bool:
    return len(text) > _SUBTITLE_LINE and of.ends_sentence(text)


def _is_headline(block: Sequence[Line]) -> bool:
    return not any(len(line.text) > _SUBTITLE_LINE or of.ends_sentence(line.text) for line in block)


def _paragraphs(lines: Sequence[Line]) -> tuple[str, ...]:
    """A line is a paragraph; but one without indentation right below another is its next line (verse, a list)."""
    paragraphs, last = list[list[str]](), -1
    for line in lines:
        if paragraphs and line.number == last + 1 and not line.indented:
            paragraphs[-1].append(line.text)
        else:
            paragraphs.append([line.text])
        last = line.number
    return tuple("\n".join(paragraph) for paragraph in paragraphs)
