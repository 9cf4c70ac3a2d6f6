"""What DNS says of a domain: its texts, mail servers and addresses, each asked for within a few seconds."""

import ipaddress
from collections.abc import Sequence
from typing import Any

from outreach.core.errors import OutreachError
from outreach.core.untrusted import one_line

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Of one name. Nobody needs more, and a hostile one may have thousands.
_MOST = 50


class DnsTrouble(OutreachError):
    """DNS gave no answer: nothing is known."""


class DnsRecords:
    """Asks this machine's name servers, or those given by their IP addresses. A name that is not there has nothing."""

    def __init__(self, nameservers: Sequence[str] = (), *, port: int = 53, seconds: float = 5.0) -> None:
        self._nameservers = tuple(nameservers)
        self._port = port
        self._seconds = seconds

    async def texts(self, name: str) -> tuple[str, ...]:
        """Its TXT records, the pieces of each put together (RFC 7208, 3.3)."""
        records = await self._asked(name, "TXT")
        return tuple(b"".join(record.strings).decode("ascii", "replace") for record in records[:_MOST])

    async def mail_servers(self, name: str) -> tuple[str, ...]:
        """The names of its MX records in lower case, the most preferred first; "." for one that takes no mail."""
        records = await self._asked(name, "MX")
        pairs = sorted((record.preference, record.exchange.to_text().lower()) for record in records)
        return tuple(host.rstrip(".") or "." for _, host in pairs[:_MOST])

    async def addresses(self, name: str) -> tuple[IpAddress, ...]:
        """Its A and AAAA records."""
        records = [*await self._asked(name, "A"), *await self._asked(name, "AAAA")]
        return tuple(ipaddress.ip_address(record.address) for record in records[:_MOST])

    async def _asked(self, name: str, kind: str) -> list[Any]:
        # Slow to import: only whoever looks something up pays for it.
        import dns.asyncresolver
        import dns.resolver
        from dns.exception import DNSException, Timeout
        from dns.name import from_text

        try:
            resolver = dns.asyncresolver.Resolver(configure=not self._nameservers)
            if self._nameservers:
                resolver.nameservers = list(self._nameservers)
                resolver.port = self._port
            absolute = from_text(name)
            answer = await resolver.resolve(
                absolute, kind, lifetime=self._seconds, raise_on_no_answer=False, search=False
            )
        except dns.resolver.NXDOMAIN:
            return []
        except Timeout as error:
            why = f"no answer within {self._seconds:g} seconds"
            raise DnsTrouble(f"DNS does not say what {kind} {one_line(name, 100)} has: {why}") from error
        except (DNSException, OSError, UnicodeError) as error:
            why = one_line(str(error), 200) or type(error).__name__
            raise DnsTrouble(f"DNS does not say what {kind} {one_line(name, 100)} has: {why}") from error
        return list(answer)
