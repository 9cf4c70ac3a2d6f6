"""The Sent folder as a witness: mail by hand is counted, doubts are settled, an old database is noticed."""

import asyncio
import contextlib
import imaplib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from outreach.core.events import Happened
from outreach.daemon.reader import Reader, may_begin
from outreach.daemon.sent_look import Doubts, SentLook
from outreach.database.engine import Database
from outreach.mail.imap import (
    CommandRefused,
    ConnectionLost,
    FetchedHeader,
    FolderRole,
    ImapSession,
    ImapTrouble,
    Selected,
)
from outreach.mail.servers import ImapServer, Password, Security
from outreach.sandbox.imap_server import SENT
from outreach.sending import by_hand, mailboxes, sent_folder
from outreach.sending.message_ids import message_id
from outreach.sending.model import OutboundMessage, OutboundState, SeenInSent
from outreach.sending.sent_folder import Noted, SeenMail
from outreach.sequences.model import EnrollmentEvent, HoldReason
from tests.support.databases import KEY, NOW, Refillable
from tests.support.desk import ACCEPTED, LATER, LINE_BROKE, UNWANTED, mailbox, rules
from tests.support.dovecot import Dovecot
from tests.support.imap_sessions import address
from tests.support.mailbox_reader import (
    ANN,
    RoomClock,
    a_reader,
    deliver,
    loopback,
    loopback_mailbox,
)
from tests.support.mailroom import Mailroom, a_reply, asked
from tests.support.misbehaving_imap import MisbehavingImap, Phase
from tests.support.waiting import eventually

ANA, BEN, CID = "ana@acme.example", "ben@beta.example", "cid@gamma.example"
QUEUED, DOUBTFUL, SENT_STATE = OutboundState.QUEUED, OutboundState.DOUBTFUL, OutboundState.SENT
TWO_MAILBOXES = rules(mailbox(), mailbox("bob"))


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana and Ben have had their first mail."""
    return asked(migrated_sqlite, ANA, BEN)


def by_a_person(number: int = 1, *, at: datetime = NOW, to: str = "Zoe <zoe@delta.example>") -> bytes:
    date = at.strftime("%a, %d %b %Y %H:%M:%S +0000")
    return (
        f"From: Ann Roe <{ANN}>\r\nTo: {to}\r\nSubject: Lunch\r\nDate: {date}\r\n"
        f"Message-ID: <by-hand-{number}@alpha.example>\r\n\r\nTomorrow?\r\n"
    ).encode()


def copy_of(mail: OutboundMessage, **changes: object) -> SeenMail:
    seen = SeenMail(
        mail.message_id or "",
        mail.message_id,
        frozenset({mail.recipient}),
        mail.in_flight_at or NOW,
        mail.subject,
    )
    return replace(seen, **changes)  # type: ignore[arg-type]


def note(room: Mailroom, *copies: SeenMail, name: str = "ann") -> Noted:
    return room.do(sent_folder.note_seen, name, copies, room.rules, now=room.now)


def seen(room: Mailroom) -> list[tuple[str, bool]]:
    return [(each.message_id, each.is_ours) for each in room._all(SeenInSent)]


def human_sent(room: Mailroom) -> int:
    return room.do(by_hand.human_sent, "ann", room.now)


def paused_why(room: Mailroom, name: str = "ann") -> str:
    with room.database.reading() as session:
        return mailboxes.status_of(session, name).paused_why


def resume(room: Mailroom, name: str = "ann") -> None:
    room.do(mailboxes.resume_mailbox, name, actor="rita", now=room.now)


def planned(database: Database, *people: str) -> Mailroom:
    """Their first mails are in the queue."""
    room = Mailroom(database, TWO_MAILBOXES)
    room.campaign(*(people or (ANA, BEN)))
    room.plan()
    return room


# --- mail by hand ---------------------------------------------------------------------------------------------------


async def test_what_people_write_from_the_mailbox_is_counted_once(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, by_a_person(1), by_a_person(2), by_a_person(2), folder=SENT)
        await deliver(server, room, *(mail.raw or b"" for mail in room.mails()), folder=SENT)

        await reader.turn()
        room.later(hours=1)
        await reader.turn()

    assert human_sent(room) == 2
    assert seen(room) == [("<by-hand-1@alpha.example>", False), ("<by-hand-2@alpha.example>", False)]
    assert paused_why(room) == ""


async def test_what_is_written_later_is_seen_within_ten_minutes(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        await reader.turn()
        await deliver(server, room, by_a_person(1), folder=SENT)
        await reader.turn()
        too_early = human_sent(room)
        room.later(minutes=10)

        await reader.turn()

    assert (too_early, human_sent(room)) == (0, 1)


def test_a_mail_by_hand_counts_for_a_day_by_its_own_time(database: Database) -> None:
    room = Mailroom(database)
    old, new = NOW - timedelta(hours=23), NOW - timedelta(minutes=1)
    note(
        room,
        SeenMail("<1@a.example>", None, frozenset(), old),
        SeenMail("<2@a.example>", None, frozenset(), new),
    )
    note(room, SeenMail("<1@a.example>", None, frozenset(), old), name="bob")

    counts = [human_sent(room)]
    for _ in range(2):
        room.later(hours=12)
        counts.append(human_sent(room))

    assert counts == [2, 1, 0]
    assert room.do(by_hand.human_sent_by, {"ann", "bob", "eve"}, NOW) == {"ann": 2, "bob": 1}


def test_what_nobody_asks_for_any_more_is_forgotten(room: Mailroom) -> None:
    note(room, SeenMail("<1@a.example>", None, frozenset(), NOW))
    note(room, SeenMail("<0@a.example>", None, frozenset(), NOW - timedelta(days=41)))
    before = seen(room)
    room.later(days=41)

    note(room, SeenMail("<2@a.example>", None, frozenset(), room.now))

    assert before == [("<1@a.example>", False)]
    assert seen(room) == [("<2@a.example>", False)]


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"Message-ID: <>\r\nTo: ,,,;\r\nDate: never\r\n",
        b"Message-ID: " + b"<" * 3_000 + b"\r\nTo: " + b"a@b.example, " * 2_000 + b"\r\n",
        b"Message-ID: \xff\xfe\x00\r\nTo: =?utf-8?q?=00=ff?=\r\nDate: Tue, 99 Mar 2026 99:99:99 +9999\r\n",
        b"no header at all",
        b"To: undisclosed-recipients:;\r\nSubject: =?x?b?\r\n",
    ],
    ids=["none", "empty", "huge", "bytes", "no header", "nobody"],
)
async def test_headers_that_make_no_sense_are_mail_by_hand_and_stop_nothing(
    room: Mailroom, header: bytes
) -> None:
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, header + b"\r\nText.\r\n", by_a_person(), folder=SENT)

        await reader.turn()

    assert human_sent(room) == 2
    assert reader.has_looked


# --- our own copies -------------------------------------------------------------------------------------------------


def test_a_copy_of_what_we_sent_is_noted_as_filed_and_nothing_else(room: Mailroom) -> None:
    mail = room.mail(ANA)

    noted = note(room, copy_of(mail))

    assert noted == Noted()
    assert room.mail(ANA).filed_at == NOW
    assert seen(room) == []


async def test_a_doubtful_mail_is_found_though_the_provider_has_replaced_its_id(
    sqlite_database: Database,
) -> None:
    room = planned(sqlite_database)
    room.answer(room.in_flight(), LINE_BROKE)
    mail = next(each for each in room.mails() if each.state is DOUBTFUL)
    replaced = (mail.raw or b"").replace((mail.message_id or "").encode(), b"<0102@eu.mail.example>")
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, replaced, folder=SENT)

        await reader.turn()

    [settled] = room.mails(mail.recipient)
    assert (settled.state, settled.settled_by) == (SENT_STATE, "sent_folder")
    assert settled.provider_message_id == "<0102@eu.mail.example>", "answers will name that one"
    assert (human_sent(room), paused_why(room)) == (0, "")


def test_an_id_that_the_server_told_when_it_took_the_mail_is_ours(room: Mailroom) -> None:
    room.sql("UPDATE outbound_message SET provider_message_id = '<77@eu.mail.example>' WHERE id = 1")
    mail = room.mails()[0]

    noted = note(room, copy_of(mail, message_id="<77@eu.mail.example>", own_id=None))

    assert noted == Noted()


def test_the_doubtful_are_settled_by_a_mail_to_their_own_recipient_only(database: Database) -> None:
    room = planned(database, ANA)
    room.answer(room.in_flight(), LINE_BROKE)
    mail = room.mail()
    old_kind = message_id(
        KEY, mailbox_address=ANN, enrollment_id=mail.enrollment_id, step_index=mail.step_index
    )
    room.sql("UPDATE outbound_message SET message_id = :id", id=old_kind)
    to_somebody_else = copy_of(
        mail, message_id=old_kind, own_id=old_kind, recipients=frozenset({CID}), sent_at=room.now
    )

    noted = note(room, to_somebody_else)

    assert room.mail().state is DOUBTFUL
    assert (noted.settled, noted.unknown, noted.adopted) == (0, 1, 0)
    assert paused_why(room)


def test_what_a_person_had_wrongly_called_not_sent_is_sent_after_all(sqlite_database: Database) -> None:
    room = planned(sqlite_database, ANA)
    room.answer(room.in_flight(), LINE_BROKE)
    room.settle(sent=False, by="rita")
    mail = room.mail()

    noted = note(room, copy_of(mail))

    assert (noted.settled, noted.unknown) == (1, 0)
    assert room.mail().state is SENT_STATE
    assert paused_why(room) == ""
    assert room.send_all() == []


@pytest.mark.parametrize("answer", [UNWANTED, ACCEPTED], ids=["failed", "sent"])
def test_what_is_over_stays_as_it_is(sqlite_database: Database, answer: object) -> None:
    room = planned(sqlite_database, ANA)
    room.answer(room.in_flight(), answer)  # type: ignore[arg-type]
    before = room.mail().state

    noted = note(room, copy_of(room.mail()))

    assert noted == Noted()
    assert room.mail().state is before


# --- a database that is older than the mailbox ----------------------------------------------------------------------


def test_a_restored_backup_sends_nothing_until_a_person_agrees_and_then_goes_on(
    migrated_sqlite: Refillable,
) -> None:
    room = planned(migrated_sqlite.refilled())
    migrated_sqlite.keep("queued")
    assert sorted(room.send_all()) == [ANA, BEN]
    copies = [copy_of(mail) for mail in room.mails()]
    restored = Mailroom(migrated_sqlite.refilled("queued"), TWO_MAILBOXES)

    noted = note(restored, *copies)

    assert (noted.unknown, noted.adopted) == (2, 2)
    assert "this database is older than the Sent folder of ann" in paused_why(restored)
    assert paused_why(restored, "bob") == paused_why(restored)
    assert restored.send_all() == []
    assert [mail.state for mail in restored.mails()] == [SENT_STATE, SENT_STATE]
    assert note(restored, *copies) == Noted()
    resume(restored)
    assert restored.send_all() == []
    restored.later(days=3)
    assert sorted(restored.send_all()) == [ANA, BEN]
    assert {mail.step for mail in restored.mails()[2:]} == {"bump"}


def test_what_goes_on_after_a_restored_backup_goes_on_in_the_same_thread(migrated_sqlite: Refillable) -> None:
    room = planned(migrated_sqlite.refilled(), ANA)
    migrated_sqlite.keep("queued-for-ana")
    room.send_all()
    first = room.mail(ANA)
    restored = Mailroom(migrated_sqlite.refilled("queued-for-ana"), TWO_MAILBOXES)
    note(restored, copy_of(first))
    resume(restored)
    restored.later(days=3)

    restored.send_all()

    again = restored.mail(ANA)
    assert again.subject == f"Re: {first.subject}"
    assert f"In-Reply-To: {first.message_id}".encode() in (again.raw or b"")


def test_steps_that_the_backup_never_planned_are_written_down_as_sent(migrated_sqlite: Refillable) -> None:
    room = Mailroom(migrated_sqlite.refilled(), TWO_MAILBOXES)
    room.campaign(ANA, BEN)
    migrated_sqlite.keep("enrolled")
    room.send_all()
    room.later(days=3)
    room.send_all()
    copies = [copy_of(mail) for mail in room.mails()]
    restored = Mailroom(migrated_sqlite.refilled("enrolled"), TWO_MAILBOXES)
    restored.now = room.now

    noted = note(restored, *copies)

    kept = [
        (mail.recipient, mail.step, mail.state, mail.sent_at, mail.message_id) for mail in restored.mails()
    ]
    assert noted.adopted == 4
    assert sorted(kept) == sorted(
        (mail.recipient, mail.step, SENT_STATE, mail.sent_at, mail.message_id) for mail in room.mails()
    )
    assert restored.run(ANA).next_step == 2
    assert restored.run(ANA).started_at == NOW
    assert restored.events(Happened.MAIL_SENT) == 4


def test_a_run_never_goes_back_behind_a_step_that_went_out(migrated_sqlite: Refillable) -> None:
    room = Mailroom(migrated_sqlite.refilled())
    room.campaign(ANA)
    migrated_sqlite.keep("enrolled-ana")
    room.send_all()
    room.later(days=3)
    room.send_all()
    second, first = copy_of(room.mails()[1]), copy_of(room.mails()[0])
    restored = Mailroom(migrated_sqlite.refilled("enrolled-ana"))

    note(restored, second)
    note(restored, first)

    assert [mail.step for mail in restored.mails()] == ["bump", "ask"]
    assert restored.run(ANA).next_step == 2
    resume(restored)
    assert restored.send_all() == []


def test_mail_to_people_who_are_not_in_the_database_is_remembered_and_stops_it_once(
    migrated_sqlite: Refillable,
) -> None:
    room = planned(migrated_sqlite.refilled())
    room.send_all()
    copies = [copy_of(mail) for mail in room.mails()]
    empty = Mailroom(migrated_sqlite.refilled())

    noted = note(empty, *copies)

    assert (noted.unknown, noted.adopted) == (2, 0)
    assert seen(empty) == [(each.message_id, True) for each in copies]
    assert human_sent(empty) == 2
    assert paused_why(empty)
    resume(empty)
    assert note(empty, *copies) == Noted()
    assert paused_why(empty) == ""


def test_an_enrollment_that_is_somebody_elses_by_now_is_left_alone(migrated_sqlite: Refillable) -> None:
    room = planned(migrated_sqlite.refilled(), ANA)
    room.send_all()
    to_ana = copy_of(room.mail())
    other = planned(migrated_sqlite.refilled(), CID)

    noted = note(other, to_ana)

    assert (noted.unknown, noted.adopted) == (1, 0)
    assert [(mail.recipient, mail.state) for mail in other.mails()] == [(CID, QUEUED)]
    resume(other)
    assert other.send_all() == [CID]


def test_what_the_clone_is_about_to_send_is_refused_at_the_commit_point(sqlite_database: Database) -> None:
    room = planned(sqlite_database, ANA)
    claim = room.claimed()

    note(room, copy_of(room.mail()))

    assert not room.commit(claim)
    room.answer(claim, LATER)
    assert room.mail().state is SENT_STATE


def test_a_run_that_has_ended_stays_ended(migrated_sqlite: Refillable) -> None:
    room = planned(migrated_sqlite.refilled(), ANA)
    migrated_sqlite.keep("queued-and-ended")
    room.send_all()
    sent = copy_of(room.mail())
    restored = Mailroom(migrated_sqlite.refilled("queued-and-ended"))
    restored.end(ANA, EnrollmentEvent.STOPPED)

    note(restored, sent)

    run = restored.run(ANA)
    assert (run.ended_at, run.due_at) == (NOW, None)


async def test_who_answered_after_the_backup_was_made_is_not_written_to_again(
    migrated_sqlite: Refillable,
) -> None:
    room = planned(migrated_sqlite.refilled())
    migrated_sqlite.keep("before-the-answer")
    room.send_all()
    raws, answer = [mail.raw or b"" for mail in room.mails()], a_reply(room.mail(ANA), sender=ANA)
    restored = Mailroom(migrated_sqlite.refilled("before-the-answer"), TWO_MAILBOXES)
    async with loopback_mailbox(restored) as (server, reader):
        await deliver(server, restored, *raws, folder=SENT)
        await deliver(server, restored, answer)

        await reader.turn()

    resume(restored)
    restored.later(days=3)
    assert restored.held() == [HoldReason.UNREAD_REPLY]
    assert restored.send_all() == [BEN]


async def test_two_that_run_on_one_mailbox_notice_each_other(migrated_sqlite: Refillable) -> None:
    room = planned(migrated_sqlite.refilled())
    migrated_sqlite.keep("the-clone")
    room.send_all()
    raws = [mail.raw or b"" for mail in room.mails()]
    clone = Mailroom(migrated_sqlite.refilled("the-clone"), TWO_MAILBOXES)
    async with loopback_mailbox(clone) as (server, reader):
        await deliver(server, clone, *raws, folder=SENT)

        await reader.turn()

    assert clone.send_all() == []
    assert "older than the Sent folder of ann" in paused_why(clone)


# --- the first look -------------------------------------------------------------------------------------------------


async def test_nothing_may_be_sent_before_the_first_look(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (_, reader):
        before = may_begin([reader], "ann")

        await reader.turn()

        assert (before, may_begin([reader], "ann")) == (False, True)


async def test_a_mailbox_that_cannot_be_read_keeps_back_its_own_mail_only(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        nobody = ImapServer("127.0.0.1", server.port, Security.NONE, Password(ANN, "wrong"))
        other = a_reader(room, nobody)
        other.mailbox = "bob"
        await reader.turn()
        before = may_begin([reader, other], "ann")

        with pytest.raises(Exception, match=r"log in|login|refuse"):
            await other.turn()

        after = [may_begin([reader, other], name) for name in ("ann", "bob", "without imap")]
    assert (before, after) == (False, [True, False, True])


async def test_trouble_before_the_look_is_no_look(room: Mailroom) -> None:
    async with MisbehavingImap(script={Phase.SEARCH: [b"* BYE Overloaded.\r\n"]}) as server:
        reader = a_reader(room, address(server))

        with pytest.raises(ConnectionLost):
            await reader.turn()

        tried = (reader.has_tried, reader.has_looked)
        await reader.turn()
        await reader.close()
    assert tried == (True, False)
    assert reader.has_looked, "this server lets nobody into its Sent folder"


# --- copies that cannot be had ---------------------------------------------------------------------------------------


class DamagedFolder:
    """A Sent folder with mails by hand at these UIDs, where asking for one of them goes wrong each time."""

    def __init__(self, *uids: int, damaged: int, trouble: Callable[[str], ImapTrouble]) -> None:
        self.uids = list(uids)
        self.damaged = damaged
        self.trouble = trouble

    async def select(self, folder: str) -> Selected:
        return Selected(uidvalidity=7, uidnext=max(self.uids) + 1, exists=len(self.uids))

    async def uids_after(self, uid: int) -> list[int]:
        return [each for each in self.uids if each > uid]

    async def uids_since(self, day: date) -> list[int]:
        return self.uids

    async def headers(self, uids: list[int], names: tuple[str, ...]) -> list[FetchedHeader]:
        if self.damaged in uids:
            raise self.trouble("the file is damaged")
        return [FetchedHeader(uid, NOW, by_a_person(uid).partition(b"\r\n\r\n")[0]) for uid in uids]


@pytest.mark.parametrize("trouble", [CommandRefused, ConnectionLost])
async def test_one_copy_that_cannot_be_had_does_not_hide_the_others(
    room: Mailroom, trouble: type[ImapTrouble]
) -> None:
    folder = DamagedFolder(*range(1, 151), damaged=60, trouble=trouble)
    look = SentLook(
        room.database,
        room.rules,
        "ann",
        files_copies=False,
        clock=RoomClock(room),
        doubts=Doubts(room.database),
    )

    # Half as many are asked for after each loss, and twice as many after each success.
    for _ in range(12):
        with contextlib.suppress(ConnectionLost):
            await look.turn(folder, "Sent")  # type: ignore[arg-type]

    assert human_sent(room) == 149
    cursor = room.cursor("Sent")
    assert cursor is not None
    assert cursor.last_uid == 150


# --- doubts are looked into again ------------------------------------------------------------------------------------


async def test_a_mail_that_becomes_doubtful_while_nothing_arrives_is_settled_soon(
    sqlite_database: Database,
) -> None:
    room = planned(sqlite_database, ANA)
    async with loopback_mailbox(room) as (server, _):
        reader = a_reader(room, loopback(server), doubts_every=0.02)
        stop = asyncio.Event()

        async def arrived() -> None:
            raise AssertionError("nothing arrives")

        watching = asyncio.create_task(reader.watch(stop, arrived))
        await eventually(lambda: server.is_watched(ANN), "the reader listens")
        room.later(seconds=1)
        claim = room.in_flight()
        await deliver(server, room, claim.message, folder=SENT)
        room.answer(claim, LINE_BROKE)

        await eventually(lambda: room.mail().state is SENT_STATE, "the doubt is settled")

        stop.set()
        async with asyncio.timeout(20):
            await watching


async def test_a_copy_that_the_provider_files_late_settles_the_doubt_a_minute_later(
    sqlite_database: Database,
) -> None:
    room = planned(sqlite_database, ANA)
    async with loopback_mailbox(room) as (server, reader):
        claim = room.in_flight()
        room.answer(claim, LINE_BROKE)
        await reader.turn()
        await deliver(server, room, claim.message, folder=SENT)
        look = reader._sent
        at_once = await look.should_look_again()
        room.later(minutes=1)

        later = await look.should_look_again()
        await reader.turn()

        assert (at_once, later, await look.should_look_again()) == (False, True, False)
    assert room.mail().settled_by == "sent_folder"


def test_since_when_a_mail_is_doubtful(database: Database) -> None:
    room = planned(database)
    room.answer(room.in_flight(), ACCEPTED)
    claim = room.in_flight()
    room.later(minutes=7)
    room.answer(claim, LINE_BROKE)
    ids = [mail.id or 0 for mail in room.mails()]

    since = room.do(sent_folder.doubtful_since, ids)

    assert since == {claim.outbound_id: NOW + timedelta(minutes=7)}


# --- a real server --------------------------------------------------------------------------------------------------


class TestDovecot:
    @pytest.fixture
    def sent(self, empty_mailboxes: Dovecot) -> "Folder":
        return Folder(empty_mailboxes)

    def room(self, refillable: Refillable) -> Mailroom:
        room = planned(refillable.refilled())
        room.now = datetime.now(UTC).replace(microsecond=0)
        return room

    async def test_a_mail_that_a_person_files_is_counted(
        self, migrated_sqlite: Refillable, sent: "Folder"
    ) -> None:
        room = self.room(migrated_sqlite)
        await asyncio.to_thread(sent.append, by_a_person(1, at=room.now), by_a_person(2, at=room.now))
        reader = sent.reader(room)

        await reader.turn()
        await asyncio.to_thread(sent.dovecot.uid_validity_reset, ANN, "Sent")
        room.later(minutes=11)
        await reader.turn()

        await reader.close()
        assert human_sent(room) == 2
        assert [each.uidvalidity for each in [room.cursor("Sent")] if each] == [
            sent.dovecot.uid_validity(ANN, "Sent")
        ]

    async def test_a_restored_backup_is_noticed(self, migrated_sqlite: Refillable, sent: "Folder") -> None:
        room = self.room(migrated_sqlite)
        migrated_sqlite.keep("dovecot-queued")
        went_to = room.send_all()
        await asyncio.to_thread(sent.append, *(mail.raw or b"" for mail in room.mails()))
        restored = Mailroom(migrated_sqlite.refilled("dovecot-queued"), TWO_MAILBOXES)
        restored.now = room.now
        reader = sent.reader(restored)

        await reader.turn()

        await reader.close()
        assert sorted(went_to) == [ANA, BEN]
        assert "older than the Sent folder of ann" in paused_why(restored)
        assert {mail.state for mail in restored.mails()} == {SENT_STATE}

    async def test_of_a_folder_with_thousands_of_old_mails_only_the_new_are_looked_at(
        self, migrated_sqlite: Refillable, sent: "Folder"
    ) -> None:
        room = self.room(migrated_sqlite)
        old = room.now - timedelta(days=400)
        await asyncio.to_thread(sent.fill, 5_000, old)
        await asyncio.to_thread(sent.append, *(by_a_person(n, at=room.now) for n in range(3)))
        session = await ImapSession.open(sent.server())
        look = SentLook(
            room.database,
            room.rules,
            "ann",
            files_copies=False,
            clock=RoomClock(room),
            doubts=Doubts(room.database),
        )
        folder = next(each.name for each in await session.folders() if each.role is FolderRole.SENT)

        first = await look.turn(session, folder)
        room.later(minutes=10)
        second = await look.turn(session, folder)
        await asyncio.to_thread(sent.append, by_a_person(9, at=room.now))
        room.later(minutes=10)
        third = await look.turn(session, folder)

        await session.close()
        assert (first, second, third) == (4, 0, 1)
        assert human_sent(room) == 4

    async def test_a_backup_from_before_many_mails_reads_them_all_in_batches(
        self, migrated_sqlite: Refillable, sent: "Folder"
    ) -> None:
        room = self.room(migrated_sqlite)
        reader = sent.reader(room)
        await reader.turn()
        await asyncio.to_thread(sent.fill, 250, room.now)
        room.later(minutes=10)

        await reader.turn()

        await reader.close()
        assert human_sent(room) == 251


class Folder:
    """Ann's Sent folder, and how it is filled by others than us."""

    def __init__(self, dovecot: Dovecot) -> None:
        self.dovecot = dovecot

    def server(self) -> ImapServer:
        login = Password(ANN, self.dovecot.password(ANN))
        return ImapServer("localhost", self.dovecot.imaps, Security.TLS, login, str(self.dovecot.cert))

    def reader(self, room: Mailroom) -> Reader:
        return a_reader(room, self.server())

    def append(self, *raws: bytes) -> None:
        with imaplib.IMAP4("127.0.0.1", self.dovecot.imap, timeout=30) as line:
            line.login(ANN, self.dovecot.password(ANN))
            for raw in raws:
                status, answer = line.append("Sent", r"(\Seen)", "", raw)
                assert status == "OK", answer

    def fill(self, count: int, at: datetime) -> None:
        """So many mails at once, past the server, as an import does; `at` is their date and INTERNALDATE."""
        self.append(by_a_person(9_999, at=at, to="first@delta.example"))
        folder = self.dovecot.maildir(ANN) / ".Sent" / "cur"
        for number in range(count):
            file = folder / f"{int(at.timestamp())}.M{number}P1.import:2,S"
            file.write_bytes(by_a_person(10_000 + number, at=at).replace(b"\r\n", b"\n"))
            os.utime(file, (at.timestamp(), at.timestamp()))
