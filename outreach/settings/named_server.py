"""A server as a person names it on the command line: HOST, HOST:PORT or [ADDRESS]:PORT, and how its line is secured."""

from enum import StrEnum

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line
from outreach.mail.servers import ImapServer, Security, SmtpServer, is_loopback
from outreach.settings.mail_providers import Place


class Purpose(StrEnum):
    """What it is for."""

    SMTP = "smtp"
    IMAP = "imap"


_PORTS = {
    (Purpose.SMTP, Security.TLS): 465,
    (Purpose.SMTP, Security.STARTTLS): 587,
    (Purpose.SMTP, Security.NONE): 25,
    (Purpose.IMAP, Security.TLS): 993,
    (Purpose.IMAP, Security.STARTTLS): 143,
    (Purpose.IMAP, Security.NONE): 143,
}
#: What a port says where nobody does (RFC 8314, 7.3; RFC 6409).
_BY_PORT = {465: Security.TLS, 993: Security.TLS, 587: Security.STARTTLS, 143: Security.STARTTLS}


def named_server(text: str, purpose: Purpose, security: Security | None) -> Place:
    """The server that the text names. `security` None: what its port says, else TLS, or none on this machine.

    Raises Refused for what is no server, and for plain text to another machine.
    """
    host, port = _parted(text.strip())
    if security is None:
        security = _usual(host, port)
    place = Place(host, port or _PORTS[purpose, security], security)
    server = SmtpServer if purpose is Purpose.SMTP else ImapServer
    server(place.host, place.port, place.security)
    return place


def _usual(host: str, port: int | None) -> Security:
    if port is None:
        return Security.TLS
    return _BY_PORT.get(port, Security.NONE if is_loopback(host) else Security.TLS)


def _parted(text: str) -> tuple[str, int | None]:
    """Host and port. A bare IPv6 address has more than one colon and no port."""
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        port = rest.removeprefix(":") if rest else None
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
    else:
        host, port = text, None
    if port is None:
        return host, None
    if not (port.isascii() and port.isdigit()):
        raise Refused(
            f'"{one_line(text, 80)}" is no server: write HOST or HOST:PORT, as in smtp.alpha.example:465.'
        )
    return host, int(port)
