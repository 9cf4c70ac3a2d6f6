"""How wide a text stands on a terminal: letters of East Asia take two cells (Unicode Standard Annex 11)."""

import textwrap
from unicodedata import east_asian_width

#: Stands behind every letter that takes two cells while a text is measured; cleaned texts have none of their own.
_SECOND_CELL = "\0"


def cell_width(text: str) -> int:
    """In cells."""
    return len(text) if text.isascii() else len(_by_cells(text))


def to_width(text: str, cells: int) -> str:
    """With spaces behind it, so that what follows stands below what follows in other lines."""
    return text + " " * (cells - cell_width(text))


def cut(text: str, cells: int) -> str:
    """As much of its beginning as fits."""
    measured = _by_cells(text)
    kept = measured[:cells]
    # Half a letter does not fit.
    return _plain(kept[:-1] if measured[cells : cells + 1] == _SECOND_CELL else kept)


def folded(text: str, cells: int, *, head: str = "", indent: str = "") -> list[str]:
    """In lines of so many cells, at spaces where there are some; `head` stands before it, `indent` before the rest."""
    measured = _by_cells(text)
    # A break may fall into the middle of a wide letter, which then needs one cell more.
    room = cells - (len(measured) > len(text))
    lines = textwrap.wrap(
        measured, room, initial_indent=_by_cells(head), subsequent_indent=indent, break_on_hyphens=False
    )
    return [_plain(line) for line in lines]


def _by_cells(text: str) -> str:
    if text.isascii():
        return text
    return "".join(letter + _SECOND_CELL if east_asian_width(letter) in "WF" else letter for letter in text)


def _plain(measured: str) -> str:
    return measured.replace(_SECOND_CELL, "")
