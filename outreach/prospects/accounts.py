"""Companies in the database: found by whatever a person calls them, rated, named, given domains."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import NotAnAddress, domain_of, is_free_mail, normalise, registrable_domain
from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.core.untrusted import one_line
from outreach.database import audit, locks
from outreach.database.events import record
from outreach.database.statements import among
from outreach.prospects.account_names import canonical
from outreach.prospects.account_policy import STRICTEST_FIRST
from outreach.prospects.model import AVOIDED, Account, AccountDomain, AccountName, AccountStatus, Contact

#: So many candidates are named where a name means several companies.
_SHOWN = 5
_LARGEST_ID = 2**31 - 1


def subject_of(account_id: int) -> str:
    """How the audit calls a company."""
    return f"account:{account_id}"


# --- finding ---------------------------------------------------------------------------------------------------------


def find_account(session: Session, text: str) -> Account:
    """The account that a person means by its number, a domain or address of it, or a name, however it is spelt.

    Raises NotFound; Refused, with the candidates, where a name means several. What was merged is found as what it
    was merged into.
    """
    found = _by_number(session, text) or _by_domain(session, text)
    if found is not None:
        return merged_into(session, found)
    candidates = alike(session, text)
    if not candidates:
        raise NotFound(f'There is no account "{one_line(text, 80)}". `outreach accounts list` shows them.')
    if len(candidates) > 1:
        raise Refused(f'"{one_line(text, 80)}" may be {_listed(candidates)}. Say which by its number.')
    return candidates[0]


def merged_into(session: Session, account: Account) -> Account:
    """The account itself, or the one that it has become part of."""
    while account.merged_into_id is not None:
        account = session.get_one(Account, account.merged_into_id)
    return account


def alike(session: Session, name: str) -> list[Account]:
    """The accounts that may be called so: their name, or another of theirs, is the same but for spelling and form."""
    wanted = canonical(name)
    if not wanted:
        return []
    named = session.execute(
        sa.select(col(Account.id), col(Account.name)).where(col(Account.name) != "")
    ).all()
    ids = {account_id for account_id, called in named if canonical(called) == wanted}
    others = select(AccountName.account_id).where(AccountName.canonical == wanted)
    ids |= set(session.exec(others).all())
    found = (session.get_one(Account, each) for each in sorted(ids))
    return list({each.id: each for each in (merged_into(session, one) for one in found)}.values())


def _by_number(session: Session, text: str) -> Account | None:
    digits = text.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit()) or int(digits) > _LARGEST_ID:
        return None
    return session.get(Account, int(digits))


def _by_domain(session: Session, text: str) -> Account | None:
    asked = text.strip().lower()
    if "." not in asked:
        return None
    if "@" in asked.lstrip("@"):
        contact = session.exec(select(Contact).where(Contact.address == asked)).first()
        if contact is not None:
            return session.get(Account, contact.account_id)
    known = session.get(
        AccountDomain, registrable_domain(domain_of(f"x@{asked.lstrip('@').rpartition('@')[2]}"))
    )
    return None if known is None else session.get(Account, known.account_id)


def _listed(accounts: list[Account]) -> str:
    shown = [f"{each.id} ({one_line(each.name, 60) or 'without a name'})" for each in accounts[:_SHOWN]]
    more = len(accounts) - len(shown)
    return ", ".join(shown) + (f" or {more} more" if more else "")


# --- whom a newcomer belongs to --------------------------------------------------------------------------------------


def newcomers_to(session: Session, companies: Iterable[str]) -> dict[str, int]:
    """For companies that are new to us, by the name that a list gives: the account that takes them, where one does.

    Only accounts of which a file, or a person, has said that they are known by name do: customers, competitors. Of
    several that are called alike, the strictest.
    """
    if session.execute(_ANY_TAKER).first() is None:
        return {}
    canonicals = {company: canonical(company) for company in set(companies) if company}
    wanted = sorted({each for each in canonicals.values() if each})
    if not wanted:
        return {}
    takers: dict[str, tuple[int, int]] = {}
    for name, account_id, status in session.execute(_TAKERS, {"names": wanted}):
        rank = (STRICTEST_FIRST.index(status), account_id)
        takers[name] = min(takers.get(name, rank), rank)
    return {company: takers[name][1] for company, name in canonicals.items() if name in takers}


_ANY_TAKER = sa.select(sa.literal(1)).where(col(AccountName.takes_newcomers)).limit(1)
_TAKERS = (
    sa.select(col(AccountName.canonical), col(Account.id), col(Account.status))
    .join(Account, col(Account.id) == col(AccountName.account_id))
    .where(among(col(AccountName.canonical), "names"), col(AccountName.takes_newcomers))
)


def add_name(session: Session, account_id: int, name: str, *, takes_newcomers: bool = False) -> int | None:
    """Remember another name of an account. The row's number where it is new, else None."""
    called = canonical(name)
    if not called:
        return None
    known = session.exec(
        select(AccountName).where(AccountName.account_id == account_id, AccountName.canonical == called)
    ).first()
    if known is not None:
        known.takes_newcomers = known.takes_newcomers or takes_newcomers
        session.add(known)
        return None
    row = AccountName(
        account_id=account_id, name=one_line(name), canonical=called, takes_newcomers=takes_newcomers
    )
    session.add(row)
    session.flush()
    return row.id


def names_of(session: Session, account_id: int) -> list[str]:
    """Its other names, in order."""
    asked = select(AccountName.name).where(AccountName.account_id == account_id).order_by(AccountName.name)
    return list(session.exec(asked).all())


# --- changing --------------------------------------------------------------------------------------------------------


def rate(
    session: Session,
    account_id: int,
    status: AccountStatus,
    *,
    why: str = "",
    actor: str = "daemon",
    now: datetime,
) -> bool:
    """Where the company stands with us from now on; some of that forbids mail. False where it did before.

    What has become a customer is recognised by its name from now on, wherever its people turn up.
    """
    locks.forbid(session)
    account = session.get_one(Account, account_id, with_for_update=True)
    was = account.status
    if was is status:
        return False
    account.status, account.status_since, account.status_why = status, now, one_line(why, 400)
    session.add(account)
    session.flush()
    if status is AccountStatus.AVOID_CUSTOMER and account.name:
        add_name(session, account_id, account.name, takes_newcomers=True)
    said = {"status": status.value, "was": was.value}
    record(
        session,
        Happened.ACCOUNT_RATED,
        now,
        account_id=account_id,
        actor=actor,
        why=account.status_why,
        **said,
    )
    audit.note(session, "account_rated", actor=actor, at=now, subject=subject_of(account_id), why=why, **said)
    return True


def rename(session: Session, account: Account, name: str, *, actor: str, now: datetime) -> None:
    """Call it otherwise; by its old name it is still found."""
    assert account.id is not None
    if account.name:
        add_name(session, account.id, account.name)
    account.name = one_line(name)
    session.add(account)
    session.flush()
    audit.note(session, "account_renamed", actor=actor, at=now, subject=subject_of(account.id))


def add_domain(session: Session, account: Account, text: str, *, actor: str, now: datetime) -> str:
    """Whoever has an address there belongs to the account from now on. Raises Refused."""
    assert account.id is not None
    domain = company_domain(text)
    known = session.get(AccountDomain, domain)
    if known is not None and known.account_id == account.id:
        raise Refused(f"{domain} is a domain of this account already.")
    if known is not None:
        raise Refused(
            f"{domain} belongs to account {known.account_id}. If the two are one company:"
            f" `outreach accounts merge {account.id} {known.account_id}`."
        )
    session.add(AccountDomain(domain=domain, account_id=account.id))
    session.flush()
    audit.note(
        session, "account_domain_added", actor=actor, at=now, subject=subject_of(account.id), domain=domain
    )
    return domain


def remove_domain(session: Session, account: Account, text: str, *, actor: str, now: datetime) -> str:
    """It is no domain of the account. Raises Refused where people have addresses there: they would be nowhere."""
    assert account.id is not None
    domain = company_domain(text)
    known = session.get(AccountDomain, domain)
    if known is None or known.account_id != account.id:
        raise Refused(f"{domain} is no domain of this account.")
    if contacts_at(session, account.id, {domain}):
        raise Refused(
            f"There are contacts at {domain}. To make it an account of its own:"
            f" `outreach accounts split {account.id} --domain {domain}`."
        )
    session.delete(known)
    session.flush()
    audit.note(
        session, "account_domain_removed", actor=actor, at=now, subject=subject_of(account.id), domain=domain
    )
    return domain


def company_domain(text: str) -> str:
    """The registrable domain that a person means by it. Raises Refused for what is none, and for free mail."""
    try:
        domain = registrable_domain(domain_of(normalise(f"x@{text.strip().lower().removeprefix('@')}")))
    except NotAnAddress:
        raise Refused(f'"{one_line(text, 80)}" is no domain.') from None
    if is_free_mail(domain):
        raise Refused(f"{domain} is a free-mail domain: its people are no colleagues.")
    return domain


def contacts_at(session: Session, account_id: int, domains: set[str]) -> list[int]:
    """The contacts of an account who have their addresses at one of these registrable domains, in order."""
    rows = session.execute(
        sa.select(col(Contact.id), col(Contact.address)).where(col(Contact.account_id) == account_id)
    )
    return sorted(number for number, address in rows if registrable_domain(domain_of(address)) in domains)


def is_avoided(account: Account) -> bool:
    return account.status in AVOIDED
