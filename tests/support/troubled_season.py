"""A season of a line with all that seldom happens: what reports have to leave out, count once, or count against us."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.inbox.model import InboundMessage, MatchedBy
from outreach.prospects.model import Source
from outreach.qualification.leads.model import Lead
from outreach.reporting.stage import Stage
from outreach.sending.model import OutboundMessage, OutboundState
from tests.support.command_line import CommandLine
from tests.support.report_world import DAY, HOUR, WEEK, Opened, ReportWorld, Sent
from tests.support.troubled_workspace import CONFIG, STATES, TASK

BEGAN = datetime(2026, 1, 5, 8, tzinfo=UTC)
PEOPLE, WEEKS = 1_300, 22

#: Many answer, so that a season of few people fills every table; few are confirmed.
SHARES = {
    Stage.MAILED: 0.97,
    Stage.REPLIED: 0.2,
    Stage.POSITIVE: 0.6,
    Stage.REFERRED: 0.35,
    Stage.CONVERSATION: 0.7,
    Stage.QUALIFIED: 0.75,
    Stage.CONFIRMED: 0.5,
    Stage.MEETING: 0.8,
    Stage.CONTRACT: 0.7,
}


def troubled_season(folder: Path) -> None:
    """A workspace in which it has happened."""
    outreach = CommandLine.initialised(folder)
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    database = Database(f"sqlite:///{outreach.folder / 'outreach.db'}")
    try:
        world = ReportWorld(database, began=BEGAN)
        world.season(PEOPLE, weeks=WEEKS, shares=SHARES, steps=("ask", "bump"))
        _Troubles(world, database).happen()
    finally:
        database.close()


class _Troubles:
    """Everything in several months, so that it falls into, before and after whatever period is asked for."""

    def __init__(self, world: ReportWorld, database: Database) -> None:
        self._world, self._database = world, database
        self._list = world.a_list("trouble", source=Source.SEED, cost_cents=77_700, currency="USD", at=BEGAN)
        self._campaign = world.a_campaign("trouble", self._list, mailboxes=("ann", "bob", "old"))
        self._tasks: list[dict[str, Any]] = []

    def happen(self) -> None:
        for number in range(6):
            at = BEGAN + 2 * DAY + number * 4 * WEEK
            self._mails(at, number)
            self._referrals(at)
            self._leads(at, number)
            self._work(at)
        self._world.save()
        self._rows()

    def _mail(self, at: datetime, mailbox: str = "ann", **about: Any) -> Sent:
        person = self._world.a_person(self._list, at=at - DAY, **about)
        return self._world.mailed(person, self._campaign, at, mailbox=mailbox)

    # --- mails

    def _mails(self, at: datetime, number: int) -> None:
        world = self._world
        world.complained(self._mail(at), at + DAY)
        world.bounced(self._mail(at, "bob"), hard=False, reason="full")
        twice = self._mail(at + HOUR, "bob")
        world.bounced(twice, twice.at + HOUR, hard=False, reason="full")
        world.bounced(twice, twice.at + DAY, hard=True, reason="no_such_user")
        # They answered before the address died; and from an address that is dead.
        gone = self._mail(at + 2 * HOUR)
        world.replied(gone, at + DAY, Intent.NOT_NOW)
        world.bounced(gone, at + 9 * DAY)
        # One person, out of two mailboxes of one of us.
        once = self._mail(at + HOUR)
        world.mailed(once.contact_id, self._campaign, at + DAY, step="bump", mailbox="anna")
        # Of a mailbox that is nobody's.
        world.replied(self._mail(at, "old"), at + 3 * DAY, Intent.QUESTION)
        # Read as something else, decided twice, and once taken back.
        changed = world.replied(self._mail(at + 3 * HOUR), at + 2 * DAY, Intent.OTHER)
        world.decided(changed, Intent.INTERESTED, at + 3 * DAY, actor="Rita")
        world.decided(changed, Intent.NOT_INTERESTED, at + 20 * DAY, actor="rita")
        misread = world.replied(self._mail(at + 4 * HOUR), at + 2 * DAY, Intent.INTERESTED)
        world.take_back(misread, Happened.REPLIED, at=at + 15 * DAY)
        # Two letters of one person; and a machine's.
        several = self._mail(at + 5 * HOUR)
        world.replied(several, at + DAY, Intent.NOT_NOW)
        world.replied(several, at + 2 * DAY, Intent.INTERESTED)
        world.auto_replied(self._mail(at + 6 * HOUR, "bob"), at + 7 * HOUR)
        for code, dead in ((550, True), (452, False)):
            self._refused(at + 8 * HOUR, code, dead=dead)
        for later in (None, True, False):
            self._doubtful(at + 9 * HOUR, later)
        for kind, mailbox in ((Happened.MAILBOX_PAUSED, "bob"), (Happened.MAILBOX_RESUMED, "bob")):
            world.happened(
                kind, at + (2 if number % 2 else 1) * DAY, mailbox=mailbox, details={"why": "guard"}
            )
        if number == 5:
            world.happened(Happened.MAILBOX_PAUSED, at + 3 * DAY, mailbox="ann", details={"why": "guard"})

    def _unsent(self, at: datetime, code: int | None = None) -> dict[str, Any]:
        """A mail that did not go out, or of which nobody knows."""
        sent = self._mail(at)
        self._world.never_sent(sent)
        self._world.rows.change(
            OutboundMessage,
            sent.id,
            state=OutboundState.FAILED,
            sent_at=None,
            answer_code=code,
            answer_enhanced=None if code is None else "5.1.1",
        )
        return {
            "campaign_id": sent.campaign_id,
            "enrollment_id": sent.enrollment_id,
            "account_id": sent.account_id,
            "contact_id": sent.contact_id,
            "outbound_id": sent.id,
            "mailbox": sent.mailbox,
        }

    def _refused(self, at: datetime, code: int, *, dead: bool) -> None:
        about = self._unsent(at, code)
        self._world.happened(Happened.MAIL_REFUSED, at, **about, details={"step": "ask", "answer": str(code)})
        if dead:
            details = {"bounce": "bounce_hard", "at_once": True, "code": code}
            self._world.happened(Happened.BOUNCED, at, **about, details=details)

    def _doubtful(self, at: datetime, went_out: bool | None) -> None:
        about = self._unsent(at)
        self._world.happened(Happened.MAIL_DOUBTFUL, at, **about, details={"step": "ask"})
        if went_out is not None:
            later = at + 5 * DAY
            self._world.happened(Happened.MAIL_SETTLED, later, **about, details={"sent": went_out})
        if went_out:
            details = {"step": "ask", "tag": None, "opening": True}
            self._world.happened(Happened.MAIL_SENT, at, **about, details=details)

    # --- referrals

    def _referrals(self, at: datetime) -> None:
        world = self._world
        came = world.replied(self._mail(at + 10 * HOUR, "bob"), at + DAY, Intent.REFERRAL)
        first = world.referred(came, via="cc")
        sent = world.follow_up(first, came, at + 2 * DAY, mailbox="bob", step="bump")
        further = world.colleague_replied(first, sent, at + 4 * DAY, Intent.REFERRAL)
        second = world.referred(further, depth=2)
        again = world.follow_up(second, further, at + 5 * DAY, mailbox="bob", step="last")
        lead = world.a_lead(world.colleague_replied(second, again, at + 12 * DAY), finder="rolf")
        world.rows.change(Lead, lead.id, referral_id=second)
        self._goes(lead, at + 13 * DAY, "qualified", "offered", "accepted", "confirmed")
        about = {"contact_id": came.answers.contact_id, "inbound_id": came.id}
        for fate in ("refused", "approved", "sought", "waits"):
            other = world.referred(came, at + DAY, via="text")
            details = {"referral": other, "reason": "left"}
            if fate == "refused":
                world.happened(Happened.REFERRAL_APPROVED, at + 2 * DAY, **about, details=details)
                world.happened(Happened.REFERRAL_REFUSED, at + 3 * DAY, **about, details=details)
            if fate == "approved":
                world.happened(Happened.REFERRAL_APPROVED, at + 3 * DAY, **about, details=details)
            if fate == "sought":
                self._task("find_contact", at + DAY, at + 18 * DAY, came.answers, referral_id=other)
        absent = world.auto_replied(self._mail(at + 11 * HOUR), at + DAY)
        world.referred(absent, via="automatic")

    # --- leads

    def _lead(self, at: datetime, finder: str = "rita") -> Opened:
        came = self._world.replied(self._mail(at), at + DAY, Intent.INTERESTED)
        return self._world.a_lead(came, finder=finder)

    def _goes(self, lead: Opened, at: datetime, *way: str, to: str = "sam", **details: Any) -> datetime:
        for word in way:
            actor = lead.finder if word == "qualified" else to
            about = {} if word in ("qualified", "disqualified") else {"salesperson": to}
            self._world.lead_did(lead, Happened(f"lead_{word}"), at, actor=actor, **about, **details)
            at += DAY
        return at

    def _leads(self, at: datetime, number: int) -> None:
        world, taken = self._world, ("qualified", "offered", "accepted", "confirmed")
        for reason in ("procedural", "clerical", "definitional"):
            rejected = self._lead(at, "rolf")
            self._goes(rejected, at + 2 * DAY, "qualified", "offered")
            self._goes(rejected, at + 4 * DAY, "rejected", reason=reason, to="sue")
        let_pass = self._lead(at)
        self._goes(let_pass, at + 2 * DAY, "qualified", "offered", "untouched", "offered", "accepted")
        back = self._lead(at)
        self._goes(back, at + 2 * DAY, *taken, "returned", "qualified", "offered", "accepted", "confirmed")
        gone_back = self._lead(at, "rolf")
        self._goes(gone_back, at + 2 * DAY, *taken, "returned")
        # Who found it confirms it: nobody's credit.
        own = self._lead(at, "sam")
        self._goes(own, at + 2 * DAY, *taken)
        self._goes(self._lead(at), at + 2 * DAY, "disqualified")
        if number:
            self._on_the_next_day(at)
        self._goes(self._lead(at), at + 2 * DAY, *taken, "lost")
        # An inquiry, in another currency, with a payment that was put right.
        asker = world.a_person(None, at=at)
        asked = world.an_imported_lead(asker, at, list_id=self._list, source=Source.NET)
        since = self._goes(asked, at + DAY, *taken, "proposed", "met")
        self._client(asked, since, 240_000, "USD", manager="alma", months=6 + number)
        for month in range(3):
            world.paid(asked, since + (1 + 30 * month) * DAY, cents=20_000, currency="USD", actor="alma")
        world.paid(asked, since + 40 * DAY, cents=-20_000, currency="USD", actor="alma")
        for index in range(8):
            client = self._lead(at + index * HOUR, "rita")
            since = self._goes(client, at + (2 + index) * DAY, *taken, "proposed", "met")
            amount = 100_000 * (3 + index)
            self._client(client, since, amount, "EUR", manager="alma" if index % 2 else "")
            for month in range(1 + index // 2):
                world.paid(client, since + (3 + 28 * month) * DAY, cents=amount // 12, actor="alma")
        undone = self._lead(at)
        self._goes(undone, at + 2 * DAY, *taken)
        world.take_back(undone, Happened.LEAD_CONFIRMED, at=at + 24 * DAY)

    def _on_the_next_day(self, at: datetime) -> None:
        """What the digest of the day after tells of."""
        self._world.replied(self._mail(at), at + DAY, Intent.NOT_INTERESTED)
        self._goes(self._lead(at - 3 * DAY), at, "qualified", "offered")
        client = self._lead(at - 12 * DAY)
        self._goes(client, at - 8 * DAY, "qualified", "offered", "accepted", "confirmed", "proposed", "met")
        self._client(client, at + DAY, 900_000, "EUR", manager="")

    def _client(
        self,
        lead: Opened,
        at: datetime,
        cents: int,
        currency: str,
        *,
        manager: str,
        months: int | None = None,
    ) -> None:
        starts_on = None if months is None else at.date() + 60 * DAY
        terms: dict[str, Any] = {"account_manager": manager, "months": months, "starts_on": starts_on}
        self._world.won(lead, at, cents=cents, currency=currency, **terms)

    # --- what people of ours do

    def _work(self, at: datetime) -> None:
        world = self._world
        asks = world.replied(self._mail(at + 12 * HOUR, "bob"), at + DAY, Intent.QUESTION)
        world.decided(asks, Intent.QUESTION, at + DAY + 30 * HOUR, actor="rolf")
        about = {"contact_id": asks.answers.contact_id, "inbound_id": asks.id}
        world.happened(Happened.ANSWER_SENT, at + 3 * DAY, **about, actor="rolf", mailbox="bob")
        for actor, kind in (("rita", "call"), ("Sam", "call_back"), ("rolf", "task")):
            details = {"kind_of_task": kind, "outcome": "talked"}
            world.happened(Happened.TASK_DONE, at + DAY, actor=actor, contact_id=1, details=details)
        self._task("answer_overdue", at + 2 * DAY, at + 17 * DAY, asks.answers)
        self._task("answer_overdue", at + 2 * DAY, None, asks.answers)
        for folder, mailbox in (("Junk", "ann"), ("INBOX", "ann"), ("Spam", "bob")):
            came = world.replied(self._mail(at, mailbox), at + DAY, Intent.NOT_NOW)
            self._in_folder(came.id, mailbox, folder, at + DAY)
        ours = world.auto_replied(self._mail(at, "ann"), at + DAY)
        world.rows.change(InboundMessage, ours.id, matched_by=MatchedBy.OWN.value)
        self._in_folder(ours.id, "ann", "Junk", at + DAY)
        machine = world.auto_replied(self._mail(at, "ann"), at + DAY)
        self._in_folder(machine.id, "ann", "Junk", at + DAY)

    def _in_folder(self, inbound_id: int, mailbox: str, folder: str, at: datetime) -> None:
        about = {"inbound_id": inbound_id, "mailbox": mailbox}
        self._world.happened(Happened.MESSAGE_STORED, at, **about, details={"folder": folder})

    # --- rows that are no facts

    def _task(
        self, kind: str, at: datetime, done_at: datetime | None, of: Sent, *, referral_id: int | None = None
    ) -> None:
        self._tasks.append(
            {
                "kind": kind,
                "state": "open" if done_at is None else "done",
                "contact_id": of.contact_id,
                "account_id": of.account_id,
                "created_at": _text(at),
                "due_at": _text(at),
                "done_at": None if done_at is None else _text(done_at),
                "referral_id": referral_id,
            }
        )

    def _rows(self) -> None:
        with self._database.writing() as session:
            for task in self._tasks:
                session.execute(sa.text(TASK), task)
            for statement in STATES:
                session.execute(sa.text(statement))


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S.%f}"
