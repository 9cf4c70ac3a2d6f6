"""A name server on loopback with a zone of its own, in a thread: for programs that run a loop of their own."""

import contextlib
import socketserver
import threading
from collections.abc import Iterator, Mapping, Sequence

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from tests.support.ports import LOOPBACK

#: Name and kind of record → the records as a zone file would have them.
Zone = Mapping[tuple[str, str], Sequence[str]]


def text(words: str) -> str:
    """A TXT record, in pieces of at most 255 characters."""
    return " ".join(f'"{words[start : start + 250]}"' for start in range(0, len(words), 250)) or '""'


class ZoneServer(socketserver.UDPServer):
    """Answers by `zone`; a name that has no record at all does not exist. It is silent about `silent` names."""

    def __init__(self, zone: Zone) -> None:
        super().__init__((LOOPBACK, 0), _Question)
        self.zone = {(name.lower(), kind): list(records) for (name, kind), records in zone.items()}
        self.silent: set[str] = set()
        self.asked: list[tuple[str, str]] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    def answer(self, query: dns.message.Message) -> dns.message.Message | None:
        name = query.question[0].name
        domain, kind = (
            name.to_text(omit_final_dot=True).lower(),
            dns.rdatatype.to_text(query.question[0].rdtype),
        )
        self.asked.append((domain, kind))
        if domain in self.silent:
            return None
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        if records := self.zone.get((domain, kind)):
            reply.answer.append(dns.rrset.from_text(name, 300, "IN", kind, *records))
        elif not any(known == domain for known, _ in self.zone):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply


class _Question(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        data, channel = self.request
        assert isinstance(self.server, ZoneServer)
        reply = self.server.answer(dns.message.from_wire(data))
        if reply is not None:
            channel.sendto(reply.to_wire(max_size=65_535), self.client_address)


@contextlib.contextmanager
def zone_server(zone: Zone) -> Iterator[ZoneServer]:
    """Until the block ends."""
    with ZoneServer(zone) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
