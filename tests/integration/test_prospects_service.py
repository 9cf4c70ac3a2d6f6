"""Lists in the database: who becomes a contact of which account, who is known already, and who has said no."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import NotAnAddress
from outreach.core.errors import ConfigurationError, NotFound, Refused
from outreach.core.events import Happened
from outreach.database.audit import AuditEntry
from outreach.database.engine import Database
from outreach.database.workspace import Workspace, workspace_key
from outreach.prospects import service
from outreach.prospects.import_plan import Imported, OnDuplicate
from outreach.prospects.importing import import_contacts
from outreach.prospects.listing import list_contacts
from outreach.prospects.lists import open_list
from outreach.prospects.model import (
    Account,
    AccountDomain,
    Contact,
    Prospect,
    Source,
    Suppression,
    SuppressionKind,
    SuppressionReason,
)
from outreach.prospects.service import NewContact
from outreach.prospects.suppressing import unsuppress
from tests.support.databases import NOW
from tests.support.desk import Desk

ANA = NewContact("ana@acme.example", company="Acme", name="Ana Ruiz", given_name="Ana", line=2)

CREATED, UPDATED, SKIPPED = Imported.CREATED, Imported.UPDATED, Imported.SKIPPED


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database)


def imported(
    desk: Desk, *people: NewContact, name: str = "spring", on_duplicate: OnDuplicate = OnDuplicate.SKIP
) -> list[Imported]:
    """What became of each, imported under a list of that name."""

    def unit(session: Session) -> list[Imported]:
        target = open_list(session, name, source=Source.SPEAR, legal_basis=None, now=NOW)
        return import_contacts(session, target, people, on_duplicate=on_duplicate, actor="tester", now=NOW)

    return desk.do(unit)


def listed(desk: Desk, name: str | None = None) -> list[tuple[str, str]]:
    return [(row["list"], row["address"]) for row in desk.do(list_contacts, list_name=name, limit=None)]


def accounts(desk: Desk) -> dict[str, list[str]]:
    """The addresses of each account, by its name."""
    found: dict[str, list[str]] = {}
    with desk.database.reading() as session:
        rows = session.exec(
            select(Account.name, Contact.address).join(Contact, col(Contact.account_id) == col(Account.id))
        ).all()
    for name, address in rows:
        found.setdefault(name, []).append(address)
    return found


def count(desk: Desk, table: type) -> int:
    with desk.database.reading() as session:
        return session.exec(select(sa.func.count()).select_from(table)).one()


# --- lists ---------------------------------------------------------------------------------------------------------


def test_a_list_makes_contacts_and_prospects_in_its_own_order(database: Database) -> None:
    desk = Desk(database)
    results = imported(desk, ANA, NewContact("ben@beta.example", line=1))

    assert results == [CREATED, CREATED]
    assert listed(desk) == [("spring", "ben@beta.example"), ("spring", "ana@acme.example")]
    assert desk.events(Happened.PROSPECT_IMPORTED) == 1
    [_, ana] = desk.do(list_contacts, list_name="spring", limit=10)
    assert (ana["name"], ana["account"], ana["account_status"]) == ("Ana Ruiz", "Acme", "cold")


def test_the_same_list_again_changes_nothing(database: Database) -> None:
    desk = Desk(database)
    imported(desk, ANA)

    again = imported(desk, NewContact(ANA.address, name="Somebody Else"))

    assert again == [Imported.ALREADY_LISTED]
    assert desk.contact(ANA.address).name == "Ana Ruiz"
    assert count(desk, Prospect) == count(desk, Contact) == 1


def test_an_address_twice_in_one_list_is_one_prospect(desk: Desk) -> None:
    assert imported(desk, ANA, ANA) == [CREATED, Imported.ALREADY_LISTED]


def test_somebody_known_joins_another_list_unchanged(desk: Desk) -> None:
    imported(desk, ANA)

    assert imported(desk, NewContact(ANA.address, name="Other"), name="autumn") == [SKIPPED]
    assert desk.contact(ANA.address).name == "Ana Ruiz"
    assert listed(desk, "autumn") == [("autumn", ANA.address)]


def test_an_update_takes_what_is_said_and_keeps_what_is_not(desk: Desk) -> None:
    imported(
        desk, NewContact("ana@acme.example", name="Ana", phone="020 7946 0001", fields={"a": "1", "b": "2"})
    )

    again = imported(
        desk,
        NewContact("ana@acme.example", company="Acme", name="Ana Ruiz", title="CFO", fields={"b": "3"}),
        on_duplicate=OnDuplicate.UPDATE,
    )

    ana = desk.contact("ana@acme.example")
    assert again == [UPDATED]
    assert (ana.name, ana.title, ana.phone) == ("Ana Ruiz", "CFO", "020 7946 0001")
    assert ana.fields == {"a": "1", "b": "3"}
    assert accounts(desk) == {"Acme": ["ana@acme.example"]}


def test_a_known_address_can_be_refused(desk: Desk) -> None:
    imported(desk, ANA)

    again = imported(
        desk, ANA, NewContact("ben@beta.example"), name="autumn", on_duplicate=OnDuplicate.REFUSE
    )

    assert again == [Imported.REFUSED, CREATED]
    assert listed(desk, "autumn") == [("autumn", "ben@beta.example")]


@pytest.mark.parametrize("on_duplicate", OnDuplicate)
@pytest.mark.parametrize("said_by", ["ana@acme.example", "acme.example", "@acme.example", "*.acme.example"])
def test_no_import_brings_back_who_has_said_no(said_by: str, on_duplicate: OnDuplicate, desk: Desk) -> None:
    imported(desk, ANA)
    desk.suppress(said_by, SuppressionReason.OPTED_OUT)

    again = imported(desk, ANA, NewContact("ben@beta.example"), name="autumn", on_duplicate=on_duplicate)

    assert again == [Imported.SUPPRESSED, CREATED]
    assert desk.suppressed("ana@acme.example") is SuppressionReason.OPTED_OUT


def test_what_an_earlier_import_said_of_a_list_stands(desk: Desk) -> None:
    def source_of(source: Source) -> Source:
        return desk.do(open_list, "spring", source=source, legal_basis=None, now=NOW).source

    assert [source_of(Source.SEED), source_of(Source.NET)] == [Source.SEED, Source.SEED]


# --- accounts ------------------------------------------------------------------------------------------------------


def test_a_company_is_a_registered_domain_however_its_name_is_spelled(desk: Desk) -> None:
    imported(
        desk,
        NewContact("ana@acme.co.uk", company="Acme"),
        NewContact("ben@mail.acme.co.uk", company="ACME Ltd."),
        NewContact("cid@acme.example", company="Acme"),
    )

    with desk.database.reading() as session:
        domains = session.exec(select(AccountDomain.domain, AccountDomain.account_id)).all()
    assert sorted(domain for domain, _ in domains) == ["acme.co.uk", "acme.example"]
    assert count(desk, Account) == 2
    assert desk.contact("ana@acme.co.uk").account_id == desk.contact("ben@mail.acme.co.uk").account_id


def test_an_account_takes_the_first_name_that_it_is_given(desk: Desk) -> None:
    imported(
        desk,
        NewContact("ana@acme.example"),
        NewContact("ben@acme.example", company="Acme"),
        NewContact("cid@acme.example", company="Other"),
    )

    assert list(accounts(desk)) == ["Acme"]


def test_everybody_at_a_free_mail_provider_is_an_account_of_their_own(desk: Desk) -> None:
    imported(desk, NewContact("ana@gmail.com", company="Acme"), NewContact("ben@gmail.com", company="Beta"))

    assert accounts(desk) == {"Acme": ["ana@gmail.com"], "Beta": ["ben@gmail.com"]}
    assert count(desk, AccountDomain) == 0
    assert desk.do(service.account_at_domain, "eve@gmail.com") is None


def test_an_unknown_address_belongs_to_the_account_of_its_domain(desk: Desk) -> None:
    imported(desk, ANA)
    account_id = desk.contact(ANA.address).account_id

    assert desk.do(service.account_at_domain, "eve@sales.acme.example") == account_id
    assert desk.do(service.account_at_domain, "eve@notacme.example") is None
    assert desk.do(service.account_domains, account_id) == ("acme.example",)


def test_somebody_is_found_however_their_address_is_written(desk: Desk) -> None:
    imported(desk, ANA)

    assert desk.do(service.find_contact, " Ana@ACME.example ").name == "Ana Ruiz"
    with pytest.raises(NotFound, match=r"eve@acme\.example is not known"):
        desk.do(service.find_contact, "eve@acme.example")
    with pytest.raises(NotAnAddress):
        desk.do(service.find_contact, "Ana Ruiz")


# --- suppression ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "covers", "spares"),
    [
        (
            "Ana@ACME.example",
            SuppressionKind.ADDRESS,
            ["ana@acme.example"],
            ["ben@acme.example", "ana@mail.acme.example"],
        ),
        (
            "acme.example",
            SuppressionKind.DOMAIN,
            ["ana@acme.example", "ana@mail.de.acme.example"],
            ["ana@notacme.example", "ana@example.example"],
        ),
        ("*.mail.acme.example", SuppressionKind.DOMAIN, ["ana@mail.acme.example"], ["ana@acme.example"]),
        ("@Bücher.example", SuppressionKind.DOMAIN, ["ana@xn--bcher-kva.example"], ["ana@bucher.example"]),
        ("*@acme.example", SuppressionKind.DOMAIN, ["ana@mail.acme.example"], ["ana@notacme.example"]),
    ],
    ids=["address", "domain", "subdomain", "domain in another script", "everybody at a domain"],
)
def test_a_no_covers_what_it_says_and_no_more(
    text: str, kind: SuppressionKind, covers: list[str], spares: list[str], desk: Desk
) -> None:
    assert desk.suppress(text)

    assert all(desk.suppressed(address) for address in covers)
    assert not any(desk.suppressed(address) for address in spares)
    with desk.database.reading() as session:
        [stored] = session.exec(select(Suppression)).all()
    assert stored.kind is kind
    assert stored.value is not None
    assert stored.value not in stored.key


@pytest.mark.parametrize(
    "text", ["", "@", "*.", "example", "ana@", "ana@acme", "acme example", "a\nb.example"]
)
def test_what_is_neither_address_nor_domain_cannot_be_suppressed(text: str, desk: Desk) -> None:
    with pytest.raises(NotAnAddress):
        desk.suppress(text)


def test_the_same_no_is_written_down_once(desk: Desk) -> None:
    assert [desk.suppress("ana@acme.example"), desk.suppress("ANA@acme.example")] == [True, False]
    assert desk.events(Happened.SUPPRESSED) == 1


def test_a_no_of_their_own_takes_the_place_of_a_bounce_and_never_the_other_way(desk: Desk) -> None:
    desk.suppress("ana@acme.example", SuppressionReason.BOUNCED)

    assert desk.suppress("ana@acme.example", SuppressionReason.OPTED_OUT)
    assert not desk.suppress("ana@acme.example", SuppressionReason.BOUNCED)
    assert desk.suppressed("ana@acme.example") is SuppressionReason.OPTED_OUT


def test_a_no_is_taken_back_only_for_a_reason_that_is_kept(desk: Desk) -> None:
    desk.suppress("ana@acme.example", SuppressionReason.OPTED_OUT)

    with pytest.raises(Refused, match="needs a reason"):
        desk.do(unsuppress, "ana@acme.example", actor="ann", why="  ", they_asked=True, now=NOW)
    with pytest.raises(Refused, match="only they can take that back"):
        desk.do(unsuppress, "ana@acme.example", actor="ann", why="we miss her", now=NOW)
    desk.do(unsuppress, "Ana@acme.example", actor="ann", why="by phone", they_asked=True, now=NOW)

    assert desk.suppressed("ana@acme.example") is None
    with desk.database.reading() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "unsuppressed")).one()
    assert (entry.actor, entry.details["why"], entry.details["they_asked"]) == ("ann", "by phone", True)
    with pytest.raises(NotFound, match=r"ana@acme\.example is not suppressed"):
        desk.do(unsuppress, "ana@acme.example", actor="ann", why="again", now=NOW)


def test_an_erased_no_still_stands(desk: Desk) -> None:
    desk.suppress("ana@acme.example", SuppressionReason.OPTED_OUT)

    def erase(session: Session) -> None:
        suppression = session.exec(select(Suppression)).one()
        suppression.value = None
        session.add(suppression)

    desk.do(erase)

    assert desk.suppressed("ana@acme.example") is SuppressionReason.OPTED_OUT
    assert imported(desk, ANA) == [Imported.SUPPRESSED]


def test_a_database_that_nobody_founded_says_what_to_do(desk: Desk) -> None:
    desk.do(lambda session: session.delete(session.get_one(Workspace, 1)))

    with pytest.raises(ConfigurationError, match="Run `outreach init` first"):
        desk.do(workspace_key)
