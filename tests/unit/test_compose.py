"""compose.yaml and its Dockerfile, without Docker: that they are well formed and safe, and name what is there.

A file of this form is held to what the Compose specification says of each part that it uses, and to nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

import pytest
import yaml

from indexer.settings import ROOT, Settings
from tests.services.artifacts import VERSION

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = [
    line.split(maxsplit=1)
    for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]

TOP = {"name", "services", "networks", "volumes", "configs", "secrets"}
SERVICE = {
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "init", "logging", "networks",
    "ports", "restart", "security_opt", "shm_size", "stop_grace_period", "ulimits", "volumes",
}  # fmt: skip
HEALTHCHECK = {"test", "interval", "timeout", "retries", "start_period"}
RESTART = {"no", "always", "on-failure", "unless-stopped"}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
DURATION = re.compile(r"(\d+(us|ms|s|m|h))+")
VARIABLE = re.compile(r"\$\{(\w+)(:?[-?])?([^}]*)\}")


def strings(value: object) -> Iterator[str]:
    """Every text in it, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (*strings(key), *strings(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def test_it_has_the_parts_of_the_specification_and_no_others() -> None:
    assert set(COMPOSE) <= TOP
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*", COMPOSE["name"])
    for name, service in SERVICES.items():
        assert re.fullmatch(r"[a-zA-Z0-9._-]+", name)
        assert set(service) <= SERVICE, name
        assert "image" in service or "build" in service, name
        assert service["restart"] in RESTART
        assert DURATION.fullmatch(service["stop_grace_period"])
        for value in service["environment"].values():
            assert isinstance(value, str), "a number or a true of YAML is not what the program reads"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_says_whether_it_is_well(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert set(check) <= HEALTHCHECK
    assert check["test"][0] in ("CMD", "CMD-SHELL")
    assert all(isinstance(part, str) for part in check["test"])
    assert isinstance(check["retries"], int)
    assert all(DURATION.fullmatch(check[key]) for key in ("interval", "timeout", "start_period"))


def test_what_is_named_is_there() -> None:
    used: set[str] = set()
    for service in SERVICES.values():
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        for volume in service["volumes"]:
            source, target = volume.split(":")
            assert target.startswith("/")
            used.add(source)
        for other, wanted in service.get("depends_on", {}).items():
            assert wanted["condition"] in CONDITIONS
            assert wanted["condition"] != "service_healthy" or "healthcheck" in SERVICES[other]
    assert used == set(COMPOSE["volumes"])
    urls = " ".join(strings(SERVICES["gisa"]["environment"]))
    assert set(re.findall(r"[/@](\w+):\d+", urls)) == set(SERVICES["gisa"]["depends_on"])


def test_the_program_understands_what_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = SERVICES["gisa"]["environment"]
    for name, value in told.items():
        monkeypatch.setenv(name, VARIABLE.sub("x1", value))
    settings = Settings.read(None)
    assert settings.cluster
    assert settings.cluster.url == told["GISA_OPENSEARCH_URL"]
    assert settings.archive_url == "postgresql+psycopg://gisa:x1@postgresql:5432/gisa"


def test_only_the_pages_are_open_and_only_to_this_computer() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["gisa"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["gisa"]["ports"])
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    for name in SERVICES.keys() - {"gisa"}:
        assert SERVICES[name]["networks"] == ["inside"], name


def test_no_password_is_written_down_and_none_has_a_default() -> None:
    for text in strings(COMPOSE):
        for variable, how, _ in VARIABLE.findall(text):
            assert how, f"{variable} may be empty and nobody is told"
            if "PASSWORD" in variable:
                assert how == ":?", f"{variable} has a default"
    for service in SERVICES.values():
        for key, value in service["environment"].items():
            if "PASSWORD" in key:
                assert VARIABLE.fullmatch(value), key
    assert not re.search(r"://\w+:(?!\$\{)[^@/\s]+@", " ".join(strings(COMPOSE)))
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_the_images_are_of_one_version_and_the_server_is_the_one_that_is_tested() -> None:
    for name, service in SERVICES.items():
        assert re.search(r":[\w.-]+$", service["image"]), name
        assert not service["image"].endswith(":latest"), name
    assert SERVICES["opensearch"]["image"].endswith(f":{VERSION}")


def test_nobody_is_root_in_the_image_and_what_it_copies_is_there() -> None:
    users = [rest for word, rest in DOCKERFILE if word == "USER"]
    assert users
    assert users[-1] not in ("root", "0")
    assert not [rest for word, rest in DOCKERFILE if word == "ADD"]
    for word, rest in DOCKERFILE:
        if word == "COPY":
            *sources, _ = [part for part in rest.split() if not part.startswith("--")]
            assert all(list(ROOT.glob(source)) for source in sources), rest
            assert all(any(fnmatch(kept, source) for kept in let_in()) for source in sources), rest


def let_in() -> list[str]:
    """What .dockerignore lets into the image."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert lines[1] == "*"
    return [line[1:] for line in lines if line.startswith("!")]


def test_archives_and_secrets_stay_out_of_the_image() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {"data/archive", "data/demo"} <= set(lines[lines.index("!data") :])
    assert not {".env", ".git", ".venv"} & set(let_in())
