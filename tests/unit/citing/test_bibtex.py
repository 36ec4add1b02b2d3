"""BibTeX: every entry must be read back by a parser that only counts braces, as BibTeX does."""

from __future__ import annotations

import re
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from indexer.article import KST, Article
from indexer.citing.bibtex import bibtex, bibtex_key

ARTICLE = Article(
    id="www.garamilbo.example/10231",
    title="군의회, 예산 18% 삭감 {단독} A&B_C\\",
    press="가람일보",
    reporters=("박서연", "오민재 기자"),
    published=datetime(2016, 8, 31, tzinfo=KST),
    url="https://www.garamilbo.example/news?idxno=10231&a=%7B{",
)
COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
} | {f"\\{letter}": letter for letter in "&%$#_"}


def entries(text: str) -> list[tuple[str, dict[str, str]]]:
    """(key, fields) of each entry. Values are given as they stand between their outer braces."""
    found: list[tuple[str, dict[str, str]]] = []
    at = 0
    while at < len(text):
        head = re.compile(r"@article\{([A-Za-z0-9-]+),\n").match(text, at)
        assert head, text[at : at + 80]
        at, fields = head.end(), dict[str, str]()
        while text[at] != "}":
            name = re.compile(r"  ([a-z]+) = ").match(text, at)
            assert name, text[at : at + 80]
            assert name[1] not in fields
            at, fields[name[1]] = value(text, name.end())
            assert text[at : at + 2] == ",\n"
            at += 2
        assert text[at : at + 2] == "}\n"
        at += 2
        found.append((head[1], fields))
    return found


def value(text: str, at: int) -> tuple[int, str]:
    if text[at] != "{":
        macro = re.compile("[a-z]+").match(text, at)
        assert macro
        return macro.end(), macro[0]
    depth, start = 0, at
    while True:
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
        if not depth:
            return at, text[start + 1 : at - 1]


def printed(latex: str) -> str:
    """What LaTeX prints of it; fails on a letter that LaTeX would take for a command or a comment."""
    pieces = re.findall(r"\\text[a-z]+\{\}|\\[&%$#_]|[^\\]", latex, re.DOTALL)
    assert "".join(pieces) == latex
    assert not [piece for piece in pieces if piece in "&%$#_{}~^"]
    return "".join(COMMANDS.get(piece, piece) for piece in pieces)


def test_an_entry_has_what_bibtex_and_biblatex_need() -> None:
    [(key, fields)] = entries(bibtex(ARTICLE, key=bibtex_key(ARTICLE)))
    assert re.fullmatch("gisa20160831-[0-9a-f]{12}", key)
    assert fields == {
        "title": r"{군의회, 예산 18\% 삭감 \textbraceleft{}단독\textbraceright{} A\&B\_C\textbackslash{}}",
        "author": "{박서연} and {오민재}",
        "journal": "가람일보",
        "entrysubtype": "newspaper",
        "year": "2016",
        "month": "aug",
        "date": "2016-08-31",
        "langid": "korean",
        "url": "https://www.garamilbo.example/news?idxno=10231&a=%7B%7B",
    }


def test_what_is_not_known_is_left_out_and_a_missing_title_says_so() -> None:
    [(_, fields)] = entries(bibtex(Article(id="x"), key="x"))
    assert fields == {"title": "{[제목 없음]}", "entrysubtype": "newspaper", "langid": "korean"}


def test_the_link_stands_in_for_an_address_that_is_none() -> None:
    [(_, fields)] = entries(bibtex(Article(url="javascript:alert(1)"), key="x", link="http://127.0.0.1/article/x"))
    assert fields["url"] == "http://127.0.0.1/article/x"


@given(st.text(), st.text())
def test_a_key_is_the_same_for_one_article_and_another_for_any_other(one: str, other: str) -> None:
    assert bibtex_key(Article(id=one)) == bibtex_key(Article(id=one, title="나중에 고친 제목"))
    assert (bibtex_key(Article(id=one)) == bibtex_key(Article(id=other))) == (one == other)


@given(st.lists(st.text(st.one_of(st.characters(), st.sampled_from('{}\\%#"@,=\n~^&$_'))), min_size=3, max_size=9))
def test_no_text_breaks_an_entry_or_is_taken_for_a_command(texts: list[str]) -> None:
    articles = [
        Article(id=text, title=text, press=text, reporters=(text, "오민재"), subtitle=text, url="https://a/" + text,
                extra={"tags": [text]})
        for text in texts
    ]  # fmt: skip
    read = entries("".join(bibtex(article, key=bibtex_key(article)) for article in articles))
    assert len(read) == len(articles)
    for (_, fields), text in zip(read, texts, strict=True):
        title = fields["title"]
        assert (title[0], title[-1]) == ("{", "}")
        shown = printed(title[1:-1])
        assert shown == "[제목 없음]" or set(shown) <= set(text) | {" "}
        for name in ("journal", "abstract", "keywords"):
            printed(fields.get(name, ""))
        assert not set(fields.get("url", "")) & set('{}\\" \n')
