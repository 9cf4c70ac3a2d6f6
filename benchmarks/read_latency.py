"""From the delivery of a reply to the pause of its sequence: `make bench-latency`.

A real Dovecot and `outreach run` as a process of its own that listens (IDLE over TLS). A hundred replies arrive one
after the other, at random moments; each is timed from Dovecot's answer to its delivery (LMTP, `250`) until the
database has the writer's enrollment paused, which is when nothing more can go to them. Dovecot lets half a second
pass before it tells a client that idles; what a bare client is told, and when, stands beside it.
"""

import contextlib
import imaplib
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.support.answers_of_all_kinds import person
from tests.support.databases import Refillable
from tests.support.dovecot import Dovecot
from tests.support.mailroom import a_reply
from tests.support.reading_line import ANN, ReadingLine
from tests.support.servers import USERS, why_missing

REPLIES = 100
AIM_MEDIAN, AIM_WORST = 1.0, 3.0
#: Seconds between two replies, drawn anew each time.
_GAP = 0.02, 0.4

_PAUSED = """
SELECT e.state FROM enrollment AS e JOIN contact AS c ON c.id = e.contact_id WHERE c.address = ?
"""


def main() -> None:
    if missing := why_missing("dovecot"):
        sys.exit(missing)
    with tempfile.TemporaryDirectory(prefix="outreach-latency-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with _dovecot(folder / "dovecot") as dovecot, _line(folder, dovecot) as line:
            ours = _measured(line, random.Random(1))
            told = _told_by_dovecot(dovecot, line)
    print(f"from delivery to the pause, {REPLIES} replies on Dovecot, milliseconds:")
    _show("outreach run", ours)
    _show("a bare client that idles is told", told)
    print(f"aim: median under {AIM_MEDIAN * 1000:.0f}, worst under {AIM_WORST * 1000:.0f}")


def _show(what: str, seconds: list[float]) -> None:
    found = sorted(each * 1000 for each in seconds)
    print(
        f"  {what:34} median {statistics.median(found):5.0f}   "
        f"95 % {found[int(len(found) * 0.95)]:5.0f}   worst {found[-1]:5.0f}"
    )


def _measured(line: ReadingLine, rng: random.Random) -> list[float]:
    """Seconds from each delivery to the pause that it leads to."""
    database = sqlite3.connect(f"file:{line.database}?mode=ro", uri=True, timeout=30)
    with contextlib.closing(database):
        daemon = line.run()
        # The first is the one that wakes everything up, and is not counted.
        found = [_one(line, database, number, within=60) for number in [0]]
        for number in range(1, REPLIES + 1):
            time.sleep(rng.uniform(*_GAP))
            found.append(_one(line, database, number, within=20))
        assert daemon.running, line.workspace.log()
    return found[1:]


def _one(line: ReadingLine, database: sqlite3.Connection, number: int, *, within: float) -> float:
    address = person(number)
    raw = a_reply(line.mails[number], "Thank you, I shall read it on Monday.", sender=address)
    line.deliver(raw)
    return _seconds_until(lambda: database.execute(_PAUSED, (address,)).fetchone() != ("active",), within)


def _told_by_dovecot(dovecot: Dovecot, line: ReadingLine) -> list[float]:
    """The same of a client that only waits to be told, in the standard library's own words."""
    found = []
    client = imaplib.IMAP4("127.0.0.1", dovecot.imap, timeout=30)
    client.login(ANN, dovecot.password(ANN))
    client.select("INBOX", readonly=True)
    for number in range(20):
        client.send(b"I%03d IDLE\r\n" % number)
        assert client.readline().startswith(b"+")
        line.deliver(a_reply(None, f"Text {number}.", sender="ben@elsewhere.example"))
        began = time.perf_counter()
        while b"EXISTS" not in client.readline():
            pass
        found.append(time.perf_counter() - began)
        client.send(b"DONE\r\n")
        while not client.readline().startswith(b"I%03d" % number):
            pass
    client.shutdown()
    return found


def _seconds_until(fact: Callable[[], bool], within: float) -> float:
    began = time.perf_counter()
    while not fact():
        if time.perf_counter() - began > within:
            raise RuntimeError(f"nothing happened within {within:g} seconds")
        time.sleep(0.001)
    return time.perf_counter() - began


@contextlib.contextmanager
def _dovecot(folder: Path) -> Iterator[Dovecot]:
    folder.mkdir()
    server = Dovecot(folder, USERS)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def _line(folder: Path, dovecot: Dovecot) -> Iterator[ReadingLine]:
    (folder / "founded").mkdir()
    refillable = Refillable(folder / "founded")
    try:
        with ReadingLine(folder / "line", dovecot, refillable, people=REPLIES + 1) as line:
            yield line
    finally:
        refillable.close()


if __name__ == "__main__":
    main()
