"""Suggestions while a query is typed: how its last word may go on, and which names and titles it may mean.

What is typed is read letter by letter (자모), so that half a syllable is a beginning (강솥 of 강소특구), by initials
(ㄱㅅㅌㄱ), and with the keyboard in the wrong language (rkdth).
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any as Whatever
from typing import Literal, NamedTuple, cast

from indexer.analysis.gate import clean
from indexer.analysis.jamo import COMPOUNDS, INITIALS, VOWELS, decomposed, is_initials
from indexer.analysis.terms import small
from indexer.article import TEXT_FIELDS
from indexer.errors import GisaError
from indexer.query.forgiving import keyboard
from indexer.query.lexer import FIELDS
from indexer.query.plan import All, Any, Plan, Prefix, value_key
from indexer.query.result import FacetCount
from indexer.query.vocabulary import Array, Beginnings, Vocabulary

ValueKind = Literal["press", "section", "reporter"]
Kind = Literal["word", "place", "title"] | ValueKind

VALUES: Mapping[ValueKind, str] = {"press": "신문", "section": "섹션", "reporter": "기자"}
"""What the query language calls the fields whose values are suggested."""

LIMIT, MOST = 8, 20
"""Suggestions for one text: usually, and at most."""

NAMES, TITLES = 2, 2
"""At most so many of them are names, and titles; the rest are words."""

RENEWED = 2.0
"""Seconds between two looks at whether the index has changed."""

_NAMES_OF_A_KIND = 2
_COMPLETIONS = 3  # words of which titles are looked for: each costs a millisecond in 100,000 articles
_LEAST_KEYS = 3  # Latin letters that are read as Korean ones: two are the beginning of too much

_QUOTES = '"“”„‟＂'
_LAST = re.compile(rf"(?:([^\W\d_]+)[:：])?[{_QUOTES}]?([-−=]*)([^\s{_QUOTES}()（）|｜:：]*)$")
_NOT_PLAIN = re.compile(r"[^\w\s·.,]|\b(?:AND|OR|NOT)\b")
_NOT_IN_NAMES = re.compile(r"[^\w·.]")
_LETTER = re.compile("[ㄱ-ㅣ]")
_KEYS = {keyboard.latin(letter): letter for letter in INITIALS + VOWELS if letter not in COMPOUNDS}


@dataclass(frozen=True)
class Suggestion:
    """`text` is the whole query as it would be; of a title, the title, and `id` the article's. `count` is how many
    articles there are: exact for names, an estimate from above for words (see Vocabulary), 1 for titles."""

    text: str
    kind: Kind
    count: int
    id: str = ""

    def to_json(self) -> dict[str, Whatever]:
        """As in docs/api.md."""
        found = {"text": self.text, "kind": self.kind, "count": self.count}
        return found | {"id": self.id} if self.id else found


class _Typed(NamedTuple):
    """What was typed: `before` stays as it is, `word` goes on, in that field if one is named."""

    before: str
    field: str
    word: str

    @classmethod
    def of(cls, text: str) -> _Typed:
        text = clean(text)
        last = _LAST.search(text)
        assert last  # it matches at the end of everything
        name, _, word = last.groups("")
        return cls(text[: len(text) - len(word)], FIELDS.get(name, name.lower()), word)

    @property
    def free(self) -> bool:
        """Whether nothing stands before the word that is meant for it: no field, sign or quote."""
        return not self.field and not self._quoted and self.before[-1:].strip() in ("", "(", "|")

    @property
    def _quoted(self) -> bool:
        return sum(char in _QUOTES for char in self.before) % 2 == 1

    def completed(self, word: str) -> str:
        """The query with that word; a phrase that it ends is closed."""
        return self.before + word + ('"' if self._quoted else "")

    def named(self, kind: ValueKind, value: str) -> str:
        """The query with that value of a field."""
        quoted = value if self._quoted or not _NOT_IN_NAMES.search(value) else f'"{value}"'
        return self.completed(quoted if self.field else f"{VALUES[kind]}:{quoted}")


class _Names(NamedTuple):
    """The values of one field, and what finds them; numbers are places in `values`."""

    values: Sequence[FacetCount]
    beginnings: Beginnings

    @classmethod
    def of(cls, values: Sequence[FacetCount]) -> _Names:
        return cls(values, Beginnings(Vocabulary.of((value_key(each.value), each.count, False) for each in values)))


class Suggestions:
    """Suggestions from one state of an index. `values` are the values of press, section and reporter with the articles
    that have each; `places` are the names of places."""

    def __init__(
        self, vocabulary: Vocabulary, values: Mapping[str, Sequence[FacetCount]], places: Container[str] = ()
    ) -> None:
        self._words, self._places = Beginnings(vocabulary), places
        self._names = {kind: _Names.of(values.get(kind, ())) for kind in VALUES}

    def find(self, typed: str, limit: int = LIMIT) -> tuple[Suggestion, ...]:
        """Words, then names, each by falling frequency; a word that is typed to its end comes first."""
        last = _Typed.of(typed)
        if last.field in VALUES:
            return tuple(self._named(last, (cast(ValueKind, last.field),), limit))
        names = list(self._named(last, VALUES, _NAMES_OF_A_KIND))[: min(NAMES, limit // 2)] if last.free else []
        return (*self._completed(last, limit - len(names)), *names)

    def titles(self, typed: str) -> Plan | None:
        """Finds the articles that have words with the typed beginnings in their title; None where there can be none."""
        last = _Typed.of(typed)
        if last.field or len(decomposed(last.word)) < 2 or _NOT_PLAIN.search(last.before):
            return None
        typed_so_far = small(last.word)
        ends = [typed_so_far] if len(typed_so_far) > 1 and not _LETTER.search(typed_so_far) else []
        vocabulary = self._words.vocabulary
        for number in _found(self._words, last.word, _COMPLETIONS, vocabulary.titles):
            word = vocabulary.word(number)
            ends += [] if ends and word.startswith(typed_so_far) else [word]
        before = tuple(_in_title(small(word)) for word in last.before.split() if len(word) > 1)
        return All((*before, Any(tuple(map(_in_title, ends))))) if ends else None

    def _completed(self, last: _Typed, limit: int) -> Iterator[Suggestion]:
        """What the word may become. The texts of other fields than the vocabulary's are not known."""
        if last.field in FIELDS.values() and last.field not in TEXT_FIELDS:
            return
        vocabulary = self._words.vocabulary
        found = [(vocabulary.word(number), number) for number in _found(self._words, last.word, limit)]
        for word, number in sorted(found, key=lambda pair: pair[0] != small(last.word)):  # stable
            kind: Kind = "place" if word in self._places else "word"
            yield Suggestion(last.completed(word), kind, int(vocabulary.frequencies[number]))

    def _named(self, last: _Typed, kinds: Iterable[ValueKind], limit: int) -> list[Suggestion]:
        found = [
            Suggestion(last.named(kind, each.value), kind, each.count)
            for kind in kinds
            for each in map(
                self._names[kind].values.__getitem__, _found(self._names[kind].beginnings, last.word, limit)
            )
        ]
        return sorted(found, key=lambda suggestion: -suggestion.count)


class Suggester:
    """The newest Suggestions there are. A changed index is noticed at a suggestion, RENEWED seconds after the last look
    at the earliest; making new ones takes seconds in a large archive, and until they are made the old ones serve."""

    def __init__(
        self,
        vocabulary: Callable[[], Vocabulary],
        values: Callable[[], Mapping[str, Sequence[FacetCount]]],
        places: Callable[[], Container[str]],
    ) -> None:
        self._vocabulary, self._values, self._places = vocabulary, values, places
        self._lock = threading.Lock()
        self._made: tuple[Vocabulary, Suggestions] | None = None
        self._looked = 0.0
        self._renewing: threading.Thread | None = None

    def latest(self) -> Suggestions:
        """Those to answer from. The first call makes them; it raises what reading the index raises."""
        with self._lock:
            if self._made is None:
                self._renew()
            elif not (self._renewing and self._renewing.is_alive()) and time.monotonic() - self._looked >= RENEWED:
                self._renewing = threading.Thread(target=self._renew_quietly, name="suggestions", daemon=True)
                self._renewing.start()
            assert self._made
            return self._made[1]

    def keep_up(self) -> None:
        """Makes them anew where the index has changed and there are any. Raises what reading the index raises."""
        with self._lock:
            if self._made is not None and not (self._renewing and self._renewing.is_alive()):
                self._renew()

    def _renew(self) -> None:
        vocabulary = self._vocabulary()
        if self._made is None or self._made[0] is not vocabulary:
            self._made = vocabulary, Suggestions(vocabulary, self._values(), self._places())
        self._looked = time.monotonic()

    def _renew_quietly(self) -> None:
        # An index that cannot be read now is the search's to report; the next suggestion tries again.
        with suppress(GisaError):
            self._renew()


def _found(beginnings: Beginnings, word: str, count: int, wanted: Array | None = None) -> list[int]:
    """The numbers of the most frequent words, of those that are wanted, that begin as typed: read as it is, then as if
    the keyboard were in the other language."""
    found: dict[int, None] = {}
    for by_initials, letters in _readings(word):
        numbers = beginnings.initials(letters) if by_initials else beginnings.letters(letters)
        numbers = numbers if wanted is None else numbers[wanted[numbers]]
        found |= dict.fromkeys(beginnings.most_frequent(numbers, count))
    return list(found)[:count]


def _readings(word: str) -> Iterator[tuple[bool, str]]:
    """Whether it is read as initials, and its letters."""
    letters = decomposed(small(word))
    if is_initials(letters):
        yield True, letters
    yield False, letters
    if word.isascii() and word.isalpha() and len(word) >= _LEAST_KEYS:
        typed = "".join(_KEYS.get(key) or _KEYS[key.lower()] for key in word)
        yield is_initials(typed), typed
    elif not is_initials(letters) and (typed_latin := keyboard.latin(word)):
        yield False, small(typed_latin)


def _in_title(prefix: str) -> Prefix:
    return Prefix(prefix, prefix, ("title",))
