"""The one gate that every text passes, article or query, before anything else sees it."""

from __future__ import annotations

import dataclasses
import re
import unicodedata

from indexer.article import Article
from indexer.korean import josa

LIMITS = {
    "title": ("제목", 1_000),
    "subtitle": ("부제", 5_000),
    "body": ("본문", 6_000_000),
    "caption": ("사진설명", 200_000),
}
"""What each text is called and how long it may be, in characters. A body of 6 million is some 16 MB: more than any
newspaper article."""

# Controls, lone surrogates, private noncharacters, and the invisible characters that web pages leave inside words
# (soft hyphen, zero-width space, word joiner, byte order mark, direction marks). ZWJ and ZWNJ stay: emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff"
    "\ud800-\udfff]"
)
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_NEWLINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

MARKS = 30
"""Most combining marks kept in a row, as in Unicode's Stream-Safe Text Format (UAX #15): no script needs more, and
normalising takes quadratic time for them (a letter with 200,000 marks took a minute)."""

# Hangul, ASCII, and the marks and boxes of Korean news: what no step here changes, alone or beside each other.
_PLAIN = re.compile("[\n -~·×–‘’“”…‧※→∼ㄱ-ㆎ가-힣\u2460-\u2473\u25a0-\u25cf\u3008-\u3015\u3380-\u33df]*")

_MAY_BE_MARKS = re.compile(rf"[^\w\s\x00-\u02ff]{{{MARKS + 1},}}")


class Refused(ValueError):
    """The text cannot be taken in; the message is Korean and says why."""


def clean(text: str) -> str:
    """NFC, one kind of space and newline, nothing unseen. Idempotent; takes time linear in the text's length."""
    if _PLAIN.fullmatch(text):  # most texts, in a tenth of the time
        return text
    text = _NEWLINES.sub("\n", text)
    text = _with_few_marks(_UNSEEN.sub("", _SPACES.sub(" ", text)))
    composed = unicodedata.normalize("NFC", text)
    # Once more where it changed, because normalising splits some marks in two.
    return text if composed == text else _with_few_marks(composed)


def one_line(text: str) -> str:
    """A cleaned text with single spaces and no newline: titles, captions and names, whatever broke them in print."""
    return " ".join(clean(text).split())


def admit(article: Article) -> Article:
    """The article with every text cleaned. Raises Refused when one is too long or nothing is left to read."""
    cleaned = dataclasses.replace(
        article,
        id=clean(article.id).strip(),
        title=one_line(article.title),
        subtitle=clean(article.subtitle).strip(),
        body=clean(article.body).strip(),
        captions=tuple(caption for raw in article.captions if (caption := one_line(raw))),
        press=one_line(article.press),
        section=one_line(article.section),
        region=one_line(article.region),
        reporters=tuple(name for raw in article.reporters if (name := one_line(raw))),
        url=clean(article.url or "").strip() or None,
    )
    if not cleaned.title and not cleaned.body:
        raise Refused("제목도 본문도 없습니다")
    for name, (korean, limit) in LIMITS.items():
        if (size := len(cleaned.text(name))) > limit:
            raise Refused(f"{korean}{josa(korean, '이/가')} 너무 깁니다: {size:,}자 (최대 {limit:,}자)")
    return cleaned


def _with_few_marks(text: str) -> str:
    return _MAY_BE_MARKS.sub(_thinned, text)


def _thinned(run: re.Match[str]) -> str:
    kept = []
    marks = 0
    for char in run[0]:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MARKS:
            kept.append(char)
    return "".join(kept)
