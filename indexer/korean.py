"""Korean in messages: particles that agree with the word before them."""

from __future__ import annotations

_READ_WITH_FINAL = {"0": "ㅇ", "1": "ㄹ", "3": "ㅁ", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ", "%": "", "㎢": "", "℃": ""}
_LETTERS_WITH_FINAL = {"L": "ㄹ", "M": "ㅁ", "N": "ㄴ", "R": "ㄹ"}  # 엘 엠 엔 알; all others end in a vowel


def josa(word: str, pair: str) -> str:
    """The particle of `pair` (as `이/가`, `과/와`, `으로/로`: after a consonant / after a vowel) that follows `word`.

    Digits and Latin letters as Korean reads them; `이(가)` where the sound is not known (Hanja and other scripts).
    """
    after_consonant, after_vowel = pair.split("/")
    final = _final(word)
    if final is None:
        return f"{after_consonant}({after_vowel})"
    if final == "ㄹ" and pair == "으로/로":
        return after_vowel
    return after_consonant if final else after_vowel


def _final(word: str) -> str | None:
    """The final consonant `word` is read with: "" for none, "ㄹ", another, or None where it cannot be known."""
    word = word.rstrip("‘’“”\"')]}>.,!?…·~*- ")
    last = word[-1:]
    if "가" <= last <= "힣":
        coda = (ord(last) - ord("가")) % 28
        return "ㄹ" if coda == 8 else "ㅁ" if coda else ""
    if "ㄱ" <= last <= "ㅎ":  # 기역, 니은, …
        return "ㄹ" if last == "ㄹ" else "ㅁ"
    if last in _READ_WITH_FINAL or last.isdecimal() or "ㅏ" <= last <= "ㅣ":
        return _READ_WITH_FINAL.get(last, "")
    if last.isascii() and last.isalpha():
        return _latin_final(word)
    return None


def _latin_final(word: str) -> str:
    run = len(word)
    while run and word[run - 1].isascii() and word[run - 1].isalpha():
        run -= 1
    letters = word[run:]
    if letters.isupper() or len(letters) == 1:  # GMP is spelled out
        return _LETTERS_WITH_FINAL.get(letters[-1].upper(), "")
    if letters.lower().endswith(("l", "le")):
        return "ㄹ"
    return "ㅁ" if letters.lower().endswith(tuple("bcgkmnpt")) else ""
