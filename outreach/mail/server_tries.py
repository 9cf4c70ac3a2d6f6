"""Whether a mail server answers where one is guessed: greeting and TLS with a good certificate, nobody logs in."""

from outreach.core.errors import OutreachError
from outreach.mail.imap import ImapSession, LoginRefused
from outreach.mail.outcomes import Outcome
from outreach.mail.servers import ImapServer, Security, SmtpServer
from outreach.mail.smtp import SmtpConnection
from outreach.mail.smtp_line import Timeouts

_SECONDS = 8.0


async def takes_mail_over_smtp(host: str, port: int, security: Security) -> bool:
    """Whether an SMTP server answers there over a line that is secured."""
    try:
        server = SmtpServer(host, port, security)
        answer = await SmtpConnection(server, timeouts=Timeouts.all(_SECONDS)).check()
    except OutreachError:
        return False
    return answer.outcome is Outcome.READY


async def hands_out_mail_over_imap(host: str, port: int, security: Security) -> bool:
    """Whether an IMAP server answers there over a line that is secured."""
    try:
        session = await ImapSession.open(ImapServer(host, port, security), deadline=_SECONDS)
    except LoginRefused:
        # We have none: that it came to this means that the line was made and secured.
        return True
    except OutreachError:
        return False
    await session.close()
    return True
