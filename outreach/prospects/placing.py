"""Under which account each of many new people belongs, with as few statements as may be."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.addresses import is_free_mail, registrable_domain
from outreach.database.bulk import Rows, next_ids
from outreach.database.statements import among
from outreach.prospects.accounts import newcomers_to
from outreach.prospects.import_plan import Person
from outreach.prospects.model import Account, AccountDomain, AccountStatus


def place(session: Session, people: Sequence[Person], *, now: datetime) -> list[int]:
    """The account of each, made where there is none: by registrable domain; one of their own at a free-mail domain."""
    # An address is normalised: what stands behind the @ is in small letters.
    domains = [_company_domain(person.address.rpartition("@")[2]) for person in people]
    known = _accounts_at(session, {domain for domain in domains if domain})
    names = _new_names(zip(domains, people, strict=True), known)
    # Whoever is at a company that is known by name, a customer say, belongs there.
    takers = newcomers_to(session, (*names.values(), *(person.company for person in people)))
    taken = {domain: takers[name] for domain, name in names.items() if name in takers}
    names = {domain: name for domain, name in names.items() if domain not in taken}
    known |= taken
    alone = sum(
        not domain and person.company not in takers for domain, person in zip(domains, people, strict=True)
    )
    ids = next_ids(session, Account, len(names) + alone)
    of_domain = dict(zip(names, ids, strict=False))
    accounts = [(account_id, names[domain]) for domain, account_id in of_domain.items()]
    own = iter(ids[len(names) :])
    placed = []
    for domain, person in zip(domains, people, strict=True):
        if not domain and person.company in takers:
            account_id = takers[person.company]
        elif not domain:
            account_id = next(own)
            accounts.append((account_id, person.company))
        else:
            account_id = known[domain] if domain in known else of_domain[domain]
        placed.append(account_id)
    _insert(session, accounts, of_domain | taken, now)
    return placed


def name_nameless(session: Session, named: Iterable[tuple[int, str]]) -> None:
    """An account takes the first name that it is given: (account, name) as they come, most of them named already."""
    first: dict[int, str] = {}
    for account_id, name in named:
        if name:
            first.setdefault(account_id, name)
    if not first:
        return
    nameless = session.execute(_NAMELESS, {"accounts": sorted(first)}).scalars().all()
    if nameless:
        rows = [{"account": account_id, "called": first[account_id]} for account_id in nameless]
        session.connection().execute(_NAME, rows)


@lru_cache(maxsize=4_096)
def _company_domain(domain: str) -> str:
    """The registrable one; empty where the domain says nothing about an employer."""
    domain = registrable_domain(domain)
    return "" if is_free_mail(domain) else domain


def _accounts_at(session: Session, domains: set[str]) -> dict[str, int]:
    rows = session.execute(_AT_DOMAINS, {"domains": sorted(domains)})
    return dict(rows.all())


def _new_names(people: Iterable[tuple[str, Person]], known: dict[str, int]) -> dict[str, str]:
    """The domains without an account, each with the first name that somebody there gives it."""
    names: dict[str, str] = {}
    for domain, person in people:
        if domain and domain not in known and not names.get(domain):
            names[domain] = person.company
    return names


def _insert(
    session: Session, accounts: list[tuple[int, str]], of_domain: dict[str, int], now: datetime
) -> None:
    same = {"status": AccountStatus.COLD, "created_at": now}
    Rows(session, Account, ("id", "name"), same).insert(accounts)
    Rows(session, AccountDomain, ("domain", "account_id"), {}).insert(list(of_domain.items()))


_AT_DOMAINS = sa.select(col(AccountDomain.domain), col(AccountDomain.account_id)).where(
    among(col(AccountDomain.domain), "domains")
)
_NAMELESS = sa.select(col(Account.id)).where(among(col(Account.id), "accounts"), col(Account.name) == "")
_NAME = (
    sa.update(Account.__table__)  # type: ignore[attr-defined]
    .where(col(Account.id) == sa.bindparam("account"))
    .values(name=sa.bindparam("called"))
)
