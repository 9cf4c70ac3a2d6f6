"""The rules of the recipients' countries on the way of a mail: kept with it when planned, asked again until it goes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database.statements import among
from outreach.prospects.judging import Recipient, rulings_on
from outreach.prospects.law import Law, Ruling, Stored
from outreach.prospects.model import Contact
from outreach.sending.model import OutboundKind, OutboundMessage
from outreach.sending.outbox import Claim
from outreach.sequences.model import Enrollment

#: Whom a rule keeps us from writing to is looked at again after this: somebody may have recorded what was missing.
LOOK_AGAIN = timedelta(days=1)


def rulings_for(session: Session, law: Law, runs: Sequence[tuple[Enrollment, Contact]]) -> list[Ruling]:
    """The ruling about the next mail of each of these runs, in order."""
    recipients = [Recipient.of(contact, referred=run.tag is not None) for run, contact in runs]
    return rulings_on(session, law, recipients)


def stored_with(mail: OutboundMessage) -> Stored:
    """What is kept with a mail."""
    return Stored(mail.law_country, mail.law_rule, mail.law_decision, mail.law_version, mail.law_ground)


def keep_with(mail: OutboundMessage, ruling: Ruling) -> bool:
    """Keep the ruling with its mail. True where it is another one than before."""
    said = ruling.stored
    if said == stored_with(mail):
        return False
    mail.law_country, mail.law_rule, mail.law_decision = said.country, said.rule, said.decision
    mail.law_version, mail.law_ground = said.version, said.ground
    return True


def still_allowed(session: Session, law: Law, claims: Sequence[Claim]) -> list[Claim]:
    """Without those that may no longer go, or not as they were written, because a rule or what is recorded changed.

    What a person answers is no advertising, and is not asked about.
    """
    if not claims or law.asks_nothing:
        return list(claims)
    rows = session.execute(_CLAIMED, {"ids": [claim.outbound_id for claim in claims]}).all()
    ruled = rulings_on(session, law, [_recipient(row) for row in rows])
    changed = {
        row.id
        for row, ruling in zip(rows, ruled, strict=True)
        if not ruling.allowed or ruling.stored != Stored(*row[6:])
    }
    return [claim for claim in claims if claim.outbound_id not in changed]


def _recipient(row: Any) -> Recipient:
    return Recipient(row.contact, row.address, row.country, row.account_id, referred=row.tag is not None)


_CLAIMED: Any = (
    sa.select(
        col(OutboundMessage.id),
        col(Contact.id).label("contact"),
        col(Contact.address),
        col(Contact.country),
        col(Contact.account_id),
        col(Enrollment.tag),
        col(OutboundMessage.law_country),
        col(OutboundMessage.law_rule),
        col(OutboundMessage.law_decision),
        col(OutboundMessage.law_version),
        col(OutboundMessage.law_ground),
    )
    .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
    .join(Enrollment, col(Enrollment.id) == col(OutboundMessage.enrollment_id))
    .where(among(col(OutboundMessage.id), "ids"), col(OutboundMessage.kind) == OutboundKind.STEP)
)
