"""The one gate for text that a stranger wrote, on its way to a terminal, a log or a table.

A reply, a CSV cell or a server's answer may carry escape sequences (ECMA-48), OSC 52 clipboard writes,
direction overrides (UAX #9) or a megabyte of combining marks. Nothing of that may reach a screen.
"""

import re
import unicodedata

_ESCAPES = re.compile(
    r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # OSC
    r"|[PX^_][^\x1b]*(?:\x1b\\)?"  # DCS, SOS, PM, APC
    r"|\[[0-?]*[ -/]*[@-~]?"  # CSI
    r"|[@-Z\\^_]|.)?"
    r"|\x9d[^\x07\x9c]*[\x07\x9c]?"  # the same in eight bits
    r"|\x9b[0-?]*[ -/]*[@-~]?",
    re.DOTALL,
)
#: Format characters that show something (signs before Arabic and Kaithi numbers), or without which words of Persian
#: and Indic languages, and emoji of several people, fall apart: the two joiners, one at a time.
_KEPT = frozenset(
    "\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_MARKS = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACKED_MARKS = re.compile(rf"({_MARKS}{{4}}){_MARKS}+")
_LINE_ENDS = re.compile(r"\r\n|[\r\u2028\u2029]")
#: What becomes a visible sign: controls, halves of characters, characters that mean nothing to anybody else.
_UNPRINTABLE = ("Cc", "Cs", "Co", "Cn")
#: What goes without a trace: direction overrides, zero-width spaces, tags (a second, unseen text), soft hyphens.
_INVISIBLE = "Cf"
_REPLACEMENT = "\ufffd"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Wider than RFC 2047, as lenient decoders are: they take spaces around the name of the character set.
_ENCODED_WORD = re.compile(r"=\?[^?]{0,80}\?[bqBQ]\?")


def printable(text: str, *, newlines: bool = True, limit: int = 20_000) -> str:
    """`text` with nothing left in it that a terminal would obey; at most `limit` characters.

    Escape sequences and control characters become U+FFFD, invisible format characters go, tabs become spaces.
    With `newlines=False` a line break becomes a visible sign, so that one record stays on one line.
    """
    shortened = _LINE_ENDS.sub("\n", text[: limit * 2]).replace("\t", "    ")
    if not (shortened.isascii() and shortened.isprintable()):
        shortened = _cleaned(shortened, newlines)
    return shortened if len(shortened) <= limit else shortened[:limit] + " […]"


def _cleaned(text: str, newlines: bool) -> str:
    visible = "".join(_shown(character, newlines) for character in _ESCAPES.sub(_REPLACEMENT, text))
    return _JOINERS.sub(r"\1", _STACKED_MARKS.sub(r"\1", visible))


def one_line(text: str, limit: int = 200) -> str:
    """`text` as one printable line, runs of white space folded."""
    return " ".join(printable(text, limit=limit * 2).split())[:limit]


def smuggles_a_header(text: str) -> bool:
    """Whether `text` could end a header line or become one when decoded.

    Control characters break out of a header (RFC 5322, 2.2); an encoded word (RFC 2047) such as
    `=?utf-8?q?=0ABcc:...?=` does it after Python 3.11 has decoded and written it again.
    """
    return bool(_CONTROL.search(text) or _ENCODED_WORD.search(text))


def _shown(character: str, newlines: bool) -> str:
    if character == "\n":
        return "\n" if newlines else "\u23ce"
    category = unicodedata.category(character)
    if category == _INVISIBLE and character not in _KEPT:
        return ""
    return _REPLACEMENT if category in _UNPRINTABLE else character
