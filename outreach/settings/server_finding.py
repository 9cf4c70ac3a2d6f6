"""Finds the servers of a mailbox from its address: what is known of the provider, then SRV, then MX, then guesses."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from outreach.core.addresses import domain_of
from outreach.mail.mx import MxLookup, MxTrouble
from outreach.mail.server_tries import hands_out_mail_over_imap, takes_mail_over_smtp
from outreach.mail.servers import Security
from outreach.mail.service_records import Service, ServiceLookup, ServiceTrouble
from outreach.settings.mail_providers import Place, ProviderServers, known_by_address, known_by_mx

Try = Callable[[str, int, Security], Awaitable[bool]]

# RFC 8314, 3.3: TLS from the first byte is preferred.
_SMTP_SERVICES = (("submissions", Security.TLS), ("submission", Security.STARTTLS))
_IMAP_SERVICES = (("imaps", Security.TLS), ("imap", Security.STARTTLS))
_SMTP_GUESSES = (
    *(("smtp", 465, Security.TLS), ("mail", 465, Security.TLS)),
    *(("smtp", 587, Security.STARTTLS), ("mail", 587, Security.STARTTLS)),
)
_IMAP_GUESSES = (("imap", 993, Security.TLS), ("mail", 993, Security.TLS))


@dataclass(frozen=True, slots=True)
class FoundServers:
    """Where a mailbox probably sends and reads; None where nothing was found. `how` says by what, for a person."""

    smtp: Place | None
    imap: Place | None
    how: str
    provider: ProviderServers | None = None
    remarks: tuple[str, ...] = ()


async def find_servers(
    address: str,
    *,
    offline: bool = False,
    mx: MxLookup | None = None,
    services: ServiceLookup | None = None,
    smtp: Try = takes_mail_over_smtp,
    imap: Try = hands_out_mail_over_imap,
) -> FoundServers:
    """The servers of the address. `offline`: by what came with the program alone."""
    domain = domain_of(address)
    if (known := known_by_address(domain)) is not None:
        return _of(known, f"{domain} is {known.title}")
    if offline:
        return FoundServers(None, None, f"{domain} is not a provider's own, and nobody was asked (--offline)")
    remarks: list[str] = []
    found = await _by_services(domain, services or ServiceLookup(), remarks)
    if found is not None:
        return found
    hosts = await _mail_servers(domain, mx or MxLookup(), remarks)
    if (known := known_by_mx(domain, hosts)) is not None:
        return _of(known, f"the mail of {domain} is taken by {hosts[0]}: {known.title}", remarks)
    return await _by_guessing(domain, smtp, imap, remarks)


def _of(known: ProviderServers, how: str, remarks: Sequence[str] = ()) -> FoundServers:
    return FoundServers(known.smtp, known.imap, how, known, tuple(remarks))


async def _by_services(domain: str, lookup: ServiceLookup, remarks: list[str]) -> FoundServers | None:
    try:
        smtp = await _first_service(domain, lookup, _SMTP_SERVICES)
        imap = await _first_service(domain, lookup, _IMAP_SERVICES)
    except ServiceTrouble as trouble:
        remarks.append(f"SRV records could not be asked for: {trouble}")
        return None
    if smtp is None or imap is None:
        return None
    for host in sorted({smtp.host, imap.host}):
        if not f".{host}".endswith(f".{domain}"):
            # RFC 6186, 6: who forges an answer of DNS would get the password.
            remarks.append(
                f"{host} is not below {domain}: is it your provider's? DNS alone does not prove it."
            )
    return FoundServers(smtp, imap, f"{domain} says so in its SRV records", None, tuple(remarks))


async def _first_service(
    domain: str, lookup: ServiceLookup, services: Sequence[tuple[str, Security]]
) -> Place | None:
    answers: list[Service | None] = await asyncio.gather(*(lookup.find(name, domain) for name, _ in services))
    found = zip(answers, services, strict=True)
    places = (Place(each.host, each.port, security) for each, (_, security) in found if each is not None)
    return next(places, None)


async def _mail_servers(domain: str, lookup: MxLookup, remarks: list[str]) -> tuple[str, ...]:
    try:
        return await lookup.hosts(domain)
    except MxTrouble as trouble:
        remarks.append(f"MX records could not be asked for: {trouble}")
        return ()


async def _by_guessing(domain: str, smtp: Try, imap: Try, remarks: list[str]) -> FoundServers:
    sending = await _first_that_answers(domain, _SMTP_GUESSES, smtp)
    reading = await _first_that_answers(domain, _IMAP_GUESSES, imap)
    how = f"{domain} does not say; servers with usual names were tried, over TLS"
    return FoundServers(sending, reading, how, None, tuple(remarks))


async def _first_that_answers(
    domain: str, guesses: Sequence[tuple[str, int, Security]], answers: Try
) -> Place | None:
    places = [Place(f"{name}.{domain}", port, security) for name, port, security in guesses]
    there = await asyncio.gather(*(answers(each.host, each.port, each.security) for each in places))
    return next((place for place, is_there in zip(places, there, strict=True) if is_there), None)
