"""A row as a table gives it, before anybody knows what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass

MOST_COLUMNS = 16_384
"""Columns of an Excel sheet (XFD is the last)."""


@dataclass(frozen=True)
class Row:
    """`cells` by column from 0, only those with text. `number` counts from 1 as Excel, or the text's lines, do.

    `fault` says in Korean why the row cannot be trusted, "" when it can. `width` is how many cells are written, empty
    ones too, where the format says so.
    """

    number: int
    cells: dict[int, str]
    fault: str = ""
    width: int = 0

    @property
    def text(self) -> str:
        """What stands in it, for finding it again."""
        return " | ".join(text for _, text in sorted(self.cells.items()))


def letters(column: int) -> str:
    """The name Excel gives a column: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def column_of(name: str) -> int | None:
    """The column of a name in letters (in either case) or of a number from 1; None when it is neither."""
    if name.isascii() and name.isdigit() and len(name) <= 5:
        column = int(name) - 1
    elif name.isascii() and name.isalpha() and len(name) <= 3:
        column = -1
        for letter in name.upper():
            column = (column + 1) * 26 + ord(letter) - ord("A")
    else:
        return None
    return column if 0 <= column < MOST_COLUMNS else None
