"""What is said to an authorisation server and what it answers, without any socket: RFC 6749, 7636, 8252, 8628."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from outreach.core.untrusted import one_line
from outreach.mail.oauth_providers import OAuthClient
from outreach.mail.oauth_trouble import TokenRefused, TokenTrouble, refusal

#: Where a server does not say for how long a token is good (RFC 6749, 5.1), less than what all of them give.
_USUAL_SECONDS = 1800
_LONGEST_SECONDS = 86_400
#: RFC 8628, 3.2 and 3.5: between two questions, and how much longer after `slow_down`.
_DEVICE_INTERVAL, SLOW_DOWN = 5, 5
_LONGEST_TOKEN = 16_384

Form = dict[str, str]


@dataclass(frozen=True, slots=True)
class Pkce:
    """RFC 7636: the verifier that only we know, and its challenge that the browser carries."""

    verifier: str = field(repr=False)

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode("ascii")).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token server gave. `refresh_token` is None where the one that we have stays good."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    #: Seconds that the access token is good for, from now on.
    expires_in: int
    scope: str = ""


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """RFC 8628, 3.2: what a person types on another machine, and how we ask whether they did."""

    device_code: str = field(repr=False)
    user_code: str
    verification_url: str
    expires_in: int
    interval: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nobody has typed the code yet: ask again after so many seconds."""

    interval: int


def authorization_url(
    client: OAuthClient, pkce: Pkce, *, state: str, redirect_uri: str, login_hint: str
) -> str:
    """The page that the person opens (RFC 6749, 4.1.1; RFC 7636, 4.3)."""
    asked = {
        "client_id": client.client_id,
        "response_type": "code",
        "redirect_uri": redirect_uri,
        "scope": " ".join(client.server.scopes),
        "state": state,
        "code_challenge": pkce.challenge,
        "code_challenge_method": "S256",
        "login_hint": login_hint,
        **dict(client.server.extra),
    }
    joint = "&" if urlsplit(client.server.authorize_url).query else "?"
    return f"{client.server.authorize_url}{joint}{urlencode(asked)}"


def code_of(target: str, *, state: str, name: str) -> str:
    """The code in the request that the browser came back with. Raises TokenRefused for anything else."""
    given = parse_qs(urlsplit(target).query, max_num_fields=20)
    if not hmac.compare_digest(_one(given, "state").encode(), state.encode()):
        raise TokenRefused(
            "The browser came back with an answer to somebody else's question: nothing was taken from it. "
            f"Run `outreach mailbox authorize {name}` again.",
            "state",
        )
    if error := _one(given, "error"):
        raise refusal(error, _one(given, "error_description"), name=name)
    if not (code := _one(given, "code")):
        raise TokenRefused(
            f"The browser came back without a code. Run `outreach mailbox authorize {name}` again."
        )
    return code


def code_form(client: OAuthClient, pkce: Pkce, *, code: str, redirect_uri: str) -> Form:
    """RFC 6749, 4.1.3, with the verifier of RFC 7636."""
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    return _of_client(client) | asked | {"code_verifier": pkce.verifier}


def refresh_form(client: OAuthClient, refresh_token: str) -> Form:
    """RFC 6749, 6. The scope is left out: it is what was granted."""
    return _of_client(client) | {"grant_type": "refresh_token", "refresh_token": refresh_token}


def device_form(client: OAuthClient) -> Form:
    """RFC 8628, 3.1."""
    return {"client_id": client.client_id, "scope": " ".join(client.server.scopes)}


def poll_form(client: OAuthClient, code: DeviceCode) -> Form:
    """RFC 8628, 3.4."""
    grant_type = "urn:ietf:params:oauth:grant-type:device_code"
    return _of_client(client) | {"grant_type": grant_type, "device_code": code.device_code}


def read_grant(status: int, body: bytes, *, name: str, hidden: tuple[str, ...] = ()) -> Grant:
    """The tokens in an answer (RFC 6749, 5.1). Raises TokenRefused or TokenTrouble."""
    told = _told(status, body, name=name, hidden=hidden)
    access = told.get("access_token")
    if not _is_token(access) or str(told.get("token_type", "bearer")).lower() != "bearer":
        raise TokenTrouble("The token server's answer has no token that could be used.")
    refresh = told.get("refresh_token")
    return Grant(
        str(access),
        str(refresh) if _is_token(refresh) else None,
        _seconds(told.get("expires_in"), _USUAL_SECONDS, _LONGEST_SECONDS),
        one_line(str(told.get("scope") or ""), 500),
    )


def read_device_code(status: int, body: bytes, *, name: str) -> DeviceCode:
    """RFC 8628, 3.2. Raises TokenRefused or TokenTrouble."""
    told = _told(status, body, name=name)
    device, typed = told.get("device_code"), told.get("user_code")
    # Google says verification_url.
    page = told.get("verification_uri") or told.get("verification_url")
    if not _is_token(device) or not isinstance(typed, str) or not isinstance(page, str):
        raise TokenTrouble("The token server's answer has no code that could be typed.")
    return DeviceCode(
        str(device),
        one_line(typed, 40),
        one_line(page, 300),
        _seconds(told.get("expires_in"), 900, 3600),
        _seconds(told.get("interval"), _DEVICE_INTERVAL, 60),
    )


def read_poll(status: int, body: bytes, *, name: str, interval: int) -> Grant | Waiting:
    """Whether the code was typed (RFC 8628, 3.5). Raises TokenRefused where it never will be, and TokenTrouble."""
    match _error_of(body):
        case "authorization_pending":
            return Waiting(interval)
        case "slow_down":
            return Waiting(interval + SLOW_DOWN)
    return read_grant(status, body, name=name)


def _of_client(client: OAuthClient) -> Form:
    secret = {} if client.secret is None else {"client_secret": client.secret}
    return {"client_id": client.client_id} | secret


def _told(status: int, body: bytes, *, name: str, hidden: tuple[str, ...] = ()) -> dict[str, Any]:
    told = _parsed(body)
    if error := told.get("error"):
        raise refusal(str(error), str(told.get("error_description") or ""), name=name, hidden=hidden)
    if status != 200:
        raise TokenTrouble(f"The token server answers {status}.")
    return told


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _error_of(body: bytes) -> str:
    return str(_parsed(body).get("error") or "")


def _one(given: dict[str, list[str]], name: str) -> str:
    # RFC 6749, 3.1: a parameter that comes twice is none.
    values = given.get(name, [])
    return values[0] if len(values) == 1 else ""


def _is_token(value: object) -> bool:
    return (
        isinstance(value, str)
        and 0 < len(value) <= _LONGEST_TOKEN
        and value.isascii()
        and value.isprintable()
    )


def _seconds(value: object, usual: int, most: int) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 10**9:
        return usual
    return min(max(int(value), 1), most)
