"""What follows people from one account to another, and what their runs make of it.

A contact's account is what everything living about them hangs on: runs, tasks, mails of the outbox, leads. Each of
these tables repeats it for speed, so it follows the contact wherever that is moved. Facts (`event`, `audit_entry`)
do not: what happened, happened at the company that it was then.
"""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from outreach.database.statements import among
from outreach.prospects.model import Contact
from outreach.sequences import enrolling
from outreach.sequences.model import ENROLLMENT_TRANSITIONS, UNDER_WAY, Enrollment, EnrollmentEvent, Hold
from outreach.sequences.versions import definition_of

#: Locked in this order by whoever claims a mail: the mail first, then its run.
_FIRST = "outbound_message"
#: Holds on an account are no person's; they are moved one by one.
_ON_THEIR_OWN = ("contact", "hold")


def move_contacts(session: Session, contact_ids: Iterable[int], *, to: int) -> None:
    """Let these people belong to another account, and everything about them with them."""
    ids = sorted(contact_ids)
    if not ids:
        return
    session.flush()
    for table in _followers():
        session.execute(
            sa.update(table).where(among(table.c.contact_id, "people")).values(account_id=to), {"people": ids}
        )
    contact: sa.Table = Contact.__table__  # type: ignore[attr-defined]
    session.execute(
        sa.update(contact).where(among(contact.c.id, "people")).values(account_id=to), {"people": ids}
    )
    # What was read of these before is not what they are now.
    session.expire_all()


def _followers() -> list[sa.Table]:
    """The tables in which a row is about one contact and repeats that contact's account."""
    found = [
        table
        for table in SQLModel.metadata.tables.values()
        if table.name not in _ON_THEIR_OWN
        and "contact_id" in table.c
        and any(
            key.column.table.name == "account"
            for key in getattr(table.c.get("account_id"), "foreign_keys", ())
        )
    ]
    return sorted(found, key=lambda table: (table.name != _FIRST, table.name))


def account_holds(session: Session, account_id: int) -> list[Hold]:
    """What holds everybody at an account, oldest first."""
    return list(session.exec(select(Hold).where(Hold.account_id == account_id).order_by(col(Hold.id))).all())


def move_holds(session: Session, holds: Iterable[Hold], *, to: int) -> None:
    for hold in holds:
        hold.account_id = to
        session.add(hold)
    session.flush()


def copy_holds(session: Session, holds: Iterable[Hold], *, to: int) -> list[int]:
    """Let what holds one account hold another as well; the numbers of the copies."""
    copies = []
    for hold in holds:
        # One by one: what a session has forgotten it fetches again for an attribute, and for no dump.
        copy = Hold(account_id=to, **{name: getattr(hold, name) for name in _COPIED})
        session.add(copy)
        session.flush()
        copies.append(copy.id or 0)
    return copies


_COPIED = ("reason", "until", "inbound_id", "note", "created_at")


def settle(session: Session, account_ids: Iterable[int], now: datetime) -> None:
    """After people or holds have moved: who is held is paused, who no longer is goes on, one has their turn."""
    ids = sorted(set(account_ids))
    enrolling.settle_holds(session, ids, now)
    session.expire_all()
    for account_id in ids:
        _one_at_a_time(session, account_id)
        enrolling.give_turn(session, account_id, now)


def _one_at_a_time(session: Session, account_id: int) -> None:
    """Of several who would begin at one company only the first does; whoever has had mail goes on.

    Who waits for no turn and has had none stands behind whoever is under way.
    """
    runs = session.exec(
        select(Enrollment)
        .where(Enrollment.account_id == account_id, col(Enrollment.state).in_(UNDER_WAY))
        .order_by(col(Enrollment.waits_for_turn), col(Enrollment.position), col(Enrollment.id))
    ).all()
    is_taken = any(
        run.started_at is not None or (run.due_at is None and not run.waits_for_turn) for run in runs
    )
    for run in runs:
        is_new = run.started_at is None and run.tag is None and run.due_at is not None
        if not is_new or not definition_of(session, run.sequence_version_id).account.one_at_a_time:
            continue
        if is_taken:
            run.waits_for_turn, run.due_at = True, None
            session.add(run)
        is_taken = True
    session.flush()


def runs_under_way(session: Session, contact_ids: Iterable[int]) -> list[Enrollment]:
    """The cold runs of these people, as they are in the database, locked."""
    return list(
        session.execute(_COLD, {"people": sorted(contact_ids)}).scalars().all(),
    )


_COLD = (
    select(Enrollment)
    .where(
        among(col(Enrollment.contact_id), "people"),
        col(Enrollment.state).in_(UNDER_WAY),
        col(Enrollment.tag).is_(None),
        col(Enrollment.is_nurture).is_(False),
    )
    .order_by(col(Enrollment.waits_for_turn).desc(), col(Enrollment.id))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def go_on_again(session: Session, run: Enrollment, due_at: datetime) -> None:
    """A run that was ended by something which is taken back goes on where it was; `settle` says who is held."""
    after = ENROLLMENT_TRANSITIONS.get((run.state, EnrollmentEvent.RE_ENROLLED))
    if after is None:
        return
    run.state, run.ended_at, run.ended_why = after, None, ""
    run.waits_for_turn = False
    # Its mail may have been withdrawn: due means "plan it, if it is not there already".
    run.due_at, run.first_due_at = due_at, None
    session.add(run)
    session.flush()
