"""The last gate before the terminal: whatever a widget draws, no control character leaves in it.

Every foreign text is cleaned where it comes in (`desk.py`). This stands behind that, for what nobody thought of: a
file's name in a message, a library's own widgets, a text that some later change forgets to clean.
"""

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class LastGate(LineFilter):
    """Puts a visible sign in the place of each character that a terminal would obey."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if not any(_OBEYED.search(text) for text, _, control in segments if not control):
            return segments
        return [
            Segment(text if control else _OBEYED.sub("\ufffd", text), style, control)
            for text, style, control in segments
        ]
