"""How far back a mailbox is read that was never read before, or whose folders are numbered anew."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.sending import sent_folder
from outreach.sequences.model import Campaign, Enrollment


def oldest_concern_on(session: Session, mailbox: str) -> date | None:
    """The day of the oldest enrollment that the mailbox serves, or of its first mail: nothing older concerns us.

    None where nobody was ever enrolled: what lies in the mailbox is its owner's own affair.
    """
    days = (_first_enrolled_on(session, mailbox), sent_folder.first_mail_on(session, mailbox))
    return min((day for day in days if day is not None), default=None)


def _first_enrolled_on(session: Session, mailbox: str) -> date | None:
    campaigns = session.exec(select(Campaign.id, Campaign.mailboxes)).all()
    served = [campaign_id for campaign_id, names in campaigns if mailbox in names]
    first = session.exec(
        select(sa.func.min(Enrollment.created_at)).where(col(Enrollment.campaign_id).in_(served))
    ).one()
    return None if first is None else first.date()
