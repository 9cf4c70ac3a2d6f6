"""One engine with a mailbox for each way in which handing in a mail can fail, each with a server of its own.

The servers misbehave on their first connection, and the engine turns until nothing is due. Then the faults are gone
and a day and a half has passed, each mailbox gets one more mail to send, and the engine turns again. At last a person
resumes what is paused.
"""

import asyncio
import ssl
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from outreach.config import load_config
from outreach.core.clock import SetClock
from outreach.daemon.engine import Engine
from outreach.database.engine import Database
from outreach.mail.outcomes import Phase
from outreach.mail.servers import Security, SmtpServer
from outreach.mail.smtp import SmtpConnection, Timeouts
from outreach.sending import mailboxes
from outreach.sending.model import MailboxStatus, OutboundMessage, OutboundState
from outreach.sequences import campaigns
from tests.support.campaigns import a_campaign, a_list, earliest, sequence, start
from tests.support.certificate import Certificate, make_certificate
from tests.support.countries import allow_everywhere
from tests.support.databases import NOW
from tests.support.misbehaving_connect import Door, MisbehavingDoor
from tests.support.misbehaving_smtp import END, PASSWORD, REPLIES, USERNAME, Fault, Kind, MisbehavingSmtp

#: A phase and a fault, as the rows and columns of the table are called.
Case = tuple[str, str]

#: Each fault as the server's, and as the door's before it.
FAULTS = {
    "drop": (Kind.DROP, ""),
    "reset": (Kind.RESET, ""),
    "stall": (Kind.STALL, ""),
    "slow": (Kind.SLOW, ""),
    "4xx": (Kind.REPLY, "450 4.3.2 Not now"),
    "421": (Kind.REPLY, "421 4.3.2 Closing"),
    "5xx": (Kind.REPLY, "550 5.7.1 No"),
    "2xx": (Kind.REPLY, "252 2.0.0 Perhaps"),
    "3xx": (Kind.REPLY, "334 Go on"),
    "garbage": (Kind.GARBAGE, ""),
    "half+drop": (Kind.HALF_THEN_DROP, ""),
    "half+stall": (Kind.HALF_THEN_STALL, ""),
    "early": (Kind.EARLY, ""),
}
DOORS = {
    ("port", "reset"): Door.REFUSED,
    ("port", "stall"): Door.UNANSWERED,
    ("connect", "drop"): Door.DROP,
    ("connect", "reset"): Door.RESET,
    ("connect", "stall"): Door.STALL,
    ("connect", "slow"): Door.SLOW,
    ("connect", "half+drop"): Door.HALF_THEN_DROP,
    ("connect", "half+stall"): Door.HALF_THEN_STALL,
    ("connect", "early"): Door.SPEAKS_FIRST,
}
SHARES = {"body-0": 0.0, "body-50": 0.5, "body-99": 0.99}
#: With whose reply an early one comes.
GLUED_TO = {
    "ehlo": "greeting",
    "starttls": "ehlo",
    "tls": "starttls",
    "auth": "ehlo",
    "mail": "ehlo",
    "rcpt": "mail",
    "data": "rcpt",
    "dot": "data",
    "next-mail": "dot",
    "quit": "dot",
}
#: Phases of a conversation in which another mail was handed in before.
SECOND_OF_ITS_LINE = ("rset", "next-mail")

#: Stalls that end before anybody hears of them: a kept line is replaced, and QUIT is not waited for.
STALLS_UNSEEN = (*SECOND_OF_ITS_LINE, "quit")

#: Seconds for the one wait in which nothing comes, and for all others: whoever waits for one of these has lost.
SHORT, HOUR = 0.3, 3600.0
#: Seconds for the whole of it, on a busy machine. A stall that outlives its limit takes longer than that.
BOUND = 100.0
#: Longer than the longest wait, and than a mailbox is ever closed.
LATER = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a mail and its mailbox stand in the database, and how often its server has kept it."""

    state: OutboundState
    #: Whether it waits for a later moment.
    waits: bool
    mailbox: str
    text: str
    copies: int

    @property
    def ending(self) -> str:
        """The word for it in the table; one that is in no table where the two do not go together."""
        if self.state is not OutboundState.QUEUED:
            return self.state.value if self.mailbox == "open" else f"{self.state.value}, {self.mailbox}"
        return self.mailbox if self.mailbox != "open" else "later" if self.waits else "queued"


@dataclass(slots=True)
class Seen:
    """What one case came to."""

    misbehaved: bool = False
    #: After the fault; a day and a half later, without it; and after a person has resumed the mailbox.
    at_once: Standing = field(init=False)
    later: Standing = field(init=False)
    resumed: Standing = field(init=False)
    #: The mail after it, at the end.
    other: Standing = field(init=False)
    #: Whether the server has all of that, under its own recipient.
    other_is_whole: bool = field(init=False)


@dataclass(frozen=True, slots=True)
class Place:
    """One case with its server and its mailbox."""

    case: Case
    mailbox: str
    server: MisbehavingSmtp
    door: MisbehavingDoor | None
    security: Security
    login: bool

    @property
    def number(self) -> str:
        return self.mailbox.removeprefix("box-")

    @property
    def port(self) -> int:
        return self.server.port if self.door is None else self.door.port

    @property
    def misbehaved(self) -> asyncio.Event:
        return self.server.misbehaved if self.door is None else self.door.misbehaved

    async def mend(self) -> None:
        self.server.faults = ()
        if self.door is not None:
            await self.door.mend()


async def run(database: Database, folder: Path, cases: Sequence[Case]) -> dict[Case, Seen]:
    """All three acts, with all cases at once. TimeoutError when a stall outlives its limit."""
    certificate = make_certificate(folder)
    async with asyncio.timeout(BOUND), AsyncExitStack() as ending:
        places = [await _place(number, case, certificate, ending) for number, case in enumerate(cases)]
        clock = SetClock(NOW)
        engine = _engine(database, folder, places, certificate, clock)
        for sender in engine.senders:
            ending.push_async_callback(sender.close)
        return await _play(engine, clock, places)


async def _play(engine: Engine, clock: SetClock, places: list[Place]) -> dict[Case, Seen]:
    database = engine.database
    seen = {place.case: Seen() for place in places}
    await _with_the_faults(engine, places)
    for place in places:
        seen[place.case].misbehaved = place.misbehaved.is_set()
        seen[place.case].at_once = _standing(database, place, "first", clock.now())

    clock.set(clock.now() + LATER)
    await _without_the_faults(engine, places, clock.now())
    for place in places:
        seen[place.case].later = _standing(database, place, "first", clock.now())

    await _resumed(engine, places, clock.now())
    for place in places:
        result, second = seen[place.case], _address("second", place)
        result.resumed = _standing(database, place, "first", clock.now())
        result.other = _standing(database, place, "second", clock.now())
        result.other_is_whole = _is_whole(place, second)
    return seen


async def _with_the_faults(engine: Engine, places: list[Place]) -> None:
    with engine.database.writing() as session:
        for place in places:
            _first_mails(session, place)
    await engine.until_idle()
    goodbyes = {place.mailbox: place for place in places if place.case[0] == "quit"}
    for sender in engine.senders:
        if sender.mailbox in goodbyes:
            await sender.close()
            await goodbyes[sender.mailbox].misbehaved.wait()


async def _without_the_faults(engine: Engine, places: list[Place], now: datetime) -> None:
    with engine.database.writing() as session:
        for place in places:
            await place.mend()
            _one_more_mail(session, place, now)
    await engine.until_idle()


async def _resumed(engine: Engine, places: list[Place], now: datetime) -> None:
    """A person has seen to every mailbox that is paused."""
    with engine.database.writing() as session:
        for place in places:
            status = session.get(MailboxStatus, place.mailbox)
            if status is not None and status.paused_at is not None:
                mailboxes.resume_mailbox(session, place.mailbox, actor="tester", now=now)
    await engine.until_idle()


async def _place(number: int, case: Case, certificate: Certificate, ending: AsyncExitStack) -> Place:
    phase = case[0]
    security = {"connect": Security.TLS, "starttls": Security.STARTTLS, "tls": Security.STARTTLS}.get(
        phase, Security.NONE
    )
    server = MisbehavingSmtp(
        *_faults(case),
        tls=None if security is Security.NONE else _server_tls(certificate),
        implicit_tls=security is Security.TLS,
    )
    await ending.enter_async_context(server)
    door = None
    if phase in ("port", "connect"):
        door = await ending.enter_async_context(_door(case, server))
    login = phase in ("auth", "starttls", "tls")
    return Place(case, f"box-{number}", server, door, security, login)


def _door(case: Case, server: MisbehavingSmtp) -> MisbehavingDoor:
    kind, reply = FAULTS[case[1]]
    words = reply.encode() + b"\r\n"
    if kind is Kind.GARBAGE:
        words = b"\xff\x00 no handshake\r\n"
    elif kind is Kind.EARLY:
        words = REPLIES["greeting"].encode() + b"\r\n"
    return MisbehavingDoor(DOORS.get(case, Door.SPEAKS), behind=server.port, words=words)


def _server_tls(certificate: Certificate) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.file, certificate.key)
    return context


def _faults(case: Case) -> list[Fault]:
    phase, name = case
    kind, reply = FAULTS[name]
    fault = Fault(phase, kind, reply=reply, glued_to=GLUED_TO.get(phase, ""))
    match phase, name:
        case (("port" | "connect"), _):
            return []
        case "greeting", "early":
            twice = f"{REPLIES['greeting']}\r\n{REPLIES['greeting']}"
            return [Fault("greeting", Kind.REPLY, reply=twice)]
        case "rset", "early":
            return [Fault("rcpt", Kind.REPLY, reply=f"550 5.1.1 Unknown\r\n{REPLIES['rset']}")]
        case "rset", _:
            # A refused mail before it is what makes the client say RSET.
            return [Fault("rcpt", Kind.REPLY, reply="550 5.1.1 Unknown"), fault]
        case "next-mail", _:
            return [replace(fault, phase="mail", occasion=1 if kind is Kind.EARLY else 2)]
        case (("body-0" | "body-50" | "body-99"), "early"):
            return [Fault("body", Kind.REPLY, reply=REPLIES["dot"], share=SHARES[phase])]
        case (("body-0" | "body-50" | "body-99"), _):
            return [replace(fault, phase="body", share=SHARES[phase])]
    return [fault]


@dataclass(frozen=True)
class ShortOnce(Timeouts):
    """An hour for everything, but for the wait in which nothing will come: no busy machine can reach a limit."""

    phase: Phase | None = None
    occasion: int = 1
    reached: Counter[Phase] = field(default_factory=Counter)

    def at(self, phase: Phase) -> float:
        self.reached[phase] += 1
        return SHORT if phase is self.phase and self.reached[phase] == self.occasion else HOUR


def _limits(case: Case) -> Timeouts:
    phase, fault = case
    if "stall" not in fault or phase == "quit":
        return ShortOnce()
    if phase == "next-mail":
        return ShortOnce(phase=Phase.MAIL, occasion=2)
    # The mail is one piece, which is written at once: the wait is for the answer to it.
    waits = {"port": "connect", **dict.fromkeys(SHARES, "dot")}
    return ShortOnce(phase=Phase(waits.get(phase, phase)))


# --- one engine for all of them -------------------------------------------------------------------------------------

_HEAD = """
live = true

[sender]
name = "Ann Roe"
organisation = "Alpha Tools Ltd"
postal_address = "1 Harbour Row, Bristol BS1 4XX, United Kingdom"

[database]
url = "{url}"

[policy]
zone = "Europe/London"
"""
_MAILBOX = """
[[mailboxes]]
name = "{name}"
from = "Ann Roe <ann@{name}.example>"
per_day = 100
gap_seconds = [0, 0]
sent_copy = "none"
ca_file = "{ca_file}"

[mailboxes.ramp]
start = 100
add = 0

[mailboxes.smtp]
host = "127.0.0.1"
port = {port}
security = "{security}"
"""
_LOGIN = f"""\
username = "{USERNAME}"
password = {{ file = "password" }}
"""


def _engine(
    database: Database, folder: Path, places: list[Place], certificate: Certificate, clock: SetClock
) -> Engine:
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(PASSWORD, encoding="utf-8")
    texts = [_HEAD.format(url=database.url)]
    for place in places:
        texts.append(
            _MAILBOX.format(
                name=place.mailbox, ca_file=certificate.file, port=place.port, security=place.security.value
            )
        )
        texts.append(_LOGIN if place.login else "")
    path = folder / "config.toml"
    path.write_text("".join(texts), encoding="utf-8")
    allow_everywhere(folder)
    limits = {place.port: _limits(place.case) for place in places}

    def impatient(server: SmtpServer, **more: Any) -> SmtpConnection:
        return SmtpConnection(server, timeouts=limits[server.port], **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("outreach.daemon.engine.SmtpConnection", impatient)
        return Engine(load_config(path), database, clock=clock, draws=earliest)


def _address(name: str, place: Place) -> str:
    """Everybody is at a company of their own."""
    return f"{name}@{name}-{place.number}.example"


def _first_mails(session: Session, place: Place) -> None:
    names = ["before", "first"] if place.case[0] in SECOND_OF_ITS_LINE else ["first"]
    a_list(session, *(_address(name, place) for name in names), name=place.mailbox)
    campaign = a_campaign(
        session, name=place.mailbox, list_name=place.mailbox, mailboxes=(place.mailbox,), sequence="ask"
    )
    start(session, campaign, sequence("ask", name="ask"), now=NOW)


def _one_more_mail(session: Session, place: Place, now: datetime) -> None:
    a_list(session, _address("second", place), name=place.mailbox)
    start(session, campaigns.find(session, place.mailbox), sequence("ask", name="ask"), now=now)


def _standing(database: Database, place: Place, name: str, now: datetime) -> Standing:
    recipient = _address(name, place)
    with database.reading() as session:
        mail = session.exec(select(OutboundMessage).where(OutboundMessage.recipient == recipient)).one()
        status = session.get(MailboxStatus, place.mailbox) or MailboxStatus(name=place.mailbox)
    shut = status.closed_until is not None and status.closed_until > now
    return Standing(
        state=mail.state,
        waits=mail.due_at > now,
        mailbox="paused" if status.paused_at is not None else "closed" if shut else "open",
        text=mail.answer_text,
        copies=Counter(to for to, _ in place.server.mails)[recipient],
    )


def _is_whole(place: Place, recipient: str) -> bool:
    contents = [raw for to, raw in place.server.mails if to == recipient]
    return all(f"To: {recipient}".encode() in raw and raw.endswith(END) for raw in contents)
