"""The password: what is kept of it, who gets in, who is not listened to, and what is told to whoever opens a site."""

from __future__ import annotations

import base64
import io
import stat
import threading
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import TooManyRequests
from werkzeug.test import TestResponse

from indexer import password as kept
from indexer.cli.opening import Opening, loopback
from indexer.cli.parser import build_parser
from indexer.errors import GisaError, InvalidRequest
from indexer.password import LONGEST, SHORTEST, Hashed
from tests.reliability.wire import TODAY, served
from tests.unit.cli.conftest import Gisa, gisa, plain  # noqa: F401  (fixtures)
from tests.web.fake import FakeSearch, news
from tests.web.hostile import addresses
from webui import create_app
from webui.guarding import OPEN, OVERALL, PER_CLIENT, REMEMBERED, WINDOW, Guard, whose
from webui.headers import HEADERS

SECRET = "솔내천 둑길 느티나무"
HASHED = Hashed.of(SECRET)
_EASY = {"memory": 16, "block": 1, "parallel": 1, "salt": b"s" * 16}
QUICK = Hashed(**_EASY, hash=kept._scrypt(SECRET, *_EASY.values()))  # type: ignore[arg-type]
"""Of the same password, computed in no time."""


class Clock:
    """Time that stands until it is told to go."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def basic(password: str, user: str = "") -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def shut() -> FlaskClient:
    return create_app(FakeSearch([news(id="x")]), today=lambda: TODAY, password=QUICK).test_client()


# What is kept


def test_what_is_kept_is_no_password_and_salted_anew() -> None:
    again = Hashed.of(SECRET)
    assert again.line != HASHED.line
    assert SECRET not in HASHED.line
    assert SECRET.encode().hex() not in HASHED.line
    assert again.fits(SECRET)
    assert Hashed.parse(again.line) == again


def test_the_work_of_a_guess_is_what_owasp_asks_for() -> None:
    memory = HASHED.memory * HASHED.block * 128
    assert memory >= 32 << 20
    assert (HASHED.memory, HASHED.block, HASHED.parallel) == (1 << 15, 8, 3)


@pytest.mark.parametrize(
    "wrong", ["", " ", SECRET[:-1], SECRET + " ", SECRET.replace(" ", ""), "a" * 100_000, "\0", "\ud800"]
)
def test_nothing_else_fits(wrong: str) -> None:
    assert not HASHED.fits(wrong)


def test_a_password_of_letters_apart_is_the_same() -> None:
    assert QUICK.fits(unicodedata.normalize("NFD", SECRET))


@pytest.mark.parametrize("password", ["", "가" * (SHORTEST - 1), "가" * (LONGEST + 1)])
def test_short_and_endless_ones_are_refused(password: str) -> None:
    with pytest.raises(InvalidRequest, match=str(SHORTEST)):
        Hashed.of(password)


@given(st.text(max_size=200))
def test_what_is_no_hash_is_no_password(line: str) -> None:
    with pytest.raises(ValueError, match="no hash"):
        Hashed.parse(line)


def test_the_file_is_its_owners_and_a_broken_one_opens_nothing(tmp_path: Path) -> None:
    place = tmp_path / "new" / "password"
    assert kept.read(place) is None
    kept.write(place, HASHED)
    kept.write(place, HASHED)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [path.name for path in place.parent.iterdir()] == ["password"]
    assert kept.read(place) == HASHED
    for broken in (b"", b"scrypt$", HASHED.line.encode()[:-10], b"\xff" * 100):
        place.write_bytes(broken)
        with pytest.raises(GisaError, match="gisa password"):
            kept.read(place)
    assert kept.forget(place)
    assert not kept.forget(place)


# Who gets in


def test_nothing_of_the_archive_is_given_without_it() -> None:
    client = shut()
    arguments = {"article_id": ("x",), "filename": ("gisa.css",), "form": ("csv", "ris"), "field": ("press",)}
    opened = set()
    for path in addresses(client.application, arguments):
        for prefix in ("", "/en"):
            for headers in (
                {},
                {"Authorization": "Bearer x"},
                {"Authorization": "Basic %%%"},
                {"Authorization": "Basic"},
            ):
                with client.get(prefix + path, headers=headers) as answer:
                    if answer.status_code != 401:
                        opened.add(path)
                        continue
                    assert answer.headers["WWW-Authenticate"] == 'Basic realm="gisa archive", charset=UTF-8'
                    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
                    assert "가람" not in answer.get_data(as_text=True)
    assert opened == {"/static/gisa.css", "/healthz", "/readyz"}
    assert len(OPEN) == len(opened)
    for path in ("/nowhere", "//x", "/search/"):
        assert client.get(path).status_code == 401


def test_it_opens_everything_whoever_says_it() -> None:
    client = shut()
    for user in ("", "gisa", "박서연", "a" * 1_000):
        for path in ("/", "/search?q=특구", "/article/x", "/feed.atom", "/export.csv", "/api/v1/search", "/nowhere"):
            assert client.get(path, headers=basic(SECRET, user)).status_code in (200, 404)
    answer = client.post("/draft", data={"text": "군의회가 예산을 깎았다."}, headers=basic(SECRET))
    assert answer.status_code == 200


def test_an_open_site_asks_nobody() -> None:
    client = create_app(FakeSearch([news(id="x")]), today=lambda: TODAY).test_client()
    assert client.get("/", headers=basic("wrong")).status_code == 200


def said(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["error"]["code"]


def test_who_goes_on_guessing_is_not_listened_to_even_if_right() -> None:
    client = shut()
    for number in range(PER_CLIENT):
        assert said(client.get("/api/v1/stats", headers=basic(f"guess {number}"))) == (401, "unauthorized")
    for password in ("another guess", SECRET):
        answer = client.get("/api/v1/stats", headers=basic(password))
        assert said(answer) == (429, "too_many_attempts")
        assert 0 < int(answer.headers["Retry-After"]) <= WINDOW + 1
    page = client.get("/en", headers=basic(SECRET))
    assert "Too many wrong passwords" in page.get_data(as_text=True)


# The counting


class Counting:
    """Stands for a hash: counts how often it is computed, and fits one password."""

    def __init__(self) -> None:
        self.computed = 0

    def fits(self, password: str) -> bool:
        self.computed += 1
        return password == SECRET


def guard() -> tuple[Guard, Counting, Clock]:
    hashed, clock = Counting(), Clock()
    return Guard(hashed, clock), hashed, clock  # type: ignore[arg-type]


def test_a_password_that_was_right_is_computed_once() -> None:
    door, hashed, _ = guard()
    assert all(door.admit(f"10.0.0.{number}", SECRET) for number in range(200))
    assert hashed.computed == 1


def test_the_same_wrong_one_is_one_guess() -> None:
    """As a browser sends an old one with every part of every page."""
    door, hashed, _ = guard()
    assert not any(door.admit("10.0.0.1", "the old password") for _ in range(100))
    assert hashed.computed == 1
    assert door.admit("10.0.0.1", SECRET)


def test_guesses_are_bounded_in_any_minute_from_however_many() -> None:
    door, hashed, clock = guard()
    for number in range(20_000):
        clock.now += 0.01
        with suppress(TooManyRequests):
            assert not door.admit(f"10.{number % 251}.{number % 241}.1", f"guess {number}")
    assert hashed.computed <= OVERALL * (200 / WINDOW + 1)
    assert len(door._wrong) <= OVERALL


def test_one_client_gets_a_few_in_any_minute() -> None:
    door, hashed, clock = guard()
    refused = 0
    for number in range(1_200):
        clock.now += 0.1
        try:
            door.admit("10.0.0.1", f"guess {number}")
        except TooManyRequests:
            refused += 1
    assert hashed.computed <= PER_CLIENT * (120 / WINDOW + 1)
    assert refused == 1_200 - hashed.computed


def test_who_was_in_before_is_not_shut_out_by_others() -> None:
    door, _, _ = guard()
    assert door.admit("10.0.0.1", SECRET)
    for number in range(OVERALL):
        door.admit(f"10.0.1.{number}", f"guess {number}")
    assert door.admit("10.0.0.1", SECRET)
    with pytest.raises(TooManyRequests):
        door.admit("10.0.0.2", SECRET)


def test_after_a_minute_all_are_listened_to_again() -> None:
    door, _, clock = guard()
    for number in range(PER_CLIENT):
        door.admit("10.0.0.1", f"guess {number}")
    with pytest.raises(TooManyRequests):
        door.admit("10.0.0.1", SECRET)
    clock.now += WINDOW
    assert door.admit("10.0.0.1", SECRET)


def test_those_who_were_in_are_remembered_up_to_a_number() -> None:
    door, _, _ = guard()
    for number in range(3 * REMEMBERED):
        door.admit(f"10.1.{number // 250}.{number % 250}", SECRET)
    assert len(door._known) == REMEMBERED


def test_many_at_once_are_as_many_as_one_after_the_other() -> None:
    door, hashed, _ = guard()
    answers: list[str] = []

    def guess(number: int) -> None:
        try:
            answers.append(str(door.admit("10.0.0.1", SECRET if number % 4 == 0 else f"guess {number}")))
        except TooManyRequests:
            answers.append("429")

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 64
    assert hashed.computed <= PER_CLIENT + 1
    assert answers.count("False") <= PER_CLIENT


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff", "2001:db8::/64"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_a_client_is_an_address_or_a_network(address: str, client: str) -> None:
    assert whose(address) == client


def test_forged_addresses_of_clients_are_not_counted_by() -> None:
    """Without a proxy nobody can say that he is somebody else."""
    with served(FakeSearch([news(id="x")]), password=QUICK) as wire:
        found = [
            wire.ask("/api/v1/stats", headers=basic(f"guess {n}") | {"X-Forwarded-For": f"10.0.0.{n}"}).status
            for n in range(PER_CLIENT + 1)
        ]
    assert found == [401] * PER_CLIENT + [429]


# Opening


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "::1", "[::1]", "127.8.8.8"])
def test_this_computer_alone_needs_no_password(host: str) -> None:
    assert loopback(host)
    assert Opening(host=host, port=1).exposed == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "*", "192.168.0.7", "gisa.local", "localhost.evil.example"])
def test_opening_to_others_without_a_password_is_warned_of(host: str) -> None:
    assert "./gisa password" in Opening(host=host, port=1).exposed
    assert Opening(host=host, port=1, password=HASHED).exposed == ""


def test_the_server_listens_to_this_computer_unless_told() -> None:
    for command in ("serve", "demo"):
        assert loopback(build_parser().parse_args([command]).host)


def test_it_is_set_and_taken_away(gisa: Gisa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    def typed(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    typed(f"{SECRET}\n")
    done = gisa("password")
    assert done.code == 0
    assert SECRET not in done.out + done.err
    found = kept.read(tmp_path / "T" / "password")
    assert found
    assert found.fits(SECRET)
    typed("짧다\n")
    assert gisa("password").code == 2
    assert kept.read(tmp_path / "T" / "password") == found
    assert "없앴습니다" in gisa("password", "--remove").out
    assert "없습니다" in gisa("password", "--remove").out
    assert gisa("serve", "--site", "news.example").code == 2
