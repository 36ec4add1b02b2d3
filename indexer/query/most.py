"""Mode "most": what is searched and what scores when somebody pastes a headline or a question (ADR 0014).

Articles with any of the words are found; the best ones hold most of them. A score is a sum of parts: the nouns and, for
less, the verbs; letters two by two inside of words, because what Kiwi cuts otherwise in the article agrees in these;
whole heads; nouns side by side; and, for longer queries, whether all that stands where an article begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from indexer.analysis import terms, words
from indexer.analysis.tokens import Tokens
from indexer.query import ranking
from indexer.query.plan import Match, Near, Part, Scored

MOST_PARTS = 200
"""Parts of a score that are counted at most: of very long questions the last ones are left out."""

_WEIGHTS = {"NP": ranking.LIGHT, "MM": ranking.LIGHT, "MAG": ranking.LIGHT, "IC": ranking.LIGHT}


class _Noun(NamedTuple):
    """A noun of the query, or a determiner, an adverb: its letters, its tag, and the number of its word."""

    letters: str
    tag: str
    position: int


def understood(text: str, tokens: Tokens, fields: tuple[str, ...]) -> tuple[list[Match], list[Scored]]:
    """The words that find articles, and what scores; from the analysis of the whole text, because Kiwi reads a word by
    those beside it."""
    nouns, verbs = _nouns(text, tokens), terms.verbs(tokens)
    beginnings = dict.fromkeys(letters for letters, is_head in _stretches(text, tokens) if is_head)
    heads = [letters for letters in beginnings if len(letters) > 1]
    # A word is found as mode "all" finds it, so that its numbers are those a reader knows; its parts only score.
    matches = [Match(letters, (), fields, (letters,)) for letters in beginnings]
    matches += [Match(verb.removeprefix(words.VERB), ((verb,),), fields) for verb in verbs]
    parts = [Scored(Part(noun.letters, "noun", fields), _WEIGHTS.get(noun.tag, 1.0)) for noun in nouns]
    parts += [Scored(Part(verb, "verb", fields), ranking.VERB) for verb in verbs]
    parts += _bigrams(text, tokens, fields)
    parts += [Scored(Part(head, "inside", fields), ranking.HEAD_INSIDE) for head in heads]
    parts += [Scored(Part(head, "whole", fields), ranking.HEAD_WHOLE) for head in heads]
    parts = list(dict.fromkeys(parts))[:MOST_PARTS]
    leading = ranking.lead_weight(len(text.split()))
    return list(dict.fromkeys(matches)), [*parts, *_leading(parts, leading), *_pairs(nouns, fields)]


def _nouns(text: str, tokens: Tokens) -> list[_Noun]:
    found = []
    position, ends = 0, [word.start + len(word.printed) if word else -1 for word in terms.printed_words(tokens, text)]
    for form, tag, start in zip(tokens.forms, tokens.tags, tokens.starts, strict=True):
        while position < len(ends) - 1 and ends[position] <= start:
            position += 1
        if terms.is_noun(tag) and form:
            found.append(_Noun(terms.literal(form), tag, position))
    return found


def _bigrams(text: str, tokens: Tokens, fields: tuple[str, ...]) -> Iterator[Scored]:
    """Letters two by two inside of heads and of verbs' stems; those strictly inside of one noun are less."""
    inner = {letters[at : at + 2] for letters, *_ in _nouns(text, tokens) for at in range(1, len(letters) - 2)}
    for stretch, _ in _stretches(text, tokens):
        for at in range(len(stretch) - 1):
            bigram = stretch[at : at + 2]
            yield Scored(Part(bigram, "inside", fields), ranking.INNER_BIGRAM if bigram in inner else ranking.BIGRAM)


def _stretches(text: str, tokens: Tokens) -> Iterator[tuple[str, bool]]:
    """The beginning of each word up to its particles, endings and what makes a verb of a noun: the letters, and whether
    they are nouns; a verb's stem else."""
    rows = list(zip(tokens.tags, tokens.starts, tokens.ends, strict=True))
    for word in terms.printed_words(tokens, text):
        end, nominal = (word.start, False) if word else (0, False)
        for tag, start, stop in rows:
            if word and word.start <= start < word.start + len(word.printed) and start == end:
                if tag[0] in "JE" or tag[:3] in ("VCP", "XSV", "XSA") or (tag[:2] == "VX" and end > word.start):
                    break
                end, nominal = stop, nominal or not terms.is_verb(tag)
        if word and end > word.start:
            yield terms.small(text[word.start : end]), nominal


def _leading(parts: Sequence[Scored], weight: float) -> Iterator[Scored]:
    """What the same parts add where they lead an article."""
    for part in parts if weight else ():
        if isinstance(part.node, Part):
            lead = Part(part.node.letters, part.node.how, part.node.fields, lead=True)
            yield Scored(lead, weight * part.weight, ranking.ONCE, rare=part.node)


def _pairs(nouns: Sequence[_Noun], fields: tuple[str, ...]) -> Iterator[Scored]:
    """Nouns that follow one another, in a word or in two: worth more together than the rarer one alone."""
    beside = ((a.letters, b.letters) for a, b in pairwise(nouns) if b.position - a.position <= 1)
    for one, other in dict.fromkeys(pair for pair in beside if pair[0] != pair[1]):
        both = Match(one, ((one,),), fields), Match(other, ((other,),), fields)
        yield Scored(Near(both, 1), ranking.PAIR, ranking.PAIR_K1, beyond=both)
