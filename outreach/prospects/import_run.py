"""One import from its first row to its last: batches, what they leave behind, and where a broken one goes on."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from outreach.core.addresses import domain_of, is_free_mail, is_role_address
from outreach.database import locks
from outreach.database.engine import Database
from outreach.database.faults import is_a_collision
from outreach.prospects.import_plan import KNOWN_ALREADY, Imported
from outreach.prospects.import_progress import ImportOrder, ImportUnderWay, advance, begin, end
from outreach.prospects.importing import import_contacts
from outreach.prospects.model import ProspectList
from outreach.prospects.rehearsal import Rehearsal
from outreach.prospects.rows import BadRow, ImportRow

#: Rows a transaction: short enough that a daemon beside us never waits long for the lock.
BATCH = 2_000
#: A batch that meets somebody who stores the same people at the same moment is tried so often.
_TRIES = 5

#: Whether a row may come in; where it may not, why, as it stands behind "line 12: ".
Rule = Callable[[ImportRow], str | None]
#: Which of these domains surely take no mail.
DeadDomains = Callable[[Collection[str]], Collection[str]]

NO_MAIL = "has an address at a domain that takes no mail"


class ImportRun:
    """One import. Whoever runs it may be killed at any moment: the next run of the same order goes on behind it.

    `refuses` and `dead_domains` are asked outside of any transaction. Every bad row is handed to `on_bad`, in the
    order of the list, also those from before a break; `advance` is told the line up to which all is dealt with.
    """

    def __init__(
        self,
        database: Database,
        order: ImportOrder,
        *,
        now: Callable[[], datetime],
        on_bad: Callable[[BadRow], None],
        advance: Callable[[int], None] = lambda _: None,
        refuses: Rule | None = None,
        dead_domains: DeadDomains | None = None,
        rehearse: bool = False,
    ) -> None:
        self._database = database
        self._order = order
        self._now = now
        self._on_bad = on_bad
        self._advance = advance
        self._refuses = refuses
        self._dead_domains = dead_domains
        self._rehearse = rehearse
        self._rehearsal: Rehearsal | None = None
        self._under_way = ImportUnderWay(0, 0)
        self._line = 0
        #: Rows by what became of them: the values of `Imported`, and `offices` and `free_mail` of those on the list.
        self.counts: Counter[str] = Counter()
        #: Where an earlier run was broken off; 0: this is the first.
        self.resumed_behind = 0

    def run(self, rows: Iterable[ImportRow | BadRow]) -> None:
        """Everything that is left to do of the list."""
        order = self._order
        if self._rehearse:
            with Rehearsal(
                self._database, list_name=order.list_name, on_duplicate=order.on_duplicate
            ) as rehearsal:
                self._rehearsal = rehearsal
                self._all(rows)
            return
        self._begin()
        self._all(rows)
        with self._database.writing() as session:
            end(session, self._under_way.id, counts=self.counts, actor=order.actor, now=self._now())

    def _begin(self) -> None:
        with self._database.writing() as session:
            self._under_way = begin(session, self._order, now=self._now())
        self.resumed_behind = self._line = self._under_way.line
        self.counts = Counter(self._under_way.counts)
        # These are found again, one by one.
        self.counts.pop(Imported.REFUSED.value, None)

    def _all(self, rows: Iterable[ImportRow | BadRow]) -> None:
        people: list[ImportRow] = []
        bad: list[BadRow] = []
        behind, refusals = self._under_way.line, self._under_way.refusals
        line = 0
        for row in rows:
            line = row.line
            if isinstance(row, BadRow):
                bad.append(row)
            elif line > behind:
                people.append(row)
            elif line in refusals:
                bad.append(_refused(row, refusals[line]))
            if len(people) + len(bad) >= BATCH:
                self._take(people, bad, line)
                people, bad = [], []
        if people or bad:
            self._take(people, bad, line)

    def _take(self, people: list[ImportRow], bad: list[BadRow], line: int) -> None:
        """The rows up to a line; what lies before the break, if there was one, is bad rows only."""
        refused = self._refusals(people)
        good = [row for row in people if row.line not in refused] if refused else people
        read = self.counts + Counter({Imported.REFUSED.value: len(bad)})
        known: dict[int, str] = {}
        if self._rehearsal is not None:
            self.counts, known = _tally(read, good, self._rehearsal.take(good), refused)
        elif line > self._line:
            self.counts, known = self._stored(good, read, refused, line)
        else:
            self.counts = read
        self._line = max(line, self._line)
        refused |= known
        bad += [_refused(row, refused[row.line]) for row in people if row.line in refused]
        for row in sorted(bad):
            self._on_bad(row)
        self._advance(self._line)

    def _refusals(self, people: Sequence[ImportRow]) -> dict[int, str]:
        """Rows that may not come in, by line; asked before the database is."""
        refused: dict[int, str] = {}
        if self._refuses is not None:
            found = ((row.line, self._refuses(row)) for row in people)
            refused = {line: reason for line, reason in found if reason is not None}
        if self._dead_domains is not None:
            asked = {row.line: domain_of(row.address) for row in people if row.line not in refused}
            dead = self._dead_domains(set(asked.values()))
            refused |= {line: NO_MAIL for line, domain in asked.items() if domain in dead}
        return refused

    def _stored(
        self, good: list[ImportRow], read: Counter[str], refused: dict[int, str], line: int
    ) -> tuple[Counter[str], dict[int, str]]:
        for left in range(_TRIES, 0, -1):
            try:
                return self._store(good, read, refused, line)
            except Exception as error:
                if left == 1 or not is_a_collision(error):
                    raise
        raise AssertionError

    def _store(
        self, good: list[ImportRow], read: Counter[str], refused: dict[int, str], line: int
    ) -> tuple[Counter[str], dict[int, str]]:
        """What the counts are then, and who was refused for being known: one transaction."""
        order, under_way = self._order, self._under_way
        with self._database.writing() as session:
            locks.import_alone(session)
            fates = import_contacts(
                session,
                session.get_one(ProspectList, under_way.list_id),
                good,
                on_duplicate=order.on_duplicate,
                actor=order.actor,
                now=self._now(),
                import_id=under_way.id,
                names_basis=order.legal_basis is not None,
            )
            counts, known = _tally(read, good, fates, refused)
            said = sorted((refused | known).items())
            advance(session, under_way.id, behind=self._line, line=line, counts=counts, refused=said)
        return counts, known


def _tally(
    read: Counter[str], good: Sequence[ImportRow], fates: Sequence[Imported], refused: dict[int, str]
) -> tuple[Counter[str], dict[int, str]]:
    """The counts with these rows, and those of them who were refused for being known."""
    counts = read + Counter(fate.value for fate in fates)
    counts[Imported.REFUSED.value] += len(refused)
    judged = list(zip(good, fates, strict=True))
    listed = [row.address for row, fate in judged if fate not in (Imported.REFUSED, Imported.SUPPRESSED)]
    counts["offices"] += sum(map(is_role_address, listed))
    domains = Counter([address[address.rfind("@") + 1 :] for address in listed])
    counts["free_mail"] += sum(people for domain, people in domains.items() if is_free_mail(domain))
    return counts, {row.line: KNOWN_ALREADY for row, fate in judged if fate is Imported.REFUSED}


def _refused(row: ImportRow, reason: str) -> BadRow:
    return BadRow(row.line, reason, tuple(row.raw))
