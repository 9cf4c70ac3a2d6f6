"""Two reviewers, each in a process of their own, on one queue: no decision is lost, and none is taken twice."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database import audit
from outreach.database.audit import AuditEntry
from outreach.database.engine import Database
from outreach.qualification.history import undoable
from outreach.qualification.model import ReviewState
from outreach.sequences.model import EnrollmentState
from tests.support.databases import founded_sqlite
from tests.support.mailroom import Mailroom, sure

WHO = [f"person{number}@company{number}.example" for number in range(14)]
INTENTS = {"rita": Intent.INTERESTED, "bob": Intent.NOT_INTERESTED}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server("postgresql"))])
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Mailroom:
    """Fourteen people have answered, and nobody has looked at it."""
    if request.param == "sqlite":
        database = request.getfixturevalue("shared_sqlite")
    else:
        database = request.getfixturevalue("postgresql_database")
    room = Mailroom(database)
    room.ask(*WHO)
    for address in WHO:
        room.answered(address, sure(Intent.QUESTION, needs_review=True))
    return room


@pytest.fixture
def shared_sqlite(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A file that several processes open."""
    with founded_sqlite(tmp_path / "outreach.db") as database:
        yield database


def test_each_reply_is_decided_once_by_one_of_them(room: Mailroom) -> None:
    did = work_together(room.database)

    stands = Counter(review for done in did.values() for what, review in done if what == "decided")
    stands.subtract(review for done in did.values() for what, review in done if what == "undone")
    assert set(stands) == {review.id for review in room.reviews(None)}
    assert set(stands.values()) == {1}, "decided, and not undone, exactly once"


def test_what_stands_is_what_the_one_who_decided_had_said(room: Mailroom) -> None:
    did = work_together(room.database)

    reviews = room.reviews(None)
    assert {review.state for review in reviews} == {ReviewState.DECIDED}
    assert all(review.intent is INTENTS[review.decided_by or ""] for review in reviews)
    assert {room.state(address) for address in WHO} == {EnrollmentState.ANSWERED}
    assert room.holds() == []
    standing = [fact for fact in room.facts(Happened.REVIEW_DECIDED) if fact.taken_back_at is None]
    assert Counter((fact.inbound_id, fact.actor) for fact in standing) == Counter(
        (review.inbound_id, review.decided_by) for review in reviews
    )
    with room.database.reading() as session:
        assert len(undoable(session, limit=100)) == len(WHO)
        assert audit.verify(session).broken_at is None
        noted = Counter(entry.action for entry in session.exec(_entries()).all())
    said = Counter(what for done in did.values() for what, _ in done)
    assert (noted["reply_decided"], noted["decision_undone"]) == (said["decided"], said["undone"])


def _entries():  # type: ignore[no-untyped-def]
    from sqlmodel import select

    return select(AuditEntry)


def work_together(database: Database) -> dict[str, list[tuple[str, int]]]:
    """What each of the two did, in order, until nothing waits any more."""
    url = database.engine.url.render_as_string(hide_password=False)
    reviewers = {
        name: subprocess.Popen(
            [sys.executable, "-m", "tests.support.reviewer_process", url, name, intent.value, str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed, (name, intent) in enumerate(INTENTS.items())
    }
    try:
        for each in reviewers.values():
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n"
        for each in reviewers.values():
            assert each.stdin is not None
            each.stdin.write("go\n")
            each.stdin.flush()
        said = {name: each.communicate(timeout=120)[0] for name, each in reviewers.items()}
        assert {each.returncode for each in reviewers.values()} == {0}
    finally:
        for each in reviewers.values():
            if each.poll() is None:
                each.kill()
                each.wait()
    return {name: [tuple(json.loads(line)) for line in lines.splitlines()] for name, lines in said.items()}
