"""Our Message-IDs: the same for the same mail, and known again as ours by a keyed hash.

`o.ENROLLMENT.STEP.HASH@domain`: nobody without the workspace's key can make one up, so a reply that carries one
does answer a mail of ours (RFC 5322, 3.6.4). The hash says whom the mail is to as well: a database that was
restored from a backup gives out the same enrollments again, to other people.
"""

import hmac
import re
from dataclasses import dataclass
from urllib.parse import unquote

from outreach.core.addresses import domain_of
from outreach.database.workspace import keyed_hash

#: The first so many digits of the hash are of the recipient's address, the others of all that the id says.
_RECIPIENT_LENGTH = 8
_HASH_LENGTH = 24
_NAME = (
    r"o\.(?P<enrollment>[0-9]{1,18})\.(?P<step>[0-9]{1,4})\."
    rf"(?P<hash>[0-9a-f]{{{_HASH_LENGTH}}})"
)
_OURS = re.compile(rf"\A<?{_NAME}@(?P<domain>[^@<>\s]+)>?\Z")
_NAME_ALONE = re.compile(rf"(?<![\w.]){_NAME}(?![\w.])")


@dataclass(frozen=True, slots=True)
class OurMessageId:
    """What a Message-ID of ours says: which enrollment, which step (from 0), and a hash of whom it is to.

    Ids that were made before recipients were in them have no such hash.
    """

    enrollment_id: int
    step_index: int
    recipient_hash: str | None = None


def message_id(
    key: bytes, *, mailbox_address: str, enrollment_id: int, step_index: int, recipient: str | None = None
) -> str:
    """The Message-ID, with its angle brackets, of one step of one enrollment, from one mailbox to one address."""
    domain = domain_of(mailbox_address)
    if recipient is None:
        name_hash = _hash(key, domain, enrollment_id, step_index)
    else:
        whom = _recipient_hash(key, recipient)
        name_hash = whom + _hash_to(key, domain, enrollment_id, step_index, whom)
    return f"<o.{enrollment_id}.{step_index}.{name_hash}@{domain}>"


def recognise(key: bytes, text: str) -> OurMessageId | None:
    """What `text` says if it is a Message-ID that we made with this key, else None."""
    match = _OURS.match(text.strip())
    if match is None:
        return None
    enrollment_id, step_index = int(match["enrollment"]), int(match["step"])
    domain, found = match["domain"].lower(), match["hash"]
    whom = found[:_RECIPIENT_LENGTH]
    if hmac.compare_digest(whom + _hash_to(key, domain, enrollment_id, step_index, whom), found):
        return OurMessageId(enrollment_id, step_index, whom)
    if hmac.compare_digest(_hash(key, domain, enrollment_id, step_index), found):
        return OurMessageId(enrollment_id, step_index)
    return None


def may_be_to(key: bytes, known: OurMessageId, address: str) -> bool:
    """Whether the mail with this id went to the address, as far as the id tells."""
    return known.recipient_hash in (None, _recipient_hash(key, address))


def id_named_in(text: str, *, mailbox_address: str) -> str | None:
    """The Message-ID whose part before the `@` stands in `text`, as it does in our List-Unsubscribe."""
    found = _NAME_ALONE.search(unquote(text))
    return None if found is None else f"<{found[0]}@{domain_of(mailbox_address)}>"


def _recipient_hash(key: bytes, address: str) -> str:
    return keyed_hash(key, "message-id-recipient", address.lower())[:_RECIPIENT_LENGTH]


def _hash_to(key: bytes, domain: str, enrollment_id: int, step_index: int, whom: str) -> str:
    text = f"{domain}|{enrollment_id}|{step_index}|{whom}"
    return keyed_hash(key, "message-id-to", text)[: _HASH_LENGTH - _RECIPIENT_LENGTH]


def _hash(key: bytes, domain: str, enrollment_id: int, step_index: int) -> str:
    return keyed_hash(key, "message-id", f"{domain}|{enrollment_id}|{step_index}")[:_HASH_LENGTH]
