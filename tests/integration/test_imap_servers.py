"""The IMAP session with servers that others wrote: Dovecot, and pymap inside this process."""

import asyncio
import smtplib
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from outreach.core.clock import SystemClock
from outreach.mail.imap import (
    ConnectionLost,
    FolderMissing,
    FolderRole,
    ImapSession,
    LoginRefused,
)
from outreach.mail.imap_messages import BATCH
from outreach.mail.servers import AccessToken, ImapServer, Login, Password, Security
from outreach.sandbox.imap_server import LoopbackImapServer
from tests.support.dovecot import Dovecot
from tests.support.waiting import eventually

MARIA = "maria.weber@beta.example"
ANN = "ann@alpha.example"
NOW = datetime(2025, 7, 7, 9, 30, tzinfo=UTC)


def mail(number: int = 1, *, length: int = 100) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = ANN, MARIA, f"* Number {number} (привет)"
    message["Message-ID"] = f"<{number}@alpha.example>"
    message.set_content("* 1 EXPUNGE\n)\n{5}\n" + "x" * 70 + "\n" * (length // 10))
    return message.as_bytes().replace(b"\n", b"\r\n")


def text_of(raw: bytes) -> bytes:
    """A mail from its Subject on: Dovecot puts lines of its own before it."""
    return raw[raw.index(b"Subject:") :]


def marks(dovecot: Dovecot, user: str) -> list[str]:
    """The inbox's files by folder and name: in `new` as long as nobody has seen them, then in `cur`, with flags."""
    inbox = dovecot.maildir(user)
    return sorted(f"{part}/{file.name}" for part in ("new", "cur") for file in (inbox / part).iterdir())


class TestDovecot:
    def address(
        self,
        dovecot: Dovecot,
        login: Login | None = None,
        security: Security = Security.TLS,
        ca_file: Path | None = None,
    ) -> ImapServer:
        port = dovecot.imaps if security is Security.TLS else dovecot.imap
        login = login or Password(MARIA, dovecot.password(MARIA))
        return ImapServer("localhost", port, security, login, str(ca_file or dovecot.cert))

    @pytest.fixture
    async def session(self, empty_mailboxes: Dovecot) -> AsyncIterator[ImapSession]:
        opened = await ImapSession.open(self.address(empty_mailboxes), deadline=20)
        yield opened
        await opened.close()

    @pytest.mark.parametrize("security", list(Security))
    async def test_every_way_to_secure_the_line_works(
        self, empty_mailboxes: Dovecot, security: Security
    ) -> None:
        session = await ImapSession.open(self.address(empty_mailboxes, security=security), deadline=20)

        assert session.can_idle
        assert (await session.select("INBOX")).exists == 0
        await session.close()

    async def test_a_token_logs_in_while_it_is_granted(self, dovecot: Dovecot) -> None:
        dovecot.tokens.granted = {"token-of-maria": MARIA}
        session = await ImapSession.open(
            self.address(dovecot, AccessToken(MARIA, "token-of-maria")), deadline=20
        )
        await session.close()

        dovecot.tokens.granted = {}

        with pytest.raises(LoginRefused, match=r"\(status 401\)") as caught:
            await ImapSession.open(self.address(dovecot, AccessToken(MARIA, "token-of-maria")), deadline=20)
        assert caught.value.code == "AUTHENTICATIONFAILED"

    async def test_a_wrong_password_is_refused_in_the_servers_words(self, dovecot: Dovecot) -> None:
        with pytest.raises(LoginRefused, match="Authentication failed") as caught:
            await ImapSession.open(self.address(dovecot, Password(MARIA, "wrong")), deadline=20)

        assert caught.value.code == "AUTHENTICATIONFAILED"

    async def test_the_folders_with_their_roles(self, session: ImapSession) -> None:
        roles = {folder.name: folder.role for folder in await session.folders()}

        assert roles["INBOX"] is FolderRole.INBOX
        assert (roles["Sent"], roles["Junk"]) == (FolderRole.SENT, FolderRole.JUNK)

    async def test_reading_a_mailbox_leaves_no_mark(
        self, empty_mailboxes: Dovecot, session: ImapSession
    ) -> None:
        for number in range(3):
            empty_mailboxes.deliver(MARIA, mail(number))
        before = marks(empty_mailboxes, MARIA)

        await session.select("INBOX")
        messages = await session.fetch(await session.uids_after(0))
        messages += await session.fetch([message.uid for message in messages], limit=50)
        await session.uids_with_message_id("<1@alpha.example>")
        await session.idle(renew_after=0.1)
        await session.close()

        assert [text_of(message.raw) for message in messages[:3]] == [
            text_of(mail(number)) for number in range(3)
        ]
        assert [message.truncated for message in messages] == [False] * 3 + [True] * 3
        assert marks(empty_mailboxes, MARIA) == before
        flags = empty_mailboxes.doveadm("fetch", "-u", MARIA, "flags", "mailbox", "INBOX", "all")
        assert "Seen" not in flags

    async def test_more_messages_than_one_batch_holds_come_complete_and_in_order(
        self, empty_mailboxes: Dovecot, session: ImapSession
    ) -> None:
        with smtplib.LMTP("127.0.0.1", empty_mailboxes.lmtp, timeout=30) as line:
            for number in range(BATCH + 30):
                line.sendmail("", [MARIA], mail(number))
        await session.select("INBOX")

        uids = await session.uids_after(0)
        messages = await session.fetch(uids)

        assert [message.uid for message in messages] == uids
        assert [text_of(message.raw) for message in messages] == [text_of(mail(n)) for n in range(BATCH + 30)]
        assert all(message.size == len(message.raw) for message in messages)
        assert all(
            abs(message.received_at - datetime.now(UTC)) < timedelta(minutes=5) for message in messages
        )

    async def test_the_cursor_and_the_searches(self, empty_mailboxes: Dovecot, session: ImapSession) -> None:
        for number in range(5):
            empty_mailboxes.deliver(MARIA, mail(number))
        selected = await session.select("INBOX")
        today = datetime.now(UTC).date()

        assert (selected.exists, selected.uidnext) == (5, 6)
        assert await session.uids_after(3) == [4, 5]
        assert await session.uids_after(5) == []
        assert await session.uids_with_message_id("<2@alpha.example>") == [3]
        assert await session.uids_with_message_id("<other@alpha.example>") == []
        assert await session.uids_since(today - timedelta(days=1)) == [1, 2, 3, 4, 5]
        assert await session.uids_since(today + timedelta(days=2)) == []
        assert await session.uids_since(date(1, 1, 1)) == [1, 2, 3, 4, 5]

    async def test_a_changed_uidvalidity_is_seen(
        self, empty_mailboxes: Dovecot, session: ImapSession
    ) -> None:
        empty_mailboxes.deliver(MARIA, mail())
        before = await session.select("INBOX")
        await session.close()

        renewed = empty_mailboxes.uid_validity_reset(MARIA)

        again = await ImapSession.open(self.address(empty_mailboxes), deadline=20)
        after = await again.select("INBOX")
        await again.close()
        assert after.uidvalidity == renewed != before.uidvalidity

    async def test_a_message_that_vanishes_under_way_is_left_out(
        self, empty_mailboxes: Dovecot, session: ImapSession
    ) -> None:
        for number in range(3):
            empty_mailboxes.deliver(MARIA, mail(number))
        await session.select("INBOX")
        uids = await session.uids_after(0)

        empty_mailboxes.doveadm("expunge", "-u", MARIA, "mailbox", "INBOX", "uid", "2")

        assert [message.uid for message in await session.fetch(uids)] == [1, 3]

    async def test_a_message_whose_file_is_unreadable_does_not_hide_the_others(
        self, empty_mailboxes: Dovecot, session: ImapSession
    ) -> None:
        for number in range(3):
            empty_mailboxes.deliver(MARIA, mail(number))
        await session.select("INBOX")
        uids = await session.uids_after(0)
        broken = next(
            file
            for part in ("new", "cur")
            for file in (empty_mailboxes.maildir(MARIA) / part).iterdir()
            if b"<1@alpha.example>" in file.read_bytes()
        )
        # Shorter than its own name says: Dovecot cannot hand out what it has promised.
        broken.write_bytes(broken.read_bytes()[:100])

        read, set_aside = await self.read_around(empty_mailboxes, uids)

        assert {uid: text_of(raw) for uid, raw in read.items()} == {1: text_of(mail(0)), 3: text_of(mail(2))}
        assert set_aside == [2]

    async def read_around(self, dovecot: Dovecot, uids: list[int]) -> tuple[dict[int, bytes], list[int]]:
        """What can be read, and what breaks the line: after each break half as many at once, and one at last."""
        read: dict[int, bytes] = {}
        set_aside: list[int] = []
        at_once = len(uids)
        while missing := [uid for uid in uids if uid not in read and uid not in set_aside]:
            session = await ImapSession.open(self.address(dovecot), deadline=20)
            await session.select("INBOX")
            try:
                messages = await session.fetch(missing[:at_once])
            except ConnectionLost as trouble:
                set_aside += missing[:1] if at_once == 1 else []
                at_once = max(1, len(trouble.uids) // 2)
            else:
                read |= {message.uid: message.raw for message in messages}
            await session.close()
        return read, set_aside

    async def test_new_mail_ends_idle(self, empty_mailboxes: Dovecot, session: ImapSession) -> None:
        await session.select("INBOX")
        idling = asyncio.create_task(session.idle(renew_after=30))

        empty_mailboxes.deliver(MARIA, mail())

        await asyncio.wait_for(idling, 20)
        assert await session.uids_after(0) == [1]

    async def test_a_copy_is_filed_and_found_again(self, session: ImapSession) -> None:
        raw = mail(7).replace(b"\r\n", b"\n")

        uid = await session.append("Sent", raw, received_at=NOW)

        await session.select("Sent")
        (message,) = await session.fetch(await session.uids_with_message_id("<7@alpha.example>"))
        assert (message.uid, message.raw, message.received_at) == (uid, mail(7), NOW)

    async def test_a_copy_goes_into_a_folder_that_is_not_there_yet(self, session: ImapSession) -> None:
        name = 'Отправленные/"2025" & later'

        await session.append(name, mail(7), received_at=NOW)

        assert name in [folder.name for folder in await session.folders()]
        assert (await session.select(name)).exists == 1

    async def test_a_missing_folder_is_told_and_the_session_goes_on(self, session: ImapSession) -> None:
        with pytest.raises(FolderMissing):
            await session.select("Nowhere")

        assert (await session.select("INBOX")).exists == 0

    @pytest.mark.server("dovecot")
    async def test_a_server_that_is_killed_is_told_at_once(self, servers_folder: Path) -> None:
        server = Dovecot(servers_folder / "dovecot-to-kill", {MARIA: "pw"})
        server.start()
        try:
            session = await ImapSession.open(self.address(server, Password(MARIA, "pw")), deadline=20)
            await session.select("INBOX")
            idling = asyncio.create_task(session.idle(renew_after=60))

            server.kill()

            with pytest.raises(ConnectionLost):
                await asyncio.wait_for(idling, 20)
        finally:
            server.kill()


class TestPymap:
    @pytest.fixture
    async def server(self) -> AsyncIterator[LoopbackImapServer]:
        served = LoopbackImapServer(SystemClock())
        served.add_account(MARIA, "pw-maria")
        await served.start()
        yield served
        await served.close()

    @pytest.fixture
    async def session(self, server: LoopbackImapServer) -> AsyncIterator[ImapSession]:
        login = Password(MARIA, "pw-maria")
        opened = await ImapSession.open(
            ImapServer("127.0.0.1", server.port, Security.NONE, login), deadline=20
        )
        yield opened
        await opened.close()

    async def test_a_wrong_password_is_refused(self, server: LoopbackImapServer) -> None:
        wrong = ImapServer("127.0.0.1", server.port, Security.NONE, Password(MARIA, "wrong"))

        with pytest.raises(LoginRefused):
            await ImapSession.open(wrong, deadline=20)

    async def test_mail_is_read_as_it_was_delivered(
        self, server: LoopbackImapServer, session: ImapSession
    ) -> None:
        for number in range(120):
            await server.deliver(MARIA, mail(number), NOW + timedelta(minutes=number))

        selected = await session.select("INBOX")
        messages = await session.fetch(await session.uids_after(0))

        assert selected.exists == 120
        assert [message.raw for message in messages] == [mail(number) for number in range(120)]
        assert [message.received_at for message in messages[:2]] == [NOW, NOW + timedelta(minutes=1)]

    async def test_the_folders_with_their_roles(self, session: ImapSession) -> None:
        roles = {folder.role for folder in await session.folders()}

        assert {FolderRole.INBOX, FolderRole.SENT, FolderRole.JUNK} <= roles

    async def test_new_mail_ends_idle(self, server: LoopbackImapServer, session: ImapSession) -> None:
        await session.select("INBOX")
        assert await session.uids_after(0) == []
        idling = asyncio.create_task(session.idle(renew_after=30))
        await eventually(lambda: server.is_watched(MARIA), "the client's IDLE")

        await server.deliver(MARIA, mail(), NOW)

        await asyncio.wait_for(idling, 20)
        assert len(await session.uids_after(0)) == 1

    async def test_a_copy_is_filed_and_found_again(self, session: ImapSession) -> None:
        uid = await session.append("Sent", mail(7), received_at=NOW)

        await session.select("Sent")
        (message,) = await session.fetch(await session.uids_with_message_id("<7@alpha.example>"))
        assert (message.uid, message.raw, message.received_at) == (uid, mail(7), NOW)

    async def test_a_server_that_closes_is_told_at_once(
        self, server: LoopbackImapServer, session: ImapSession
    ) -> None:
        await session.select("INBOX")
        idling = asyncio.create_task(session.idle(renew_after=60))
        await eventually(lambda: server.is_watched(MARIA), "the client's IDLE")

        await server.close()

        with pytest.raises(ConnectionLost):
            await asyncio.wait_for(idling, 20)
