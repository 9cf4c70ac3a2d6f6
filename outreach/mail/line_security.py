"""What secures a line: the version of TLS, and whose certificate it is and until when."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from outreach.core.untrusted import one_line


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that was found to be good for the server's name."""

    #: The names it is for, as it gives them.
    names: tuple[str, ...]
    issuer: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Secured:
    """A line with TLS on it."""

    #: As OpenSSL calls it, "TLSv1.3".
    version: str
    certificate: Certificate | None


def secured(transport: Any) -> Secured | None:
    """What secures this transport; None where nothing does, or where there is no transport."""
    tls = transport.get_extra_info("ssl_object") if transport is not None else None
    if tls is None:
        return None
    return Secured(tls.version() or "TLS", _certificate(tls.getpeercert() or {}))


def _certificate(told: dict[str, Any]) -> Certificate | None:
    until = told.get("notAfter")
    if not until:
        return None
    names = tuple(one_line(str(value), 100) for _, value in told.get("subjectAltName", ()))
    return Certificate(
        names=names or (_named(told.get("subject", ()), "commonName"),),
        issuer=_named(told.get("issuer", ()), "organizationName", "commonName"),
        valid_until=datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC),
    )


def _named(parts: Any, *wanted: str) -> str:
    """The first of these fields in a distinguished name, which OpenSSL gives as tuples of tuples of pairs."""
    fields = {str(key): str(value) for part in parts for key, value in part}
    return next((one_line(fields[name], 100) for name in wanted if name in fields), "nobody named")
