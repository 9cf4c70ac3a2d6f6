"""A hand-in that is cancelled, at whatever point, leaves no line on which a late answer could arrive."""

import asyncio
import ssl
from pathlib import Path

import pytest

from outreach.mail.outcomes import Outcome
from outreach.mail.servers import Password, Security, SmtpServer
from outreach.mail.smtp import SmtpConnection
from tests.support.certificate import make_certificate
from tests.support.commit_point import CommitPoint, hand_in, plain
from tests.support.misbehaving_smtp import LOOPBACK, PASSWORD, USERNAME, Fault, Kind, MisbehavingSmtp

FIRST, SECOND = "first@beta.example", "second@beta.example"


@pytest.mark.parametrize("phase", ["greeting", "ehlo", "auth", "mail", "rcpt", "data", "body", "dot"])
async def test_a_cancelled_mail_is_followed_by_one_with_answers_of_its_own(phase: str) -> None:
    async with MisbehavingSmtp(Fault(phase, Kind.STALL)) as server:
        smtp = SmtpConnection(plain(server, Password(USERNAME, PASSWORD)))
        handing_in = asyncio.create_task(hand_in(smtp, recipient=FIRST))
        await server.misbehaved.wait()

        handing_in.cancel()
        await asyncio.wait([handing_in])
        connected = smtp.connected
        answer = await hand_in(smtp, recipient=SECOND)

        assert handing_in.cancelled()
        assert not connected
        assert answer.outcome is Outcome.SENT
        assert (server.connections, server.copies(SECOND)) == (2, 1)
        assert server.copies(FIRST) == (1 if phase == "dot" else 0)
        await smtp.close()


@pytest.mark.parametrize("phase", ["starttls", "tls"])
async def test_an_upgrade_can_be_cancelled(phase: str, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate.file, certificate.key)
    async with MisbehavingSmtp(Fault(phase, Kind.STALL), tls=tls) as server:
        address = SmtpServer(LOOPBACK, server.port, Security.STARTTLS, ca_file=str(certificate.file))
        smtp = SmtpConnection(address)
        handing_in = asyncio.create_task(hand_in(smtp, recipient=FIRST))
        await server.misbehaved.wait()

        handing_in.cancel()
        await asyncio.wait([handing_in])
        answer = await hand_in(smtp, recipient=SECOND)

        assert handing_in.cancelled()
        assert answer.outcome is Outcome.SENT
        await smtp.close()


async def test_cancelled_at_the_commit_point_nothing_was_transmitted() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))
        asked = asyncio.Event()

        async def hesitate() -> None:
            asked.set()
            await asyncio.Event().wait()

        handing_in = asyncio.create_task(hand_in(smtp, CommitPoint(meanwhile=hesitate), recipient=FIRST))
        await asked.wait()

        handing_in.cancel()
        await asyncio.wait([handing_in])
        answer = await hand_in(smtp, recipient=SECOND)

        assert handing_in.cancelled()
        assert answer.outcome is Outcome.SENT
        assert (server.copies(FIRST), server.copies(SECOND)) == (0, 1)
        await smtp.close()


async def test_who_waits_for_a_turn_can_be_cancelled_without_harm_to_the_mail_under_way() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))
        asked, go = asyncio.Event(), asyncio.Event()

        async def hesitate() -> None:
            asked.set()
            await go.wait()

        under_way = asyncio.create_task(hand_in(smtp, CommitPoint(meanwhile=hesitate), recipient=FIRST))
        await asked.wait()
        waiting = asyncio.create_task(hand_in(smtp, recipient=SECOND))
        await asyncio.sleep(0)

        waiting.cancel()
        await asyncio.wait([waiting])
        go.set()
        answer = await under_way

        assert waiting.cancelled()
        assert answer.outcome is Outcome.SENT
        assert (server.copies(FIRST), server.copies(SECOND)) == (1, 0)
        await smtp.close()


async def test_an_abort_from_elsewhere_ends_the_mail_under_way() -> None:
    async with MisbehavingSmtp(Fault("dot", Kind.STALL)) as server:
        smtp = SmtpConnection(plain(server))
        handing_in = asyncio.create_task(hand_in(smtp, recipient=FIRST))
        await server.misbehaved.wait()

        smtp.abort()
        answer = await handing_in

        assert answer.outcome is Outcome.DOUBTFUL
