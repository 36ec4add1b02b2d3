"""BibTeX for LaTeX: read by BibTeX itself, by biblatex (a newspaper's article) and by reference managers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from indexer.article import Article
from indexer.citing.parts import Parts, parts

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

_ESCAPED = str.maketrans(
    {letter: f"\\{letter}" for letter in "&%$#_"}
    # BibTeX counts braces even behind a backslash: only a command keeps a lone one from opening a group.
    | {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_IN_ADDRESS = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D", '"': "%22", "<": "%3C", ">": "%3E"})


def bibtex_key(article: Article) -> str:
    """A citation key that is always the same for one article and differs between any two: `gisa20160831-1f0c…`, with
    48 bits of the id's hash (two of a million articles share one with a probability of 1 : 560)."""
    day = parts(article).day
    digest = hashlib.sha256(article.id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"gisa{day.isoformat().replace('-', '')}-{digest}" if day else f"gisa-{digest}"


def bibtex(article: Article, *, key: str, link: str = "") -> str:
    """One entry, a line a field, LF after each. `link` leads to the archived article: it is given as the address where
    the paper's own is not known. Entries may follow each other as they are."""
    fields = [f"  {name} = {value},\n" for name, value in _fields(parts(article, link))]
    return f"@article{{{key},\n{''.join(fields)}}}\n"


def escaped(text: str) -> str:
    """`text` as LaTeX prints it, braces balanced."""
    return text.translate(_ESCAPED)


def _fields(of: Parts) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{{{escaped(of.titled)}}}}}"  # twice, so that styles leave KTX as it is
    if of.names:
        yield "author", "{" + " and ".join(f"{{{escaped(name)}}}" for name in of.names) + "}"
    if of.press:
        yield "journal", f"{{{escaped(of.press)}}}"
    yield "entrysubtype", "{newspaper}"
    if of.day:
        yield "year", f"{{{of.day.year:04}}}"  # for BibTeX itself, which does not know `date`
        yield "month", MONTHS[of.day.month - 1]
        yield "date", f"{{{of.day.isoformat()}}}"
    if of.summary:
        yield "abstract", f"{{{escaped(of.summary)}}}"
    if of.tags:
        yield "keywords", "{" + ", ".join(escaped(tag.replace(",", " ")) for tag in of.tags) + "}"
    yield "langid", "{korean}"
    if of.address:
        yield "url", f"{{{of.address.translate(_IN_ADDRESS)}}}"
