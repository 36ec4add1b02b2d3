"""JSONL, RIS and BibTeX, read back by readers that know nothing of the writers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from indexer.analysis.gate import Refused, admit
from indexer.article import Article, Found
from indexer.exporting import references
from indexer.exporting.references import write_bibtex
from indexer.sources import read_paths
from indexer.sources.json_lines.article import to_article
from indexer.sources.json_lines.reader import parse_line
from tests.exports import bibtex_entries, export_of, ris_records, written
from tests.unit.exporting.texts import dam, few, several


@given(several())
@few
def test_a_line_is_an_article_whatever_stands_in_it(found: list[Article]) -> None:
    lines = written("jsonl", export_of(*found)).split(b"\n")
    assert lines.pop() == b""
    records = [json.loads(line) for line in lines]
    assert [(r["id"], r["title"], r["body"]) for r in records] == [(a.id, a.title, a.body) for a in found]


@given(several())
@few
def test_an_exported_line_is_read_as_the_article_it_was(found: list[Article]) -> None:
    for article in found:
        try:
            before = admit(article)
        except Refused:
            continue  # no archive holds it
        (line,) = written("jsonl", export_of(before)).decode().splitlines()
        again = admit(to_article(parse_line(line)))
        assert again.content_hash == before.content_hash
        assert replace(again, extra={}) == replace(before, extra={})
        assert again.extra["태그"] == article.extra["태그"]


def test_an_export_is_a_source_that_gives_the_same_articles(tmp_path: Path) -> None:
    articles = [dam(1, reporters=("박서연 기자", "오민재, 최여울")), dam(2, excerpt=True, extra={"조회": 17})]
    path = tmp_path / "내보냄.jsonl"
    path.write_bytes(written("jsonl", export_of(*articles)))
    items = [item for file in read_paths([path]) for item in file.items]
    read = [item.article for item in items if isinstance(item, Found)]
    assert read == articles


def test_what_is_restricted_is_read_back_as_the_beginning_that_it_is(tmp_path: Path) -> None:
    article = dam(body="둑을 높인다. " * 100)
    path = tmp_path / "내보냄.jsonl"
    path.write_bytes(written("jsonl", export_of(article, restricted=[article.id])))
    (item,) = [item for file in read_paths([path]) for item in file.items]
    assert isinstance(item, Found)
    assert item.article.excerpt  # so that it never takes the place of the whole text
    assert len(item.article.body) <= 200


def test_half_a_character_in_what_a_source_kept_is_written_escaped() -> None:
    (line,) = written("jsonl", export_of(dam(extra={"요약": "\ud83d"}))).splitlines()
    assert b"\\ud83d" in line


@given(several())
@few
def test_a_ris_file_has_a_record_for_every_article(found: list[Article]) -> None:
    records = ris_records(written("ris", export_of(*found)))
    assert [dict(record)["AN"] for record in records] == [article.id for article in found]
    assert all(record[0] == ("TY", "NEWS") for record in records)


@given(several())
@few
def test_a_bibtex_file_has_an_entry_for_every_article_and_every_key_once(found: list[Article]) -> None:
    entries = bibtex_entries(written("bibtex", export_of(*found)))
    keys = [key for key, _ in entries]
    assert len(set(keys)) == len(keys) == len(found)
    assert all("title" in fields for _, fields in entries)


def test_keys_that_are_alike_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter(["dam", "Dam", "dam-2", "dam"])
    monkeypatch.setattr(references, "bibtex_key", lambda article: next(keys))
    data = b"".join(write_bibtex(export_of(dam(1), dam(2), dam(3), dam(4))))
    made = [key for key, _ in bibtex_entries(data)]
    assert len({key.lower() for key in made}) == 4


def test_every_format_has_as_many_articles_as_were_found() -> None:
    articles = [dam(number) for number in range(450)]  # more than are read together, and no multiple of it
    assert len(written("jsonl", export_of(*articles)).splitlines()) == 450
    assert len(ris_records(written("ris", export_of(*articles)))) == 450
    assert len(bibtex_entries(written("bibtex", export_of(*articles)))) == 450
