"""To which list, campaign, sequence, mailbox or person of ours everybody belongs whom we ever ran a sequence for.

It is that of their first run, as it stands today: whose a mailbox is, and of which list a campaign is, is no fact.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from outreach.database.plain_rows import plain_rows
from outreach.prospects.model import ProspectList
from outreach.reporting.asked import Asked
from outreach.reporting.by import By
from outreach.reporting.people.whose import Whose
from outreach.sequences.model import Campaign, Enrollment

_RUN: Any = Enrollment.__table__  # type: ignore[attr-defined]
_CAMPAIGN: Any = Campaign.__table__  # type: ignore[attr-defined]
_LIST: Any = ProspectList.__table__  # type: ignore[attr-defined]

BY = (By.LIST, By.CAMPAIGN, By.SEQUENCE, By.MAILBOX, By.PERSON)
_COLUMNS = {
    By.LIST: _RUN.c.campaign_id,
    By.CAMPAIGN: _RUN.c.campaign_id,
    By.SEQUENCE: _RUN.c.sequence,
    By.MAILBOX: _RUN.c.mailbox,
    By.PERSON: _RUN.c.mailbox,
}


def group_of_contacts(session: Session, asked: Asked) -> dict[int, str]:
    """By contacts; whoever's run says nothing (no mailbox yet, a mailbox of nobody) is left out."""
    assert asked.by is not None
    name = _names(session, asked)
    rows = plain_rows(
        session,
        sa.select(_RUN.c.contact_id, _COLUMNS[asked.by])
        .where(_RUN.c.created_at < asked.period.as_of)
        # The first run is said last, and stays.
        .order_by(_RUN.c.id.desc()),
    )
    keys: dict[int, Any] = dict(rows)
    names = {key: name(key) for key in set(keys.values())}
    return {who: names[key] for who, key in keys.items() if names[key]}


def _names(session: Session, asked: Asked) -> Callable[[Any], str]:
    rules = asked.rules
    match asked.by:
        case By.LIST:
            joined = _CAMPAIGN.join(_LIST, _LIST.c.id == _CAMPAIGN.c.list_id)
            lists = dict(session.execute(sa.select(_CAMPAIGN.c.id, _LIST.c.name).select_from(joined)).all())
            return lambda key: lists.get(key, "")
        case By.CAMPAIGN:
            names = dict(session.execute(sa.select(_CAMPAIGN.c.id, _CAMPAIGN.c.name)).all())
            return lambda key: names.get(key, "")
        case By.PERSON:
            return Whose(rules.team, rules.people_of_mailboxes, rules.zone).of_mailbox
    return lambda key: key or ""
