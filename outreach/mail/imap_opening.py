"""From a host name to a logged-in IMAP connection: TLS first, then the login, then what the server can do.

Nothing secret is sent before the line is secured, or to this machine itself.
"""

import asyncio
import base64
import json
import ssl
from dataclasses import dataclass

from aioimaplib.aioimaplib import AUTH

from outreach.core.untrusted import one_line
from outreach.mail.imap_names import is_quotable, quote
from outreach.mail.imap_protocol import Answer, ImapProtocol
from outreach.mail.imap_refusals import refusal
from outreach.mail.imap_trouble import (
    ConnectionLost,
    ImapTrouble,
    InsecureConnection,
    LoginRefused,
    NotReached,
)
from outreach.mail.sasl import bearer, xoauth2
from outreach.mail.servers import AccessToken, ImapServer, Password, Security, is_loopback
from outreach.mail.tls import client_context

#: A name may stand for several addresses; the next is tried when one has not answered so long (RFC 8305).
_NEXT_ADDRESS_AFTER = 0.25


async def opened(server: ImapServer, *, deadline: float) -> ImapProtocol:
    """A connection that is logged in, all within `deadline` seconds. Raises ImapTrouble."""
    protocol = ImapProtocol(f"{server.host}:{server.port}")
    async with protocol.within(deadline, "the opening of the connection"):
        await _connect(protocol, server)
        await introduce(protocol, server)
    return protocol


async def introduce(protocol: ImapProtocol, server: ImapServer) -> None:
    """From the server's greeting to the answer that we are logged in."""
    await protocol.greeting()
    await protocol.ask_capabilities()
    if server.security is Security.STARTTLS:
        await _start_tls(protocol, server)
        await protocol.ask_capabilities()
    await _log_in(protocol, server)
    # Servers tell more to who is logged in: IDLE, UIDPLUS, SPECIAL-USE.
    await protocol.ask_capabilities()


async def _connect(protocol: ImapProtocol, server: ImapServer) -> None:
    context = client_context(server.ca_file) if server.security is Security.TLS else None
    try:
        await asyncio.get_running_loop().create_connection(
            lambda: protocol,
            server.host.strip("[]"),
            server.port,
            ssl=context,
            happy_eyeballs_delay=_NEXT_ADDRESS_AFTER,
        )
    except ssl.SSLError as error:
        raise _insecure(protocol, error) from error
    except (OSError, UnicodeError) as error:
        raise NotReached(f"{protocol.peer} cannot be reached: {_reason(error)}") from error


async def _start_tls(protocol: ImapProtocol, server: ImapServer) -> None:
    if "STARTTLS" not in protocol.capabilities:
        raise InsecureConnection(
            f"{protocol.peer} does not offer STARTTLS, or somebody on the line hides that it does. "
            'Try security = "tls" on port 993.'
        )
    answer = await protocol.ask("STARTTLS")
    if not answer.is_ok:
        raise InsecureConnection(f"{protocol.peer} refuses STARTTLS", words=answer.status.words)
    # Something may have come along with the go-ahead.
    protocol.raise_if_lost()
    loop = asyncio.get_running_loop()
    try:
        transport = await loop.start_tls(
            protocol.transport,
            protocol,
            client_context(server.ca_file),
            server_hostname=server.host.strip("[]"),
        )
    except ssl.SSLError as error:
        raise _insecure(protocol, error) from error
    except OSError as error:
        raise ConnectionLost(f"{protocol.peer} ended the TLS handshake: {_reason(error)}") from error
    if transport is None:
        raise ConnectionLost(f"{protocol.peer} ended the TLS handshake")
    protocol.secured(transport)


def _reason(error: Exception) -> str:
    return one_line(str(error)) or type(error).__name__


def _insecure(protocol: ImapProtocol, error: ssl.SSLError) -> ImapTrouble:
    if isinstance(error, ssl.SSLCertVerificationError):
        return InsecureConnection(
            f"{protocol.peer} has a certificate that cannot be trusted: {error.verify_message}. "
            "For a server with a certificate of its own, name its PEM file in ca_file."
        )
    reason = error.reason or str(error)
    return InsecureConnection(
        f"{protocol.peer} does not speak TLS as it should ({reason}). "
        'Port 993 has security = "tls", port 143 has "starttls".'
    )


@dataclass(frozen=True, slots=True)
class _Sasl:
    """A way to log in: its name among the capabilities, and what it says to the server."""

    mechanism: str
    message: str
    #: What a server that refuses waits for, after it has said why in a question.
    closing: str = ""

    @property
    def coded(self) -> str:
        return base64.b64encode(self.message.encode()).decode("ascii")


async def _log_in(protocol: ImapProtocol, server: ImapServer) -> None:
    # The value refuses plain text to elsewhere as well; here it is the last moment.
    if server.security is Security.NONE and not is_loopback(server.host):
        raise InsecureConnection(f"{protocol.peer} would get the password in plain text")
    if isinstance(server.login, Password):
        await _log_in_by_password(protocol, server.login)
    elif isinstance(server.login, AccessToken):
        await _log_in_by_token(protocol, server, server.login)
    else:
        raise LoginRefused(f"{protocol.peer}: no user name and password are configured for reading mail")
    protocol.state = AUTH


async def _log_in_by_password(protocol: ImapProtocol, login: Password) -> None:
    simple = is_quotable(login.username) and is_quotable(login.secret)
    if simple and "LOGINDISABLED" not in protocol.capabilities:
        answer = await protocol.ask("LOGIN", quote(login.username), quote(login.secret))
        _demand_ok(protocol, answer, login.secret)
        return
    plain = _Sasl("PLAIN", f"\0{login.username}\0{login.secret}")
    await _authenticate(protocol, plain, login.secret)


async def _log_in_by_token(protocol: ImapProtocol, server: ImapServer, login: AccessToken) -> None:
    sasl = _Sasl("XOAUTH2", xoauth2(login))
    if "AUTH=XOAUTH2" not in protocol.capabilities and "AUTH=OAUTHBEARER" in protocol.capabilities:
        # RFC 7628, 3.2.3: the answer to its reasons is one octet of 1, in base64.
        sasl = _Sasl("OAUTHBEARER", bearer(login, server.host.strip("[]"), server.port), "AQ==")
    await _authenticate(protocol, sasl, login.token)


async def _authenticate(protocol: ImapProtocol, sasl: _Sasl, secret: str) -> None:
    if f"AUTH={sasl.mechanism}" not in protocol.capabilities:
        offered = sorted(word for word in protocol.capabilities if word.startswith("AUTH="))
        raise LoginRefused(
            f"{protocol.peer} does not offer the login {sasl.mechanism}, only {', '.join(offered) or 'none'}"
        )
    answer = await protocol.authenticate(
        sasl.mechanism, sasl.coded, sasl.closing, initial="SASL-IR" in protocol.capabilities
    )
    _demand_ok(protocol, answer, secret, sasl.coded)


def _demand_ok(protocol: ImapProtocol, answer: Answer, *secrets: str) -> None:
    if answer.is_ok:
        return
    words = " ".join([answer.status.words, *_reasons(answer)])
    for secret in secrets:
        # A server may quote the command that it refuses.
        words = words.replace(secret, "***") if secret else words
    raise refusal(LoginRefused, f"{protocol.peer} refuses the login", answer.status, words)


def _reasons(answer: Answer) -> list[str]:
    """What a server says in its last question before it refuses a token: JSON in base64 (RFC 7628, 3.2.2)."""
    reasons = []
    for question, *_ in answer.responses:
        try:
            told = json.loads(base64.b64decode(question.removeprefix(b"+").strip()))
        except ValueError:
            continue
        if isinstance(told, dict):
            reasons += [f"({key} {told[key]})" for key in ("status", "scope") if told.get(key)]
    return reasons
