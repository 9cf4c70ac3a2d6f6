"""One mail from a mailbox to itself, and what became of it: whether it comes back, where, and under which Message-ID.

Nothing of it is marked or removed afterwards. It bears none of the marks of the outbox: the daemon takes it for a mail
that a person sent by hand, and what comes in from our own address for no reply.
"""

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Self

from outreach.core.addresses import domain_of
from outreach.core.clock import Clock
from outreach.core.untrusted import one_line
from outreach.mail.dkim import Signature
from outreach.mail.imap import CommandRefused, FetchedHeader, ImapSession, ImapTrouble
from outreach.mail.imap_reading_plan import NamedFolders, reading_plan
from outreach.mail.imap_tokens import open_session
from outreach.mail.mailbox_look import signature_of
from outreach.mail.outcomes import Answer, Outcome
from outreach.mail.servers import ImapServer, SmtpServer
from outreach.mail.smtp import SmtpConnection
from outreach.mail.smtp_line import Timeouts
from outreach.mail.token_source import TokenSource

#: The subject begins so; a token behind it makes it known again, whatever became of the Message-ID.
SUBJECT = "outreach doctor: a mail to myself"
_FIELDS = ("From", "Subject", "Message-ID", "DKIM-Signature")
#: Seconds between two looks into the folders.
_AGAIN = 1.0
#: So many messages at most are looked at in a folder: what comes in meanwhile is little.
_MOST = 200
#: One in doubt may have gone out: it is looked for.
_MAY_COME = frozenset({Outcome.SENT, Outcome.DOUBTFUL})

_TEXT = """\
`outreach doctor --send-test` has sent this mail from this mailbox to itself, because somebody asked for it, to see
whether it comes back and whether its Message-ID stays as it is. It may be deleted.
"""


@dataclass(frozen=True, slots=True)
class OwnMail:
    """The mail, and by what it is known again."""

    address: str
    token: str
    message_id: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """It lies in this folder, under this Message-ID."""

    folder: str
    message_id: str
    received_at: datetime
    signature: Signature | None = None
    #: Not Junk, and not where a filter has put it.
    is_inbox: bool = True


@dataclass(slots=True)
class Fate:
    """What became of it."""

    #: None where it was not even tried.
    answer: Answer | None
    #: Where it came in: the Inbox or Junk; and its copy among the sent ones.
    arrived: Found | None = None
    copy: Found | None = None
    #: Why nobody could look for it; empty where somebody did.
    trouble: str = ""
    #: When it was seen to have arrived, by our own clock.
    seen_at: datetime | None = None
    #: Seconds that it was waited for.
    waited: float = 0.0

    @property
    def may_be_out(self) -> bool:
        """A mail in doubt may have gone out."""
        return self.answer is not None and self.answer.outcome in _MAY_COME


def own_mail(address: str, name: str, token: str, now: datetime, *, opt_out_url: str = "") -> OwnMail:
    """The mail. `token` is a word of letters and digits that no other mail has.

    With `opt_out_url` it has the two fields of the one-click opt-out, so that it shows whether the signature that it
    comes back with covers them.
    """
    message = EmailMessage(policy=SMTP)
    message_id = f"<doctor.{token}@{domain_of(address)}>"
    message["From"] = message["To"] = formataddr((name, address))
    message["Subject"] = f"{SUBJECT} ({token})"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    # Nobody's holiday notice answers it (RFC 3834, 5).
    message["Auto-Submitted"] = "auto-generated"
    if opt_out_url:
        message["List-Unsubscribe"] = f"<{opt_out_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_TEXT)
    return OwnMail(address, token, message_id, message.as_bytes())


async def send_to_oneself(
    smtp: SmtpServer,
    imap: ImapServer | None,
    named: NamedFolders,
    mail: OwnMail,
    *,
    waits_for_copy: bool,
    seconds: float,
    clock: Clock,
    smtp_tokens: TokenSource | None = None,
    imap_tokens: TokenSource | None = None,
) -> Fate:
    """Send it and wait until it is back, and its copy is filed, `seconds` at most. What goes wrong is in the fate."""
    if imap is None:
        return Fate(
            await _sent(smtp, smtp_tokens, mail, seconds),
            trouble="the configuration has no way to read the mailbox",
        )
    try:
        session = await open_session(imap, imap_tokens, deadline=seconds)
    except ImapTrouble as trouble:
        # Nobody could see what became of it.
        return Fate(None, trouble=str(trouble))
    fate = Fate(None)
    try:
        watch = await _Watch.over(session, named, mail, waits_for_copy=waits_for_copy)
        fate.answer = await _sent(smtp, smtp_tokens, mail, seconds)
        if fate.may_be_out:
            await _wait(watch, fate, seconds, clock)
    except ImapTrouble as trouble:
        fate.trouble = str(trouble)
    finally:
        await session.close()
    return fate


async def _sent(smtp: SmtpServer, tokens: TokenSource | None, mail: OwnMail, seconds: float) -> Answer:
    async def go() -> bool:
        return True

    connection = SmtpConnection(smtp, timeouts=Timeouts.all(seconds), tokens=tokens)
    try:
        return await connection.deliver(
            sender=mail.address, recipient=mail.address, message=mail.raw, commit_point=go
        )
    finally:
        await connection.close()


async def _wait(watch: "_Watch", fate: Fate, seconds: float, clock: Clock) -> None:
    begun = asyncio.get_running_loop().time()
    while True:
        await watch.look(fate)
        fate.waited = asyncio.get_running_loop().time() - begun
        if fate.arrived is not None and fate.seen_at is None:
            fate.seen_at = clock.now()
        if (fate.arrived and (fate.copy or watch.sent is None)) or fate.waited >= seconds:
            return
        await asyncio.sleep(_AGAIN)


class _Watch:
    """The folders in which the mail may turn up, and the last UID that each had before."""

    def __init__(self, session: ImapSession, mail: OwnMail, inbox: str, sent: str | None) -> None:
        self._session = session
        self._mail = mail
        self._inbox = inbox
        self.sent = sent
        self._last: dict[str, int] = {}

    @classmethod
    async def over(
        cls, session: ImapSession, named: NamedFolders, mail: OwnMail, *, waits_for_copy: bool
    ) -> Self:
        plan = reading_plan(await session.folders(), session.capabilities, named)
        watch = cls(session, mail, plan.inbox, plan.sent if waits_for_copy else None)
        names = [folder.name for folder in plan.read if folder.name == plan.inbox or not folder.is_mixed]
        for name in dict.fromkeys([*names, *([watch.sent] if watch.sent else [])]):
            with contextlib.suppress(CommandRefused):
                selected = await session.select(name)
                # A server that does not tell the next UID is asked for all of them, once.
                before = await session.uids_after(0) if selected.uidnext is None else [selected.uidnext - 1]
                watch._last[name] = max(before, default=0)
        if watch.sent not in watch._last:
            watch.sent = None
        return watch

    async def look(self, fate: Fate) -> None:
        for name, last in self._last.items():
            is_sent = name == self.sent
            if (fate.copy if is_sent else fate.arrived) is not None:
                continue
            await self._session.select(name)
            uids = (await self._session.uids_after(last))[-_MOST:]
            for header in await self._session.headers(uids, _FIELDS):
                if (found := self._found(name, header)) is None:
                    continue
                if is_sent:
                    fate.copy = found
                else:
                    fate.arrived = found

    def _found(self, folder: str, header: FetchedHeader) -> Found | None:
        fields = BytesHeaderParser().parsebytes(header.fields)
        if self._mail.token not in str(fields.get("Subject", "")):
            return None
        message_id = one_line(str(fields.get("Message-ID", "")), 250).strip()
        signature = signature_of(header, self._mail.address)
        return Found(folder, message_id, header.received_at, signature, is_inbox=folder == self._inbox)
