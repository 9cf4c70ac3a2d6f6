"""The small web server behind the one-click opt-out (RFC 8058): what it answers to whom, and how long it waits.

A GET changes nothing, since scanners follow every link: it shows one button. A POST opts out, and needs nothing but
the address that it goes to: no cookie, no form field, no confirmation, no redirect. A token that is not ours gets the
very same answers, so that nobody learns from them who is known here. A client that is slow, or sends more than a
little, is let go of (`http_connections.py`); who asks too often is told to wait, unless they hold a token that is ours.

Beside it stand `/health`, and `/metrics` for whoever has its token.
"""

import asyncio
import contextlib
import logging
import socket
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outreach.core.errors import MissingExtra
from outreach.mail.client_address import Network, client_of
from outreach.mail.http_connections import Patience, Tally, impatient_protocol
from outreach.mail.listening import bound

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

log = logging.getLogger(__name__)

#: A client may send so many bytes of body. RFC 8058 sends 26.
LARGEST_BODY = 4_096
#: Tokens that are not ours, a minute and a client; those of `/metrics` count with them.
MISSES_A_MINUTE = 30
#: Prometheus, text-based exposition format.
_EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"
_CLIENTS_REMEMBERED = 10_000

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
}

_PAGE = """<!doctype html>
<html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem;color:#222;
background:#fff}}button{{font:inherit;padding:.6rem 1.2rem;cursor:pointer}}
@media(prefers-color-scheme:dark){{body{{color:#ddd;background:#181818}}}}</style>
<h1>{title}</h1><p>{text}</p>{form}</html>
"""
_FORM = (
    '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">'
    '<button type="submit">{button}</button></form>'
)
#: Language: heading and text before, the button, heading and text after.
_WORDS = {
    "en": (
        "No more mail?",
        "Press the button and we never write to you again.",
        "No more mail",
        "Done",
        "We will not write to you again.",
    ),
    "ru": (
        "Больше не писать?",
        "Нажмите кнопку, и мы больше никогда вам не напишем.",
        "Больше не писать",
        "Готово",
        "Мы вам больше не напишем.",
    ),
    "de": (
        "Keine E-Mails mehr?",
        "Ein Druck auf den Knopf, und wir schreiben Ihnen nie wieder.",
        "Keine E-Mails mehr",
        "Erledigt",
        "Wir schreiben Ihnen nicht mehr.",
    ),
}


@dataclass(frozen=True, slots=True)
class OptOutDesk:
    """What the server asks of the program. Neither says whether somebody was known."""

    is_ours: Callable[[str], bool]
    #: Writes the no down; returns when it is on the disk, raises where it could not be.
    opt_out: Callable[[str], Awaitable[None]]
    #: Facts for `/health`, and whether all is well.
    health: Callable[[], Awaitable[tuple[bool, dict[str, Any]]]]
    #: What `/metrics` says, and whether somebody with this token may see it. None: there is no such page.
    metrics: Callable[[], Awaitable[str]] | None = None
    may_see_metrics: Callable[[str], bool] = lambda _token: False


class Misses:
    """How many foreign tokens each client has tried in the last minute; the least lately seen are forgotten."""

    def __init__(self, limit: int = MISSES_A_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def too_many(self, client: str) -> bool:
        """Counts one more."""
        now = self._clock()
        since, count = self._seen.pop(client, (now, 0))
        if now - since >= 60:
            since, count = now, 0
        self._seen[client] = (since, count + 1)
        while len(self._seen) > _CLIENTS_REMEMBERED:
            self._seen.popitem(last=False)
        return count + 1 > self._limit


def application(
    desk: OptOutDesk, *, misses: Misses | None = None, proxies: Sequence[Network] = ()
) -> "Starlette":
    """The routes; `proxies` are believed whom they name. Raises MissingExtra where the web libraries are missing."""
    try:
        from starlette.applications import Starlette
        from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse
        from starlette.routing import Route
    except ImportError:
        raise MissingExtra("http", "The one-click opt-out") from None
    tried = misses or Misses()

    def is_too_many(request: "Request") -> bool:
        peer = request.client.host if request.client else ""
        return tried.too_many(client_of(peer, request.headers.getlist("x-forwarded-for"), proxies))

    def is_refused(request: "Request") -> bool:
        return not desk.is_ours(request.path_params["token"]) and is_too_many(request)

    def later() -> "Response":
        return PlainTextResponse("Too many requests.\n", 429, {"Retry-After": "60", **_HEADERS})

    async def look(request: "Request") -> "Response":
        if is_refused(request):
            return later()
        return HTMLResponse(_page(request, done=False), 200, _HEADERS)

    async def opt_out(request: "Request") -> "Response":
        token = request.path_params["token"]
        if is_refused(request):
            return later()
        if not await _is_small(request):
            return PlainTextResponse("Too much.\n", 413, {"Connection": "close", **_HEADERS})
        if desk.is_ours(token):
            try:
                await desk.opt_out(token)
            except Exception:
                # Never with the token: whoever has it can press the button.
                log.exception("opt_out_not_written")
                return PlainTextResponse("Try again.\n", 503, {"Retry-After": "60", **_HEADERS})
        return HTMLResponse(_page(request, done=True), 200, _HEADERS)

    async def health(_request: "Request") -> "Response":
        well, said = await desk.health()
        return JSONResponse(said, 200 if well else 503, _HEADERS)

    async def metrics(request: "Request") -> "Response":
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if desk.metrics is None or scheme.lower() != "bearer" or not desk.may_see_metrics(token.strip()):
            if is_too_many(request):
                return later()
            return PlainTextResponse("A token is needed.\n", 401, {"WWW-Authenticate": "Bearer", **_HEADERS})
        return PlainTextResponse(await desk.metrics(), 200, {**_HEADERS, "Content-Type": _EXPOSITION})

    routes = [
        Route("/u/{token}", look, methods=["GET"]),
        Route("/u/{token}", opt_out, methods=["POST"]),
        Route("/health", health, methods=["GET"]),
    ]
    if desk.metrics is not None:
        routes.append(Route("/metrics", metrics, methods=["GET"]))
    app = Starlette(routes=routes)
    # A path with a slash at its end would be redirected to the one without; RFC 8058, 3.1 wants no redirect.
    app.router.redirect_slashes = False
    return app


class OptOutServer:
    """The application on a port. It takes over no signals: the daemon has its own."""

    def __init__(
        self,
        app: "Starlette",
        *,
        host: str,
        port: int,
        patience: Patience | None = None,
        proxies: Sequence[Network] = (),
    ) -> None:
        try:
            import uvicorn
        except ImportError:
            raise MissingExtra("http", "The one-click opt-out") from None

        class Quiet(uvicorn.Server):
            def capture_signals(self) -> Any:
                return contextlib.nullcontext()

        self.tally = Tally()
        protocol, self.connections = impatient_protocol(patience or Patience(), proxies, self.tally)
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            http=protocol,
            ws="none",
            lifespan="off",
            timeout_keep_alive=5,
            timeout_graceful_shutdown=5,
            server_header=False,
            date_header=True,
            # A line a request would put tokens into the log.
            access_log=False,
            log_config=None,
            # Nor would one for everybody who sends no HTTP.
            log_level="error",
            proxy_headers=False,
        )
        self._server = Quiet(config)
        self._address = host, port
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """Listens, and returns the port. Raises OSError where it cannot."""
        # Bound here: of a port that is taken uvicorn would log an error of its own, and end the daemon.
        sockets = bound(*self._address)
        self._task = asyncio.create_task(self._serve(sockets))
        while not self._server.started:
            if self._task.done():
                self._task.result()
                raise OSError("the web server ended at once")
            await asyncio.sleep(0.01)
        port: int = self._server.servers[0].sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        self._server.should_exit = True
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    async def _serve(self, sockets: list[socket.socket]) -> None:
        try:
            await self._server.serve(sockets=sockets)
        except SystemExit:
            # How uvicorn says that it cannot start; it would end the whole daemon.
            raise OSError("the web server cannot start") from None


async def _is_small(request: "Request") -> bool:
    """Reads the body, whatever it is, as far as it may go. False too where the client went away meanwhile."""
    from starlette.requests import ClientDisconnect

    size = 0
    with contextlib.suppress(ClientDisconnect):
        async for piece in request.stream():
            size += len(piece)
            if size > LARGEST_BODY:
                return False
        return True
    return False


def _page(request: "Request", *, done: bool) -> str:
    wanted = [each.strip()[:2] for each in request.headers.get("accept-language", "").lower().split(",")]
    lang = next((each for each in wanted if each in _WORDS), "en")
    before, explained, button, after, confirmed = _WORDS[lang]
    if done:
        return _PAGE.format(lang=lang, title=after, text=confirmed, form="")
    return _PAGE.format(lang=lang, title=before, text=explained, form=_FORM.format(button=button))
