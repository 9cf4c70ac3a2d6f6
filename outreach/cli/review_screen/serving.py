"""The same screen in a browser: a page on this machine's loopback, behind a key that only its starter is shown.

Whoever reaches the page decides on replies in the name of whoever started it. So it listens on loopback unless told
otherwise; and on loopback, too, other people of this machine and every web page that the person visits can reach it.
Hence a random key in the address (kept as a cookie from then on), and requests are only taken that name this very
host, and come from this very page (RFC 6454, `Origin`).
"""

import secrets
import shlex
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from outreach.cli import workspace
from outreach.cli.output import say
from outreach.core.errors import MissingExtra

if TYPE_CHECKING:
    from aiohttp import web

_COOKIE = "outreach_review"

Handler = Callable[["web.Request"], Awaitable["web.StreamResponse"]]


def serve_screen(host: str, port: int, language: str | None) -> None:
    """Serve until interrupted. Raises MissingExtra where the extra is not installed."""
    try:
        from textual_serve.server import Server
    except ImportError:
        raise MissingExtra("serve", "the review screen in a browser") from None
    from aiohttp import web

    key = secrets.token_urlsafe(24)
    door = Door(host, port, key)

    @web.middleware
    async def watched(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await door.watch(request, handler)

    class ReviewServer(Server):
        def initialize_logging(self) -> None:
            """Ours is set up already; the library's would draw on the terminal."""

        async def on_startup(self, app: web.Application) -> None:
            say(f"The review screen is at http://{door.authority}/?key={key}")
            say("Ctrl+C ends it. Whoever has this address decides in your name.")

        async def _make_app(self) -> web.Application:
            app = await super()._make_app()
            app.middlewares.append(watched)
            return app

    # Opened once here, so that what is wrong with the workspace is said now and not in the browser.
    with workspace.database(workspace.config()):
        pass
    if not is_loopback(host):
        say(
            f"WARNING: {host} is not only this machine. Whoever can reach it and learns the address can decide on "
            "replies, and read them on the way: the page is not encrypted. Put it behind a proxy with TLS."
        )
    ReviewServer(
        command(language),
        host=host,
        port=port,
        title="outreach review",
        public_url=f"http://{door.authority}",
    ).serve()


def command(language: str | None) -> str:
    """What a browser's session runs: this very program, on the same workspace, for the same person."""
    words = [
        *(sys.executable, "-c", "from outreach.cli.main import main; main()"),
        *("--config", str(workspace.config_file().absolute()), "--as", workspace.actor(), "review"),
        *(("--lang", language) if language else ()),
    ]
    return shlex.join(words)


def is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


class Door:
    """Who may come in: those who name the key, or have its cookie, and ask from the page itself."""

    def __init__(self, host: str, port: int, key: str) -> None:
        self.authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._names = {self.authority, f"localhost:{port}", f"127.0.0.1:{port}"}
        self._key = key

    async def watch(self, request: "web.Request", handler: Handler) -> "web.StreamResponse":
        from aiohttp import web

        if not self.is_own(request.host, request.headers.get("Origin")):
            return web.Response(status=403, text="Only the page itself may ask.\n")
        told = request.query.get("key")
        if not self.knows(told or request.cookies.get(_COOKIE)):
            return web.Response(status=403, text="The address that the terminal shows has a key in it.\n")
        response = await handler(request)
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        if told and not response.prepared:
            response.set_cookie(_COOKIE, self._key, httponly=True, samesite="Strict")
        return response

    def knows(self, key: str | None) -> bool:
        return key is not None and secrets.compare_digest(key.encode(), self._key.encode())

    def is_own(self, host: str, origin: str | None) -> bool:
        """Neither another name for this address (DNS rebinding) nor another page in the same browser."""
        return host in self._names and (origin is None or urlsplit(origin).netloc in self._names)
