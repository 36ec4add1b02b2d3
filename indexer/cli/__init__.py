"""The command line: `parser` says what can be typed, `commands` does it, `report` says how it went."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from indexer.cli.parser import build_parser
from indexer.errors import GisaError

INTERRUPTED = 130
"""128 + SIGINT, as shells report it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; the exit code. Errors of ours are one Korean sentence on standard error, never a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name typed in another encoding, or a terminal that lacks a character, is shown escaped: no traceback.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        options = build_parser().parse_args(arguments)
        code = int(options.run(options))
        sys.stdout.flush()  # here, where a closed pipe is caught, not when Python ends
        return code
    except GisaError as error:
        print(f"gisa: {error}", file=sys.stderr)
        return error.exit_code
    except (KeyboardInterrupt, SystemError) as error:
        # What comes while compiled code is called, Python wraps in a SystemError.
        if not isinstance(error, KeyboardInterrupt) and not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        print("\ngisa: 멈췄습니다. 이미 보관한 기사는 그대로 있고, 다시 하면 이어서 합니다.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Standard output is gone; say no more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
