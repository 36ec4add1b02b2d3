"""What the launcher does once."""

from __future__ import annotations

import subprocess
import sys

from indexer.settings import ROOT


def test_preparing_asks_everything_and_says_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "indexer.prepare"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
