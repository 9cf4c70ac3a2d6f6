"""What is kept of a mailbox that cannot be read, for whoever looks: the server's words, and what to do about them."""

from datetime import timedelta

import pytest

from outreach.mail.imap import ImapTrouble
from outreach.sending import mailboxes
from outreach.sending.model import MailboxStatus
from tests.support.databases import NOW, Refillable
from tests.support.imap_sessions import address
from tests.support.mailbox_reader import a_reader
from tests.support.mailroom import Mailroom, asked
from tests.support.misbehaving_imap import MisbehavingImap, Phase

ANA = "ana@acme.example"
#: What each trouble sounds like, and what of the advice must be said.
TROUBLES = {
    "a wrong password": (
        Phase.AUTH,
        b"%t NO [AUTHENTICATIONFAILED] Invalid credentials.\r\n",
        ("Invalid credentials", "app password"),
    ),
    "a password that has run out": (
        Phase.AUTH,
        b"%t NO [EXPIRED] That password is no more.\r\n",
        ("That password is no more", "set a new one"),
    ),
    "a server that wants a browser": (
        Phase.AUTH,
        b"%t NO [ALERT] Please log in via your web browser.\r\n",
        ("web browser", "wants a person to read this"),
    ),
    "a full mailbox that cannot be opened": (
        Phase.SEARCH,
        b"%t NO [OVERQUOTA] No room left.\r\n",
        ("No room left", "is full"),
    ),
    "a server that says goodbye": (
        Phase.SEARCH,
        b"* BYE Down for maintenance.\r\n",
        ("Down for maintenance", "tried again by itself"),
    ),
}


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    return asked(migrated_sqlite, ANA)


def status(room: Mailroom) -> MailboxStatus:
    with room.database.reading() as session:
        return mailboxes.status_of(session, "ann")


@pytest.mark.parametrize("what", TROUBLES)
async def test_trouble_is_kept_with_what_to_do_until_the_mailbox_is_read_again(
    room: Mailroom, what: str
) -> None:
    phase, answer, said = TROUBLES[what]
    async with MisbehavingImap(script={phase: [answer]}) as server:
        reader = a_reader(room, address(server))

        with pytest.raises(ImapTrouble):
            await reader.turn()
        in_trouble = status(room).reading_trouble
        await reader.turn()

        await reader.close()
    assert all(words in in_trouble for words in said)
    assert status(room).reading_trouble == ""


async def test_a_server_that_cannot_be_reached_is_said_to_be_so(room: Mailroom) -> None:
    async with MisbehavingImap() as server:
        nowhere = address(server)
    reader = a_reader(room, nowhere)

    with pytest.raises(ImapTrouble):
        await reader.turn()

    assert "cannot be reached" in status(room).reading_trouble


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            b"* OK [ALERT] Your account will be closed on Friday.\r\n",
            "Your account will be closed on Friday.",
        ),
        (b"* NO [OVERQUOTA] Soft limit reached.\r\n", "Soft limit reached. The mailbox is full"),
    ],
)
async def test_what_the_server_wants_people_to_know_is_kept_though_reading_goes_on(
    room: Mailroom, line: bytes, told: str
) -> None:
    found = b"* SEARCH\r\n" + line + b"%t OK Done.\r\n"
    async with MisbehavingImap(script={Phase.SEARCH: [found]}, mails={}) as server:
        reader = a_reader(room, address(server))

        await reader.turn()

        await reader.close()
    assert status(room).reading_trouble.startswith(told)
    assert status(room).read_at == NOW


async def test_what_stands_in_the_way_of_sending_is_left_as_it_is(room: Mailroom) -> None:
    until = NOW + timedelta(hours=24)
    room.do(mailboxes.close_mailbox, "ann", until=until, why="daily sending quota exceeded")
    async with MisbehavingImap() as server:
        reader = a_reader(room, address(server))

        await reader.turn()

        await reader.close()
    assert (status(room).trouble, status(room).closed_until) == ("daily sending quota exceeded", until)
