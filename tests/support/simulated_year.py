"""A year of sending over a real database: people around the world, outages, pauses, a clock that jumps.

What happens is kept in plain notes, for tests that count for themselves. Real time and what the clock shows are
two things here: a jump changes only the clock.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.draws import draw
from outreach.database.engine import Database
from outreach.mail.outcomes import Answer
from outreach.prospects.model import Contact, SuppressionReason
from outreach.prospects.service import NewContact
from outreach.sending import mailboxes, outbox, service
from outreach.sending.identity import SendingRules
from outreach.sending.model import MailboxStatus, OutboundMessage, OutboundState
from outreach.sending.outbox import Claim
from outreach.sending.planning import next_due_at
from outreach.sending.service import Asked, Told
from outreach.sequences import campaigns
from outreach.sequences.definition import LateRule, WhenLate
from outreach.sequences.holidays import DateRange
from outreach.sequences.model import Campaign, CampaignEvent, Enrollment, EnrollmentEvent, EnrollmentState
from outreach.sequences.timing import Timing
from outreach.sequences.window import PRESETS, HourRange, Window
from tests.support.campaigns import a_campaign, a_list, sequence
from tests.support.databases import NOW
from tests.support.desk import ACCEPTED, LATER, LINE_BROKE, NO_SUCH_USER, WITHHELD, Desk, mailbox, rules

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

#: Where recipients are: country and zone. Lord Howe moves its clocks by half an hour, St John's lies between hours.
PLACES = (
    ("DE", "Europe/Berlin"),
    ("US", "America/New_York"),
    ("IN", "Asia/Kolkata"),
    ("AU", "Australia/Lord_Howe"),
    ("CA", "America/St_Johns"),
    ("NZ", "Pacific/Auckland"),
)

#: Mails a day to one domain.
PER_DOMAIN = 2

#: On which we send nothing.
OUR_HOLIDAYS = DateRange(date(2026, 8, 10), date(2026, 8, 14))

MAILBOXES = (
    mailbox(
        "ann", zone="Europe/London", per_day=9, ramp_start=2, ramp_step=1, gap_seconds=(1_200.0, 3_000.0)
    ),
    mailbox(
        "bob", zone="America/New_York", per_day=8, ramp_start=8, new_per_day=3, gap_seconds=(600.0, 900.0)
    ),
    # Rests for no moment between two mails.
    mailbox("cat", zone="Asia/Kolkata", per_day=7, ramp_start=7, new_per_day=4),
    mailbox(
        "dan", zone="Pacific/Auckland", per_day=12, ramp_start=1, ramp_step=2, gap_seconds=(3_600.0, 7_200.0)
    ),
)

#: In the small hours the clocks are changed.
NIGHT = Window.of(range(7), [HourRange(0, 300), HourRange(1_380, 1_440)])
WINDOWS = {"office": PRESETS["office"], "book": PRESETS["book"], "night": NIGHT}

SEQUENCES = (
    sequence("ask", "bump", "once more", name="office", window=PRESETS["office"]),
    replace(
        sequence("ask", "bump", "once more", name="book", window=PRESETS["book"]),
        late=LateRule(5, WhenLate.SKIP),
    ),
    replace(sequence("ask", "bump", name="night", window=NIGHT), late=LateRule(10, WhenLate.MOVE)),
    sequence("ask", "bump", name="all at once", window=PRESETS["office"], one_at_a_time=False),
)
WINDOW_OF = {"office": "office", "book": "book", "night": "night", "all at once": "office"}


@dataclass(frozen=True, slots=True)
class Person:
    address: str
    firm: str
    country: str
    zone: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail that reached its recipient, and when its commit point was passed."""

    real: datetime
    clock: datetime
    mailbox: str
    recipient: str
    campaign: str
    sequence: str
    step: str


@dataclass(frozen=True, slots=True)
class Jump:
    """The clock was put forward or back."""

    real: datetime
    by: timedelta


@dataclass(frozen=True, slots=True)
class Outage:
    """Nothing ran from `begins` to `ends` (real). `overdue` were due before its end, long since, as follow-ups."""

    begins: datetime
    ends: datetime
    overdue: frozenset[str]


@dataclass
class Notes:
    """What happened, in the order in which it did."""

    people: dict[str, Person] = field(default_factory=dict)
    per_day_of: dict[str, int | None] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)
    claims: list[tuple[datetime, datetime, str]] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)
    outages: list[Outage] = field(default_factory=list)
    #: (mailbox or campaign, from, until), real.
    paused: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    #: Who said no, and when (real).
    noes: dict[str, datetime] = field(default_factory=dict)
    #: Whose run in which campaign ended in silence.
    silent: set[tuple[str, str]] = field(default_factory=set)


def world_rules() -> SendingRules:
    return replace(
        rules(*MAILBOXES),
        timing=Timing("Europe/London", draws=draw, closed_days=(OUR_HOLIDAYS,)),
        per_domain=PER_DOMAIN,
    )


def people(count: int) -> list[Person]:
    """Firms of one to five people each, the firms in turn around the world; each sixth is a large one."""
    found: list[Person] = []
    firm = 0
    while len(found) < count:
        country, zone = PLACES[firm % len(PLACES)]
        size = 5 if firm % 7 == 6 else 1 + firm % 3
        found += [
            Person(f"p{number}@firm{firm}.example", f"firm{firm}", country, zone) for number in range(size)
        ]
        firm += 1
    return found[:count]


class SimulatedYear:
    """Plans and sends for a year. `jumps`: whether the clock is put forward and back now and then."""

    def __init__(self, database: Database, *, prospects: int, seed: int, jumps: bool) -> None:
        self.desk = Desk(database, world_rules())
        self.notes = Notes()
        self.rng = random.Random(seed)
        self.real = NOW
        self.ends = NOW + timedelta(days=365)
        self.recovered = NOW
        #: What servers have said and is not written down yet.
        self.answers: list[tuple[Claim, Answer]] = []
        #: When somebody will know, of which mail, whether it has arrived.
        self.doubtful: list[tuple[datetime, int, bool]] = []
        self.everybody = people(prospects)
        self.notes.people = {person.address: person for person in self.everybody}
        self.agenda = sorted(self._agenda(jumps), key=lambda item: item[0])

    # --- what will happen ------------------------------------------------------------------------------------------

    def _agenda(self, jumps: bool) -> Iterator[tuple[datetime, str]]:
        starts = [NOW + timedelta(days=45 * number) for number in range(8)]
        yield from ((start, "campaign") for start in starts)
        # When the first reminders are under way; then nothing else happens until it can be seen what became of them.
        long_outages = [start + timedelta(days=self.rng.uniform(3, 6)) for start in starts[1::3]]
        yield from ((moment, "long outage") for moment in long_outages)
        kinds = {"outage": 10, "mailbox": 14, "campaign pause": 14, "campaign stop": 2, "odd": 60}
        if jumps:
            kinds |= {"jump": 18}
        for kind, times in kinds.items():
            for _ in range(times):
                # While there is something to do.
                moment = self.rng.choice(starts) + timedelta(days=self.rng.uniform(0.1, 25))
                if not any(outage < moment < outage + 22 * DAY for outage in long_outages):
                    yield moment, kind

    def run(self) -> Notes:
        while self.real < self.ends:
            while self.agenda and self.agenda[0][0] <= self.real:
                _, kind = self.agenda.pop(0)
                getattr(self, f"_{kind.replace(' ', '_')}")()
            self._settle_doubts()
            self._turn()
            self._wait(self._next_moment() - self.desk.now)
        self.notes.silent = set(self.desk.do(_silent))
        return self.notes

    def _wait(self, time: timedelta) -> None:
        """Time passes; where something is on the agenda meanwhile, only until then."""
        if self.agenda:
            time = min(time, self.agenda[0][0] - self.real)
        # What is on the agenda may be overdue after an outage.
        time = max(time, timedelta(0))
        self.real += time
        self.desk.now += time

    def _next_moment(self) -> datetime:
        """When something comes due, a mailbox has rested, or a limit has room again; half a day at most."""
        now = self.desk.now
        moments = [
            self.desk.do(next_due_at, now),
            *self.desk.do(_rests_end, now),
            # A little later than a day after the oldest: then it counts no more.
            *(moment + DAY for moment in self.desk.do(_oldest_of_a_day, now)),
            now + 12 * HOUR,
        ]
        return min(moment for moment in moments if moment is not None and moment > now)

    # --- what the daemon does --------------------------------------------------------------------------------------

    def _turn(self) -> None:
        if self.real - self.recovered > DAY:
            self.recovered = self.real
            self.desk.recover()
        self.desk.plan()
        mailboxes = sorted(self.desk.rules.mailboxes)
        while any((told := self._tell(Asked(self.answers, mailboxes=mailboxes))).claims.values()):
            for claims in told.claims.values():
                self._hand_in(claims)

    def _tell(self, asked: Asked) -> Told:
        self.answers = []
        return self.desk.do(service.tell, asked, self.desk.rules, owner="year", now=self.desk.now)

    def _hand_in(self, claims: list[Claim]) -> None:
        if not claims:
            return
        self.notes.claims.append((self.real, self.desk.now, claims[0].mailbox))
        told = self._tell(Asked(self.answers, commits=claims))
        for claim in claims:
            answer = self._answer(claim) if claim.token in told.may_go else WITHHELD
            self.answers.append((claim, answer))

    def _answer(self, claim: Claim) -> Answer:
        """What the server says; what arrives is noted."""
        mail = self.desk.do(_mail, claim.outbound_id)
        chance = self.rng.random()
        answer, arrived = ACCEPTED, True
        if chance < 0.02:
            answer, arrived = LINE_BROKE, self.rng.random() < 0.5
            self.doubtful.append(
                (self.real + timedelta(days=self.rng.uniform(0.1, 3)), claim.outbound_id, arrived)
            )
        elif chance < 0.06:
            answer, arrived = self.rng.choice([LATER, NO_SUCH_USER]), False
        if arrived:
            self.notes.mails.append(
                Mail(
                    self.real,
                    self.desk.now,
                    claim.mailbox,
                    claim.recipient,
                    self.desk.do(lambda session: session.get_one(Campaign, mail.campaign_id).name),
                    mail.sequence,
                    mail.step,
                )
            )
        if answer is ACCEPTED and self.rng.random() < 0.06:
            self._reply(claim.recipient)
        return answer

    def _settle_doubts(self) -> None:
        due = [each for each in self.doubtful if each[0] <= self.real]
        self.doubtful = [each for each in self.doubtful if each[0] > self.real]
        for _, outbound_id, arrived in due:
            if self.desk.do(_mail, outbound_id).state is not OutboundState.DOUBTFUL:
                continue
            if arrived:
                self.desk.do(
                    service.settle_as_sent, outbound_id, self.desk.rules, by="sent_folder", now=self.desk.now
                )
            else:
                self.desk.do(outbox.settle_as_not_sent, outbound_id, by="rita", now=self.desk.now)

    # --- what befalls it -------------------------------------------------------------------------------------------

    def _reply(self, address: str) -> None:
        opts_out = self.rng.random() < 0.4
        if opts_out:
            self.desk.suppress(address, SuppressionReason.OPTED_OUT)
            self.notes.noes[address] = self.real
        self.desk.end(address, EnrollmentEvent.OPTED_OUT if opts_out else EnrollmentEvent.REPLIED)

    def _campaign(self) -> None:
        """The next part of the list; and in the second half of the year those who were asked in the first once more."""
        number = len(self.notes.per_day_of)
        definition = SEQUENCES[number % len(SEQUENCES)]
        share = len(self.everybody) // 6
        begin = (number % 6) * share
        # The last two ask others of firms that have been asked before, and some people once more.
        begin += share // 2 if number >= 6 else 0
        whom = self.everybody[begin : begin + share]
        name = f"campaign {number}"
        per_day = (None, 4, 6)[number % 3]
        self.notes.per_day_of[name] = per_day
        names = self.rng.sample([each.name for each in MAILBOXES], 3)

        def unit(session: Session) -> None:
            a_list(session, *map(_contact, whom), name=name)
            made = a_campaign(
                session,
                name=name,
                list_name=name,
                sequence=definition.name,
                mailboxes=tuple(names),
                per_day=per_day,
            )
            campaigns.start(
                session,
                made,
                {definition.name: definition},
                timing=self.desk.rules.timing,
                actor="rita",
                now=self.desk.now,
            )

        self.desk.do(unit)

    def _outage(self) -> None:
        self._off(self.rng.uniform(0.1, 3))

    def _long_outage(self) -> None:
        self._off(self.rng.uniform(6, 12))

    def _off(self, days: float) -> None:
        begins = self.real
        self.real += timedelta(days=days)
        self.desk.now += timedelta(days=days)
        overdue = self.desk.do(_overdue, self.desk.now - 3 * DAY) if days > 5 else []
        self.notes.outages.append(Outage(begins, self.real, frozenset(overdue)))

    def _mailbox(self) -> None:
        name = self.rng.choice([each.name for each in MAILBOXES])
        self.desk.pause_mailbox(name)
        self._while_paused(name, self.rng.uniform(0.2, 8))
        self.desk.do(mailboxes.resume_mailbox, name, actor="rita", now=self.desk.now)

    def _campaign_pause(self) -> None:
        name = self.rng.choice(sorted(self.notes.per_day_of))
        if self.desk.do(campaigns.find, name).state.value != "running":
            return
        self.desk.move_campaign(CampaignEvent.PAUSED, name)
        self._while_paused(name, self.rng.uniform(0.2, 8))
        self.desk.move_campaign(CampaignEvent.RESUMED, name)

    def _campaign_stop(self) -> None:
        name = self.rng.choice(sorted(self.notes.per_day_of)[:6])
        if self.desk.do(campaigns.find, name).state.value != "stopped":
            self.desk.move_campaign(CampaignEvent.STOPPED, name)

    def _while_paused(self, name: str, days: float) -> None:
        """Everything else goes on meanwhile; what is on the agenda waits."""
        begins, agenda = self.real, self.agenda
        self.agenda = [(begins + timedelta(days=days), "odd")]
        while self.agenda:
            self._turn()
            self._wait(self._next_moment() - self.desk.now)
            if self.real >= self.agenda[0][0]:
                self.agenda.pop()
        self.agenda = agenda
        self.notes.paused.append((name, begins, self.real))

    def _odd(self) -> None:
        """The daemon happens to look at this very moment."""

    def _jump(self) -> None:
        by = self.rng.choice([HOUR, DAY, 30 * DAY]) * self.rng.choice([1, -1])
        self.desk.now += by
        self.notes.jumps.append(Jump(self.real, by))


def _contact(person: Person) -> NewContact:
    return NewContact(
        person.address, company=person.firm, country=person.country, time_zone=person.zone, line=1
    )


def _mail(session: Session, outbound_id: int) -> OutboundMessage:
    return session.get_one(OutboundMessage, outbound_id)


def _silent(session: Session) -> list[tuple[str, str]]:
    return list(
        session.exec(
            select(Contact.address, Campaign.name)
            .join(Enrollment, col(Enrollment.contact_id) == col(Contact.id))
            .join(Campaign, col(Campaign.id) == col(Enrollment.campaign_id))
            .where(Enrollment.state == EnrollmentState.FINISHED)
        ).all()
    )


def _rests_end(session: Session, now: datetime) -> list[datetime]:
    rows = session.exec(select(MailboxStatus.next_send_at).where(col(MailboxStatus.next_send_at) > now))
    closed = session.exec(select(MailboxStatus.closed_until).where(col(MailboxStatus.closed_until) > now))
    return [moment for moment in (*rows, *closed) if moment is not None]


def _oldest_of_a_day(session: Session, now: datetime) -> list[datetime]:
    """The oldest mail of the last day of each mailbox, and to each domain; only while something waits for room."""
    waits = select(Enrollment.id).where(
        Enrollment.state == EnrollmentState.ACTIVE, col(Enrollment.due_at) <= now
    )
    queued = select(OutboundMessage.id).where(OutboundMessage.state == OutboundState.QUEUED)
    if session.exec(waits).first() is None and session.exec(queued).first() is None:
        return []
    recent = col(OutboundMessage.in_flight_at) > now - DAY
    by_mailbox = select(sa.func.min(OutboundMessage.in_flight_at)).where(recent)
    return [
        moment
        for moment in session.exec(by_mailbox.group_by(OutboundMessage.mailbox)).all()
        if moment is not None
    ]


def _overdue(session: Session, since: datetime) -> list[str]:
    """Whose follow-up should have gone before that."""
    rows = session.exec(
        select(OutboundMessage.recipient)
        .join(Enrollment, col(Enrollment.id) == col(OutboundMessage.enrollment_id))
        .where(
            Enrollment.state == EnrollmentState.ACTIVE,
            col(Enrollment.due_at) < since,
            Enrollment.next_step > 0,
        )
    )
    return sorted(set(rows.all()))
