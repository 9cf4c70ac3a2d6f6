"""Whether a domain takes mail at all, asked of DNS (RFC 5321, 5.1; RFC 7505)."""

import asyncio
from collections.abc import Collection, Sequence

#: Domains asked about at the same time.
AT_ONCE = 40


class MailLookup:
    """Asks this machine's name servers, or those given by their IP addresses."""

    def __init__(self, nameservers: Sequence[str] = (), *, port: int = 53, seconds: float = 5.0) -> None:
        self._nameservers = tuple(nameservers)
        self._port = port
        self._seconds = seconds

    async def of_all(self, domains: Collection[str]) -> dict[str, bool]:
        """What is sure of these domains; those for which DNS gave no answer are left out."""
        places = asyncio.Semaphore(AT_ONCE)

        async def one(domain: str) -> bool | None:
            async with places:
                return await self.takes_mail(domain)

        answers = await asyncio.gather(*map(one, domains))
        return {domain: answer for domain, answer in zip(domains, answers, strict=True) if answer is not None}

    async def takes_mail(self, domain: str) -> bool | None:
        """No for one that does not exist, that says so (a null MX), or that has neither MX nor address.

        None where nothing is known: no answer, a broken one, a name that cannot be asked for.
        """
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN

        try:
            hosts = await self._asked(domain, "MX")
            if hosts:
                # A lone "." says that the domain takes no mail (RFC 7505).
                return hosts != ["."]
            # Without an MX, mail goes to the domain's own address.
            return bool(await self._asked(domain, "A") or await self._asked(domain, "AAAA"))
        except NXDOMAIN:
            return False
        except (DNSException, OSError, ValueError):
            return None

    async def _asked(self, domain: str, kind: str) -> list[str]:
        # Slow to import: only whoever looks something up pays for it.
        import dns.asyncresolver
        from dns.name import from_text

        resolver = dns.asyncresolver.Resolver(configure=not self._nameservers)
        if self._nameservers:
            resolver.nameservers = list(self._nameservers)
            resolver.port = self._port
        answer = await resolver.resolve(
            from_text(domain), kind, lifetime=self._seconds, raise_on_no_answer=False
        )
        return [record.exchange.to_text() if kind == "MX" else record.to_text() for record in answer]
