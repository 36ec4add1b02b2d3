"""Nothing of ours turns data into code: no pickle, no eval, no loader of YAML that makes objects, no shell."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.settings import ROOT

MODULES = {
    "pickle",
    "cPickle",
    "_pickle",
    "marshal",
    "shelve",
    "dill",
    "cloudpickle",
    "joblib",
    "jsonpickle",
    "imp",
    "code",
}
BUILTINS = {"eval", "exec", "compile", "__import__", "execfile"}
CALLS = {
    "os.system",
    "os.popen",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
    "yaml.load",
    "yaml.load_all",
    "yaml.unsafe_load",
    "yaml.unsafe_load_all",
    "yaml.full_load",
    "yaml.full_load_all",
    "np.load",
    "np.fromregex",
    "numpy.load",
    "pd.read_pickle",
}
FILES = [path for package in ("indexer", "webui") for path in sorted((ROOT / package).rglob("*.py"))]


def found(tree: ast.AST) -> Iterator[str]:
    """What there is of these in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in MODULES:
            yield str(node.module)
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in BUILTINS | CALLS:
                yield called
            for keyword in node.keywords:
                value = ast.unparse(keyword.value)
                if (keyword.arg, value) in {("shell", "True"), ("allow_pickle", "True")}:
                    yield f"{called}({keyword.arg}=True)"
                if keyword.arg == "Loader" and value != "yaml.BaseLoader":
                    yield f"{called}(Loader={value})"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_makes_code_of_data(path: Path) -> None:
    assert list(found(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "harm",
    [
        "import pickle",
        "from pickle import loads",
        "eval(x)",
        "yaml.load(x)",
        "yaml.compose(x, Loader=yaml.UnsafeLoader)",
        "np.load(x)",
        "subprocess.run(x, shell=True)",
        "np.frombuffer(x, allow_pickle=True)",
        "os.system(x)",
    ],
)
def test_what_would_is_seen(harm: str) -> None:
    assert list(found(ast.parse(harm)))
