"""An import that changes nothing, and says to the row what the real one would do."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from types import TracebackType
from typing import Self

from sqlmodel import select

from outreach.database.engine import Database
from outreach.prospects.import_plan import Imported, OnDuplicate, Person, plan_import
from outreach.prospects.importing import known_contacts
from outreach.prospects.model import ProspectList
from outreach.prospects.suppressing import suppressions_of


class Rehearsal:
    """Remembers whom it would have taken in, since no batch finds what those before it would have left behind.

    In a database that SQLite keeps in memory and, for long lists, in a file that nobody sees and that goes with it.
    """

    def __init__(self, database: Database, *, list_name: str, on_duplicate: OnDuplicate) -> None:
        self._database = database
        self._list_name = list_name
        self._on_duplicate = on_duplicate
        self._taken_in = sqlite3.connect("")
        self._taken_in.execute("CREATE TABLE seen (address TEXT PRIMARY KEY) WITHOUT ROWID")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._taken_in.close()

    def take(self, people: Sequence[Person]) -> list[Imported]:
        """What would become of each of the next rows."""
        addresses = [person.address for person in people]
        with self._database.reading() as session:
            list_id = session.exec(
                select(ProspectList.id).where(ProspectList.name == self._list_name)
            ).first()
            contacts = known_contacts(session, people, list_id)
            noes = suppressions_of(session, addresses)
        known = {address: listed for address, (_, _, listed) in contacts.items()}
        known |= dict.fromkeys(self._seen(addresses), True)
        plan = plan_import(people, noes=noes, known=known, on_duplicate=self._on_duplicate)
        self._remember(person.address for person in plan.joining)
        return plan.fates

    def _seen(self, addresses: list[str]) -> list[str]:
        asked = "SELECT address FROM seen WHERE address IN (SELECT value FROM json_each(?))"
        with closing(self._taken_in.execute(asked, (json.dumps(addresses),))) as rows:
            return [address for (address,) in rows]

    def _remember(self, addresses: Iterable[str]) -> None:
        with self._taken_in:
            self._taken_in.executemany(
                "INSERT OR IGNORE INTO seen VALUES (?)", ((each,) for each in addresses)
            )
