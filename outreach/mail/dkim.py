"""Signatures of a domain (DKIM, RFC 6376): with which key a mail was signed, and what DNS says of it.

Whatever a header or a record says, it is never an exception.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field

from outreach.core.untrusted import one_line

_LONGEST = 8_000
#: A name of DNS, and nothing that could do harm elsewhere.
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9_])?){0,20}")

#: Where the big providers and mail programs put their keys. Asked where no mail tells the selector.
COMMON_SELECTORS: tuple[str, ...] = (
    *("google", "selector1", "selector2", "mail", "default", "dkim", "s1", "s2", "k1", "k2"),
    *("zoho", "zmail", "fm1", "mailru", "key1", "protonmail", "smtp", "s1-ionos", "mx", "email"),
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Which domain has signed a mail (`d=`), and where its key is (`s=`)."""

    domain: str
    selector: str
    #: The fields that it covers (`h=`), in lower case. Two mails signed with one key may differ in them.
    covers: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def key_name(self) -> str:
        """Where DNS has the key."""
        return f"{self.selector}._domainkey.{self.domain}"


@dataclass(frozen=True, slots=True)
class Key:
    """A public key as DNS has it."""

    #: "rsa" or "ed25519".
    kind: str
    #: Of an RSA key, about; None where nobody can tell.
    bits: int | None
    #: With an empty key a domain takes back what was signed with it.
    is_revoked: bool = False
    #: Receivers are asked not to count it yet.
    is_test: bool = False
    fault: str = ""
    #: What stands behind `p=`, without white space.
    public: str = field(default="", repr=False, compare=False)


def parse_signature(header: str) -> Signature | None:
    """The signature that a DKIM-Signature field tells of; None where it makes no sense."""
    tags = _tags(header)
    domain, selector = (re.sub(r"\s", "", tags.get(tag, "")).lower().rstrip(".") for tag in ("d", "s"))
    if (
        len(domain) > 253
        or len(selector) > 253
        or not (_NAME.fullmatch(domain) and _NAME.fullmatch(selector))
    ):
        return None
    covers = frozenset(name.strip().lower() for name in tags.get("h", "").split(":") if name.strip())
    return Signature(domain, selector, covers)


def parse_key(texts: tuple[str, ...]) -> Key | None:
    """The key among the TXT records at its name, the first one; None where there is none."""
    return next(iter(parse_keys(texts)), None)


def parse_keys(texts: tuple[str, ...]) -> list[Key]:
    """All of them: where there are several, receivers take whichever they like (RFC 6376, 3.6.2.2)."""
    found = map(_tags, texts)
    return [_key(tags) for tags in found if "p" in tags and tags.get("v", "DKIM1") == "DKIM1"]


def _key(tags: dict[str, str]) -> Key:
    kind = one_line(tags.get("k", "rsa").lower(), 20)
    # Some divide it over several lines, which is white space to DNS.
    written = re.sub(r"\s", "", tags["p"])
    is_test = "y" in tags.get("t", "").split(":")
    if not written:
        return Key(kind, None, is_revoked=True, is_test=is_test)
    try:
        key = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return Key(kind, None, is_test=is_test, fault="the key is not base64", public=written)
    return Key(kind, _bits(key) if kind == "rsa" else None, is_test=is_test, public=written)


def _bits(key: bytes) -> int | None:
    """Of an RSA key, by its length: what DER puts around the modulus has some forty octets (RFC 3279, 2.3.1)."""
    sizes = (512, 768, 1024, 1536, 2048, 3072, 4096)
    return next((bits for bits in sizes if bits // 8 + 8 <= len(key) <= bits // 8 + 60), None)


def _tags(text: str) -> dict[str, str]:
    tags: dict[str, str] = {}
    for part in text[:_LONGEST].split(";")[:50]:
        name, equals, value = part.partition("=")
        if equals:
            tags.setdefault(name.strip().lower(), value.strip())
    return tags
