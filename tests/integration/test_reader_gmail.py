"""Reading Gmail: what a filter archived is read in All Mail, nothing is read twice, and nothing that we wrote."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from outreach.daemon.reader import Reader
from outreach.mail.imap_reading_plan import NamedFolders
from outreach.mail.servers import ImapServer, Password, Security
from outreach.sending.model import MailboxStatus
from outreach.sequences.model import EnrollmentState
from tests.support.databases import Refillable
from tests.support.gmail_like import ALL, CLIENTS, INBOX, LOOPBACK, PASSWORD, SENT, SPAM, USERNAME, GmailLike
from tests.support.mailbox_reader import a_reader
from tests.support.mailroom import Mailroom, a_reply, asked
from tests.support.waiting import eventually

ANA, BEN = "ana@acme.example", "ben@beta.example"


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana and Ben have had their first mail."""
    return asked(migrated_sqlite, ANA, BEN)


@pytest.fixture
async def gmail() -> AsyncIterator[GmailLike]:
    async with GmailLike() as server:
        yield server


def reader_of(room: Mailroom, server: GmailLike, folders: NamedFolders | None = None) -> Reader:
    login = Password(USERNAME, PASSWORD)
    return a_reader(room, ImapServer(LOOPBACK, server.port, Security.NONE, login), folders=folders)


def where(room: Mailroom) -> list[tuple[str, str]]:
    return [(each.folder, each.sender_address) for each in room.inbounds()]


async def test_a_reply_that_a_filter_archived_is_read_in_all_mail(room: Mailroom, gmail: GmailLike) -> None:
    reader = reader_of(room, gmail)
    gmail.deliver(a_reply(room.mail(ANA), sender=ANA), CLIENTS)

    await reader.turn()

    await reader.close()
    assert where(room) == [(ALL, ANA)]
    assert room.state(ANA) is EnrollmentState.PAUSED


async def test_what_was_read_in_the_inbox_is_not_fetched_again_from_all_mail(
    room: Mailroom, gmail: GmailLike
) -> None:
    reader = reader_of(room, gmail)
    mail = gmail.deliver(a_reply(room.mail(ANA), sender=ANA), INBOX)

    await reader.turn()
    gmail.archive(mail)
    await reader.turn()

    await reader.close()
    assert where(room) == [(INBOX, ANA)]
    assert gmail.handed_out == [mail.msgid]
    assert [each.provider_id for each in room.inbounds()] == [str(mail.msgid)]


async def test_a_reply_that_is_taken_out_of_spam_is_no_second_reply(room: Mailroom, gmail: GmailLike) -> None:
    reader = reader_of(room, gmail)
    mail = gmail.deliver(a_reply(room.mail(ANA), sender=ANA), SPAM)
    await reader.turn()

    gmail.move(mail, SPAM, INBOX)
    news = await reader.turn()

    await reader.close()
    assert news is False
    assert where(room) == [(SPAM, ANA)]


async def test_what_we_wrote_ourselves_is_nobodys_reply(room: Mailroom, gmail: GmailLike) -> None:
    reader = reader_of(room, gmail)
    gmail.deliver(room.mail(ANA).raw or b"", SENT)
    gmail.deliver(a_reply(None, "By hand.", sender=USERNAME), SENT)
    gmail.deliver(a_reply(None, "From my other address.", sender="ann.roe@other.example"), SENT)
    gmail.deliver(a_reply(None, "Not yet.", sender="ann.roe@other.example"), is_draft=True)

    await reader.turn()

    await reader.close()
    assert where(room) == []
    assert gmail.handed_out == []


async def test_a_mail_of_ours_that_somebody_sends_back_to_us_is_read(
    room: Mailroom, gmail: GmailLike
) -> None:
    # Labelled as sent too, since it is one conversation with itself; yet it came in.
    reader = reader_of(room, gmail)
    gmail.deliver(a_reply(room.mail(BEN), sender=BEN), INBOX, SENT)

    await reader.turn()

    await reader.close()
    assert where(room) == [(INBOX, BEN)]


async def test_more_than_a_batch_of_all_mail_is_walked_through_once(room: Mailroom, gmail: GmailLike) -> None:
    reader = reader_of(room, gmail)
    for number in range(120):
        sender = USERNAME if number % 2 else f"someone{number}@gamma.example"
        gmail.deliver(a_reply(None, f"Text {number}.", sender=sender), CLIENTS)

    await reader.turn()
    await reader.turn()

    await reader.close()
    cursor = room.cursor(ALL)
    assert len(room.inbounds()) == 60
    assert len(gmail.handed_out) == 60
    assert cursor is not None
    assert cursor.last_uid == 120


async def test_a_message_whose_header_is_refused_hides_no_other_and_is_fetched_itself(
    room: Mailroom, gmail: GmailLike
) -> None:
    reader = reader_of(room, gmail)
    refused = gmail.deliver(a_reply(room.mail(ANA), sender=ANA), CLIENTS)
    gmail.deliver(a_reply(None, "By hand.", sender=USERNAME), SENT)
    gmail.deliver(a_reply(room.mail(BEN), sender=BEN), CLIENTS)
    gmail.keeps_header_of = {refused.msgid}

    await reader.turn()

    await reader.close()
    assert where(room) == [(ALL, ANA), (ALL, BEN)]


async def test_news_of_all_mail_end_the_wait(room: Mailroom, gmail: GmailLike) -> None:
    reader, stop = reader_of(room, gmail), asyncio.Event()

    async def arrived() -> None:
        pass

    watching = asyncio.create_task(reader.watch(stop, arrived))
    await eventually(lambda: gmail.watched == ALL, "the reader listens")

    gmail.deliver(a_reply(room.mail(ANA), sender=ANA), CLIENTS)

    await eventually(lambda: where(room) == [(ALL, ANA)], "the archived reply is stored")
    stop.set()
    async with asyncio.timeout(20):
        await watching


async def test_where_all_mail_is_hidden_a_person_is_told_how_to_show_it(room: Mailroom) -> None:
    async with GmailLike(shows_all=False) as gmail:
        reader = reader_of(room, gmail)
        gmail.deliver(a_reply(room.mail(ANA), sender=ANA), INBOX)

        await reader.turn()

        await reader.close()
    with room.database.reading() as session:
        told = session.get_one(MailboxStatus, "ann").reading_trouble
    assert where(room) == [(INBOX, ANA)]
    assert 'let All Mail "Show in IMAP"' in told


async def test_a_folder_that_the_configuration_names_is_read_too(room: Mailroom) -> None:
    async with GmailLike(shows_all=False) as gmail:
        reader = reader_of(room, gmail, NamedFolders(also_read=(CLIENTS,)))
        filed = gmail.deliver(a_reply(room.mail(ANA), sender=ANA), CLIENTS)
        gmail.deliver(a_reply(None, "By hand.", sender=USERNAME), CLIENTS)

        await reader.turn()

        await reader.close()
    assert where(room) == [(CLIENTS, ANA)]
    assert gmail.handed_out == [filed.msgid]
