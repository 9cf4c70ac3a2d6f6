"""Reading from a second server that others wrote: what holds with Dovecot holds with Cyrus IMAP."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import pytest

from outreach.daemon.reader import Reader
from outreach.mail.imap import FolderMissing, FolderRole, ImapSession, LoginRefused
from outreach.mail.servers import ImapServer, Password, Security
from outreach.sequences.model import EnrollmentState
from tests.support.cyrus import Cyrus
from tests.support.databases import Refillable
from tests.support.mailbox_reader import a_reader, read_through
from tests.support.mailroom import Mailroom, a_reply, asked
from tests.support.waiting import eventually

ANA, BEN = "ana@acme.example", "ben@beta.example"
SPAM = "Spam"


def address(cyrus: Cyrus, security: Security = Security.TLS, password: str = "pw-ann") -> ImapServer:
    port = cyrus.imaps if security is Security.TLS else cyrus.imap
    return ImapServer("localhost", port, security, Password("ann", password), str(cyrus.cert))


@pytest.fixture
def mailbox(cyrus: Cyrus) -> Iterator[Cyrus]:
    """Ann's mailbox with nothing in it."""
    with cyrus.session("ann") as session:
        for folder in ("INBOX", SPAM, "Sent"):
            session.select(folder)
            session.store("1:*", "+FLAGS.SILENT", r"\Deleted")
            session.expunge()
    yield cyrus


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana and Ben have had their first mail."""
    return asked(migrated_sqlite, ANA, BEN)


@pytest.fixture
async def reader(room: Mailroom, mailbox: Cyrus) -> AsyncIterator[Reader]:
    made = a_reader(room, address(mailbox))
    yield made
    await made.close()


def letter(room: Mailroom, number: int, sender: str = ANA) -> bytes:
    return a_reply(room.mail(sender), f"Text {number}.", sender=sender, subject=f"Letter {number}")


def stored(room: Mailroom) -> list[tuple[str, str]]:
    return [(each.folder, each.subject) for each in room.inbounds()]


@pytest.mark.parametrize("security", list(Security))
async def test_every_way_to_secure_the_line_works(mailbox: Cyrus, security: Security) -> None:
    session = await ImapSession.open(address(mailbox, security), deadline=20)

    roles = {folder.role: folder.name for folder in await session.folders() if folder.role}

    assert roles[FolderRole.JUNK] == SPAM
    assert roles[FolderRole.SENT] == "Sent"
    assert session.can_idle
    await session.close()


async def test_a_wrong_password_is_told_as_such(mailbox: Cyrus) -> None:
    with pytest.raises(LoginRefused):
        await ImapSession.open(address(mailbox, password="pw-wrong"), deadline=20)


async def test_a_folder_that_is_not_there_is_missing(mailbox: Cyrus) -> None:
    session = await ImapSession.open(address(mailbox), deadline=20)

    with pytest.raises(FolderMissing):
        await session.select("Nowhere")

    await session.close()


async def test_what_lies_in_the_inbox_and_in_junk_is_stored_and_holds(
    room: Mailroom, mailbox: Cyrus, reader: Reader
) -> None:
    mailbox.deliver("ann", letter(room, 1))
    mailbox.deliver("ann", letter(room, 2, BEN), folder=SPAM)

    assert await read_through(reader) == 0

    assert stored(room) == [("INBOX", "Letter 1"), (SPAM, "Letter 2")]
    assert (room.state(ANA), room.state(BEN)) == (EnrollmentState.PAUSED, EnrollmentState.PAUSED)


async def test_nothing_is_marked_as_read(room: Mailroom, mailbox: Cyrus, reader: Reader) -> None:
    mailbox.deliver("ann", letter(room, 1))

    await read_through(reader)

    with mailbox.session("ann") as session:
        session.select("INBOX", readonly=True)
        assert session.search(None, "SEEN") == ("OK", [b""])
        assert session.search(None, "UNSEEN") == ("OK", [b"1"])


async def test_sixty_letters_come_over_byte_for_byte_and_once(
    room: Mailroom, mailbox: Cyrus, reader: Reader
) -> None:
    raws = [letter(room, number) for number in range(60)]
    mailbox.deliver("ann", *raws)

    await read_through(reader)
    await read_through(reader)

    # Cyrus puts a Return-Path and a Received before what it takes over LMTP.
    assert [each.raw[-len(raw) :] for each, raw in zip(room.inbounds(), raws, strict=True)] == raws


async def test_a_letter_that_is_moved_is_stored_once(room: Mailroom, mailbox: Cyrus, reader: Reader) -> None:
    mailbox.deliver("ann", letter(room, 1))
    await read_through(reader)

    for source, target in (("INBOX", SPAM), (SPAM, "INBOX"), ("INBOX", SPAM)):
        with mailbox.session("ann") as session:
            session.select(source)
            assert session._simple_command("MOVE", "1:*", target)[0] == "OK"
        await read_through(reader)

    assert stored(room) == [("INBOX", "Letter 1")]


async def test_a_folder_that_is_made_anew_is_read_anew_and_nothing_twice(
    room: Mailroom, mailbox: Cyrus, reader: Reader
) -> None:
    mailbox.deliver("ann", letter(room, 1), folder=SPAM)
    await read_through(reader)

    with mailbox.session("ann") as session:
        assert session.delete(SPAM)[0] == "OK"
        assert session._simple_command("CREATE", SPAM, r"(USE (\Junk))")[0] == "OK"
    mailbox.deliver("ann", letter(room, 1), letter(room, 2), folder=SPAM)
    await read_through(reader)

    assert stored(room) == [(SPAM, "Letter 1"), (SPAM, "Letter 2")]


async def test_what_arrives_while_it_idles_is_read_at_once(
    room: Mailroom, mailbox: Cyrus, reader: Reader
) -> None:
    stop, came = asyncio.Event(), asyncio.Event()

    async def arrived() -> None:
        came.set()

    watching = asyncio.create_task(reader.watch(stop, arrived))
    await eventually(lambda: reader.has_looked, "a first turn")
    mailbox.deliver("ann", letter(room, 1))
    async with asyncio.timeout(30):
        await came.wait()
    stop.set()
    with contextlib.suppress(asyncio.CancelledError):
        await watching

    assert stored(room) == [("INBOX", "Letter 1")]
