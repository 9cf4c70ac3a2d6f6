"""Mails of ours that went out, or may have gone out: what an inbound message can answer."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.database.statements import among
from outreach.sending.message_ids import recognise
from outreach.sending.model import OutboundMessage, OutboundState

_WENT_OUT = (OutboundState.SENT, OutboundState.IN_FLIGHT, OutboundState.DOUBTFUL)
_LARGEST_ID = 2**31 - 1
#: Looked through, of one account or of one mailbox and subject.
_MOST_MAILS = 50


def mail_with_id(session: Session, key: bytes, ids: Sequence[str]) -> OutboundMessage | None:
    """The mail of ours that one of these Message-IDs names; the first one that does."""
    found = mails_with_ids(session, key, ids)
    first = next((found[text] for text in ids if text in found), None)
    return None if first is None else session.get(OutboundMessage, first)


def mails_with_ids(session: Session, key: bytes, ids: Collection[str]) -> dict[str, int]:
    """Which mails of ours these Message-IDs name, by the id as it was written; those that name none are left out."""
    # Ours are all lower case; a mail program may have written the domain its own way.
    own = {text: _bracketed(text).lower() for text in ids if recognise(key, text) is not None}
    given = {text: _bracketed(text) for text in ids if text not in own}
    found: dict[str, int] = {}
    for statement, known_as in ((_BY_OWN_ID, own), (_BY_GIVEN_ID, given)):
        if known_as:
            rows = session.connection().execute(statement, {"ids": sorted(set(known_as.values()))})
            numbers: dict[str, int] = dict(rows.all())  # type: ignore[arg-type]
            found |= {text: number for text, name in known_as.items() if (number := numbers.get(name))}
    return found


_BY_OWN_ID = sa.select(col(OutboundMessage.message_id), col(OutboundMessage.id)).where(
    among(col(OutboundMessage.message_id), "ids")
)
_BY_GIVEN_ID = sa.select(col(OutboundMessage.provider_message_id), col(OutboundMessage.id)).where(
    among(col(OutboundMessage.provider_message_id), "ids")
)


def _bracketed(text: str) -> str:
    return f"<{text.strip().strip('<>')}>"


def mail_with_token(session: Session, tokens: Sequence[str]) -> OutboundMessage | None:
    """The mail whose Message-ID has one of these before its `@`, whatever domain stands behind it now."""
    for token in tokens:
        enrollment_id = int(token.split(".")[1])
        if enrollment_id > _LARGEST_ID:
            continue
        mails = session.exec(
            select(OutboundMessage).where(OutboundMessage.enrollment_id == enrollment_id)
        ).all()
        for mail in mails:
            if (mail.message_id or "")[1:].partition("@")[0] == token:
                return mail
    return None


def last_mail_to(
    session: Session,
    *,
    contact_id: int | None = None,
    account_id: int | None = None,
    recipient: str | None = None,
) -> OutboundMessage | None:
    """The newest mail that went, or may have gone, to a contact, an account or an address."""
    statement = (
        select(OutboundMessage)
        .where(col(OutboundMessage.state).in_(_WENT_OUT))
        .order_by(col(OutboundMessage.in_flight_at).desc(), col(OutboundMessage.id).desc())
    )
    if contact_id is not None:
        statement = statement.where(OutboundMessage.contact_id == contact_id)
    if account_id is not None:
        statement = statement.where(OutboundMessage.account_id == account_id)
    if recipient is not None:
        statement = statement.where(OutboundMessage.recipient == recipient)
    return session.exec(statement.limit(1)).first()


def written_to_among(session: Session, addresses: Sequence[str]) -> frozenset[str]:
    """Those of these addresses to which something went, or may go."""
    if not addresses:
        return frozenset()
    rows = session.connection().execute(_RECIPIENTS, {"addresses": list(addresses)})
    return frozenset(rows.scalars().all())


_RECIPIENTS = (
    sa.select(col(OutboundMessage.recipient))
    .where(among(col(OutboundMessage.recipient), "addresses"))
    .distinct()
)


def mails_to(session: Session, recipient: str, since: datetime) -> list[OutboundMessage]:
    """The newest mails to this address since then, the newest first."""
    return _newest(session, since, OutboundMessage.recipient == recipient)


def mails_to_account(session: Session, account_id: int, since: datetime) -> list[OutboundMessage]:
    """The newest mails to anybody at the account since then, the newest first."""
    return _newest(session, since, OutboundMessage.account_id == account_id)


def mails_with_subject(
    session: Session, mailbox: str, subject: str, since: datetime
) -> list[OutboundMessage]:
    """The newest mails from the mailbox under exactly this subject since then, the newest first."""
    if not subject:
        return []
    return _newest(session, since, OutboundMessage.mailbox == mailbox, OutboundMessage.subject == subject)


def _newest(session: Session, since: datetime, *wanted: Any) -> list[OutboundMessage]:
    statement = (
        select(OutboundMessage)
        .where(col(OutboundMessage.in_flight_at) > since, col(OutboundMessage.state).in_(_WENT_OUT), *wanted)
        .order_by(col(OutboundMessage.in_flight_at).desc(), col(OutboundMessage.id).desc())
        .limit(_MOST_MAILS)
    )
    return list(session.exec(statement).all())
