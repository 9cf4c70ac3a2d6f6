"""Folders, searches and IDLE, with a server that says what a test wants it to say."""

import asyncio
from datetime import UTC, datetime

import pytest

from outreach.mail.imap import (
    CommandRefused,
    ConnectionLost,
    FolderMissing,
    ImapSession,
    ProtocolTrouble,
    ServerBusy,
    TimedOut,
)
from tests.support.imap_sessions import address, session_with
from tests.support.misbehaving_imap import (
    MAILS,
    MisbehavingImap,
    Phase,
)
from tests.support.waiting import eventually

NOW = datetime(2025, 7, 7, 9, 30, tzinfo=UTC)
MAIL = b"Subject: Who handles sales?\n\nHello.\r\nRegards\rAnn\n"


class TestFolders:
    async def test_a_folder_is_opened_under_the_name_that_the_server_gave(self) -> None:
        async with session_with(folder=None) as (session, server):
            names = [folder.name for folder in await session.folders()]

            for name in names[1:]:
                with pytest.raises(FolderMissing):
                    await session.select(name)

        assert names == ["INBOX", "Отправленные", "Spam", 'Clients "A & B"']
        assert [command.partition("EXAMINE ")[2] for command in server.commands[-3:]] == [
            '"&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"',
            '"Spam"',
            r'"Clients \"A &- B\""',
        ]

    async def test_a_server_that_refuses_to_mark_folders_is_asked_without(self) -> None:
        async with session_with(script={Phase.LIST: [b"%t BAD RETURN?\r\n"]}, folder=None) as (
            session,
            server,
        ):
            folders = await session.folders()

        assert len(folders) == 4
        assert server.commands[-1].endswith('LIST "" "*"')

    async def test_after_a_missing_folder_another_can_be_opened(self) -> None:
        async with session_with() as (session, _):
            with pytest.raises(FolderMissing, match="No such folder") as caught:
                await session.select("Elsewhere")

            assert caught.value.code == "NONEXISTENT"
            assert (await session.select("INBOX")).exists == len(MAILS)

    async def test_a_folder_that_the_server_cannot_open_now_is_not_missing(self) -> None:
        script = {Phase.EXAMINE: [b"%t NO [INUSE] Locked.\r\n", b"%t NO [NOPERM] Not yours.\r\n"]}
        async with session_with(script=script, folder=None) as (session, _):
            with pytest.raises(ServerBusy):
                await session.select("INBOX")
            with pytest.raises(CommandRefused) as caught:
                await session.select("INBOX")

        assert not isinstance(caught.value, FolderMissing)

    async def test_a_folder_without_uidvalidity_is_not_read(self) -> None:
        script = {Phase.EXAMINE: [b"* 3 EXISTS\r\n%t OK Done.\r\n"]}
        async with session_with(script=script, folder=None) as (session, _):
            with pytest.raises(ProtocolTrouble, match="UIDVALIDITY"):
                await session.select("INBOX")

            assert not session.is_open

    async def test_what_is_said_about_the_folder_before_does_not_count(self) -> None:
        answer = (
            b"* 99 EXISTS\r\n* OK [UIDNEXT 99] Old.\r\n* OK [CLOSED] Closed.\r\n"
            b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] Valid.\r\n%t OK [READ-ONLY] Done.\r\n"
        )
        async with session_with(script={Phase.EXAMINE: [answer]}, folder=None) as (session, _):
            selected = await session.select("INBOX")

        assert (selected.uidvalidity, selected.uidnext, selected.exists) == (7, None, 2)

    async def test_a_folder_made_anew_while_it_is_open_ends_the_session(self) -> None:
        script = {Phase.SEARCH: [b"* OK [UIDVALIDITY 8] Anew.\r\n* SEARCH 1\r\n%t OK Done.\r\n"]}
        async with session_with(script=script) as (session, _):
            with pytest.raises(ConnectionLost, match="made anew"):
                await session.uids_after(0)


class TestSearch:
    async def test_the_last_message_is_not_new_for_ever(self) -> None:
        async with session_with() as (session, _):
            assert await session.uids_after(5) == [8]
            assert await session.uids_after(8) == []
            assert await session.uids_after(2**32 - 1) == []

    async def test_a_message_id_is_found_by_itself(self) -> None:
        async with session_with() as (session, server):
            assert await session.uids_with_message_id("<5@beta.example>") == [5]
            assert await session.uids_with_message_id('<no"one@beta.example>') == []

        assert server.commands[-1].endswith(r'UID SEARCH HEADER Message-ID "<no\"one@beta.example>"')

    async def test_a_message_id_that_would_break_out_is_never_sent(self) -> None:
        async with session_with() as (session, server):
            before = len(server.commands)
            for wrong in ("<a>\r\nA1 LOGOUT", "<Петров@beta.example>", "<a\0b>"):
                with pytest.raises(ValueError, match="printable"):
                    await session.uids_with_message_id(wrong)

            assert len(server.commands) == before
            assert session.is_open

    async def test_a_day_is_spelled_in_english(self) -> None:
        async with session_with() as (session, server):
            await session.uids_since(NOW.date())

        assert server.commands[-1].endswith("UID SEARCH SINCE 7-Jul-2025")

    async def test_nothing_found_is_only_believed_when_it_is_said(self) -> None:
        async with session_with(script={Phase.SEARCH: [b"%t OK Done.\r\n"]}) as (session, _):
            with pytest.raises(ProtocolTrouble):
                await session.uids_with_message_id("<5@beta.example>")

    async def test_a_refused_search_leaves_the_session_usable(self) -> None:
        async with session_with(script={Phase.SEARCH: [b"%t NO [CANNOT] Too much.\r\n"]}) as (session, _):
            with pytest.raises(CommandRefused):
                await session.uids_after(0)

            assert await session.uids_after(0) == sorted(MAILS)


class TestIdle:
    async def test_new_mail_ends_it(self) -> None:
        async with session_with() as (session, _):
            await session.idle()

            assert await session.uids_after(8) == [11]

    async def test_news_that_came_with_another_answer_ends_it_at_once(self) -> None:
        async with session_with() as (session, server):
            server.mails[9] = b"Arrives during the search.\r\n"
            await session.uids_after(8)

            await session.idle()

        assert not any(command.endswith("IDLE") for command in server.commands)

    async def test_after_a_search_old_news_is_no_news(self) -> None:
        async with session_with() as (session, server):
            server.arrivals.clear()
            server.mails[9] = b"Arrives during the search.\r\n"
            await session.uids_after(8)
            await session.uids_after(9)

            await session.idle(renew_after=0.01)

        assert server.commands[-2:][0].endswith("IDLE")

    async def test_news_that_came_while_another_folder_was_open_ends_it_at_once(self) -> None:
        def opened(uidnext: int) -> bytes:
            return (
                b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] Ok.\r\n* OK [UIDNEXT %d] Ok.\r\n%%t OK Done.\r\n"
                % uidnext
            )

        script = {Phase.EXAMINE: [opened(12), opened(5), opened(13), opened(13)]}
        async with session_with(script=script) as (session, server):
            server.arrivals.clear()
            await session.uids_after(8)
            await session.select("Junk")
            await session.select("INBOX")

            await session.idle()
            assert not any(command.endswith("IDLE") for command in server.commands)

            await session.uids_after(8)
            await session.select("INBOX")
            await session.idle(renew_after=0.01)
            assert server.commands[-1] == "DONE"

    async def test_it_is_renewed_when_nothing_happens(self) -> None:
        async with session_with() as (session, server):
            server.arrivals.clear()

            await session.idle(renew_after=0.01)
            await session.idle(renew_after=0.01)

        assert [command for command in server.commands if command == "DONE"] == ["DONE"] * 2

    async def test_whoever_wants_the_session_ends_it(self) -> None:
        async with session_with() as (session, server):
            server.arrivals.clear()
            idling = asyncio.create_task(session.idle())
            await server.idling.wait()

            uid = await session.append("Sent", MAIL, received_at=NOW)

            assert uid == 77
            await idling

    @pytest.mark.parametrize("ending", [b"* BYE Shutting down.\r\n", None])
    async def test_a_lost_connection_is_told_at_once(self, ending: bytes | None) -> None:
        async with session_with() as (session, server):
            server.arrivals.clear()
            idling = asyncio.create_task(session.idle())
            await server.idling.wait()

            if ending:
                await server.lines[0].push(ending)
            else:
                server.lines[0].writer.transport.abort()

            with pytest.raises(ConnectionLost):
                await idling
            with pytest.raises(ConnectionLost):
                await session.uids_after(0)

    async def test_a_server_without_it_is_polled(self) -> None:
        async with session_with(capabilities="IMAP4rev1 AUTH=PLAIN") as (session, server):
            await session.idle(poll_every=0.01)

            assert not session.can_idle
            server.lines[0].writer.transport.abort()
            with pytest.raises(ConnectionLost):
                await session.idle(poll_every=60)

    async def test_a_server_that_offers_and_refuses_it_is_polled(self) -> None:
        async with session_with(script={Phase.IDLE_BEFORE: [b"%t NO Not here.\r\n"]}) as (session, _):
            assert session.can_idle

            await session.idle(renew_after=60)

            assert not session.can_idle

    async def test_giving_it_up_half_way_closes_the_connection(self) -> None:
        async with session_with() as (session, server):
            server.arrivals.clear()
            idling = asyncio.create_task(session.idle())
            await server.idling.wait()

            idling.cancel()
            await asyncio.gather(idling, return_exceptions=True)

            assert not session.is_open


class TestTurns:
    async def test_tasks_take_turns(self) -> None:
        async with session_with() as (session, _):
            found = await asyncio.gather(
                session.uids_after(0),
                session.fetch([5]),
                session.append("Sent", MAIL, received_at=NOW),
                session.uids_with_message_id("<3@beta.example>"),
            )

        assert (found[0], found[1][0].raw, found[2], found[3]) == ([3, 5, 8], MAILS[5], 77, [3])

    async def test_a_command_that_is_given_up_takes_the_connection_with_it(self) -> None:
        async with session_with(script={Phase.SEARCH: [b""]}) as (session, server):
            searching = asyncio.create_task(session.uids_after(0))
            await eventually(lambda: not server.script[Phase.SEARCH], "the search")

            searching.cancel()
            await asyncio.gather(searching, return_exceptions=True)

            with pytest.raises(ConnectionLost):
                await session.uids_after(0)

    async def test_silence_ends_at_the_deadline(self) -> None:
        async with MisbehavingImap(script={Phase.SEARCH: [b"* SEARCH 3\r\n"]}) as server:
            session = await ImapSession.open(address(server), deadline=0.3)
            await session.select("INBOX")

            with pytest.raises(TimedOut, match=r"SEARCH within 0\.3 seconds"):
                await session.uids_after(0)

            assert not session.is_open

    async def test_closing_is_always_possible(self) -> None:
        async with session_with(script={Phase.LOGOUT: [b"%t NO Stay.\r\n"]}) as (session, _):
            await session.close()
            await session.close()

            assert not session.is_open
