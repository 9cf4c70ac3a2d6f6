"""One connection to one SMTP server: one thing is said at a time, and each within its limit.

This is the only place that reaches below aiosmtplib's public surface. Its `sendmail` cannot tell a line that
broke before the final dot from one that broke after it, and it lets nobody stand between `354` and the body.
"""

import asyncio
import base64
import re
import ssl
from collections.abc import Awaitable
from dataclasses import dataclass, fields
from typing import Self, TypeVar, cast

import aiosmtplib
from aiosmtplib.protocol import SMTPProtocol

from outreach.mail.line_security import Secured, secured
from outreach.mail.outcomes import Answer, Outcome, Phase, broken_off, replied
from outreach.mail.sasl import bearer, xoauth2
from outreach.mail.servers import AccessToken, Login, Password, Security, SmtpServer, is_loopback

#: How much of a mail is written before the line is looked at again. Most mails are one piece.
PIECE = 64 * 1024

_HAPPY_EYEBALLS = 0.25  # seconds, RFC 8305
_TLS_GOODBYE = 2.0  # seconds

# Where a reply opens something, only that reply does; elsewhere any 2xx is a yes (RFC 5321, 4.2.1).
_WANTED = {Phase.STARTTLS: 220, Phase.DATA: 354}

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds that each phase may take: RFC 5321, 4.5.3.2, and what is usual where the RFC says nothing.

    A server that has the whole mail may think for ten minutes; who gives up earlier will send doubles.
    """

    #: Name look-up, TCP, and TLS where it comes first.
    connect: float = 30
    #: The handshake after STARTTLS.
    tls: float = 60
    greeting: float = 300
    ehlo: float = 300
    starttls: float = 120
    auth: float = 120
    rset: float = 20
    mail: float = 300
    rcpt: float = 300
    data: float = 120
    #: Each piece of the mail.
    body: float = 180
    dot: float = 600

    @classmethod
    def all(cls, seconds: float) -> Self:
        """The same for every phase."""
        return cls(**{limit.name: seconds for limit in fields(cls)})

    @property
    def after_commit(self) -> float:
        """How long a mail of one piece may be under way after the commit point: its lease must outlast that."""
        return self.body + self.dot

    def at(self, phase: Phase) -> float:
        return float(getattr(self, phase.value))


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What is known of a line, however far it came."""

    #: What the server said first, one printable line; empty where it said nothing.
    greeting: str
    secured: Secured | None
    #: As `Line.size_limit`.
    size_limit: int | None


class Stopped(Exception):
    """The conversation cannot go on; `answer` says where and why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer))
        self.answer = answer


class AttentiveProtocol(SMTPProtocol):
    """aiosmtplib's protocol, which drops or keeps what a server says out of turn, made to notice it."""

    #: The server said something that answers nothing. No later answer on this line can be trusted.
    unasked = False
    #: It answered the mail while part of the mail was still here.
    early = False
    _transmitting = False

    def data_received(self, data: bytes) -> None:
        expected = self._response_pending and not self.heard
        self.early = self.early or (self._transmitting and self._unsent > 0)
        super().data_received(data)
        surplus = self.heard and bool(self._buffer)
        self.unasked = self.unasked or self.early or surplus or not expected
        if self._transmitting and self.heard:
            # It has said its last word on the mail: nobody need wait until it reads the rest.
            self.resume_writing()

    @property
    def heard(self) -> bool:
        """Whether an answer, or the end of the line, is waiting to be read."""
        return self._response_waiter is None or self._response_waiter.done()

    def begin_mail(self) -> None:
        """What comes from now on answers the mail that we are about to write."""
        self._response_pending = self._transmitting = True

    def end_mail(self) -> None:
        self._transmitting = False

    async def pass_on(self, piece: bytes) -> None:
        """Write, and wait until the system has room again. A broken line shows when the answer is read."""
        try:
            self.write(piece)
            await self._drain_helper()
        except OSError:
            return

    @property
    def _unsent(self) -> int:
        return cast("asyncio.Transport", self.transport).get_write_buffer_size() if self.transport else 0


class Line:
    """From connecting to hanging up. Every method raises Stopped where the server or the network ends it."""

    def __init__(
        self,
        server: SmtpServer,
        *,
        context: ssl.SSLContext | None,
        timeouts: Timeouts,
        local_hostname: str | None,
    ) -> None:
        self._server = server
        self._context = context
        self._timeouts = timeouts
        self._name = local_hostname
        self._greeted = ""
        self._secrets = _spellings(server)
        self._client = aiosmtplib.SMTP(hostname=server.host, port=server.port, start_tls=False, timeout=None)
        self._protocol = AttentiveProtocol(
            asyncio.get_running_loop(), connection_lost_callback=self._client._on_connection_lost
        )

    @property
    def alive(self) -> bool:
        """Connected, as far as we know, and in step."""
        return self._client.is_connected and not self._protocol.unasked

    def offers(self, extension: str) -> bool:
        return self._client.supports_extension(extension)

    @property
    def size_limit(self) -> int | None:
        """The most octets that the server takes (RFC 1870); None where it does not say, or says 0."""
        announced = re.match(r"[0-9]{1,18}\b", self._client.esmtp_extensions.get("size", ""))
        return int(announced[0]) or None if announced else None

    def facts(self) -> LineFacts:
        """To be asked before hanging up: with the line goes what secured it."""
        return LineFacts(self._greeted, secured(self._client.transport), self.size_limit)

    async def open(self) -> Answer:
        """Connect, secure the line, log in. Returns the READY answer."""
        await self._connect()
        last = await self._greeting()
        await self._hello()
        if self._server.security is Security.STARTTLS:
            await self._upgrade()
            await self._hello()
        if self._server.login is not None:
            last = await self._log_in(self._server.login)
        phase = Phase.GREETING if self._server.login is None else Phase.AUTH
        return Answer(
            Outcome.READY, phase, last.code, text=self._answer(phase, last).text, host=self._server.host
        )

    async def say(self, phase: Phase, *words: bytes) -> aiosmtplib.SMTPResponse:
        """Give one command and return its positive answer: 2xx, or 354 to DATA."""
        self.demand_alive(phase)
        return self._positive(
            phase, await self._within(phase, self._client.execute_command(*words, timeout=None))
        )

    async def transmit(self, body: bytes) -> Answer:
        """Write `body`, final dot and all, and return what the server says to it. To be called after 354."""
        self._protocol.begin_mail()
        phase = Phase.DOT if await self._write_all(body) else Phase.BODY
        response = await self._within(phase, self._protocol.read_response(timeout=None))
        self._protocol.end_mail()
        return self._answer(Phase.BODY if self._protocol.early else phase, response)

    def demand_alive(self, phase: Phase) -> None:
        """Raise Stopped unless the line is still there and nothing was said on it unasked."""
        if self._protocol.unasked:
            raise Stopped(broken_off(phase, "the server spoke out of turn", host=self._server.host))
        if not self._client.is_connected:
            raise Stopped(broken_off(phase, "connection lost", host=self._server.host))

    def quit(self) -> None:
        """Say goodbye and hang up; the server's goodbye is nothing to wait for."""
        if self.alive:
            self._protocol.write(b"QUIT\r\n")
        self.abort()

    def abort(self) -> None:
        """Hang up at once; what was not yet written stays unwritten."""
        if self._client.transport is not None:
            cast("asyncio.Transport", self._client.transport).abort()
        self._client.close()

    async def _connect(self) -> None:
        secured = self._server.security is Security.TLS
        opening = asyncio.get_running_loop().create_connection(
            lambda: self._protocol,
            self._server.host,
            self._server.port,
            ssl=self._context if secured else None,
            ssl_shutdown_timeout=_TLS_GOODBYE if secured else None,
            # Not for this machine: cancelled in its race, Python 3.11 forgets to close a socket.
            happy_eyeballs_delay=None if is_loopback(self._server.host) else _HAPPY_EYEBALLS,
        )
        transport, _ = await self._within(Phase.CONNECT, opening)
        self._client.protocol, self._client.transport = self._protocol, transport
        self._name = self._name or _address_literal(transport.get_extra_info("sockname"))

    async def _greeting(self) -> aiosmtplib.SMTPResponse:
        greeting = await self._within(Phase.GREETING, self._protocol.read_response(timeout=None))
        self._greeted = self._answer(Phase.GREETING, greeting).text
        return self._positive(Phase.GREETING, greeting)

    async def _hello(self) -> None:
        # Assigning the answer is how aiosmtplib learns the extensions; those from before TLS are forgotten.
        assert self._name is not None
        name = self._name.encode("ascii")
        self._client.last_ehlo_response = await self.say(Phase.EHLO, b"EHLO", name)

    async def _upgrade(self) -> None:
        if not self.offers("starttls"):
            raise self._refuse(
                Phase.STARTTLS, "the server does not offer STARTTLS; nothing was sent in clear"
            )
        await self.say(Phase.STARTTLS, b"STARTTLS")
        # `say` has refused whatever stood behind the 220: it would be read as if it had come through TLS.
        transport = await self._within(
            Phase.TLS,
            asyncio.get_running_loop().start_tls(
                cast("asyncio.Transport", self._protocol.transport),
                self._protocol,
                cast("ssl.SSLContext", self._context),
                server_hostname=self._server.host,
                ssl_shutdown_timeout=_TLS_GOODBYE,
            ),
        )
        if transport is None:
            raise Stopped(broken_off(Phase.TLS, "connection lost", host=self._server.host))
        self._protocol.transport = self._client.transport = transport

    async def _log_in(self, login: Login) -> aiosmtplib.SMTPResponse:
        offered = self._client.server_auth_methods
        known = ("xoauth2", "oauthbearer") if isinstance(login, AccessToken) else ("plain", "login")
        method = next((name for name in known if name in offered), None)
        if method is None:
            theirs = ", ".join(offered) or "no log-in at all"
            raise self._refuse(Phase.AUTH, f"the server offers {theirs}; we could use {' or '.join(known)}")
        self.demand_alive(Phase.AUTH)
        return self._positive(Phase.AUTH, await self._within(Phase.AUTH, self._exchange(method, login)))

    def _exchange(self, method: str, login: Login) -> Awaitable[aiosmtplib.SMTPResponse]:
        # Not `login()`: it tries every method in turn, and a wrong password given thrice locks accounts.
        if method == "oauthbearer":
            return self._bear(cast("AccessToken", login))
        secret = login.token if isinstance(login, AccessToken) else login.secret
        exchange = {
            "xoauth2": self._client.auth_xoauth2,
            "plain": self._client.auth_plain,
            "login": self._client.auth_login,
        }[method]
        return exchange(login.username, secret, timeout=None)

    async def _bear(self, login: AccessToken) -> aiosmtplib.SMTPResponse:
        said = base64.b64encode(bearer(login, self._server.host, self._server.port).encode())
        response = await self._client.execute_command(b"AUTH", b"OAUTHBEARER", said, timeout=None)
        if response.code == 334:
            # Its reasons come as a question; it waits for this before it says no (RFC 7628, 3.2.3).
            response = await self._client.execute_command(b"AQ==", timeout=None)
        return response

    async def _write_all(self, body: bytes) -> bool:
        """Whether everything was written; a server that speaks or leaves before the end has heard enough."""
        for start in range(0, len(body), PIECE):
            if self._protocol.heard:
                return False
            await self._within(Phase.BODY, self._protocol.pass_on(body[start : start + PIECE]))
        return True

    def _positive(self, phase: Phase, response: aiosmtplib.SMTPResponse) -> aiosmtplib.SMTPResponse:
        wanted = _WANTED.get(phase)
        if response.code != wanted if wanted else response.code // 100 != 2:
            raise Stopped(self._answer(phase, response))
        self.demand_alive(phase)
        return response

    async def _within(self, phase: Phase, exchange: Awaitable[Result]) -> Result:
        """Await `exchange` within the limit of its phase; what goes wrong becomes an answer in our words."""
        limit = self._timeouts.at(phase)
        try:
            async with asyncio.timeout(limit):
                return await exchange
        except aiosmtplib.SMTPResponseException as error:
            answer = self._answer(phase, aiosmtplib.SMTPResponse(error.code, error.message))
        except ssl.SSLError as error:
            shaking_hands = Phase.TLS if phase is Phase.CONNECT else phase
            answer = broken_off(shaking_hands, _tls_reason(error), host=self._server.host)
        except TimeoutError:
            answer = broken_off(phase, f"no answer within {limit:g} seconds", host=self._server.host)
        except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:
            answer = broken_off(phase, self._hidden(_reason(error)), host=self._server.host)
        # Outside the handlers: a chained exception could carry a server's echo of the secret to a traceback.
        raise Stopped(answer)

    def _answer(self, phase: Phase, response: aiosmtplib.SMTPResponse) -> Answer:
        return replied(phase, response.code, self._hidden(response.message), host=self._server.host)

    def _refuse(self, phase: Phase, reason: str) -> Stopped:
        return Stopped(Answer(Outcome.REFUSED, phase, text=reason, host=self._server.host))

    def _hidden(self, text: str) -> str:
        for spelling in self._secrets:
            text = text.replace(spelling, "[hidden]")
        return text


def _address_literal(address: tuple[str, int] | None) -> str:
    """What a client without a name of its own says with EHLO (RFC 5321, 4.1.3 and 4.1.4)."""
    host = address[0].partition("%")[0] if address else "127.0.0.1"
    return f"[IPv6:{host}]" if ":" in host else f"[{host}]"


def _spellings(server: SmtpServer) -> tuple[str, ...]:
    """How a server that repeats what it was told would give the secret away, the longest first."""
    match server.login:
        case Password(username, secret):
            plain = [secret, f"\0{username}\0{secret}"]
        case AccessToken() as login:
            plain = [login.token, xoauth2(login), bearer(login, server.host, server.port)]
        case _:
            return ()
    encoded = [base64.b64encode(text.encode()).decode() for text in plain]
    return tuple(sorted(filter(None, [*encoded, plain[0]]), key=len, reverse=True))


def _tls_reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not trusted: {error.verify_message}"
    if error.reason == "WRONG_VERSION_NUMBER":
        return 'no TLS on this port; if it is 587 or 25, security must be "starttls"'
    return f"TLS failed: {(error.reason or str(error)).replace('_', ' ').lower()}"


def _reason(error: Exception) -> str:
    if isinstance(error, aiosmtplib.SMTPServerDisconnected):
        return "connection lost"
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
