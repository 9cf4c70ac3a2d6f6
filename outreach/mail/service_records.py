"""Where a domain says that its mail is handed in and read: SRV records (RFC 2782, 6186, 8314)."""

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.core.errors import OutreachError


class ServiceTrouble(OutreachError):
    """DNS gave no answer: nothing is known about the domain."""


@dataclass(frozen=True, slots=True)
class Service:
    """One server that offers a service."""

    host: str
    port: int


class ServiceLookup:
    """Asks this machine's name servers, or those given by their IP addresses."""

    def __init__(self, nameservers: Sequence[str] = (), *, port: int = 53, seconds: float = 5.0) -> None:
        self._nameservers = tuple(nameservers)
        self._port = port
        self._seconds = seconds

    async def find(self, service: str, domain: str) -> Service | None:
        """The most preferred server of `service`, such as "imaps"; None where there is none. Raises ServiceTrouble."""
        # Slow to import: only whoever looks something up pays for it.
        import dns.asyncresolver
        import dns.resolver
        from dns.exception import DNSException
        from dns.name import from_text

        try:
            resolver = dns.asyncresolver.Resolver(configure=not self._nameservers)
            if self._nameservers:
                resolver.nameservers = list(self._nameservers)
                resolver.port = self._port
            name = from_text(f"_{service}._tcp.{domain}")
            answer = await resolver.resolve(name, "SRV", lifetime=self._seconds, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            return None
        except (DNSException, OSError) as error:
            raise ServiceTrouble(f"{domain}: {str(error) or type(error).__name__}") from error
        # Among equals the weight would be drawn (RFC 2782); for one person's settings the heaviest will do.
        records = sorted((each.priority, -each.weight, each.port, each.target.to_text()) for each in answer)
        if not records or records[0][3] == ".":
            # A lone "." says that the service is not offered (RFC 6186, 3.4).
            return None
        _, _, port, target = records[0]
        return Service(target.rstrip(".").lower(), port)
