"""The part of an OAuth2 provider that Dovecot asks whether an access token is good."""

import json
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from tests.support.ports import LOOPBACK, reserve_port


class TokenService:
    """Answers token introspection (RFC 7662). `granted` maps tokens to addresses; change it at any time."""

    def __init__(self) -> None:
        self.granted: dict[str, str] = {}
        self.port = reserve_port()
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        service = self

        class Introspection(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                token = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
                address = service.granted.get(token)
                answer = {"active": True, "email": address} if address else {"active": False}
                self.send_response(HTTPStatus.OK)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                with suppress(ConnectionError):
                    self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_: object) -> None:
                """Say nothing: the terminal belongs to pytest."""

        self._server = ThreadingHTTPServer((LOOPBACK, self.port), Introspection)
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
