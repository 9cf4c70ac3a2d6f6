"""Where a mailbox sends and reads: host, port, how the line is secured, who logs in. Values only."""

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line, smuggles_a_header


class Security(StrEnum):
    """How the line is secured. Never "if offered": who strips the offer would get the password."""

    #: TLS from the first byte (RFC 8314): SMTP 465, IMAP 993.
    TLS = "tls"
    #: A plain greeting, then an upgrade that must succeed (RFC 3207, RFC 2595): SMTP 587, IMAP 143.
    STARTTLS = "starttls"
    #: Plain text, to this machine only.
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Password:
    """A user name and a password, or an app password, as Google, Yandex and others call it."""

    username: str
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        _demand_one_line(self.username, self.secret)


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A user name and an OAuth2 access token for XOAUTH2; it is good for about an hour."""

    username: str
    token: str = field(repr=False)

    def __post_init__(self) -> None:
        _demand_one_line(self.username, self.token)


Login = Password | AccessToken


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed in. Raises Refused for plain text to another machine and for nonsense."""

    host: str
    port: int
    security: Security
    login: Login | None = None
    #: PEM file of the authorities to trust instead of the system's, where a server signs for itself.
    ca_file: str | None = None

    def __post_init__(self) -> None:
        _demand_reachable(self.host, self.port)
        _demand_secure(self.host, self.port, self.security)


@dataclass(frozen=True, slots=True)
class ImapServer:
    """Where mail is read. Raises Refused for plain text to another machine and for nonsense."""

    host: str
    port: int
    security: Security
    login: Login | None = None
    #: PEM file of the authorities to trust instead of the system's, where a server signs for itself.
    ca_file: str | None = None

    def __post_init__(self) -> None:
        _demand_reachable(self.host, self.port)
        _demand_secure(self.host, self.port, self.security)


def is_loopback(host: str) -> bool:
    """Whether `host` names this machine by itself, without asking a name server that could say otherwise."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _demand_secure(host: str, port: int, security: Security) -> None:
    if security is Security.NONE and not is_loopback(host):
        raise Refused(
            f"{host}:{port} would be spoken to in plain text; that is only done on this machine. "
            'Set security = "tls" (ports 465, 993) or "starttls" (ports 587, 143).'
        )


def _demand_reachable(host: str, port: int) -> None:
    if not host or any(character.isspace() for character in host) or smuggles_a_header(host):
        raise Refused(f'"{one_line(host)}" is not the name of a server.')
    if not 0 < port < 65536:
        raise Refused(f"{host}: {port} is not a port. SMTP has 465 (tls) or 587 (starttls), IMAP 993 or 143.")


def _demand_one_line(username: str, secret: str) -> None:
    # A line break in a credential would start a command of its own, a NUL would split AUTH PLAIN (RFC 4616).
    # The secret is not shown, not even its wrong character.
    if smuggles_a_header(username):
        raise Refused(f'The user name "{one_line(username)}" has control characters in it.')
    if any(ord(character) < 32 or ord(character) == 127 for character in secret):
        raise Refused(
            f'The password or token of "{one_line(username)}" has control characters in it. '
            "Does the file that holds it end with more than one line?"
        )
