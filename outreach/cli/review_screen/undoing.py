"""What was done on this screen, the last first, and how each of it is taken back.

Of what was done before this screen was opened only decisions are known, from the database; they are named, and asked
about, before they are taken back.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from textual.content import Content

from outreach.cli.review_screen.dialogs import Confirm
from outreach.cli.review_screen.drafts import ANSWER, NOTE
from outreach.cli.review_screen.values import Row, Taken
from outreach.core.errors import OutreachError
from outreach.qualification.meanings import Meaning

if TYPE_CHECKING:
    from outreach.cli.review_screen.screen import ReviewScreen


@dataclass(frozen=True, slots=True)
class _Done:
    """One thing that was done: how a person calls it, and what takes it back and says so."""

    name: str
    take_back: Callable[[], Coroutine[Any, Any, str]]
    #: Of an answer: its number in the outbox, and what was written.
    mail: int = 0
    text: str = ""


class Undoing:
    """Remembers for one screen what can be undone, and undoes it."""

    def __init__(self, screen: "ReviewScreen") -> None:
        self._screen, self._words = screen, screen.words
        self._done: list[_Done] = []
        #: Whether the next thing to undo is not what the person has in mind: something before it could not be undone.
        self._is_unexpected = False

    # --- what was done ---------------------------------------------------------------------------------------------

    def decided(self, row: Row, intent: Meaning) -> None:
        name = self._decision_in_words(row.who, intent, datetime.now(UTC))
        self._did(name, lambda: self._undo_decision(row.review_id, intent))

    def snoozed(self, row: Row) -> None:
        async def wake() -> str:
            await self._screen.desk.snooze_until(row.review_id, row.snoozed_until)
            return self._words("undone.snooze", who=row.who)

        self._did(self._words("undo.snooze", who=row.who), lambda: self._undo_beside(row, wake))

    def assigned(self, row: Row) -> None:
        async def hand_back() -> str:
            await self._screen.desk.assign(row.review_id, row.assigned_to)
            return self._words("undone.assign", who=row.who)

        self._did(self._words("undo.assign", who=row.who), lambda: self._undo_beside(row, hand_back))

    def noted(self, row: Row, number: int, text: str) -> None:
        async def drop() -> str:
            await self._screen.desk.drop_note(number)
            self._screen.drafts.keep(row.review_id, NOTE, text)
            return self._words("undone.note", who=row.who)

        self._did(self._words("undo.note", who=row.who), lambda: self._undo_beside(row, drop))

    def answered(self, row: Row, number: int, text: str) -> None:
        async def withdraw() -> str:
            await self._screen.desk.withdraw_answer(number)
            self._screen.drafts.keep(row.review_id, ANSWER, text)
            return self._words("undone.answer", number=number, who=row.who)

        name = self._words("undo.answer", who=row.who)
        self._did(name, lambda: self._undo_beside(row, withdraw), mail=number, text=text)

    def withdrawn(self, number: int) -> str:
        """An answer was taken back otherwise, and is not to be taken back again; its text as it was written."""
        found = [each for each in self._done if each.mail == number]
        self._done = [each for each in self._done if each.mail != number]
        return found[0].text if found else ""

    def _did(
        self, name: str, take_back: Callable[[], Coroutine[Any, Any, str]], *, mail: int = 0, text: str = ""
    ) -> None:
        self._done.append(_Done(name, take_back, mail, text))
        self._is_unexpected = False

    # --- taking it back --------------------------------------------------------------------------------------------

    async def undo(self) -> None:
        """Take back what was done last; again takes back what was done before it."""
        is_expected = bool(self._done) and not self._is_unexpected
        done = self._done.pop() if self._done else await self._before_this_screen()
        if done is None:
            self._screen.say(self._words("undo.none"))
        elif is_expected or await self._is_meant(done):
            await self._take_back(done)
        else:
            self._done.append(done)
            self._is_unexpected = True

    async def _take_back(self, done: _Done) -> None:
        try:
            self._screen.say(await self._screen.patiently(done.take_back))
            self._is_unexpected = False
        except OutreachError:
            self._is_unexpected = True
            raise

    async def _before_this_screen(self) -> _Done | None:
        taken = await self._screen.patiently(self._screen.desk.undoable)
        if not taken:
            return None
        last: Taken = taken[0]
        who = last.who or (await self._screen.desk.open(last.review_id)).row.who
        name = self._decision_in_words(who, last.intent, last.at)
        return _Done(name, lambda: self._undo_decision(last.review_id, last.intent))

    async def _is_meant(self, done: _Done) -> bool:
        asked = Confirm(
            self._words("undo.title"), self._words("undo.keys"), Content(done.name), keys=("enter",)
        )
        return await self._screen.app.push_screen_wait(asked) == "enter"

    async def _undo_decision(self, review_id: int, intent: Meaning) -> str:
        screen = self._screen
        told = await screen.desk.undo(review_id)
        screen.drafts.bring_back(review_id)
        row = (await screen.desk.open(review_id)).row
        screen.came_back(row, was_decided=True)
        name = self._words(f"intent.{intent.value}")
        return f"{self._words('undone', who=row.who, intent=name)} {self._words.told(told)}".strip()

    async def _undo_beside(self, row: Row, undo: Callable[[], Coroutine[Any, Any, str]]) -> str:
        """Something beside a reply, which may have left the queue since."""
        said = await undo()
        now = (await self._screen.desk.open(row.review_id)).row
        if now.intent is None:
            self._screen.came_back(now)
        return said

    def _decision_in_words(self, who: str, intent: Meaning, at: datetime | None) -> str:
        name = self._words(f"intent.{intent.value}")
        return self._words("undo.what", who=who, intent=name, when=self._words.when(at))
