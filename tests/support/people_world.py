"""A workspace of facts about a team: mails, replies and leads, written as the line writes them, and reported on."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.database.events import record, record_many, take_back_these
from outreach.handoff.team import Team
from outreach.reporting.asked import Asked, ReportRules
from outreach.reporting.page import Page
from outreach.reporting.people import page as people_page
from outreach.reporting.period import period_of
from tests.support.databases import NOW
from tests.support.hand_off_desk import TEAM

LONDON = ZoneInfo("Europe/London")
#: When reports are made: the last day of the month in which everything happens.
REPORTED = datetime(2026, 3, 31, 16, 0, tzinfo=NOW.tzinfo)
MAILBOXES = {"rita-1": "rita", "rita-2": "Rita", "rolf": "rolf"}


def asked_of(
    team: Team = TEAM,
    *,
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
    now: datetime = REPORTED,
    mailboxes: Mapping[str, str] = MAILBOXES,
    norms: Mapping[str, Mapping[str, int]] | None = None,
) -> Asked:
    """A question about the team; of the whole time up to the end of March unless it says otherwise."""
    rules = ReportRules(zone=LONDON, team=team, people_of_mailboxes=mailboxes, norms=norms or {})
    return Asked(period_of(since, until, as_of, zone=LONDON, now=now), rules)


class PeopleWorld:
    """Facts of a team. Each lead is told by what happened to it, one hour after the other from `at` on."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._ids = 0

    def report(self, asked: Asked | None = None) -> Page:
        with self.database.reading() as session:
            return people_page.page(session, asked or asked_of())

    def plain(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """What a statement of plain SQL says, as an independent count."""
        with self.database.reading() as session:
            return [tuple(row) for row in session.execute(sa.text(statement), values)]

    # --- facts ------------------------------------------------------------------------------------------------------

    def fact(self, kind: Happened, at: datetime = NOW, **about: Any) -> int:
        """One fact; its number."""
        with self.database.writing() as session:
            record(session, kind, at, **about)
            return int(session.execute(sa.text("SELECT max(id) FROM event")).scalar_one())

    def mails(self, mailbox: str, count: int, *, at: datetime = NOW) -> None:
        facts = [
            {
                "at": at,
                "mailbox": mailbox,
                "contact_id": each,
                "outbound_id": each,
                "details": {"step": "ask"},
            }
            for each in (self._next() for _ in range(count))
        ]
        with self.database.writing() as session:
            record_many(session, Happened.MAIL_SENT, facts)

    def bounces(self, mailbox: str, count: int, *, at: datetime = NOW, bounce: str = "bounce_hard") -> None:
        for _ in range(count):
            number = self._next()
            self.fact(
                Happened.BOUNCED, at, mailbox=mailbox, contact_id=number, outbound_id=number, bounce=bounce
            )

    def complaint(self, mailbox: str, *, at: datetime = NOW) -> None:
        self.fact(Happened.COMPLAINED, at, mailbox=mailbox, outbound_id=self._next())

    def call(self, actor: str, *, at: datetime = NOW, kind: str = "call") -> None:
        self.fact(Happened.TASK_DONE, at, actor=actor, kind_of_task=kind, outcome="talked")

    def reply(
        self,
        mailbox: str,
        intent: Intent = Intent.INTERESTED,
        *,
        at: datetime = NOW,
        read: tuple[str, timedelta] | None = None,
        answered: tuple[str, timedelta] | None = None,
    ) -> int:
        """Somebody writes; somebody says what it means, and somebody answers, so long afterwards."""
        number = self._next()
        about = {"mailbox": mailbox, "inbound_id": number, "contact_id": number}
        self.fact(Happened.REPLIED, at, intent=intent.value, **about)
        if read is not None:
            name, after = read
            self.fact(Happened.REVIEW_DECIDED, at + after, actor=name, inbound_id=number, intent=intent.value)
        if answered is not None:
            name, after = answered
            self.fact(Happened.ANSWER_SENT, at + after, actor=name, **about)
        return number

    def lead(
        self,
        *story: str,
        finder: str = "rita",
        seller: str = "dora",
        at: datetime = NOW,
        cents: int = 100_000,
    ) -> list[int]:
        """A lead and what happened to it, as `accepted`, `rejected:clerical` …; the numbers of the facts."""
        number = self._next()
        facts = []
        for hours, told in enumerate(story):
            word, _, more = told.partition(":")
            facts.append(
                self.fact(
                    Happened(word if word == "payment_received" else f"lead_{word}"),
                    at + timedelta(hours=hours),
                    actor=more if word == "confirmed" and more else finder if word == "qualified" else seller,
                    **self._about(number, word, more, finder, seller, cents),
                )
            )
        return facts

    def take_back(self, *facts: int, at: datetime) -> None:
        with self.database.writing() as session:
            take_back_these(session, facts, now=at)

    def _about(self, lead: int, word: str, more: str, finder: str, seller: str, cents: int) -> dict[str, Any]:
        about: dict[str, Any] = {"lead": lead, "finder": finder, "source": "spear"}
        if word in ("offered", "accepted", "rejected", "untouched", "returned", "confirmed"):
            about["salesperson"] = seller
        if word == "rejected":
            about["reason"] = more
        if word in ("won", "payment_received"):
            about |= {"amount_cents": cents, "currency": "EUR"}
        return about

    def _next(self) -> int:
        self._ids += 1
        return self._ids


#: How a lead goes that becomes a client.
CONFIRMED = ("qualified", "offered", "accepted", "confirmed")
WON = (*CONFIRMED, "proposed", "met", "won")


def of(page: Page, person: str) -> dict[str, Any]:
    """What the report says of one person."""
    [found] = [each for each in page.document["people"] if each["person"] == person]
    return dict(found)


def on_board(page: Page, person: str) -> dict[str, Any]:
    """Somebody's row on the board."""
    [found] = [each for each in page.document["board"] if each["person"] == person]
    return dict(found)


def places(page: Page) -> list[tuple[int, str, int]]:
    """The board as (place, person, points)."""
    return [(each["place"], each["person"], each["points"]) for each in page.document["board"]]
