"""Words typed with the keyboard in the wrong language: rkdthxmrrn for 강소특구, ㅏㅅㅌ for ktx.

The layout is the two-set keyboard (두벌식, KS X 5002).
"""

from __future__ import annotations

import re

from indexer.analysis.jamo import COMPOUNDS, FINALS, INITIALS, VOWELS, decomposed, syllable

_LATIN = dict(
    zip(
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
        "qwertyuiopasdfghjklzxcvbnmQWERTOP",
        strict=True,
    )
)
_LATIN_SHIFTED = frozenset("QWERTOP")  # the other keys are the same with Shift
_HANGUL = {key.upper(): letter for letter, key in _LATIN.items() if key.islower()} | {
    key: letter for letter, key in _LATIN.items()
}
_LATIN_RUN, _HANGUL_RUN = re.compile("[A-Za-z]+"), re.compile("[가-힣ㄱ-ㅣ]+")
_COMPOUND = {keys: letter for letter, keys in COMPOUNDS.items()}

# The 400 syllables that are in the most words of data/samples: half of the syllables of nearly every word.
_COMMON = frozenset(
    "가각간갈감값갔강개객거걱건걸검것게겠겨견결겼경계고곡골곳공과관광교구국군굴권규그근글금급기긴길까깎꺼꾸끝나난날남났"
    "내냈냐너널넘넣네녀년노논농높놓누눈느는늘늦니님다단닫달담답당대더던데도돈돌동됐되된두둑둘뒤드든들등디따땅때떠라락란"
    "람랐래량러레려력렸례로록료루류르른를름리린릴림립마막만많말맞맡매머먹멈메며면명모목못무문물미민밀바박반받발밝밤방밭"
    "배백버번벌범법변별병보복본봉부분불붕붙비빈빠뽑뿐사산살상새생서석선설섯성세센셋소속손솔송수숙순술숫스습승시식신실심"
    "싸쓰씨씩아안앉않알았앞야약양어억얼업없었에여역연열였영예오온올옮와왔외요용우운울움웃워원월웠위유육으은을음읍응의이"
    "인일읽임입있자작잠잡장재저적전절점정제져졌조졸종주준줄중증지직진질집짓짜째쪽찍차찬창찾채책처천청체쳐쳤초추축출취층"
    "치친침칸켜크키타탁태택터테토톤통투트특틀파판팔패편평폐포표풀품피필하학한할함합해했행향험현협호화확환회획후휴흔흘히"
    "힌"
)
# How much likelier a key is in Korean than in English, as a logarithm to base 2: the keys of data/samples against the
# letters of English texts (R. Lewand, Cryptological Mathematics, 2000).
_ODDS_FROM_A = "-1.3 -2.8 -1.8 1.4 -1.5 1.6 .2 -.3 -4.8 4.8 3.7 .8 1.2 -.9 -2 -.1 4.8 .2 .6 -.7 -.5 -1 .6 2.2 -2 1.2"
_ODDS = {chr(ord("a") + number): float(odds) for number, odds in enumerate(_ODDS_FROM_A.split())}
_COMMON_WEIGHT, _LEAST = 3, 1  # ADR 0011: 996 of 1,000 Korean words pass, and 3 of 1,000 others
# English words that pass nevertheless, without their plural.
_ENGLISH = frozenset(
    "alarm algo also alto angel angry anthem audit auth authority auto chaos chapel charm chem clap clarify clash "
    "clay clean coral corn corp cozy curl custodian dharma dhcp dial dirty disk disown down downtown dual duck "
    "duel dutch duty element elemental endif england entry euro field fish flash flask flavor focus forgot fork "
    "form formal forth fuchsia ghana girl glen goal goto guam guru quantify right risk roadmap rush russia "
    "russian ruth ryan shake shamrock shark sharp shelf siam siemens sight sigma sign signal slack slant slash "
    "slept smtp snack snake snap sneak soap sock sorry spam span spawn spend spent such suck sudan sudo suspend "
    "than them theme then theorem theory they thorn thrown thru tick today torch torn torus total town turn "
    "tutorial visual vodka whale when widen width wish with work world worry worth xpath".split()
)


def korean(typed: str) -> str | None:
    """The Korean that was typed with the keyboard in English, or None where it seems to be none.

    Every run of Latin letters must make whole syllables, two or more in all; anything else stays. A few English
    words pass all the same, so whoever asks should also see whether the index has the one and not the other.
    """
    runs = _LATIN_RUN.findall(typed)
    keys = "".join(runs)
    if not keys or keys.isupper() or any(key.isupper() and key not in _LATIN_SHIFTED for key in keys):
        return None
    if any(run.lower() in _ENGLISH or run.lower().removesuffix("s") in _ENGLISH for run in runs):
        return None
    made = "".join(map(_typed, runs))
    if len(made) < 2 or not _is_korean(made, keys):
        return None
    return _LATIN_RUN.sub(lambda run: _typed(run[0]), typed)


def latin(typed: str) -> str | None:
    """The Latin letters that were typed with the keyboard in Korean, or None where it is Korean.

    That is where a letter stands alone, or where the syllables are rare ones and their keys more like English. Initials
    (ㄱㅅㅌㄱ) are letters standing alone as well: see `jamo.is_initials`.
    """
    written = "".join(_HANGUL_RUN.findall(typed))
    if not written or _is_korean(written, _keys(written)):
        return None
    return _HANGUL_RUN.sub(lambda run: _keys(run[0]), typed)


def _one_of(letters: str) -> str:
    """A pattern for any of these, compounds as the keys they are typed with, the longest first."""
    return "|".join(sorted(map(decomposed, letters), key=len, reverse=True))


_VOWEL = _one_of(VOWELS)
_SYLLABLE = re.compile(f"([{INITIALS}])({_VOWEL})((?:{_one_of(''.join(FINALS))})(?!{_VOWEL}))?")


def composed(letters: str) -> str:
    """The letters as an input method joins them: what `jamo.decomposed` takes apart; what makes no syllable stays."""
    return _SYLLABLE.sub(_joined, letters)


def _joined(found: re.Match[str]) -> str:
    initial, vowel, final = found.groups("")
    return syllable(initial, _COMPOUND.get(vowel, vowel), _COMPOUND.get(final, final))


def _typed(run: str) -> str:
    return composed("".join(_HANGUL[key] for key in run))


def _keys(written: str) -> str:
    return "".join(_LATIN[letter] for letter in decomposed(written))


def _is_korean(written: str, keys: str) -> bool:
    """Whether it is syllables only, all of them in use (those of KS X 1001), and common ones or typed like Korean."""
    if not all("가" <= char <= "힣" and len(char.encode("euc-kr")) == 2 for char in written):
        return False
    common = sum(char in _COMMON for char in written) / len(written)
    odds = sum(_ODDS[key] for key in keys.lower()) / len(keys)
    return odds + _COMMON_WEIGHT * common >= _LEAST
