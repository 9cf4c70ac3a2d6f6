"""A year of selling as facts, drawn by chance from shares and delays that a test knows, to hold a forecast against.

It is no year of the program's own code: people answer, leads go from stage to stage and sign, after delays as they are
known from practice, and only the facts of it are written.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session

import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
from outreach.core.events import Happened
from outreach.database.events import record_many
from outreach.prospects.lists import open_list
from outreach.prospects.model import Account, Contact, Prospect, Source
from outreach.reporting.forecast.capacity import Capacity
from outreach.reporting.forecast.known_so_far import KnownSoFar, Signed
from outreach.reporting.forecast.pace import LOOKED_AT
from outreach.reporting.forecast.passages import Flow
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage
from outreach.sending.identity import SendingMailbox
from outreach.sending.limits import allowance

ZONE = ZoneInfo("UTC")
#: A Monday.
BEGINS = date(2025, 12, 1)
DAYS = 425
_DAY = timedelta(days=1)
_MANY = 26_000


@dataclass(frozen=True, slots=True)
class Step:
    """Of those at a stage the share that goes on, after a time that is gamma distributed (mean in days, shape)."""

    to: Happened
    share: float
    mean: float
    shape: float = 1.5


#: From a conversation to a contract.
LINE = (
    Step(Happened.LEAD_QUALIFIED, 0.45, 8),
    Step(Happened.LEAD_OFFERED, 0.97, 1),
    Step(Happened.LEAD_ACCEPTED, 0.88, 2),
    Step(Happened.LEAD_CONFIRMED, 0.80, 5),
    Step(Happened.LEAD_PROPOSED, 0.75, 8),
    Step(Happened.LEAD_MET, 0.75, 12),
    Step(Happened.LEAD_WON, 0.35, 28, 2.0),
)


STAGES = {
    Happened.LEAD_OPENED: Stage.CONVERSATION,
    Happened.LEAD_QUALIFIED: Stage.QUALIFIED,
    Happened.LEAD_OFFERED: Stage.OFFERED,
    Happened.LEAD_ACCEPTED: Stage.ACCEPTED,
    Happened.LEAD_CONFIRMED: Stage.CONFIRMED,
    Happened.LEAD_PROPOSED: Stage.PROPOSAL,
    Happened.LEAD_MET: Stage.MEETING,
    Happened.LEAD_WON: Stage.CONTRACT,
}


@dataclass(frozen=True, slots=True)
class World:
    """How the year goes. `mailboxes` join on a day; `season`: how much better people answer in a month than usual."""

    mailboxes: tuple[tuple[date, SendingMailbox], ...]
    reply_share: float = 0.08
    conversation_share: float = 0.30
    line: tuple[Step, ...] = LINE
    season: dict[int, float] = field(default_factory=dict)
    #: The average contract, in hundredths of a euro, and how much they differ (the sigma of a log-normal).
    deal_cents: int = 1_200_000
    deal_sigma: float = 0.5
    list_size: int = _MANY
    days: int = DAYS

    def capacity(self, day: date) -> Capacity:
        """What the configuration said on a day."""
        return Capacity(mailboxes=tuple(mailbox for since, mailbox in self.mailboxes if since <= day))

    def busier(self, factor: float) -> "World":
        """With so much larger limits: there are more cases of everything."""
        larger = tuple(
            (since, replace(each, per_day=round(each.per_day * factor))) for since, each in self.mailboxes
        )
        return replace(self, mailboxes=larger)


def box(name: str, per_day: int = 40) -> SendingMailbox:
    return SendingMailbox(
        name=name,
        from_name=name,
        address=f"{name}@us.example",
        zone="UTC",
        per_day=per_day,
        ramp_start=5,
        ramp_step=3,
        gap_seconds=(90.0, 240.0),
    )


#: Four mailboxes from the beginning.
STEADY = World(tuple((BEGINS, box(f"box-{number}")) for number in range(4)))
#: Four more in June.
DOUBLED = replace(
    STEADY,
    mailboxes=(*STEADY.mailboxes, *((date(2026, 6, 1), box(f"new-{number}")) for number in range(4))),
)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def known_at(day: date) -> Period:
    """What was known in the night before a day."""
    return Period(None, moment(day), moment(day), ZONE)


def month_from(day: date) -> Period:
    """A month, with everything that is known much later."""
    following = (day + timedelta(days=32)).replace(day=1)
    return Period(moment(day), moment(following), moment(BEGINS + timedelta(days=DAYS + 400)), ZONE)


def months(first: date, last: date) -> list[date]:
    """The first days of the months from one to another."""
    found = [first]
    while found[-1] < last:
        found.append((found[-1] + timedelta(days=32)).replace(day=1))
    return found


def write_year(session: Session, world: World, seed: int) -> None:
    """The list with its people, and the facts of the whole year."""
    _write_people(session, world.list_size)
    by_kind: dict[Happened, list[dict[str, Any]]] = {}
    for kind, fact in _Year(world, random.Random(seed)).facts():
        by_kind.setdefault(kind, []).append(fact)
    for kind, facts in by_kind.items():
        record_many(session, kind, facts)


def _write_people(session: Session, count: int) -> None:
    at = moment(BEGINS) - _DAY
    account = Account(name="Everybody", created_at=at)
    session.add(account)
    session.flush()
    kept = open_list(session, "everybody", source=Source.SPEAR, legal_basis=None, now=at)
    connection = session.connection()
    numbers = range(1, count + 1)
    people = [
        {"id": each, "account_id": account.id, "address": f"p{each}@firm.example", "created_at": at}
        for each in numbers
    ]
    connection.execute(sa.insert(Contact), people)
    lines = [{"list_id": kept.id, "contact_id": each, "line": each, "created_at": at} for each in numbers]
    connection.execute(sa.insert(Prospect), lines)


def facts_of(world: World, seed: int) -> list[tuple[Happened, dict[str, Any]]]:
    """The same without a database."""
    return list(_Year(world, random.Random(seed)).facts())


class Counted:
    """The facts of a year, counted by hand: what `forecast_counts` finds in a database, found in another way."""

    def __init__(self, world: World, facts: list[tuple[Happened, dict[str, Any]]]) -> None:
        self._world = world
        self._mails: dict[int, list[datetime]] = defaultdict(list)
        self._sent: Counter[tuple[str, date]] = Counter()
        self._replies: dict[int, datetime] = {}
        self._leads: dict[int, dict[Happened, datetime]] = defaultdict(dict)
        self._lead_of: dict[int, datetime] = {}
        self._won: list[tuple[datetime, int, int]] = []
        self._paid: list[tuple[datetime, int, int]] = []
        for kind, fact in facts:
            self._take(kind, fact)

    def _take(self, kind: Happened, fact: dict[str, Any]) -> None:
        at, person, details = fact["at"], fact["contact_id"], fact["details"]
        if kind is Happened.MAIL_SENT:
            self._mails[person].append(at)
            self._sent[fact["mailbox"], at.date()] += 1
        elif kind is Happened.REPLIED:
            self._replies[person] = at
        elif kind is Happened.PAYMENT_RECEIVED:
            self._paid.append((at, details["lead"], details["amount_cents"]))
        else:
            self._leads[details["lead"]][kind] = at
            if kind is Happened.LEAD_OPENED:
                self._lead_of[person] = at
            if kind is Happened.LEAD_WON:
                self._won.append((at, details["lead"], details["amount_cents"]))

    def known_at(self, day: date) -> KnownSoFar:
        as_of = moment(day)
        mailed = {person: mails[0] for person, mails in self._mails.items() if mails[0] < as_of}
        flows = {
            (Stage.MAILED, Stage.REPLIED): _flow(as_of, mailed, self._replies),
            (Stage.REFERRED, Stage.REPLIED): Flow(),
            (Stage.REPLIED, Stage.CONVERSATION): _flow(as_of, self._replies, self._lead_of),
        }
        over = {number: kinds.get(Happened.LEAD_LOST) for number, kinds in self._leads.items()}
        for come_from, to in pairwise([Happened.LEAD_OPENED, *(step.to for step in LINE)]):
            came = {number: kinds[come_from] for number, kinds in self._leads.items() if come_from in kinds}
            went = {number: kinds[to] for number, kinds in self._leads.items() if to in kinds}
            flows[STAGES[come_from], STAGES[to]] = _flow(as_of, came, went, over)
        paid: Counter[int] = Counter()
        for at, lead, cents in self._paid:
            paid[lead] += cents if at < as_of else 0
        since = day - timedelta(days=LOOKED_AT)
        return KnownSoFar(
            as_of=as_of,
            zone=ZONE,
            flows=flows,
            sent={key: count for key, count in self._sent.items() if since <= key[1] < day},
            stock=self._world.list_size - len(mailed),
            contracts=tuple(
                Signed(at.date(), cents, "EUR", paid_cents=paid[lead])
                for at, lead, cents in sorted(self._won)
                if at < as_of
            ),
        )

    def came(self, first: date, until: date) -> dict[Stage, int]:
        """How many came to each stage from a day on, until before another."""
        moments = {
            Stage.MAILED: [mails[0] for mails in self._mails.values()],
            Stage.REPLIED: list(self._replies.values()),
            **{
                stage: [kinds[kind] for kinds in self._leads.values() if kind in kinds]
                for kind, stage in STAGES.items()
            },
        }
        return {
            stage: sum(moment(first) <= at < moment(until) for at in all_of)
            for stage, all_of in moments.items()
        }


def _flow(
    as_of: datetime,
    came: Mapping[int, datetime],
    went: Mapping[int, datetime],
    left: Mapping[int, datetime | None] | None = None,
) -> Flow:
    entered: Counter[int] = Counter()
    on: Counter[tuple[int, int]] = Counter()
    off: Counter[tuple[int, int]] = Counter()
    for who, at in came.items():
        if at >= as_of:
            continue
        ago = (as_of - at).days
        entered[ago] += 1
        further, over = went.get(who), (left or {}).get(who)
        if further is not None and further < as_of:
            on[ago, (as_of - further).days] += 1
        elif over is not None and over < as_of:
            off[ago, (as_of - over).days] += 1
    return Flow(dict(entered), dict(on), dict(off))


class _Year:
    """Draws one year."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self._world = world
        self._rng = rng
        self._ends = moment(BEGINS + timedelta(days=world.days))
        self._person = 0
        self._lead = 0

    def facts(self) -> Iterator[tuple[Happened, dict[str, Any]]]:
        """Each with its kind; what would be after the end of the year has not happened."""
        for kind, fact in self._all():
            if fact["at"] < self._ends:
                yield kind, fact

    def _all(self) -> Iterator[tuple[Happened, dict[str, Any]]]:
        sending_days: dict[str, int] = {}
        #: Whose reminder is due on which day, and from which mailbox.
        reminders: dict[tuple[str, int], list[int]] = {}
        worked = 0
        for number in range(self._world.days):
            day = BEGINS + timedelta(days=number)
            if day.weekday() > 4:
                continue
            worked += 1
            for since, mailbox in self._world.mailboxes:
                if since > day:
                    continue
                before = sending_days.get(mailbox.name, 0)
                sending_days[mailbox.name] = before + 1
                limit = allowance(mailbox, sending_days=before)
                # Not every day is full.
                left = sum(self._rng.random() < 0.93 for _ in range(limit))
                for person in reminders.pop((mailbox.name, worked), []):
                    yield self._mail(person, mailbox, day)
                    left -= 1
                while left > 0 and self._person < self._world.list_size:
                    self._person += 1
                    left -= 1
                    yield from self._written_to(self._person, mailbox, day, worked, reminders)

    def _mail(self, person: int, mailbox: SendingMailbox, day: date) -> tuple[Happened, dict[str, Any]]:
        at = self._hour(day)
        return Happened.MAIL_SENT, {"at": at, "contact_id": person, "mailbox": mailbox.name, "details": {}}

    def _written_to(
        self,
        person: int,
        mailbox: SendingMailbox,
        day: date,
        worked: int,
        reminders: dict[tuple[str, int], list[int]],
    ) -> Iterator[tuple[Happened, dict[str, Any]]]:
        kind, mail = self._mail(person, mailbox, day)
        yield kind, mail
        share = self._world.reply_share * self._world.season.get(day.month, 1.0)
        if self._rng.random() >= share:
            reminders.setdefault((mailbox.name, worked + 3), []).append(person)
            return
        answered = self._after(mail["at"], 4.0, 1.0)
        if answered - mail["at"] > 4 * _DAY:
            reminders.setdefault((mailbox.name, worked + 3), []).append(person)
        yield Happened.REPLIED, {"at": answered, "contact_id": person, "details": {"intent": "interested"}}
        if self._rng.random() < self._world.conversation_share:
            yield from self._lead_of(person, self._after(answered, 0.7, 1.0))

    def _lead_of(self, person: int, at: datetime) -> Iterator[tuple[Happened, dict[str, Any]]]:
        self._lead += 1
        about = {"lead": self._lead}
        yield Happened.LEAD_OPENED, {"at": at, "contact_id": person, "details": about}
        for step in self._world.line:
            following = self._after(at, step.mean, step.shape)
            if self._rng.random() >= step.share:
                if self._rng.random() < 0.7:
                    yield Happened.LEAD_LOST, {"at": following, "contact_id": person, "details": about}
                return
            at = following
            if step.to is not Happened.LEAD_WON:
                yield step.to, {"at": at, "contact_id": person, "details": about}
        yield from self._contract(person, at, about)

    def _contract(
        self, person: int, at: datetime, about: dict[str, Any]
    ) -> Iterator[tuple[Happened, dict[str, Any]]]:
        sigma = self._world.deal_sigma
        cents = round(self._world.deal_cents * self._rng.lognormvariate(-(sigma**2) / 2, sigma))
        money = about | {"amount_cents": cents, "currency": "EUR"}
        yield Happened.LEAD_WON, {"at": at, "contact_id": person, "details": money}
        for number in range(12):
            part = about | {"amount_cents": cents // 12, "currency": "EUR"}
            yield (
                Happened.PAYMENT_RECEIVED,
                {"at": at + timedelta(days=30 * (number + 1)), "contact_id": person, "details": part},
            )

    def _after(self, at: datetime, mean: float, shape: float) -> datetime:
        """Later, in the hours and on the days on which people work."""
        later = at + timedelta(days=self._rng.gammavariate(shape, mean / shape))
        while later.weekday() > 4:
            later += _DAY
        return later

    def _hour(self, day: date) -> datetime:
        return moment(day) + timedelta(hours=self._rng.uniform(9, 17))
