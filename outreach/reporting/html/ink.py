"""The colours of charts by their names in `look.css`, where light, dark and paper each have their own."""

from enum import StrEnum


class Ink(StrEnum):
    """The value stands in the drawing until `svg.py` puts the custom property of the style sheet in its place."""

    TEXT = "#0000f1"
    MUTED = "#0000f2"
    GRID = "#0000f3"
    GROUND = "#0000f4"
    TRACK = "#0000f5"
    BAR = "#0000f6"
    WEAK = "#0000f7"
    WEAK_TEXT = "#0000f8"
    LINE_1 = "#0000e1"
    LINE_2 = "#0000e2"
    LINE_3 = "#0000e3"
    LINE_4 = "#0000e4"
    LINE_5 = "#0000e5"
    LINE_6 = "#0000e6"

    @property
    def variable(self) -> str:
        """`--ink-weak-text` of WEAK_TEXT."""
        return f"--ink-{self.name.lower().replace('_', '-')}"


LINES = (Ink.LINE_1, Ink.LINE_2, Ink.LINE_3, Ink.LINE_4, Ink.LINE_5, Ink.LINE_6)
