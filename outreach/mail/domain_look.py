"""Asks DNS everything that the mail of one domain rests on: MX, SPF with all it includes, DMARC, the keys of DKIM."""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from typing import TypeVar

from outreach.core.addresses import registrable_domain
from outreach.mail import dkim, dmarc
from outreach.mail.dns_records import DnsRecords, DnsTrouble, IpAddress
from outreach.mail.spf_reckoning import Kind, Question, Reckoned, reckon

#: Each round asks all that the records of the round before have named. Honest records are four deep.
_ROUNDS = 12
#: Questions at the same time.
_AT_ONCE = 20

Result = TypeVar("Result")


@dataclass(slots=True)
class DomainLook:
    """What DNS says. None, or a name in `unanswered`, is what it gave no answer to."""

    domain: str
    mail_servers: tuple[str, ...] | None = None
    has_address: bool = False
    spf: Reckoned = field(default_factory=Reckoned)
    #: Whose DMARC record holds: the domain's own, or that of the one that was registered; "" for nobody's.
    dmarc_of: str = ""
    #: All its DMARC records: one is right.
    dmarc: tuple[str, ...] = ()
    #: Keys that were found, by the signature that would need them. A None: its mail is signed so, and DNS has no key.
    keys: dict[dkim.Signature, dkim.Key | None] = field(default_factory=dict)
    #: No signed mail was seen: the keys are those under usual names.
    keys_are_guessed: bool = False
    #: Addresses of the servers that we hand its mail in to, by their names.
    handed_in_at: dict[str, tuple[IpAddress, ...]] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)


async def look_at_domain(
    dns: DnsRecords, domain: str, *, servers: Collection[str], signatures: Collection[dkim.Signature]
) -> DomainLook:
    """`servers`: where its mail is handed in; `signatures`: how mail of its was seen to be signed."""
    look = DomainLook(domain)
    asking = _Asking(dns, look)
    await asyncio.gather(
        asking.mail_servers(),
        asking.spf(),
        asking.dmarc(),
        *(asking.key(signature, is_seen=True) for signature in signatures),
        *(asking.server(name) for name in servers),
    )
    if not signatures:
        look.keys_are_guessed = True
        guesses = [dkim.Signature(domain, selector) for selector in dkim.COMMON_SELECTORS]
        await asyncio.gather(*(asking.key(guess, is_seen=False) for guess in guesses))
    return look


async def addresses_of(dns: DnsRecords, host: str) -> tuple[IpAddress, ...] | None:
    """None where DNS gave no answer."""
    try:
        return await dns.addresses(host)
    except DnsTrouble:
        return None


class _Asking:
    def __init__(self, dns: DnsRecords, look: DomainLook) -> None:
        self._dns = dns
        self._look = look
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def mail_servers(self) -> None:
        domain = self._look.domain
        self._look.mail_servers = await self._answer(self._dns.mail_servers, domain)
        if self._look.mail_servers == ():
            self._look.has_address = bool(await self._answer(self._dns.addresses, domain))

    async def spf(self) -> None:
        known: dict[Question, tuple[str, ...] | None] = {}
        for _ in range(_ROUNDS):
            self._look.spf = reckon(self._look.domain, known)
            if not self._look.spf.wanted:
                return
            asked = sorted(self._look.spf.wanted, key=str)
            answers = await asyncio.gather(*(self._question(each) for each in asked))
            known |= dict(zip(asked, answers, strict=True))

    async def dmarc(self) -> None:
        for domain in dict.fromkeys((self._look.domain, registrable_domain(self._look.domain))):
            texts = await self._answer(self._dns.texts, f"_dmarc.{domain}")
            if texts is None:
                return
            if found := dmarc.dmarc_among(texts):
                self._look.dmarc_of, self._look.dmarc = domain, found
                return

    async def key(self, signature: dkim.Signature, *, is_seen: bool) -> None:
        # A guess that is not answered is no finding.
        texts = await self._answer(self._dns.texts, signature.key_name, is_told=is_seen)
        if texts is None:
            return
        key = dkim.parse_key(texts)
        if key is not None or is_seen:
            self._look.keys[signature] = key

    async def server(self, name: str) -> None:
        try:
            found: tuple[IpAddress, ...] = (ipaddress.ip_address(name.strip("[]")),)
        except ValueError:
            found = await self._answer(self._dns.addresses, name) or ()
        # What this machine itself sends on leaves by an address that nobody here knows.
        self._look.handed_in_at[name] = tuple(address for address in found if not address.is_loopback)

    async def _question(self, question: Question) -> tuple[str, ...] | None:
        match question.kind:
            case Kind.TEXTS:
                return await self._answer(self._dns.texts, question.name)
            case Kind.MAIL_SERVERS:
                return await self._answer(self._dns.mail_servers, question.name)
        found = await self._answer(self._dns.addresses, question.name)
        return None if found is None else tuple(map(str, found))

    async def _answer(
        self, ask: Callable[[str], Awaitable[Result]], name: str, *, is_told: bool = True
    ) -> Result | None:
        try:
            async with self._places:
                return await ask(name)
        except DnsTrouble as trouble:
            if is_told:
                self._look.unanswered.append(str(trouble))
            return None
