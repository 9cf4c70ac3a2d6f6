"""Whose process was stopped in the midst of a statement is ended, and nobody else."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from outreach.database import engine
from outreach.database.stopped_writers import StoppedWriters
from tests.support.ports import LOOPBACK
from tests.support.postgresql import PostgreSQL
from tests.support.stopped_session import StoppedSession, Then
from tests.support.waiting import wait_for

OURS = "outreach, process 12 on desk"
LOCK = "SELECT pg_advisory_xact_lock(4711)"


@pytest.fixture(name="name")
def database_name(postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(engine, "WRITER_PATIENCE", 0.3)
    made = postgresql.create_database()
    yield made
    postgresql.drop_database(made)


@contextmanager
def somebody_waits(postgresql: PostgreSQL, name: str) -> Iterator[threading.Thread]:
    """For the lock, until they have it; they give up when the block ends."""
    address = f"host={LOOPBACK} port={postgresql.port} user=outreach dbname={name}"
    with (
        psycopg.connect(address, autocommit=True) as line,
        psycopg.connect(address, autocommit=True) as other,
    ):

        def wait() -> None:
            try:
                line.execute(LOCK)
            except psycopg.Error:
                return
            got.set()

        got = threading.Event()
        waiting = threading.Thread(target=wait)
        waiting.start()
        seen = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s AND (wait_event_type = 'Lock' OR state = 'idle')"
        wait_for(lambda: other.execute(seen, [line.info.backend_pid]).fetchone() == (1,), "somebody to wait")
        try:
            yield waiting
        finally:
            if not got.is_set():
                other.execute("SELECT pg_cancel_backend(%s)", [line.info.backend_pid])
            waiting.join(10)


def ended_within(writers: StoppedWriters, seconds: float) -> list[str]:
    """What is ended when it is looked for again and again."""
    until = time.monotonic() + seconds
    while not (ended := writers.end()) and time.monotonic() < until:
        time.sleep(0.05)
    return ended


@pytest.mark.parametrize("then", Then)
def test_a_stopped_writer_for_whom_others_wait_is_ended(
    postgresql: PostgreSQL, name: str, then: Then
) -> None:
    with (
        StoppedSession(postgresql.port, name, name=OURS, first=LOCK, then=then),
        somebody_waits(postgresql, name) as waiting,
    ):
        ended = ended_within(StoppedWriters(postgresql.url(name)), 30)
        waiting.join(30)

        assert ended == [OURS]
        assert not waiting.is_alive()


def test_it_is_ended_too_where_the_others_pass_by_what_it_holds(postgresql: PostgreSQL, name: str) -> None:
    with StoppedSession(postgresql.port, name, name=OURS, first=LOCK):
        assert ended_within(StoppedWriters(postgresql.url(name)), 30) == [OURS]


@pytest.mark.parametrize("then", Then)
def test_who_holds_nothing_is_left_alone(postgresql: PostgreSQL, name: str, then: Then) -> None:
    reading = "SELECT count(*) FROM pg_class"
    with StoppedSession(postgresql.port, name, name=OURS, first=reading, then=then):
        assert ended_within(StoppedWriters(postgresql.url(name)), 2.5) == []


def test_who_sends_one_message_after_another_is_at_work(postgresql: PostgreSQL, name: str) -> None:
    writers = StoppedWriters(postgresql.url(name))
    with StoppedSession(postgresql.port, name, name=OURS, first=LOCK) as slow:
        until = time.monotonic() + 2.5
        while time.monotonic() < until:
            slow.go_on()

            assert writers.end() == []


def test_who_is_called_otherwise_in_the_url_is_known_by_that(postgresql: PostgreSQL, name: str) -> None:
    url = f"{postgresql.url(name)}?application_name=desk"
    with StoppedSession(postgresql.port, name, name="desk", first=LOCK):
        assert ended_within(StoppedWriters(url), 30) == ["desk"]


def test_one_of_another_role_keeps_nobody_from_being_ended(postgresql: PostgreSQL, name: str) -> None:
    address = f"host={LOOPBACK} port={postgresql.port} user=outreach dbname={name}"
    with psycopg.connect(address, autocommit=True) as line:
        line.execute("DROP ROLE IF EXISTS somebody")
        line.execute("CREATE ROLE somebody LOGIN")
    with (
        StoppedSession(
            postgresql.port, name, name=OURS, first="SELECT pg_advisory_xact_lock(1)", user="somebody"
        ),
        StoppedSession(postgresql.port, name, name=OURS, first=LOCK),
    ):
        writers = StoppedWriters(postgresql.url(name))

        assert ended_within(writers, 30) == [OURS]
        assert ended_within(writers, 2.5) == []


def test_who_fills_a_table_from_a_file_may_take_their_time(postgresql: PostgreSQL, name: str) -> None:
    address = f"host={LOOPBACK} port={postgresql.port} user=outreach dbname={name} application_name='{OURS}'"
    with psycopg.connect(address) as line:
        line.execute("CREATE TABLE filled (number integer)")
        with line.cursor() as cursor, cursor.copy("COPY filled FROM STDIN") as copy:
            copy.write(b"1\n")
            ended = ended_within(StoppedWriters(postgresql.url(name)), 2.5)
            copy.write(b"2\n")

        assert ended == []
        assert line.execute("SELECT count(*) FROM filled").fetchone() == (2,)


def test_another_program_is_left_alone(postgresql: PostgreSQL, name: str) -> None:
    with (
        StoppedSession(postgresql.port, name, name="psql", first=LOCK),
        somebody_waits(postgresql, name) as waiting,
    ):
        assert ended_within(StoppedWriters(postgresql.url(name)), 2.5) == []
        assert waiting.is_alive()


def test_a_writer_has_its_time(postgresql: PostgreSQL, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WRITER_PATIENCE", 60.0)

    with StoppedSession(postgresql.port, name, name=OURS, first=LOCK), somebody_waits(postgresql, name):
        assert ended_within(StoppedWriters(postgresql.url(name)), 2.5) == []
