"""Ctrl-C at any moment: nothing acknowledged is lost, and the next run goes on from there."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.settings import ROOT
from tests.unit.cli.test_processes import ENVIRONMENT
from tests.unit.sources.packing import line, zipped

ARTICLES = 400
INTERRUPTED = 130
ENDING = -signal.SIGINT
"""All was done and said, and Python, taking itself down, had put the system's own handling of Ctrl-C back."""

GISA = """
import sys
from indexer.cli import main
from tests.plain_commands import use_plain_analyser
use_plain_analyser()
print("시작", file=sys.stderr, flush=True)
sys.exit(main(sys.argv[1:]))
"""


def gisa(*arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", GISA, *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("packing", ["jsonl", "zip"])
def test_a_run_that_is_interrupted_anywhere_is_gone_on_with(tmp_path: Path, packing: str) -> None:
    chance = random.Random(packing)
    lines = [line(number, body=f"표식{number}번을 찾는다. " * 40) for number in range(ARTICLES)]
    path = tmp_path / "기사"
    path.write_bytes(
        b"".join(lines) if packing == "jsonl" else zipped({f"{n}.jsonl": one for n, one in enumerate(lines)})
    )
    data, held = tmp_path / "T", 0
    for _ in range(2):
        running = gisa("add", path, "--data", data, "--json")
        assert running.stderr is not None
        assert "시작" in running.stderr.readline()
        time.sleep(chance.uniform(0.05, 1.2))
        running.send_signal(signal.SIGINT)
        said, noise = running.communicate(timeout=120)
        ended = running.returncode == 0 or (running.returncode == ENDING and said != "")
        assert ended or running.returncode == INTERRUPTED
        # Inside a callback of the compiler nobody can catch it: Python says so, and the run goes on.
        assert "Traceback" not in noise or "Exception ignored" in noise
        if ended:
            assert json.loads(said)["rejected"] == 0
        now = stats(data)
        assert now >= held  # what was archived stays
        held = now
    done = json.loads(gisa("add", path, "--data", data, "--json").communicate(timeout=300)[0])
    assert done["unchanged"] == held
    assert (done["read"], done["added"] + done["unchanged"], done["rejected"]) == (ARTICLES, ARTICLES, 0)
    for number in chance.sample(range(ARTICLES), 1):
        found = gisa("search", f"표식{number}번", "--data", data, "--json", "--ids-only").communicate(timeout=120)[0]
        assert [hit["id"] for hit in json.loads(found)["hits"]] == [f"g-{number}"]
    assert json.loads(gisa("search", "", "--data", data, "--json").communicate(timeout=120)[0])["total"] == ARTICLES


def stats(data: Path) -> int:
    """How many articles the archive holds; none before there is one."""
    running = gisa("stats", "--data", data, "--json")
    said, _ = running.communicate(timeout=120)
    return int(json.loads(said)["articles"]) if running.returncode == 0 else 0
