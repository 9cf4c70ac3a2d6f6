"""What may come in through a cell of a list: refused where it could do harm, cleaned where it only looks bad.

A cell that would become a header of its own (`\\nBcc: …`, `=?utf-8?q?=0ABcc:…?=`), holds zero bytes or lost
characters is refused wherever it stands. In addresses and names control characters, terminal escapes and direction
overrides are refused too: nobody has them in a name. Elsewhere they are taken out, and line breaks become spaces.
Anything else, `{{7*7}}` and `=1+1` included, is literal text and stays as it is.
"""

import re

from outreach.core.untrusted import one_line, printable, smuggles_a_header

LONGEST_NAME = 200
LONGEST_TEXT = 5_000

_ENCODED_WORD = re.compile(r"=\?[^?\s]*\?[bq]\?", re.IGNORECASE)
_HEADER_LINE = re.compile(
    r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]\s*(?:to|cc|bcc|from|sender|subject|date|reply-to|return-path|message-id|"
    r"mime-version|content-[a-z-]+|list-[a-z-]+|x-[a-z-]+|received)\s*:",
    re.IGNORECASE,
)
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Persian and Hindi names need them, and so do some emoji; every other invisible sign goes.
_JOINERS = "\u200c\u200d"
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\t": " "})


def is_plain(text: str) -> bool:
    """Whether nothing in the text needs a closer look. Cheap: it is asked for every line of a list."""
    return text.isprintable() and "=?" not in text and "\ufffd" not in text


def refusal(cell: str) -> str | None:
    """Why a row with this cell in it is refused, wherever the cell stands."""
    if "\x00" in cell:
        return "has zero bytes in it"
    if "\ufffd" in cell:
        return "has characters in it that were lost: the file mixes encodings, or was saved in a wrong one"
    if _ENCODED_WORD.search(cell):
        return "has an encoded word (=?…?=) in it, which could become a header"
    if _HEADER_LINE.search(cell):
        return "has a line break and a header in it"
    return None


def name_refusal(cell: str) -> str | None:
    """Why a cell with a name or an address in it is refused."""
    if cell.isprintable():
        return None
    if _DIRECTION.search(cell):
        return "has signs in it that turn the direction of writing"
    spaced = cell.translate(_SPACES)
    if smuggles_a_header(spaced) or "\ufffd" in printable(spaced):
        return "has control characters in it"
    return None


def cleaned(cell: str) -> str:
    """The cell as one printable line, with nothing left of what is not printable."""
    if cell.isprintable():
        return " ".join(cell.split())
    line = one_line(cell.translate(_SPACES), LONGEST_TEXT).replace("\ufffd", " ")
    kept = (character for character in line if character.isprintable() or character in _JOINERS)
    return " ".join("".join(kept).split())
