"""The simulation of a thousand mailboxes, at the size of a small team: what must be true of it is true here too."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks.scale.checks import CHECKS, checked
from benchmarks.scale.report import compared, table_sizes
from benchmarks.scale.simulation import Simulation, Size, prepare
from benchmarks.scale.witness import Witness
from outreach.daemon.understander import UnderstandingHere
from outreach.database.engine import Database

MONDAY = datetime(2026, 9, 7, 10, 0, tzinfo=UTC)
#: A ramp of three days: 5, 8 and 11 mails from each mailbox, as far as turns so far apart let them.
SIZE = Size(mailboxes=6, prospects=400, days=3, step=timedelta(hours=1))


@pytest.fixture
def hurried() -> Iterator[None]:
    """Nothing here has to outlive a power cut."""

    def in_no_hurry(connection: object, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous=OFF")

    sa.event.listen(sa.Engine, "connect", in_no_hurry)
    yield
    sa.event.remove(sa.Engine, "connect", in_no_hurry)


@pytest.mark.usefixtures("hurried")
async def test_nobody_is_mailed_twice_or_after_a_no_and_every_limit_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'outreach.db'}"
    said: list[str] = []
    config = prepare(tmp_path, url, SIZE, said.append)
    database = Database(url)
    simulation = Simulation(config, database, tmp_path, understanding=UnderstandingHere())

    try:
        await simulation.run(SIZE, said.append)
        weights = list(table_sizes(database))
    finally:
        await simulation.close()

    assert checked(tmp_path / "witness.db", url) == dict.fromkeys(CHECKS, 0)
    witness = sqlite3.connect(tmp_path / "witness.db")
    [(mails,)] = witness.execute("SELECT count(*) FROM arrived").fetchall()
    [(answers,)] = witness.execute("SELECT count(*) FROM answer").fetchall()
    [(noes,)] = witness.execute(
        "SELECT count(*) FROM answer WHERE intent IN ('unsubscribe', 'not_interested')"
    ).fetchall()
    witness.close()
    # Six mailboxes, 24 mails each at most; and what would break a rule has come up.
    assert 100 < mails <= 6 * 24 + 6
    assert answers > 5
    assert noes > 0
    assert any(line.startswith("outbound_message") for line in weights)
    assert list(compared(tmp_path / "turns.jsonl"))


def test_the_checks_find_what_they_are_for(tmp_path: Path) -> None:
    """Each rule is broken once; a check that cannot fail would say nothing of a run."""
    url = f"sqlite:///{tmp_path / 'ours.db'}"
    _ours(tmp_path / "ours.db")
    witness = Witness(tmp_path / "witness.db")
    witness.arrived("<1>", "ann@a.example", "box", MONDAY)
    witness.arrived("<1>", "ann@a.example", "box", MONDAY)
    witness.read("<no>", "bob@b.example", "unsubscribe", MONDAY)
    witness.arrived("<2>", "bob@b.example", "box", MONDAY)
    witness.read("<dead>", "cat@c.example", "bounce_hard", MONDAY)
    witness.arrived("<3>", "cat@c.example", "box", MONDAY)
    for number in range(11):
        witness.arrived(f"<d{number}>", f"p{number}@d.example", f"other-{number}", MONDAY)
    for number in range(6):
        witness.arrived(f"<e{number}>", f"p@e{number}.example", "ramping", MONDAY)
    witness.close()

    found = checked(tmp_path / "witness.db", url)

    assert [name for name, count in found.items() if not count] == []


def _ours(path: Path) -> None:
    """An outbox that knows of one mail that never arrived and of one that it thinks is queued, and a reply unread."""
    line = sqlite3.connect(path)
    line.execute("CREATE TABLE outbound_message (message_id, recipient, sequence, step, state)")
    line.execute("CREATE TABLE inbound_message (id INTEGER, state)")
    mails = [
        ("<1>", "ann@a.example", "who", "ask", "sent"),
        ("<2>", "bob@b.example", "who", "ask", "queued"),
        ("<9>", "dan@f.example", "who", "ask", "sent"),
    ]
    line.executemany("INSERT INTO outbound_message VALUES (?, ?, ?, ?, ?)", mails)
    line.execute("INSERT INTO inbound_message VALUES (1, 'stored')")
    line.commit()
    line.close()
