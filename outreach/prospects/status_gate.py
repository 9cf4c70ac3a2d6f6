"""The policy table of accounts as a condition of SQL, for the one statement that decides at the commit point."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from outreach.database.columns import UtcDateTime
from outreach.prospects.account_policy import POLICY, REACTIVATED_AFTER, MailKind
from outreach.prospects.model import Account, AccountStatus

#: The parameter that the condition needs where a rule opens with time; see `moments`.
_SINCE_BEFORE = "status_since_before"


def may_get(kind: MailKind) -> Any:
    """Whether the account at hand may get such a mail: a condition over `account`, with the parameter of `moments`."""
    return sa.or_(*(_open(status, kind) for status in AccountStatus if _may_open(status, kind)))


def may_get_one_of(kinds: dict[MailKind, Any]) -> Any:
    """The same where the kind is itself told by conditions, of which one holds."""
    return sa.or_(*(sa.and_(is_it, may_get(kind)) for kind, is_it in kinds.items()))


def moments(now: datetime) -> dict[str, datetime]:
    """What to execute a statement with that asks this."""
    return {_SINCE_BEFORE: now - REACTIVATED_AFTER}


def _may_open(status: AccountStatus, kind: MailKind) -> bool:
    rule = POLICY[status][kind]
    return rule.goes or rule.after is not None


def _open(status: AccountStatus, kind: MailKind) -> Any:
    # Not a list: SQLAlchemy would write the statement anew at every execution.
    has_it = col(Account.status) == sa.literal_column(f"'{status.value}'")
    if POLICY[status][kind].goes:
        return has_it
    since = sa.func.coalesce(col(Account.status_since), col(Account.created_at))
    return sa.and_(has_it, since <= sa.bindparam(_SINCE_BEFORE, type_=UtcDateTime()))
