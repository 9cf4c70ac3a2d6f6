"""A million rows, 2.5 % of them broken in twenty ways, into a workspace: `python -m benchmarks.import_lists`.

Beside it, in the same run, a bare loop: `csv` over the same rows, none of them broken, and one `sqlite3` upsert each
into one table, committed as often and as durably as ours; and the same loop into all the tables that an import
fills, with the same indexes. What ours does beside that: recognise and judge, look every
address up among 1,000 that said no, find or make the account, keep list, line and import of each person.

Then the errors file is mended and imported, and the list itself once more. With `--kills N` the same import is done
in another workspace and killed (`kill -9`) N times on its way. What has to be true is checked, and a fault ends it.
"""

import argparse
import csv
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.broken_lists import HEADER, rows

OUTREACH = (sys.executable, "-c", "from outreach.cli.main import main; main()")
WORDS = ("--list", "big", "--legal-basis", "legitimate interest: companies of our trade", "--json")
NOES = 1_000

_BARE = """
import csv, sqlite3, sys
database = sqlite3.connect(sys.argv[2], isolation_level=None)
database.execute("PRAGMA journal_mode=WAL")
database.execute("PRAGMA synchronous=FULL")
database.execute(
    "CREATE TABLE contact (id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, given TEXT, family TEXT,"
    " company TEXT, title TEXT, country TEXT, size TEXT, city TEXT)"
)
upsert = (
    "INSERT INTO contact (address, given, family, company, title, country, size, city) VALUES (?,?,?,?,?,?,?,?)"
    " ON CONFLICT (address) DO UPDATE SET given = excluded.given, family = excluded.family,"
    " company = excluded.company, title = excluded.title, country = excluded.country, size = excluded.size,"
    " city = excluded.city"
)
with open(sys.argv[1], encoding="utf-8", newline="") as stream:
    reader = csv.reader(stream)
    next(reader)
    database.execute("BEGIN IMMEDIATE")
    for number, row in enumerate(reader, 1):
        database.execute(upsert, row)
        if number % int(sys.argv[3]) == 0:
            database.execute("COMMIT")
            database.execute("BEGIN IMMEDIATE")
    database.execute("COMMIT")
"""

# The same loop, and nothing judged or looked up, but all that an import keeps: into the tables of a workspace.
_SAME_TABLES = """
import csv, json, sqlite3, sys
database = sqlite3.connect(sys.argv[2], isolation_level=None)
database.execute("PRAGMA synchronous=FULL")
database.execute("PRAGMA foreign_keys=ON")
now, accounts, say = "2026-03-03 10:00:00.000000", {}, database.execute
say("INSERT INTO prospect_list (id, name, source, created_at) VALUES (1, 'big', 'spear', ?)", (now,))
with open(sys.argv[1], encoding="utf-8", newline="") as stream:
    reader = csv.reader(stream)
    next(reader)
    say("BEGIN IMMEDIATE")
    for number, (address, given, family, company, title, country, size, city) in enumerate(reader, 1):
        domain = address.partition("@")[2]
        account = accounts.get(domain)
        if account is None:
            accounts.clear()
            account = say(
                "INSERT INTO account (name, status, created_at) VALUES (?, 'cold', ?)", (company, now)
            ).lastrowid
            accounts[domain] = account
            say("INSERT INTO account_domain (domain, account_id) VALUES (?, ?)", (domain, account))
        fields = json.dumps({"team_size": size, "city": city})
        [(contact,)] = say(
            "INSERT INTO contact (account_id, address, name, given_name, family_name, title, phone, country, fields,"
            " created_at) VALUES (?,?,?,?,?,?,'',?,?,?) ON CONFLICT (address) DO UPDATE SET title = excluded.title,"
            " fields = excluded.fields RETURNING id",
            (account, address, given + " " + family, given, family, title, country, fields, now),
        ).fetchall()
        say("INSERT INTO prospect (list_id, contact_id, line, created_at) VALUES (1, ?, ?, ?)", (contact, number, now))
        if number % int(sys.argv[3]) == 0:
            say(
                "INSERT INTO event (at, kind, actor, details) VALUES (?, 'prospect_imported', 'benchmark', ?)",
                (now, '{"list": "big", "people": 2000}'),
            )
            say("COMMIT")
            say("BEGIN IMMEDIATE")
    say("COMMIT")
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """A process that has ended: its seconds by the clock and at work, the most memory that it had, what it said."""

    seconds: float
    at_work: float
    megabytes: float
    status: int
    stdout: str


def ran(command: list[str], folder: Path) -> Ran:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=err, env=_environment())
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        out.seek(0)
        err.seek(0)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 1, -signal.SIGKILL):
            sys.exit(err.read().decode())
        return Ran(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, code, out.read().decode())


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "OUTREACH_USER": "benchmark"}


@dataclass(frozen=True, slots=True)
class Lists:
    """The files of one run, and what is known of them."""

    folder: Path
    count: int
    #: The broken rows by their line: as they should have been.
    meant: dict[int, str]
    ways: int

    @property
    def path(self) -> Path:
        return self.folder / "list.csv"

    @property
    def clean(self) -> Path:
        return self.folder / "clean.csv"

    @classmethod
    def written(cls, folder: Path, count: int) -> "Lists":
        meant, ways = {}, set()
        with (folder / "list.csv").open("wb") as whole, (folder / "clean.csv").open("wb") as clean:
            whole.write(HEADER.encode())
            clean.write(HEADER.encode())
            for row in rows(count):
                whole.write(row.written)
                clean.write(row.meant.encode())
                if row.broken:
                    meant[row.line] = row.meant
                    ways.add(row.broken)
        return cls(folder, count, meant, len(ways))

    def mend(self, errors: Path) -> Path:
        """The errors file with each row as it should have been."""
        mended = errors.with_name("mended.csv")
        csv.field_size_limit(1 << 20)
        with (
            errors.open(encoding="utf-8-sig", newline="") as bad,
            mended.open("w", newline="", encoding="utf-8") as stream,
        ):
            reader, writer = csv.reader(bad), csv.writer(stream)
            writer.writerow(next(reader))
            for reason, line, *_ in reader:
                writer.writerow([reason, line, *self.meant[int(line)].rstrip("\n").split(",")])
        return mended


class Workspace:
    """A workspace of its own with some people in it who said no."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        ran([*OUTREACH, "init", str(folder)], folder)
        noes = "".join(f"no.{number}@company{number * 997}.example.org\n" for number in range(NOES))
        (folder / "noes.txt").write_text(noes, encoding="utf-8")
        ran([*OUTREACH, "suppress", "import", "noes.txt"], folder)

    @property
    def errors(self) -> Path:
        return self.folder / "bad.csv"

    def command(self, path: Path) -> list[str]:
        return [*OUTREACH, "prospects", "import", str(path), *WORDS, "--errors", str(self.errors)]

    def imported(self, path: Path) -> tuple[Ran, dict[str, Any]]:
        done = ran(self.command(path), self.folder)
        return done, json.loads(done.stdout)

    def killed_on_its_way(self, path: Path, kills: int, last_line: int) -> int:
        """Start it and kill it, so often, each time further on. How many of the kills met it at work."""
        chance, met = random.Random(kills), 0
        for number in range(1, kills + 1):
            until = int(last_line * (number - chance.random()) / (kills + 1))
            process = subprocess.Popen(
                self.command(path),
                cwd=self.folder,
                env=_environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            while process.poll() is None and self._line() < until:
                time.sleep(0.005)
            process.kill()
            met += process.wait() == -signal.SIGKILL
        return met

    def _line(self) -> int:
        return int(self.asked("SELECT coalesce(max(line), 0) FROM list_import")[0][0])

    def asked(self, statement: str) -> list[Any]:
        with sqlite3.connect(self.folder / "outreach.db", timeout=30) as database:
            return database.execute(statement).fetchall()

    def everything(self) -> dict[str, Any]:
        """What two workspaces are compared by."""
        return {
            "people": self.asked("SELECT count(*), count(DISTINCT address) FROM contact"),
            "listed": self.asked("SELECT count(*), count(DISTINCT line), sum(line) FROM prospect"),
            "facts": self.asked(
                "SELECT kind, sum(json_extract(details, '$.people')) FROM event GROUP BY kind"
            ),
            "accounts": self.asked("SELECT count(*) FROM account"),
            "domains": self.asked("SELECT count(*) FROM account_domain"),
            "left over": self.asked("SELECT count(*) FROM list_import_refusal"),
        }


def _batch(folder: Path) -> str:
    """As often as the import commits. Asked of another process: what this one has in memory would count for all."""
    asked = "from outreach.prospects.import_run import BATCH; print(BATCH)"
    return ran([sys.executable, "-c", asked], folder).stdout.strip()


def _loop(program: str, lists: Lists, database: Path, batch: str) -> Ran:
    return ran([sys.executable, "-c", program, str(lists.clean), str(database), batch], lists.folder)


def require(claim: str, holds: bool) -> None:
    if not holds:
        sys.exit(f"NOT SO: {claim}")
    print(f"  holds: {claim}", flush=True)


def whole_import(lists: Lists, workspace: Workspace) -> tuple[Ran, dict[str, Any]]:
    """Import, mend, import again; says what was measured, and what held."""
    done, told = workspace.imported(lists.path)
    good = told["created"]
    require(
        f"good + refused = rows: {good} + {told['refused']} = {lists.count}",
        good + told["refused"] == lists.count,
    )
    refused = {row["line"] for row in told["bad_rows"]}
    require("every row that was broken is refused, no other", len(lists.meant) == told["refused"])
    require("refused are the very lines that were broken", refused <= set(lists.meant))
    everything = workspace.everything()
    shutil.copy(workspace.errors, workspace.folder / "first.csv")
    mended, after = workspace.imported(lists.mend(workspace.errors))
    require(
        f"the mended rows complete it: {after['created']} more, {after['refused']} refused",
        not after["refused"],
    )
    require(
        "everybody is on the list, once",
        workspace.asked("SELECT count(*), count(DISTINCT contact_id) FROM prospect")
        == [(lists.count, lists.count)],
    )
    again, nothing = workspace.imported(lists.path)
    require("importing again adds 0", nothing["created"] == 0)
    print(f"  the mended rows took {mended.seconds:.1f} s, the same list again {again.seconds:.1f} s")
    return done, everything


def with_kills(lists: Lists, kills: int, expected: dict[str, Any], errors: bytes) -> None:
    """The same import, killed on its way, comes to the same."""
    workspace = Workspace(lists.folder / "killed")
    began = time.perf_counter()
    met = workspace.killed_on_its_way(lists.path, kills, lists.count)
    done, told = workspace.imported(lists.path)
    print(
        f"killed {met} times; all of it took {time.perf_counter() - began:.1f} s, the last run {done.seconds:.1f} s"
    )
    require("the last run went on where the one before had stopped", told["resumed_behind"] > 0)
    require("its counts are those of the whole", told["created"] + told["refused"] == lists.count)
    require("nothing is doubled, nothing lost", workspace.everything() == expected)
    require("the errors file is whole", workspace.errors.read_bytes() == errors)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=10)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="outreach-import-") as made:
        lists = Lists.written(Path(made), chosen.rows)
        size = lists.path.stat().st_size / 1e6
        load = os.getloadavg()[0]
        print(
            f"{chosen.rows:,} rows, {size:,.0f} MB, {len(lists.meant):,} broken in {lists.ways} ways; load {load:.1f}"
        )
        batch = _batch(lists.folder)
        bare = _loop(_BARE, lists, lists.folder / "bare.db", batch)
        same = _loop(_SAME_TABLES, lists, Workspace(lists.folder / "same").folder / "outreach.db", batch)
        workspace = Workspace(lists.folder / "workspace")
        ours, expected = whole_import(lists, workspace)
        for name, it in (("bare loop", bare), ("same tables", same), ("import", ours)):
            speed = chosen.rows / it.seconds
            times = f"{it.seconds:6.1f} s, {it.at_work:5.1f} s of them at work"
            print(f"{name:11} {times}  {speed:9,.0f} rows/s  {it.megabytes:4.0f} MB at most")
        for name, it in (
            ("the bare loop (the aim is 3, and 120 MB)", bare),
            ("the loop into the same tables", same),
        ):
            print(
                f"{ours.seconds / it.seconds:.1f} times {name}; at work {ours.at_work / it.at_work:.1f}",
                flush=True,
            )
        if chosen.kills:
            first = workspace.errors.with_name("first.csv")
            with_kills(lists, chosen.kills, expected, first.read_bytes())


if __name__ == "__main__":
    main()
