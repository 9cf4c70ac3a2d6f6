"""An OAuth2 authorisation server on loopback: authorisation code with PKCE, device code, refreshing, taking back.

It tells the mail server whose access tokens are good by changing `granted`, which Dovecot's introspection asks.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.support.ports import LOOPBACK

CLIENT_ID = "outreach-of-tests"
SCOPE = "mail.all"

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass
class TokenServer:
    """`agrees` is who sits before the browser; None says no. Everything may be changed at any time."""

    granted: dict[str, str] = field(default_factory=dict)
    agrees: str | None = "ann@alpha.example"
    lifetime: int = 3600
    #: A refresh token is good once, and then replaced; using an old one again takes everything back (RFC 9700, 4.14).
    rotates: bool = False
    #: The last one is still taken until its successor was used: an answer may have been lost.
    lenient: bool = False
    #: Answers this instead: (status, body).
    says: tuple[int, dict[str, Any]] | None = None
    #: Called when the answer to a refresh is ready and not yet on its way.
    before_answer: Callable[[], None] = lambda: None
    interval: int = 5
    slow_downs: int = 0
    #: Seconds for which a code to be typed is good.
    code_lifetime: int = 300
    #: What was answered to each question after such a code, in order: an error, or "granted"; called with each.
    polled: list[str] = field(default_factory=list)
    when_polled: Callable[[str], None] = lambda _: None
    #: The forms that came in, in order, by what was asked for.
    asked: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._codes: dict[str, tuple[str, dict[str, str]]] = {}
        self._devices: dict[str, str | None] = {}
        self._user_codes: dict[str, str] = {}
        self._denied: set[str] = set()
        #: Refresh token → whose, and the same for those that were replaced.
        self._refresh: dict[str, str] = {}
        self._replaced: dict[str, tuple[str, str]] = {}
        self._server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                location = server.authorise(dict(parse_qsl(urlsplit(self.path).query)))
                self.send_response(302)
                self.send_header("Location", location)
                self.end_headers()

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                form = dict(parse_qsl(self.rfile.read(length).decode()))
                status, body = server.answer(self.path, form)
                with suppress(ConnectionError):
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.end_headers()
                    self.wfile.write(json.dumps(body).encode())

            def log_message(self, *_: object) -> None:
                """Say nothing: the terminal belongs to pytest."""

        self._server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://{LOOPBACK}:{self._server.server_address[1]}"

    @property
    def refreshes(self) -> int:
        return sum(form.get("grant_type") == "refresh_token" for form in self.asked)

    def grant(self, address: str) -> dict[str, Any]:
        """A new authorisation, as if somebody had been at the browser: the server's answer."""
        with self._lock:
            return self._given(address, secrets.token_urlsafe(24))

    def expire_access(self) -> None:
        """No access token given out so far is good any more."""
        self.granted.clear()

    def take_back(self, address: str) -> None:
        """The person has ended the authorisation."""
        with self._lock:
            self._refresh = {token: whose for token, whose in self._refresh.items() if whose != address}
            self._replaced = {token: old for token, old in self._replaced.items() if old[0] != address}
            for token in [token for token, whose in self.granted.items() if whose == address]:
                del self.granted[token]

    def type_code(self, user_code: str, address: str) -> None:
        """The person types the code on another machine."""
        self._devices[self._user_codes[user_code]] = address

    def deny_code(self, user_code: str) -> None:
        """The person types it, and says no."""
        self._denied.add(self._user_codes[user_code])

    def forget_code(self, user_code: str) -> None:
        """It has run out on the server's side."""
        del self._devices[self._user_codes[user_code]]

    def authorise(self, asked: dict[str, str]) -> str:
        """Where the browser is sent from the page."""
        if self.agrees is None:
            return (
                f"{asked['redirect_uri']}/?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
            )
        code = secrets.token_urlsafe(16)
        self._codes[code] = (self.agrees, asked)
        return f"{asked['redirect_uri']}/?{urlencode({'code': code, 'state': asked['state']})}"

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(form)
        if self.says is not None:
            return self.says
        if form.get("client_id") != CLIENT_ID:
            return 401, {"error": "invalid_client"}
        with self._lock:
            answer = self._device(form) if path == "/device" else self._token(form)
        if form.get("grant_type") == "refresh_token":
            self.before_answer()
        return answer

    def _token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        match form.get("grant_type"):
            case "authorization_code":
                return self._by_code(form)
            case "refresh_token":
                return self._refreshed(form)
            case grant if grant == DEVICE_GRANT:
                status, body = self._polled(form)
                self.polled.append(body.get("error", "granted"))
                self.when_polled(self.polled[-1])
                return status, body
        return 400, {"error": "unsupported_grant_type"}

    def _by_code(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        address, asked = self._codes.pop(form.get("code", ""), ("", {}))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = asked.get("code_challenge") == challenge and asked.get("code_challenge_method") == "S256"
        if not right or asked.get("redirect_uri") != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant", "error_description": "bad code or verifier"}
        return 200, self._given(address, secrets.token_urlsafe(24))

    def _refreshed(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        token = form.get("refresh_token", "")
        if token in self._refresh:
            address = self._refresh[token]
            if not self.rotates:
                return 200, self._given(address, None)
            del self._refresh[token]
            given = self._given(address, secrets.token_urlsafe(24))
            # Its predecessor was proven lost or used: from now on only this one may be asked with again.
            self._replaced = {token: (address, given["refresh_token"])}
            return 200, given
        if self.lenient and token in self._replaced:
            address, successor = self._replaced[token]
            self._refresh.pop(successor, None)
            given = self._given(address, secrets.token_urlsafe(24))
            self._replaced[token] = (address, given["refresh_token"])
            return 200, given
        if token in self._replaced:
            # Somebody has a copy.
            self._refresh.clear()
        return 400, {
            "error": "invalid_grant",
            "error_description": f"Token {token} has been expired or revoked.",
        }

    def _device(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        device, typed = secrets.token_urlsafe(16), secrets.token_hex(4).upper()
        self._devices[device], self._user_codes[typed] = None, device
        told = {"device_code": device, "user_code": typed, "verification_uri": f"{self.url}/device"}
        return 200, told | {"expires_in": self.code_lifetime, "interval": self.interval}

    def _polled(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if form.get("device_code") not in self._devices:
            return 400, {"error": "expired_token"}
        if form["device_code"] in self._denied:
            return 400, {"error": "access_denied"}
        address = self._devices[form["device_code"]]
        if self.slow_downs:
            self.slow_downs -= 1
            return 400, {"error": "slow_down"}
        if address is None:
            return 400, {"error": "authorization_pending"}
        return 200, self._given(address, secrets.token_urlsafe(24))

    def _given(self, address: str, refresh: str | None) -> dict[str, Any]:
        access = secrets.token_urlsafe(24)
        self.granted[access] = address
        told = {"access_token": access, "token_type": "Bearer", "expires_in": self.lifetime, "scope": SCOPE}
        if refresh is None:
            return told
        self._refresh[refresh] = address
        return told | {"refresh_token": refresh}
