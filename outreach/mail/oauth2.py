"""Talks to an authorisation server: a code or a refresh token for an access token. Foreign errors into our words.

No token is in any error or log; whoever asks keeps what comes before using it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from outreach.core.errors import MissingExtra
from outreach.mail import oauth_messages as messages
from outreach.mail.oauth_messages import DeviceCode, Form, Grant, Pkce, Waiting
from outreach.mail.oauth_providers import OAuthClient, no_device_code
from outreach.mail.oauth_trouble import TokenRefused, TokenTrouble
from outreach.mail.servers import is_loopback

#: For one whole exchange. Who refreshes holds a lease that is longer.
SECONDS = 30.0
_LARGEST_ANSWER = 65_536

Sleep = Callable[[float], Awaitable[None]]


async def exchange_code(client: OAuthClient, pkce: Pkce, *, code: str, redirect_uri: str, name: str) -> Grant:
    """The first tokens for a code. Raises TokenRefused, TokenTrouble, and MissingExtra without the library."""
    form = messages.code_form(client, pkce, code=code, redirect_uri=redirect_uri)
    status, body = await _post(client.server.token_url, form)
    return messages.read_grant(status, body, name=name, hidden=(code, pkce.verifier, client.secret or ""))


async def refresh(client: OAuthClient, refresh_token: str, *, name: str) -> Grant:
    """A fresh access token, and a new refresh token where the server replaces it. Raises as above."""
    status, body = await _post(client.server.token_url, messages.refresh_form(client, refresh_token))
    return messages.read_grant(status, body, name=name, hidden=(refresh_token, client.secret or ""))


async def begin_device(client: OAuthClient, *, name: str) -> DeviceCode:
    """A code for a person to type elsewhere. Raises Refused where the provider has none, and as above."""
    if not client.server.device_url:
        raise no_device_code(client.server)
    status, body = await _post(client.server.device_url, messages.device_form(client))
    return messages.read_device_code(status, body, name=name)


async def finish_device(
    client: OAuthClient, code: DeviceCode, *, name: str, sleep: Sleep = asyncio.sleep
) -> Grant:
    """Ask until the person has typed the code, no oftener than the server wants. Raises as above."""
    interval, left = code.interval, code.expires_in
    while left > 0:
        await sleep(interval)
        left -= interval
        try:
            status, body = await _post(client.server.token_url, messages.poll_form(client, code))
            answer = messages.read_poll(status, body, name=name, interval=interval)
        except TokenTrouble:
            # RFC 8628, 3.5: after a connection that timed out, more slowly.
            interval = min(interval * 2, 60)
            continue
        if not isinstance(answer, Waiting):
            return answer
        interval = answer.interval
    raise TokenRefused(
        f"The code has run out before anybody typed it. Run `outreach mailbox authorize {name} --device` again.",
        "expired_token",
    )


async def _post(url: str, form: Form) -> tuple[int, bytes]:
    try:
        import httpx
    except ImportError:
        raise MissingExtra("oauth", "Logging in with OAuth2") from None
    _refuse_plain_text(url)
    # It logs each request with its URL.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        async with asyncio.timeout(SECONDS):
            # No redirects: a refresh token goes where the configuration says, and nowhere else.
            async with httpx.AsyncClient(timeout=SECONDS, trust_env=False, follow_redirects=False) as line:
                headers = {"Accept": "application/json"}
                async with line.stream("POST", url, data=form, headers=headers) as response:
                    body = b""
                    async for piece in response.aiter_bytes():
                        body += piece
                        if len(body) > _LARGEST_ANSWER:
                            raise TokenTrouble("The token server's answer is far too long.")
                    return response.status_code, body
    except TimeoutError:
        raise TokenTrouble(f"The token server gave no answer within {SECONDS:g} s.") from None
    except httpx.TransportError as error:
        raise TokenTrouble(f"The token server cannot be reached ({type(error).__name__}).") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise TokenTrouble(f"The token server gave no usable answer ({type(error).__name__}).") from None


def _refuse_plain_text(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise TokenRefused(
            "The token server would be spoken to in plain text: its URL must begin with https."
        )
