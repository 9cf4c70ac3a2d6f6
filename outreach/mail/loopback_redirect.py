"""The end of an authorisation in the browser: one request to this machine that brings the code (RFC 8252, 7.3)."""

import asyncio
import contextlib
from typing import Self

from outreach.core.errors import Refused
from outreach.mail.oauth_messages import code_of
from outreach.mail.oauth_trouble import TokenRefused

_LOOPBACK = "127.0.0.1"
_LARGEST_REQUEST = 16_384
#: Seconds that a browser may take to say what it wants, once it has connected.
_REQUEST_SECONDS = 10.0

_PAGE = """<!doctype html><meta charset="utf-8"><title>outreach</title>
<p>{sentence} You may close this window and go back to the terminal.</p>
"""


class LoopbackRedirect:
    """Listens on 127.0.0.1 for the browser that comes back. The first request to its page settles the matter."""

    def __init__(self, *, state: str, name: str, shown_as: str = _LOOPBACK) -> None:
        """`shown_as` is the name of this machine in the redirect; `name` that of the mailbox."""
        self._state = state
        self._name = name
        self._shown_as = shown_as
        self._server: asyncio.Server | None = None
        self._port = 0
        self._code: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    @classmethod
    async def listening(cls, *, state: str, name: str, shown_as: str = _LOOPBACK, port: int = 0) -> Self:
        """Raises Refused where the port is taken."""
        made = cls(state=state, name=name, shown_as=shown_as)
        try:
            made._server = await asyncio.start_server(made._serve, _LOOPBACK, port, limit=_LARGEST_REQUEST)
        except OSError as error:
            raise Refused(f"Port {port} of this machine cannot be listened on: {error.strerror}.") from None
        made._port = made._server.sockets[0].getsockname()[1]
        return made

    @property
    def uri(self) -> str:
        return f"http://{self._shown_as}:{self._port}"

    async def code(self, seconds: float) -> str:
        """The code that the browser brings. Raises TokenRefused: it brought an error, something else, or nothing."""
        try:
            async with asyncio.timeout(seconds):
                return await self._code
        except TimeoutError:
            raise TokenRefused(
                f"Nobody came back from the browser within {seconds / 60:g} minutes. "
                f"Run `outreach mailbox authorize {self._name}` again.",
                "timeout",
            ) from None
        finally:
            await self.close()

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        if not self._code.done():
            self._code.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Whatever a stranger on this machine says: no stack trace comes of it.
        with contextlib.suppress(
            OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError
        ):
            async with asyncio.timeout(_REQUEST_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                status, sentence = self._answer(head)
                writer.write(_response(status, sentence))
                await writer.drain()
        writer.close()

    def _answer(self, head: bytes) -> tuple[str, str]:
        method, _, rest = head.partition(b"\r\n")[0].decode("latin-1").partition(" ")
        target = rest.partition(" ")[0]
        if method != "GET" or target.partition("?")[0] != "/" or self._code.done():
            # A browser asks for its icon, too.
            return "404 Not Found", "There is nothing here."
        try:
            code = code_of(target, state=self._state, name=self._name)
        except Exception as trouble:
            self._code.set_exception(trouble)
            return "400 Bad Request", "That did not work; the terminal says why."
        self._code.set_result(code)
        return "200 OK", "That worked."


def _response(status: str, sentence: str) -> bytes:
    body = _PAGE.format(sentence=sentence).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        # The address has the code in it: it goes nowhere else.
        "Referrer-Policy: no-referrer\r\nCache-Control: no-store\r\nConnection: close\r\n"
        "Content-Security-Policy: default-src 'none'\r\n\r\n"
    )
    return head.encode("ascii") + body
