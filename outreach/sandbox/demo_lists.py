"""Where the demo's people come from: two lists that cost money, and inquiries; each taken up on its day.

Everything is imported and started as the command line does it.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from sqlmodel import Session, select

from outreach.config import Config
from outreach.core.draws import Draws
from outreach.daemon.rules import law_now, timing
from outreach.prospects.costs import Cost
from outreach.prospects.import_plan import OnDuplicate
from outreach.prospects.importing import import_contacts
from outreach.prospects.law_at_import import country_rule
from outreach.prospects.lists import edit_list, open_list
from outreach.prospects.model import Source
from outreach.prospects.reading import read_rows
from outreach.prospects.rows import ImportRow
from outreach.qualification.leads import importing
from outreach.qualification.leads.definition import LeadDefinition
from outreach.sandbox.draw import number, pick
from outreach.sandbox.person import Person
from outreach.sandbox.population import Population, prospects_csv
from outreach.sequences import campaigns
from outreach.sequences.loading import load_with_targets
from outreach.sequences.model import Campaign

#: On what ground they are written to, as `prospects import --legal-basis` would record it.
LEGAL_BASIS = "consent: nobody here is real, and this world was made up for the demo"
SEQUENCE = "who-handles-sales"
#: The campaign over the first list.
CAMPAIGN = "demo"
#: The list of those who asked us by themselves.
INQUIRIES = "website"

#: Below so many weeks there is one list, taken up at once.
_FEWEST_WEEKS = 6
#: So many inquiries come for a hundred prospects.
INQUIRIES_FOR_A_HUNDRED = 10
#: The last of a list are taken up so late that their answers still wait when the end comes.
_LAST_BEFORE_END = timedelta(days=13)


@dataclass(frozen=True, slots=True)
class Wave:
    """People of one list, imported and taken up by a campaign at one moment."""

    at: datetime
    list_name: str
    campaign: str
    actor: str
    people: tuple[Person, ...]
    cost: Cost


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Somebody who fills in the form on our site."""

    at: datetime
    person: Person
    message: str


@dataclass(frozen=True, slots=True)
class _List:
    name: str
    campaign: str
    actor: str
    cost: Cost


FAIR = _List("trade-fair", CAMPAIGN, "rita", Cost(60_000, "EUR"))
DIRECTORY = _List("directory", "demo-directory", "pavel", Cost(24_000, "EUR"))

#: Which list, how many of all prospects in per cent; None: the rest. The second begins two weeks after the first.
_PARTS: tuple[tuple[_List, int], ...] = ((FAIR, 45), (DIRECTORY, 30), (FAIR, 25))

_MESSAGES = (
    "We are looking at new tools for our sales office. What do you offer?",
    "A partner of ours mentioned you. Could somebody call me?",
    "Please send me a price for a team of eight.",
    "We met at the fair. I would like to see how it works.",
)


def waves(people: Population, start: datetime, weeks: int) -> list[Wave]:
    """Who is imported when; colleagues at one company never stand on two lists."""
    if weeks < _FEWEST_WEEKS:
        return [_wave(FAIR, start, people.prospects)]
    moments = (
        start,
        start + timedelta(weeks=2, hours=2),
        start + timedelta(weeks=weeks) - _LAST_BEFORE_END + timedelta(hours=2),
    )
    found, begun = [], 0
    for (listed, share), at in zip(_PARTS, moments, strict=True):
        end = _end_of_part(people.prospects, begun, share)
        found.append(_wave(listed, at, people.prospects[begun:end]))
        begun = end
    return [*found[:-1], _wave(FAIR, moments[-1], (*found[-1].people, *people.prospects[begun:]))]


def inquiries(people: Population, start: datetime, weeks: int, seed: int) -> list[Inquiry]:
    """One after the other, on the mornings of the weeks; the last week brings none."""
    mornings = max(1, 5 * (weeks - 1))
    found = []
    for place, person in enumerate(people.inquirers):
        day = place * mornings // max(1, len(people.inquirers))
        minutes = number(120, 500, seed, "inquiry", person.address)
        at = start + timedelta(weeks=day // 5, days=day % 5, minutes=minutes)
        found.append(Inquiry(at, person, pick(_MESSAGES, seed, "inquiry", person.address)))
    return found


def take_up(session: Session, wave: Wave, config: Config, mailboxes: list[str], draws: Draws) -> None:
    """Import the people of a wave and let its campaign take them up."""
    now, law = wave.at, law_now(config)
    target = open_list(session, wave.list_name, source=Source.SPEAR, legal_basis=LEGAL_BASIS, now=now)
    if target.cost_cents is None:
        edit_list(session, wave.list_name, actor=wave.actor, now=now, cost=wave.cost)
    refusal = country_rule(law, LEGAL_BASIS)
    contacts = [row for row in _rows(prospects_csv(wave.people), wave.list_name) if refusal(row) is None]
    import_contacts(session, target, contacts, on_duplicate=OnDuplicate.SKIP, actor=wave.actor, now=now)
    campaign = session.exec(select(Campaign).where(Campaign.name == wave.campaign)).first()
    campaign = campaign or campaigns.create(
        session,
        name=wave.campaign,
        sequence=SEQUENCE,
        list_name=wave.list_name,
        mailboxes=mailboxes,
        per_day=None,
        now=now,
    )
    definitions = load_with_targets(campaign.sequence, config.sequences, config.templates)
    campaigns.start(
        session, campaign, definitions, timing=timing(config, draws), actor=wave.actor, now=now, law=law
    )


def let_in(session: Session, inquiry: Inquiry, definition: LeadDefinition) -> None:
    """Import one inquiry as a lead, as `leads import --source net` does."""
    now, actor = inquiry.at, FAIR.actor
    listed = open_list(session, INQUIRIES, source=Source.NET, legal_basis=LEGAL_BASIS, now=now)
    origin = importing.begin_import(
        session, listed, file="website.csv", source=Source.NET, legal_basis=LEGAL_BASIS, actor=actor, now=now
    )
    rows = _rows(_with_message(inquiry), INQUIRIES)
    asked = [importing.inquiry_from(row, definition)[0] for row in rows]
    came = importing.import_leads(session, listed, asked, origin, now=now)
    counts = {each.value: came.count(each) for each in came}
    importing.end_import(session, origin, counts, now=now)


def _wave(listed: _List, at: datetime, people: Sequence[Person]) -> Wave:
    return Wave(at, listed.name, listed.campaign, listed.actor, tuple(people), listed.cost)


def _end_of_part(people: Sequence[Person], begun: int, share: int) -> int:
    end = min(len(people), begun + round(len(people) * share / 100))
    while 0 < end < len(people) and people[end].company == people[end - 1].company:
        end += 1
    return end


def _with_message(inquiry: Inquiry) -> str:
    """The list of one, with what they wrote."""
    header, line = csv.reader(io.StringIO(prospects_csv([inquiry.person])))
    text = io.StringIO()
    csv.writer(text).writerows([[*header, "message"], [*line, inquiry.message]])
    return text.getvalue()


def _rows(text: str, name: str) -> list[ImportRow]:
    return [
        row for row in read_rows(BytesIO(text.encode()), name=f"{name}.csv") if isinstance(row, ImportRow)
    ]
