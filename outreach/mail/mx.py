"""The mail servers of a domain, asked of DNS (RFC 5321, 5.1; RFC 7505)."""

from collections.abc import Sequence

from outreach.core.errors import OutreachError


class MxTrouble(OutreachError):
    """DNS gave no answer: nothing is known about the domain."""


class MxLookup:
    """Asks this machine's name servers, or those given by their IP addresses."""

    def __init__(self, nameservers: Sequence[str] = (), *, port: int = 53, seconds: float = 5.0) -> None:
        self._nameservers = tuple(nameservers)
        self._port = port
        self._seconds = seconds

    async def hosts(self, domain: str) -> tuple[str, ...]:
        """Its mail servers in lower case, the most preferred first; none for a domain that names none.

        Takes at most `seconds`, over all name servers and tries. Raises MxTrouble.
        """
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
            answer = await resolver.resolve(
                from_text(domain), "MX", lifetime=self._seconds, raise_on_no_answer=False
            )
        except dns.resolver.NXDOMAIN:
            return ()
        except (DNSException, OSError) as error:
            raise MxTrouble(f"{domain}: {str(error) or type(error).__name__}") from error
        records = sorted((record.preference, record.exchange.to_text().lower()) for record in answer)
        # A lone "." says that the domain takes no mail (RFC 7505).
        return tuple(host.rstrip(".") for _, host in records if host != ".")
