"""`/export` and its files: whole answers, streamed, whole or visibly broken off."""

from __future__ import annotations

import io
import json
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
import waitress.server
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.article import Article
from indexer.cli import running
from indexer.errors import ArchiveError, InvalidRequest
from indexer.exporting import FORMATS, Export
from indexer.query.request import SearchRequest
from indexer.query.result import Warning  # noqa: A004
from tests.exports import FakeShelf, bibtex_entries, csv_rows, ris_records, sheets, xlsx_rows
from tests.web.archive import ARTICLES
from tests.web.browser import Page, client_of
from tests.web.fake import FakeSearch, news
from webui import create_app
from webui.drafts import drafting
from webui.exports import exporting

MANY = [news("2016-08-31", id=f"garamilbo.example:{number}", title=f"특구 {number}") for number in range(450)]


def client(*articles: Article, **other: Any) -> FlaskClient:
    return client_of(FakeSearch(articles or ARTICLES, **other))


def ids_of(name: str, data: bytes) -> list[str]:
    """The articles of a file, read by what knows nothing of its writer."""
    if name in ("csv", "xlsx"):
        return [row["기사ID"] for row in (csv_rows if name == "csv" else xlsx_rows)(data)]
    if name == "jsonl":
        return [json.loads(line)["id"] for line in data.splitlines()]
    if name == "ris":
        return [dict(record)["AN"] for record in ris_records(data)]
    return [fields["url"].rpartition("/")[2] for _, fields in bibtex_entries(data)]


def links_of(page: Page) -> list[str]:
    return [link["href"] for link in page.all("a")]


def sent(manifest: bytes, to: FlaskClient, name: str = "특구.manifest.json", path: str = "/export") -> TestResponse:
    return to.post(path, data={"manifest": (io.BytesIO(manifest), name)})


def test_the_page_says_what_would_be_exported_and_in_which_formats() -> None:
    page = Page(client().get("/export?q=특구&press=가람일보&sort=oldest&page=3&size=50").get_data(as_text=True))
    text = page.text
    assert "찾은 기사 3건을 모두" in text
    for said in ("특구", "가람일보", "오래된순"):
        assert said in text
    links = [link for link in links_of(page) if link.startswith("/export.")]
    assert [link.partition("?")[0] for link in links] == [
        *(f"/export.{name}" for name in FORMATS),
        "/export.manifest.json",
    ]
    assert {unquote(link.partition("?")[2]) for link in links} == {"q=특구&press=가람일보&sort=oldest"}


def test_the_page_of_an_empty_answer_says_so() -> None:
    assert "담을 것이 없습니다" in client().get("/export?q=없는말").get_data(as_text=True)


@pytest.mark.parametrize("name", FORMATS)
def test_every_file_has_every_article_of_the_search(name: str) -> None:
    answer = client(*MANY).get(f"/export.{name}?q=특구&page=3&size=5")
    assert ids_of(name, answer.data) == [article.id for article in MANY]
    assert answer.content_type == FORMATS[name].media_type


def test_a_file_is_named_in_korean_and_in_ascii() -> None:
    said = (
        client()
        .get("/export.bibtex", query_string={"q": '강소특구 "예산/2016"; \r\n..'})
        .headers["Content-Disposition"]
    )
    assert said.startswith("attachment; filename=\"gisa-20261122.bib\"; filename*=UTF-8''")
    assert unquote(said.partition("''")[2]) == "동네기사-강소특구-예산-2016-20261122.bib"
    assert said.isascii()


@pytest.mark.parametrize("q", ["", "가" * 500, "../../etc/passwd", "\x00\u202e", "<script>", "%0d%0aSet-Cookie: a=b"])
def test_no_query_makes_a_name_that_means_something_else(q: str) -> None:
    answer = client().get("/export.csv", query_string={"q": q})
    name = unquote(answer.headers["Content-Disposition"].partition("''")[2])
    assert name.startswith("동네기사-")
    assert name.endswith("20261122.csv")
    assert not set(name) & set('/\\<>:"|?*\r\n\0\u202e')
    assert len(name) < 70
    assert "Set-Cookie" not in answer.headers


def test_a_file_says_where_its_manifest_is() -> None:
    to = client()
    link = to.get("/export.csv?q=특구&sort=newest").headers["Link"]
    address, rel = link.split(">; ", 1)
    assert rel == 'rel="describedby"; type="application/json"'
    manifest = to.get(address.lstrip("<")).get_json()
    assert (manifest["request"]["text"], manifest["request"]["sort"]) == ("특구", "newest")


def test_articles_have_the_address_of_their_page_the_same_in_both_languages() -> None:
    for path in ("/export.csv", "/en/export.csv"):
        rows = csv_rows(client().get(f"{path}?q=터미널").data)
        assert [unquote(row["동네기사 주소"]) for row in rows] == [f"http://localhost/article/{rows[0]['기사ID']}"]


def test_a_format_that_is_none_is_not_found_and_the_page_names_those_there_are() -> None:
    answer = client().get("/export.hwp?q=특구")
    assert answer.status_code == 404
    page = Page(answer.get_data(as_text=True))
    assert "‘hwp’ 파일로는 내보낼 수 없습니다" in page.text
    assert "/export.csv" in {link.partition("?")[0] for link in links_of(page)}


@pytest.mark.parametrize("path", ["/export", "/export.csv", "/export.xlsx", "/export.manifest.json"])
def test_bad_parameters_are_refused_with_a_page_that_says_which(path: str) -> None:
    answer = client().get(f"{path}?q=특구&from=2020&to=2010")
    assert answer.status_code == 400
    assert "기간의 시작" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/export", "/export.csv", "/export.xlsx", "/export.manifest.json"])
def test_what_is_wrong_before_the_first_byte_is_a_page_that_says_so(path: str) -> None:
    answer = client(problem=ArchiveError("보관소를 열 수 없습니다")).get(path)
    assert answer.status_code == 503
    assert answer.content_type.startswith("text/html")


class Breaking(FakeShelf):
    """An archive that breaks after the first batch."""

    def __init__(self, articles: Sequence[Article]) -> None:
        super().__init__(articles, set())
        self.batches = 0

    def texts(self, ids: Sequence[str]) -> Any:
        self.batches += 1
        if self.batches > 1:
            raise ArchiveError("디스크가 없어졌습니다")
        return super().texts(ids)


class BreakingSearch(FakeSearch):
    def export(self, request: SearchRequest) -> Export:
        made = super().export(request)
        made.shelf = Breaking(self.articles)
        return made


@pytest.fixture
def served() -> Iterator[int]:
    """The port of a real server whose archive breaks in the middle of a file."""
    app = create_app(BreakingSearch(MANY))
    server = waitress.server.create_server(app, host="127.0.0.1", port=0, threads=2, **running.BODIES)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield int(server.effective_port)
    server.close()
    thread.join(timeout=10)


def fetched(port: int, path: str, more: str = "") -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode())
        return b"".join(iter(lambda: connection.recv(1 << 16), b""))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning", "ignore::ResourceWarning")
def test_a_file_that_breaks_off_is_not_ended_as_if_it_were_whole(served: int) -> None:
    answer = fetched(served, "/export.csv")
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"Transfer-Encoding: chunked" in answer
    assert "특구".encode() in answer
    assert not answer.endswith(b"0\r\n\r\n")


def test_a_file_that_is_made_before_it_is_sent_breaks_with_a_page(served: int) -> None:
    assert fetched(served, "/export.xlsx", "Connection: close\r\n").startswith(b"HTTP/1.1 503")


@pytest.mark.parametrize(("path", "status"), [("/draft", 413), ("/api/v1/draft", 400), ("/search", 405)])
def test_a_body_beyond_all_that_is_read_is_refused_in_words_and_with_every_header(
    served: int, path: str, status: int
) -> None:
    body = b"text=" + b"a" * 3_000_000
    with socket.create_connection(("127.0.0.1", served), timeout=10) as connection:
        kind = "application/x-www-form-urlencoded"
        head = f"Host: localhost\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}"
        connection.sendall(f"POST {path} HTTP/1.1\r\n{head}\r\n\r\n".encode() + body)
        answer = b"".join(iter(lambda: connection.recv(1 << 16), b"")).decode()
    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert "Content-Security-Policy: default-src 'none'" in answer
    assert "십시오" in answer


def test_the_server_takes_in_whatever_a_page_reads() -> None:
    assert running.MOST_BODY > exporting.LARGEST > running.MOST_IN_MEMORY > drafting.MOST_BYTES


def test_a_takedown_leaves_the_article_out_of_the_file_and_of_the_manifest() -> None:
    class Racing(FakeSearch):
        def export(self, request: SearchRequest) -> Export:
            made = super().export(request)
            del self.articles[0]
            return made

    search = Racing(list(ARTICLES))
    assert len(csv_rows(client_of(search).get("/export.csv").data)) == len(ARTICLES) - 1
    manifest = client_of(search).get("/export.manifest.json").get_json()
    assert manifest["counts"]["left_out"] == 1
    assert manifest["left_out"][0]["why"] == "taken_down"


def test_of_a_restricted_newspaper_the_file_has_the_beginning() -> None:
    search = FakeSearch([news(id="s-1", title="특구", body="특구를 만든다. " * 100)])
    search.restricted = {"s-1"}
    (row,) = csv_rows(client_of(search).get("/export.csv?q=특구").data)
    assert len(row["본문"]) <= 200
    assert row["본문 범위"].startswith("앞부분")


def test_a_workbook_says_on_its_second_sheet_what_was_asked() -> None:
    said = dict(row[:2] for row in sheets(client().get("/export.xlsx?q=특구&press=가람일보").data)["출처"])
    assert (said["질의"], said["신문"]) == ("특구", "가람일보")


def test_a_manifest_that_is_sent_back_says_that_nothing_has_changed() -> None:
    to = client()
    manifest = to.get("/export.manifest.json?q=특구&sort=oldest").data
    answer = sent(manifest, to)
    assert answer.status_code == 200
    page = Page(answer.get_data(as_text=True))
    assert "글과 순서가 모두 그대로입니다" in page.text
    assert "/search?q=%ED%8A%B9%EA%B5%AC&sort=oldest" in links_of(page)


def test_a_manifest_that_is_sent_back_says_what_has_changed() -> None:
    search = FakeSearch([replace(article, id=f"g-{at}") for at, article in enumerate(ARTICLES)])
    manifest = client_of(search).get("/export.manifest.json?q=특구").data
    search.articles = [
        *(
            replace(article, body="특구를 <b>다시</b> 판다.") if article.id == "g-1" else article
            for article in search.articles[1:]
        ),
        news(id="n-1", title="특구 <i>새 글</i>"),
    ]
    page = Page(sent(manifest, client_of(search)).get_data(as_text=True))
    assert "더해진 기사 1건" in page.text
    assert "빠진 기사 1건" in page.text
    assert "글이 달라진 기사 1건" in page.text
    assert {"/article/n-1", "/article/g-1"} <= set(links_of(page))
    assert "특구 <i>새 글</i>" in page.text  # escaped: it is text


def test_a_long_list_of_changes_says_that_it_is_cut() -> None:
    search = FakeSearch([])
    manifest = client_of(search).get("/export.manifest.json").data
    page = Page(sent(manifest, client_of(FakeSearch(MANY))).get_data(as_text=True))
    assert "더해진 기사 450건" in page.text
    assert "앞의 50건만 보입니다" in page.text


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"\xff\x00", "둑".encode(), b"[" * 50_000, b'{"manifest": 1}', b"<script>alert(1)</script>"]
)
def test_a_file_that_is_no_manifest_is_refused_on_the_page(text: bytes) -> None:
    answer = sent(text, client())
    assert answer.status_code == 400
    assert "명세(manifest.json)가 아닙니다" in answer.get_data(as_text=True)


def test_no_file_is_refused_on_the_page() -> None:
    for data in ({}, {"manifest": (io.BytesIO(b""), "")}):
        answer = client().post("/export", data=data, content_type="multipart/form-data")
        assert answer.status_code == 400
        assert "명세 파일을 고르십시오" in answer.get_data(as_text=True)


def test_a_file_that_is_too_large_is_refused_on_the_page() -> None:
    answer = client().post("/export", data=b" " * (17 << 20), content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
    assert "너무 큽니다" in answer.get_data(as_text=True)


def test_a_manifest_whose_question_cannot_be_asked_is_refused_on_the_page() -> None:
    class Refusing(FakeSearch):
        def export(self, request: SearchRequest) -> Export:
            raise InvalidRequest("검색식이 너무 깁니다.", parameter="q")

    answer = sent(client().get("/export.manifest.json").data, client_of(Refusing(ARTICLES)))
    assert answer.status_code == 400
    assert "검색식이 너무 깁니다" in answer.get_data(as_text=True)


def test_the_page_is_in_english_too() -> None:
    text = client().get("/en/export?q=특구").get_data(as_text=True)
    for said in ("Export", "Manifest", "Relevance", "R, Python and any spreadsheet", "See what has changed"):
        assert said in text
    assert "내보내기" not in text


def test_a_comparison_is_in_english_too() -> None:
    search = FakeSearch(MANY[:3])
    manifest = client_of(search).get("/export.manifest.json").data
    assert (
        "3 articles, their texts and their order unchanged" in sent(manifest, client_of(search), path="/en/export").text
    )
    search.articles = search.articles[1:]
    text = sent(manifest, client_of(search), path="/en/export").text
    assert "One article is no longer there." in text
    assert "Of these, one was taken down." in text


def test_warnings_of_the_query_are_shown() -> None:
    page = client(warnings=(Warning(0, "따옴표가 닫히지 않았습니다"),)).get("/export?q=특구").get_data(as_text=True)
    assert "따옴표가 닫히지 않았습니다" in page
