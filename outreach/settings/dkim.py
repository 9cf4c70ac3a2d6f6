"""`[mailboxes.dkim]`: the key that signs the mail of a mailbox, read when the first mail wants it."""

import re
from datetime import datetime
from functools import cached_property
from pathlib import Path

from outreach.core.errors import ConfigurationError, Fault
from outreach.mail.dkim_signing import SigningKey, UnusableKey, read_key, signed
from outreach.settings import values
from outreach.settings.reading import Place, Wrong, setting, settings_class
from outreach.settings.secrets import SecretRef, SecretUnavailable, resolve

_SELECTOR = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){0,5}\Z")
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+\Z")


def _selector(value: object, place: Place) -> str:
    found = values.text(most=60)(value, place).lower()
    if not _SELECTOR.match(found):
        raise Wrong(f"{values.shown(found)} is no selector.", 'Write it as "outreach1": a-z, 0-9 and -.')
    return found


def _domain(value: object, place: Place) -> str:
    found = values.text(most=253)(value, place).lower().rstrip(".")
    if not _DOMAIN.match(found):
        raise Wrong(f"{values.shown(found)} is no domain.", 'Write it as "brighttools.example".')
    return found


@settings_class
class Dkim:
    """A signature of our own on every mail from this mailbox (DKIM), beside that of its provider."""

    selector: str = setting(
        _selector, "Under which name DNS has the public key: `SELECTOR._domainkey.DOMAIN`."
    )
    key: SecretRef = setting(
        values.secret,
        'Where the private key is kept (PEM, RSA of 2048 bits or more, or Ed25519), best `{ file = "…" }`.',
    )
    domain: str = setting(
        _domain,
        "The domain that signs: that of the mailbox's address, or one above it.",
        default="",
        default_text="that of the mailbox's address",
    )


def domain_stands_for_sender(dkim: Dkim | None, sender: values.From) -> Wrong | None:
    """Receivers count a signature only where its domain is that of From (DMARC, RFC 7489, 3.1.1)."""
    own = sender.address.rpartition("@")[2]
    if dkim is None or not dkim.domain or own == dkim.domain or own.endswith(f".{dkim.domain}"):
        return None
    problem = f"signs for {dkim.domain}, and the address is at {own}: DMARC does not count that."
    return Wrong(problem, f'Leave domain out, or write domain = "{own}".')


class MailboxSigner:
    """Signs the mail of one mailbox. The key is read once, at the first mail or when `key` is asked for."""

    def __init__(self, dkim: Dkim, *, mailbox: str, address: str, config: Path) -> None:
        self.selector = dkim.selector
        self.domain = dkim.domain or address.rpartition("@")[2]
        self._ref = dkim.key
        self._mailbox = mailbox
        self._config = config

    @property
    def record_name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"

    @cached_property
    def key(self) -> SigningKey:
        """Raises ConfigurationError with what is wrong with it, MissingExtra without the library."""
        try:
            return read_key(resolve(self._ref, several_lines=True))
        except SecretUnavailable as error:
            problem = str(error)
        except UnusableKey as error:
            problem = f"the key {self._ref} {error}."
        remedy = f"`outreach mailbox dkim {self._mailbox} --generate` makes one."
        fault = Fault(
            str(self._config), f"{self._mailbox}: {problem}", key="mailboxes.dkim.key", remedy=remedy
        )
        raise ConfigurationError([fault])

    def __call__(self, message: bytes, at: datetime) -> bytes:
        return signed(message, self.key, domain=self.domain, selector=self.selector, at=at)
