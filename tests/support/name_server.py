"""A tiny name server on loopback, UDP only: knows the MX records that a test gives it, and misbehaves on demand."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from outreach.mail.mx import MxLookup
from tests.support.ports import LOOPBACK


class NameServer(asyncio.DatagramProtocol):
    """`records`: domain → (preference, host) pairs; a domain that is not in it does not exist."""

    def __init__(self, records: Mapping[str, Sequence[tuple[int, str]]]) -> None:
        self.records = {domain.lower(): list(pairs) for domain, pairs in records.items()}
        #: Domains that get no answer at all, and such that get SERVFAIL.
        self.silent: set[str] = set()
        self.failing: set[str] = set()
        #: Domains that have an address of their own.
        self.with_address: set[str] = set()
        #: SRV records: _service._tcp.domain → (priority, weight, port, target).
        self.services: dict[str, list[tuple[int, int, int, str]]] = {}
        #: What was asked, in order.
        self.asked: list[str] = []
        self.port = 0

    def lookup(self, seconds: float = 5.0) -> MxLookup:
        """Asks this server only."""
        return MxLookup([LOOPBACK], port=self.port, seconds=seconds)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # What the event loop makes is no DatagramTransport by its class, only by what it does.
        self._transport = cast("asyncio.DatagramTransport", transport)
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        name = query.question[0].name
        domain = name.to_text(omit_final_dot=True).lower()
        self.asked.append(domain)
        if domain in self.silent:
            return
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        if domain in self.failing:
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif query.question[0].rdtype == dns.rdatatype.SRV and domain in self.services:
            lines = [" ".join(map(str, record)) for record in self.services[domain]]
            reply.answer.append(dns.rrset.from_text(name, 300, "IN", "SRV", *lines))
        elif domain not in self.records:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        elif query.question[0].rdtype == dns.rdatatype.A:
            if domain in self.with_address:
                reply.answer.append(dns.rrset.from_text(name, 300, "IN", "A", "192.0.2.1"))
        elif query.question[0].rdtype == dns.rdatatype.MX and self.records[domain]:
            written = [f"{preference} {host}" for preference, host in self.records[domain]]
            reply.answer.append(dns.rrset.from_text(name, 300, "IN", "MX", *written))
        self._transport.sendto(reply.to_wire(), addr)


@asynccontextmanager
async def name_server(records: Mapping[str, Sequence[tuple[int, str]]]) -> AsyncIterator[NameServer]:
    """The server, listening until the block ends."""
    transport, server = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: NameServer(records), local_addr=(LOOPBACK, 0)
    )
    try:
        yield server
    finally:
        transport.close()
