"""Looks at a mailbox from outside, as a doctor does: logs in, sees, logs out; writes nothing, marks nothing as read."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import datetime
from email.parser import BytesHeaderParser
from email.utils import parseaddr

from outreach.mail.dkim import Signature, parse_signature
from outreach.mail.imap import CommandRefused, FetchedHeader, ImapSession, ImapTrouble, Selected
from outreach.mail.imap_reading_plan import NamedFolders, ReadingPlan, reading_plan
from outreach.mail.imap_tokens import open_session
from outreach.mail.line_security import Secured
from outreach.mail.outcomes import Answer, Phase, broken_off
from outreach.mail.servers import ImapServer, SmtpServer
from outreach.mail.smtp import SmtpConnection
from outreach.mail.smtp_line import LineFacts, Timeouts
from outreach.mail.token_source import TokenSource

#: How far back mails of our own are looked for, in UIDs, and how many of those are looked at.
_BACK, _LOOKED_AT = 200, 20
_FIELDS = ("From", "DKIM-Signature")


@dataclass(frozen=True, slots=True)
class SendingLook:
    """How the log-in for sending went; `facts` is None where the line was given up half-way."""

    answer: Answer
    facts: LineFacts | None = None


@dataclass(slots=True)
class ReadingLook:
    """How the log-in for reading went, and what was seen; what comes behind the trouble was not looked at."""

    trouble: ImapTrouble | None = None
    secured: Secured | None = None
    plan: ReadingPlan | None = None
    #: Folders that are used and cannot be opened, with the server's words.
    closed: dict[str, str] = field(default_factory=dict)
    #: When the newest message came into the Inbox, by the server's clock.
    newest_at: datetime | None = None
    alerts: tuple[str, ...] = ()
    #: How mails of our own were signed, the newest last.
    signatures: list[Signature] = field(default_factory=list)


async def look_at_sending(
    server: SmtpServer, tokens: TokenSource | None = None, *, seconds: float
) -> SendingLook:
    """Log in within so many seconds, and hang up."""
    connection = SmtpConnection(server, timeouts=Timeouts.all(seconds), tokens=tokens)
    try:
        async with asyncio.timeout(seconds):
            answer, facts = await connection.look()
    except TimeoutError:
        words = f"it was not done within {seconds:g} seconds"
        return SendingLook(broken_off(Phase.CONNECT, words, host=server.host))
    return SendingLook(answer, facts)


async def look_at_reading(
    server: ImapServer,
    named: NamedFolders,
    address: str,
    tokens: TokenSource | None = None,
    *,
    seconds: float,
) -> ReadingLook:
    """Log in, open each folder that is used, and log out; each step within so many seconds, all in four times that."""
    look = ReadingLook()
    try:
        async with asyncio.timeout(4 * seconds):
            session = await open_session(server, tokens, deadline=seconds)
            try:
                await _look(session, named, address, look)
            finally:
                look.alerts = session.alerts
                await session.close()
    except ImapTrouble as trouble:
        look.trouble = trouble
    except TimeoutError:
        look.trouble = ImapTrouble(f"{server.host}:{server.port} was not done within {4 * seconds:g} seconds")
    return look


async def _look(session: ImapSession, named: NamedFolders, address: str, look: ReadingLook) -> None:
    look.secured = session.secured
    plan = look.plan = reading_plan(await session.folders(), session.capabilities, named)
    for name in dict.fromkeys([*(folder.name for folder in plan.read), *([plan.sent] if plan.sent else [])]):
        try:
            selected = await session.select(name)
        except CommandRefused as refused:
            look.closed[name] = refused.words or str(refused)
            continue
        if name in (plan.inbox, plan.sent):
            await _look_at_newest(session, selected, address, look, is_inbox=name == plan.inbox)


async def _look_at_newest(
    session: ImapSession, selected: Selected, address: str, look: ReadingLook, *, is_inbox: bool
) -> None:
    if selected.uidnext is None or not selected.exists:
        return
    # Refused headers are no finding: the folder can be read, and that is what was asked.
    with contextlib.suppress(CommandRefused):
        uids = (await session.uids_after(max(0, selected.uidnext - _BACK)))[-_LOOKED_AT:]
        headers = await session.headers(uids, _FIELDS)
        if is_inbox and headers:
            look.newest_at = max(header.received_at for header in headers)
        look.signatures += [
            signature
            for header in headers
            if (signature := signature_of(header, address)) and signature not in look.signatures
        ]


def signature_of(header: FetchedHeader, address: str) -> Signature | None:
    """How a mail was signed that says it is from this address; None for one of somebody else, or unsigned."""
    fields = BytesHeaderParser().parsebytes(header.fields)
    if parseaddr(str(fields.get("From", "")))[1].lower() != address.lower():
        return None
    found = (parse_signature(str(value)) for value in fields.get_all("DKIM-Signature", [])[:5])
    # The one for our own domain counts; another is that of a provider who signs too.
    signatures = [signature for signature in found if signature is not None]
    own = [each for each in signatures if address.lower().endswith(each.domain)]
    return next(iter([*own, *signatures]), None)
