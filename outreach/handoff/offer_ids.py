"""Message-IDs of mails about offers: the same for the same mail, and known again as ours by a keyed hash.

`h.LEAD.OFFER.NUMBER.HASH@domain`: nobody without the workspace's key can make one up, and the hash says whom the mail
went to as well. So a mail that names one answers an offer of ours (RFC 5322, 3.6.4), and whether it comes from whom
we asked can be told (see `sending/message_ids.py`, whose ids are others).
"""

import hmac
import re
from dataclasses import dataclass

from outreach.core.addresses import domain_of
from outreach.database.workspace import keyed_hash

_RECIPIENT_LENGTH, _HASH_LENGTH = 8, 24
_ID = re.compile(
    r"<?h\.(?P<lead>[0-9]{1,18})\.(?P<offer>[0-9]{1,18})\.(?P<number>[0-9]{1,18})\."
    rf"(?P<hash>[0-9a-f]{{{_HASH_LENGTH}}})@(?P<domain>[^@<>\s]{{1,255}})>?"
)
#: What any of them looks like in a header, for a first and quick look.
LOOKS_LIKE_ONE = re.compile(rb"h\.[0-9]{1,18}\.[0-9]{1,18}\.[0-9]{1,18}\.[0-9a-f]{24}@")


@dataclass(frozen=True, slots=True)
class OfferMessageId:
    """What such an id says. `number`: 0 is the offer itself, others are what is told of it later."""

    lead_id: int
    offer_id: int
    number: int
    recipient_hash: str


def offer_message_id(
    key: bytes, *, mailbox_address: str, lead_id: int, offer_id: int, number: int, recipient: str
) -> str:
    """The Message-ID, with its angle brackets, of one mail about one offer to one address."""
    domain = domain_of(mailbox_address)
    whom = _recipient_hash(key, recipient)
    return f"<h.{lead_id}.{offer_id}.{number}.{whom}{_hash(key, domain, lead_id, offer_id, number, whom)}@{domain}>"


def recognise(key: bytes, text: str) -> OfferMessageId | None:
    """What `text` says if it is a Message-ID that we made with this key, else None."""
    match = _ID.fullmatch(text.strip())
    if match is None:
        return None
    lead_id, offer_id, number = int(match["lead"]), int(match["offer"]), int(match["number"])
    whom, domain = match["hash"][:_RECIPIENT_LENGTH], match["domain"].lower()
    if not hmac.compare_digest(whom + _hash(key, domain, lead_id, offer_id, number, whom), match["hash"]):
        return None
    return OfferMessageId(lead_id, offer_id, number, whom)


def went_to(key: bytes, known: OfferMessageId, address: str) -> bool:
    """Whether the mail with this id went to the address."""
    return hmac.compare_digest(known.recipient_hash, _recipient_hash(key, address))


def _recipient_hash(key: bytes, address: str) -> str:
    return keyed_hash(key, "offer-id-recipient", address.lower())[:_RECIPIENT_LENGTH]


def _hash(key: bytes, domain: str, lead_id: int, offer_id: int, number: int, whom: str) -> str:
    text = f"{domain}|{lead_id}|{offer_id}|{number}|{whom}"
    return keyed_hash(key, "offer-id", text)[: _HASH_LENGTH - _RECIPIENT_LENGTH]
