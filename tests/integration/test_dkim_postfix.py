"""A mail that we have signed, through a real Postfix into a maildir: the signature is valid there."""

from datetime import UTC, datetime

import dkim
import pytest

from outreach.mail.dkim_signing import KINDS, new_key, read_key, signed
from outreach.mail.outcomes import Outcome
from outreach.mail.servers import Password, Security, SmtpServer
from outreach.mail.smtp import SmtpConnection
from tests.support.commit_point import SENDER, hand_in
from tests.support.ports import LOOPBACK
from tests.support.servers import USERS, Dovecot, Postfix
from tests.support.waiting import eventually
from tests.unit.test_dkim_signing import MAIL

HEAD = MAIL.partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(MAIL, id="folded headers, long and dotted lines"),
        pytest.param(
            HEAD + b"\r\n\r\n\xd0\x94\xd0\xb0\r\n.\r\nFrom x\r\n" + b"y" * 990 + b"\r\n", id="8 bits"
        ),
    ],
)
async def test_it_is_valid_behind_postfix(
    kind: str, mail: bytes, postfix: Postfix, empty_mailboxes: Dovecot
) -> None:
    key = read_key(new_key(kind))
    login = Password(SENDER, USERS[SENDER])
    server = SmtpServer(
        LOOPBACK, postfix.submission, Security.STARTTLS, login, ca_file=str(postfix.dovecot.cert)
    )
    smtp = SmtpConnection(server)

    answer = await hand_in(
        smtp, message=signed(mail, key, domain="alpha.example", selector="s1", at=datetime.now(UTC))
    )

    [arrived] = await eventually(lambda: empty_mailboxes.messages("info@beta.example"), "the mail")
    await smtp.close()
    assert answer.outcome is Outcome.SENT
    assert dkim.verify(arrived, dnsfunc=lambda _name, timeout=5: key.record.encode())
