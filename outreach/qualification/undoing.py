"""A decision taken back, with everything that it caused: every row stands as it stood before, or nothing is changed.

Refused where something has happened since that cannot be taken back: a mail that has gone out, somebody else's
decision. What the daemon has done meanwhile and nobody has seen, a mail that was queued for instance, goes with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.database import audit, locks, noes_beside, traces
from outreach.database.columns import UtcDateTime
from outreach.database.events import STANDS, Event, take_back_these
from outreach.database.referring import referring
from outreach.database.traces import Change, Image, by_key, image_of, table_of
from outreach.prospects.model import Contact
from outreach.qualification import history
from outreach.qualification.effects import EffectRules
from outreach.qualification.model import KeptDecision, Review
from outreach.qualification.queue import find_review
from outreach.qualification.telling import told
from outreach.sending.model import OutboundKind, OutboundMessage, OutboundState
from outreach.sequences.model import (
    ENROLLMENT_TRANSITIONS,
    Enrollment,
    EnrollmentEvent,
    EnrollmentState,
    Hold,
    Task,
    TaskKind,
    TaskState,
)

#: What the daemon does to a run by itself; undoing takes it back as well.
_BY_THE_DAEMON: Mapping[str, frozenset[str]] = {
    "enrollment": frozenset({"due_at", "first_due_at"}),
    "lead": frozenset({"looked_at"}),
}
#: What an edit of its sequence does to a run of which nothing has gone out: one that the decision began may go all the
#: same (`sending/moving_up.py`).
_BY_AN_EDIT: Mapping[str, frozenset[str]] = {
    "enrollment": frozenset({"sequence_version_id", "is_nurture", "waits_for_turn"})
}
#: Moves of a run that only mean that something holds it, or no longer does.
_HELD_OR_NOT = frozenset({EnrollmentState.ACTIVE.value, EnrollmentState.PAUSED.value})
#: To know somebody harms nobody: who was written to, or has written, since, stays known.
_MAY_STAY = frozenset({"contact", "account", "account_domain"})
#: What has been told cannot be unsaid, and forbids nothing.
_TOLD_ALREADY = frozenset({"notice"})
#: Nothing of it was ever transmitted.
_NEVER_SENT = (OutboundState.QUEUED, OutboundState.WITHDRAWN)
_NOES = (Happened.OPTED_OUT, Happened.COMPLAINED, Happened.BOUNCED)


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: whose decision, and what that came to, in sentences."""

    review_id: int
    decided_by: str
    decided_at: datetime
    sentences: tuple[str, ...]


def undo(session: Session, review_id: int, *, rules: EffectRules, actor: str, now: datetime) -> Undone:
    """Take back the decision on a review; it waits again. Raises NotFound or Refused, with what stands in the way."""
    locks.forbid(session)
    review = find_review(session, review_id)
    session.refresh(review, with_for_update=True)
    kept = history.kept_of(session, review_id)
    if kept is None:
        raise Refused(f"There is no decision on review {review_id} that can be undone.")
    changes = traces.from_json(kept.changes)
    with traces.traced(session) as trace:
        undoing = _Undoing(session, kept, changes)
        undoing.check()
        undoing.apply()
        _as_held(session, changes, now)
    sentences = told(session, trace.changes)
    undone = Undone(review_id, kept.decided_by, kept.decided_at, sentences)
    session.delete(kept)
    _note_in_audit(session, review, undone, changes, actor, now)
    take_back_these(session, _facts_of(changes), now=now)
    session.flush()
    session.expire_all()
    return undone


def _facts_of(changes: Sequence[Change]) -> list[int]:
    """The facts that a decision wrote."""
    return [each.key[0] for each in changes if each.table == "event" and each.before is None]


def _note_in_audit(
    session: Session,
    review: Review,
    undone: Undone,
    changes: Sequence[Change],
    actor: str,
    now: datetime,
) -> None:
    contact = None if review.contact_id is None else session.get(Contact, review.contact_id)
    after = next(each.now for each in changes if each.table == "review" and each.key == (review.id,))
    audit.note(
        session,
        "decision_undone",
        actor=actor,
        at=now,
        subject="" if contact is None else audit.subject_of(session, contact.address),
        review=review.id,
        decided=after["intent"],
        decided_by=undone.decided_by,
        decided_at=undone.decided_at.isoformat(),
        # Nobody takes a no back without a trace.
        noes_taken_back=sum(each.table == "suppression" for each in changes),
    )


@dataclass(slots=True)
class _Undoing:
    """One decision on its way back."""

    session: Session
    kept: KeptDecision
    changes: Sequence[Change]

    def check(self) -> None:
        """Raise Refused where something stands in the way; lock what is to be changed."""
        self._check_mails()
        self._check_tasks()
        self._check_noes()
        for change in self.changes:
            if change.table != "event" and change.table not in _TOLD_ALREADY:
                self._check_row(change)

    def apply(self) -> None:
        """Put every row back: what refers to others goes before them, and comes back after them."""
        self._remove_unsent()
        order = [table.name for table in SQLModel.metadata.sorted_tables]
        by_table = {name: [each for each in self.changes if each.table == name] for name in order}
        for name in reversed(order):
            for change in by_table[name]:
                self._take_away(change)
        for name in order:
            for change in by_table[name]:
                if change.after is None:
                    self._bring_back(change)

    # --- what stands in the way --------------------------------------------------------------------------------------

    def _check_mails(self) -> None:
        for mail in self._mails_since():
            if mail.state is OutboundState.CLAIMED:
                raise self._refused(
                    f"{mail.recipient} is being written to at this moment. Try again in a minute"
                )
            if mail.state not in _NEVER_SENT:
                raise self._refused(f"the mail {mail.step} to {mail.recipient} is {mail.state.value} since")

    def _mails_since(self) -> list[OutboundMessage]:
        """Steps of the runs that the decision let go on, or began, which have come into the outbox since."""
        statement = (
            select(OutboundMessage)
            .where(
                col(OutboundMessage.enrollment_id).in_(self._runs()),
                OutboundMessage.kind == OutboundKind.STEP,
                sa.or_(
                    col(OutboundMessage.enrollment_id).in_(self._begun()),
                    col(OutboundMessage.created_at) > self.kept.decided_at,
                    col(OutboundMessage.in_flight_at) > self.kept.decided_at,
                    col(OutboundMessage.state) == OutboundState.CLAIMED,
                ),
            )
            .order_by(col(OutboundMessage.id))
            .with_for_update()
        )
        return list(self.session.exec(statement).all())

    def _runs(self) -> list[int]:
        return [each.key[0] for each in self.changes if each.table == "enrollment"]

    def _begun(self) -> list[int]:
        return [each.key[0] for each in self.changes if each.table == "enrollment" and each.before is None]

    def _check_tasks(self) -> None:
        for task in self._tasks_since():
            if task.state is TaskState.DONE:
                raise self._refused(f"task {task.id} was done since, by {task.done_by}")

    def _tasks_since(self) -> list[Task]:
        """What has been opened since for these runs, and that nobody has answered the reply."""
        written = [each.key[0] for each in self.changes if each.table == "task"]
        answers = sa.and_(
            col(Task.inbound_id) == self._inbound_id(),
            col(Task.kind) == TaskKind.ANSWER_OVERDUE,
            col(Task.state) != TaskState.DONE,
        )
        statement = (
            select(Task)
            .where(
                sa.or_(col(Task.enrollment_id).in_(self._runs()), answers),
                col(Task.created_at) > self.kept.decided_at,
                col(Task.id).not_in(written),
            )
            .with_for_update()
        )
        return list(self.session.exec(statement).all())

    def _inbound_id(self) -> int:
        return find_review(self.session, self.kept.review_id).inbound_id

    def _check_noes(self) -> None:
        """A no that came again since stands, whatever becomes of the first."""
        noes = [each for each in self.changes if each.table == "suppression"]
        if not noes:
            return
        concerned = {
            each.now["contact_id"]
            for each in self.changes
            if each.table == "event" and each.now["contact_id"] is not None
        }
        since = select(Event.id).where(
            col(Event.kind).in_(_NOES),
            col(Event.contact_id).in_(concerned),
            col(Event.id).not_in(_facts_of(self.changes)),
            col(Event.at) >= self.kept.decided_at,
            STANDS,
        )
        if any(map(self._was_said_again, noes)) or self.session.exec(since).first() is not None:
            raise self._refused(
                "they have said no once more since, or their address has turned out to be dead"
            )

    def _was_said_again(self, no: Change) -> bool:
        """Whether it came by another way too: a button, somebody's hand, a list. Its note says so."""
        current = self._current(no)
        return current is not None and current["note"] not in _stood(no, "note")

    def _check_row(self, change: Change) -> None:
        current = self._current(change)
        if change.before is None:
            if current is not None and self._has_moved(change, current):
                raise self._moved_on(change)
            self._check_references(change)
        elif change.after is not None and (current is None or self._has_moved(change, current)):
            raise self._moved_on(change)

    def _current(self, change: Change) -> Image | None:
        """The row as it is now, locked; None where it is gone, or another has its number."""
        table = table_of(change.table)
        current = image_of(self.session.connection(), table, change.key, lock=True)
        made, known = (None if row is None else row.get("created_at") for row in (current, change.after))
        return None if made != known else current

    def _has_moved(self, change: Change, current: Image) -> bool:
        ours = _BY_THE_DAEMON.get(change.table, frozenset())
        if change.before is None:
            ours |= _BY_AN_EDIT.get(change.table, frozenset())
        return any(
            current[name] not in _stood(change, name) and not _is_only_held(change, name, current)
            for name in change.columns
            if name not in ours and name in current
        )

    def _check_references(self, change: Change) -> None:
        """A row that others have come to refer to since cannot go."""
        if change.table not in _MAY_STAY and self._is_referred_to(change):
            raise self._moved_on(change)

    def _is_referred_to(self, change: Change) -> bool:
        going = {(each.table, each.key) for each in self.changes if each.before is None}
        going |= {("outbound_message", (mail.id,)) for mail in self._mails_since()}
        going |= {("task", (task.id,)) for task in self._tasks_since()}
        letting_go = {(each.table, each.key) for each in self.changes if each.before is not None}
        return any(
            (table.name, key) not in going and not ((table.name, key) in letting_go and was_unbound)
            for table, key, was_unbound in referring(self.session, change, self.changes)
        )

    def _moved_on(self, change: Change) -> Refused:
        later = history.later_on(self.session, self.kept, change)
        if later is not None:
            return Refused(
                f"Review {later.review_id} was decided later, by {later.decided_by}, and builds on this one. "
                f"Undo that first: `outreach review undo {later.review_id}`."
            )
        return self._refused(
            f"{_called(self.session, change)} has changed since, by somebody's hand or a later mail"
        )

    def _refused(self, why: str) -> Refused:
        return Refused(f"The decision on review {self.kept.review_id} cannot be undone: {why}.")

    # --- the way back ------------------------------------------------------------------------------------------------

    def _remove_unsent(self) -> None:
        begun = self._begun()
        for mail in self._mails_since():
            if mail.enrollment_id in begun or mail.created_at > self.kept.decided_at:
                self.session.delete(mail)
        for task in self._tasks_since():
            self.session.delete(task)
        self.session.flush()

    def _take_away(self, change: Change) -> None:
        """Delete a row that came; give one that was changed its values of before."""
        table, connection = table_of(change.table), self.session.connection()
        if change.table == "event" and change.before is None:
            return
        if change.before is None:
            if not self._stays(change):
                if change.table == "suppression":
                    noes_beside.taken_back(self.session, str(change.now["key"]))
                connection.execute(sa.delete(table).where(by_key(table, change.key)))
        elif change.after is not None:
            names = set(change.columns) | _BY_THE_DAEMON.get(change.table, frozenset())
            values = {name: change.before[name] for name in names if name in change.before}
            connection.execute(sa.update(table).where(by_key(table, change.key)).values(**values))

    def _stays(self, change: Change) -> bool:
        """Whether a row that the decision wrote is left where it is; or is gone already."""
        current = self._current(change)
        if current is None:
            return True
        if change.table in _TOLD_ALREADY:
            return self._has_moved(change, current)
        return change.table in _MAY_STAY and self._is_referred_to(change)

    def _bring_back(self, change: Change) -> None:
        table, connection = table_of(change.table), self.session.connection()
        assert change.before is not None
        values = dict(change.before)
        if image_of(connection, table, change.key) is not None:
            # SQLite gives the number of a row that is gone to the next one. Nothing refers to such rows.
            for column in table.primary_key:
                values.pop(column.name)
        connection.execute(sa.insert(table).values(**values))


def _stood(change: Change, name: str) -> tuple[Any, ...]:
    """What a column may hold for the row to count as untouched: the value of after, or already that of before."""
    return tuple(
        image[name] for image in (change.after, change.before) if image is not None and name in image
    )


def _is_only_held(change: Change, name: str, current: Image) -> bool:
    """Whether a run that the decision left under way is still so, held by something or no longer."""
    after = change.after or {}
    return (
        change.table == "enrollment"
        and name == "state"
        and current[name] in _HELD_OR_NOT
        and after.get(name) in _HELD_OR_NOT
    )


def _called(session: Session, change: Change) -> str:
    """The row as people call it."""
    contact_id = change.now.get("contact_id")
    contact = None if contact_id is None else session.get(Contact, contact_id)
    whose = "" if contact is None else f" of {contact.address}"
    names = {
        "enrollment": "the run",
        "hold": "what holds the run",
        "review": "the review",
        "lead": "the lead",
    }
    return names.get(change.table, f"the {change.table.replace('_', ' ')}") + whose


def _as_held(session: Session, changes: Sequence[Change], now: datetime) -> None:
    """Runs stand as their holds say, of now: what was lifted or placed since the decision counts."""
    held = (
        sa.select(sa.literal(1))
        .where(
            sa.or_(
                col(Hold.contact_id) == col(Enrollment.contact_id),
                col(Hold.account_id) == col(Enrollment.account_id),
            )
        )
        .correlate(Enrollment.__table__)  # type: ignore[attr-defined]
        .exists()
    )
    rows = [each.now for each in changes if each.table in ("hold", "enrollment")]
    contacts = {row["contact_id"] for row in rows if row["contact_id"] is not None}
    accounts = {row["account_id"] for row in rows if row["account_id"] is not None}
    concerned = sa.or_(
        col(Enrollment.contact_id).in_(contacts),
        col(Enrollment.account_id).in_(accounts),
    )
    waits = col(Enrollment.waits_for_turn)
    due_at = sa.case(
        (sa.and_(col(Enrollment.due_at).is_(None), waits.is_(False)), sa.literal(now, UtcDateTime)),
        else_=col(Enrollment.due_at),
    )
    active, paused = EnrollmentState.ACTIVE, EnrollmentState.PAUSED
    moves: tuple[tuple[EnrollmentState, EnrollmentEvent, Any, dict[str, Any]], ...] = (
        (active, EnrollmentEvent.HELD, held, {}),
        (paused, EnrollmentEvent.RELEASED, ~held, {"due_at": due_at}),
    )
    for state, event, where, values in moves:
        session.connection().execute(
            sa.update(Enrollment.__table__)  # type: ignore[attr-defined]
            .where(col(Enrollment.state) == state, concerned, where)
            .values(state=ENROLLMENT_TRANSITIONS[state, event], **values)
        )
