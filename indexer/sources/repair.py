"""Dates and bylines as local papers write them, understood once for every reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from indexer.article import KST
from indexer.korean import josa

Clock = Callable[[], datetime]
"""Says what time it is, as an aware datetime. Injected, so that tests have their own now."""

FIRST_YEAR = 1880
"""Korea's first newspaper is 한성순보 of 1883; an earlier date is a misreading."""

UNKNOWN = (datetime(1970, 1, 1, tzinfo=KST), datetime(1970, 1, 1, tzinfo=timezone.utc))
"""The zero of computers' clocks, there and here: what programs write as the date that was never filled in. An article
of that very morning has to be given a time of day."""

_TOLERANCE = timedelta(days=1)
"""How far in the future an article may lie: clocks differ, and evening papers carry tomorrow's date."""

_SHOWN_LENGTH = 60
_WEEKDAY = r"(?: ?,? ?(?:\( ?(?:[월화수목금토일](?:요일)?|[A-Za-z]{3,9})\.? ?\)|[월화수목금토일]요일))?"
_ZONE = r"(?: ?(?P<zone>Z|KST|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?))?"
_HALF = r"오전|오후|[AaPp]\.?[Mm]\.?"
_SPELT = re.compile(
    r"(?P<year>[0-9]{4}) ?[-./년] ?(?P<month>[0-9]{1,2}) ?[-./월] ?(?P<day>[0-9]{1,2})(?: ?[일.])?" + _WEEKDAY +
    rf"(?:[T ,]{{0,3}}(?P<half>{_HALF})? ?(?P<hour>[0-9]{{1,2}}) ?[:시](?: ?(?P<minute>[0-9]{{1,2}}) ?분?)?"
    rf"(?: ?:? ?(?P<second>[0-9]{{1,2}})(?:[.,][0-9]{{1,9}})? ?초?)?(?: (?P<after>{_HALF}))?)?" + _ZONE + _WEEKDAY
)  # fmt: skip
_COMPACT = re.compile(
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})" + _WEEKDAY +
    r"(?:[T ]?(?P<hour>[0-9]{2}):?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2}))?)?" + _ZONE + _WEEKDAY
)  # fmt: skip

# ‘Wed, 27 Mar 2019 23:00:00 +0900’, as feeds and mail write it; careless ones leave out spaces and the weekday.
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3,9}\.? ?,? ?)?(?P<day>[0-9]{1,2})[ -](?P<month>[A-Za-z]{3,9})\.?,?[ -](?P<year>[0-9]{4}|[0-9]{2})"
    r"(?P<time>[ ,T]+[0-9]{1,2}:[0-9:.]{2,12})?(?: ?(?P<zone>[A-Z]{1,4}|[+-][0-9:]{2,6}))?(?: ?\([A-Za-z]{1,9}\))?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_ZONES = {"UT": "UTC", "JST": "+0900", "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500",
                "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700"}  # fmt: skip


def kst_now() -> datetime:
    """The computer's clock, in KST."""
    return datetime.now(KST)


def parse_date(text: str, *, clock: Clock = kst_now) -> datetime:
    """A date, with or without a time, as an aware datetime in KST; a day alone is its midnight.

    A time without a zone is Korean time. Raises ValueError with a Korean reason (no full stop) for what is no date,
    is not in the calendar, lies before FIRST_YEAR or more than a day after `clock()`, and for UNKNOWN.
    """
    plain = _plain(text)
    found = _shape(plain)
    if not found:
        raise ValueError(
            f"읽을 수 있는 날짜가 아닙니다(2019-03-27이나 2019.03.27 23:00처럼 씁니다): {plain[:_SHOWN_LENGTH]}"
        )
    parts = found.groupdict()
    year, month, day = (int(parts[name]) for name in ("year", "month", "day"))
    moment = _real_day(year, month, day) + _time_of_day(parts)
    now = clock().astimezone(KST)
    if not FIRST_YEAR <= year <= now.year + 1:
        raise ValueError(f"{year:04}년은 기사가 나올 수 없는 해입니다")
    moment = moment.replace(tzinfo=_zone(parts["zone"])).astimezone(KST)
    if moment in UNKNOWN:
        raise ValueError("1970-01-01은 컴퓨터가 날짜를 모를 때 적는 날입니다")
    if moment > now + _TOLERANCE:
        shown = f"{moment:%Y-%m-%d}"
        raise ValueError(f"{shown}{josa(shown, '은/는')} 아직 오지 않은 날입니다. 날짜와 컴퓨터 시계를 확인하십시오")
    return moment


def is_date(text: str) -> bool:
    """Whether a text is written as a date is, be it one of the calendar or not: ‘2019.02.30’ is."""
    return _shape(_plain(text)) is not None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _shape(plain: str) -> re.Match[str] | None:
    return _SPELT.fullmatch(plain) or _COMPACT.fullmatch(plain) or _SPELT.fullmatch(_from_rfc822(plain))


def _from_rfc822(plain: str) -> str:
    """‘Wed, 27 Mar 19 23:00 EST’ → ‘2019-3-27 23:00 -0500’; what is no such date stays as it is."""
    found = _RFC822.fullmatch(plain)
    if not found or (month := found["month"].lower()[:3]) not in _MONTHS:
        return plain
    year, zone = found["year"], found["zone"] or ""
    if len(year) == 2:
        year = ("19" if year >= "70" else "20") + year
    time = (found["time"] or "").strip(" ,T")
    return f"{year}-{_MONTHS.index(month) + 1}-{found['day']} {time} {_NAMED_ZONES.get(zone, zone)}".strip()


def _real_day(year: int, month: int, day: int) -> datetime:
    try:
        return datetime(year, month, day)  # noqa: DTZ001  # the zone is read later
    except ValueError:
        ending = "는" if day % 10 in (2, 4, 5, 9) else "은"
        raise ValueError(f"{year:04}-{month:02}-{day:02}{ending} 없는 날짜입니다") from None


def _time_of_day(parts: dict[str, str | None]) -> timedelta:
    """Since midnight. 24:00 is the next midnight, as papers and ISO 8601 have it."""
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    half = (parts.get("half") or parts.get("after") or "").lower().replace(".", "")
    shown = f"{half} {hour:02}:{minute:02}".strip()
    if half in ("오후", "pm") and hour < 12:
        hour += 12
    elif half in ("오전", "am") and hour == 12:
        hour = 0
    if minute > 59 or second > 59 or hour * 60 + minute > 24 * 60 or (half in ("오전", "am") and hour > 12):
        raise ValueError(f"{shown}{josa(shown, '은/는')} 없는 시각입니다")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _zone(name: str | None) -> timezone:
    if name is None or name == "KST":
        return KST
    if name in ("Z", "UTC", "GMT"):
        return timezone.utc
    digits = name[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise ValueError(f"{name}{josa(name, '은/는')} 없는 시간대입니다")
    return timezone((1 if name[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


# --- bylines ---

_BYLINE_LENGTH = 2_000
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|〈[^〈〉]*〉")
_BRACKETS = re.compile(r"[()\[\]<>〈〉]")
# ‘세종/박성우 기자’, ‘베이징/김한결 특파원’: where the reporter is. ‘김한결/박성우 기자’ are two reporters.
_PLACE_BEFORE_SLASH = re.compile(
    r"(?:^|(?<=\s))[가-힣]{2}/(?=[가-힣]{3})|(?:^|(?<=\s))[가-힣]{2,6}/(?=[가-힣]{2,4} ?특파원)"
)
_BETWEEN_PEOPLE = re.compile(r"[|,;·ㆍ・‧•&/、，]|\s(?:및|와|과)\s|(?<=[가-힣])\.(?=[가-힣])")
_TITLE = re.compile(
    r"(?P<name>\S*?)(?:인턴|수습|시민|객원|명예|선임|전문|대학생|학생|청소년|어린이|주재|주민|마을|사진|영상|취재|대)*"
    r"(?P<title>기자|특파원|통신원)단?"
)
_KINDS = re.compile(
    r"인턴|수습|시민|객원|명예|선임|대학생|청소년|어린이|주재|주민|마을|사진|영상|취재|글|정리|그래픽|기자명"
)
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도석선설마길"
    "연위표명기반라왕금옥육인맹제모탁국어은용빈"
)
_LONG_SURNAMES = "남궁|황보|제갈|사공|선우|독고|서문|동방"
_NAME = re.compile(rf"[{_SURNAMES}][가-힣]{{2}}|(?:{_LONG_SURNAMES})[가-힣]{{1,2}}")
_OUTFIT = re.compile(r"\S*(?:부|팀|국|본부|일보|신문|뉴스|저널|방송|본사|지사|본지|논설실)")
_NO_NAME = re.compile(
    r"편집국|보도국|제작국|사업국|\S*(?:부|팀|일보|신문|뉴스|방송|저널|부장|국장|차장|팀장)"
    r"|변호사|회계사|세무사|노무사|연구원|연구소|아나운서|소설가|수필가|평론가|활동가|기업가|사진가|만화가|전문가|선생님"
)


def split_reporters(text: str) -> tuple[str, ...]:
    """The people of a byline, in order, each once: ‘박서연·오민재 기자’ → (박서연, 오민재).

    Titles (기자, 특파원, 통신원 and their kinds), e-mail addresses, desks and datelines (‘세종=’, ‘사회부’) go, if a
    name is left; what names no person (‘본지 편집국’) stays as it is.
    """
    line = _EMAIL.sub(" ", unicodedata.normalize("NFC", text[:_BYLINE_LENGTH]))
    outside = _BRACKETED.sub(" ", line)
    line = outside if outside.strip(" =/·|,") else _BRACKETS.sub(" ", line)
    line = _PLACE_BEFORE_SLASH.sub("", line)
    people = [name for piece in _BETWEEN_PEOPLE.split(line) for name in _people(piece)]
    return tuple(dict.fromkeys(people))


def without_emails(text: str) -> str:
    """A short text without its e-mail addresses."""
    return _EMAIL.sub(" ", text)


def _people(piece: str) -> list[str]:
    """The names between two separators; ‘박서연 기자 오민재 기자’ holds two all the same."""
    before, _, after = piece.rpartition("=")
    found, waiting = list[str](), list[str]()
    for word in (after if after.strip() else before).split():
        word = word.strip("=:-–—\"'‘’“”▲△")
        if title := _TITLE.fullmatch(word):
            # ‘김한결기자’ is a name and a title, ‘경제전문기자’ a title alone.
            alone = title["name"] + title["title"] == word or _NAME.fullmatch(title["name"])
            found += _names([*waiting, title["name"]] if alone else waiting, titled=True)
            waiting = []
        elif word and not _KINDS.fullmatch(word):
            waiting.append(word)
    return found + _names(waiting, titled=False)


def _names(words: list[str], *, titled: bool) -> list[str]:
    """The names among words that stand before a title or alone; the words themselves when none is a name."""
    words = [word for word in words if word]
    joined = "".join(words)
    if len(words) > 1 and len(joined) <= 4 and (len(words[0]) == 1 or re.fullmatch(_LONG_SURNAMES, words[0])):
        return [joined]  # ‘홍 길 동’, ‘남궁 혜린’
    names = [word for word in words if _NAME.fullmatch(word) and not _NO_NAME.fullmatch(word)]
    if names and (titled or all(word in names or _OUTFIT.fullmatch(word) for word in words)):
        return names
    return [" ".join(words)] if words else []
