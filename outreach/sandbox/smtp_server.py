"""A submission server on loopback, inside the program: aiosmtpd in the running loop, with a log-in."""

import asyncio
from collections.abc import Mapping
from typing import Any, Protocol

from outreach.core.errors import MissingExtra

try:
    from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
except ImportError as error:
    raise MissingExtra("demo", "the mail world of the demo") from error


class PostOffice(Protocol):
    """Decides about recipients and takes what was accepted."""

    def refusal(self, sender: str, recipient: str) -> str | None:
        """The reply line to RCPT that turns a recipient away, or None."""
        ...

    async def accept(self, sender: str, recipient: str, raw: bytes) -> str:
        """Takes a mail for one recipient; returns the queue number for the reply to the final dot."""
        ...


class LoopbackSmtpServer:
    """Takes mail from whoever logs in, for whom the post office lets in, on 127.0.0.1 in the running loop."""

    def __init__(self, accounts: Mapping[str, str], office: PostOffice, hostname: str) -> None:
        self._handler = _Handler(accounts, office)
        self._hostname = hostname
        self._server: asyncio.Server | None = None
        self._connections: set[_Connection] = set()

    async def start(self) -> None:
        """Listens on a free port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connected, host="127.0.0.1", port=0)

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None, "not started"
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stops listening and ends every connection."""
        if self._server is None:
            return
        self._server.close()
        for connection in list(self._connections):
            await connection.end()
        await self._server.wait_closed()
        self._server = None

    def _connected(self) -> "_Connection":
        return _Connection(self._connections, self._handler, self._hostname)


class _Connection(SMTP):
    """One client. Keeps itself in `connections` while it is there."""

    def __init__(self, connections: "set[_Connection]", handler: "_Handler", hostname: str) -> None:
        super().__init__(
            handler,
            hostname=hostname,
            ident="ESMTP",
            # On loopback, and passwords are made up.
            auth_require_tls=False,
            authenticator=handler.authenticate,
            loop=asyncio.get_running_loop(),
        )
        self._connections = connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._connections.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self)
        super().connection_lost(error)

    def _create_session(self) -> Session:
        return _Session(self.loop)

    async def end(self) -> None:
        """Hangs up and waits until the conversation is over."""
        conversation = self._handler_coroutine
        if self.transport is not None:
            self.transport.close()
        if conversation is not None:
            conversation.cancel()
            await asyncio.gather(conversation, return_exceptions=True)


class _Session(Session):
    """aiosmtpd sets `login_data` at every log-in and warns each time that one should not."""

    @property
    def login_data(self) -> Any:
        return self.auth_data

    @login_data.setter
    def login_data(self, value: Any) -> None:
        pass


class _Handler:
    """The hooks that aiosmtpd calls by name."""

    def __init__(self, accounts: Mapping[str, str], office: PostOffice) -> None:
        self._accounts = accounts
        self._office = office

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, credentials: Any
    ) -> AuthResult:
        if not isinstance(credentials, LoginPassword):
            return AuthResult(success=False, handled=False)
        login = credentials.login.decode("utf-8", "replace")
        known = self._accounts.get(login)
        if known is None or known.encode() != credentials.password:
            return AuthResult(success=False, handled=False)
        return AuthResult(success=True, auth_data=login)

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        if address != session.auth_data:
            return f"553 5.7.1 <{address}>: Sender address rejected: not owned by {session.auth_data}"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refused = self._office.refusal(str(envelope.mail_from), address)
        if refused is not None:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.original_content or b""
        numbers = [
            await self._office.accept(str(envelope.mail_from), recipient, raw)
            for recipient in envelope.rcpt_tos
        ]
        return f"250 2.0.0 Ok: queued as {numbers[0]}"
