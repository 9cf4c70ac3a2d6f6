"""The servers of the large mail providers, as they came with the program, and what each wants before one may log in."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from outreach.mail.servers import Security
from outreach.sending.providers import UNKNOWN, provider_of_domain, provider_of_mx
from outreach.settings.keys import SentCopy
from outreach.settings.oauth import Auth, OAuthProvider

_TABLE = Path(__file__).parent / "mail_providers.toml"


@dataclass(frozen=True, slots=True)
class Place:
    """A server: host, port, how the line is secured."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True)
class ProviderServers:
    """One entry of the table."""

    provider: str
    title: str
    smtp: Place
    imap: Place
    auth: Auth
    sent_copy: SentCopy
    #: What a person has to do there first.
    advice: str
    source: str
    domains: tuple[str, ...] = ()
    mx: tuple[str, ...] = ()
    #: Whose OAuth2 it takes; None where passwords are the only way.
    oauth2: OAuthProvider | None = None
    tenant: str = ""


def known_by_address(domain: str) -> ProviderServers | None:
    """The servers of a provider's own domain, such as gmail.com."""
    provider = provider_of_domain(domain)
    return None if provider is None else _entry(provider, domain, "")


def known_by_mx(domain: str, hosts: Sequence[str]) -> ProviderServers | None:
    """The servers of whoever takes the domain's mail, the most preferred first."""
    provider = provider_of_mx(hosts)
    return None if provider == UNKNOWN else _entry(provider, domain, hosts[0])


def _entry(provider: str, domain: str, mx: str) -> ProviderServers | None:
    return next((each for each in table() if each.provider == provider and _fits(each, domain, mx)), None)


def _fits(entry: ProviderServers, domain: str, mx: str) -> bool:
    if not entry.domains and not entry.mx:
        return True
    return domain in entry.domains or any(f".{mx}".endswith(f".{ending}") for ending in entry.mx)


@cache
def table() -> tuple[ProviderServers, ...]:
    """All entries, in order: the first that fits counts."""
    entries = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["providers"]
    return tuple(
        ProviderServers(
            provider=entry["provider"],
            title=entry["title"],
            smtp=_place(entry["smtp"]),
            imap=_place(entry["imap"]),
            auth=Auth(entry["auth"]),
            sent_copy=SentCopy(entry["sent_copy"]),
            advice=entry["advice"],
            source=entry["source"],
            domains=tuple(entry.get("domains", ())),
            mx=tuple(entry.get("mx", ())),
            oauth2=OAuthProvider(entry["oauth2"]) if "oauth2" in entry else None,
            tenant=entry.get("tenant", ""),
        )
        for entry in entries
    )


def _place(written: list[str | int]) -> Place:
    host, port, security = written
    return Place(str(host), int(port), Security(str(security)))
