"""The words that speak for what the program thinks, marked in the reply: by weight and line, never by colour alone."""

import re
from collections.abc import Iterable

from textual.content import Content

MARK = "bold underline"

#: Shorter words would be found all over a text by chance.
_SHORTEST = 2
_LONGEST = 400


def places(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where these words stand in `text`, in order and without overlap. Case and white space may differ."""
    found = sorted(place for each in words for place in _places_of(text, each))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, words: Iterable[str], *, brackets: bool = False) -> Content:
    """The text as it is shown, nothing in it read as markup. With `brackets` the marks survive any terminal."""
    pieces: list[str | tuple[str, str]] = []
    at = 0
    for start, end in places(text, words):
        pieces.append(text[at:start])
        shown = f"[{text[start:end]}]" if brackets else text[start:end]
        pieces.append((shown, MARK))
        at = end
    return Content.assemble(*pieces, text[at:])


def _places_of(text: str, words: str) -> list[tuple[int, int]]:
    parts = words[:_LONGEST].split()
    if len("".join(parts)) < _SHORTEST:
        return []
    pattern = r"(?<!\w)" + r"[\s>]+".join(map(re.escape, parts)) + r"(?!\w)"
    return [found.span() for found in re.finditer(pattern, text, re.IGNORECASE)]
