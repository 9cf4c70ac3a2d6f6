"""The application: one screen over one desk, in one language, for one person."""

import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from textual.app import App
from textual.filter import LineFilter

from outreach.cli.output import is_terminal
from outreach.cli.review_screen.drafts import Drafts
from outreach.cli.review_screen.last_gate import LastGate
from outreach.cli.review_screen.screen import ReviewScreen
from outreach.cli.review_screen.values import Desk
from outreach.cli.review_screen.words import Words

_GATE = LastGate()


def _leave_with_the_terminal() -> None:
    """End as a closed terminal ends a program, also where it was closed without a word: nobody would, for ever.

    Nothing is lost by that: decisions are committed, drafts are on the disk.
    """
    if not is_terminal(sys.__stdin__):
        signal.raise_signal(signal.SIGHUP)


class ReviewApp(App[None]):
    """`least_look` is how many seconds a reply has to be in sight before a key decides on it."""

    CSS_PATH = Path(__file__).with_name("styles.tcss")
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - as textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        desk: Desk,
        words: Words,
        drafts: Drafts,
        *,
        environment: Mapping[str, str],
        least_look: float = 0.2,
        look_again: float = 5.0,
    ) -> None:
        super().__init__()
        self.title = words("title")
        self.animation_level = "none"
        self._opening: dict[str, Any] = {
            "environment": environment,
            "least_look": least_look,
            "look_again": look_again,
        }
        self._desk, self._words, self._drafts = desk, words, drafts
        #: What ended the application, where it did not end well.
        self.failure: Exception | None = None

    def on_mount(self) -> None:
        self.push_screen(ReviewScreen(self._desk, self._words, self._drafts, **self._opening))
        if not self.is_headless and is_terminal(sys.__stdin__):
            self.set_interval(self._opening["look_again"], _leave_with_the_terminal)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), _GATE]

    def _fatal_error(self) -> None:
        """Leave the screen without a word: whoever started it tells what went wrong.

        Textual would print a stack trace with the values of all variables, other people's mail among them, uncleaned.
        """
        self.failure = self._exception if isinstance(self._exception, Exception) else None
        self._close_messages_no_wait()
