"""The parts of a typed article: what its first lines are, and its paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from indexer.article import Article
from indexer.sources.decode import NEWLINE
from indexer.sources.reader import Unusable
from indexer.sources.repair import Clock, is_date, kst_now, parse_date, split_reporters

HEAD_LINES = 10
"""Lines, blank ones too, within which the date must come."""

_TITLE_LENGTH, _LINE_LENGTH = 200, 500
_HANGUL = re.compile("[가-힣]")
_NO_TITLE = re.compile(r"[#>{}*=/\\|;$@`~+-]|[<\[](?! ?[가-힣0-9])|\S+\t|.*[{};]$|.*\.$|https?:")
_LABELS = "승인|기사\\s?입력|최초\\s?입력|입력|등록|발행|송고|게재|작성|보도|날짜|일자|최종\\s?수정|수정|업데이트"
_DATED = re.compile(rf"(?P<label>{_LABELS})(?:\s?(?:일시|일자|시간|시각|일|날짜))?\s*[:：]?\s*(?P<date>[0-9A-Z].*)")
_CHANGED = re.compile("최종|수정|업데이트")
_FACT = re.compile(
    r"(?P<name>부제|신문|언론사|매체|기자|글|섹션|분야|지역|태그|주소|원문|URL|사진)\s*[:：=]\s*(?P<value>\S.*)"
)
_BYLINE = re.compile(r".{0,80}(?:기자|특파원|통신원|논설위원|편집국|취재팀)\s*(?:\S+@\S+)?|\S+@\S+\.\S+")
_SENTENCE_END = re.compile(r"[.?!다요음함]['\"’”」)]*\s*$")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")
_TAKEN = frozenset("부제 신문 언론사 매체 기자 글 섹션 분야 지역 주소 원문 URL 사진".split())


@dataclass
class _Head:
    """What stands above the text."""

    title: str = ""
    subtitle: list[str] = field(default_factory=list)
    byline: list[str] = field(default_factory=list)
    dates: list[tuple[str, str, int]] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)


def to_article(text: str, *, clock: Clock = kst_now) -> Article:
    """The article of a typed text. Raises Unusable, with the line, without a head or a text, for an impossible date."""
    parsed = _parsed(NEWLINE.split(text.lstrip("\ufeff")))
    if parsed is None:
        raise Unusable("제목과 날짜 줄을 찾지 못했습니다. 첫 줄에 제목을, 그 아래에 ‘입력 2019-03-27’을 적으십시오.")
    head, lines = parsed
    body = "\n\n".join(_paragraphs(lines))
    if not body:
        raise Unusable("본문이 없습니다. 날짜 줄 아래에 빈 줄을 두고 본문을 적으십시오.")
    byline = ", ".join([*head.byline, *(head.facts[name] for name in ("기자", "글") if name in head.facts)])
    facts = {name: value for name, value in head.facts.items() if name not in _TAKEN}
    published, others = _dates(head, clock)
    said = {"byline": byline, "emails": _EMAIL.findall(byline)} | others | facts
    url = head.facts.get("주소") or head.facts.get("원문") or head.facts.get("URL") or ""
    return Article(
        title=head.title,
        subtitle="\n".join([*head.subtitle, *([head.facts["부제"]] if "부제" in head.facts else [])]),
        body=body,
        captions=(head.facts["사진"],) if "사진" in head.facts else (),
        press=head.facts.get("신문") or head.facts.get("언론사") or head.facts.get("매체") or "",
        section=head.facts.get("섹션") or head.facts.get("분야") or "",
        region=head.facts.get("지역", ""),
        reporters=split_reporters(byline),
        published=published,
        url=url if re.match("https?://[^/]", url) else None,
        extra={name: value for name, value in said.items() if value},
    )


def looks_like_article(text: str) -> bool:
    """Whether a text begins with a Korean title and a date soon after, and goes on with Korean sentences."""
    parsed = _parsed(NEWLINE.split(text.lstrip("\ufeff")))
    return parsed is not None and _is_prose("\n".join(parsed[1]))


def _parsed(lines: list[str]) -> tuple[_Head, list[str]] | None:
    """(head, lines of the text); None when they do not begin as an article does."""
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    title = lines[start].strip() if start < len(lines) else ""
    if not _HANGUL.search(title) or len(title) > _TITLE_LENGTH or _NO_TITLE.match(title) or is_date(title):
        return None
    head = _Head(title.removeprefix("제목:").strip())
    for at in range(start + 1, min(start + HEAD_LINES, len(lines))):
        line = lines[at].strip()
        if not line and head.dates:
            return head, lines[at + 1 :]
        if line and not _take(head, line, at + 1):
            return None
    return None


def _take(head: _Head, line: str, number: int) -> bool:
    """Whether a line of the head is one that articles have there; then it is in `head`."""
    return len(line) <= _LINE_LENGTH and all(
        _take_part(head, part, number) for part in re.split(r"\s*[|｜]\s*|\t+|\s{3,}", line)
    )


def _take_part(head: _Head, part: str, number: int) -> bool:
    labelled = _labelled(part)
    if labelled:
        head.dates += [(label, date, number) for label, date in labelled]
    elif is_date(part):
        head.dates.append(("", part, number))
    elif fact := _FACT.fullmatch(part):
        head.facts[fact["name"]] = fact["value"]
    elif _BYLINE.fullmatch(part):
        head.byline.append(part)
    elif not head.dates and len(part) <= _TITLE_LENGTH and _HANGUL.search(part) and len(head.subtitle) < 4:
        head.subtitle.append(part)
    else:
        return False
    return True


def _labelled(part: str) -> list[tuple[str, str]]:
    """(label, date) of ‘입력 2019.03.27 23:00 수정 2019.03.28 09:10’; empty when anything else is among them."""
    pieces = [piece for piece in re.split(rf"(?:^|[\s/·,]+)(?={_LABELS})", part) if piece]
    found = [_DATED.fullmatch(piece.strip()) for piece in pieces]
    dates = [(one["label"], one["date"]) for one in found if one and is_date(one["date"])]
    return dates if dates and len(dates) == len(pieces) else []


def _dates(head: _Head, clock: Clock) -> tuple[datetime | None, dict[str, str]]:
    """(date of publication, the others by label). Raises Unusable, with the line, when the first is impossible."""
    chosen = next((one for one in head.dates if not _CHANGED.search(one[0])), head.dates[0])
    others = dict[str, str]()
    for label, date, number in head.dates:
        try:
            moment = parse_date(date, clock=clock)
        except ValueError as e:
            if (label, date, number) == chosen:
                raise Unusable(f"날짜를 읽지 못했습니다: {e}. 날짜를 고쳐 다시 넣으십시오.", number) from e
            others[label or "날짜"] = date
            continue
        if (label, date, number) == chosen:
            published = moment
        else:
            others[label or "날짜"] = moment.isoformat()
    return published, others


def _paragraphs(lines: list[str]) -> list[str]:
    """Paragraphs are parted by blank lines, or, where every line ends a sentence, by every line end."""
    blocks = [[line.strip() for line in block.split("\n") if line.strip()] for block in _joined(lines)]
    spread = [line for block in blocks for line in block]
    if sum(bool(_SENTENCE_END.search(line)) for line in spread) >= 0.8 * len(spread):
        return spread
    return [" ".join(block) for block in blocks if block]


def _joined(lines: list[str]) -> list[str]:
    return re.split(r"\n\s*\n", "\n".join(lines))


def _is_prose(text: str) -> bool:
    """Whether a text is Korean sentences for the most part: most letters Hangul, and a sentence that ends."""
    letters = sum(character.isalpha() for character in text)
    korean = len(_HANGUL.findall(text))
    return (
        korean >= 10 and 2 * korean >= letters and re.search(r"[가-힣][.?!][\s\"'”’)]|[가-힣][.?!]$", text) is not None
    )
