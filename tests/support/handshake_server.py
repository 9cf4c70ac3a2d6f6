"""A server that shakes hands with the certificate it was given, and says one line; in a thread of its own."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator

from tests.support.certificate import Certificate
from tests.support.ports import LOOPBACK


@contextlib.contextmanager
def handshake_server(
    certificate: Certificate, line: bytes = b"220 mail.alpha.example ESMTP\r\n"
) -> Iterator[int]:
    """Its port, until the block ends."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.file, certificate.key)
    with socket.create_server((LOOPBACK, 0)) as listening:
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                with contextlib.suppress(OSError):
                    connection, _ = listening.accept()
                    connection.settimeout(10)
                    with connection, context.wrap_socket(connection, server_side=True) as secured:
                        secured.sendall(line)
                        secured.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            ended.set()
            # Whoever waits for a connection gets one.
            with contextlib.suppress(OSError):
                socket.create_connection((LOOPBACK, listening.getsockname()[1]), timeout=1).close()
            thread.join()
