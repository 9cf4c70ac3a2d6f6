"""Durable mails a second with 1, 2 and 4 daemons on one PostgreSQL, and what bounds it.

    python -m benchmarks.send_daemons [--mails 2000] [--rounds 1]

Each daemon is a process with the ledger and the senders of `outreach run`, one connection a mailbox, into Postfix's
smtp-sink; PostgreSQL waits for its disk at every commit. Once all daemons send from all ten mailboxes, once each has
mailboxes of its own. Meanwhile it is looked every 20 ms what PostgreSQL's processes wait for.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from benchmarks.send_peers.contest import ROOT
from benchmarks.send_peers.sink import Sink, why_missing
from tests.support.ports import LOOPBACK
from tests.support.postgresql import DURABLE, USER, PostgreSQL
from tests.support.processes import children_of, server_folder

DAEMONS = (1, 2, 4)
_TICK = os.sysconf("SC_CLK_TCK")

_WAITS = """
SELECT coalesce(wait_event_type || ': ' || wait_event, 'CPU'), state
FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_WAL = "SELECT wal_bytes, wal_sync, wal_sync_time FROM pg_stat_wal"


@dataclass(slots=True)
class Run:
    """What one run has shown."""

    mails: int
    seconds: float
    daemons_cpu: float
    postgresql_cpu: float
    #: Bytes of write-ahead log, and how often it was synced.
    wal: int
    syncs: int
    sync_seconds: float
    waits: Counter[str] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        return self.mails / self.seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        _child(*asked.child)
        return
    if missing := why_missing():
        sys.exit(missing)
    folder = server_folder()
    postgresql = PostgreSQL(folder / "postgresql", settings=DURABLE | {"track_wal_io_timing": "on"})
    postgresql.start()
    try:
        _measure(folder, postgresql, asked.mails, asked.rounds)
    finally:
        postgresql.stop()


def _measure(folder: Path, postgresql: PostgreSQL, mails: int, rounds: int) -> None:
    queued = postgresql.create_database()
    # In a process of its own, which lets go of the database that is copied below.
    prepare = (
        f"from benchmarks.send_queue import prepare_database as p; p({postgresql.url(queued)!r}, {mails})"
    )
    subprocess.run([sys.executable, "-c", prepare], check=True, cwd=ROOT, timeout=600)
    print(
        f"{'daemons':>7}  {'mailboxes':9}  {'mails/s':>7}  {'CPU ms a mail':>16}  {'WAL a mail':>10}  waits"
    )
    print(f"{'':26}  {'daemons':>8} {'server':>7}")
    for daemons in DAEMONS:
        for shared in (True, False) if daemons > 1 else (True,):
            runs = [_run(folder, postgresql, queued, mails, daemons, shared=shared) for _ in range(rounds)]
            _show(sorted(runs, key=lambda run: run.seconds)[len(runs) // 2], daemons, shared, runs)
    print(f"\nload {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _run(folder: Path, postgresql: PostgreSQL, queued: str, mails: int, daemons: int, *, shared: bool) -> Run:
    name = f"{queued}_{daemons}_{shared}".lower()
    with _connected(postgresql, "postgres") as line:
        line.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        line.execute(f"CREATE DATABASE {name} TEMPLATE {queued}".encode())
        line.execute(b"CHECKPOINT")
    with Sink(folder) as sink, _connected(postgresql, name) as line:
        children = [
            _started(postgresql.url(name), sink.port, f"{number}/{daemons}", "all" if shared else "own")
            for number in range(daemons)
        ]
        for child in children:
            assert child.stdout is not None
            assert child.stdout.readline().strip() == "ready"
        wal, cpu = _wal(line), _cpu(postgresql)
        with _watching(postgresql, name) as waits:
            ended = [child.communicate(timeout=600)[0] for child in _begun(children)]
        after, cpu_after = _wal(line), _cpu(postgresql)
        (sent,) = line.execute(b"SELECT count(*) FROM outbound_message WHERE state = 'sent'").fetchone() or (
            0,
        )
        assert sent == sink.taken == mails, f"{sent} recorded, {sink.taken} taken, of {mails}"
    figures = [json.loads(text.splitlines()[-1]) for text in ended]
    return Run(
        mails,
        max(each["seconds"] for each in figures),
        sum(each["cpu_seconds"] for each in figures),
        cpu_after - cpu,
        int(after[0] - wal[0]),
        int(after[1] - wal[1]),
        float(after[2] - wal[2]) / 1000,
        waits,
    )


def _started(url: str, port: int, which: str, whose: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.send_daemons", "--child", url, str(port), which, whose],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def _begun(children: "list[subprocess.Popen[str]]") -> "list[subprocess.Popen[str]]":
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    return children


def _show(run: Run, daemons: int, shared: bool, runs: list[Run]) -> None:
    spread = f" ({min(each.per_second for each in runs):.0f}-{max(each.per_second for each in runs):.0f})"
    ours, theirs = (1000 * cpu / run.mails for cpu in (run.daemons_cpu, run.postgresql_cpu))
    total = run.waits.total() or 1
    waits = ", ".join(f"{what} {100 * count / total:.0f} %" for what, count in run.waits.most_common(6))
    print(
        f"{daemons:7}  {'all' if shared else 'own':9}  {run.per_second:7.0f}  {ours:8.1f} {theirs:7.1f}"
        f"  {run.wal / run.mails / 1024:7.1f} KB  {waits}"
    )
    syncs = max(run.syncs, 1)
    each = f"{run.mails / syncs:.1f} mails and {1000 * run.sync_seconds / syncs:.2f} ms each"
    print(f"{'':19}  {run.syncs} syncs, {each}{spread if len(runs) > 1 else ''}")


def _child(url: str, port: str, which: str, whose: str) -> None:
    import asyncio

    from benchmarks.send_peers.report import Measured
    from benchmarks.send_queue import rules, send
    from outreach.database.engine import Database

    number, daemons = map(int, which.split("/"))
    names = list(rules().mailboxes)
    mailboxes = names if whose == "all" else names[number::daemons]
    database = Database(url)
    with database.reading() as session:
        session.connection()
    print("ready", flush=True)
    sys.stdin.readline()
    with Measured():
        asyncio.run(send(database, int(port), mailboxes=mailboxes, owner=f"daemon{number}"))
    database.close()


@contextlib.contextmanager
def _watching(postgresql: PostgreSQL, name: str) -> Iterator[Counter[str]]:
    """What is waited for in the middle of a statement or a commit, counted."""
    waits: Counter[str] = Counter()
    over = threading.Event()

    def look() -> None:
        with _connected(postgresql, "postgres") as line:
            while not over.wait(0.02):
                for what, state in line.execute(_WAITS.encode(), (name,)).fetchall():
                    if state != "idle":
                        waits["the daemon's next statement" if what == "Client: ClientRead" else what] += 1

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield waits
    finally:
        over.set()
        watcher.join()


def _connected(postgresql: PostgreSQL, name: str) -> "psycopg.Connection[tuple[object, ...]]":
    address = f"host={LOOPBACK} port={postgresql.port} user={USER} dbname={name}"
    return psycopg.connect(address, autocommit=True)


def _wal(line: "psycopg.Connection[tuple[object, ...]]") -> tuple[float, float, float]:
    # It tells others what it has counted once a second.
    time.sleep(1.1)
    row = line.execute(_WAL.encode()).fetchone()
    assert row is not None
    size, syncs, took = (float(str(each)) for each in row)
    return size, syncs, took


def _cpu(postgresql: PostgreSQL) -> float:
    """CPU seconds of the server, of its processes that are there and of those that have ended."""
    assert postgresql._process is not None
    first = postgresql._process.pid
    # utime, stime; of the first also cutime, cstime.
    used = sum(int(each) for each in _stat(first)[11:15])
    used += sum(int(each) for child in children_of(first) for each in _stat(child)[11:13])
    return used / _TICK


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


if __name__ == "__main__":
    main()
