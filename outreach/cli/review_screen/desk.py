"""The desk of the screen over the real program: short units of work in the database's own thread.

This is also the gate: every text that a stranger, or anybody else, wrote is cleaned here before the screen sees it.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from outreach.cli import workspace
from outreach.cli.review_screen import beside_queue
from outreach.cli.review_screen.queue_pages import QueuePages
from outreach.cli.review_screen.values import (
    Answered,
    Busy,
    Changes,
    Colleague,
    DecidedAlready,
    Elsewhere,
    Letter,
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
)
from outreach.config import Config
from outreach.core.errors import NotFound, Refused
from outreach.core.intents import Intent
from outreach.core.untrusted import one_line, printable
from outreach.daemon.rules import effect_rules
from outreach.database.engine import Database
from outreach.qualification import answering, history, queue, telling, undoing
from outreach.qualification.deciding import last_believable_day
from outreach.qualification.effects import EffectRules
from outreach.qualification.meanings import Meaning
from outreach.qualification.model import ReviewState
from outreach.qualification.opened import Opened, ThreadMail, item
from outreach.qualification.queue import QueueItem
from outreach.qualification.reviewing import decide
from outreach.replies.verdict import Person

P = ParamSpec("P")
T = TypeVar("T")

#: Answers of which nothing came.
_NOTHING_CAME = ("withdrawn", "failed")
#: Of one reply as it is read on the screen; a megabyte on one line is no reply that anybody reads to its end.
_LONGEST_TEXT = 60_000
_LONGEST_LETTER = 4_000

_WRITTEN = re.compile(r'\s*"?(?P<name>[^<>]*?)"?\s*<(?P<address>[^<>]*)>\s*')


class ProgramDesk:
    """Implements `values.Desk` over one database."""

    def __init__(self, config: Config, database: Database, actor: str) -> None:
        self._config, self._database = config, database
        self.team = Team(actor, tuple(one_line(member.person) for member in config.team))
        self._pages = QueuePages(actor)

    @cached_property
    def _rules(self) -> EffectRules:
        return effect_rules(self._config)

    # --- the queue -------------------------------------------------------------------------------------------------

    async def page(self, sieve: Sieve, *, offset: int, most: int) -> Page:
        return await self._read(self._page, sieve, offset, most, workspace.now())

    def _page(self, session: Session, sieve: Sieve, offset: int, most: int, now: datetime) -> Page:
        items, total = self._pages.page(session, sieve, offset=offset, most=most, now=now)
        answered = beside_queue.answered(session, [each.inbound_id for each in items])
        rows = tuple(row_of(each, is_answered=each.inbound_id in answered) for each in items)
        return Page(rows, total, self._pages.waiting(session, now=now))

    async def open(self, review_id: int) -> Reply:
        opened, answers = await self._read(_opened, review_id)
        reply = reply_of(opened, answers)
        return replace(reply, rests_instead=self._rests_instead(reply))

    def _rests_instead(self, reply: Reply) -> int:
        today, last = workspace.now().date(), last_believable_day(workspace.now())
        if reply.resume_on is None or today <= reply.resume_on <= last:
            return 0
        is_away = reply.row.proposed is Intent.OUT_OF_OFFICE
        return self._rules.out_of_office_days if is_away else self._rules.not_now_days

    async def elsewhere(self) -> Elsewhere:
        return await self._read(beside_queue.elsewhere, workspace.now())

    async def snooze(self, review_id: int, until: date) -> None:
        """Until the morning of that day."""
        await self.snooze_until(review_id, datetime.combine(until, time(), UTC))

    async def snooze_until(self, review_id: int, until: datetime | None) -> None:
        now = workspace.now()
        ahead = until if until is not None and until > now else None
        await self._write(queue.snooze, review_id, ahead, actor=self.team.actor, now=now)

    async def assign(self, review_id: int, person: str) -> None:
        await self._write(queue.assign, review_id, person, actor=self.team.actor, now=workspace.now())

    async def note(self, review_id: int, text: str) -> int:
        return await self._write(_note, review_id, text, self.team.actor, workspace.now())

    async def drop_note(self, number: int) -> None:
        await self._write(queue.drop_note, number, actor=self.team.actor)

    # --- decisions -------------------------------------------------------------------------------------------------

    async def foretell(self, review_id: int, intent: Meaning, changes: Changes) -> tuple[str, ...]:
        # A unit that may write, of which nothing is kept: the decision is taken in earnest and rolled back.
        told = await self._write(
            telling.foretell,
            review_id,
            intent,
            changes.people,
            changes.resume_on,
            self._rules,
            workspace.now(),
        )
        return tuple(one_line(sentence, 300) for sentence in told)

    async def decide(self, review_id: int, intent: Meaning, changes: Changes) -> Taken:
        try:
            await self._write(
                decide,
                review_id,
                intent,
                self._rules,
                actor=self.team.actor,
                people=changes.people,
                resume_on=changes.resume_on,
                now=workspace.now(),
            )
        except Refused as refused:
            await self._look_whether_decided(review_id, refused)
            raise
        return Taken(review_id, intent)

    async def _look_whether_decided(self, review_id: int, refused: Refused) -> None:
        found = await self._read(queue.item_of, review_id)
        if found.state is ReviewState.DECIDED:
            raise DecidedAlready(one_line(str(refused))) from None

    async def undoable(self) -> Sequence[Taken]:
        found = await self._read(history.undoable, actor=self.team.actor)
        return [
            Taken(each.review_id, each.decided, one_line(each.sender), each.decided_at)
            for each in found
            if each.decided is not None
        ]

    async def undo(self, review_id: int) -> str:
        undone = await self._write(
            undoing.undo, review_id, rules=self._rules, actor=self.team.actor, now=workspace.now()
        )
        return one_line("; ".join(undone.sentences), 300)

    # --- answers ---------------------------------------------------------------------------------------------------

    async def templates(self, review_id: int) -> Sequence[Template]:
        found, fitting = await self._read(_fitting_templates, self._config, review_id)
        return [Template(each.name, one_line(each.title), each.name == fitting) for each in found]

    async def begin_answer(self, review_id: int, template: str) -> str:
        return await self._read(_draft, self._config, self._rules, review_id, template)

    async def preview_answer(self, review_id: int, body: str) -> Sending:
        preview = await self._read(_preview, self._rules, review_id, body, workspace.now())
        return Sending(
            one_line(preview.sender),
            one_line(preview.recipient),
            one_line(preview.subject),
            tuple(one_line(each, 300) for each in (*preview.notes, *preview.waits)),
        )

    async def send_answer(self, review_id: int, body: str) -> int:
        return await self._write(_send, self._rules, review_id, body, self.team.actor, workspace.now())

    async def withdraw_answer(self, number: int) -> None:
        await self._write(answering.withdraw_answer, number, actor=self.team.actor, now=workspace.now())

    # --- units of work ---------------------------------------------------------------------------------------------

    async def _read(self, unit: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await self._database.read(unit, *args, **kwargs)
        except OperationalError as error:
            raise _busy_or(error) from error

    async def _write(
        self, unit: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        try:
            return await self._database.write(unit, *args, **kwargs)
        except OperationalError as error:
            raise _busy_or(error) from error


def _busy_or(error: OperationalError) -> Exception:
    """Busy where SQLite could not take its lock: then nothing of the unit was done."""
    locked = isinstance(error.orig, sqlite3.OperationalError) and "locked" in str(error.orig)
    return Busy() if locked else error


# --- what the program has, as the screen shows it --------------------------------------------------------------------


def row_of(item: QueueItem, *, is_answered: bool = False) -> Row:
    """One review for the list, every text one printable line."""
    name, address = _named(item.sender)
    return Row(
        review_id=item.review_id,
        received_at=item.received_at,
        who=name or one_line(item.contact_name) or address or one_line(item.contact) or "?",
        address=address or one_line(item.contact),
        proposed=item.proposed,
        confidence=item.confidence,
        why=one_line(item.why, 400),
        account=one_line(item.account, 80),
        account_status=one_line(item.account_status),
        campaign=one_line(item.campaign, 80),
        value=item.value,
        assigned_to=one_line(item.assigned_to, 60),
        snoozed_until=item.snoozed_until,
        first_line=one_line(item.first_line),
        is_answered=is_answered,
        intent=item.decided,
        decided_by=one_line(item.decided_by or ""),
    )


def reply_of(opened: Opened, answers: tuple[Answered, ...] = ()) -> Reply:
    """One review, opened; every text cleaned."""
    opinion = opened.second_opinion
    row = row_of(opened.item, is_answered=any(each.state not in _NOTHING_CAME for each in answers))
    is_contact = row.address == one_line(opened.item.contact)
    return Reply(
        row=row,
        title=one_line(opened.contact_title, 100) if is_contact else "",
        subject=one_line(opened.item.subject),
        text=printable(opened.new_text, limit=_LONGEST_TEXT),
        whole=printable(opened.full_text, limit=_LONGEST_TEXT),
        language=one_line(opened.language, 10),
        reasons=tuple(
            Reason(one_line(hit.rule, 60), hit.intent, one_line(hit.text)) for hit in opened.evidence
        ),
        doubts=tuple(one_line(doubt, 300) for doubt in opened.doubts),
        people=tuple(_clean_person(each) for each in (*opened.people, *opened.alternates)),
        resume_on=opened.resume_on,
        answers=answers,
        thread=tuple(
            [_letter(each) for each in opened.thread]
            + [_waiting_letter(each) for each in answers if each.may_be_taken_back]
        ),
        colleagues=tuple(
            Colleague(
                one_line(each.name),
                one_line(each.address),
                one_line(each.title),
                one_line("; ".join(each.runs), 300),
            )
            for each in opened.colleagues
        ),
        others=tuple(map(row_of, opened.other_reviews)),
        second_opinion=None if opinion is None else (opinion[0], one_line(opinion[1])),
        notes=tuple(
            Remark(note.written_at, one_line(note.written_by), printable(note.text)) for note in opened.notes
        ),
        phone=one_line(opened.callback_phone),
    )


def _letter(mail: ThreadMail) -> Letter:
    return Letter(
        mail.at,
        mail.ours,
        one_line(mail.sender),
        one_line(mail.subject),
        printable(mail.text, limit=_LONGEST_LETTER),
        is_this=mail.is_this,
    )


def _waiting_letter(answer: Answered) -> Letter:
    return Letter(answer.at, True, answer.by, answer.subject, answer.text, is_waiting=True)


def _named(sender: str) -> tuple[str, str]:
    """Name and address of a sender as the reply says it; of something else all of it counts as the address."""
    cleaned = one_line(sender)
    found = _WRITTEN.fullmatch(cleaned)
    return (found["name"], found["address"]) if found else ("", cleaned)


def _clean_person(person: Person) -> Person:
    def clean(text: str | None) -> str | None:
        return one_line(text) if text else None

    return Person(
        clean(person.name), clean(person.email), clean(person.phone), clean(person.title), person.via
    )


# --- a unit of work each --------------------------------------------------------------------------------------------


def _opened(session: Session, review_id: int) -> tuple[Opened, tuple[Answered, ...]]:
    opened = item(session, review_id)
    return opened, beside_queue.answers_to(session, opened.item.inbound_id)


def _note(session: Session, review_id: int, text: str, actor: str, now: datetime) -> int:
    return queue.add_note(session, review_id, text, actor=actor, now=now).id or 0


def _fitting_templates(
    session: Session, config: Config, review_id: int
) -> tuple[list[answering.AnswerTemplate], str | None]:
    return _templates(session, config, review_id), answering.fitting_template(
        queue.item_of(session, review_id).proposed
    )


def _templates(session: Session, config: Config, review_id: int) -> list[answering.AnswerTemplate]:
    inbound_id = answering.inbound_of_review(session, review_id)
    return answering.answer_templates(config.templates, answering.language_of(session, inbound_id))


def _draft(session: Session, config: Config, rules: EffectRules, review_id: int, name: str) -> str:
    found = [each for each in _templates(session, config, review_id) if each.name == name]
    if name and not found:
        raise NotFound(f'The template "{name}" is gone.')
    inbound_id = answering.inbound_of_review(session, review_id)
    return answering.draft_answer(session, inbound_id, found[0] if found else None, rules=rules)


def _preview(
    session: Session, rules: EffectRules, review_id: int, body: str, now: datetime
) -> answering.AnswerPreview:
    inbound_id = answering.inbound_of_review(session, review_id)
    return answering.preview_answer(session, inbound_id, body, rules=rules, now=now)


def _send(session: Session, rules: EffectRules, review_id: int, body: str, actor: str, now: datetime) -> int:
    inbound_id = answering.inbound_of_review(session, review_id)
    mail: Any = answering.queue_answer(session, inbound_id, body, actor=actor, rules=rules, now=now)
    return int(mail.id)
