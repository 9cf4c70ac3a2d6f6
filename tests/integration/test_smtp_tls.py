"""TLS is demanded, checked, and not to be talked out of."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from outreach.core.errors import Refused
from outreach.mail.outcomes import Outcome, Phase
from outreach.mail.servers import AccessToken, Password, Security, SmtpServer
from outreach.mail.smtp import SmtpConnection, Timeouts
from tests.support.certificate import Certificate, make_certificate
from tests.support.commit_point import CommitPoint, hand_in
from tests.support.misbehaving_smtp import LOOPBACK, PASSWORD, TOKEN, USERNAME, Fault, Kind, MisbehavingSmtp

ANN = Password(USERNAME, PASSWORD)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def tls(certificate: Certificate) -> Iterator[ssl.SSLContext]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.file, certificate.key)
    yield context


@pytest.mark.parametrize("login", [ANN, AccessToken(USERNAME, TOKEN)])
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_a_mail_goes_through_tls(
    security: Security, login: Password | AccessToken, tls: ssl.SSLContext, certificate: Certificate
) -> None:
    async with MisbehavingSmtp(tls=tls, implicit_tls=security is Security.TLS) as server:
        smtp = SmtpConnection(
            SmtpServer(LOOPBACK, server.port, security, login, ca_file=str(certificate.file))
        )

        answers = [await hand_in(smtp) for _ in range(2)]

        assert [answer.outcome for answer in answers] == [Outcome.SENT] * 2
        assert (server.connections, len(server.mails)) == (1, 2)
        await smtp.close()


async def test_the_log_in_comes_after_the_upgrade_and_a_second_ehlo(
    tls: ssl.SSLContext, certificate: Certificate
) -> None:
    async with MisbehavingSmtp(tls=tls) as server:
        address = SmtpServer(LOOPBACK, server.port, Security.STARTTLS, ANN, ca_file=str(certificate.file))

        answer = await SmtpConnection(address).check()

        assert answer.outcome is Outcome.READY
        assert [line.split()[0] for line in server.commands[:4]] == ["EHLO", "STARTTLS", "EHLO", "AUTH"]


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_a_certificate_that_nobody_vouches_for_ends_the_conversation(
    security: Security, tls: ssl.SSLContext
) -> None:
    async with MisbehavingSmtp(tls=tls, implicit_tls=security is Security.TLS) as server:
        smtp = SmtpConnection(SmtpServer(LOOPBACK, server.port, security, ANN))

        answer = await hand_in(smtp)

        assert (answer.outcome, answer.phase) == (Outcome.NOT_SENT, Phase.TLS)
        assert answer.text == "the certificate is not trusted: self-signed certificate"
        assert not any(line.startswith("AUTH") for line in server.commands)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_a_certificate_for_another_name_ends_the_conversation(
    security: Security, tls: ssl.SSLContext, certificate: Certificate
) -> None:
    async with MisbehavingSmtp(tls=tls, implicit_tls=security is Security.TLS, host="127.0.0.2") as server:
        smtp = SmtpConnection(
            SmtpServer("127.0.0.2", server.port, security, ANN, ca_file=str(certificate.file))
        )

        answer = await hand_in(smtp)

        assert (answer.outcome, answer.phase) == (Outcome.NOT_SENT, Phase.TLS)
        assert "127.0.0.2" in answer.text
        assert not any(line.startswith("AUTH") for line in server.commands)


async def test_a_server_that_does_not_offer_starttls_hears_no_password() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(SmtpServer(LOOPBACK, server.port, Security.STARTTLS, ANN))

        answer = await hand_in(smtp)

        assert (answer.outcome, answer.phase, answer.code) == (Outcome.REFUSED, Phase.STARTTLS, None)
        assert [line.split()[0] for line in server.commands] == ["EHLO"]


@pytest.mark.parametrize("injected", ["250 misbehaving.example", "235 2.7.0 Welcome", "250-AUTH PLAIN"])
async def test_what_stands_in_clear_behind_the_220_is_refused(
    injected: str, tls: ssl.SSLContext, certificate: Certificate
) -> None:
    fault = Fault("starttls", Kind.REPLY, reply=f"220 2.0.0 Go ahead\r\n{injected}")
    async with MisbehavingSmtp(fault, tls=tls) as server:
        address = SmtpServer(LOOPBACK, server.port, Security.STARTTLS, ANN, ca_file=str(certificate.file))

        answer = await hand_in(SmtpConnection(address))

        assert (answer.outcome, answer.phase) == (Outcome.NOT_SENT, Phase.STARTTLS)
        assert answer.text == "the server spoke out of turn"
        assert [line.split()[0] for line in server.commands] == ["EHLO", "STARTTLS"]


async def test_a_port_that_speaks_plain_text_is_told_from_one_that_is_closed(
    certificate: Certificate,
) -> None:
    async with MisbehavingSmtp() as server:
        address = SmtpServer(LOOPBACK, server.port, Security.TLS, ANN, ca_file=str(certificate.file))

        answer = await SmtpConnection(address).check()

        assert (answer.outcome, answer.phase) == (Outcome.NOT_SENT, Phase.TLS)
        assert 'must be "starttls"' in answer.text


async def test_a_handshake_that_is_never_answered_comes_to_its_end(certificate: Certificate) -> None:
    limits = replace(Timeouts.all(60), connect=0.2)
    async with MisbehavingSmtp(Fault("greeting", Kind.STALL)) as server:
        address = SmtpServer(LOOPBACK, server.port, Security.TLS, ANN, ca_file=str(certificate.file))
        smtp, commit_point = SmtpConnection(address, timeouts=limits), CommitPoint()

        answer = await hand_in(smtp, commit_point)

        assert (answer.outcome, answer.phase) == (Outcome.NOT_SENT, Phase.CONNECT)
        assert commit_point.asked == 0


def test_a_ca_file_that_cannot_be_read_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")

    for name in ("ca.pem", "missing.pem"):
        with pytest.raises(Refused, match=name):
            SmtpConnection(SmtpServer(LOOPBACK, 465, Security.TLS, ca_file=str(tmp_path / name)))
