"""One POST to somebody else's web server, and whether they took it; foreign errors into our words.

Signed by the Standard Webhooks convention (standardwebhooks.com): whoever has the key can tell that it comes from us,
when it was sent, and that they have had it before.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from outreach.core.errors import MissingExtra, OutreachError
from outreach.core.untrusted import one_line
from outreach.mail.servers import is_loopback

#: For the whole exchange, however slowly it drips.
SECONDS = 15.0
#: Of an answer, only the status is of interest. More than this is not even read.
_MOST_READ = 16_384
_GONE = 410
_MOST_WAIT = 10**6
#: Of a URL's path, what is as long may be the secret in it, and is never repeated.
_SHORTEST_SECRET = 5


class NotTaken(OutreachError):
    """They did not take it. `for_good`: they will not take it later either.

    `asked_for`: the seconds after which they want to be asked again (Retry-After), where they say so.
    """

    def __init__(self, trouble: str, for_good: bool = False, asked_for: float | None = None) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.for_good = for_good
        self.asked_for = asked_for


async def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS) -> None:
    """Hand in `body`; done when they answer 2xx. Raises NotTaken, and MissingExtra where the library is missing.

    The URL may be a secret: it stands in no error and in no log.
    """
    _refuse_plain_text(url)
    try:
        import httpx
    except ImportError:
        raise MissingExtra("webhook", "A notice to a webhook") from None
    # It logs each request with its whole URL.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        async with asyncio.timeout(seconds):
            # No redirects: a notice goes where the configuration says, and nowhere else. No proxies either.
            async with httpx.AsyncClient(timeout=seconds, trust_env=False, follow_redirects=False) as client:
                status, retry_after, said = await _exchange(client, url, body, headers)
    except TimeoutError:
        raise NotTaken(f"no answer within {seconds:g} s") from None
    except httpx.TransportError as error:
        raise NotTaken(f"cannot be reached ({type(error).__name__})") from None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise NotTaken(f"no usable answer ({type(error).__name__})") from None
    if not 200 <= status < 300:
        told = f": {_without_secrets(said, url)}" if said and not 300 <= status < 400 else ""
        raise NotTaken(f"answers {status}{told}", status == _GONE, retry_after)


async def _exchange(
    client: Any, url: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, float | None, bytes]:
    async with client.stream("POST", url, content=body, headers=dict(headers)) as response:
        said = b""
        if not 200 <= response.status_code < 300:
            async for piece in response.aiter_raw():
                said += piece
                if len(said) > _MOST_READ:
                    break
        return response.status_code, _seconds(response.headers.get("retry-after", "")), said[:_MOST_READ]


def _without_secrets(said: bytes, url: str) -> str:
    """The beginning of what they say, as one line. Many servers say the path that they do not know, or all of it."""
    text = said.decode("utf-8", "replace")
    parts = urlsplit(url)
    pieces = [part for part in f"{parts.path}/{parts.query}".split("/") if len(part) >= _SHORTEST_SECRET]
    plain = [unquote(piece) for piece in pieces]
    for piece in sorted({*pieces, *plain, *map(quote, plain)}, key=len, reverse=True):
        text = text.replace(piece, "…")
    return one_line(text, 160)


def _seconds(text: str) -> float | None:
    # RFC 9110, 10.2.3 allows a date too; nobody sends it with a webhook.
    return float(min(int(text), _MOST_WAIT)) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _refuse_plain_text(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise NotTaken("its URL is none", for_good=True) from None
    if parts.scheme == "https" and host:
        return
    if parts.scheme != "http" or not is_loopback(host):
        raise NotTaken("its URL is not https: plain text is only spoken to this machine", for_good=True)


def signed(secret: str, event_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers that a receiver checks: `webhook-id`, `webhook-timestamp`, `webhook-signature` (HMAC-SHA256)."""
    timestamp = str(int(at.timestamp()))
    content = f"{event_id}.{timestamp}.".encode() + body
    digest = hmac.new(_key(secret), content, hashlib.sha256).digest()
    return {
        "webhook-id": event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _key(secret: str) -> bytes:
    """The key in its bytes: `whsec_` and base64, as the convention has it; anything else is taken as it is."""
    written = secret.removeprefix("whsec_")
    if written != secret:
        try:
            return base64.b64decode(written, validate=True)
        except binascii.Error:
            pass
    return secret.encode()
