"""Signs a finished mail with a key of our own (DKIM, RFC 6376; Ed25519: RFC 8463), and what DNS must say for it.

RFC 8058, 4, wants both List-Unsubscribe headers covered by a valid signature, which some providers' signatures do not
do. Relaxed both ways, so that a server may fold headers anew. What makes a mail what it is stands twice in `h=`: a
second one of it, put in on the way, breaks the signature (RFC 6376, 5.4.2). Only the signature itself is computed by a
library: the one written for DKIM is many times slower (decision 0018); it checks ours in the tests.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from outreach.core.errors import MissingExtra

#: RFC 8301, 3.2: shorter ones are not to be used for signing, and shorter than 1024 bits do not count at all.
LEAST_BITS = 2_048
KINDS = ("rsa", "ed25519")
SIGNED = (
    *("From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version"),
    *("Content-Type", "Content-Transfer-Encoding", "List-Unsubscribe", "List-Unsubscribe-Post"),
)
OVERSIGNED = ("From", "To", "Subject", "Date")

_FIELD = re.compile(rb"([^:\s]+)[ \t]*:((?:[^\r\n]*\r\n)(?:[ \t][^\r\n]*\r\n)*)")
_WHITE = re.compile(rb"[ \t]+")
_LINE = 72


class UnusableKey(Exception):
    """Why a key cannot sign, in words; never with anything of the key."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, ready to sign. `public` is what stands behind `p=` in DNS."""

    #: "rsa" or "ed25519".
    kind: str
    bits: int
    public: str
    _sign: Callable[[bytes], bytes]

    @property
    def record(self) -> str:
        """The TXT record at SELECTOR._domainkey.DOMAIN (RFC 6376, 3.6.1)."""
        return f"v=DKIM1; k={self.kind}; p={self.public}"

    def sign(self, signed: bytes) -> str:
        return base64.b64encode(self._sign(signed)).decode()


def read_key(pem: str) -> SigningKey:
    """The key in a PEM text. Raises UnusableKey, and MissingExtra without the library."""
    serialization, rsa, ed25519 = _library()
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except TypeError:
        raise UnusableKey("is protected by a passphrase, which nobody could type in") from None
    except Exception:
        # It raises errors of many kinds, some of its own; what is in them may be of the key.
        what = "is a public key; the private one signs" if "PUBLIC KEY" in pem else "is no private key (PEM)"
        raise UnusableKey(what) from None
    if isinstance(key, rsa.RSAPrivateKey):
        return _rsa_key(key)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return _ed25519_key(key)
    raise UnusableKey("is neither an RSA nor an Ed25519 key")


def new_key(kind: str) -> str:
    """A new private key, as PEM."""
    serialization, rsa, ed25519 = _library()
    key = (
        rsa.generate_private_key(public_exponent=65_537, key_size=LEAST_BITS)
        if kind == "rsa"
        else ed25519.Ed25519PrivateKey.generate()
    )
    pem: bytes = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem.decode()


def signed(message: bytes, key: SigningKey, *, domain: str, selector: str, at: datetime) -> bytes:
    """The mail with its signature on top. Its lines end in CRLF; the same mail and moment give the same bytes."""
    head, _, body = message.partition(b"\r\n\r\n")
    fields = [(name.decode().lower(), value) for name, value in _FIELD.findall(head + b"\r\n")]
    names = [name for name in SIGNED if any(name.lower() == each for each, _ in fields)]
    names += OVERSIGNED
    tags = (
        f"v=1; a={key.kind}-sha256; c=relaxed/relaxed;\r\n"
        f" d={domain}; s={selector};\r\n"
        f" t={int(at.timestamp())};\r\n"
        f" h={_folded_names(names)};\r\n"
        f" bh={base64.b64encode(sha256(relaxed_body(body)).digest()).decode()};\r\n"
        " b="
    )
    to_sign = b"".join(_relaxed(name, value) + b"\r\n" for name, value in _chosen(fields, names))
    to_sign += _relaxed("dkim-signature", f" {tags}\r\n".encode())
    signature = key.sign(to_sign)
    lines = "\r\n ".join(signature[start : start + _LINE] for start in range(0, len(signature), _LINE))
    return f"DKIM-Signature: {tags}{lines}\r\n".encode() + message


def relaxed_body(body: bytes) -> bytes:
    """RFC 6376, 3.4.4."""
    lines = [_WHITE.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


def _relaxed(name: str, value: bytes) -> bytes:
    """RFC 6376, 3.4.2, without the line end."""
    return name.lower().encode() + b":" + _WHITE.sub(b" ", value.replace(b"\r\n", b"")).strip(b" ")


def _chosen(fields: list[tuple[str, bytes]], names: list[str]) -> list[tuple[str, bytes]]:
    """For each name in turn the lowest field of it that is left; none where none is (RFC 6376, 5.4.2)."""
    left = list(fields)
    chosen = []
    for name in names:
        place = next((i for i in range(len(left) - 1, -1, -1) if left[i][0] == name.lower()), None)
        if place is not None:
            chosen.append(left.pop(place))
    return chosen


def _folded_names(names: list[str]) -> str:
    lines = [""]
    for place, name in enumerate(names):
        piece = name if place == len(names) - 1 else f"{name}:"
        if len(lines[-1]) + len(piece) > _LINE:
            lines.append("")
        lines[-1] += piece
    return "\r\n  ".join(lines)


def _rsa_key(key: Any) -> SigningKey:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    if key.key_size < LEAST_BITS:
        raise UnusableKey(f"has {key.key_size} bits; {LEAST_BITS} are the least that is taken (RFC 8301)")
    public = _public(key, "DER", "SubjectPublicKeyInfo")
    return SigningKey("rsa", key.key_size, public, lambda text: key.sign(text, PKCS1v15(), hashes.SHA256()))


def _ed25519_key(key: Any) -> SigningKey:
    # RFC 8463, 3: what is signed is the hash.
    return SigningKey(
        "ed25519", 256, _public(key, "Raw", "Raw"), lambda text: key.sign(sha256(text).digest())
    )


def _public(key: Any, encoding: str, form: str) -> str:
    serialization, _, _ = _library()
    octets = key.public_key().public_bytes(
        getattr(serialization.Encoding, encoding), getattr(serialization.PublicFormat, form)
    )
    return base64.b64encode(octets).decode()


def _library() -> tuple[Any, Any, Any]:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
    except ImportError:
        raise MissingExtra("dkim", "Signing with DKIM") from None
    return serialization, rsa, ed25519
