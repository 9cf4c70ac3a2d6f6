"""Companies from a file given a status: found by domain or by name, made where they are new to us."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from outreach.core.untrusted import one_line
from outreach.prospects import accounts
from outreach.prospects.account_policy import stricter
from outreach.prospects.accounts_file import Company
from outreach.prospects.model import Account, AccountDomain, AccountStatus

#: So many accounts that are called alike are named.
_SHOWN = 3


class Outcome(StrEnum):
    """What became of one entry."""

    #: New to us: kept, so that whoever turns up there is recognised.
    CREATED = "created"
    RATED = "rated"
    #: It had this status, or a stricter one, already.
    UNCHANGED = "unchanged"
    #: Its name, or its domains, are those of several accounts.
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one entry, and which accounts that were."""

    line: int
    outcome: Outcome
    says: str
    account_ids: tuple[int, ...] = ()


def import_companies(
    session: Session,
    companies: Iterable[Company],
    status: AccountStatus,
    *,
    why: str,
    actor: str,
    now: datetime,
) -> list[Told]:
    """Give each of these companies the status, in one unit of work. An ambiguous entry changes nothing.

    A stricter status that an account has already stays: a list of partners makes no customer one to be written to.
    """
    return [_import_one(session, each, status, why=why, actor=actor, now=now) for each in companies]


def _import_one(
    session: Session, company: Company, status: AccountStatus, *, why: str, actor: str, now: datetime
) -> Told:
    found = _accounts_of(session, company)
    shown = one_line(company.name or ", ".join(company.domains), 80)
    if len(found) > 1:
        which = ", ".join(f"{each.id} ({one_line(each.name, 40) or 'without a name'})" for each in found)
        ids = tuple(each.id or 0 for each in found)
        return Told(company.line, Outcome.AMBIGUOUS, f'"{shown}" may be account {which}', ids)
    alike = accounts.alike(session, company.name) if company.domains and not found else []
    account = found[0] if found else _made(session, company, now)
    assert account.id is not None
    _know(session, account.id, company)
    if not found:
        accounts.rate(session, account.id, status, why=why, actor=actor, now=now)
        return Told(company.line, Outcome.CREATED, shown + _called_alike(account.id, alike), (account.id,))
    if status is account.status or (
        accounts.is_avoided(account) and stricter(account.status, status) is account.status
    ):
        return Told(company.line, Outcome.UNCHANGED, f"{shown} is {account.status.value}", (account.id,))
    was = account.status.value
    accounts.rate(session, account.id, status, why=why, actor=actor, now=now)
    return Told(company.line, Outcome.RATED, f"{shown} was {was}", (account.id,))


def _accounts_of(session: Session, company: Company) -> list[Account]:
    """By domain where one is given; only else by name, which two companies may share."""
    if not company.domains:
        return accounts.alike(session, company.name)
    known = (session.get(AccountDomain, domain) for domain in company.domains)
    ids = sorted({each.account_id for each in known if each is not None})
    return [session.get_one(Account, each) for each in ids]


def _called_alike(account_id: int, others: list[Account]) -> str:
    """A remark on accounts that may be the same company: a domain tells companies apart, a name does not."""
    if not others:
        return ""
    merges = ", ".join(f"`outreach accounts merge {account_id} {each.id}`" for each in others[:_SHOWN])
    return f"; called alike, and left as they are: if they are one, {merges}"


def _made(session: Session, company: Company, now: datetime) -> Account:
    account = Account(name=company.name, created_at=now)
    session.add(account)
    session.flush()
    return account


def _know(session: Session, account_id: int, company: Company) -> None:
    """Its domains, and the name by which its people are recognised wherever they turn up."""
    for domain in company.domains:
        if session.get(AccountDomain, domain) is None:
            session.add(AccountDomain(domain=domain, account_id=account_id))
    session.flush()
    if company.name:
        accounts.add_name(session, account_id, company.name, takes_newcomers=True)
