"""The token behind "unsubscribe" in a mail program (RFC 8058): whom it is for, known to nobody without our key.

A token holds no address and no number. Its second half proves that its first half is ours, so that a made-up one is
turned away by arithmetic alone, without a look into the database. It is the same in every mail to an address: one
that was sent before a backup was restored still works.
"""

import base64
import binascii
import hmac
from urllib.parse import quote

from outreach.database.workspace import keyed_hash

_NAME_BYTES, _PROOF_BYTES = 16, 16
#: base64url of 32 bytes, without its padding.
TOKEN_LENGTH = 43


def token_for(key: bytes, address: str) -> str:
    """The token of a normalised address."""
    name = bytes.fromhex(keyed_hash(key, "one-click", address))[:_NAME_BYTES]
    return base64.urlsafe_b64encode(name + _proof(key, name)).decode().rstrip("=")


def is_ours(key: bytes, token: str) -> bool:
    """Whether somebody with our key made this token."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return False
    try:
        decoded = base64.b64decode(token + "=", altchars=b"-_", validate=True)
    except binascii.Error:
        return False
    name, proof = decoded[:_NAME_BYTES], decoded[_NAME_BYTES:]
    # The last character has two bits too many: only one of its four spellings is the token.
    spelt = base64.urlsafe_b64encode(decoded).decode().rstrip("=")
    return hmac.compare_digest(proof, _proof(key, name)) and spelt == token


def opt_out_url(public_url: str, token: str) -> str:
    """The address that stands in `List-Unsubscribe`."""
    return f"{public_url.rstrip('/')}/u/{quote(token, safe='')}"


def _proof(key: bytes, name: bytes) -> bytes:
    return bytes.fromhex(keyed_hash(key, "one-click-proof", name.hex()))[:_PROOF_BYTES]
