"""What a typed word stands for (ADR 0013): its letters as printed, without the particle it was typed with too, and the
verbs that it is a form of. A part of it, like the 이동 in 이동하, is not what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from indexer.analysis import terms, words
from indexer.analysis.tokens import Tokens

_PASSIVES = (
    "열다 열리다, 닫다 닫히다, 쓰다 쓰이다, 뽑다 뽑히다, 바꾸다 바뀌다, 나누다 나뉘다, 막다 막히다, "
    "놓다 놓이다, 쌓다 쌓이다, 끊다 끊기다, 깎다 깎이다, 팔다 팔리다, 풀다 풀리다, 잡다 잡히다, "
    "묶다 묶이다, 담다 담기다, 싣다 실리다, 뚫다 뚫리다, 꺾다 꺾이다, 덮다 덮이다, 섞다 섞이다, "
    "뒤집다 뒤집히다, 빼앗다 빼앗기다, 맺다 맺히다"
)
VOICES = {
    words.VERB + one: words.VERB + other
    for pair in _PASSIVES.split(", ")
    for one, other in (pair.split(), reversed(pair.split()))
}
"""Verbs and their passives, the common ones of news that mean the same event: who types 여는 wants what 열렸다 too."""


CARRIER = "행사를 ", " 것은"
"""Alone, Kiwi takes 여는 for a pronoun and a particle; where a verb must stand, it finds 열다."""

_MAY_END_NAMES = frozenset("도 로 만 과 나".split())
"""Particles that names end with too (매물도, 김포로, 천수만): what is typed with them is searched as it is typed."""

_MAY_END_PERSONS = frozenset("은 이 가".split())
"""And those of persons' names of three syllables, where Kiwi sees a name in what is before (김하 + 은)."""

_PLAIN_ENDINGS = frozenset("고 며 으며 면서 으면서 지만 아서 어서 려고 도록 지 게 기 음 ᆷ 는데 ᆫ데".split())
"""Endings of verbs that readers type. With others (만들라, 해보면) it may be a name, and is searched as typed."""


@dataclass(frozen=True)
class Reading:
    """One printed word of what was typed: `letters` as it stands, then without its particle; `verbs` as terms. Where
    none of that is found, it is read as `looser`."""

    letters: tuple[str, ...]
    verbs: tuple[str, ...] = ()
    looser: Reading | None = None


def readings(text: str, analyse: Callable[[str], Tokens]) -> tuple[Reading, ...]:
    """A reading for each printed word of a typed one (R&D예산 has two); none when nothing but particles and signs was
    typed."""
    tokens, found = analyse(text), []
    for word in terms.printed_words(tokens, text):
        inside = _within(tokens, word.start, word.start + len(word.printed)) if word else Tokens()
        if word and not _is_particle(inside):
            found.append(_reading(word, inside, analyse))
    return tuple(found)


def _reading(word: words.Word, tokens: Tokens, analyse: Callable[[str], Tokens]) -> Reading:
    typed = word.printed[: terms.LONGEST]
    verbs = tuple(dict.fromkeys(_voices(terms.verbs(tokens)))) if _is_verb(tokens) else ()
    if not verbs and len(word.printed) == 2 and word.printed[1] in "는은" and tokens.tags[-1:] == ["JX"]:
        carried = _carried(word.printed, analyse)
        verbs = tuple(_voices(terms.verbs(carried))) if _is_verb(carried) else ()
    if verbs:
        plain = (
            tokens.forms[-1].endswith("다") or tokens.forms[-1] in _PLAIN_ENDINGS or tokens.tags[-1] in ("ETM", "JX")
        )
        return Reading((typed,), verbs) if plain else Reading((typed,), (), Reading((typed,), verbs))
    if not _has_particle(word, tokens):
        return Reading((typed,))
    head, particle = word.printed[: word.head], word.printed[word.head :]
    without = Reading((typed, head[: terms.LONGEST]))
    of_person = particle in _MAY_END_PERSONS and len(head) == 2 and tokens.tags[0] == "NNP"
    doubtful = len(head) < 2 or particle in _MAY_END_NAMES or of_person
    return Reading((typed,), (), without) if doubtful else without


def _within(tokens: Tokens, start: int, end: int) -> Tokens:
    chosen = [i for i in range(len(tokens)) if start <= tokens.starts[i] < end]
    columns = (tokens.forms, tokens.tags, tokens.starts, tokens.ends, tokens.eojeols, tokens.sentences)
    return Tokens(*([column[i] for i in chosen] for column in columns))  # type: ignore[arg-type]


def _carried(letters: str, analyse: Callable[[str], Tokens]) -> Tokens:
    before, after = CARRIER
    return _within(analyse(before + letters + after), len(before), len(before + letters))


def _is_particle(tokens: Tokens) -> bool:
    """Whether it is a particle or an ending by itself. Several of them together may be a name that Kiwi does not know
    (이고은: 이+고+은)."""
    return len(tokens) == 1 and tokens.tags[0][0] in "JE"


def _has_particle(word: words.Word, tokens: Tokens) -> bool:
    """Whether it is nouns and a particle, or the copula in a form that is no name's ending."""
    tail = [tag for tag, start in zip(tokens.tags, tokens.starts, strict=True) if start - word.start >= word.head]
    copula = len(word.printed) - word.head > 1 and tail[:1] == ["VCP"]
    return bool(tail) and (copula or all(tag[0] == "J" for tag in tail))


def _is_verb(tokens: Tokens) -> bool:
    """Whether it is one verb with an ending and nothing else: 이동하 is not what is typed for 이동하다, and 열린민주당
    is no form of 열다."""
    tags = tokens.tags
    stem = 2 if len(tags) > 1 and tags[1][:3] in ("XSV", "XSA") and tags[0][0] in "NX" else 1
    made = stem == 2 or (bool(tags) and tags[0][:2] in ("VV", "VA"))
    behind = [tag for tag in tags[stem:] if tag[0] != "E" and tag[:2] != "VX" and tag[0] != "J"]
    return made and len(tags) > stem and tags[stem][0] == "E" and not behind


def _voices(verbs: Iterable[str]) -> Iterator[str]:
    """The first verb, what follows it being auxiliaries, and its other voice."""
    for verb in islice(verbs, 1):
        yield verb
        if verb in VOICES:
            yield VOICES[verb]
