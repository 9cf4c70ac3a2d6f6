"""The funnel of each group (a list, a step, a mailbox …): whom its mails reached, and what came of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from outreach.reporting.funnel.figures import Answers
from outreach.reporting.meanings import Meaning
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage

#: The stages of leads that are shown of a group.
SHOWN_STAGES = (Stage.CONVERSATION, Stage.QUALIFIED, Stage.ACCEPTED, Stage.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply to a mail of the group."""

    key: str
    contact_id: int
    at: datetime
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class LeadStep:
    """A lead that reached a stage; its group is that of the mail whose answer opened it."""

    key: str
    lead_id: int
    stage: Stage
    at: datetime


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """By groups: people with a mail of the period; whose address one of these mails has found dead; replies to them,
    in order; and what leads did, ever."""

    sent: Mapping[str, int]
    dead: Collection[tuple[str, int]]
    answered: Sequence[Answered]
    leads: Sequence[LeadStep]


@dataclass(frozen=True, slots=True)
class Group:
    """One row. `leads`: how many reached a stage for the first time in the period, whenever their mail went out."""

    name: str
    answers: Answers
    leads: Mapping[Stage, int] = field(default_factory=dict)

    def reached(self, stage: Stage) -> int:
        return self.leads.get(stage, 0)


def groups(facts: GroupFacts, period: Period) -> tuple[Group, ...]:
    """Each group that has something, by its name.

    Somebody may be in several, with a step or a mailbox each: the groups need not add up to all people.
    """
    meant = _meant(facts)
    bounced = Counter(key for key, _ in facts.dead)
    leads = _leads(facts, period)
    return tuple(
        Group(
            name,
            Answers(
                sent=facts.sent.get(name, 0),
                bounced=bounced[name],
                replied=meant[name].total(),
                positive=meant[name][Meaning.POSITIVE],
                neutral=meant[name][Meaning.NEUTRAL],
                negative=meant[name][Meaning.NEGATIVE],
            ),
            leads[name],
        )
        for name in sorted({*facts.sent, *bounced, *meant, *leads})
    )


def _meant(facts: GroupFacts) -> defaultdict[str, Counter[Meaning]]:
    """What the first reply of everybody in a group meant; of a dead address none counts."""
    seen = set(facts.dead)
    counted: defaultdict[str, Counter[Meaning]] = defaultdict(Counter)
    for each in facts.answered:
        who = (each.key, each.contact_id)
        if who not in seen:
            seen.add(who)
            counted[each.key][each.meaning] += 1
    return counted


def _leads(facts: GroupFacts, period: Period) -> defaultdict[str, Counter[Stage]]:
    first: dict[tuple[int, Stage], LeadStep] = {}
    for each in sorted(facts.leads, key=lambda step: step.at):
        first.setdefault((each.lead_id, each.stage), each)
    counted: defaultdict[str, Counter[Stage]] = defaultdict(Counter)
    for step in first.values():
        if step.at in period and step.stage in SHOWN_STAGES:
            counted[step.key][step.stage] += 1
    return counted
