"""What `outreach doctor` asks of others: the mailboxes' servers and DNS, all at once and in bounded time.

Nothing is opened here but lines that are closed again; no unit of work is open meanwhile.
"""

import asyncio
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from outreach.core.addresses import domain_of
from outreach.core.clock import Clock
from outreach.core.errors import OutreachError
from outreach.settings.secrets import SecretUnavailable

if TYPE_CHECKING:
    from outreach.config import Config, Mailbox
    from outreach.mail.dkim import Signature
    from outreach.mail.dns_records import DnsRecords, IpAddress
    from outreach.mail.domain_look import DomainLook
    from outreach.mail.mailbox_look import ReadingLook, SendingLook
    from outreach.mail.own_mail import Fate, OwnMail
    from outreach.mail.token_source import TokenSource
    from outreach.reporting.signature_findings import OwnKey
    from outreach.settings.keys import Imap, Smtp

    #: What a line of a mailbox logs in with; None where it does so with a password. May raise OutreachError.
    Tokens = Callable[[Mailbox, Smtp | Imap | None], TokenSource | None]

#: Seconds for one log-in, and for a mail to come back.
LOG_IN_SECONDS, MAIL_SECONDS = 20.0, 60.0
#: Mailboxes looked at at the same time.
_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Trouble:
    """A line that could not even be tried, such as for want of a password."""

    says: str
    next_step: str = ""

    @classmethod
    def of(cls, error: OutreachError) -> "Trouble":
        """With what to do about it apart from what it is, where the error tells them apart."""
        if isinstance(error, SecretUnavailable):
            return cls(error.says, error.remedy)
        return cls(str(error), "Do what it says; `outreach mailbox test` tries it again.")


@dataclass(slots=True)
class Network:
    """What was seen, by the names of the mailboxes and by domain."""

    #: When it was looked, by this machine's clock.
    at: datetime
    sending: "dict[str, SendingLook | Trouble]" = field(default_factory=dict)
    #: None for a mailbox that is not read.
    reading: "dict[str, ReadingLook | Trouble | None]" = field(default_factory=dict)
    domains: "dict[str, DomainLook]" = field(default_factory=dict)
    #: The mails to themselves, where they were asked for: what was sent, and what became of it.
    own_mails: "dict[str, tuple[OwnMail, Fate] | Trouble]" = field(default_factory=dict)
    #: Of those that sign for themselves.
    own_keys: "dict[str, OwnKey | Trouble]" = field(default_factory=dict)
    #: Under which recipients reach the one-click opt-out, and the addresses of it; None where DNS did not answer.
    opt_out_host: str = ""
    opt_out_at: "tuple[IpAddress, ...] | None" = None

    @property
    def sent_to_themselves(self) -> list[tuple[str, str]]:
        """The mailboxes that have sent themselves a mail, or may have, and its Message-ID."""
        told = ((name, each) for name, each in self.own_mails.items() if not isinstance(each, Trouble))
        return [(name, mail.message_id) for name, (mail, fate) in told if fate.may_be_out]


def steps_of(names: Collection[str], *, send_test: bool) -> int:
    """How many times `advance` will be called with one."""
    return len(names) * (3 if send_test else 2) + 1


async def look_around(
    config: "Config",
    names: Sequence[str],
    dns: "DnsRecords",
    *,
    clock: Clock,
    tokens: "Tokens",
    send_test: "Callable[[str], str] | None" = None,
    advance: Callable[[int], None] = lambda _: None,
) -> Network:
    """Look at these mailboxes and their domains.

    `send_test`, where mails to themselves are asked for, says of a mailbox why it may send none; "" where it may.
    """
    boxes = [box for box in config.mailboxes if box.name in names]
    network = Network(at=clock.now())
    looking = _Looking(network, config, tokens, clock, advance)
    await asyncio.gather(*(looking.at_line(box, kind) for box in boxes for kind in ("sending", "reading")))
    if send_test is not None:
        await asyncio.gather(*(looking.at_own_mail(box, send_test(box.name)) for box in boxes))
    await asyncio.gather(*(_look_at_own_key(network, config, box, dns) for box in boxes))
    await _look_at_domains(network, boxes, dns)
    await _look_at_opt_out(network, config, dns)
    advance(1)
    return network


async def _look_at_domains(network: Network, boxes: "Sequence[Mailbox]", dns: "DnsRecords") -> None:
    from outreach.core.addresses import is_free_mail
    from outreach.mail.domain_look import DomainLook, look_at_domain

    domains = list(dict.fromkeys(domain_of(box.address) for box in boxes))
    servers = {
        domain: {box.smtp.host for box in boxes if domain_of(box.address) == domain} for domain in domains
    }
    signed = {
        domain: _signatures(network, [box.name for box in boxes if domain_of(box.address) == domain])
        for domain in domains
    }

    async def look(domain: str) -> DomainLook:
        if is_free_mail(domain):
            return DomainLook(domain)
        return await look_at_domain(dns, domain, servers=servers[domain], signatures=signed[domain])

    network.domains = dict(zip(domains, await asyncio.gather(*map(look, domains)), strict=True))


async def _look_at_own_key(network: Network, config: "Config", box: "Mailbox", dns: "DnsRecords") -> None:
    """The private key that signs a mailbox's mail, and what DNS has for whoever checks it."""
    from outreach.daemon.rules import signer_of
    from outreach.mail.dkim import Signature, parse_keys
    from outreach.mail.dns_records import DnsTrouble
    from outreach.reporting.signature_findings import OwnKey

    signer = signer_of(config, box)
    if signer is None:
        return
    try:
        # In a thread: a password manager may wait for a person.
        key = await asyncio.to_thread(lambda: signer.key)
    except OutreachError as error:
        network.own_keys[box.name] = Trouble(str(error))
        return
    signature = Signature(signer.domain, signer.selector)
    try:
        published = tuple(parse_keys(await dns.texts(signer.record_name)))
    except DnsTrouble as trouble:
        network.own_keys[box.name] = OwnKey(signature, key.kind, key.public, None, str(trouble))
        return
    network.own_keys[box.name] = OwnKey(signature, key.kind, key.public, published)


async def _look_at_opt_out(network: Network, config: "Config", dns: "DnsRecords") -> None:
    from outreach.mail.domain_look import addresses_of

    network.opt_out_host = urlsplit(config.http.public_url).hostname or ""
    if network.opt_out_host:
        network.opt_out_at = await addresses_of(dns, network.opt_out_host)


def _signatures(network: Network, names: Sequence[str]) -> "list[Signature]":
    """How mail of these mailboxes was seen to be signed, and how it will be by keys of our own that DNS has."""
    seen: list[Signature] = []
    for name in names:
        reading = network.reading.get(name)
        if reading is not None and not isinstance(reading, Trouble):
            seen += reading.signatures
        own = network.own_mails.get(name)
        if isinstance(own, tuple) and own[1].arrived is not None and own[1].arrived.signature is not None:
            seen.append(own[1].arrived.signature)
        key = network.own_keys.get(name)
        # One that DNS does not have is a finding of its own.
        if key is not None and not isinstance(key, Trouble) and key.is_published:
            seen.append(key.signature)
    return list(dict.fromkeys(seen))


class _Looking:
    def __init__(
        self,
        network: Network,
        config: "Config",
        tokens: "Tokens",
        clock: Clock,
        advance: Callable[[int], None],
    ) -> None:
        self._network = network
        self._config = config
        self._tokens = tokens
        self._clock = clock
        self._advance = advance
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def at_line(self, box: "Mailbox", kind: str) -> None:
        async with self._places:
            try:
                if kind == "sending":
                    self._network.sending[box.name] = await self._sending(box)
                else:
                    self._network.reading[box.name] = await self._reading(box)
            except OutreachError as error:
                looks = self._network.sending if kind == "sending" else self._network.reading
                looks[box.name] = Trouble.of(error)
        self._advance(1)

    async def _sending(self, box: "Mailbox") -> "SendingLook":
        from outreach.config import smtp_server
        from outreach.mail.mailbox_look import look_at_sending

        # In a thread: a password manager may wait for a person.
        server = await asyncio.to_thread(smtp_server, box)
        return await look_at_sending(server, self._tokens(box, box.smtp), seconds=LOG_IN_SECONDS)

    async def _reading(self, box: "Mailbox") -> "ReadingLook | None":
        from outreach.config import imap_server, named_folders
        from outreach.mail.mailbox_look import look_at_reading

        server = await asyncio.to_thread(imap_server, box)
        if server is None:
            return None
        return await look_at_reading(
            server, named_folders(box), box.address, self._tokens(box, box.imap), seconds=LOG_IN_SECONDS
        )

    async def at_own_mail(self, box: "Mailbox", why_not: str) -> None:
        async with self._places:
            try:
                self._network.own_mails[box.name] = await self._own_mail(box, why_not)
            except OutreachError as error:
                self._network.own_mails[box.name] = Trouble(str(error))
        self._advance(1)

    async def _own_mail(self, box: "Mailbox", why_not: str) -> "tuple[OwnMail, Fate] | Trouble":
        from outreach.config import SentCopy, imap_server, named_folders, smtp_server
        from outreach.mail.own_mail import send_to_oneself

        if why_not:
            return Trouble(why_not)
        smtp = await asyncio.to_thread(smtp_server, box)
        imap = await asyncio.to_thread(imap_server, box)
        mail = await asyncio.to_thread(self._written, box)
        fate = await send_to_oneself(
            smtp,
            imap,
            named_folders(box),
            mail,
            waits_for_copy=box.sent_copy is SentCopy.SERVER,
            seconds=MAIL_SECONDS,
            clock=self._clock,
            smtp_tokens=self._tokens(box, box.smtp),
            imap_tokens=self._tokens(box, box.imap),
        )
        return mail, fate

    def _written(self, box: "Mailbox") -> "OwnMail":
        """Signed like every other mail of the mailbox; with a link of the opt-out that is nobody's."""
        from dataclasses import replace

        from outreach.daemon.rules import signer_of
        from outreach.mail.own_mail import own_mail
        from outreach.sending.one_click import opt_out_url

        now, token, public = self._clock.now(), secrets.token_hex(12), self._config.http.public_url
        url = opt_out_url(public, token) if self._config.http.enabled and public else ""
        mail = own_mail(box.address, box.from_name, token, now, opt_out_url=url)
        signer = signer_of(self._config, box)
        return mail if signer is None else replace(mail, raw=signer(mail.raw, now))
