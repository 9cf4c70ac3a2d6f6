"""What is told of offers: written with the fact that it tells of, delivered by the daemon (`offer_notices`)."""

from datetime import datetime

from sqlmodel import Session

from outreach.database.statements import insert_if_absent
from outreach.database.workspace import keyed_hash, workspace_key
from outreach.handoff.mail_model import OfferNotice, OfferNoticeState, OfferTold, OfferWay
from outreach.handoff.model import Offer

#: What a salesperson gets a mail of; the rest goes to the webhook only.
BY_MAIL = frozenset(
    {
        OfferTold.OFFERED,
        OfferTold.REMINDED,
        OfferTold.ACCEPTED,
        OfferTold.UNTOUCHED,
        OfferTold.WITHDRAWN,
        OfferTold.HELP,
        OfferTold.NOT_DONE,
        OfferTold.INTRODUCED,
    }
)
#: What is between us and the salesperson: no CRM is told.
_ONLY_BY_MAIL = frozenset({OfferTold.HELP, OfferTold.NOT_DONE, OfferTold.INTRODUCED})


def tell(
    session: Session,
    offer: Offer,
    kind: OfferTold | str,
    now: datetime,
    *,
    inbound_id: int | None = None,
    outbound_id: int | None = None,
    why: str = "",
) -> None:
    """Write what is to be told of an offer, in the transaction that makes it so. Once each, however often called.

    `inbound_id` and `why`: the answer by mail that could not be read, or not be done. `outbound_id`: the mail to the
    contact of which they get a copy.
    """
    session.flush()
    kind = OfferTold(kind)
    ways = [OfferWay.MAIL] if kind in BY_MAIL else []
    ways += [] if kind in _ONLY_BY_MAIL else [OfferWay.WEBHOOK]
    key = workspace_key(session)
    for way in ways:
        about = f"{offer.id}|{kind.value}|{way.value}|{inbound_id or ''}|{outbound_id or ''}"
        insert_if_absent(
            session,
            OfferNotice,
            event_id=f"evt_{keyed_hash(key, 'offer-notice', about)[:32]}",
            offer_id=offer.id,
            lead_id=offer.lead_id,
            kind=kind,
            way=way,
            salesperson=offer.salesperson,
            inbound_id=inbound_id,
            outbound_id=outbound_id,
            why=why,
            mailbox="",
            message_id="",
            state=OfferNoticeState.WAITING,
            attempts=0,
            due_at=now,
            trouble="",
            made_at=now,
        )
