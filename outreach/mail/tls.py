"""The TLS contexts of the mail connections: certificate and name are checked, TLS 1.2 at least (RFC 8996)."""

import ssl
from functools import lru_cache

from outreach.core.errors import Refused


@lru_cache(maxsize=64)
def client_context(ca_file: str | None = None) -> ssl.SSLContext:
    """A context that trusts the system's authorities, or only those in the PEM file `ca_file`.

    Kept and shared: reading the system's authorities takes 40 ms. Raises Refused for an unreadable file.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        reason = error.strerror or str(error)
        raise Refused(f"{ca_file}: not a PEM file with certificates ({reason}).") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
