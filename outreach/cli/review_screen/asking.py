"""What the screen asks a person before it does something: whom, when, what to look for."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import ModalScreen

from outreach.cli.review_screen.days import day_ahead
from outreach.cli.review_screen.dialogs import AskLine, Choose, ReadPage, T, WriteText
from outreach.cli.review_screen.drafts import DAY, NOTE
from outreach.cli.review_screen.keys import CHOICES, COMMANDS, MOVES
from outreach.cli.review_screen.people_dialog import EditPeople
from outreach.cli.review_screen.values import Reply, Sieve, Whose
from outreach.cli.review_screen.words import WORDS
from outreach.core.intents import Intent
from outreach.qualification.meanings import NOT_OURS, Meaning

if TYPE_CHECKING:
    from outreach.cli.review_screen.screen import ReviewScreen


class Asking:
    """The dialogs of one screen. Each is called while the screen acts on nothing else."""

    def __init__(self, screen: "ReviewScreen") -> None:
        self._screen = screen
        self._words = screen.words

    async def people(self) -> None:
        """Whom the reply names; kept for the decision."""
        screen, reply = self._screen, self._reply()
        review_id = reply.row.review_id
        kept = screen.drafts.changes(review_id).people
        named = await self.answer(
            EditPeople(
                self._words,
                reply.people if kept is None else kept,
                lambda people: screen.drafts.keep_people(review_id, people),
            )
        )
        if named is not None:
            screen.drafts.keep_people(review_id, named)
            screen.say(self._words("people.kept"))
        await screen.reopen()

    async def day(self) -> None:
        """When to write again; kept for the decision."""
        screen, reply = self._screen, self._reply()
        told = await self._line("day.title", wrong_day=True)
        day = None if told is None else day_ahead(told, _today())
        if day is not None:
            screen.drafts.keep(reply.row.review_id, DAY, day.isoformat())
            await screen.reopen()

    async def note(self) -> None:
        screen, reply = self._screen, self._reply()
        review_id = reply.row.review_id
        told = await self.answer(
            WriteText(
                self._words("note.title", who=reply.row.who),
                self._words("write.keys"),
                value=screen.drafts.text(review_id, NOTE),
                keep=lambda text: screen.drafts.keep(review_id, NOTE, text),
            )
        )
        if told and told.strip():
            number = await screen.patiently(lambda: screen.desk.note(review_id, told.strip()))
            screen.undoing.noted(reply.row, number, told.strip())
            screen.drafts.forget(review_id, NOTE)
            screen.say(self._words("noted"))
        await screen.reopen()

    async def snooze(self) -> None:
        screen, reply = self._screen, self._reply()
        told = await self._line("snooze.title", wrong_day=True)
        until = None if told is None else day_ahead(told, _today())
        if until is not None:
            await screen.patiently(lambda: screen.desk.snooze(reply.row.review_id, until))
            screen.undoing.snoozed(reply.row)
            screen.gone(reply.row.review_id)
            screen.say(self._words("snoozed.done", day=self._words.day(until), who=reply.row.who))

    async def assign(self) -> None:
        screen, reply = self._screen, self._reply()
        known = screen.desk.team.people
        hint = self._words("assign.known", names=", ".join(known)) if known else self._words("line.keys")
        told = await self.answer(
            AskLine(self._words("assign.title"), hint, value=reply.row.assigned_to, doubtful=self._unknown)
        )
        if told is None:
            return
        await screen.patiently(lambda: screen.desk.assign(reply.row.review_id, told))
        name = "assigned.done" if told else "assigned.nobody"
        screen.undoing.assigned(reply.row)
        await screen.load()
        screen.say(self._words(name, whom=told, who=reply.row.who))

    def _unknown(self, name: str) -> str:
        """Warns of a word that is nobody's name, where the configuration says who is here."""
        team = self._screen.desk.team
        is_known = not name or not team.people or name in (*team.people, team.actor)
        return "" if is_known else self._words("assign.unknown", whom=name)

    async def search(self) -> None:
        screen = self._screen
        told = await self._line("search.title", value=screen.sieve.search)
        if told is not None:
            screen.sift(replace(screen.sieve, search=told))

    async def filter(self) -> None:
        """One of the usual views; the search stays."""
        screen = self._screen
        words = screen.sieve.search
        views: list[tuple[Sieve, str]] = [
            (Sieve(words), self._words("filter.all")),
            (Sieve(words, whose=Whose.MINE), self._words("filter.mine")),
            (Sieve(words, whose=Whose.NOBODY), self._words("filter.nobody")),
            (Sieve(words, snoozed=True), self._words("filter.snoozed")),
        ]
        views += [(Sieve(words, intent=intent), self._taken_for(intent)) for intent in Intent]
        chosen = await self._one_of("filter.title", views)
        if chosen is not None:
            screen.sift(chosen)

    async def anything_else(self) -> None:
        """Any of the meanings, those without a key of their own, too."""
        meanings: list[Meaning] = [*Intent, NOT_OURS]
        options = [
            (each, f"{self._words(f'intent.{each.value}')}: {self._words(f'meaning.{each.value}')}")
            for each in meanings
        ]
        chosen = await self._one_of("else.title", options, at=meanings.index(self._reply().row.proposed))
        if chosen is not None:
            await self._screen.deciding.decide(chosen)

    async def help(self) -> None:
        await self.answer(ReadPage(self._words("help.title"), self._words("help.leave"), self._help()))

    def sieve_in_words(self) -> str:
        """What of the queue is shown, for the head of the screen."""
        sieve = self._screen.sieve
        told = [f"“{sieve.search}”"] if sieve.search else []
        if sieve.intent is not None:
            told.append(self._words(f"intent.{sieve.intent.value}"))
        if sieve.whose is not Whose.EVERYBODY:
            told.append(self._words(f"filter.{sieve.whose.value}"))
        if sieve.snoozed:
            told.append(self._words("filter.snoozed"))
        return ", ".join(told)

    async def answer(self, dialog: ModalScreen[T]) -> T | None:
        """What a dialog comes to; None where it was left."""
        return await self._screen.app.push_screen_wait(dialog)

    async def _line(self, title: str, *, value: str = "", wrong_day: bool = False) -> str | None:
        def wrong(text: str) -> str:
            return "" if day_ahead(text, _today()) else self._words("day.wrong")

        checked = {"wrong": wrong} if wrong_day else {}
        return await self.answer(
            AskLine(self._words(title), self._words("line.keys"), value=value, **checked)
        )

    async def _one_of(self, title: str, options: list[tuple[T, str]], *, at: int = 0) -> T | None:
        return await self.answer(Choose(self._words(title), self._words("choose.keys"), options, at=at))

    def _taken_for(self, intent: Intent) -> str:
        return self._words("filter.intent", intent=self._words(f"intent.{intent.value}"))

    def _help(self) -> Content:
        decisions = [(choice.key, f"meaning.{choice.intent.value}") for choice in CHOICES]
        commands = [
            (key, f"help.{action}" if f"help.{action}" in WORDS and action != "help" else word)
            for key, (action, word) in (COMMANDS | MOVES).items()
        ]
        lines = [
            Content.assemble((f"{key:>9}", "bold"), f"  {self._words(word)}")
            for key, word in decisions + commands
        ]
        return Content("\n").join([*lines, Content(""), Content(self._words("help.shift"))])

    def _reply(self) -> Reply:
        reply = self._screen.reply
        assert reply is not None, "the screen acts on a reply only when there is one"
        return reply


def _today() -> date:
    return datetime.now(UTC).date()
