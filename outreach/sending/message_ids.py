"""Our Message-IDs: the same for the same mail, and known again as ours by a keyed hash.

`o.ENROLLMENT.STEP.HASH@domain`: nobody without the workspace's key can make one up, so a reply that carries one
does answer a mail of ours (RFC 5322, 3.6.4).
"""

import hmac
import re
from dataclasses import dataclass

from outreach.core.addresses import domain_of
from outreach.database.workspace import keyed_hash

_HASH_LENGTH = 24
_OURS = re.compile(
    r"\A<?o\.(?P<enrollment>[0-9]{1,18})\.(?P<step>[0-9]{1,4})\."
    rf"(?P<hash>[0-9a-f]{{{_HASH_LENGTH}}})@(?P<domain>[^@<>\s]+)>?\Z"
)


@dataclass(frozen=True, slots=True)
class OurMessageId:
    """What a Message-ID of ours says: which enrollment, which step (from 0)."""

    enrollment_id: int
    step_index: int


def message_id(key: bytes, *, mailbox_address: str, enrollment_id: int, step_index: int) -> str:
    """The Message-ID, with its angle brackets, of one step of one enrollment from one mailbox."""
    domain = domain_of(mailbox_address)
    return f"<o.{enrollment_id}.{step_index}.{_hash(key, domain, enrollment_id, step_index)}@{domain}>"


def recognise(key: bytes, text: str) -> OurMessageId | None:
    """What `text` says if it is a Message-ID that we made with this key, else None."""
    match = _OURS.match(text.strip())
    if match is None:
        return None
    enrollment_id, step_index = int(match["enrollment"]), int(match["step"])
    expected = _hash(key, match["domain"].lower(), enrollment_id, step_index)
    if not hmac.compare_digest(expected, match["hash"]):
        return None
    return OurMessageId(enrollment_id, step_index)


def _hash(key: bytes, domain: str, enrollment_id: int, step_index: int) -> str:
    return keyed_hash(key, "message-id", f"{domain}|{enrollment_id}|{step_index}")[:_HASH_LENGTH]
