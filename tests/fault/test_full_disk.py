"""The disk is full just when a server has taken a mail: the answer is kept, nothing more is sent, nothing twice."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach.sending.journal import Journal
from outreach.sending.model import OutboundState
from tests.support.databases import founded_sqlite
from tests.support.mailroom import Mailroom
from tests.support.misbehaving_smtp import MisbehavingSmtp
from tests.support.small_daemon import small_daemon
from tests.support.tiny_disk import fill, make_room, tiny_disk

ANA, BEN = "ana@acme.example", "ben@beta.example"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with tiny_disk(tmp_path / "disk", megabytes=8) as folder:
        yield folder


class FillsTheDisk(MisbehavingSmtp):
    """Takes every mail, and before it says so of the first one, somebody else's files have filled the disk."""

    def __init__(self, disk: Path) -> None:
        super().__init__()
        self._disk = disk

    def keep(self, recipient: str, content: bytes) -> None:
        super().keep(recipient, content)
        if len(self.mails) == 1:
            fill(self._disk)


async def test_an_answer_that_the_disk_does_not_take_is_kept_and_sending_stops_until_it_does(
    disk: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    with founded_sqlite(disk / "outreach.db") as database, Journal.open(disk / "journal") as journal:
        room = Mailroom(database)
        room.campaign(ANA, BEN)
        async with small_daemon(room, tmp_path, smtp=FillsTheDisk(disk), journal=journal) as daemon:
            await daemon.engine.plan()
            await daemon.engine.read_all()

            await daemon.engine.send_all()

            assert daemon.engine.halted
            assert daemon.sent_to() == [ANA]
            assert [entry.recipient for entry in journal.entries()] == [ANA]
            assert [record.message for record in caplog.records] == ["sending_stopped"]

            make_room(disk)
            await daemon.engine.recover()

            assert not daemon.engine.halted
            assert journal.entries() == []
            assert room.mail(ANA).state is OutboundState.SENT

            # What was claimed when the disk was full waits for the end of its lease.
            room.later(hours=1)
            await daemon.engine.until_idle()

            assert daemon.sent_to() == [ANA, BEN]
            assert {mail.state for mail in room.mails()} == {OutboundState.SENT}


async def test_a_daemon_that_dies_on_the_full_disk_finds_the_answer_when_it_starts_again(
    disk: Path, tmp_path: Path
) -> None:
    with founded_sqlite(disk / "outreach.db") as database:
        room = Mailroom(database)
        room.campaign(ANA, BEN)
        with Journal.open(disk / "journal") as journal:
            async with small_daemon(room, tmp_path, smtp=FillsTheDisk(disk), journal=journal) as daemon:
                await daemon.engine.plan()
                await daemon.engine.read_all()
                await daemon.engine.send_all()
        make_room(disk)

        with Journal.open(disk / "journal") as journal:
            async with small_daemon(room, tmp_path, journal=journal) as daemon:
                await daemon.engine.recover(all_owners=True)
                room.later(minutes=1)
                await daemon.engine.until_idle()

                assert daemon.sent_to() == [BEN]
                assert {mail.state for mail in room.mails()} == {OutboundState.SENT}
                assert room.mail(ANA).settled_by is None
