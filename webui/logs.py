"""One line a record, whatever it is about: what readers send cannot write lines of its own, nor steer a terminal."""

from __future__ import annotations

import logging
import re

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_MARGIN = "  | "

LONGEST = 2_000
"""Characters of a message: an address may have a hundred thousand."""


class OneLine(logging.Filter):
    """Writes what steers as escapes; the lines of a traceback stand behind a margin."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets everything through."""
        record.msg, record.args = plain(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            traceback = logging.Formatter().formatException(record.exc_info)
            record.exc_text = "\n".join(_MARGIN + plain(line) for line in traceback.split("\n"))
        return True


ONE_LINE = OneLine()


def register(*names: str) -> None:
    """Holds the loggers of those names to it."""
    for name in names:
        logging.getLogger(name).addFilter(ONE_LINE)  # the same one twice is once


def plain(text: str) -> str:
    """The text on one line, with an escape for each character that is no letter or sign."""
    kept = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), kept)
