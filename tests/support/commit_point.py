"""A commit point for tests, and a short way to hand a mail in."""

from collections.abc import Awaitable, Callable

from outreach.mail.servers import Login, Security, SmtpServer
from outreach.mail.smtp import Answer, SmtpConnection
from tests.support.misbehaving_smtp import LOOPBACK, MisbehavingSmtp

SENDER = "ann@alpha.example"
RECIPIENT = "info@beta.example"
MAIL = b"From: ann@alpha.example\r\nTo: info@beta.example\r\nSubject: sales\r\n\r\nOne question.\r\n"


class CommitPoint:
    """Says yes or no, and counts how often it was asked. `meanwhile` happens while it makes up its mind."""

    def __init__(
        self, says: bool = True, *, meanwhile: Callable[[], Awaitable[object]] | None = None
    ) -> None:
        self.says = says
        self.asked = 0
        self._meanwhile = meanwhile

    async def __call__(self) -> bool:
        self.asked += 1
        if self._meanwhile is not None:
            await self._meanwhile()
        return self.says


def plain(server: MisbehavingSmtp, login: Login | None = None) -> SmtpServer:
    """The server's address, to be spoken to in plain text."""
    return SmtpServer(LOOPBACK, server.port, Security.NONE, login)


async def hand_in(
    smtp: SmtpConnection,
    commit_point: CommitPoint | None = None,
    *,
    recipient: str = RECIPIENT,
    message: bytes = MAIL,
) -> Answer:
    """Deliver one mail from Ann."""
    return await smtp.deliver(
        sender=SENDER, recipient=recipient, message=message, commit_point=commit_point or CommitPoint()
    )
