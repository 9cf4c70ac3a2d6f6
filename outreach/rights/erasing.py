"""Everything about a person is taken out but a hash by which their no is kept, and an entry in the audit.

What stays are rows without a text: that on this day a mail went out of this mailbox as this step, so that it never goes
a second time, a bounce still finds it, and the figures stay what they were.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.database import audit, locks
from outreach.database.workspace import workspace_key
from outreach.inbox.model import InboundMessage, InboundState
from outreach.prospects.model import Contact
from outreach.prospects.suppressing import keep_hash_only
from outreach.prospects.suppression import erased_address
from outreach.qualification.leads.model import LEAD_TRANSITIONS, Lead, LeadEvent
from outreach.qualification.model import Review, ReviewState
from outreach.referrals.model import REFERRAL_TRANSITIONS, Referral, ReferralEvent
from outreach.rights.emptying import (
    drop_undos,
    empty_mails,
    empty_messages,
    empty_rows,
    empty_what_points,
    stub_name,
)
from outreach.rights.person import About, Person, about, has_domain, stays_alone
from outreach.rights.sweeping import sweep
from outreach.sending import outbox
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences import enrolling
from outreach.sequences.model import (
    TASK_TRANSITIONS,
    UNDER_WAY,
    Enrollment,
    EnrollmentEvent,
    HoldReason,
    Task,
    TaskEvent,
)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out: rows by table, and what lies outside of the database."""

    rows: Mapping[str, int]
    #: Where their mail still lies: (mailbox, folder, UID of the message).
    on_servers: tuple[tuple[str, str, int], ...] = ()
    #: Our mails in Sent folders: (mailbox, Message-ID).
    sent_copies: tuple[tuple[str, str], ...] = ()
    #: Places in the database where their address still stood, by table.
    swept: Mapping[str, int] = field(default_factory=dict)


def obstacles(session: Session, found: About) -> list[str]:
    """Why a person cannot be erased at this moment, in sentences; nothing where they can."""
    mails = select(OutboundMessage.mailbox).where(
        col(OutboundMessage.id).in_(found.mails), OutboundMessage.state == OutboundState.IN_FLIGHT
    )
    unread = select(InboundMessage.id).where(
        col(InboundMessage.id).in_(found.naming_messages), InboundMessage.state == InboundState.STORED
    )
    waiting = select(Review.id).where(
        col(Review.inbound_id).in_(found.naming_messages), Review.state == ReviewState.WAITING
    )
    return [
        *(
            f"A mail to them is being handed over from the mailbox {name}: try again in a few minutes."
            for name in sorted(set(session.exec(mails).all()))
        ),
        *(
            f"Message {number} of somebody else names them and has not been understood yet: let the daemon read it."
            for number in session.exec(unread).all()
        ),
        *(
            f"A reply of somebody else names them and waits for a decision: `outreach review show {number}`."
            for number in session.exec(waiting).all()
        ),
    ]


def erase(
    session: Session,
    person: Person,
    found: About,
    *,
    actor: str,
    now: datetime,
    reason: str = "",
    with_account: bool = False,
) -> Erased:
    """Take everything out, in the caller's unit of work; `found` is what an earlier look has found.

    Raises Refused where something about them is under way: a mail that is being handed over, a message that names them
    and is not understood yet. Safe to repeat.
    """
    # First of all locks: no commit point is passed, and no daemon takes an effect, until this is committed.
    locks.forbid(session)
    if session.connection().dialect.name == "sqlite":
        # What is deleted or written over is zeroed in the file at once.
        session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
    found = about(session, person, known=found)
    in_the_way = obstacles(session, found)
    if in_the_way:
        raise Refused(" ".join(in_the_way))
    outside = _outside(session, found)
    _stop(session, found, now)
    for address in person.addresses:
        keep_hash_only(session, address, actor=actor, now=now)
    rows = _empty(session, person, found, actor, now)
    _company(session, person, with_account=with_account)
    swept = sweep(session, SQLModel.metadata, person)
    first, *others = (audit.subject_of(session, address) for address in person.addresses)
    said = {"rows": rows, "also": others, "why": person.needles.taken_out_of(reason)}
    audit.note(session, "person_erased", actor=actor, at=now, subject=first, **said)
    # The session remembers rows as they were.
    session.expire_all()
    return Erased(rows, *outside, swept)


def _stop(session: Session, found: About, now: datetime) -> None:
    """Nothing goes to them any more, nor to those who were told that this person had named them."""
    for run in _runs(session, found.runs):
        enrolling.end(session, run, EnrollmentEvent.OPTED_OUT, why="erased", now=now)
    for run in _runs(session, found.referred_runs):
        if run.state in UNDER_WAY:
            enrolling.end(session, run, EnrollmentEvent.STOPPED, why="whoever named them was erased", now=now)
    outbox.withdraw(session, sorted(found.mails | found.naming_mails))
    for reason in (HoldReason.REVIEW, HoldReason.UNREAD_REPLY):
        enrolling.lift_for(session, sorted(found.messages), reason, now)
    session.flush()


def _runs(session: Session, ids: frozenset[int]) -> list[Enrollment]:
    return list(session.exec(select(Enrollment).where(col(Enrollment.id).in_(ids))).all())


def _empty(session: Session, person: Person, found: About, actor: str, now: datetime) -> dict[str, int]:
    stub = erased_address(workspace_key(session), person.address)
    roots = {
        "contact": frozenset(filter(None, [person.contact_id])),
        "enrollment": found.runs,
        "outbound_message": found.mails,
        "inbound_message": found.messages | found.naming_messages,
        "referral": found.referrals,
    }
    pointing = empty_what_points(session, SQLModel.metadata, roots, person.contact_id)
    drop_undos(session, {**roots, **pointing}, person.contact_id)
    _close(session, found, pointing, actor, now)
    _empty_referrals(session, found.referrals, actor, now)
    empty_rows(session, _table(Enrollment), found.runs, ended_why="erased")
    empty_messages(session, found.messages, now, by_them=True)
    empty_messages(session, found.naming_messages, now, by_them=False)
    # Without its token, a late answer of a server finds nothing to be written to.
    empty_rows(session, _table(OutboundMessage), found.mails, recipient=stub, token=None, owner=None)
    empty_mails(session, found.naming_mails)
    empty_rows(session, _table(Contact), roots["contact"], address=stub, emptied_at=now)
    counted = {**roots, **pointing, "outbound_message": found.mails | found.naming_mails}
    return {name: len(ids) for name, ids in sorted(counted.items()) if ids}


def _close(
    session: Session, found: About, pointing: Mapping[str, frozenset[int]], actor: str, now: datetime
) -> None:
    """What waited for a person because of them does not wait any more."""
    _set(
        session,
        Review,
        sa.and_(col(Review.inbound_id).in_(found.messages), col(Review.state) == ReviewState.WAITING),
        state=ReviewState.DECIDED,
        intent=Intent.OTHER,
        decided_by=actor,
        decided_at=now,
    )
    for (before, event), after in TASK_TRANSITIONS.items():
        if event is TaskEvent.DROPPED:
            ours = col(Task.id).in_(pointing.get("task", ()))
            _set(session, Task, sa.and_(ours, col(Task.state) == before), state=after)
    for (lead_was, said), lead_is in LEAD_TRANSITIONS.items():
        if said is LeadEvent.SAID_NO:
            ours = col(Lead.id).in_(pointing.get("lead", ()))
            where = sa.and_(ours, col(Lead.state) == lead_was)
            _set(session, Lead, where, state=lead_is, ended_at=now, ended_why="erased")


def _empty_referrals(session: Session, ids: frozenset[int], actor: str, now: datetime) -> None:
    for referral in session.exec(select(Referral).where(col(Referral.id).in_(ids))).all():
        # Of one reply no two may be of the same name and address.
        empty_rows(
            session,
            _table(Referral),
            frozenset([referral.id or 0]),
            name=stub_name(session, referral.id or 0),
        )
        refused = REFERRAL_TRANSITIONS.get((referral.state, ReferralEvent.REFUSED))
        if refused is not None:
            where = col(Referral.id) == referral.id
            _set(
                session,
                Referral,
                where,
                state=refused,
                reason="they were erased",
                decided_by=actor,
                decided_at=now,
            )


def _company(session: Session, person: Person, *, with_account: bool) -> None:
    """A company stays, unless nobody else is there and it was asked for; what is no company goes with its person."""
    if person.account_id is None or not stays_alone(session, person):
        return
    if has_domain(session, person.account_id) and not with_account:
        return
    metadata = SQLModel.metadata
    empty_rows(session, metadata.tables["account"], frozenset([person.account_id]))
    for name in ("account_domain", "account_name"):
        table = metadata.tables[name]
        session.execute(sa.delete(table).where(table.c.account_id == person.account_id))
    of_account = metadata.tables["outbound_message"]
    session.execute(
        sa.update(of_account).where(of_account.c.account_id == person.account_id).values(recipient_domain="")
    )


def _outside(session: Session, found: About) -> tuple[Any, Any]:
    """Copies that are not ours to erase, for whoever can."""
    stored = select(InboundMessage.mailbox, InboundMessage.folder, InboundMessage.uid).where(
        col(InboundMessage.id).in_(found.messages | found.naming_messages)
    )
    sent = select(OutboundMessage.mailbox, OutboundMessage.message_id).where(
        col(OutboundMessage.id).in_(found.mails | found.naming_mails),
        col(OutboundMessage.in_flight_at).is_not(None),
        col(OutboundMessage.message_id).is_not(None),
    )
    return (
        tuple(sorted((row[0], row[1], row[2]) for row in session.exec(stored).all())),
        tuple(sorted((row[0], str(row[1])) for row in session.exec(sent).all())),
    )


def _set(session: Session, model: type[SQLModel], where: Any, **values: Any) -> None:
    session.connection().execute(sa.update(_table(model)).where(where).values(values))


def _table(model: type[SQLModel]) -> sa.Table:
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table
