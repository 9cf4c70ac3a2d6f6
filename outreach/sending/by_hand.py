"""What lies in the Sent folders and is not in our outbox: mail that people write from our mailboxes, counted."""

from collections import Counter
from collections.abc import Set
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.database.columns import UtcDateTime
from outreach.database.statements import among, insert_if_absent
from outreach.sending.limits import DAY
from outreach.sending.model import SeenInSent

#: For so long it is remembered what was seen; longer than a folder that is numbered anew is looked through again.
KEPT = timedelta(days=40)


def human_sent(session: Session, mailbox: str, now: datetime) -> int:
    """Mails of the last 24 hours in the mailbox's Sent folder that our outbox knows nothing of."""
    return human_sent_by(session, {mailbox}, now)[mailbox]


def human_sent_by(session: Session, mailboxes: Set[str], now: datetime) -> Counter[str]:
    """The same for several mailboxes. A provider's own limit counts these, so ours do."""
    rows = session.connection().execute(_HUMAN_SENT, {"names": sorted(mailboxes), "since": now - DAY})
    return Counter({str(row[0]): int(row[1]) for row in rows})


_HUMAN_SENT = (
    sa.select(col(SeenInSent.mailbox), sa.func.count())
    .where(
        among(col(SeenInSent.mailbox), "names"),
        col(SeenInSent.sent_at) > sa.bindparam("since", type_=UtcDateTime()),
    )
    .group_by(col(SeenInSent.mailbox))
)


def is_noted(session: Session, mailbox: str, message_id: str) -> bool:
    """Whether it has been seen in the mailbox's Sent folder before."""
    found = session.exec(
        select(SeenInSent.id).where(SeenInSent.mailbox == mailbox, SeenInSent.message_id == message_id)
    )
    return found.first() is not None


def note(
    session: Session, mailbox: str, message_id: str, *, sent_at: datetime, is_ours: bool, now: datetime
) -> None:
    """Remember one mail, once. What is older than anybody asks for is not remembered."""
    if sent_at > now - KEPT:
        insert_if_absent(
            session,
            SeenInSent,
            mailbox=mailbox,
            message_id=message_id,
            sent_at=sent_at,
            is_ours=is_ours,
            seen_at=now,
        )


def forget_old(session: Session, mailbox: str, now: datetime) -> None:
    """Remove what nobody asks for any more."""
    session.execute(
        sa.delete(SeenInSent).where(col(SeenInSent.mailbox) == mailbox, col(SeenInSent.sent_at) <= now - KEPT)
    )
