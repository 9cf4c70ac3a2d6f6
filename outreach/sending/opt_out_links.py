"""Whom a one-click link is for, in the database."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from outreach.database.workspace import workspace_key
from outreach.prospects.model import Contact
from outreach.sending.model import OptOutLink
from outreach.sending.one_click import token_for


def remember(session: Session, people: Iterable[tuple[int, str]], now: datetime) -> None:
    """Keep the links of these contacts, (id, address) each, before a mail that carries one goes out."""
    key = workspace_key(session)
    rows = [
        {"token": token_for(key, address), "contact_id": contact_id, "made_at": now}
        for contact_id, address in dict(people).items()
    ]
    if rows:
        insert = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
        session.connection().execute(insert(OptOutLink).on_conflict_do_nothing(), rows)


def whose(session: Session, token: str) -> Contact | None:
    """The contact whom a link is for; None for a token that stands in no mail of ours."""
    return session.execute(_WHOSE, {"token": token}).scalars().first()


_WHOSE = (
    sa.select(Contact)
    .join(OptOutLink, col(OptOutLink.contact_id) == col(Contact.id))
    .where(col(OptOutLink.token) == sa.bindparam("token"))
)
