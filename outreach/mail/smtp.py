"""Hands one mail to one recipient over SMTP and says exactly what happened to it.

Between the server's `354` and the first byte of the body stands the commit point: the caller's last word, at
which it records that the mail is about to go. Before it, every trouble means "not sent"; after it, only a
reply of the server settles the matter, and everything else is doubtful.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Self

from outreach.core.errors import OutreachError, Refused
from outreach.core.untrusted import one_line
from outreach.mail.oauth_trouble import TokenRefused
from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.mail.servers import AccessToken, Login, Password, Security, SmtpServer
from outreach.mail.smtp_line import Line, LineFacts, Stopped, Timeouts
from outreach.mail.tls import client_context
from outreach.mail.token_source import TokenSource

__all__ = [
    "AccessToken",
    "Answer",
    "CommitPoint",
    "Login",
    "Outcome",
    "Password",
    "Phase",
    "Security",
    "SmtpConnection",
    "SmtpServer",
    "Timeouts",
]

#: Asked after 354, before the first byte of the body. True: recorded, go. False: the mail must not go.
CommitPoint = Callable[[], Awaitable[bool]]

#: A line that was idle for longer is asked whether it still lives, before MAIL may wait five minutes in vain.
IDLE_SECONDS = 10.0

# After a refusal in these phases the conversation is in step, and the next mail may follow.
_IN_STEP = frozenset({Phase.ENVELOPE, Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.DOT})
_REFUSALS = frozenset({Outcome.REFUSED, Outcome.REFUSED_FOR_NOW})


class SmtpConnection:
    """A connection that is made when it is needed and kept while it is healthy.

    One mail at a time; a second caller waits. Raises Refused for a CA file that cannot be read and for an
    impossible `local_hostname` (the name given with EHLO; by default the address of this end). `tokens`, where it logs
    in with OAuth2, are asked whenever a line is made; one that the server does not take is renewed, once.
    """

    def __init__(
        self,
        server: SmtpServer,
        *,
        timeouts: Timeouts | None = None,
        local_hostname: str | None = None,
        tokens: TokenSource | None = None,
    ) -> None:
        if local_hostname is not None and not _HOSTNAME.fullmatch(local_hostname):
            raise Refused(f'"{one_line(local_hostname)}" is not a name to give with EHLO.')
        self._server = server
        self._timeouts = timeouts or Timeouts()
        self._local_hostname = local_hostname
        self._tokens = tokens
        self._context = None if server.security is Security.NONE else client_context(server.ca_file)
        self._busy = asyncio.Lock()
        self._line: Line | None = None
        self._unfinished = False
        self._last_used = 0.0

    async def deliver(
        self,
        *,
        sender: str,
        recipient: str,
        message: bytes,
        commit_point: CommitPoint,
        copy_to: str | None = None,
    ) -> Answer:
        """Hand `message` in for `recipient`; return what became of it, whatever server and network do.

        Whoever gets a copy is named to the server as well. That it will not have them changes nothing for the other.

        `commit_point` is awaited at most once. If it says False, or raises, the line is dropped before the
        first byte of the body; what it raises is passed on. Cancelled, the line is dropped as well: the mail
        is then in doubt if the commit point had said True.
        """
        mail = _Mail.of(sender, recipient, message, copy_to)
        if mail is None:
            return self._misfit("sender or recipient is not an address that SMTP can carry")
        async with self._busy:
            try:
                return await self._deliver(mail, commit_point)
            except BaseException:
                self.abort()
                raise

    async def check(self) -> Answer:
        """Connect afresh, secure the line, log in, hang up. READY, or what is in the way."""
        return (await self.look())[0]

    async def look(self) -> tuple[Answer, LineFacts]:
        """The same, with what the line told of itself as far as it came."""
        async with self._busy:
            self._hang_up()
            try:
                answer = await self._open()
                facts = self._facts()
                self._hang_up()
            except Stopped as stop:
                return stop.answer, self._facts()
            finally:
                self.abort()
            return answer, facts

    def renew_login(self, login: Login) -> None:
        """Log in with this from the next connection on: an access token expires, a kept line outlives it."""
        self._server = replace(self._server, login=login)

    async def close(self) -> None:
        """Say QUIT, if there is a line, and hang up without waiting for the answer."""
        async with self._busy:
            self._hang_up()
        # The transport reports its end in the next turn of the loop, which may be the caller's last.
        await asyncio.sleep(0)

    def abort(self) -> None:
        """Hang up at once, even in the middle of a mail."""
        if self._line is not None:
            self._line.abort()
            self._line = None

    @property
    def connected(self) -> bool:
        """Whether a line is kept that the next mail can use, as far as we know."""
        return self._line is not None and self._line.alive

    async def _deliver(self, mail: "_Mail", commit_point: CommitPoint) -> Answer:
        try:
            line = await self._begin(mail)
            await line.say(Phase.RCPT, b"RCPT", b"TO:" + mail.recipient)
            await self._name_copy(line, mail)
            await line.say(Phase.DATA, b"DATA")
            if not await commit_point():
                self.abort()
                return Answer(Outcome.WITHHELD, Phase.DATA, host=self._server.host)
            # The server may have left while the commit was written; not a byte has gone: no doubt.
            line.demand_alive(Phase.DATA)
            return self._concluded(await line.transmit(mail.body))
        except Stopped as stop:
            return self._concluded(stop.answer)

    async def _name_copy(self, line: Line, mail: "_Mail") -> None:
        if mail.copy_to is None:
            return
        try:
            await line.say(Phase.RCPT, b"RCPT", b"TO:" + mail.copy_to)
        except Stopped as stop:
            if stop.answer.outcome not in _REFUSALS or stop.answer.code == 421:
                raise

    async def _begin(self, mail: "_Mail") -> Line:
        """A line on which MAIL was accepted. A kept one that died in the meantime is replaced, once."""
        if self._line is not None and self._line.alive:
            try:
                await self._revive(self._line)
                await self._introduce(self._line, mail)
                return self._line
            except Stopped as stop:
                if not _went_stale(stop.answer):
                    raise
        self._hang_up()
        await self._open()
        assert self._line is not None
        await self._introduce(self._line, mail)
        return self._line

    async def _open(self) -> Answer:
        """Make a line and log in. A token that the server does not take is renewed, once."""
        if self._tokens is None:
            return await self._open_line()
        token = await self._token(self._tokens.current())
        try:
            return await self._open_line(token)
        except Stopped as stop:
            if not _refuses_token(stop.answer):
                raise
            self.abort()
        token = await self._token(self._tokens.renewed(token))
        try:
            return await self._open_line(token)
        except Stopped as stop:
            if not _refuses_token(stop.answer):
                raise
            words = await self._tokens.give_up(stop.answer.text)
            refused = replace(stop.answer, text=words)
        raise Stopped(refused)

    def _facts(self) -> LineFacts:
        return LineFacts("", None, None) if self._line is None else self._line.facts()

    async def _open_line(self, token: AccessToken | None = None) -> Answer:
        if token is not None:
            self.renew_login(token)
        self._line = self._new_line()
        return await self._line.open()

    async def _token(self, asked: Awaitable[AccessToken]) -> AccessToken:
        """What a token source hands out. Raises Stopped where there is none: refused, or not for now."""
        try:
            return await asked
        except OutreachError as error:
            outcome = Outcome.REFUSED if isinstance(error, TokenRefused) else Outcome.NOT_SENT
            answer = Answer(outcome, Phase.AUTH, text=one_line(str(error), 500), host=self._server.host)
        raise Stopped(answer)

    async def _revive(self, line: Line) -> None:
        if self._unfinished or asyncio.get_running_loop().time() - self._last_used > IDLE_SECONDS:
            await line.say(Phase.RSET, b"RSET")
            self._unfinished = False

    async def _introduce(self, line: Line, mail: "_Mail") -> None:
        if line.size_limit is not None and mail.size > line.size_limit:
            raise Stopped(
                self._misfit(f"the mail has {mail.size} octets, the server takes {line.size_limit}")
            )
        if mail.eight_bit and not line.offers("8bitmime"):
            raise Stopped(self._misfit("the mail has 8-bit characters, the server takes none (no 8BITMIME)"))
        options = [b"SIZE=%d" % mail.size] if line.offers("size") else []
        if mail.eight_bit:
            options.append(b"BODY=8BITMIME")
        await line.say(Phase.MAIL, b"MAIL", b"FROM:" + mail.sender, *options)

    def _concluded(self, answer: Answer) -> Answer:
        """The same answer, after the line was kept or dropped as it demands: dropped on any doubt."""
        refused = answer.outcome in _REFUSALS and answer.phase in _IN_STEP and answer.code != 421
        if self._line is not None and self._line.alive and (refused or answer.outcome is Outcome.SENT):
            self._unfinished = refused
            self._last_used = asyncio.get_running_loop().time()
        else:
            self.abort()
        return answer

    def _misfit(self, reason: str) -> Answer:
        return Answer(Outcome.REFUSED, Phase.ENVELOPE, text=reason, host=self._server.host)

    def _new_line(self) -> Line:
        return Line(
            self._server, context=self._context, timeouts=self._timeouts, local_hostname=self._local_hostname
        )

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.quit()
            self._line = None


def _refuses_token(answer: Answer) -> bool:
    """Whether the server itself has said no to the log-in, and not we or the network."""
    return answer.phase is Phase.AUTH and answer.outcome is Outcome.REFUSED and answer.code is not None


def _went_stale(answer: Answer) -> bool:
    """Whether a kept line, rather than the mail, was at fault: 421 often says that it is too old."""
    return answer.outcome is Outcome.NOT_SENT or answer.code == 421 or answer.phase is Phase.RSET


_HOSTNAME = re.compile(r"[A-Za-z0-9._:\[\]-]{1,255}")
# One plain mailbox (RFC 5321, 4.1.2, dot-string): nothing that could end the path or add a parameter.
_MAILBOX = re.compile(r'[^\s<>"@,;:\\\x00-\x20\x7f]+@[^\s<>"@,;\\\x00-\x20\x7f]+', re.ASCII)
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Mail:
    """The envelope and the body as they travel."""

    sender: bytes
    recipient: bytes
    body: bytes
    #: Octets as RFC 1870 counts them: lines end with CRLF, dots are not doubled.
    size: int
    eight_bit: bool
    copy_to: bytes | None = None

    @classmethod
    def of(cls, sender: str, recipient: str, message: bytes, copy_to: str | None = None) -> Self | None:
        for address in (sender, recipient, copy_to or recipient):
            if not (address.isascii() and _MAILBOX.fullmatch(address)):
                return None
        # A lone CR or LF would let a line of the text pass for the final dot (SMTP smuggling).
        lines = _LINE_END.sub(b"\r\n", message)
        if not lines.endswith(b"\r\n"):
            lines += b"\r\n"
        return cls(
            sender=b"<%s>" % sender.encode("ascii"),
            recipient=b"<%s>" % recipient.encode("ascii"),
            body=_LEADING_DOT.sub(b"..", lines) + b".\r\n",
            size=len(lines),
            eight_bit=not message.isascii(),
            copy_to=None if copy_to is None else b"<%s>" % copy_to.encode("ascii"),
        )
