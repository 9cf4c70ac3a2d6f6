"""Server addresses: TLS off this machine, nothing that could break out of a line, and secrets unseen."""

import pytest

from outreach.core.errors import Refused
from outreach.mail.servers import AccessToken, ImapServer, Password, Security, SmtpServer, is_loopback


@pytest.mark.parametrize("kind", [SmtpServer, ImapServer])
@pytest.mark.parametrize(
    "host", ["smtp.alpha.example", "192.0.2.1", "localhost.alpha.example", "::2", "10.0.0.1"]
)
def test_plain_text_is_refused_off_this_machine(kind: type[SmtpServer] | type[ImapServer], host: str) -> None:
    with pytest.raises(Refused, match='"tls"'):
        kind(host, 25, Security.NONE)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1"])
def test_plain_text_is_allowed_on_this_machine(host: str) -> None:
    assert SmtpServer(host, 25, Security.NONE).security is Security.NONE
    assert is_loopback(host)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_any_host_may_be_spoken_to_over_tls(security: Security) -> None:
    assert SmtpServer("smtp.alpha.example", 465, security).host == "smtp.alpha.example"


@pytest.mark.parametrize("host", ["", "two words", "smtp.alpha.example\r\n", "a\x00b"])
def test_a_host_that_is_no_name_is_refused(host: str) -> None:
    with pytest.raises(Refused):
        SmtpServer(host, 465, Security.TLS)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    with pytest.raises(Refused, match="465"):
        SmtpServer("smtp.alpha.example", port, Security.TLS)


def test_a_secret_is_not_shown() -> None:
    server = SmtpServer("smtp.alpha.example", 465, Security.TLS, Password("ann", "correct horse"))

    for shown in (repr(server), str(server), repr(AccessToken("ann", "correct horse"))):
        assert "correct" not in shown
        assert "ann" in shown


@pytest.mark.parametrize("secret", ["two\nlines", "ends with one\n", "nul\x00"])
@pytest.mark.parametrize("kind", [Password, AccessToken])
def test_a_secret_with_a_line_break_is_refused_and_still_not_shown(
    kind: type[Password] | type[AccessToken], secret: str
) -> None:
    with pytest.raises(Refused) as caught:
        kind("ann", secret)

    assert secret not in str(caught.value)
    assert secret.strip() not in str(caught.value)


def test_a_user_name_with_a_line_break_is_refused() -> None:
    with pytest.raises(Refused):
        Password("ann\r\nQUIT", "secret")
