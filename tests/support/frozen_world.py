"""A world that stands still but for us: 500 prospects at 300 companies in many zones, five mailboxes, two campaigns.

Nobody answers and no server refuses. Every limit that there is holds something back in it.
"""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from outreach.config import Config, load_config
from outreach.core.clock import SetClock
from outreach.daemon.engine import Engine
from outreach.daemon.rules import sending_rules, timing
from outreach.database.engine import Database
from outreach.prospects.model import Contact
from outreach.prospects.service import NewContact
from outreach.reporting.campaign.forecast import Forecast, forecast
from outreach.sending.identity import SendingRules
from outreach.sending.model import OutboundMessage
from outreach.sending.next_moment import next_moment
from outreach.sequences import campaigns
from outreach.sequences.definition import AccountRule, SequenceDefinition, Step, StepKind, Variant
from outreach.sequences.model import Campaign
from outreach.sequences.template_file import TemplateText
from outreach.sequences.window import PRESETS, HourRange, Window
from tests.support.campaigns import a_campaign, a_list, mail_step
from tests.support.countries import allow_everywhere
from tests.support.databases import NOW

CONFIG = """
live = true

[sender]
name = "Ann Roe"
organisation = "Alpha Tools Ltd"
postal_address = "1 Harbour Row, Bristol BS1 4XX, United Kingdom"

[database]
url = "{url}"

[policy]
zone = "Europe/London"
country = "GB"
per_domain_per_day = 2
per_free_mail_domain_per_day = 3
"""

MAILBOX = """
[[mailboxes]]
name = "{name}"
from = "{name} Roe <{name}@alpha.example>"
zone = "{zone}"
per_day = {per_day}
gap_seconds = [{shortest}, {longest}]
sent_copy = "none"
{new_per_day}
[mailboxes.ramp]
start = {start}
add = {add}

[mailboxes.smtp]
host = "127.0.0.1"
port = {port}
security = "none"
"""


@dataclass(frozen=True, slots=True)
class Box:
    """A mailbox's limits as the configuration has them; `gap` is in seconds."""

    name: str
    zone: str = "Europe/London"
    per_day: int = 20
    start: int = 20
    add: int = 0
    gap: tuple[int, int] = (300, 900)
    new_per_day: int | None = None

    def section(self, port: int) -> str:
        return MAILBOX.format(
            name=self.name,
            zone=self.zone,
            per_day=self.per_day,
            shortest=self.gap[0],
            longest=self.gap[1],
            start=self.start,
            add=self.add,
            port=port,
            new_per_day="" if self.new_per_day is None else f"new_per_day = {self.new_per_day}",
        )


BOXES = (
    Box("ann", per_day=12, start=12),
    Box("bea", per_day=24, start=4, add=2, gap=(0, 0)),
    Box("cas", zone="Europe/Berlin", per_day=8, start=8, gap=(0, 0), new_per_day=3),
    Box("dov", zone="America/New_York", per_day=16, start=6, add=1, gap=(0, 0)),
    Box("eli", zone="Europe/Moscow", per_day=6, start=6, gap=(600, 1_200)),
)

#: Where the recipients are: zones, or countries, or neither.
PLACES: tuple[tuple[str | None, str | None], ...] = (
    (None, "GB"),
    (None, "DE"),
    ("America/Los_Angeles", "US"),
    (None, "RU"),
    ("Asia/Kolkata", "IN"),
    ("Australia/Adelaide", "AU"),
    (None, None),
)


def prospects(count: int, *, companies: int) -> list[NewContact]:
    """So many people, spread over so many companies; every twentieth uses a free-mail address."""
    return [_prospect(number, number % companies) for number in range(count)]


def _prospect(number: int, company: int) -> NewContact:
    zone, country = PLACES[company % len(PLACES)]
    at = "gmail.com" if number % 20 == 19 else f"company{company}.example"
    return NewContact(
        f"person{number}@{at}",
        company=f"Company {company}",
        given_name="Пётр" if country == "RU" else "Robin",
        family_name=f"Roe{number}",
        language="ru" if country == "RU" else None,
        country=country,
        time_zone=zone,
        line=number + 1,
    )


def three_steps(
    name: str, window: Window, *, one_at_a_time: bool = True, silence: int = 2
) -> SequenceDefinition:
    """A first mail and two reminders in its thread; the first in English and Russian."""
    first = mail_step("ask", first=True)
    russian = TemplateText(
        "who/ask.ru.txt",
        "ru",
        "Принтеры в {{ account.name }}",
        "Здравствуйте, {{ contact.given_name }}!\n\nКто у вас отвечает за принтеры?\n\n{{ sender.name }}\n",
    )
    texts = (*first.variants[0].texts, russian)
    steps = (
        replace(first, variants=(Variant("a", texts),)),
        mail_step("bump"),
        mail_step("last"),
    )
    return SequenceDefinition(name, steps, window, AccountRule(one_at_a_time, silence))


def a_call_first(definition: SequenceDefinition) -> SequenceDefinition:
    """The same, begun by a call."""
    call = Step("call", StepKind.CALL, 0, note="Ask for the office.")
    return replace(definition, steps=(call, *definition.steps))


OFFICE = replace(PRESETS["office"], spread_minutes=30)
#: Mornings and late afternoons, Sunday too.
EDGES = Window.of((1, 2, 3, 6), [HourRange(420, 570), HourRange(990, 1_140)])


class _Coarse(random.Random):
    """Chance in eight steps: so much happens at the same moment, and three weeks have fewer moments."""

    def random(self) -> float:
        return int(super().random() * 8) / 8


def coarse(*about: object) -> random.Random:
    """Draws of which many are the same."""
    return _Coarse("/".join(map(str, about)))


def configured(folder: Path, database: Database, *boxes: Box, port: int = 25) -> Config:
    """The configuration of a workspace with these mailboxes."""
    path = folder / "config.toml"
    text = CONFIG.format(url=database.url) + "".join(box.section(port) for box in boxes or BOXES)
    path.write_text(text, encoding="utf-8")
    allow_everywhere(folder)
    return load_config(path)


def founded(
    database: Database,
    config: Config,
    definition: SequenceDefinition,
    people: list[NewContact],
    *,
    name: str,
    mailboxes: tuple[str, ...],
    per_day: int | None = None,
    started: bool = True,
    now: datetime = NOW,
) -> None:
    """A campaign over these people, started unless it is to stay a draft."""
    with database.writing() as session:
        a_list(session, *people, name=name)
        made = a_campaign(
            session,
            name=name,
            list_name=name,
            sequence=definition.name,
            mailboxes=mailboxes,
            per_day=per_day,
        )
        if started:
            begun(session, config, made, definition, now)


def begun(
    session: Session, config: Config, campaign: Campaign, definition: SequenceDefinition, now: datetime
) -> None:
    campaigns.start(
        session,
        campaign,
        {definition.name: definition},
        timing=timing(config, coarse),
        actor="tester",
        now=now,
    )


def rules_of(config: Config) -> SendingRules:
    return sending_rules(config, coarse)


@dataclass(frozen=True, slots=True, order=True)
class Sent:
    """One mail as it really went, or as it was foreseen."""

    at: datetime
    mailbox: str
    address: str
    step: str


async def lived_through(config: Config, database: Database, clock: SetClock, *, days: int) -> list[datetime]:
    """The daemon's engine over so many days, at every moment at which something can happen; all of them."""
    engine = Engine(config, database, clock=clock, draws=coarse)
    ends = clock.now() + timedelta(days=days)
    moments = []
    try:
        while clock.now() < ends:
            moments.append(clock.now())
            await _until_idle(engine)
            with database.reading() as session:
                clock.set(next_moment(session, engine.rules, clock.now()) or ends)
    finally:
        for sender in engine.senders:
            await sender.close()
    return moments


async def _until_idle(engine: Engine) -> None:
    """What `Engine.until_idle` does, without what has nothing to do here: nothing is read, nobody dies."""
    anything = True
    while anything:
        planned, sent = await engine.plan(), await engine.send_all()
        anything = planned.anything or sent > 0


def went_out(database: Database, campaign: str) -> list[Sent]:
    """What the outbox says went out of a campaign, in order."""
    with database.reading() as session:
        rows = session.exec(
            select(OutboundMessage, Contact)
            .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
            .join(Campaign, col(Campaign.id) == col(OutboundMessage.campaign_id))
            .where(Campaign.name == campaign, col(OutboundMessage.sent_at).is_not(None))
        ).all()
        return sorted(_sent(mail, contact) for mail, contact in rows)


def _sent(mail: OutboundMessage, contact: Contact) -> Sent:
    assert mail.sent_at is not None
    return Sent(mail.sent_at, mail.mailbox, contact.address, mail.step)


def told(database: Database, config: Config, campaign: str, *, days: int, now: datetime = NOW) -> Forecast:
    """The forecast of a campaign that runs."""
    with database.reading() as session:
        return forecast(
            session,
            campaign,
            rules_of(config),
            now=now,
            days=days,
            waiting=0,
            begin=lambda _: None,
        )
