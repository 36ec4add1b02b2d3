"""The query's text cut into tokens. Knows what single pieces look like, nothing of how they fit together.

Never raises, and advances at least one character a step, so there are never more tokens than characters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from indexer.query import result

FIELDS = {
    "제목": "title",
    "부제": "subtitle",
    "본문": "body",
    "사진": "caption",
    "기자": "reporter",
    "신문": "press",
    "섹션": "section",
    "지역": "region",
    "태그": "tag",
    "인물": "person",
    "장소": "place",
    "기관": "organization",
    "키워드": "keyword",
    "날짜": "date",
}
"""What stands before the colon, and its name in the tree. English names, in any case, do as well."""

FIELD_NAMES = {english: korean for korean, english in FIELDS.items()}
"""What readers call each field, as they type it before a colon."""

MOST_JAMO = 2  # farther than two jamo nearly every short name is alike
MOST_APART = 100  # words; about a long paragraph
USUAL_APART = 10  # what `"a b"~` without a number means

Operator = Literal["and", "or", "not", "near"]
Kind = Literal["word", "prefix", "fuzzy", "phrase", "exact", "blank", "field", "open", "sentence", "close"] | Operator


@dataclass(frozen=True)
class Token:
    """One piece of the query. `start` is a code point offset, `raw` the piece as typed.

    `text`: the word, the quoted words with single spaces, the field's English name, NEAR or PRE.
    `number`: the distance of fuzzy, near, and of a phrase followed by `~`; 0 where there is none.
    `blank` is something typed that holds nothing to search for; an operator before it has nothing to work on.
    """

    kind: Kind
    start: int
    raw: str
    text: str = ""
    number: int = 0


_QUOTES = '"“”„‟＂'
_OPEN, _CLOSE, _BARS, _MINUS = "(（", ")）", "|｜", "-−"
_WORD = re.compile(f"[^ {re.escape(_QUOTES + _OPEN + _CLOSE + _BARS)}]+")
_QUOTE = re.compile(f"[{_QUOTES}]")
_OTHERWISE = {"photo": "caption", "위치": "place", "org": "organization"}
_NAMES = {**FIELDS, **{english: english for english in FIELDS.values()}, **_OTHERWISE}
_FIELD = re.compile(f"({'|'.join(_NAMES)})[:：]", re.ASCII | re.IGNORECASE)
_NEAR = re.compile(r"(NEAR|PRE)/(\d+)", re.ASCII | re.IGNORECASE)
_TILDE = re.compile(r"~(\d*)", re.ASCII)
_OPERATORS: dict[str, Operator] = {"AND": "and", "&": "and", "OR": "or", "NOT": "not"}
_SENTENCE = ("문장", "sentence")
_OPERATOR_LIKE = set("*~&=<>:：|")


def lex(text: str) -> tuple[list[Token], list[result.Warning]]:
    """The tokens of `text` (NFC) in order, and what had to be repaired.

    Control, format and surrogate code points count as spaces.
    """
    lexer = _Lexer("".join(" " if _is_space(char) else char for char in text))
    while lexer.at < len(lexer.text):
        lexer.step()
    return lexer.tokens, lexer.warnings


def has_text(word: str) -> bool:
    """Whether there is a letter or digit in it, that is, something an article could be searched for."""
    return any(char.isalnum() for char in word)


def _is_space(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.tokens: list[Token] = []
        self.warnings: list[result.Warning] = []

    def step(self) -> None:
        """Reads one token, or skips one space."""
        char, after = self.text[self.at], self.text[self.at + 1 : self.at + 2]
        if char == " ":
            self.at += 1
        elif char in _QUOTES:
            self._quoted("phrase", 1)
        elif char == "=" and after and after in _QUOTES:
            self._quoted("exact", 2)
        elif char in _MINUS:
            self._minus(after)
        elif found := _FIELD.match(self.text, self.at):
            self._add("field", found[0], _NAMES[found[1].lower()])
        elif char in _OPEN or char in _CLOSE or char in _BARS:
            self._add("open" if char in _OPEN else "close" if char in _CLOSE else "or", char)
        else:
            self._word()

    def _add(self, kind: Kind, raw: str, text: str = "", number: int = 0) -> None:
        self.tokens.append(Token(kind, self.at, raw, text, number))
        self.at += len(raw)

    def _warn(self, offset: int, message: str) -> None:
        self.warnings.append(result.Warning(self.at + offset, message))

    def _minus(self, after: str) -> None:
        lone = after in ("", " ")
        if lone:
            self._warn(0, "‘-’는 뺄 말에 붙여 써야 빼기로 읽습니다")
        self._add("blank" if lone else "not", self.text[self.at])

    def _quoted(self, kind: Kind, opening: int) -> None:
        """A phrase or an exact phrase, up to the next quote of any shape, or else to the end."""
        closing = _QUOTE.search(self.text, self.at + opening)
        end = closing.start() if closing else len(self.text)
        text = " ".join(self.text[self.at + opening : end].split())
        raw, number = self.text[self.at : end + 1], 0
        if closing is None:
            self._warn(0, "따옴표가 닫히지 않았습니다")
        elif kind == "phrase" and (tilde := _TILDE.match(self.text, end + 1)):
            raw += tilde[0]
            number = self._number(tilde[1], USUAL_APART, 1, MOST_APART, "낱말 사이 거리")
        if not has_text(text):
            self._warn(0, "따옴표 안에 찾을 말이 없습니다")
            kind = "blank"
        self._add(kind, raw, text, number)

    def _word(self) -> None:
        found = _WORD.match(self.text, self.at)
        assert found is not None  # every other first character has its own branch in `step`
        raw = found[0]
        after = self.text[found.end() : found.end() + 1]
        if after and after in _OPEN and raw.lower() in _SENTENCE:
            self._add("sentence", raw + after)
        elif raw in _OPERATORS:
            self._add(_OPERATORS[raw], raw)
        elif near := _NEAR.fullmatch(raw):
            number = self._number(near[2], USUAL_APART, 1, MOST_APART, "낱말 사이 거리")
            self._add("near", raw, near[1].upper(), number)
        else:
            self._term(raw)

    def _term(self, raw: str) -> None:
        """A word with what may hang on its end: `*` or `~1`."""
        end = _marks_start(raw)
        base, marks = raw[:end], raw[end:]
        if not has_text(base):
            self._blank(raw)
            return
        self._hint(raw, base)
        if not marks or (marks[0] == "~" and not any(char.isalpha() for char in base)):
            self._add("word", raw, raw)  # 3~5 and 2019~2020 are ranges in print, not misspellings
            return
        first = _TILDE.match(marks)
        read = len(first[0]) if first else 1
        if len(marks) > read:
            self._warn(end + read, "낱말 끝의 ‘*’와 ‘~’는 하나만 쓸 수 있어 첫 것만 읽었습니다")
        number = self._number(first[1], 1, 0, MOST_JAMO, "‘~’ 뒤의 수") if first else 0
        self._add("prefix" if first is None else "fuzzy" if number else "word", raw, base, number)

    def _blank(self, raw: str) -> None:
        if raw == ".." or _OPERATOR_LIKE.intersection(raw):
            self._warn(0, f"‘{raw}’만으로는 찾을 수 없어 뺐습니다")
        self._add("blank", raw, raw)

    def _hint(self, raw: str, base: str) -> None:
        if raw in ("NEAR", "PRE"):
            self._warn(0, f"‘{raw}’: 거리가 없어 낱말로 읽었습니다. 가까움은 {raw}/10처럼 씁니다")
        elif raw.lower() in ("or", "and", "not"):
            self._warn(0, f"‘{raw}’: 연산자가 아니라 낱말로 읽었습니다. 연산자는 대문자로 씁니다({raw.upper()})")
        elif "*" in base:
            self._warn(base.index("*"), "‘*’는 낱말 끝에만 쓸 수 있어 글자로 읽었습니다")

    def _number(self, digits: str, usual: int, least: int, most: int, what: str) -> int:
        """What the digits say, brought within `least` and `most` with a warning."""
        if not digits:
            return usual
        given = int(digits) if len(digits) < 10 else most + 1  # int() refuses thousands of digits
        if not least <= given <= most:
            self._warn(0, f"{what}는 {least}부터 {most}까지라 가장 가까운 값으로 읽었습니다")
        return min(max(given, least), most)


def _marks_start(word: str) -> int:
    """Where the run of `*` and `~1` at the word's end begins; its length if there is none."""
    start = len(word)
    while start:
        digits = start
        while digits and word[digits - 1] in "0123456789":
            digits -= 1
        if digits and word[digits - 1] == "~":
            start = digits - 1
        elif digits == start and word[start - 1] == "*":
            start -= 1
        else:
            break
    return start
