"""What came of each wording of a campaign's steps, counted from the outbox and the events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.events import STANDS, Event
from outreach.referrals.model import Referral
from outreach.reporting.campaign.variants import Arm, Verdict, judge
from outreach.reporting.meanings import MEANS, Meaning
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences.definition import Variant
from outreach.sequences.model import Campaign, Enrollment
from outreach.sequences.versions import definition_of

#: Answers that are good, but for who only names a colleague: here they have a column of their own.
POSITIVE = frozenset(intent for intent, meaning in MEANS.items() if meaning is Meaning.POSITIVE) - {
    Intent.REFERRAL
}

_ANSWERS = (Happened.REPLIED, Happened.AUTO_REPLIED)
_COUNTED = (*_ANSWERS, Happened.BOUNCED, Happened.OPTED_OUT, Happened.REVIEW_DECIDED)


@dataclass(slots=True)
class VariantFigures:
    """One wording, in people: each has got it once.

    Whoever wrote back after it in the same run has replied, also if they answered a later reminder: the wording was
    drawn for the run, and what followed was the same for all. `positive`, `referrals` and `opted_out` count the same
    people by what they wrote; a reviewer's word goes before the machine's.
    """

    name: str
    sent: int = 0
    bounced: int = 0
    replied: int = 0
    positive: int = 0
    referrals: int = 0
    opted_out: int = 0

    @property
    def delivered(self) -> int:
        return self.sent - self.bounced


@dataclass(frozen=True, slots=True)
class StepFigures:
    """The wordings of one step against each other.

    `other_wordings` mails of the step are not counted: they went out under a version in which its texts were others,
    or were not tried against each other.
    """

    sequence: str
    step: str
    variants: tuple[VariantFigures, ...]
    verdict: Verdict
    other_wordings: int


@dataclass(slots=True)
class _Trial:
    """The texts that are tried now, and the versions in which the step has these very texts."""

    texts: tuple[Variant, ...]
    versions: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Sent:
    outbound_id: int
    enrollment_id: int
    version_id: int
    variant: str
    at: datetime


def variant_figures(session: Session, campaign: Campaign) -> list[StepFigures]:
    """Every step of the campaign that has several wordings now, in the order of its sequences."""
    facts = _facts(session, campaign)
    named = _messages_that_name(session, campaign)
    return [
        _figures(sequence, step, trial, _sent(session, campaign, sequence, step), facts, named)
        for (sequence, step), trial in _trials(session, campaign).items()
    ]


def _figures(
    sequence: str,
    step: str,
    trial: _Trial,
    mails: list[_Sent],
    facts: Mapping[int, list[Event]],
    named: frozenset[int],
) -> StepFigures:
    by_name = {text.name: VariantFigures(text.name) for text in trial.texts}
    counted = [mail for mail in mails if mail.version_id in trial.versions and mail.variant in by_name]
    for mail in counted:
        _count(by_name[mail.variant], mail, facts.get(mail.enrollment_id, []), named)
    variants = tuple(by_name.values())
    verdict = judge([Arm(each.name, each.delivered, each.replied) for each in variants])
    return StepFigures(sequence, step, variants, verdict, len(mails) - len(counted))


def _count(figures: VariantFigures, mail: _Sent, facts: Iterable[Event], named: frozenset[int]) -> None:
    after = [fact for fact in facts if fact.at >= mail.at]
    figures.sent += 1
    if any(_says_dead(fact) and fact.outbound_id == mail.outbound_id for fact in after):
        figures.bounced += 1
        # Whoever writes all the same has another address: that speaks of no wording.
        return
    replies = [fact for fact in after if fact.kind is Happened.REPLIED]
    figures.replied += bool(replies)
    figures.positive += bool(replies) and _meant(replies[0], after) in POSITIVE
    figures.referrals += any(fact.kind in _ANSWERS and fact.inbound_id in named for fact in after)
    figures.opted_out += any(fact.kind is Happened.OPTED_OUT for fact in after)


def _meant(reply: Event, facts: Iterable[Event]) -> Intent:
    """What the first reply means: what a reviewer said last, else what the machine read."""
    decided = [
        fact for fact in facts if fact.kind is Happened.REVIEW_DECIDED and fact.inbound_id == reply.inbound_id
    ]
    return Intent((decided[-1] if decided else reply).details["intent"])


def _says_dead(fact: Event) -> bool:
    return fact.kind is Happened.BOUNCED and fact.details.get("bounce") == Intent.BOUNCE_HARD.value


def _trials(session: Session, campaign: Campaign) -> dict[tuple[str, str], _Trial]:
    """The steps with several wordings in the newest version of each sequence that the campaign runs."""
    used = select(Enrollment.sequence_version_id).where(Enrollment.campaign_id == campaign.id).distinct()
    ids = {each for each in (*session.exec(used).all(), campaign.sequence_version_id) if each is not None}
    # The campaign's own comes before a newer one: its file may have been set back.
    order = sorted(ids, key=lambda each: (each != campaign.sequence_version_id, -each))
    newest_first = [(each, definition_of(session, each)) for each in order]
    trials: dict[tuple[str, str], _Trial] = {}
    seen: set[str] = set()
    for version_id, definition in newest_first:
        for step in definition.steps:
            key = (definition.name, step.name)
            if definition.name not in seen and len(step.variants) > 1:
                trials[key] = _Trial(step.variants)
            if key in trials and trials[key].texts == step.variants:
                trials[key].versions.add(version_id)
        seen.add(definition.name)
    return trials


def _sent(session: Session, campaign: Campaign, sequence: str, step: str) -> list[_Sent]:
    statement = (
        sa.select(
            col(OutboundMessage.id),
            col(OutboundMessage.enrollment_id),
            col(Enrollment.sequence_version_id),
            col(OutboundMessage.variant),
            col(OutboundMessage.sent_at),
        )
        .join(Enrollment, col(Enrollment.id) == col(OutboundMessage.enrollment_id))
        .where(
            col(OutboundMessage.campaign_id) == campaign.id,
            col(OutboundMessage.state) == OutboundState.SENT,
            col(OutboundMessage.sequence) == sequence,
            col(OutboundMessage.step) == step,
        )
    )
    return [_Sent(*row) for row in session.execute(statement)]


def _facts(session: Session, campaign: Campaign) -> dict[int, list[Event]]:
    """What happened in each run, in order."""
    events = session.exec(
        select(Event)
        .where(
            Event.campaign_id == campaign.id,
            STANDS,
            col(Event.kind).in_(_COUNTED),
            col(Event.enrollment_id).is_not(None),
        )
        .order_by(col(Event.id))
    ).all()
    by_run: dict[int, list[Event]] = {}
    for event in events:
        by_run.setdefault(event.enrollment_id or 0, []).append(event)
    return by_run


def _messages_that_name(session: Session, campaign: Campaign) -> frozenset[int]:
    """The messages in which somebody was named."""
    return frozenset(
        session.exec(select(Referral.inbound_id).where(Referral.campaign_id == campaign.id)).all()
    )
