"""Adds an invented article every few seconds, as one who fetches does, until told to end by a closed pipe.

    python -m tests.reliability.writer DATA SECONDS [--kiwi]

Each time it writes a line: a word that only this article has, and when (seconds since 1970) it was begun and committed.
"""

from __future__ import annotations

import json
import select
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from indexer import ingest
from indexer.analysis.interface import Analyser
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.settings import Settings
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, write_jsonl
from tests.reliability.served import articles

SYLLABLES = "갈날달말발살잘찰칼탈"
FIRST = 1_000_000


def word_of(number: int) -> str:
    """A word of that number, which no other text has."""
    return "뷁" + "".join(SYLLABLES[int(digit)] for digit in str(number))


def main() -> None:
    """Writes until nobody listens any more."""
    data, pause = Path(sys.argv[1]), float(sys.argv[2])
    settings = Settings(data=data)
    number = FIRST + int(time.time()) % FIRST
    with tempfile.TemporaryDirectory() as folder, closing(Archive(settings.archive_url)) as archive:
        # With the words that the archive was analysed with: others would have all of it analysed again.
        kiwi = "--kiwi" in sys.argv
        analyser: Analyser = KiwiAnalyser(workers=1, user_words=archive.words) if kiwi else PlainAnalyser()
        next(analyser.columns(["준비"]))
        while True:
            started, number = time.time(), number + 1
            row = articles(1, number)[0] | {"title": f"가람군, {word_of(number)} 다리 연다"}
            path = write_jsonl(Path(folder) / "one.jsonl", [row])
            with closing(WhooshEngine(settings.index)) as engine:
                ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=analyser)
            said = {"word": word_of(number), "begun": started, "committed": time.time()}
            sys.stdout.write(json.dumps(said) + "\n")
            sys.stdout.flush()
            if select.select([sys.stdin], [], [], max(0.0, started + pause - time.time()))[0]:
                return


if __name__ == "__main__":
    main()
