"""What a unit of work writes is seen row by row, whichever way it is written, and nothing else is."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.database import audit
from outreach.database.engine import Database
from outreach.database.events import Event, record, record_many
from outreach.database.statements import insert_if_absent
from outreach.database.traces import Change, as_json, from_json, traced
from outreach.prospects.model import Account, AccountStatus, Contact
from outreach.sending.model import SeenInSent
from tests.support.databases import NOW


@pytest.fixture
def kept(database: Database) -> Database:
    """An account with two people."""
    with database.writing() as session:
        account = Account(name="Acme", created_at=NOW)
        session.add(account)
        session.flush()
        for name in ("ana", "ben"):
            session.add(
                Contact(account_id=account.id or 0, address=f"{name}@acme.example", name=name, created_at=NOW)
            )
    return database


def writes(session: Session) -> None:
    """Each way in which the program writes."""
    ana = session.exec(select(Contact).where(Contact.address == "ana@acme.example")).one()
    ana.name = "Ana Ruiz"
    session.add(ana)
    session.add(Account(name="Beta", created_at=NOW))
    session.flush()
    session.execute(
        sa.update(Account).where(col(Account.name) == "Acme").values(status=AccountStatus.WORKING)
    )
    session.execute(sa.delete(Contact).where(col(Contact.address) == "ben@acme.example"))
    record(session, Happened.SUPPRESSED, NOW, actor="rita", why="tried")
    record_many(
        session,
        Happened.ENROLLED,
        [{"at": NOW, "contact_id": 7, "details": {}}, {"at": NOW, "contact_id": 8, "details": {}}],
    )
    insert_if_absent(
        session, SeenInSent, mailbox="ann", message_id="<1@x>", sent_at=NOW, is_ours=False, seen_at=NOW
    )


def seen(database: Database) -> list[Change]:
    with database.writing() as session, traced(session) as trace:
        writes(session)
    return list(trace.changes)


def test_every_row_is_seen_as_it_was_before_and_after(kept: Database) -> None:
    changes = seen(kept)

    told = sorted((each.table, each.before is None, each.after is None) for each in changes)
    assert told == [
        ("account", False, False),
        ("account", True, False),
        ("contact", False, False),
        ("contact", False, True),
        ("event", True, False),
        ("event", True, False),
        ("event", True, False),
        ("seen_in_sent", True, False),
    ]
    [renamed] = [each for each in changes if each.table == "contact" and each.after is not None]
    assert renamed.columns == ("name",)


def test_what_others_write_before_and_what_changes_nothing_is_not_seen(kept: Database) -> None:
    with kept.writing() as session:
        session.add(Account(name="Before", created_at=NOW))
        with traced(session) as trace:
            insert_if_absent(
                session,
                SeenInSent,
                mailbox="ann",
                message_id="<1@x>",
                sent_at=NOW,
                is_ours=False,
                seen_at=NOW,
            )
            session.execute(sa.update(Account).where(col(Account.name) == "Acme").values(name="Acme"))
            audit.note(session, "tried", actor="rita", at=NOW)
        first = [each.table for each in trace.changes]
        with traced(session) as trace:
            insert_if_absent(
                session,
                SeenInSent,
                mailbox="ann",
                message_id="<1@x>",
                sent_at=NOW,
                is_ours=False,
                seen_at=NOW,
            )
        session.add(Account(name="After", created_at=NOW))

    assert first == ["seen_in_sent"]
    assert trace.changes == ()


def test_what_is_rolled_back_to_a_savepoint_has_not_happened(kept: Database) -> None:
    with kept.writing() as session, traced(session) as trace:
        attempt = session.begin_nested()
        writes(session)
        attempt.rollback()
        record(session, Happened.SUPPRESSED, NOW + timedelta(hours=1))

    assert [each.table for each in trace.changes] == ["event"]


def test_another_session_is_not_watched(kept: Database) -> None:
    with kept.writing() as session, traced(session):
        pass
    with kept.writing() as session:
        writes(session)

    with kept.reading() as session:
        assert len(session.exec(select(Event)).all()) == 3


def test_changes_are_the_same_after_they_were_kept_as_json(kept: Database) -> None:
    changes = seen(kept)

    assert list(from_json(as_json(changes))) == changes
