"""Work beside a screen: nothing that a screen asks for ever stops it, and whatever goes wrong is said and it stays."""

import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from outreach.cli.review_screen.patience import patiently
from outreach.cli.review_screen.values import Reply
from outreach.cli.review_screen.words import Words
from outreach.core.errors import OutreachError
from outreach.core.untrusted import one_line

log = logging.getLogger("outreach.review")

Ask = Callable[[], Coroutine[Any, Any, Any]]


class WorkingScreen(Screen[None]):
    """A screen that does one thing at a time to the queue, and looks as it likes. Its last line is `#status`."""

    words: Words
    #: The reply in sight.
    reply: Reply | None

    def __init__(self) -> None:
        super().__init__()
        self._acting = False
        self._said = ""

    def work(self, ask: Ask, *, group: str = "work") -> None:
        """Begin something that takes a while. What was begun in the same group before, and still runs, is let go of."""
        # Not the coroutine itself: one that is let go of before it began would be complained about.
        told: Any = partial(self._told, ask)
        self.run_worker(told, group=group, exclusive=True)

    @property
    def is_acting(self) -> bool:
        return self._acting

    def act(self, ask: Ask, *, needs_reply: bool = True) -> None:
        """Do one thing to the queue; whoever presses keys meanwhile is asked to wait."""
        if self._acting:
            self.say(self.words("wait"))
        elif self.reply is not None or not needs_reply:
            self._acting = True
            acted: Any = partial(self._acted, ask)
            self.run_worker(acted, group="act")

    async def patiently(self, ask: Ask) -> Any:
        """What the desk answers, however long it takes; the person is told that it does."""
        return await patiently(ask, self._tell_waiting)

    async def _acted(self, ask: Ask) -> None:
        try:
            await self._told(ask)
        finally:
            self._acting = False

    async def _told(self, ask: Ask) -> None:
        """Whatever goes wrong is said in the last line, and the screen stays."""
        try:
            await ask()
        except OutreachError as error:
            self.say(self.words("not.done", why=error))
        except Exception as error:
            log.exception("review_screen_failed")
            self.say(f"This is a fault in outreach ({type(error).__name__}: {one_line(str(error))}).")

    def say(self, sentence: str, *, seconds: float | None = None) -> None:
        """One line for the reader, until the next; or only for so long."""
        self._said = one_line(sentence, 400)
        self.query_one("#status", Static).update(Content(self._said))
        if seconds is not None:
            self.set_timer(seconds, lambda: self.say("") if self._said == sentence else None)

    def _tell_waiting(self, waiting: bool) -> None:
        self.say(self.words("busy") if waiting else "")
