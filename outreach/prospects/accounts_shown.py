"""Accounts as `outreach accounts` shows them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.database.statements import among
from outreach.prospects.account_names import canonical
from outreach.prospects.accounts import names_of
from outreach.prospects.model import (
    Account,
    AccountChange,
    AccountDomain,
    AccountName,
    AccountStatus,
    Contact,
    SuppressionReason,
)
from outreach.prospects.suppressing import suppressions_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts; everything that is given has to be so."""

    status: AccountStatus | None = None
    #: A part of a name or of a domain.
    search: str = ""
    domain: str = ""
    #: Only those that may be one company with another one.
    duplicates: bool = False
    limit: int | None = None


def listed(session: Session, wanted: Wanted) -> list[dict[str, Any]]:
    """Accounts with their domains and how many contacts they have, by name; those that may be one stand together."""
    statement = select(Account).where(col(Account.merged_into_id).is_(None))
    if wanted.status is not None:
        statement = statement.where(Account.status == wanted.status)
    alike = alike_groups(session) if wanted.duplicates else {}
    if wanted.duplicates:
        statement = statement.where(among(col(Account.id), "alike"))
    if wanted.domain:
        statement = statement.where(
            col(Account.id).in_(_with_domain(col(AccountDomain.domain) == wanted.domain))
        )
    if wanted.search:
        statement = statement.where(_mentions(wanted.search))
    statement = statement.order_by(sa.func.lower(col(Account.name)), col(Account.id)).limit(wanted.limit)
    found = list(
        session.exec(statement, params={"alike": sorted(alike)} if wanted.duplicates else None).all()
    )
    ids = [each.id or 0 for each in found]
    domains, people = _domains_of(session, ids), _people_at(session, ids)
    rows = [
        {
            "id": each.id,
            "name": each.name,
            "status": each.status.value,
            "domains": domains[each.id or 0],
            "contacts": people[each.id or 0],
            "alike": alike.get(each.id or 0, []),
        }
        for each in found
    ]
    return (
        sorted(rows, key=lambda row: (min([*row["alike"], row["id"]]), row["id"]))
        if wanted.duplicates
        else rows
    )


def alike_groups(session: Session) -> dict[int, list[int]]:
    """The accounts that are called like another one: by account, the numbers of those others."""
    of_account = sa.select(col(Account.id), col(Account.name)).where(
        col(Account.name) != "", col(Account.merged_into_id).is_(None)
    )
    others = (
        sa.select(col(AccountName.account_id), col(AccountName.name))
        .join(Account, col(Account.id) == col(AccountName.account_id))
        .where(col(Account.merged_into_id).is_(None))
    )
    groups: dict[str, set[int]] = defaultdict(set)
    for statement in (of_account, others):
        for account_id, name in session.execute(statement):
            groups[canonical(name)].add(account_id)
    found: dict[int, set[int]] = defaultdict(set)
    for called, ids in groups.items():
        if called and len(ids) > 1:
            for account_id in ids:
                found[account_id] |= ids - {account_id}
    return {account_id: sorted(others) for account_id, others in found.items()}


def shown(session: Session, account: Account) -> dict[str, Any]:
    """Everything about one account."""
    assert account.id is not None
    people = session.exec(
        select(Contact).where(Contact.account_id == account.id).order_by(Contact.address)
    ).all()
    noes = suppressions_of(session, [person.address for person in people])
    return {
        "id": account.id,
        "name": account.name,
        "other_names": names_of(session, account.id),
        "status": account.status.value,
        "status_since": account.has_status_since,
        "status_why": account.status_why,
        "domains": _domains_of(session, [account.id])[account.id],
        "alike": alike_groups(session).get(account.id, []),
        "people": [_person(person, noes.get(person.address)) for person in people],
        "changes": changes_of(session, account.id),
    }


def changes_of(session: Session, account_id: int) -> list[dict[str, Any]]:
    """The merges and splits of an account, the newest first."""
    asked = select(AccountChange).where(
        sa.or_(col(AccountChange.kept_id) == account_id, col(AccountChange.other_id) == account_id)
    )
    return [
        {
            "change": change.id,
            "kind": change.kind.value,
            "kept": change.kept_id,
            "other": change.other_id,
            "at": change.at,
            "actor": change.actor,
            "reason": change.reason,
            "undone_at": change.undone_at,
        }
        for change in session.exec(asked.order_by(col(AccountChange.id).desc())).all()
    ]


def _person(person: Contact, no: SuppressionReason | None) -> dict[str, Any]:
    return {
        "address": person.address,
        "name": person.name or f"{person.given_name} {person.family_name}".strip(),
        "title": person.title,
        "suppressed": None if no is None else no.value,
    }


def _mentions(text: str) -> Any:
    # What stands for any text in LIKE stands for itself here.
    escaped = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    part = f"%{escaped}%"
    in_names = select(AccountName.account_id).where(
        sa.func.lower(col(AccountName.name)).like(part, escape="\\")
    )
    return sa.or_(
        sa.func.lower(col(Account.name)).like(part, escape="\\"),
        col(Account.id).in_(in_names),
        col(Account.id).in_(_with_domain(col(AccountDomain.domain).like(part, escape="\\"))),
    )


def _with_domain(where: Any) -> Any:
    return select(AccountDomain.account_id).where(where)


def _domains_of(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    asked = sa.select(col(AccountDomain.account_id), col(AccountDomain.domain)).where(
        among(col(AccountDomain.account_id), "ids")
    )
    for account_id, domain in session.execute(asked.order_by(col(AccountDomain.domain)), {"ids": list(ids)}):
        found[account_id].append(domain)
    return found


def _people_at(session: Session, ids: Sequence[int]) -> Counter[int]:
    asked = (
        sa.select(col(Contact.account_id), sa.func.count())
        .where(among(col(Contact.account_id), "ids"))
        .group_by(col(Contact.account_id))
    )
    return Counter(dict(session.execute(asked, {"ids": list(ids)}).tuples().all()))
