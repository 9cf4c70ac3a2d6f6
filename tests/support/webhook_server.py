"""A web server on loopback that takes webhooks as a test says, and remembers what it was sent."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Request:
    """What was handed in."""

    path: str
    headers: dict[str, str]
    body: bytes


#: The status to answer with, and headers; or anything else that it does with the connection.
Answer = Callable[[Request], "tuple[int, dict[str, str], bytes]"]


class WebhookServer(ThreadingHTTPServer):
    """`answer` says what each request gets; `requests` holds them."""

    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.requests: list[Request] = []
        #: Set to let an answer that hangs end.
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: WebhookServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, headers, body)
        self.server.requests.append(request)
        status, more, said = self.server.answer(request)
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        # Whoever has heard enough hangs up.
        try:
            self.wfile.write(said)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is the test's."""


@contextmanager
def webhook_server(answer: Answer) -> Iterator[WebhookServer]:
    server = WebhookServer(answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
