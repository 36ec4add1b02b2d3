"""What single lines of a dumped NDSoft page are: bullets of its head, share buttons, footers, the comment section."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.sources.decode import NEWLINE
from indexer.sources.repair import split_reporters, without_emails

_ODD_SPACES = re.compile("[\t\u00a0\u2000-\u200a\u202f\u3000]")
_UNSEEN = "\u200b\u2060\ufeff"
_BULLET = re.compile(r"(?P<mark>[•·‧∙・ㆍ●○◦▪▫■□◆◇▶▷*–—-])\s*(?P<text>\S.*)")
_DAY = r"[0-9]{4} ?[-./년] ?[0-9]{1,2} ?[-./월] ?[0-9]{1,2}"
_DATED = re.compile(rf"{_DAY}[ .일0-9:,()월화수목금토요오전후시분초T+Z-]*")
# ‘승인 2019.03.27 23:00’ anywhere in a bullet, since some skins print all of them in one; ‘승인’ without a date only
# at its beginning, where it can be nothing else.
_LABEL = (
    r"(?:기사\s?|최종\s?|최초\s?|지면\s?)?(?:승인|입력|수정|등록|발행|송고|업데이트|게재)(?:\s?(?:일시|일자|시간|시각|일))?"
    r"|댓글(?:\s?수)?|조회(?:\s?수)?|호수|지면"
)
_KIND = re.compile("승인|입력|수정|등록|발행|송고|업데이트|게재|댓글|조회|호수|지면|날짜")
_LABELLED = re.compile(rf"(?:^|(?<=[\s|/(]))(?P<label>{_LABEL})(?:\s*[:：]\s*|\s*)(?=[0-9])")
_LABEL_FIRST = re.compile(rf"(?P<label>{_LABEL})(?=[\s:：]|$)[\s:：]*")
_COUNT = re.compile(r"(?:댓글|조회)(?:\s?수)?\s?[:：]?\s?[0-9,]{1,12}")
_BYLINE = re.compile(r"[^.!?。]{0,60}(?:기자|특파원|통신원)(?:단|들)?[\s\])>〉=/]*")

SHARE = re.compile(
    r"이 기사를 공유합니다|SNS 기사보내기|기사\s?공유하기|다른\s?공유\s?찾기|기사\s?스크랩하기|기사\s?저장"
    r"|.{1,20}(?:로|으로|\(으\)로)\s?(?:기사\s?보내기|공유|보내기)|URL\s?복사|페이스북|트위터|카카오톡|카카오스토리|네이버\s?밴드"
    r"|네이버\s?블로그|핀터레스트|텔레그램|바로가기|복사하기|스크롤 이동 상태바|(?:본문 )?글씨\s?(?:키우기|줄이기)"
    r"|인쇄(?:하기)?|프린트|메일\s?보내기|이메일|공유(?:하기)?|좋아요\s?[0-9]*|가"
)
"""Buttons, each a line of its own. Matched whole, and only where a page has its buttons: never inside a body."""

COMMENTS = re.compile(
    r"댓글\s?(?:삭제|수정|쓰기|입력|등록|정렬)|(?:전체\s?)?댓글(?:\s?수)?\s?[0-9]+\s?개?|계정을 선택하시면.{0,40}"
)
"""Lines that open the comment section, which ends the page."""

COPYRIGHT = re.compile(
    r"[<\[(〈]?\s*(?:저작권자|Copyright|ⓒ|©)\s*(?:[©ⓒ:]|\([cC]\)).{0,100}"
    r"|.{0,60}무단\s?전재(?:\s?(?:및|·|,|-|/))?\s?(?:재\s?배포|복제|배포)?.{0,10}금지\s?[.>)\]〉]*"
    r"|[<\[(〈]?\s*[©ⓒ].{1,80}",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"저작권자\s*(?:[©ⓒ:]|\([cC]\))+\s*(?P<press>[^,|<>\[\]()]{1,40}?)\s*"
    r"(?:[,|<>\[\]()].*|-?\s?무단.*|All [Rr]ights.*|$)"
)
_AFTER_BODY = re.compile(
    r"[▶▷◆■]?\s*(?:관련\s?기사(?:\s?보기)?|이 기자의 다른\s?기사|.{0,30}다른\s?기사\s?보기|기사\s?제보.{0,40})"
)
_TAGS = re.compile(r"(?:#[^\s#]+[\s,]*)+")
_BETWEEN = " |/,·•"
_CLOSING = "\"'”’」』)]>〉 "


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. `text` has no outer spaces and only plain ones inside, "" is a blank line."""

    number: int
    text: str
    indented: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What a bullet of the head says: `Entry(5, "승인", "2019.03.27 23:00")`. A reporter's has the label ""."""

    line: int
    label: str
    value: str

    @property
    def kind(self) -> str:
        """The label without its trimmings: ‘승인’ for ‘기사승인’, ‘댓글’ for ‘댓글수’."""
        found = _KIND.search(self.label)
        return found[0] if found else ""

    @property
    def is_publication(self) -> bool:
        """Whether it says, and says nothing but, when the article was published."""
        return self.kind in ("승인", "입력", "등록", "발행", "송고", "게재") and bool(_DATED.fullmatch(self.value))


def page_lines(text: str) -> list[Line]:
    """The lines of a page, from 1, in NFC: a page saved on a Mac has the same labels as any other."""
    plain = _ODD_SPACES.sub(" ", unicodedata.normalize("NFC", text))
    lines = []
    for number, raw in enumerate(NEWLINE.split(plain), 1):
        raw = raw.strip(_UNSEEN)
        lines.append(Line(number, raw.strip().strip(_UNSEEN).strip(), raw[:1].isspace()))
    return lines


def bullet(line: Line) -> tuple[str, str]:
    """(bullet, what follows it); the bullet is "" when there is none."""
    found = _BULLET.fullmatch(line.text)
    return (found["mark"], found["text"]) if found else ("", line.text)


def entries(line: Line) -> list[Entry]:
    """What a line of the head says; without a label in it, all of it is one entry labelled "" (a reporter)."""
    text = bullet(line)[1]
    if _DATED.fullmatch(text):
        return [Entry(line.number, "날짜", text)]
    found = list(_LABELLED.finditer(text)) or list(filter(None, [_LABEL_FIRST.match(text)]))
    if not found:
        return [Entry(line.number, "", text)]
    ends = [*(match.start() for match in found[1:]), len(text)]
    before = text[: found[0].start()].strip(_BETWEEN)
    said = [Entry(line.number, "", before)] if before else []
    for match, end in zip(found, ends, strict=True):
        said.append(Entry(line.number, "".join(match["label"].split()), _value(text[match.end() : end])))
    return said


def _value(text: str) -> str:
    """What stands after a label, without what separates it from the next."""
    text = text.strip(_BETWEEN + "(")
    return text if "(" in text else text.rstrip(") ")


def reporters_of(head: Iterable[Entry]) -> tuple[str, ...]:
    """The reporters that the head's bullets name, in order."""
    bylines = [entry.value for entry in head if not entry.label and not re.search(_DAY, entry.value)]
    return tuple(dict.fromkeys(name for byline in bylines for name in split_reporters(byline)))


def is_labelled(line: Line) -> bool:
    """Whether a line belongs to a page's head beyond doubt: a bullet with a label or a reporter, a bare dated label."""
    mark, text = bullet(line)
    if len(text) > 120:
        return False
    if mark:
        return bool(_LABELLED.search(text) or _LABEL_FIRST.match(text) or _DATED.fullmatch(text) or is_byline(text))
    found = _LABELLED.match(text)
    return bool(found and _DATED.fullmatch(text[found.end() :]))


def is_count(text: str) -> bool:
    """‘댓글 3’, ‘조회수 1,204’."""
    return bool(_COUNT.fullmatch(text))


def is_byline(text: str) -> bool:
    """‘박서연 기자 a@b.example’, ‘[박서연 기자]’, an e-mail address alone: a signature, no sentence."""
    if len(text) > 100:
        return False
    rest = without_emails(text).strip(" ()[]<>,·/|=")
    return bool(_BYLINE.fullmatch(rest)) if rest else "@" in text


def is_signature(text: str, reporters: tuple[str, ...]) -> bool:
    """Whether the last line of a text is its reporter's signature.

    A prize list may end in ‘홍길동 기자’ too: so the names must be those of the head, or an address stand beside.
    """
    return is_byline(text) and (not reporters or "@" in text or set(split_reporters(text)) <= set(reporters))


def is_after_body(text: str) -> bool:
    """Whether a line opens what a page prints between body and comments: copyright, related articles."""
    return bool(COPYRIGHT.fullmatch(text) or _AFTER_BODY.fullmatch(text))


def is_tags(text: str) -> bool:
    """‘#강소특구 #산불’."""
    return bool(_TAGS.fullmatch(text))


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence of a body does; ‘…’ and headlines in quotes do not."""
    bare = text.rstrip(_CLOSING)
    return bare.endswith((".", "。")) and not bare.endswith("..")


def owner(text: str) -> str:
    """The newspaper that a copyright line names, "" for any other line."""
    found = _OWNER.search(text) if COPYRIGHT.fullmatch(text) else None
    return found["press"].strip() if found else ""
