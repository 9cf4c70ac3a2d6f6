"""A SQLite database with half a year of outreach: 200,000 prospects, about a million facts, mails of a real size."""

from datetime import datetime
from pathlib import Path

from outreach.database.engine import Database
from outreach.database.schema import upgrade
from outreach.database.workspace import found
from tests.support.databases import NOW
from tests.support.report_world import WEEK, ReportWorld

PROSPECTS = 200_000
WEEKS = 26
MAILBOXES = tuple(f"box-{number}" for number in range(20))
#: Whose they are: two mailboxes each.
PEOPLE = {mailbox: f"person-{number // 2}" for number, mailbox in enumerate(MAILBOXES)}
STEPS = ("ask", "bump", "third", "last")
#: Bytes of a mail as it went out.
LETTER = 1_200
#: When all of it is over, answers and contracts too.
END: datetime = NOW + (WEEKS + 13) * WEEK


def fill(path: Path, prospects: int) -> None:
    """Make it. It takes some minutes."""
    url = f"sqlite:///{path}"
    upgrade(url)
    database = Database(url)
    try:
        with database.writing() as session:
            found(session, NOW)
        ReportWorld(database, letter=b"x" * LETTER).season(
            prospects,
            weeks=WEEKS,
            steps=STEPS,
            lists=8,
            mailboxes=MAILBOXES,
            wordings=("a", "b"),
        )
    finally:
        database.close()
