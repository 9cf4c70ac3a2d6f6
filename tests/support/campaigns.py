"""Lists, sequences and campaigns for tests that need somebody to write to."""

import random
from datetime import datetime

from sqlmodel import Session

import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
from outreach.prospects.import_plan import OnDuplicate
from outreach.prospects.importing import import_contacts
from outreach.prospects.lists import open_list
from outreach.prospects.model import ProspectList, Source
from outreach.prospects.service import NewContact
from outreach.sending import moving_up
from outreach.sending.moving_up import MovedUp
from outreach.sequences import campaigns
from outreach.sequences.definition import (
    AccountRule,
    SequenceDefinition,
    Step,
    StepKind,
    Thread,
    Variant,
)
from outreach.sequences.model import Campaign
from outreach.sequences.template_file import TemplateText
from outreach.sequences.timing import Timing
from outreach.sequences.window import HourRange, Window
from tests.support.databases import NOW

ALWAYS = Window.of(range(7), [HourRange(0, 1_440)])
WORDING = "Who looks after the printers?"
BATCH = 1_000


class Earliest(random.Random):
    """Chance that always takes the first moment of what it may choose from."""

    def random(self) -> float:
        return 0.0


def earliest(*_about: object) -> random.Random:
    """Draws that always take the first moment."""
    return Earliest()


def sequence(
    *steps: str,
    name: str = "who",
    window: Window = ALWAYS,
    one_at_a_time: bool = True,
    silence: int = 3,
    wording: str = WORDING,
) -> SequenceDefinition:
    """A sequence of mails (`ask`, `bump` by default), two working days apart, the later ones in the first's thread.

    After the last, `silence` working days pass until nobody's answer counts as one.
    """
    return SequenceDefinition(
        name=name,
        steps=tuple(
            mail_step(step, first=number == 0, wording=wording)
            for number, step in enumerate(steps or ("ask", "bump"))
        ),
        window=window,
        account=AccountRule(one_at_a_time, silence),
    )


def mail_step(name: str, *, first: bool = False, wording: str = WORDING) -> Step:
    """One mail; the first has a subject and goes at once."""
    text = TemplateText(
        f"who/{name}.txt",
        "en",
        "Printers at {{ account.name or account.domain }}" if first else None,
        f'Hello {{{{ contact.given_name or "there" }}}},\n\n{wording}\n\n{{{{ sender.name }}}}\n',
    )
    return Step(
        name=name,
        kind=StepKind.MAIL,
        after=0 if first else 2,
        thread=Thread.NEW if first else Thread.SAME,
        variants=(Variant("a", (text,)),),
    )


def a_list(session: Session, *people: str | NewContact, name: str = "spring") -> ProspectList:
    """The list of that name with these people on it, in this order."""
    prospects = open_list(session, name, source=Source.SPEAR, legal_basis=None, now=NOW)
    contacts = [
        NewContact(person, line=line) if isinstance(person, str) else person
        for line, person in enumerate(people, start=1)
    ]
    import_contacts(session, prospects, contacts, on_duplicate=OnDuplicate.SKIP, actor="tester", now=NOW)
    return prospects


def a_campaign(
    session: Session,
    *,
    name: str = "spring",
    list_name: str = "spring",
    sequence: str = "who",
    mailboxes: tuple[str, ...] = ("ann",),
    per_day: int | None = None,
) -> Campaign:
    """A campaign that has not been started."""
    return campaigns.create(
        session,
        name=name,
        sequence=sequence,
        list_name=list_name,
        mailboxes=list(mailboxes),
        per_day=per_day,
        now=NOW,
    )


def start(
    session: Session,
    campaign: Campaign,
    definition: SequenceDefinition,
    *targets: SequenceDefinition,
    now: datetime = NOW,
) -> campaigns.Started:
    """Start a campaign, for the first time or again. `targets` are the sequences that its answers lead to."""
    started, _ = start_and_move(session, campaign, definition, *targets, now=now)
    return started


def start_and_move(
    session: Session,
    campaign: Campaign,
    definition: SequenceDefinition,
    *targets: SequenceDefinition,
    now: datetime = NOW,
) -> tuple[campaigns.Started, list[MovedUp]]:
    """The same, with what became of those who were in it already; all of it in one unit of work."""
    definitions = {each.name: each for each in (definition, *targets)}
    timing = Timing("Europe/London", draws=earliest)
    moving_up.wait_for_turn(session)
    started = campaigns.start(session, campaign, definitions, timing=timing, actor="tester", now=now)
    moving = moving_up.begin(session, campaign, definitions, now)
    while not moving.is_complete:
        moving_up.go_on(session, campaign, moving, timing=timing, actor="tester", now=now, limit=BATCH)
    return started, moving.told
