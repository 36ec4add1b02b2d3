"""The servers of the tests: that they are real, survive what they should, and are gone afterwards."""

from __future__ import annotations

import base64
import json
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import artifacts
from tests.services.artifacts import ARTIFACTS, VERSION, Missing, assemble, publish
from tests.services.fixtures import or_skip
from tests.services.front import Front, front
from tests.services.opensearch import Node, node

services = pytest.mark.services


@pytest.fixture(scope="module")
def guarded(opensearch_node: Node) -> Iterator[Front]:
    with or_skip(), front(opensearch_node) as made:
        yield made


@services
def test_a_node_answers_with_its_version_its_scripts_and_its_analysers(opensearch_node: Node) -> None:
    status, root = opensearch_node.ask("GET", "/")
    assert status == 200
    assert (root["version"]["distribution"], root["version"]["number"]) == ("opensearch", VERSION)
    assert opensearch_node.ask("POST", "/_scripts/painless/_execute", {"script": {"source": "6 * 7"}})[1] == {
        "result": "42"
    }
    spaced = {"tokenizer": "whitespace", "filter": ["lowercase"], "text": "가람군 KTX"}
    _, analysed = opensearch_node.ask("POST", "/_analyze", spaced)
    assert [token["token"] for token in analysed["tokens"]] == ["가람군", "ktx"]


@services
def test_a_node_is_not_root(opensearch_node: Node) -> None:
    status = Path(f"/proc/{opensearch_node.pid}/status")
    if not status.exists():
        pytest.skip("no /proc here")
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("Uid:")]
    assert "0" not in line.split()[1:]


@services
def test_a_node_keeps_its_address_and_its_data_when_it_is_killed_and_started_again() -> None:
    with or_skip(), node() as own:
        own.ask("PUT", "/articles", {"settings": {"number_of_shards": 1, "number_of_replicas": 0}})
        assert own.ask("PUT", "/articles/_doc/1", {"title": "둑 보수"})[0] == 201
        address, folder = own.url, own.folder
        own.kill()
        assert not own.running
        with pytest.raises(ConnectionRefusedError):
            own.ask("GET", "/")
        own.restart()
        assert own.url == address
        assert own.ask("GET", "/articles/_doc/1")[1]["_source"] == {"title": "둑 보수"}
        ended = own.pid
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(ended, 0)


def over_tls(front: Front, password: str, *, trusting: bool = True) -> dict[str, object]:
    trusted = ssl.create_default_context(cafile=front.certificate if trusting else None)
    given = base64.b64encode(f"{front.user}:{password}".encode()).decode()
    asked = urllib.request.Request(f"{front.url}/", headers={"Authorization": f"Basic {given}"})
    with urllib.request.urlopen(asked, timeout=30, context=trusted) as answer:
        read: dict[str, object] = json.load(answer)
        return read


@services
def test_the_front_lets_in_whoever_has_the_password_and_trusts_its_certificate(guarded: Front) -> None:
    assert over_tls(guarded, guarded.password)["tagline"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        over_tls(guarded, "wrong")
    assert refused.value.code == 401
    refused.value.close()
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        over_tls(guarded, guarded.password, trusting=False)


def test_the_reason_to_skip_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(Missing, match="install openjdk"):
        artifacts.java.__wrapped__()
    with pytest.raises(Missing, match="install maven"):
        artifacts.fetch(tmp_path / "fetched")


def test_a_java_too_old_or_too_new_is_a_reason_to_skip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    java = tmp_path / "java"
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    for version, runs in (("1.8.0_292", False), ("11.0.2", False), ("17.0.15", True), ("24", False)):
        java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
        java.chmod(0o755)
        if runs:
            assert artifacts.java.__wrapped__() == java
        else:
            with pytest.raises(Missing, match="17 TO 23"):
                artifacts.java.__wrapped__()


def test_an_artifact_that_was_changed_on_the_way_starts_nothing(tmp_path: Path) -> None:
    for artifact in ARTIFACTS:
        (tmp_path / artifact.file).write_bytes(b"something else")
    with pytest.raises(AssertionError, match="another hash"):
        assemble(tmp_path, tmp_path / "whole")
    assert not (tmp_path / "whole").exists()


def test_of_two_processes_that_assemble_it_the_second_takes_what_is_there(tmp_path: Path) -> None:
    place = tmp_path / "shelf" / "server"
    place.parent.mkdir()
    for name in ("first", "second"):
        made = tmp_path / name
        made.mkdir()
        (made / "name").write_text(name)
        publish(made, place)
    assert (place / "name").read_text() == "first"
