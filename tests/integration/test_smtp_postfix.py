"""Mail handed in to a real Postfix, which asks Dovecot who may, and lies in the maildir afterwards."""

import pytest

from outreach.mail.outcomes import Outcome, Phase
from outreach.mail.servers import AccessToken, Login, Password, Security, SmtpServer
from outreach.mail.smtp import SmtpConnection
from tests.support.commit_point import SENDER, CommitPoint, hand_in
from tests.support.ports import LOOPBACK
from tests.support.servers import USERS, Dovecot, Postfix
from tests.support.waiting import eventually

ANN = Password(SENDER, USERS[SENDER])


def submission(postfix: Postfix, security: Security = Security.STARTTLS, login: Login = ANN) -> SmtpServer:
    port = postfix.submission if security is Security.STARTTLS else postfix.smtps
    return SmtpServer(LOOPBACK, port, security, login, ca_file=str(postfix.dovecot.cert))


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_a_mail_lies_in_the_maildir(
    security: Security, postfix: Postfix, empty_mailboxes: Dovecot
) -> None:
    smtp = SmtpConnection(submission(postfix, security))
    body = b"Subject: dots\r\n\r\n.one\r\n..two\r\nend.\r\n"

    answer = await hand_in(smtp, message=body)

    assert answer.outcome is Outcome.SENT
    assert answer.queue_id is not None
    assert answer.queue_id in postfix.log()
    mails = await eventually(lambda: empty_mailboxes.messages("info@beta.example"), "the mail")
    assert b"\n.one\n..two\nend.\n" in mails[0].replace(b"\r\n", b"\n")
    await smtp.close()


async def test_a_token_opens_the_mailbox_as_a_password_does(postfix: Postfix, dovecot: Dovecot) -> None:
    dovecot.tokens.granted["good-token"] = SENDER

    good = await SmtpConnection(submission(postfix, login=AccessToken(SENDER, "good-token"))).check()
    stale = await SmtpConnection(submission(postfix, login=AccessToken(SENDER, "stale"))).check()

    assert good.outcome is Outcome.READY
    assert (stale.outcome, stale.phase) == (Outcome.REFUSED, Phase.AUTH)


async def test_a_wrong_password_is_refused_at_the_log_in(postfix: Postfix) -> None:
    smtp, commit_point = SmtpConnection(submission(postfix, login=Password(SENDER, "wrong"))), CommitPoint()

    answer = await hand_in(smtp, commit_point)

    assert (answer.outcome, answer.phase, answer.code) == (Outcome.REFUSED, Phase.AUTH, 535)
    assert commit_point.asked == 0


async def test_an_unknown_recipient_does_not_spoil_the_line(
    postfix: Postfix, empty_mailboxes: Dovecot
) -> None:
    smtp = SmtpConnection(submission(postfix))

    refused = await hand_in(smtp, recipient="nobody@beta.example")
    sent = await hand_in(smtp)

    assert (refused.outcome, refused.phase, refused.enhanced) == (Outcome.REFUSED, Phase.RCPT, "5.1.1")
    assert sent.outcome is Outcome.SENT
    await eventually(lambda: empty_mailboxes.messages("info@beta.example"), "the mail")
    await smtp.close()


async def test_a_withheld_mail_never_reaches_a_mailbox(postfix: Postfix, empty_mailboxes: Dovecot) -> None:
    smtp = SmtpConnection(submission(postfix))

    withheld = await hand_in(smtp, CommitPoint(says=False), message=b"Subject: withheld\r\n\r\n")
    sent = await hand_in(smtp, message=b"Subject: sent\r\n\r\n")

    assert (withheld.outcome, sent.outcome) == (Outcome.WITHHELD, Outcome.SENT)

    def arrived() -> list[bytes]:
        # What an earlier test had sent may come late.
        mails = empty_mailboxes.messages("info@beta.example")
        return mails if any(b"Subject: sent" in mail for mail in mails) else []

    mails = await eventually(arrived, "the mail")
    assert not any(b"Subject: withheld" in mail for mail in mails)
    await smtp.close()
