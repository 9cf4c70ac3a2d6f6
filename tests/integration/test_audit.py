"""The record of who did what: nobody changes it unseen, and two who write at once keep one chain."""

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from outreach.database import audit
from outreach.database.engine import Database
from tests.support.databases import NOW

#: What a person with a SQL prompt does to the record, and the first entry at which it shows.
TAMPERINGS = {
    "changed": ("UPDATE audit_entry SET actor = 'nobody' WHERE position = 3", 3),
    "changed details": ("UPDATE audit_entry SET details = '{\"n\": 7}' WHERE position = 3", 3),
    "dated back": ("UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000' WHERE position = 4", 4),
    "taken out": ("DELETE FROM audit_entry WHERE position = 3", 3),
    "taken out, the rest moved up": (
        "DELETE FROM audit_entry WHERE position = 3; UPDATE audit_entry SET position = 3 WHERE position = 5",
        3,
    ),
    "the first taken out": ("DELETE FROM audit_entry WHERE position = 1", 1),
    "put before the first": (
        "UPDATE audit_entry SET position = 0 WHERE position = 1",
        1,
    ),
    "two exchanged": (
        "UPDATE audit_entry SET position = 9 WHERE position = 2; UPDATE audit_entry SET position = 2 WHERE"
        " position = 3; UPDATE audit_entry SET position = 3 WHERE position = 9",
        2,
    ),
    "put in at the end": (
        "INSERT INTO audit_entry (position, at, actor, action, subject, details, hash)"
        " SELECT 6, at, actor, action, subject, details, hash FROM audit_entry WHERE position = 5",
        6,
    ),
    "put in without a place": (
        "INSERT INTO audit_entry (at, actor, action, subject, details)"
        " SELECT at, actor, action, subject, details FROM audit_entry WHERE position = 5",
        6,
    ),
}


def note_five(database: Database) -> None:
    for number in range(1, 6):
        with database.writing() as session:
            audit.note(
                session, "list_imported", actor="ann", at=NOW, subject=f"list:{number}", n=number, ü="ß"
            )


def test_no_address_stands_in_it_however_somebody_has_typed_it(database: Database) -> None:
    with database.writing() as session:
        said = {"why": "Ana.Ruiz@ACME.example called", "file": "ana@acme.example.csv"}
        audit.note(session, "unsuppressed", actor="ann", at=NOW, **said)

    with database.reading() as session:
        (entry,) = audit.entries(session)
    assert entry.details == {"why": "…@ACME.example called", "file": "…@acme.example.csv"}


def verified(database: Database) -> audit.Verified:
    with database.reading() as session:
        return audit.verify(session)


def tamper(database: Database, statements: str) -> None:
    """As somebody does who knows how to get past the triggers."""
    with database.engine.connect() as connection:
        on_table = "" if database.is_sqlite else " ON audit_entry"
        for name in ("audit_entry_no_update", "audit_entry_no_delete"):
            connection.execute(sa.text(f"DROP TRIGGER {name}{on_table}"))
        for statement in statements.split("; "):
            connection.execute(sa.text(statement))
        connection.commit()


@pytest.fixture
def throwaway(tmp_path: object, request: pytest.FixtureRequest) -> Database:
    """A database that may be damaged."""
    from pathlib import Path

    from tests.support.databases import founded_sqlite

    made = founded_sqlite(Path(str(tmp_path)) / "outreach.db")
    database = made.__enter__()
    request.addfinalizer(lambda: made.__exit__(None, None, None))
    return database


def test_a_chain_that_nobody_touched_holds(database: Database) -> None:
    note_five(database)

    found = verified(database)

    assert (found.entries, found.broken_at) == (5, None)
    assert found.head != audit.BEGINNING


@pytest.mark.parametrize("how", TAMPERINGS)
def test_whatever_is_done_to_the_record_is_found(how: str, throwaway: Database) -> None:
    note_five(throwaway)
    statements, shows_at = TAMPERINGS[how]

    tamper(throwaway, statements)

    assert verified(throwaway).broken_at == shows_at


def test_an_end_that_was_cut_off_is_told_by_the_head_that_somebody_kept(throwaway: Database) -> None:
    note_five(throwaway)
    head = verified(throwaway).head

    tamper(throwaway, "DELETE FROM audit_entry WHERE position = 5")

    with throwaway.reading() as session:
        assert audit.verify(session).broken_at is None
        assert not audit.holds_hash(session, head)


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_lets_nobody_change_an_entry(statement: str, database: Database) -> None:
    note_five(database)

    with pytest.raises(DBAPIError, match="only ever added to"), database.writing() as session:
        session.connection().execute(sa.text(statement))

    assert verified(database).entries == 5


def test_what_is_undone_leaves_no_gap(database: Database) -> None:
    with database.writing() as session:
        audit.note(session, "first", actor="ann", at=NOW)
        with pytest.raises(RuntimeError), session.begin_nested():
            audit.note(session, "undone", actor="ann", at=NOW)
            raise RuntimeError
        audit.note(session, "second", actor="ann", at=NOW)
    with pytest.raises(RuntimeError), database.writing() as session:
        audit.note(session, "all undone", actor="ann", at=NOW)
        raise RuntimeError
    with database.trying() as session:
        audit.note(session, "tried", actor="ann", at=NOW)

    with database.reading() as session:
        entries = audit.entries(session)
    assert [(each.position, each.action) for each in entries] == [(1, "first"), (2, "second")]
    assert verified(database).broken_at is None


def test_two_who_write_at_once_keep_one_chain(postgresql_database: Database) -> None:
    database, both_have_noted = postgresql_database, threading.Barrier(2)

    def write(actor: str) -> Callable[[], None]:
        def unit() -> None:
            for turn in range(10):
                with database.writing() as session:
                    audit.note(session, "done", actor=actor, at=NOW, turn=turn)
                    # Neither commits before both have written: their entries' numbers are mixed.
                    both_have_noted.wait(30)

        return unit

    writers = [threading.Thread(target=write(actor)) for actor in ("ann", "bob")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    found = verified(database)
    assert (found.entries, found.broken_at) == (20, None)


def test_a_person_stands_in_it_as_a_hash_that_outlives_them(sqlite_database: Database) -> None:
    def subject(session: Session) -> str:
        return audit.subject_of(session, "ana@acme.example")

    with sqlite_database.writing() as session:
        audit.note(session, "suppressed", actor="ann", at=NOW, subject=subject(session))
        audit.note(session, "suppressed", actor="ben", at=NOW, subject="domain:acme.example")

    with sqlite_database.reading() as session:
        hers = audit.entries(session, subjects=[subject(session)])
        assert [each.actor for each in hers] == ["ann"]
        assert "ana" not in hers[0].subject
        assert [each.actor for each in audit.entries(session, actor="ben")] == ["ben"]
        assert audit.entries(session, action="erased") == []
