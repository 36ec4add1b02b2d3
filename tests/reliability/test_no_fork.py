"""Nothing of ours forks: in a forked child Kiwi waits for threads that are not there, for ever."""

from __future__ import annotations

import ast

import pytest

from tests.reliability.test_no_code_from_data import FILES

FORKS = ("os.fork", "os.forkpty", "multiprocessing", "ProcessPoolExecutor")


def forks(tree: ast.AST) -> set[str]:
    """What there is of these in a module."""
    said = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, (ast.Attribute, ast.Name))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            said.update(alias.name for alias in node.names)
            said.add(getattr(node, "module", None) or "")
    return {one for one in said if one.partition(".")[0] in FORKS or one in FORKS or one.split(".")[-1] in FORKS}


def test_no_module_of_ours_forks() -> None:
    assert {path.name: found for path in FILES if (found := forks(ast.parse(path.read_text("utf-8"))))} == {}


@pytest.mark.parametrize(
    "code",
    [
        "os.fork()",
        "import multiprocessing as many",
        "from multiprocessing import Pool",
        "from multiprocessing.pool import Pool",
        "from concurrent.futures import ProcessPoolExecutor",
        "futures.ProcessPoolExecutor(2)",
    ],
)
def test_what_would_is_seen(code: str) -> None:
    assert forks(ast.parse(code))
