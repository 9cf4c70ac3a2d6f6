"""A desk for the review screen that lives in memory: it queues, decides, undoes and refuses as the real one does."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from outreach.cli.review_screen.app import ReviewApp
from outreach.cli.review_screen.drafts import Drafts
from outreach.cli.review_screen.screen import ReviewScreen
from outreach.cli.review_screen.values import (
    Answered,
    Busy,
    Changes,
    DecidedAlready,
    Elsewhere,
    Page,
    Reason,
    Remark,
    Reply,
    Row,
    Sending,
    Sieve,
    Taken,
    Team,
    Template,
    Whose,
)
from outreach.cli.review_screen.words import Words
from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.qualification.meanings import Meaning
from outreach.replies.verdict import Person

MARIA = Person(name="Maria Weber", email="maria.weber@acme.example")
FIRST_AT = datetime(2026, 3, 3, 9, 14, tzinfo=UTC)


def a_row(review_id: int, who: str = "Ana Ruiz", **changes: Any) -> Row:
    values: dict[str, Any] = {
        "review_id": review_id,
        "received_at": FIRST_AT + timedelta(hours=review_id),
        "who": who,
        "address": f"{who.split(maxsplit=1)[0].lower()}@acme.example",
        "proposed": Intent.QUESTION,
        "confidence": 0.82,
        "account": "Acme Ltd",
        "campaign": "spring",
        "first_line": "How much is it?",
    }
    return Row(**(values | changes))


def a_letter(row: Row, text: str = "How much is it?", **changes: Any) -> Reply:
    values: dict[str, Any] = {
        "subject": "Re: who handles sales?",
        "whole": f"{text}\n\n> who handles sales at Acme?",
        "reasons": (Reason("question.price", Intent.QUESTION, "how much"),),
        "doubts": ("also says not_now",),
    }
    return Reply(row, text=text, **(values | changes))


class DeskInMemory:
    """Implements `values.Desk`."""

    def __init__(self, *replies: Reply, actor: str = "rita", people: Sequence[str] = ()) -> None:
        self.team = Team(actor, tuple(people))
        self.replies = {reply.row.review_id: reply for reply in replies}
        self.decisions: list[tuple[int, Meaning, Changes]] = []
        self.notes: list[tuple[int, str]] = []
        self.sent: list[tuple[int, str]] = []
        self.snoozed: dict[int, date] = {}
        #: How often the next calls find the database busy.
        self.busy = 0
        #: What the desk waits for before it answers.
        self.gate = asyncio.Event()
        self.gate.set()
        self.refuses: str = ""
        self.waits_elsewhere = Elsewhere()
        self.fitting = ""
        #: What somebody decided before this screen was opened.
        self.decided_before: list[Taken] = []

    async def page(self, sieve: Sieve, *, offset: int, most: int) -> Page:
        await self._wait()
        rows = [each.row for each in self.replies.values() if self._shows(each, sieve)]
        of = sum(self._shows(each, Sieve()) for each in self.replies.values())
        return Page(tuple(rows[offset : offset + most]), len(rows), of)

    async def open(self, review_id: int) -> Reply:
        await self._wait()
        return self.replies[review_id]

    async def foretell(self, review_id: int, intent: Meaning, changes: Changes) -> tuple[str, ...]:
        await self._wait()
        named = "" if changes.people is None else f" and {len(changes.people)} people"
        return (f"review {review_id} becomes {intent.value}{named}", "second effect", "third effect")

    async def decide(self, review_id: int, intent: Meaning, changes: Changes) -> Taken:
        await self._wait()
        row = self.replies[review_id].row
        if row.intent is not None:
            raise DecidedAlready(f"{row.decided_by} said {row.intent.value}")
        if self.refuses:
            raise Refused(self.refuses)
        self.settle(review_id, intent, self.team.actor)
        self.decisions.append((review_id, intent, changes))
        return Taken(review_id, intent, row.who)

    async def undoable(self) -> Sequence[Taken]:
        now = [Taken(review_id, intent) for review_id, intent, _ in reversed(self.decisions)]
        return now + self.decided_before

    async def undo(self, review_id: int) -> str:
        self.decisions = [each for each in self.decisions if each[0] != review_id]
        self.decided_before = [each for each in self.decided_before if each.review_id != review_id]
        self.settle(review_id, None, "")
        return ""

    async def snooze(self, review_id: int, until: date) -> None:
        self.snoozed[review_id] = until

    async def snooze_until(self, review_id: int, until: datetime | None) -> None:
        self.snoozed.pop(review_id, None)
        self._change(review_id, snoozed_until=until)

    async def elsewhere(self) -> Elsewhere:
        return self.waits_elsewhere

    async def assign(self, review_id: int, person: str) -> None:
        self._change(review_id, assigned_to=person)

    async def note(self, review_id: int, text: str) -> int:
        if self.refuses:
            raise Refused(self.refuses)
        self.notes.append((review_id, text))
        reply = self.replies[review_id]
        self.replies[review_id] = replace(
            reply, notes=(*reply.notes, Remark(FIRST_AT, self.team.actor, text))
        )
        return len(self.notes)

    async def drop_note(self, number: int) -> None:
        review_id, text = self.notes.pop(number - 1)
        reply = self.replies[review_id]
        left = tuple(each for each in reply.notes if each.text != text)
        self.replies[review_id] = replace(reply, notes=left)

    async def templates(self, review_id: int) -> Sequence[Template]:
        return [
            Template(name, title, name == self.fitting)
            for name, title in (("price", "What it costs"), ("call", "Suggest a call"))
        ]

    async def begin_answer(self, review_id: int, template: str) -> str:
        return f"Hello,\n\n[{template}]\n"

    async def preview_answer(self, review_id: int, body: str) -> Sending:
        return Sending("ann@alpha.example", self.replies[review_id].row.address, "Re: who handles sales?")

    async def send_answer(self, review_id: int, body: str) -> int:
        if self.refuses:
            raise Refused(self.refuses)
        self.sent.append((review_id, body))
        number = 180 + len(self.sent)
        self._answered(review_id, Answered(number, self.team.actor, "queued", FIRST_AT, "Re: sales", body))
        return number

    async def withdraw_answer(self, number: int) -> None:
        for review_id, reply in self.replies.items():
            for each in reply.answers:
                if each.number == number:
                    self._answered(review_id, replace(each, state="withdrawn"))

    def _answered(self, review_id: int, answer: Answered) -> None:
        reply = self.replies[review_id]
        others = tuple(each for each in reply.answers if each.number != answer.number)
        self.replies[review_id] = replace(reply, answers=(*others, answer))
        self._change(review_id, is_answered=answer.state == "queued")

    def settle(self, review_id: int, intent: Meaning | None, by: str) -> None:
        """Somebody decides, or takes it back."""
        self._change(review_id, intent=intent, decided_by=by)

    def _change(self, review_id: int, **values: Any) -> None:
        reply = self.replies[review_id]
        self.replies[review_id] = replace(reply, row=replace(reply.row, **values))

    def _shows(self, reply: Reply, sieve: Sieve) -> bool:
        row = reply.row
        asleep = row.review_id in self.snoozed and not sieve.snoozed
        wanted = {Whose.EVERYBODY: None, Whose.MINE: self.team.actor, Whose.NOBODY: ""}[sieve.whose]
        return (
            row.intent is None
            and not asleep
            and sieve.search.casefold() in f"{row.who} {reply.text}".casefold()
            and sieve.intent in (None, row.proposed)
            and wanted in (None, row.assigned_to)
        )

    async def _wait(self) -> None:
        await self.gate.wait()
        if self.busy:
            self.busy -= 1
            raise Busy


class Typed(str):
    """What is typed into the field that has the focus, at one go."""

    __slots__ = ()


def an_app(desk: Any, drafts: Drafts, *, language: str = "en", **options: Any) -> ReviewApp:
    """The application over this desk; a key decides as soon as a reply is there."""
    values: dict[str, Any] = {"environment": {}, "least_look": 0.0, "look_again": 3_600.0} | options
    return ReviewApp(desk, Words(language), drafts, **values)


def screen_of(app: ReviewApp) -> ReviewScreen:
    return next(screen for screen in app.screen_stack if isinstance(screen, ReviewScreen))


async def settled(pilot: Pilot[None]) -> None:
    """Until nothing is under way any more but what waits for a dialog."""
    for _ in range(3):
        await pilot.pause()
        asks = not isinstance(pilot.app.screen, ReviewScreen)
        running = [each for each in pilot.app.workers if not each.is_finished]
        running = [each for each in running if not (asks and each.group == "act")]
        if running:
            await asyncio.wait({asyncio.ensure_future(each.wait()) for each in running}, timeout=0.2)
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, each when what the one before began is done."""
    await settled(pilot)
    for key in keys:
        if isinstance(key, Typed):
            focused = pilot.app.focused
            assert focused is not None, "there is no field to type in"
            focused.post_message(events.Paste(key))
        else:
            await pilot.press(key)
        await settled(pilot)


def text_of(app: ReviewApp, name: str) -> str:
    """What stands in one part of the screen."""
    return str(screen_of(app).query_one(f"#{name}", Static).visual)


def picture_of(app: ReviewApp) -> str:
    """The whole screen as text, a line a line."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    assert len(lines) <= height and width
    return "\n".join(strip.text.rstrip() for strip in lines)
