"""Queries that nobody would ask: attacks that have a name, and any number that are made up by chance, from a seed."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from tests.reliability.served import PRESSES, TOPICS

Args = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Attack:
    """A query, and what stands beside it in the URL."""

    text: str
    beside: Args = field(default=())

    @property
    def query(self) -> bytes:
        """As it stands in a URL; lone surrogates as the bytes that would be theirs."""
        return urlencode([("q", self.text), *self.beside], errors="surrogatepass").encode()


COMMON = "가람군 솔내읍 주민 예산 사업 군수 의회 둑 산불 고친다 바란다 없다 돈 명 억 원 1차 2차 3차 축제".split()
NOWHERE = (("press", "없는신문"),)
SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로"


def attacks(words: Sequence[str] = COMMON) -> Mapping[str, Attack]:
    """Each by its name; `words` are twenty that many articles have."""
    common = list(words)
    every = [*common, *TOPICS][:32]
    return {
        "any word": Attack("*"),
        "a prefix of one letter": Attack("가*"),
        "32 prefixes of one letter": Attack(" OR ".join(f"{letter}*" for letter in SYLLABLES)),
        "32 prefixes that must all be there": Attack(" ".join(f"{letter}*" for letter in SYLLABLES)),
        "one letter, misspelt": Attack("가~2"),
        "8 misspelt words": Attack(" OR ".join(f"{letter}람군~2" for letter in SYLLABLES[:8])),
        "8 misspelt words that are nowhere": Attack(
            " OR ".join(f"{letter}람군~2" for letter in SYLLABLES[:8]), NOWHERE
        ),
        "32 misspelt words": Attack(" OR ".join(f"{letter}람군~2" for letter in SYLLABLES)),
        "32 misspelt words that are nowhere": Attack(
            " OR ".join(f"{letter}람군~2" for letter in SYLLABLES), NOWHERE
        ),
        "32 words that are nowhere": Attack(" ".join(f"{letter}뷁뛟" for letter in SYLLABLES), NOWHERE),
        "a misspelt phrase of letters": Attack(" ".join(f"{letter}~2" for letter in SYLLABLES)),
        "5,000 parentheses": Attack("(" * 5_000 + "둑" + ")" * 5_000),
        "240 parentheses": Attack("(" * 240 + "둑" + ")" * 240),
        "parentheses that close only": Attack(")" * 500),
        "eight levels of either": Attack("(둑 OR (산불 OR (예산 " * 2 + "(a OR b" + ")" * 7),
        "NOT NOT": Attack("NOT NOT 둑"),
        "a chain of minus": Attack("-" * 499 + "둑"),
        "a chain of NOT": Attack("NOT " * 124 + "둑"),
        "everything but": Attack(f"-{common[0]}"),
        "32 words left out": Attack(" ".join(f"-{letter}" for letter in SYLLABLES)),
        "20,000 alternatives": Attack(" OR ".join(["둑"] * 20_000)),
        "32 alternatives": Attack(" OR ".join(every)),
        "common words near each other": Attack(" NEAR/100 ".join(common)),
        "common words in an order": Attack(" PRE/100 ".join(common)),
        "one word near itself": Attack(" NEAR/100 ".join(common[:1] * 30)),
        "a long phrase": Attack('"' + " ".join(common * 5) + '"'),
        "a loose phrase": Attack('"' + " ".join(common) + '"~100'),
        "32 phrases": Attack(" OR ".join(f'"{one} {two}"' for one in common[:4] for two in common[:8])),
        "32 exact phrases": Attack(" OR ".join(f'="{one} {two}"' for one in common[:4] for two in common[:8])),
        "everything in one sentence": Attack(f"문장({' '.join(common)})"),
        "sentences in sentences": Attack("문장(" * 8 + "둑" + ")" * 8),
        "fields of fields": Attack("제목:본문:기자:신문:" * 20 + "둑"),
        "every field": Attack(" ".join(f"{name}:가*" for name in "제목 부제 본문 사진 기자 신문 섹션".split())),
        "all of time": Attack("날짜:0001..9999"),
        "time backwards": Attack("날짜:9999-12-31..0001-01-01"),
        "32 periods": Attack("|".join(f"날짜:{year}..{year + 5}" for year in range(1990, 2022))),
        "half a quote": Attack('"' * 499),
        "quotes of every shape": Attack("“”„‟＂" * 100),
        "NUL": Attack("둑\x00산불\x00"),
        "lone surrogates": Attack("\ud800둑\udfff" * 20),
        "right to left": Attack("\u202e둑\u202d산불\u2066" * 15),
        "500 marks on one letter": Attack("둑" + "\u0301" * 499),
        "3,000 marks on one letter": Attack("a" + "\u0315\u0300\u05ae\u0300" * 750),
        "syllables in pieces": Attack(unicodedata.normalize("NFD", "가람군솔내읍" * 80)),
        "half syllables": Attack("\u1112\u1161" * 250),
        "nothing to be seen": Attack("\u200b\u200c\u200d\ufeff\u00ad" * 100),
        "500 times one syllable": Attack("가" * 500),
        "100,000 times one syllable": Attack("가" * 100_000),
        "500 Latin letters": Attack("a" * 500),
        "500 digits": Attack("9" * 500),
        "65,536 digits": Attack("7" * 65_536),
        "numbers and units": Attack("3만5천2백1십억원 " * 30),
        "initials": Attack("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊ" * 50),
        "vowels alone": Attack("ㅏㅑㅓㅕㅗㅛㅜㅠㅡㅣ" * 50),
        "typed on the wrong keyboard": Attack("rkfkarns thfsodmq " * 15),
        "hanja": Attack("郡守議會豫算山火堤防住民" * 41),
        "a ligature of eighteen letters": Attack("\ufdfa" * 500),
        "letters in circles": Attack("㉠㉡㉢ⒶⒷ①②③㏊㎡㈜" * 40),
        "families of emoji": Attack("👨‍👩‍👧‍👦" * 60),
        "digits of elsewhere": Attack("١٢٣४५६１２３" * 50),
        "500 spaces": Attack(" " * 500),
        "a pattern that never ends": Attack("(a+)+$" * 30),
        "SQL": Attack("' OR 1=1; DROP TABLE articles; --"),
        "a template": Attack("{{7*7}}${7*7}<%= 7*7 %>{% for x in range(10**9) %}"),
        "a path": Attack("../../../../etc/passwd\x00.html"),
        "formats": Attack("%s%n%x{0.__class__}%(a)s" * 5),
        "header lines": Attack("둑\r\nSet-Cookie: a=b\r\n\r\n<html>"),
        "ranges of Whoosh": Attack("[a TO z] {* TO *} body:[* TO *] id:*"),
        "weights": Attack("둑^1e999 산불^-1 예산^nan"),
        "a deep page": Attack(common[0], (("page", "1000000000000"), ("size", "100"))),
        "most of 32 words": Attack(" ".join(every), (("match", "most"), ("collapse", "1"))),
        "a whole text, most of it": Attack(" ".join(common * 20)[:500], (("match", "most"),)),
        "50 values of every filter": Attack(
            "가*",
            tuple((name, f"{letter}일보{n}") for name in ("press", "section", "reporter", "region") for n in range(50)
                  for letter in "가"),
        ),
        "values left out": Attack("", tuple(("-press", f"{press}{n}") for press in PRESSES for n in range(16))),
        "every facet": Attack(common[0], (("facets", "person,place,organization,keyword,region"), ("size", "100"))),
    }  # fmt: skip


ATTACKS = attacks()


_OPERATORS = (
    ' OR |,｜, AND , & , NOT ,-,(,),",“,”,=",~,~2,*, NEAR/3 , PRE/9 ,문장(,제목:,본문:,기자:,신문:,날짜:,title:,2019,'
    "2019-03..2020,>=2019,^2,[,],{,},\\,/,?,!,@,#,$,%,+,;,:,<,>"
).split(",")
PIECES = (
    *_OPERATORS,
    ",",
    *COMMON,
    *TOPICS,
    *"가나다ㄱㅏ郡a1",
    "rkfka",
    "3만",
    "10:30",
    "R&D",
    "\u0301",
    "\u200b",
)
"""What a query made up of pieces is made of."""

_BESIDE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("match", ("most", "all", "some")),
    ("asis", ("1", "0", "x")),
    ("sort", ("newest", "oldest", "relevance", "best")),
    ("press", (*PRESSES, "없는신문", "\x00")),
    ("from", ("2019", "2019-03", "2019-13", "0", "9999-12-31", "가")),
    ("to", ("2020", "2020-02-30", "1", "")),
    ("page", ("2", "0", "-1", "99999999", "둘")),
    ("size", ("1", "100", "101", "1e9")),
    ("collapse", ("1", "2")),
    ("facets", ("person", "keyword", "weather")),
)


def fuzzed(seed: int, words: Sequence[str] = (*COMMON, *TOPICS)) -> Iterator[bytes]:
    """The queries of URLs, one after another, the same ones for the same seed; of `words` beside what is odd."""
    chance = Chance(seed)
    chance.words = words
    makers = (_by_grammar, _by_grammar, _of_pieces, _of_pieces, _damaged, _of_unicode, _of_bytes, _repeated)
    while True:
        asked = b"q=" + chance.choice(makers)(chance)
        while chance.random() < 0.25:
            name, values = chance.choice(_BESIDE)
            asked += b"&" + urlencode([(name, chance.choice(values))]).encode()
        yield asked


_APART = ("({0}) NEAR/{2} ({1})", "({0}) PRE/{2} {1}")


class Chance(random.Random):
    """With the words that queries are made of."""

    words: Sequence[str] = ()

    def word(self) -> str:
        """Mostly one that there is."""
        chosen: str = self.choice(self.words if self.random() < 0.7 else PIECES)
        return chosen


def _by_grammar(chance: Chance) -> bytes:
    return _quoted(_tree(chance, chance.randint(0, 4)))


def _tree(chance: Chance, depth: int) -> str:
    if depth == 0:
        word, other = chance.word(), chance.choice(chance.words)
        shapes = (
            "{0}",
            "{0}",
            "{0}*",
            "{0}~{2}",
            '"{0} {1}"',
            '="{0} {1}"',
            '"{0} {1}"~{2}',
            "날짜:20{2}..",
            "제목:{0}",
        )
        return chance.choice(shapes).format(word, other, chance.randint(0, 120))
    one, two = _tree(chance, depth - 1), _tree(chance, depth - 1)
    joined = ("{0} {1}", "{0} OR {1}", "({0}) ({1})", "{0} -({1})", "문장({0} {1})", "본문:({0} {1})", *_APART)
    return chance.choice(joined).format(one, two, chance.randint(0, 120))


def _of_pieces(chance: Chance) -> bytes:
    return _quoted(
        "".join(
            chance.choice((chance.word(), chance.choice(PIECES))) + chance.choice(("", "", " "))
            for _ in range(chance.randint(1, 60))
        )
    )


def _damaged(chance: Chance) -> bytes:
    text = list(chance.choice(list(ATTACKS.values())).text[:600])
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(text) + 1)
        text[at : at + chance.randint(0, 20)] = chance.choice(PIECES)
    return _quoted("".join(text))


def _of_unicode(chance: Chance) -> bytes:
    top = chance.choice((0x80, 0x3000, 0xD7FF, 0x110000))
    return _quoted("".join(chr(chance.randrange(top)) for _ in range(chance.randint(1, 200))))


def _of_bytes(chance: Chance) -> bytes:
    raw = chance.randbytes(chance.randint(1, 100))
    return quote(raw).encode() if chance.random() < 0.7 else raw.replace(b"&", b"").replace(b"#", b"")


def _repeated(chance: Chance) -> bytes:
    piece = "".join(chance.word() for _ in range(chance.randint(1, 4)))
    return _quoted((piece * 700)[: chance.choice((499, 500, 501, 2_000, 2_001))])


def _quoted(text: str) -> bytes:
    return quote(text, errors="surrogatepass").encode()
