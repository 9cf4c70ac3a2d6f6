"""A world of mail on loopback: two servers, two mailboxes of ours, and people who answer in their own time.

The sockets and the protocols are real; the clock, the servers and the people are made up. Everything that the
people do follows from the seed: two runs that send the same mails at the same times agree to the byte.
"""

import heapq
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Self

from outreach.core.addresses import domain_of
from outreach.core.clock import Clock, as_utc
from outreach.sandbox.door import refusal
from outreach.sandbox.draw import token
from outreach.sandbox.facts import Arrival, Delivery, Facts, TurnedAway, WronglyMailed, gather, wrongly_mailed
from outreach.sandbox.imap_server import INBOX, JUNK, SENT, LoopbackImapServer
from outreach.sandbox.people import reaction
from outreach.sandbox.population import Population, population, prospects_csv
from outreach.sandbox.received import read_mail
from outreach.sandbox.scheduled import ScheduledMail
from outreach.sandbox.smtp_server import LoopbackSmtpServer
from outreach.sandbox.unrelated import unrelated_mail

OUR_DOMAIN = "fairmile.example"
#: Our two mailboxes: local part, display name, whether the server files a copy of what is sent (Gmail does).
OUR_MAILBOXES = (("rita", "Rita Whitfield", True), ("pavel", "Павел Орлов", False))


@dataclass(frozen=True, slots=True)
class OurMailbox:
    """One of our sending identities with all that a configuration needs."""

    name: str
    display_name: str
    address: str
    login: str
    password: str
    smtp_host: str
    smtp_port: int
    imap_host: str
    imap_port: int
    #: The server itself puts a copy of what is sent into Sent.
    files_copies: bool


class World:
    """The simulated outside. Also the post office that its SMTP server asks.

    `received`, `turned_away` and `delivered` are the complete record, in the order of happening.
    """

    def __init__(
        self,
        seed: int,
        people: Population,
        *,
        start: datetime,
        clock: Clock,
        junk: bool = True,
        colleagues: Collection[str] = (),
    ) -> None:
        self.seed = seed
        self.population = people
        self.received: list[Arrival] = []
        self.turned_away: list[TurnedAway] = []
        self.delivered: list[Delivery] = []
        #: What came to colleagues of ours whose mailboxes the program does not read: to whom, and when.
        self.told: list[tuple[str, datetime]] = []
        self._colleagues = frozenset(colleagues)
        self._clock = clock
        self._junk = junk
        self._scheduled: list[ScheduledMail] = []
        self._arrivals: defaultdict[str, list[datetime]] = defaultdict(list)
        self._attempts: defaultdict[str, list[datetime]] = defaultdict(list)
        self._passwords = {_login(local): token(20, seed, "password", local) for local, _, _ in OUR_MAILBOXES}
        self._smtp = LoopbackSmtpServer(self._passwords, self, f"smtp.{OUR_DOMAIN}")
        self._imap = LoopbackImapServer(clock)
        self._files_copies = {_login(local) for local, _, files in OUR_MAILBOXES if files}
        for login, password in self._passwords.items():
            self._imap.add_account(login, password)
            self._schedule(unrelated_mail(login, as_utc(start), seed))

    @classmethod
    async def create(
        cls,
        seed: int,
        *,
        prospects: int = 120,
        inquirers: int = 0,
        start: datetime,
        clock: Clock,
        junk: bool = True,
        colleagues: Collection[str] = (),
    ) -> Self:
        """A world with `prospects` people on the list, both servers listening.

        With `junk`, a filter puts a few of the answers into Junk, as filters do. `colleagues`: further addresses of
        ours, which take whatever comes.
        """
        people = population(seed, prospects, inquirers)
        world = cls(seed, people, start=start, clock=clock, junk=junk, colleagues=colleagues)
        await world.start()
        return world

    async def start(self) -> None:
        """Opens both servers on free ports of 127.0.0.1; what is due by now lies there already."""
        await self._smtp.start()
        await self._imap.start()
        await self.pass_time(self._clock.now())

    async def close(self) -> None:
        """Ends both servers and all connections to them."""
        await self._smtp.close()
        await self._imap.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def mailboxes(self) -> tuple[OurMailbox, ...]:
        """Ours, in the order of OUR_MAILBOXES."""
        return tuple(
            OurMailbox(
                name=local,
                display_name=display_name,
                address=_login(local),
                login=_login(local),
                password=self._passwords[_login(local)],
                smtp_host="127.0.0.1",
                smtp_port=self._smtp.port,
                imap_host="127.0.0.1",
                imap_port=self._imap.port,
                files_copies=files_copies,
            )
            for local, display_name, files_copies in OUR_MAILBOXES
        )

    @property
    def imap(self) -> LoopbackImapServer:
        """The server with our mailboxes, to look into them from behind."""
        return self._imap

    def prospects_csv(self) -> str:
        """The user's list: a header line and a line a prospect."""
        return prospects_csv(self.population.prospects)

    async def pass_time(self, now: datetime) -> int:
        """Delivers every mail that is due by `now`, in the order in which they are due; returns how many."""
        moment, count = as_utc(now), 0
        while self._scheduled and self._scheduled[0].at <= moment:
            await self._deliver(heapq.heappop(self._scheduled), moment)
            count += 1
        return count

    def next_event_at(self) -> datetime | None:
        """When the next mail is due, or None: nobody will write unless we do."""
        return self._scheduled[0].at if self._scheduled else None

    @property
    def facts(self) -> Facts:
        """What the program could know by now."""
        return gather(self.delivered, self.turned_away)

    def wrongly_mailed(self) -> list[WronglyMailed]:
        """Attempts at somebody after they had opted out or bounced for good; should be empty."""
        return wrongly_mailed(self.facts, self.received, self.turned_away)

    # What the SMTP server asks (smtp_server.PostOffice).

    def refusal(self, sender: str, recipient: str) -> str | None:
        """What the recipient's server says to RCPT."""
        address, now = recipient.lower(), self._clock.now()
        if self._ours(address) or address in self._colleagues:
            return None
        person = self.population.everybody.get(address)
        refused = refusal(person, address, self._attempts[address], now, self.seed)
        self._attempts[address].append(now)
        if refused is None:
            return None
        self.turned_away.append(TurnedAway(sender, address, now, refused.reply, refused.permanent))
        return refused.reply

    async def accept(self, sender: str, recipient: str, raw: bytes) -> str:
        """Takes a mail; what its recipient does about it is settled here and now, and happens later."""
        address, now = recipient.lower(), self._clock.now()
        if sender in self._files_copies:
            await self._imap.deliver(sender, raw, now, folder=SENT)
        ours = self._ours(address)
        if ours:
            await self._imap.deliver(ours, raw, now)
        elif address in self._colleagues:
            self.told.append((address, now))
        else:
            self._receive(sender, address, raw, now)
        return token(12, self.seed, "queue", address, len(self._arrivals[address]))

    def _receive(self, sender: str, address: str, raw: bytes, now: datetime) -> None:
        earlier = self._arrivals[address]
        mail = read_mail(raw, envelope_sender=sender, recipient=address, now=now, earlier=tuple(earlier))
        earlier.append(now)
        self.received.append(Arrival(mail, now))
        self._schedule(reaction(self.population.everybody[address], mail, now, self.seed))

    def _schedule(self, mails: list[ScheduledMail]) -> None:
        for mail in mails:
            heapq.heappush(self._scheduled, mail)

    async def _deliver(self, mail: ScheduledMail, now: datetime) -> None:
        mailbox = self._ours(mail.to)
        if not mailbox:
            # An answer to an address that we do not have, such as a wrong Reply-To.
            return
        folder = JUNK if mail.looks_like_junk and self._junk else INBOX
        await self._imap.deliver(mailbox, _with_trace(mail, mailbox, self.seed), mail.at, folder=folder)
        self.delivered.append(Delivery(mail, now))

    def _ours(self, address: str) -> str | None:
        """The mailbox behind an address of ours, with what stands behind a plus sign taken off."""
        local, _, domain = address.lower().rpartition("@")
        login = f"{local.split('+')[0]}@{domain}"
        return login if login in self._passwords else None


def _login(local: str) -> str:
    return f"{local}@{OUR_DOMAIN}"


def _with_trace(mail: ScheduledMail, mailbox: str, seed: int) -> bytes:
    """The message with what the servers on its way write before it (RFC 5321, 4.4)."""
    queue = token(10, seed, "received", mail.message_id).upper()
    origin = f"mx.{domain_of(mail.return_path or mail.writer)}"
    trace = (
        f"Return-Path: <{mail.return_path}>\r\n"
        f"Delivered-To: {mailbox}\r\n"
        f"Received: from {origin} (203.0.113.{int(queue[:2], 16)})\r\n"
        f"\tby in.{OUR_DOMAIN} with ESMTPS id {queue}\r\n"
        f"\tfor <{mailbox}>; {format_datetime(mail.at)}\r\n"
    )
    return trace.encode() + mail.raw
