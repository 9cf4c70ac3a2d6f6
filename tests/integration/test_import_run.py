"""An import as one piece of work: what it leaves behind at each break, what rules and grounds do to it."""

import io
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.database import audit
from outreach.database.engine import Database
from outreach.database.events import Event
from outreach.prospects import import_run
from outreach.prospects.import_plan import OnDuplicate
from outreach.prospects.import_progress import ImportOrder
from outreach.prospects.import_run import ImportRun
from outreach.prospects.lists import edit_list, legal_basis_of
from outreach.prospects.model import Contact, ListImport, ListImportRefusal, Prospect, ProspectList
from outreach.prospects.reading import read_rows
from outreach.prospects.rows import BadRow, ImportRow
from tests.support.databases import NOW
from tests.support.desk import Desk

PEOPLE = "email,name\n" + "".join(
    f"person{number}@acme{number // 3}.example,Person {number}\n" if number % 10 else "nobody@,Bo\n"
    for number in range(100)
)
ORDER = ImportOrder("spring", "spring.csv", "tester", fingerprint="spring")


class PowerCut(Exception):
    """The process is gone."""


class Clerk:
    """Imports into one database, and keeps the bad rows of each run."""

    def __init__(self, database: Database) -> None:
        self.desk = Desk(database)
        self.bad: list[BadRow] = []

    def run(self, order: ImportOrder = ORDER, text: str = PEOPLE, **options: Any) -> ImportRun:
        self.bad = []
        run = ImportRun(self.desk.database, order, now=lambda: NOW, on_bad=self.bad.append, **options)
        run.run(read_rows(io.BytesIO(text.encode()), name="list.csv"))
        return run

    def cut_behind(self, line: int, order: ImportOrder = ORDER, **options: Any) -> None:
        """A run that ends once everything up to a line is in the database."""

        def advance(done: int) -> None:
            if done >= line:
                raise PowerCut

        with pytest.raises(PowerCut):
            self.run(order, advance=advance, **options)

    def count(self, table: type) -> int:
        return self.desk.do(lambda session: session.exec(select(sa.func.count()).select_from(table)).one())

    def joined(self) -> int:
        """How many people have joined lists, as the facts say."""
        facts = self.desk.do(
            lambda session: session.exec(select(Event).where(Event.kind == Happened.PROSPECT_IMPORTED)).all()
        )
        return sum(fact.details["people"] for fact in facts)

    def imports(self) -> list[ListImport]:
        return self.desk.do(
            lambda session: list(session.exec(select(ListImport).order_by(col(ListImport.id))).all())
        )

    def basis_of(self, address: str) -> tuple[str, ...]:
        contact_id = self.desk.contact(address).id
        assert contact_id is not None
        return self.desk.do(legal_basis_of, [contact_id])[contact_id]


@pytest.fixture
def clerk(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    monkeypatch.setattr(import_run, "BATCH", 8)
    return Clerk(sqlite_database)


def test_what_was_broken_off_is_gone_on_with_and_counted_as_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_run, "BATCH", 8)
    clerk = Clerk(database)
    for line in (20, 50, 60, 100):
        clerk.cut_behind(line)

    run = clerk.run()

    assert run.resumed_behind == 101
    assert (run.counts["created"], run.counts["refused"]) == (90, 10)
    assert [row.line for row in clerk.bad] == list(range(2, 102, 10))
    assert clerk.count(Prospect) == clerk.count(Contact) == clerk.joined() == 90
    [kept] = clerk.imports()
    assert (kept.counts["created"], kept.counts["refused"], kept.line) == (90, 10, 101)
    assert kept.ended_at == NOW


def test_who_was_refused_before_a_break_is_told_after_it(clerk: Clerk) -> None:
    clerk.run(ImportOrder("winter", "winter.csv", "tester"))
    order = ImportOrder(
        "spring", "spring.csv", "tester", on_duplicate=OnDuplicate.REFUSE, fingerprint="again"
    )
    clerk.cut_behind(50, order)

    run = clerk.run(order)

    assert run.resumed_behind > 0
    assert run.counts["refused"] == len(clerk.bad) == 100
    assert [row.line for row in clerk.bad] == list(range(2, 102))
    assert clerk.bad[1].raw == ("person1@acme0.example", "Person 1")
    assert clerk.count(ListImportRefusal) == 0


@pytest.mark.parametrize("again", ["another", None])
def test_another_import_is_never_gone_on_with(clerk: Clerk, again: str | None) -> None:
    clerk.cut_behind(50)

    run = clerk.run(ImportOrder("spring", "spring.csv", "tester", fingerprint=again))

    assert run.resumed_behind == 0
    assert clerk.count(Prospect) == 90
    assert [each.ended_at is None for each in clerk.imports()] == [True, False]


def test_the_same_import_later_adds_nobody_and_is_kept_as_one_of_its_own(clerk: Clerk) -> None:
    clerk.run()

    again = clerk.run()

    assert (again.resumed_behind, again.counts["created"], again.counts["already_listed"]) == (0, 0, 90)
    assert len(clerk.imports()) == 2
    assert clerk.joined() == 90


def test_of_two_who_import_the_same_file_at_once_one_gives_way(clerk: Clerk) -> None:
    def somebody_else(done: int) -> None:
        if done == 9:
            clerk.run()

    with pytest.raises(Refused, match="Another process"):
        clerk.run(advance=somebody_else)

    assert clerk.count(Prospect) == 90
    [kept] = clerk.imports()
    assert kept.counts["created"] == 90


@pytest.mark.parametrize("on_duplicate", OnDuplicate)
def test_a_rehearsal_counts_what_the_import_then_counts(clerk: Clerk, on_duplicate: OnDuplicate) -> None:
    clerk.run(ImportOrder("winter", "winter.csv", "tester"), "email\nperson5@acme1.example\n")
    clerk.desk.suppress("acme9.example")
    order = ImportOrder("spring", "spring.csv", "tester", on_duplicate=on_duplicate)
    twice = PEOPLE + "PERSON7@acme2.example,Again\ninfo@acme1.example,\nana@gmail.com,Ana\n"

    rehearsed = clerk.run(order, twice, rehearse=True)
    bad = clerk.bad
    before = clerk.count(Contact)
    done = clerk.run(order, twice)

    assert before == 1
    assert rehearsed.counts == done.counts
    assert bad == clerk.bad
    assert (done.counts["offices"], done.counts["free_mail"]) == (1, 1)


def test_a_rule_refuses_a_row_with_its_reason_and_its_cells(clerk: Clerk) -> None:
    def rule(row: ImportRow) -> str | None:
        return "may not be written to" if row.address.startswith("person1@") else None

    run = clerk.run(refuses=rule)

    assert (run.counts["created"], run.counts["refused"]) == (89, 11)
    assert BadRow(3, "may not be written to", ("person1@acme0.example", "Person 1")) in clerk.bad


def test_who_is_at_a_domain_without_mail_is_refused_and_each_domain_is_asked_about_in_a_batch(
    clerk: Clerk,
) -> None:
    asked: list[set[str]] = []

    def dead(domains: Iterable[str]) -> set[str]:
        asked.append(set(domains))
        return {"acme0.example"}

    clerk.run(dead_domains=dead)

    assert [row.line for row in clerk.bad if "takes no mail" in row.reason] == [3, 4]
    assert asked[0] == {"acme0.example", "acme1.example", "acme2.example"}


def test_no_transaction_is_open_while_a_rule_or_dns_is_asked(clerk: Clerk) -> None:
    def writes_itself(_: Any) -> Any:
        clerk.desk.do(lambda session: session.connection().execute(sa.text("UPDATE workspace SET id = id")))

    clerk.run(refuses=writes_itself, dead_domains=lambda domains: writes_itself(domains) or ())

    assert clerk.count(Prospect) == 90


def test_an_import_is_one_entry_in_the_audit_without_an_address(clerk: Clerk) -> None:
    clerk.run(ImportOrder("spring", "spring.csv", "tester", legal_basis="customer: since 2024"))

    with clerk.desk.database.reading() as session:
        [entry] = session.exec(select(audit.AuditEntry)).all()
        assert audit.verify(session).broken_at is None
    assert (entry.action, entry.actor) == ("list_imported", "tester")
    assert entry.details["counts"]["created"] == 90
    assert "@" not in str(entry.details)


# --- on what ground --------------------------------------------------------------------------------------------------


def ground(basis: str | None) -> ImportOrder:
    return ImportOrder("spring", "spring.csv", "tester", legal_basis=basis)


ANA, BO = "email\nana@acme.example\n", "email\nbo@acme.example\n"


def test_each_prospect_has_the_ground_of_the_import_that_brought_them(clerk: Clerk) -> None:
    clerk.run(ground("consent: fair"), ANA)
    clerk.run(ground("customer: since 2024"), BO)

    assert clerk.basis_of("ana@acme.example") == ("consent: fair",)
    assert clerk.basis_of("bo@acme.example") == ("customer: since 2024",)


def test_an_import_that_named_no_ground_has_that_of_its_list(clerk: Clerk) -> None:
    clerk.run(ground(None), ANA)
    assert clerk.basis_of("ana@acme.example") == ()

    clerk.desk.do(edit_list, "spring", actor="tester", now=NOW, legal_basis="inquiry: by phone")

    assert clerk.basis_of("ana@acme.example") == ("inquiry: by phone",)


def test_consent_is_inherited_by_no_later_import(clerk: Clerk) -> None:
    clerk.run(ground("consent: fair"), ANA)
    clerk.run(ground(None), BO)

    assert clerk.basis_of("ana@acme.example") == ("consent: fair",)
    assert clerk.basis_of("bo@acme.example") == ()


def test_consent_that_is_recorded_for_a_list_is_that_of_the_imports_so_far(clerk: Clerk) -> None:
    clerk.run(ground(None), ANA)
    clerk.desk.do(edit_list, "spring", actor="tester", now=NOW, legal_basis="consent: by phone")
    clerk.run(ground(None), BO)

    assert clerk.basis_of("ana@acme.example") == ("consent: by phone",)
    assert clerk.basis_of("bo@acme.example") == ()

    clerk.desk.do(edit_list, "spring", actor="tester", now=NOW, legal_basis="")

    assert clerk.basis_of("ana@acme.example") == ()


def test_a_later_import_that_names_a_ground_adds_it_to_those_who_are_there(clerk: Clerk) -> None:
    clerk.run(ground("customer: since 2024"), ANA)
    clerk.run(ground(None), ANA)
    clerk.run(ground("consent: fair"), ANA)

    assert clerk.basis_of("ana@acme.example") == ("consent: fair", "customer: since 2024")


def test_who_is_on_no_list_has_no_ground(clerk: Clerk) -> None:
    assert clerk.desk.do(legal_basis_of, [4711]) == {4711: ()}


def test_a_cost_is_of_the_list_and_an_edit_is_in_the_audit(clerk: Clerk) -> None:
    clerk.run(ground(None), ANA)

    with pytest.raises(Refused, match='There is a list "autumn" already'):
        clerk.run(ImportOrder("autumn", "a.csv", "tester"), BO)
        clerk.desk.do(edit_list, "spring", actor="tester", now=NOW, new_name="autumn")
    clerk.desk.do(edit_list, "spring", actor="tester", now=NOW + timedelta(days=1), new_name="summer")

    names = clerk.desk.do(lambda session: session.exec(select(ProspectList.name)).all())
    assert set(names) == {"summer", "autumn"}
    actions = clerk.desk.do(lambda session: session.exec(select(audit.AuditEntry.action)).all())
    assert actions[-1] == "list_edited"
