"""The colleague who named somebody gets a copy of the mail that says so, where the sequence wants it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from outreach.database.engine import Database
from outreach.prospects.model import SuppressionReason
from outreach.prospects.suppressing import suppress
from outreach.sending.compose import copy_of
from outreach.sending.model import OutboundState
from tests.support.mailroom import Mailroom, a_reply, follow_up
from tests.support.misbehaving_smtp import Fault, Kind, MisbehavingSmtp
from tests.support.small_daemon import SmallDaemon, small_daemon

ANA, MARIA = "ana@acme.example", "maria.weber@acme.example"
ANSWER = "Please talk to Maria Weber, maria.weber@acme.example, she runs sales."


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    room = Mailroom(sqlite_database)
    room.campaign(ANA, targets=(follow_up(cc_referrer=True),))
    return room


@asynccontextmanager
async def named_maria(
    room: Mailroom, folder: Path, *, smtp: MisbehavingSmtp | None = None
) -> AsyncIterator[SmallDaemon]:
    """Ana has been asked and has answered; her answer lies in the mailbox."""
    async with small_daemon(room, folder, smtp=smtp) as daemon:
        await daemon.engine.until_idle()
        await daemon.receive(a_reply(room.mail(ANA), ANSWER, sender=ANA, name="Ana Ruiz", quoted=True))
        yield daemon


async def test_who_named_them_gets_the_very_same_mail(room: Mailroom, tmp_path: Path) -> None:
    async with named_maria(room, tmp_path) as daemon:
        await daemon.engine.once()

        assert daemon.sent_to() == [ANA, MARIA, ANA]
        assert daemon.smtp.mails[-1][1] == daemon.smtp.mails[-2][1]
        assert copy_of(daemon.smtp.mails[-1][1]) == ANA


async def test_a_reminder_goes_to_the_colleague_alone(room: Mailroom, tmp_path: Path) -> None:
    async with named_maria(room, tmp_path) as daemon:
        await daemon.engine.once()
        room.later(days=2)

        await daemon.engine.once()

        assert daemon.sent_to() == [ANA, MARIA, ANA, MARIA]


async def test_who_wants_no_more_mail_gets_no_copy(room: Mailroom, tmp_path: Path) -> None:
    async with named_maria(room, tmp_path) as daemon:
        await daemon.engine.read_all()
        await daemon.engine.understand()
        room.do(suppress, ANA, reason=SuppressionReason.OPTED_OUT, actor="ana", now=room.now)

        await daemon.engine.once()

        assert daemon.sent_to() == [ANA, MARIA]
        assert copy_of(daemon.smtp.mails[-1][1]) is None


async def test_a_copy_that_the_server_refuses_stops_nothing(room: Mailroom, tmp_path: Path) -> None:
    # Ana's own mail was the first recipient of the line, Maria the second, the copy the third.
    refused = Fault("rcpt", Kind.REPLY, "550 5.1.1 No such user", occasion=3)
    async with named_maria(room, tmp_path, smtp=MisbehavingSmtp(refused)) as daemon:
        await daemon.engine.once()

        assert daemon.sent_to() == [ANA, MARIA]
        assert room.mail(MARIA).state is OutboundState.SENT


async def test_a_no_between_the_claim_and_the_body_keeps_the_mail_back(
    room: Mailroom, tmp_path: Path
) -> None:
    async with named_maria(room, tmp_path) as daemon:
        await daemon.engine.read_all()
        await daemon.engine.understand()
        await daemon.engine.plan()
        claim = room.claimed()
        room.do(suppress, ANA, reason=SuppressionReason.OPTED_OUT, actor="ana", now=room.now)

        went = room.commit(claim)

        assert claim.copy_to == ANA
        assert not went
