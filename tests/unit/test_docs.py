"""The documents are held to the program: what can be typed is documented, and what is linked is there."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from indexer.cli.parser import build_parser
from indexer.query.lexer import FIELDS
from indexer.settings import ROOT
from webui.parameters import SEARCH

PAGES = sorted(
    page for page in ROOT.rglob("*.md") if not any(part.startswith(".") for part in page.relative_to(ROOT).parts)
)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    subparsers = next(a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(subparsers.choices)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"^\| `{name}\b", text_of("docs/commands.md"), re.MULTILINE)


def test_every_documented_command_exists() -> None:
    table = text_of("docs/commands.md").partition("## 선택")[0]
    assert set(re.findall(r"^\| `(\w+)", table, re.MULTILINE)) == set(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_is_documented(name: str) -> None:
    options = {text for action in commands()[name]._actions for text in action.option_strings if text.startswith("--")}
    documented = set(re.findall(r"`(--[a-z-]+)", text_of("docs/commands.md"))) | {"--help"}
    assert options <= documented


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_examples_in_its_help(name: str) -> None:
    assert f"gisa {name}" in (commands()[name].epilog or "")


def test_every_url_parameter_is_documented() -> None:
    table = text_of("docs/api.md").partition("## 매개변수")[2].partition("## SearchResult")[0]
    first_cells = "".join(re.findall(r"^\|([^|]*)\|", table, re.MULTILINE))
    assert set(re.findall(r"`([a-z_]+)`", first_cells)) == {parameter.name for parameter in SEARCH}


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_field_prefix_is_documented(name: str) -> None:
    assert f"{name}:" in text_of("docs/query-language.md")


@pytest.mark.parametrize(
    "operator", ["OR", "|", "NOT", "-", "PRE/", "NEAR/", '="', "문장(", "*", "~", "날짜:", "..", ">="]
)
def test_every_operator_is_documented(operator: str) -> None:
    assert operator in text_of("docs/query-language.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if not target.startswith(("http://", "https://", "#")):
            assert (page.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_test_that_is_named_is_there(page: Path) -> None:
    assert [
        name for name in re.findall(r"\btests/[\w/]+\.py", page.read_text("utf-8")) if not (ROOT / name).exists()
    ] == []


@pytest.mark.parametrize("record", sorted((ROOT / "docs/adr").glob("0*.md")), ids=lambda record: record.stem)
def test_every_decision_record_has_its_parts_and_is_listed(record: Path) -> None:
    text = record.read_text("utf-8")
    assert text.startswith(f"# {record.stem[:4]}: ")
    assert "**Status**:" in text
    assert all(f"\n## {part}\n" in text for part in ("Context", "Decision", "Measurement", "Consequences"))
    assert f"({record.name})" in text_of("docs/adr/README.md")


def test_the_decision_records_are_numbered_without_a_gap() -> None:
    numbers = [int(record.stem[:4]) for record in sorted((ROOT / "docs/adr").glob("0*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_dependency_has_its_reason() -> None:
    reasons = text_of("docs/adr/0002-dependencies.md")
    lines = (text_of("requirements.txt") + text_of("requirements-dev.txt")).splitlines()
    packages = [line.partition("==")[0] for line in lines if line and not line.startswith("#")]
    assert all(package in reasons for package in packages)


def test_every_dependency_is_pinned() -> None:
    lines = (text_of("requirements.txt") + text_of("requirements-dev.txt")).splitlines()
    assert all(re.match(r"[\w.-]+==\d", line) for line in lines if line and not line.startswith("#"))
