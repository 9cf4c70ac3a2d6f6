"""Customers, competitors and partners from a file: nobody there is written to, however their company is spelt."""

import io

import pytest
from sqlmodel import Session, col, select

from outreach.database.engine import Database
from outreach.prospects import accounts
from outreach.prospects.accounts_file import BadEntry, Company, read_companies
from outreach.prospects.accounts_import import Outcome, Told, import_companies
from outreach.prospects.import_plan import OnDuplicate
from outreach.prospects.importing import import_contacts
from outreach.prospects.model import Account, AccountStatus
from outreach.prospects.service import NewContact, add_contact
from tests.support.campaigns import a_list
from tests.support.databases import NOW
from tests.support.desk import Desk

CUSTOMER, BAD_FIT = AccountStatus.AVOID_CUSTOMER, AccountStatus.AVOID_BAD_FIT


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database)


def read(text: str | bytes) -> list[Company | BadEntry]:
    raw = text if isinstance(text, bytes) else text.encode()
    return list(read_companies(io.BytesIO(raw)))


def imported(desk: Desk, text: str, status: AccountStatus = CUSTOMER) -> list[Told]:
    companies = [each for each in read(text) if isinstance(each, Company)]
    return desk.do(import_companies, companies, status, why="a test", actor="rita", now=NOW)


def outcomes(told: list[Told]) -> list[Outcome]:
    return [each.outcome for each in told]


# --- the file --------------------------------------------------------------------------------------------------------


def test_plain_lines_name_a_company_its_domains_or_both() -> None:
    assert read("# ours\nAcme Corp\n\nacme.example  # the old one\nDelta; delta.example, www.delta.de\n") == [
        Company(2, "Acme Corp"),
        Company(4, "", ("acme.example",)),
        Company(5, "Delta", ("delta.example", "delta.de")),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_has_its_columns_by_name(delimiter: str) -> None:
    rows = [
        ["id", "Company", "Website"],
        ["1", "Acme, Inc", "https://www.acme.example/shop"],
        ["2", "Beta", ""],
    ]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)

    assert read(text) == [Company(2, "Acme, Inc", ("acme.example",)), Company(3, "Beta")]


def test_other_encodings_are_read() -> None:
    assert read("Бета\nРомашка ООО\n".encode("windows-1251") * 20)[0] == Company(1, "Бета")
    assert read("\ufeffBüro AG\n".encode()) == [Company(1, "Büro AG")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("gmail.com", "free-mail"),
        ("foo@@", "neither"),
        ("Acme; not a domain", "no domain"),
        ("=?utf-8?q?=0ABcc:x?=", "encoded word"),
        ("!!!", "neither"),
        ("x" * 300, "200"),
    ],
)
def test_what_names_no_company_is_told_by_its_line(line: str, reason: str) -> None:
    first, bad, last = read(f"Acme\n{line}\nBeta\n")

    assert isinstance(first, Company)
    assert isinstance(last, Company)
    assert isinstance(bad, BadEntry)
    assert bad.line == 2
    assert reason in bad.reason


# --- what it leads to ------------------------------------------------------------------------------------------------


def test_a_known_company_is_found_by_a_domain_or_by_its_name(desk: Desk) -> None:
    desk.campaign(
        NewContact("ana@acme.example", company="Acme Corp"), NewContact("ben@beta.example", company="Beta")
    )

    told = imported(desk, "acme.example\nBETA GmbH\n")

    assert outcomes(told) == [Outcome.RATED, Outcome.RATED]
    assert desk.send_all() == []


@pytest.mark.parametrize("entry", ["gamma.example", "Gamma Ltd", "Gamma; gamma.example"])
def test_who_turns_up_later_at_a_company_that_is_new_to_us_is_recognised(entry: str, desk: Desk) -> None:
    assert outcomes(imported(desk, entry)) == [Outcome.CREATED]

    started = desk.campaign(NewContact("cid@gamma.example", company="GAMMA Limited"), "ben@beta.example")

    assert started.enrolled == 1
    assert started.left_out == {"account is avoid_customer": 1}


@pytest.mark.parametrize("address", ["cid@gamma.de", "cid@mail.gamma.pl", "cid@gmail.com"])
def test_a_name_is_recognised_whatever_the_domain(address: str, desk: Desk) -> None:
    imported(desk, "Gamma Ltd")

    assert desk.campaign(NewContact(address, company="Gamma S.A.")).enrolled == 0
    assert desk.account_status(address) is CUSTOMER


def test_so_is_somebody_whom_a_reply_has_named(desk: Desk) -> None:
    imported(desk, "Gamma Ltd")

    desk.do(add_contact, NewContact("cid@gamma.de", company="Gamma GmbH"), now=NOW)

    assert desk.account_status("cid@gamma.de") is CUSTOMER


def test_two_at_one_new_domain_belong_together(desk: Desk) -> None:
    imported(desk, "Gamma Ltd")

    desk.campaign(NewContact("cid@gamma.de", company="Gamma AG", line=1), NewContact("dan@gamma.de", line=2))

    assert desk.contact("cid@gamma.de").account_id == desk.contact("dan@gamma.de").account_id
    assert desk.account_status("dan@gamma.de") is CUSTOMER


def test_a_name_of_two_accounts_is_reported_and_changes_nothing(desk: Desk) -> None:
    desk.campaign(
        NewContact("ana@acme.example", company="Acme Corp"), NewContact("amy@acme.de", company="ACME GmbH")
    )

    (told,) = imported(desk, "Acme Inc")

    assert told.outcome is Outcome.AMBIGUOUS
    assert len(told.account_ids) == 2
    assert sorted(desk.send_all()) == ["amy@acme.de", "ana@acme.example"]


def test_two_domains_of_two_accounts_are_too(desk: Desk) -> None:
    desk.campaign("ana@acme.example", "amy@acme.de")

    assert outcomes(imported(desk, "Acme; acme.example, acme.de")) == [Outcome.AMBIGUOUS]


def test_another_company_of_the_same_name_is_left_as_it_is_and_named(desk: Desk) -> None:
    desk.campaign(NewContact("amy@acme.de", company="ACME GmbH"))

    (told,) = imported(desk, "Acme; acme.example")

    assert told.outcome is Outcome.CREATED
    assert "accounts merge" in told.says
    assert desk.send_all() == ["amy@acme.de"]


def test_a_stricter_status_stays(desk: Desk) -> None:
    imported(desk, "Gamma")

    assert outcomes(imported(desk, "Gamma", BAD_FIT)) == [Outcome.UNCHANGED]
    assert outcomes(imported(desk, "Gamma")) == [Outcome.UNCHANGED]
    assert outcomes(imported(desk, "Delta", BAD_FIT)) == [Outcome.CREATED]
    assert outcomes(imported(desk, "Delta")) == [Outcome.RATED]


def test_who_becomes_a_customer_by_a_persons_word_is_recognised_by_name_as_well(desk: Desk) -> None:
    desk.campaign(NewContact("ana@acme.example", company="Acme Corp"))
    desk.do(accounts.rate, desk.contact("ana@acme.example").account_id, CUSTOMER, actor="rita", now=NOW)

    assert desk.campaign(NewContact("amy@acme.de", company="ACME GmbH"), name="summer").enrolled == 0


def test_where_nobody_is_known_by_name_two_of_a_name_stay_two(desk: Desk) -> None:
    desk.campaign(
        NewContact("ana@acme.example", company="Acme Corp"), NewContact("amy@acme.de", company="Acme AG")
    )

    assert desk.contact("ana@acme.example").account_id != desk.contact("amy@acme.de").account_id


# --- finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["1", "#1", "acme.example", "mail.acme.example", "ana@acme.example", "ACME ltd", "acme"]
)
def test_an_account_is_found_by_whatever_a_person_calls_it(text: str, desk: Desk) -> None:
    desk.campaign(NewContact("ana@acme.example", company="Acme Corp"))

    with desk.database.reading() as session:
        assert accounts.find_account(session, text).id == 1


def test_the_audit_says_who_has_rated_whom(desk: Desk) -> None:
    from outreach.database.audit import AuditEntry

    imported(desk, "Gamma")

    with desk.database.reading() as session:
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry is not None
    assert (entry.action, entry.actor, entry.subject) == ("account_rated", "rita", "account:1")


def test_names_do_not_slow_an_import_of_those_who_are_no_customers(desk: Desk) -> None:
    """One statement a batch, however many rows."""
    import sqlalchemy as sa

    asked: list[str] = []

    def unit(session: Session) -> None:
        listed = a_list(session)
        sa.event.listen(
            session.connection().engine, "before_cursor_execute", lambda _c, _cu, text, *_: asked.append(text)
        )
        people = [NewContact(f"p{number}@c{number}.example", company=f"C {number}") for number in range(50)]
        import_contacts(session, listed, people, on_duplicate=OnDuplicate.SKIP, actor="rita", now=NOW)

    desk.do(unit)

    assert sum("account_name" in text for text in asked) == 1
    with desk.database.reading() as session:
        assert len(session.exec(select(Account.id)).all()) == 50
