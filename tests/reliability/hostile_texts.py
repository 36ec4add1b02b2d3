"""Texts that nobody prints: what an analyser may choke on, made from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

NEWS = (
    "가람군은 솔내읍 둑을 2.5미터 높인다고 27일 밝혔다. 박서연 군수는 “주민 1,400명이 서명했다”며 예산 42억 원을 "
    "군의회에 냈다(garamilbo.example). 걸어갔다가 되돌아온 상인회는 반겼지만, 소각장 반대위는 내달 3일 공청회를 연다. "
)
SIGNS = "“”‘’『』「」()[]{}<>《》…·※▲△○●■□☎→~!?.,;:'\"/\\|@#$%^&*_+=-"
WORDS = ("고 ", "는 ", "다고 ", "라는 ", "의 ", "것이 ", "하였었더라고 ", "시키시었겠습니다만 ")
WEB = ("http://", "www.", "a@", "@a", "#", ".kr", "garamilbo.example/", "?q=", "&amp;", "010-1234-", "1.2.3.", "12:30:")
SCRIPTS = (
    range(0x21, 0x7F),
    range(0x300, 0x370),
    range(0x400, 0x500),
    range(0x600, 0x700),
    range(0x900, 0x980),
    range(0xE00, 0xE80),
    range(0x1100, 0x1200),
    range(0x3041, 0x3100),
    range(0x3131, 0x318F),
    range(0x4E00, 0x9FA6),
    range(0xA960, 0xA97D),
    range(0xAC00, 0xD7A4),
    range(0xD7B0, 0xD7FC),
    range(0xE000, 0xF900),
    range(0xFF00, 0xFFF0),
    range(0x10300, 0x10400),
    range(0x1F300, 0x1FB00),
    range(0x20000, 0x2A6E0),
    range(0xE0001, 0xE0080),
    range(0xF0000, 0xF0100),
)

Make = Callable[[random.Random, int], str]


def _few_letters(chance: random.Random, size: int) -> str:
    letters = "".join(chr(chance.randrange(0xAC00, 0xD7A4)) for _ in range(chance.randint(1, 12)))
    return "".join(chance.choices(letters, k=size))


def _repeated(chance: random.Random, size: int) -> str:
    period = _mixed(chance, chance.randint(1, 30))
    return (period * (size // max(1, len(period)) + 1))[:size]


def _mixed(chance: random.Random, size: int) -> str:
    return "".join(chr(chance.choice(chance.choice(SCRIPTS))) for _ in range(size))


def _one_script(chance: random.Random, size: int) -> str:
    script = chance.choice(SCRIPTS)
    return "".join(chr(chance.choice(script)) for _ in range(size))


def _anything(chance: random.Random, size: int) -> str:
    return "".join(chr(chance.randrange(0x110000)) for _ in range(size))  # surrogates, too: the gate takes them out


def _marks(chance: random.Random, size: int) -> str:
    return "".join(
        chance.choice("가ㄱᄀe") + chr(chance.randrange(0x300, 0x370)) * chance.randint(0, 40)
        for _ in range(size // 20)
    )


def _old_hangul(chance: random.Random, size: int) -> str:
    parts = (range(0x1100, 0x1160), range(0x1160, 0x11A8), range(0x11A8, 0x1200))
    return "".join(chr(chance.choice(chance.choice(parts))) for _ in range(size))


def _digits(chance: random.Random, size: int) -> str:
    return "".join(chance.choices("0123456789" + chance.choice(["", ".", ",", "-", ":", "만억조", "%"]), k=size))


def _brackets(chance: random.Random, size: int) -> str:
    return "".join(chance.choice(SIGNS) * chance.randint(1, 5) for _ in range(size // 3))


def _endings(chance: random.Random, size: int) -> str:
    made = "".join(chance.choice(WORDS) for _ in range(size // 4))
    return made.replace(" ", "") if chance.random() < 0.5 else made


def _addresses(chance: random.Random, size: int) -> str:
    return "".join(chance.choice(WEB) * chance.randint(1, 9) for _ in range(size // 20))


def _emoji(chance: random.Random, size: int) -> str:
    joined = "\u200d\ufe0f\u20e3🏻🏿🇰🇷👨👩👧❤1#"
    return "".join(chance.choices(joined, k=size))


def _unspaced(chance: random.Random, size: int) -> str:
    return (NEWS.replace(" ", "") * (size // 60 + 1))[:size]


def _spoilt(chance: random.Random, size: int) -> str:
    letters = list((NEWS * (size // len(NEWS) + 1))[:size])
    for _ in range(max(1, size // chance.randint(2, 40))):
        letters[chance.randrange(len(letters))] = chance.choice(
            [_mixed(chance, 1), "", chance.choice(SIGNS), "\n", "\x00"]
        )
    return "".join(letters)


def _lines(chance: random.Random, size: int) -> str:
    return "".join(
        chance.choice(["\n", "\r", "\u2028", "\t", " ", "가", ".", "\v", "\x1c", "\x85"]) for _ in range(size)
    )


def _mojibake(chance: random.Random, size: int) -> str:
    wrong = chance.choice([("cp949", "latin-1"), ("utf-8", "latin-1"), ("utf-8", "cp949"), ("utf-16", "latin-1")])
    return (NEWS * (size // len(NEWS) + 1))[:size].encode(wrong[0], "replace").decode(wrong[1], "replace")


def _markup(chance: random.Random, size: int) -> str:
    parts = ("<b>", "</div>", "<script>", "&nbsp;", "{{", "}}", "function(){", "var a=", "]]>", "\\u0000", "%00", "가")
    return "".join(chance.choice(parts) for _ in range(size // 5))


KINDS: tuple[Make, ...] = (
    _few_letters,
    _repeated,
    _mixed,
    _one_script,
    _anything,
    _marks,
    _old_hangul,
    _digits,
    _brackets,
    _endings,
    _addresses,
    _emoji,
    _unspaced,
    _spoilt,
    _lines,
    _mojibake,
    _markup,
)
SIZES = (1, 2, 7, 64, 65, 300, 999, 1_000, 1_001, 3_000)
LARGE = (20_000, 70_000)


def hostile_texts(count: int, seed: int = 1) -> Iterator[str]:
    """So many, a kind after another; one in fifty is large."""
    chance = random.Random(seed)
    for number in range(count):
        make = KINDS[number % len(KINDS)]
        yield make(chance, chance.choice(LARGE if chance.random() < 0.02 else SIZES))
