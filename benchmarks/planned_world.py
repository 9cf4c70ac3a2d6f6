"""A SQLite database with as many enrollments as wanted: five campaigns from twenty mailboxes, in their second month."""

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from outreach.database.engine import Database
from outreach.database.schema import upgrade
from outreach.database.workspace import found
from outreach.prospects.model import Account, AccountStatus, Contact
from outreach.sending.model import MailboxStatus, OutboundMessage, OutboundState
from outreach.sequences.model import Campaign, Enrollment, EnrollmentState
from tests.support.campaigns import a_campaign, a_list, sequence, start
from tests.support.databases import NOW

CAMPAIGNS = 5
MAILBOXES = tuple(f"box-{number}" for number in range(20))

#: Due in a turn: so many follow-ups and first mails, over all mailboxes and campaigns.
FOLLOW_UPS, OPENINGS = 150, 50
#: Contacts at one company.
COLLEAGUES = 3
#: What each mailbox has sent in the last 24 hours.
SENT_TODAY = 20

_BATCH = 20_000
#: Of a hundred enrollments that are not due: finished, answered, stopped; the others are under way.
_FINISHED, _ANSWERED, _STOPPED = 45, 50, 55

Row = dict[str, Any]


def fill(folder: Path, size: int, *, backlog: bool = False) -> Database:
    """The database, open, at the moment NOW; `backlog`: half of the list is due and was never written to."""
    url = f"sqlite:///{folder / 'outreach.db'}"
    upgrade(url)
    database = Database(url)
    with database.writing() as session:
        found(session, NOW)
        campaigns = [_campaign(session, number) for number in range(CAMPAIGNS)]
        made = [(campaign.id or 0, campaign.sequence_version_id or 0) for campaign in campaigns]
        session.add_all(_status(name) for name in MAILBOXES)
    world = _World(size, made, backlog)
    _insert(database, Account, world.accounts())
    _insert(database, Contact, world.contacts())
    _insert(database, Enrollment, world.enrollments())
    _insert(database, OutboundMessage, world.mails())
    return database


class _World:
    """Every row by its number, so that no two runs differ. Enrollment and contact have the same number, from 1."""

    def __init__(self, size: int, campaigns: list[tuple[int, int]], backlog: bool) -> None:
        self.size = size
        self.companies = -(-size // COLLEAGUES)
        self._campaigns = campaigns
        self._backlog = backlog
        self._apart = max(self.companies // (FOLLOW_UPS + OPENINGS), 1)

    def accounts(self) -> Iterator[Row]:
        for number in range(1, self.companies + 1):
            yield {
                "id": number,
                "name": f"Company {number}",
                "status": AccountStatus.WORKING,
                "created_at": NOW,
            }

    def contacts(self) -> Iterator[Row]:
        for number in range(1, self.size + 1):
            yield {
                "id": number,
                "account_id": self._company(number),
                "address": self._address(number),
                "name": f"Robin {number}",
                "given_name": "Robin",
                "family_name": str(number),
                "title": "",
                "phone": "",
                "fields": {},
                "created_at": NOW,
            }

    def enrollments(self) -> Iterator[Row]:
        for number in range(1, self.size + 1):
            campaign, version = self._campaigns[number % CAMPAIGNS]
            yield {
                "id": number,
                "campaign_id": campaign,
                "contact_id": number,
                "account_id": self._company(number),
                "sequence": "who",
                "sequence_version_id": version,
                "depth": 0,
                "position": 0,
                "waits_for_turn": False,
                "created_at": NOW - timedelta(days=60),
                "ended_why": "",
                **self._standing(number),
            }

    def mails(self) -> Iterator[Row]:
        """The first mail of everybody who has got one."""
        for number in range(1, self.size + 1):
            standing = self._standing(number)
            if standing["mailbox"] is None:
                continue
            campaign, _ = self._campaigns[number % CAMPAIGNS]
            sent_at = self._sent_at(number)
            yield {
                "enrollment_id": number,
                "campaign_id": campaign,
                "contact_id": number,
                "account_id": self._company(number),
                "sequence": "who",
                "step": "ask",
                "step_index": 0,
                "mailbox": standing["mailbox"],
                "recipient": self._address(number),
                "recipient_domain": f"company-{self._company(number)}.example",
                "opening": True,
                "state": OutboundState.SENT,
                "due_at": sent_at,
                "variant": "a",
                "message_id": f"<{number:032x}@alpha.example>",
                "subject": f"Printers at Company {self._company(number)}",
                "body": "Who looks after the printers?",
                "attempts": 1,
                "first_attempt_at": sent_at,
                "in_flight_at": sent_at,
                "sent_at": sent_at,
                "answer_text": "",
                "created_at": sent_at,
            }

    def _standing(self, number: int) -> Row:
        """State, step, due moment and mailbox of one enrollment."""
        turn, first = divmod(self._company(number) - 1, self._apart)
        if first == 0 and turn < FOLLOW_UPS + OPENINGS:
            # Who is due is the first of their company, and the colleagues are done with.
            if number % COLLEAGUES != 1:
                return self._ended(number, EnrollmentState.FINISHED)
            overdue = NOW - timedelta(minutes=turn)
            if turn >= FOLLOW_UPS:
                return self._not_begun(overdue)
            # Evenly over the mailboxes, so that none has more of them than it may send.
            return self._under_way(number, overdue) | {"mailbox": MAILBOXES[turn % len(MAILBOXES)]}
        if self._backlog and number % 2:
            return self._not_begun(NOW - timedelta(seconds=number % 80_000))
        share = number * 7919 % 100
        if share < _FINISHED:
            return self._ended(number, EnrollmentState.FINISHED)
        if share < _ANSWERED:
            return self._ended(number, EnrollmentState.ANSWERED)
        if share < _STOPPED:
            return self._ended(number, EnrollmentState.STOPPED)
        in_time = NOW + timedelta(hours=1, minutes=number % 40_000)
        return self._under_way(number, in_time) if share % 2 else self._not_begun(in_time)

    def _under_way(self, number: int, due_at: datetime) -> Row:
        return self._begun(number) | {"state": EnrollmentState.ACTIVE, "due_at": due_at, "ended_at": None}

    def _ended(self, number: int, state: EnrollmentState) -> Row:
        return self._begun(number) | {"state": state, "due_at": None, "ended_at": NOW - timedelta(days=2)}

    def _begun(self, number: int) -> Row:
        mailbox = MAILBOXES[number % len(MAILBOXES)]
        return {"next_step": 1, "mailbox": mailbox, "started_at": self._sent_at(number)}

    def _not_begun(self, due_at: datetime) -> Row:
        return {
            "state": EnrollmentState.ACTIVE,
            "next_step": 0,
            "due_at": due_at,
            "mailbox": None,
            "started_at": None,
            "ended_at": None,
        }

    def _sent_at(self, number: int) -> datetime:
        """The last of the list got theirs today, the others weeks ago."""
        today = number > self.size - SENT_TODAY * len(MAILBOXES)
        return NOW - (timedelta(hours=2) if today else timedelta(days=3, minutes=number % 80_000))

    def _company(self, number: int) -> int:
        return (number - 1) // COLLEAGUES + 1

    def _address(self, number: int) -> str:
        return f"robin-{number}@company-{self._company(number)}.example"


def _campaign(session: Session, number: int) -> Campaign:
    name = f"campaign-{number}"
    a_list(session, name=name)
    campaign = a_campaign(session, name=name, list_name=name, mailboxes=MAILBOXES)
    start(session, campaign, sequence())
    return campaign


def _status(name: str) -> MailboxStatus:
    return MailboxStatus(name=name, sending_days=60, last_sent_on=NOW.date())


def _insert(database: Database, model: type[SQLModel], rows: Iterator[Row]) -> None:
    table = model.__table__  # type: ignore[attr-defined]
    # Batch by batch, so that the write-ahead log stays as small as it is in life.
    while batch := list(itertools.islice(rows, _BATCH)):
        with database.engine.begin() as connection:
            connection.execute(sa.insert(table), batch)
