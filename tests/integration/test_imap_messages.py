"""Fetching and filing messages, from and to a server that says what a test wants it to say."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from outreach.mail.imap import (
    CommandRefused,
    ConnectionLost,
    ProtocolTrouble,
    ServerBusy,
)
from tests.support.imap_sessions import session_with
from tests.support.misbehaving_imap import (
    CAPABILITIES,
    MAILS,
    Phase,
)
from tests.support.waiting import eventually

NOW = datetime(2025, 7, 7, 9, 30, tzinfo=UTC)
MAIL = b"Subject: Who handles sales?\n\nHello.\r\nRegards\rAnn\n"


class TestHeaders:
    NAMES = ("Message-ID", "To")

    @pytest.mark.parametrize(
        "answer",
        [
            b"* 2 FETCH (UID 3 BODY[HEADER.FIELDS (MESSAGE-ID TO)] {9}\r\nTo: x@y\r\n)\r\n",
            b'* 2 FETCH (BODY[HEADER.FIELDS ("To" "Message-ID")] {9}\r\nTo: x@y\r\n UID 3)\r\n',
            b"* 2 fetch (uid 3 body[header.fields (to message-id)] {9}\r\nTo: x@y\r\n)\r\n",
            b"* 2 FETCH (UID 3 FLAGS ())\r\n* 2 FETCH (UID 3 BODY[HEADER.FIELDS (TO)] {9}\r\nTo: x@y\r\n)\r\n",
        ],
        ids=["as asked", "quoted names", "lower case", "flags before"],
    )
    async def test_fields_are_found_however_the_server_names_them(self, answer: bytes) -> None:
        script = {Phase.FETCH_HEADER: [answer + b"%t OK Done.\r\n"]}
        async with session_with(script=script) as (session, server):
            (header,) = await session.headers([3], self.NAMES)

        assert (header.uid, header.fields) == (3, b"To: x@y\r\n")
        [asked] = [command for command in server.commands if "FETCH" in command]
        assert asked.endswith("UID FETCH 3 (UID INTERNALDATE BODY.PEEK[HEADER.FIELDS (Message-ID To)])")

    async def test_the_date_of_arrival_comes_with_them(self) -> None:
        answer = b'* 1 FETCH (UID 3 INTERNALDATE "07-Jul-2025 09:30:00 +0200" BODY[HEADER.FIELDS (TO)] {2}\r\n\r\n)\r\n'
        script = {Phase.FETCH_HEADER: [answer + b"%t OK Done.\r\n"]}
        async with session_with(script=script) as (session, _):
            (header,) = await session.headers([3], self.NAMES)

        assert header.received_at == datetime(2025, 7, 7, 7, 30, tzinfo=UTC)

    async def test_what_is_gone_is_left_out_and_nothing_is_asked_of_nothing(self) -> None:
        answer = b"* 1 FETCH (UID 9 BODY[HEADER.FIELDS (TO)] NIL)\r\n%t OK Done.\r\n"
        async with session_with(script={Phase.FETCH_HEADER: [answer]}) as (session, server):
            gone = await session.headers([3, 9], self.NAMES)
            before = len(server.commands)
            nothing = await session.headers([], self.NAMES)

        assert (gone, nothing) == ([], [])
        assert not [command for command in server.commands[before:] if "FETCH" in command]

    async def test_a_refusal_carries_what_was_asked_for(self) -> None:
        script = {Phase.FETCH_HEADER: [b"%t NO [SERVERBUG] Cannot.\r\n"]}
        async with session_with(script=script) as (session, _):
            with pytest.raises(CommandRefused) as refused:
                await session.headers([8, 3], self.NAMES)

        assert refused.value.uids == (3, 8)


class TestFetch:
    async def test_messages_come_as_they_are_and_no_command_could_mark_them(self) -> None:
        async with session_with() as (session, server):
            messages = await session.fetch([8, 3, 5, 3, 4])

        assert [(message.uid, message.raw, message.size) for message in messages] == [
            (uid, raw, len(raw)) for uid, raw in sorted(MAILS.items())
        ]
        assert messages[0].received_at == datetime(2025, 7, 7, 7, 30, tzinfo=UTC)
        bodies = [command for command in server.commands if "BODY" in command]
        assert bodies
        assert all("BODY.PEEK[" in command for command in bodies)
        assert not any("SELECT" in command or "STORE" in command for command in server.commands)

    async def test_a_message_over_the_limit_is_cut(self) -> None:
        async with session_with() as (session, server):
            short, long = await session.fetch([5, 8], limit=100)

        assert (short.raw, short.truncated) == (MAILS[5], False)
        assert (long.raw, long.truncated, long.size) == (MAILS[8][:100], True, len(MAILS[8]))
        assert any("(UID BODY.PEEK[]<0.100>)" in command for command in server.commands)

    async def test_many_messages_come_in_batches(self) -> None:
        mails = {uid: b"Subject: %d\r\n\r\nHi.\r\n" % uid for uid in range(1, 1201)}
        async with session_with(mails=mails) as (session, server):
            batches = [batch async for batch in session.batches(list(mails))]

        assert [len(batch) for batch in batches] == [100] * 12
        assert {message.uid: message.raw for batch in batches for message in batch} == mails
        assert max(map(len, server.commands)) < 100

    async def test_large_messages_come_in_small_batches(self) -> None:
        mails = dict.fromkeys(range(1, 8), b"x" * 1_500_000)
        async with session_with(mails=mails) as (session, _):
            batches = [len(batch) async for batch in session.batches(list(mails))]

        assert batches == [2, 2, 2, 1]

    @pytest.mark.parametrize(
        "answer",
        [
            b"* 2 FETCH (BODY[] {5}\r\nHello UID 3)\r\n",
            b"* 2 fetch (uid 3 body[] {5}\r\nHello)\r\n",
            b'* 2 FETCH (FLAGS (\\Seen $Fwd) UID 3 BODY[] "Hello")\r\n',
            b"* 2 FETCH (UID 3 FLAGS ())\r\n* 9 FETCH (FLAGS ())\r\n* 2 FETCH (UID 3 BODY[] {5}\r\nHello)\r\n",
            b"* 2 FETCH (UID 3 BODY[] {5}\r\nHello)\r\n* 4 EXPUNGE\r\n* 7 EXISTS\r\n* VANISHED 9\r\n",
            b"* 2 FETCH (UID 3 BODY[] {5}\r\nHello)\r\n\r\n",
        ],
        ids=["uid last", "lower case", "quoted", "flags in between", "other news", "an empty line more"],
    )
    async def test_whatever_stands_around_it_the_message_is_found(self, answer: bytes) -> None:
        script = {Phase.FETCH_HEADER: [answer + b"%t OK Done.\r\n"]}
        async with session_with(script=script, mails={3: b"Hello"}) as (session, _):
            (message,) = await session.fetch([3])

        assert (message.uid, message.raw) == (3, b"Hello")

    async def test_a_message_that_the_server_cannot_hand_out_does_not_stop_the_walk(self) -> None:
        first_and_last = (
            b"* 1 FETCH (UID 3 BODY[] {5}\r\nThree)\r\n* 3 FETCH (UID 8 BODY[] {5}\r\nEight)\r\n"
            b"%t NO [SERVERBUG] Internal error.\r\n"
        )
        script = {Phase.FETCH_HEADER: [first_and_last, b"%t NO [SERVERBUG] Broken \x1b[31mmessage.\r\n"]}
        mails = {3: b"Three", 5: b"Five", 8: b"Eight"}
        async with session_with(script=script, mails=mails) as (session, _):
            three, five, eight = await session.fetch([3, 5, 8])

        assert (three.raw, three.refused) == (b"Three", None)
        assert (five.uid, five.raw, five.size, five.refused) == (5, b"", 4, "Broken \ufffdmessage.")
        assert (eight.raw, eight.refused) == (b"Eight", None)

    async def test_a_message_that_was_only_refused_together_with_others_is_read(self) -> None:
        script = {Phase.FETCH_HEADER: [b"%t NO One of them is broken.\r\n"]}
        async with session_with(script=script) as (session, _):
            messages = await session.fetch(sorted(MAILS))

        assert {message.uid: message.raw for message in messages} == MAILS

    @pytest.mark.parametrize("nothing", [b"", b"* 1 FETCH (UID 3 BODY[] NIL)\r\n", b"* 1 FETCH (UID 3)\r\n"])
    async def test_a_message_that_is_there_and_not_handed_out_is_reported(self, nothing: bytes) -> None:
        script = {Phase.FETCH_HEADER: [nothing + b"%t OK Done.\r\n"] * 2}
        async with session_with(script=script, mails={3: b"Hello"}) as (session, _):
            (message,) = await session.fetch([3])

        assert message.refused

    async def test_a_message_that_vanishes_under_way_is_left_out(self) -> None:
        sizes = (
            b'* 1 FETCH (UID 3 RFC822.SIZE 5 INTERNALDATE "07-Jul-2025 09:30:00 +0200")\r\n%t OK Done.\r\n'
        )
        async with session_with(script={Phase.FETCH_SIZES: [sizes]}, mails={}) as (session, _):
            assert await session.fetch([3]) == []

    async def test_a_busy_server_does_not_make_a_message_unreadable(self) -> None:
        script = {Phase.FETCH_HEADER: [b"%t NO [UNAVAILABLE] Storage is away.\r\n"]}
        async with session_with(script=script) as (session, _):
            with pytest.raises(ServerBusy) as caught:
                await session.fetch([3, 5])

            assert caught.value.uids == (3, 5)
            assert len(await session.fetch([3, 5])) == 2

    async def test_a_server_that_only_estimates_sizes_is_believed_when_it_says_the_same_twice(self) -> None:
        sizes = (
            b'* 1 FETCH (UID 3 RFC822.SIZE 9 INTERNALDATE "07-Jul-2025 09:30:00 +0200")\r\n%t OK Done.\r\n'
        )
        async with session_with(script={Phase.FETCH_SIZES: [sizes]}, mails={3: b"Hello"}) as (session, _):
            (message,) = await session.fetch([3])

        assert (message.raw, message.size, message.truncated) == (b"Hello", 5, False)

    async def test_a_literal_that_swallows_its_neighbour_is_found_out(self) -> None:
        mails = {3: b"Three", 5: b"Five", 8: b"Eight"}
        swallowed = b"Three)\r\n* 2 FETCH (UID 5 BODY[] {4}\r\nFive"
        answer = b"* 1 FETCH (UID 3 BODY[] {%d}\r\n%s)\r\n* 3 FETCH (UID 8 BODY[] {5}\r\nEight)\r\n" % (
            len(swallowed),
            swallowed,
        )
        script = {Phase.FETCH_HEADER: [answer + b"%t OK Done.\r\n"]}
        async with session_with(script=script, mails=mails) as (session, _):
            messages = await session.fetch([3, 5, 8])

        assert {message.uid: message.raw for message in messages} == mails

    async def test_a_message_that_is_another_each_time_is_not_believed(self) -> None:
        answers = [b"* 1 FETCH (UID 3 BODY[] {%d}\r\n%s)\r\n" % (n, b"x" * n) for n in (1, 2, 3)]
        script = {Phase.FETCH_HEADER: [answer + b"%t OK Done.\r\n" for answer in answers]}
        async with session_with(script=script, mails={3: b"Hello"}) as (session, _):
            with pytest.raises(ProtocolTrouble) as caught:
                await session.fetch([3])

        assert caught.value.uids == (3,)

    async def test_when_the_line_breaks_the_messages_under_way_are_named(self) -> None:
        script = {Phase.FETCH_HEADER: [b"* 1 FETCH (UID 3 BODY[] {70}\r\nHel* BYE\r\n"]}
        async with session_with(script=script) as (session, server):
            fetching = asyncio.create_task(session.fetch([3, 5]))
            await eventually(lambda: not server.script[Phase.FETCH_HEADER], "the half answer")
            server.lines[0].writer.transport.abort()
            with pytest.raises(ConnectionLost) as caught:
                await fetching

        assert caught.value.uids == (3, 5)

    async def test_a_server_that_tells_small_sizes_and_sends_much_is_cut_off(self) -> None:
        sizes = (
            b'* 1 FETCH (UID 3 RFC822.SIZE 9 INTERNALDATE "07-Jul-2025 09:30:00 +0200")\r\n%t OK Done.\r\n'
        )
        body = b"* 1 FETCH (UID 3 BODY[] {5000000}\r\n"
        script = {Phase.FETCH_SIZES: [sizes], Phase.FETCH_HEADER: [body]}
        async with session_with(script=script) as (session, _):
            with pytest.raises(ProtocolTrouble, match="5,0"):
                await session.fetch([3], limit=1_000_000)

    async def test_a_date_that_is_none_is_now(self) -> None:
        sizes = (
            b'* 1 FETCH (UID 3 RFC822.SIZE 5 INTERNALDATE "31-Feb-2025 25:00:00 +0000")\r\n%t OK Done.\r\n'
        )
        before = datetime.now(UTC)
        async with session_with(script={Phase.FETCH_SIZES: [sizes]}, mails={3: b"Hello"}) as (session, _):
            (message,) = await session.fetch([3])

        assert before <= message.received_at <= datetime.now(UTC)

    async def test_gmails_own_id_comes_with_the_message(self) -> None:
        sizes = b"* 1 FETCH (UID 3 RFC822.SIZE 5 X-GM-MSGID 1278455344230334865)\r\n%t OK Done.\r\n"
        capabilities = CAPABILITIES + " X-GM-EXT-1"
        async with session_with(
            script={Phase.FETCH_SIZES: [sizes]}, mails={3: b"Hello"}, capabilities=capabilities
        ) as (session, server):
            (message,) = await session.fetch([3])

        assert message.provider_id == "1278455344230334865"
        assert any("X-GM-MSGID" in command for command in server.commands)


class TestAppend:
    async def test_a_copy_is_filed_with_proper_line_ends_date_and_flag(self) -> None:
        berlin = timezone(timedelta(hours=2))
        async with session_with() as (session, server):
            uid = await session.append("Отправленные", MAIL, received_at=NOW.astimezone(berlin))

        ((command, raw),) = server.appended
        assert uid == 77
        assert raw == b"Subject: Who handles sales?\r\n\r\nHello.\r\nRegards\r\nAnn\r\n"
        name, date = '"&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"', '"07-Jul-2025 11:30:00 +0200"'
        assert command == f"{name} (\\Seen) {date} {{{len(raw)}}}"

    async def test_a_copy_can_be_left_unread(self) -> None:
        async with session_with() as (session, server):
            await session.append("Sent", MAIL, received_at=NOW, seen=False)

        assert "Seen" not in server.appended[0][0]

    async def test_a_missing_folder_is_made_and_subscribed_to(self) -> None:
        script = {Phase.APPEND: [b"%t NO [TRYCREATE] No such folder.\r\n"]}
        async with session_with(script=script) as (session, server):
            uid = await session.append("Sent", MAIL, received_at=NOW)

        assert uid == 77
        assert len(server.appended) == 2
        assert [command.split(" ", 1)[1] for command in server.commands[-3:-1]] == [
            'CREATE "Sent"',
            'SUBSCRIBE "Sent"',
        ]

    async def test_a_server_without_uidplus_files_it_all_the_same(self) -> None:
        async with session_with(script={Phase.APPEND: [b"%t OK Done.\r\n"]}) as (session, _):
            assert await session.append("Sent", MAIL, received_at=NOW) is None

    async def test_a_full_mailbox_says_so_before_a_byte_is_sent(self) -> None:
        script = {Phase.APPEND_BEFORE: [b"%t NO [OVERQUOTA] Full.\r\n"]}
        async with session_with(script=script) as (session, server):
            with pytest.raises(CommandRefused) as caught:
                await session.append("Sent", MAIL, received_at=NOW)

            assert caught.value.code == "OVERQUOTA"
            assert server.appended == []
            assert await session.append("Sent", MAIL, received_at=NOW) == 77
