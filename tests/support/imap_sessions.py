"""IMAP sessions with the server that says what a test wants it to say."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from outreach.mail.imap import ImapSession
from outreach.mail.servers import ImapServer, Login, Password, Security
from tests.support.misbehaving_imap import CAPABILITIES, MAILS, PASSWORD, USERNAME, MisbehavingImap, Phase

WITH_PASSWORD = Password(USERNAME, PASSWORD)


def address(
    server: MisbehavingImap,
    login: Login | None = WITH_PASSWORD,
    security: Security = Security.NONE,
    ca_file: Path | None = None,
) -> ImapServer:
    return ImapServer("localhost", server.port, security, login, str(ca_file) if ca_file else None)


@asynccontextmanager
async def session_with(
    *,
    script: Mapping[Phase, Sequence[bytes]] | None = None,
    mails: Mapping[int, bytes] = MAILS,
    capabilities: str = CAPABILITIES,
    folder: str | None = "INBOX",
) -> AsyncIterator[tuple[ImapSession, MisbehavingImap]]:
    """An open session, with `folder` opened, and the server at its other end."""
    async with MisbehavingImap(script=script, mails=mails, capabilities=capabilities) as server:
        session = await ImapSession.open(address(server), deadline=10)
        if folder:
            await session.select(folder)
        try:
            yield session, server
        finally:
            session.abort()
