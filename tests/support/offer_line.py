"""A sales team that is told of leads by a real daemon, over SMTP and IMAP on loopback, and answers by mail."""

import email
import email.policy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path

from sqlmodel import col, select

from outreach.handoff.mail_model import OfferAnswer, OfferNotice
from outreach.sequences.model import Task, TaskState
from tests.support.hand_off_desk import HandOffDesk
from tests.support.mailroom import a_reply
from tests.support.small_daemon import SmallDaemon, small_daemon

DORA, EMIL, MONA = "dora@alpha.example", "emil@alpha.example", "mona@alpha.example"

#: As `hand_off_desk.TEAM`, in the words of a configuration.
TEAM = """
[[team]]
person = "rita"
address = "rita@alpha.example"

[[team]]
person = "dora"
address = "dora@alpha.example"
role = "salesperson"
full_name = "Dora Lind"
phone = "+44 20 7946 0321"

[[team]]
person = "emil"
address = "emil@alpha.example"
role = "salesperson"
languages = ["ru"]

[[team]]
person = "mona"
address = "mona@alpha.example"
role = "manager"
"""


class OfferLine:
    """The daemon, the desk, and what arrives at the team."""

    def __init__(self, daemon: SmallDaemon, desk: HandOffDesk) -> None:
        self.daemon = daemon
        self.desk = desk

    async def turn(self) -> None:
        await self.daemon.engine.until_idle()

    def mails_to(self, address: str) -> list[EmailMessage]:
        """What they got, in order."""
        return [parsed(raw) for recipient, raw in self.daemon.smtp.mails if recipient == address]

    async def answer(
        self,
        text: str,
        *,
        to: EmailMessage | None,
        sender: str = DORA,
        subject: str | None = None,
        headers: tuple[str, ...] = (),
    ) -> None:
        """A letter comes in that answers this mail, and the daemon turns."""
        references = [str(to["Message-ID"])] if to is not None else []
        about = subject or (f"Re: {to['Subject']}" if to is not None else "About lead 1")
        raw = a_reply(None, text, sender=sender, subject=about, references=references, headers=headers)
        await self.daemon.receive(raw)
        await self.turn()

    def came(self) -> list[tuple[str, str]]:
        """What the program made of letters that answer offers: what, and why."""
        with self.desk.database.reading() as session:
            rows = session.exec(select(OfferAnswer).order_by(col(OfferAnswer.inbound_id))).all()
            return [(row.came.value, row.why) for row in rows]

    def notices(self) -> list[tuple[str, str, str]]:
        """What was to be told: of what, how, and how far that has got."""
        with self.desk.database.reading() as session:
            rows = session.exec(select(OfferNotice).order_by(col(OfferNotice.id))).all()
            return [(row.kind.value, row.way.value, row.state.value) for row in rows]

    def tasks(self) -> list[tuple[str, str]]:
        with self.desk.database.reading() as session:
            rows = session.exec(select(Task).where(Task.state == TaskState.OPEN)).all()
            return [(row.owner, row.note) for row in rows]


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@asynccontextmanager
async def offer_line(
    desk: HandOffDesk, folder: Path, *, also: str = "", live: bool = True
) -> AsyncIterator[OfferLine]:
    """The daemon over the desk's database. `also` stands at the end of the configuration."""
    async with small_daemon(desk, folder, live=live, also=f"{TEAM}\n{also}") as daemon:
        yield OfferLine(daemon, desk)
