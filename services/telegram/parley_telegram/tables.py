"""Tables as people can read them on a phone: aligned if they are narrow, else as cards. Pure."""

import unicodedata
from collections.abc import Sequence

from parley_telegram.styled import Styled, joined

WIDTH = 42  # columns that a phone shows without breaking a line

Row = Sequence[tuple[str, Styled]]  # each cell as plain text on one line, and with its styles


def render_table(rows: Sequence[Row]) -> tuple[Styled, bool]:
    """The table, and whether it is set in one width."""
    columns = max(map(len, rows))
    plain = [[_cell(row, column)[0] for column in range(columns)] for row in rows]
    widths = [max(width_of(row[column]) for row in plain) for column in range(columns)]
    if sum(widths) + 3 * (columns - 1) <= WIDTH:
        return Styled(_align(plain, widths)).within("pre"), True
    if len(rows) == 1:
        return joined((cell for _, cell in rows[0]), " │ "), False
    cards = (_write_card(rows[0], row, columns) for row in rows[1:])
    return joined(cards, "\n\n"), False


def width_of(text: str) -> int:
    """Columns on a screen."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _align(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    lines = [" │ ".join(map(_pad, row, widths)).rstrip() for row in rows]
    return "\n".join((lines[0], "─┼─".join("─" * width for width in widths), *lines[1:]))


def _pad(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def _write_card(head: Row, row: Row, columns: int) -> Styled:
    lines = (
        Styled(_cell(head, column)[0] or "—").within("bold") + Styled(": ") + _cell(row, column)[1]
        for column in range(columns)
    )
    return joined(lines, "\n")


def _cell(row: Row, column: int) -> tuple[str, Styled]:
    return row[column] if column < len(row) else ("", Styled(""))
