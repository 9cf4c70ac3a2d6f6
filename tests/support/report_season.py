"""A season of a `ReportWorld`, by chance: many people written to over some weeks, and all that comes of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.prospects.model import Source
from outreach.reporting.stage import Stage
from outreach.sequences.definition import SequenceDefinition, Variant
from tests.support.campaigns import sequence
from tests.support.report_world import HOUR, SHARES, WEEK, Opened, Received, ReportWorld, Sent

_NOT_POSITIVE = (Intent.NOT_NOW, Intent.NOT_INTERESTED, Intent.WRONG_PERSON, Intent.UNSUBSCRIBE, Intent.OTHER)
_POSITIVE = (Intent.INTERESTED, Intent.QUESTION, Intent.RIGHT_PERSON)
_INDUSTRIES = ("metal", "textile", "food", "transport")
_COUNTRIES = ("GB", "DE", "PL")


@dataclass(frozen=True, slots=True)
class Season:
    """`shares` are the chances to go on from the stage before, where they differ from SHARES.

    200,000 people with four steps come to about a million facts.
    """

    weeks: int = 12
    shares: Mapping[Stage, float] = field(default_factory=dict)
    lists: int = 4
    mailboxes: Sequence[str] = ("ann", "bob")
    steps: Sequence[str] = ("ask", "bump", "last")
    finders: Sequence[str] = ("rita", "rolf")
    salespeople: Sequence[str] = ("sam", "sue")
    name: str = "season"
    #: Of the first step; several are drawn for each person.
    wordings: Sequence[str] = ("a",)

    def told(self, world: ReportWorld, people: int) -> Iterator[int]:
        """Let it happen to one person after another; gives how many facts wait to be saved."""
        campaigns = self._campaigns(world)
        for number in range(people):
            list_id, campaign_id = campaigns[number % self.lists]
            mailbox = self.mailboxes[number // self.lists % len(self.mailboxes)]
            at = world.began + self.weeks * WEEK * (number / people)
            _Story(world, self, mailbox).of_somebody(list_id, campaign_id, at, number)
            yield world.unsaved

    def _definition(self) -> SequenceDefinition:
        plain = sequence(*self.steps, name=self.name)
        if len(self.wordings) == 1:
            return plain
        first, *others = plain.steps
        text = first.variants[0].texts[0]
        variants = tuple(
            Variant(wording, (replace(text, path=f"{self.name}/{first.name}-{wording}.txt"),))
            for wording in self.wordings
        )
        return replace(plain, steps=(replace(first, variants=variants), *others))

    def _campaigns(self, world: ReportWorld) -> list[tuple[int, int]]:
        definition = self._definition()
        made = []
        for number in range(self.lists):
            name = f"{self.name}-{number}"
            source = tuple(Source)[number % 3]
            cost = 10_000 * (number + 1)
            list_id = world.a_list(name, source=source, cost_cents=cost, currency="EUR")
            campaign = world.a_campaign(name, list_id, definition=definition, mailboxes=self.mailboxes)
            made.append((list_id, campaign))
        return made


class _Story:
    """What happens to one person of a season."""

    def __init__(self, world: ReportWorld, season: Season, mailbox: str) -> None:
        self._world, self._mailbox, self._steps, self._wordings = (
            world,
            mailbox,
            season.steps,
            season.wordings,
        )
        self._chances = {**SHARES, **season.shares}
        self._dice = world.dice
        self._finder = self._dice.choice(season.finders)
        self._salesperson = self._dice.choice(season.salespeople)

    def of_somebody(self, list_id: int, campaign_id: int, at: datetime, number: int) -> None:
        world = self._world
        person = world.a_person(
            list_id,
            at=at,
            country=_COUNTRIES[number % 3],
            industry=_INDUSTRIES[number % 4],
        )
        if not self._goes_on(Stage.MAILED):
            return
        at = self._later(at, 2, 48)
        sent = self._mail(person, campaign_id, at, self._steps[0])
        if not self._goes_on(Stage.DELIVERED):
            world.bounced(sent)
            return
        answers_at = self._dice.randrange(len(self._steps)) if self._goes_on(Stage.REPLIED) else None
        for index, step in enumerate(self._steps):
            if index:
                at = self._later(at, 48, 96)
                sent = self._mail(person, campaign_id, at, step)
            if index == answers_at:
                self._answer(sent)
                return
        if self._dice.random() < 0.03:
            world.auto_replied(sent, self._later(at, 0, 1))

    def _mail(self, person: int, campaign_id: int, at: datetime, step: str) -> Sent:
        is_drawn = step == self._steps[0] and len(self._wordings) > 1
        variant = self._dice.choice(self._wordings) if is_drawn else "a"
        return self._world.mailed(person, campaign_id, at, step=step, mailbox=self._mailbox, variant=variant)

    def _answer(self, sent: Sent) -> None:
        at = self._later(sent.at, 1, 72)
        if self._goes_on(Stage.POSITIVE):
            names = self._goes_on(Stage.REFERRED)
            intent = Intent.REFERRAL if names else self._dice.choice(_POSITIVE)
        else:
            names, intent = False, self._dice.choice(_NOT_POSITIVE)
        reads_as = intent if self._dice.random() < 0.8 else Intent.OTHER
        came = self._world.replied(sent, at, reads_as)
        if reads_as is not intent:
            self._world.decided(came, intent, self._later(at, 0, 8), actor=self._finder)
        if names:
            self._colleague(came)
        if intent in _POSITIVE and self._goes_on(Stage.CONVERSATION):
            self._lead(came)

    def _colleague(self, came: Received) -> None:
        referral = self._world.referred(came)
        sent = self._world.follow_up(
            referral, came, self._later(came.at, 2, 24), mailbox=self._mailbox, step=self._steps[0]
        )
        if self._goes_on(Stage.REFERRAL_REPLIES):
            answer = self._world.colleague_replied(referral, sent, self._later(sent.at, 2, 72))
            if self._goes_on(Stage.CONVERSATION):
                self._lead(answer)

    def _lead(self, came: Received) -> None:
        world, at = self._world, came.at
        lead = world.a_lead(came, finder=self._finder)
        if not self._goes_on(Stage.QUALIFIED):
            return
        at = self._later(at, 1, 72)
        world.lead_did(lead, Happened.LEAD_QUALIFIED, at, actor=self._finder, was="open")
        if not self._goes_on(Stage.OFFERED):
            return
        offered_at = self._later(at, 0, 4)
        accepted_at = self._later(offered_at, 0, 10) if self._goes_on(Stage.ACCEPTED) else None
        confirmed_at = None
        if accepted_at is not None and self._goes_on(Stage.CONFIRMED):
            confirmed_at = self._later(accepted_at, 4, 96)
        world.offered(
            lead, offered_at, to=self._salesperson, accepted_at=accepted_at, confirmed_at=confirmed_at
        )
        if confirmed_at is not None:
            self._outcome(lead, confirmed_at)

    def _outcome(self, lead: Opened, at: datetime) -> None:
        world, who = self._world, self._salesperson
        for stage, kind in ((Stage.PROPOSAL, Happened.LEAD_PROPOSED), (Stage.MEETING, Happened.LEAD_MET)):
            if not self._goes_on(stage):
                return
            at = self._later(at, 24, 240)
            world.lead_did(lead, kind, at, actor=who)
        if not self._goes_on(Stage.CONTRACT):
            return
        at = self._later(at, 24, 480)
        cents = 100 * self._dice.randrange(2_000, 12_000)
        world.won(lead, at, cents=cents, actor=who)
        if self._goes_on(Stage.PAID):
            world.paid(lead, self._later(at, 24, 480), cents=cents // 12, actor=who)

    def _goes_on(self, stage: Stage) -> bool:
        return self._dice.random() < self._chances[stage]

    def _later(self, at: datetime, low: float, high: float) -> datetime:
        """So many hours later."""
        return at + HOUR * self._dice.uniform(low, high)
