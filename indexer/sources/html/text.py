"""The paragraphs of a page without what stands before and after them: buttons, signature, tags, related articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexer.sources.html.flow import Flow, Link
from indexer.sources.texts.ndsoft_lines import COPYRIGHT, SHARE, is_after_body, is_byline, is_signature, is_tags

_BUTTON = re.compile(
    r"목록(?:으로|보기)?|이전\s?글.{0,80}|다음\s?글.{0,80}|첨부\s?파일.{0,80}|맨\s?위로|TOP|위로|스크랩"
    r"|추천(?:하기)?\s?[0-9]*|좋아요\s?[0-9]*"
    r"|본\s?(?:공공)?저작물은.{0,200}|.{0,80}공공누리.{0,120}|본문\s?(?:듣기|보기)|기사\s?듣기|글자\s?크기.{0,10}"
    r"|ADVERTISEMENT|\[?광고\]?"
    r"|메일\s?주소|페이지\s?만족도.{0,40}|이\s?(?:페이지|정보).{0,40}만족.{0,40}|[1-5]점\s?-?\s?매우.{0,80}"
    r"|Tags?\s?[:：]?|태그\s?[:：]?|["
    r"|·•/\-=*_]{1,80}|.{0,20}구독(?:하기|신청)|기사\s?원문\s?보기|이\s?기사(?:를|가)?.{0,30}(?:공유|추천"
    r"|좋아요).{0,20}",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"[▶▷◆■\[<【]?\s*(?:관련\s?(?:기사|뉴스)|함께\s?(?:본|보면).{0,12}|추천\s?(?:기사|뉴스)|많이\s?본.{0,10}"
    r"|이\s?시각.{0,12})\s*[\]>】:：]?"
)
_ENDING = 100
"""Lines below a text that are looked at."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_ADDRESSED = re.compile(r"(?:니다|세요|시오|하기|해요|전용|어요)\s?[.!]?\s?[)\]>]?\Z")
_CUT_OFF = re.compile(
    r"(?:유료|정기|프리미엄|구독|로그인)\s?(?:회원|독자|구독자|콘텐츠|기사|상품)?(?:만|에게만|에\s?한해|\s?전용|\s?후"
    r"|하시면|하면|을 하시면)?.{0,40}"
    r"(?:이용|열람|전문|계속|이어|볼 수|보실|읽으|읽을|제공|전용).{0,40}"
)
"""What a page prints where it breaks an article off for those who have not paid."""


@dataclass
class Text:
    """A text and what belonged to its edges. `signature` is the byline below the last paragraph, `footer` copyright."""

    paragraphs: list[str] = field(default_factory=list)
    signature: str = ""
    tags: list[str] = field(default_factory=list)
    related: list[Link] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)
    cut: bool = False


def trimmed(flow: Flow, title: str, reporters: tuple[str, ...]) -> Text:
    """The paragraphs of a flow, trimmed at both ends."""
    text = Text(related=list(flow.related))
    blocks = zip((given.split("\n") for given in flow.paragraphs), flow.linked, strict=True)
    lines = [(line, linked, at) for at, (block, linked) in enumerate(blocks) for line in block]
    lines = _without_related(lines, text, flow.links)
    for _ in range(_ENDING):
        if not lines or not _ends(lines[-1], text, reporters):
            break
        lines.pop()
    begin = 0
    while begin < len(lines) and _begins(lines[begin][0], title):
        begin += 1
    while len(lines) > begin and any(_cut_off(line) for line, _, _ in lines[-3:]):
        text.cut = True
        lines = lines[:-3] + [one for one in lines[-3:] if not _cut_off(one[0])]
    kept: dict[int, list[str]] = {}
    for line, _, at in lines[begin:]:
        kept.setdefault(at, []).append(line)
    text.paragraphs = ["\n".join(lines) for lines in kept.values()]
    text.cut = text.cut or any(_cut_off(said) for said in flow.aside)
    return text


def emails_in(*texts: str) -> list[str]:
    """The addresses in texts, each once."""
    return list(dict.fromkeys(found for text in texts for found in _EMAIL.findall(text)))


def _without_related(lines: list[tuple[str, bool, int]], text: Text, links: list[Link]) -> list[tuple[str, bool, int]]:
    """The lines without the link list at the end, or anywhere below a heading that announces one."""
    kept, announced = list[tuple[str, bool, int]](), False
    for one in lines:
        line, linked, _ = one
        if _RELATED.fullmatch(line):
            announced = True
        elif announced and linked:
            text.related += [link for link in links if link.title and link.title in line][:1]
        else:
            announced = False
            kept.append(one)
    return kept


def _ends(line: tuple[str, bool, int], text: Text, reporters: tuple[str, ...]) -> bool:
    """Whether the last line is none of the text; takes in what it says."""
    said, linked, _ = line
    if is_tags(said):
        text.tags = [tag.strip("#,") for tag in said.split()] + text.tags
        return True
    if COPYRIGHT.fullmatch(said) and len(said) < 160:
        text.footer.insert(0, said)
        return True
    if is_signature(said, reporters) or (not text.signature and is_byline(said) and said[:1] in "/[(="):
        text.signature = f"{said} {text.signature}".strip()
        return True
    if linked and said[:1] in "▶▷☞→[【":
        return True
    return bool(SHARE.fullmatch(said) or is_after_body(said) or _BUTTON.fullmatch(said))


def _begins(line: str, title: str) -> bool:
    """Whether the first line is the title once more, or a button."""
    plain = [re.sub(r"[\W_]+", "", text) for text in (line, title)]
    return bool(SHARE.fullmatch(line) or _BUTTON.fullmatch(line)) or (bool(plain[0]) and plain[0] == plain[1])


def _cut_off(said: str) -> bool:
    """Whether a line asks to pay or log in for the rest; it addresses the reader, as no article's sentence does."""
    return len(said) < 200 and bool(_CUT_OFF.search(said)) and bool(_ADDRESSED.search(said))
