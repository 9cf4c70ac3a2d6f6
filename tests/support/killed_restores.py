"""`outreach db restore` killed at some line, on either database, and what must be true of it afterwards."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import outreach.tables  # noqa: F401 - tables refer to one another by name
from outreach.database.engine import Database
from tests.support.command_line import CommandLine
from tests.support.killed_commands import OF_A_RESTORE, killed_before, lines_of
from tests.support.table_dumps import everything_in

#: One said no after the backup was made, the other has not.
SAID_NO, OTHER = "ana@acme.example", "bo@bolt.example"
RESTORED = "this database was restored from a backup"


@dataclass(frozen=True)
class KilledRestores:
    """A workspace whose database has gone on since its backup was made."""

    outreach: CommandLine
    backup: Path
    url: str

    def prepare(self) -> None:
        """Make the backup, and let somebody say no and somebody come."""
        self.outreach("db", "backup", str(self.backup))
        self.outreach("suppress", "add", SAID_NO)
        self.outreach.list_of("late@late.example", name="late")

    def restore(self) -> None:
        self.outreach("db", "restore", str(self.backup), "--replace")

    def lines(self) -> int:
        """How many lines a restore comes to; it is done, once."""
        return lines_of(self.restore, OF_A_RESTORE, self.backup.with_name("count"))

    def kill_before(self, line: int) -> None:
        killed_before(line, self.restore, OF_A_RESTORE)

    def rows(self) -> dict[str, list[dict[str, object]]]:
        with self._database() as database:
            return everything_in(database)

    def is_restored(self) -> bool:
        """AssertionError where it is so by half."""
        rows = self.rows()
        is_new = len(rows["contact"]) == 2
        paused = [row["name"] for row in rows["mailbox_status"] if row["paused_why"] == RESTORED]
        assert paused == (["ann"] if is_new else []), "who has forgotten something may not send"
        assert [row["value"] for row in rows["suppression"]] == [SAID_NO]
        assert self.outreach("db", "check").exit_code == 0
        return is_new

    @contextlib.contextmanager
    def _database(self) -> Iterator[Database]:
        database = Database(self.url)
        try:
            yield database
        finally:
            database.close()

    def survives(self, lines: Iterable[int]) -> tuple[int, int]:
        """Kill a restore before each of these lines, in their order: how often it was then as before, and restored.

        AssertionError where it was neither.
        """
        before, old, new = self.rows(), 0, 0
        for line in lines:
            self.kill_before(line)
            if self.is_restored():
                new += 1
            else:
                assert self.rows() == before, f"killed before line {line}, it is neither"
                old += 1
        return old, new


def on_sqlite(folder: Path) -> KilledRestores:
    line = CommandLine.initialised(folder / "workspace")
    line.campaign_over(SAID_NO, OTHER)
    made = KilledRestores(line, folder / "backup.db", f"sqlite:///{line.folder / 'outreach.db'}")
    made.prepare()
    return made


def on_postgresql(folder: Path, url: str) -> KilledRestores:
    line = CommandLine.initialised(folder / "workspace")
    config = line.folder / "config.toml"
    plain = url.replace("+psycopg", "")
    config.write_text(
        f'{config.read_text(encoding="utf-8")}\n[database]\nurl = "{plain}"\n', encoding="utf-8"
    )
    line("init", str(line.folder))
    line.campaign_over(SAID_NO, OTHER)
    made = KilledRestores(line, folder / "backup.dump", url)
    made.prepare()
    return made
