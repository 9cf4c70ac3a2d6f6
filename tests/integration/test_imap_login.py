"""How an IMAP session begins: the line is secured, then somebody logs in."""

import asyncio
import ssl

import pytest

from outreach.mail.imap import (
    ConnectionLost,
    ImapSession,
    ImapTrouble,
    InsecureConnection,
    LoginRefused,
    ServerBusy,
    TimedOut,
)
from outreach.mail.servers import AccessToken, ImapServer, Password, Security
from tests.support.certificate import Certificate, make_certificate
from tests.support.imap_sessions import address, session_with
from tests.support.misbehaving_imap import (
    CAPABILITIES,
    LOOPBACK,
    MAILS,
    PASSWORD,
    TOKEN,
    USERNAME,
    MisbehavingImap,
    Phase,
)
from tests.support.ports import reserve_port
from tests.support.waiting import eventually


async def trouble_of_opening(server: MisbehavingImap, where: ImapServer) -> ImapTrouble:
    with pytest.raises(ImapTrouble) as caught:
        await ImapSession.open(where, deadline=10)
    assert not any(PASSWORD in command or TOKEN in command for command in server.commands)
    return caught.value


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("imap"))


@pytest.fixture(scope="module")
def server_tls(certificate: Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.file, certificate.key)
    return context


class TestLogin:
    async def test_a_password_with_quotation_marks_and_backslashes_logs_in(self) -> None:
        async with MisbehavingImap() as server:
            session = await ImapSession.open(address(server))
            await session.close()

        assert server.commands[1].endswith(r'LOGIN "ann@alpha.example" "p\"a\\ss word"')

    @pytest.mark.parametrize("capabilities", [CAPABILITIES, CAPABILITIES.replace("SASL-IR ", "")])
    async def test_a_password_beyond_ascii_goes_over_authenticate_plain(self, capabilities: str) -> None:
        password = "пароль größer"
        async with MisbehavingImap(password=password, capabilities=capabilities) as server:
            session = await ImapSession.open(address(server, Password(USERNAME, password)))

            await session.select("INBOX")
            session.abort()

    async def test_where_login_is_disabled_authenticate_is_used(self) -> None:
        async with MisbehavingImap(capabilities=CAPABILITIES + " LOGINDISABLED") as server:
            session = await ImapSession.open(address(server))
            session.abort()

        assert not any(" LOGIN " in command for command in server.commands)

    async def test_a_token_logs_in_over_xoauth2(self) -> None:
        async with MisbehavingImap() as server:
            session = await ImapSession.open(address(server, AccessToken(USERNAME, TOKEN)))

            await session.select("INBOX")
            session.abort()

    async def test_a_refused_token_is_told_with_the_servers_reason(self) -> None:
        async with MisbehavingImap() as server:
            trouble = await trouble_of_opening(server, address(server, AccessToken(USERNAME, "expired")))

        assert isinstance(trouble, LoginRefused)
        assert trouble.code == "AUTHENTICATIONFAILED"
        assert trouble.words == "Invalid credentials. (status 401) (scope https://mail.example/)"

    async def test_a_token_is_not_sent_where_nobody_offers_to_take_one(self) -> None:
        async with MisbehavingImap(capabilities="IMAP4rev1 AUTH=PLAIN") as server:
            trouble = await trouble_of_opening(server, address(server, AccessToken(USERNAME, TOKEN)))

        assert isinstance(trouble, LoginRefused)
        assert "only AUTH=PLAIN" in str(trouble)
        assert not any("AUTHENTICATE" in command for command in server.commands)

    async def test_a_mailbox_without_a_login_is_not_tried(self) -> None:
        async with MisbehavingImap() as server:
            trouble = await trouble_of_opening(server, address(server, None))

        assert isinstance(trouble, LoginRefused)

    @pytest.mark.parametrize(
        ("answer", "kind", "code"),
        [
            (b"%t NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n", LoginRefused, "AUTHENTICATIONFAILED"),
            (b"%t NO [EXPIRED] Your password has expired.\r\n", LoginRefused, "EXPIRED"),
            (b"%t NO LOGIN failed.\r\n", LoginRefused, ""),
            (b"%t NO [ALERT] Application-specific password required\r\n", LoginRefused, "ALERT"),
            (b"%t BAD Command unknown.\r\n", LoginRefused, ""),
            (b"%t NO [AUTHENTICATIONFAILED] Try again later.\r\n", LoginRefused, "AUTHENTICATIONFAILED"),
            (b"%t NO [UNAVAILABLE] No backend.\r\n", ServerBusy, "UNAVAILABLE"),
            (b"%t NO [ALERT] Too many simultaneous connections. (Failure)\r\n", ServerBusy, "ALERT"),
            (b"%t BAD User is authenticated but not connected.\r\n", ServerBusy, ""),
            (b"* BYE [UNAVAILABLE] Too busy.\r\n", ConnectionLost, "UNAVAILABLE"),
        ],
    )  # fmt: skip
    async def test_a_refusal_says_whether_a_person_must_act(
        self, answer: bytes, kind: type[ImapTrouble], code: str
    ) -> None:
        async with MisbehavingImap(script={Phase.AUTH: [answer]}) as server:
            with pytest.raises(ImapTrouble) as caught:
                await ImapSession.open(address(server), deadline=10)

        assert type(caught.value) is kind
        assert caught.value.code == code

    async def test_what_the_server_says_is_shown_without_the_password_and_without_escapes(self) -> None:
        answer = b"%t NO Wrong: " + PASSWORD.encode() + b" \x1b]52;c;aGk=\x07\x1b[2J\r\n"
        async with MisbehavingImap(script={Phase.AUTH: [answer]}) as server:
            with pytest.raises(LoginRefused) as caught:
                await ImapSession.open(address(server), deadline=10)

        assert PASSWORD not in str(caught.value)
        assert "\x1b" not in str(caught.value)
        assert "Wrong: ***" in caught.value.words

    async def test_an_alert_reaches_whoever_holds_the_session(self) -> None:
        script = {Phase.AUTH: [b"* OK [ALERT] The mailbox \x07is nearly full.\r\n%t OK Done.\r\n"]}
        async with session_with(script=script) as (session, _):
            assert session.alerts == ("The mailbox \ufffdis nearly full.",)

    @pytest.mark.parametrize(
        ("greeting", "words"),
        [
            (b"* BYE Come back tomorrow.\r\n", "Come back tomorrow."),
            (b"* PREAUTH Welcome back.\r\n", "Welcome back."),
            (b"220 mx.example ESMTP\r\n", "220 mx.example ESMTP"),
        ],
    )
    async def test_whoever_does_not_greet_like_imap_gets_no_password(
        self, greeting: bytes, words: str
    ) -> None:
        async with MisbehavingImap(script={Phase.GREETING: [greeting]}) as server:
            trouble = await trouble_of_opening(server, address(server))

        assert isinstance(trouble, ConnectionLost)
        assert trouble.words == words
        assert server.commands == []

    async def test_a_server_that_does_not_listen_is_a_lost_connection(self) -> None:
        nobody = ImapServer(LOOPBACK, reserve_port(), Security.NONE, Password(USERNAME, PASSWORD))

        with pytest.raises(ConnectionLost, match="cannot be reached"):
            await ImapSession.open(nobody, deadline=10)


class TestTls:
    async def test_implicit_tls_with_a_certificate_of_the_servers_own(
        self, certificate: Certificate, server_tls: ssl.SSLContext
    ) -> None:
        async with MisbehavingImap(tls=server_tls, implicit_tls=True) as server:
            where = address(server, security=Security.TLS, ca_file=certificate.file)
            session = await ImapSession.open(where, deadline=10)

            messages = await self.read(session)

        assert messages == MAILS

    async def test_starttls_believes_only_what_is_said_under_tls(
        self, certificate: Certificate, server_tls: ssl.SSLContext
    ) -> None:
        before = b"* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED IDLE\r\n%t OK Done.\r\n"
        under_tls = "IMAP4rev1 AUTH=PLAIN"
        script = {Phase.CAPABILITY: [before]}
        async with MisbehavingImap(script=script, capabilities=under_tls, tls=server_tls) as server:
            where = address(server, security=Security.STARTTLS, ca_file=certificate.file)
            session = await ImapSession.open(where, deadline=10)

            messages = await self.read(session)

        assert messages == MAILS
        assert session.capabilities == {"IMAP4REV1", "AUTH=PLAIN"}

    @pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
    async def test_an_unknown_certificate_gets_no_password(
        self, server_tls: ssl.SSLContext, security: Security
    ) -> None:
        implicit = security is Security.TLS
        offer = CAPABILITIES + " STARTTLS"
        async with MisbehavingImap(tls=server_tls, implicit_tls=implicit, capabilities=offer) as server:
            trouble = await trouble_of_opening(server, address(server, security=security))

        assert isinstance(trouble, InsecureConnection)
        assert "ca_file" in str(trouble)

    async def test_tls_with_a_server_that_speaks_plain_text(self) -> None:
        async with MisbehavingImap() as server:
            trouble = await trouble_of_opening(server, address(server, security=Security.TLS))

        assert isinstance(trouble, InsecureConnection)
        assert '"starttls"' in str(trouble)

    async def test_a_hidden_offer_of_starttls_is_no_reason_to_go_on_without(self) -> None:
        async with MisbehavingImap() as server:
            trouble = await trouble_of_opening(server, address(server, security=Security.STARTTLS))

        assert isinstance(trouble, InsecureConnection)
        assert len(server.commands) == 1

    @pytest.mark.parametrize(
        "answer",
        [
            b"%t NO Not today.\r\n",
            b"%t BAD What?\r\n",
            b"%t OK Go ahead.\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n",
            b"%t OK Go ahead.\r\n* CAPAB",
            b"%t OK Go ahead.\r\n\r\n",
        ],
        ids=["refused", "unknown", "a line slipped in", "half a line slipped in", "an empty line slipped in"],
    )
    async def test_nothing_may_come_between_starttls_and_tls(
        self, certificate: Certificate, server_tls: ssl.SSLContext, answer: bytes
    ) -> None:
        offer, script = CAPABILITIES + " STARTTLS", {Phase.STARTTLS: [answer]}
        async with MisbehavingImap(script=script, capabilities=offer, tls=server_tls) as server:
            where = address(server, security=Security.STARTTLS, ca_file=certificate.file)
            trouble = await trouble_of_opening(server, where)

        assert isinstance(trouble, InsecureConnection)
        assert not any("LOGIN" in command for command in server.commands)

    @pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
    async def test_a_handshake_that_never_comes_ends_at_the_deadline(self, security: Security) -> None:
        silence = {Phase.GREETING: [b""]} if security is Security.TLS else None
        async with MisbehavingImap(script=silence, capabilities=CAPABILITIES + " STARTTLS") as server:
            with pytest.raises(TimedOut, match="the opening of the connection"):
                await ImapSession.open(address(server, security=security), deadline=0.3)

    async def test_an_opening_that_is_given_up_leaves_no_connection_behind(self) -> None:
        async with MisbehavingImap(script={Phase.AUTH: [b""]}) as server:
            opening = asyncio.create_task(ImapSession.open(address(server), deadline=20))
            await eventually(lambda: not server.script[Phase.AUTH], "the login")

            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)

            await eventually(server.lines[0].reader.at_eof, "the end of the connection")

    async def read(self, session: ImapSession) -> dict[int, bytes]:
        await session.select("INBOX")
        messages = await session.fetch(await session.uids_after(0))
        await session.close()
        return {message.uid: message.raw for message in messages}
