"""Opens an IMAP session with an access token; one that the server does not take is renewed, once."""

from dataclasses import replace

from outreach.core.errors import OutreachError
from outreach.mail.imap import ImapSession
from outreach.mail.imap_trouble import AuthorisationRefused, ConnectionLost, ImapTrouble, LoginRefused
from outreach.mail.oauth_trouble import TokenRefused
from outreach.mail.servers import ImapServer
from outreach.mail.token_source import TokenSource


async def open_session(server: ImapServer, tokens: TokenSource | None, *, deadline: float) -> ImapSession:
    """A session that is logged in, with a token where there are `tokens`. Raises ImapTrouble."""
    if tokens is None:
        return await ImapSession.open(server, deadline=deadline)
    try:
        return await _with_token(server, tokens, deadline)
    except TokenRefused as refused:
        trouble: ImapTrouble = AuthorisationRefused(str(refused))
    except ImapTrouble:
        raise
    except OutreachError as error:
        # The token server is out of reach, a secret cannot be fetched: nothing is wrong with the mailbox.
        trouble = ConnectionLost(f"{server.host}:{server.port} was not asked: {error}")
    raise trouble


async def _with_token(server: ImapServer, tokens: TokenSource, deadline: float) -> ImapSession:
    token = await tokens.current()
    try:
        return await ImapSession.open(replace(server, login=token), deadline=deadline)
    except LoginRefused:
        token = await tokens.renewed(token)
    try:
        return await ImapSession.open(replace(server, login=token), deadline=deadline)
    except LoginRefused as trouble:
        words = await tokens.give_up(trouble.words or str(trouble))
    raise AuthorisationRefused(words)
