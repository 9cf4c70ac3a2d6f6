"""A mailroom whose answers become leads: what a person does to them, each call a committed unit of work."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from outreach.core.intents import Intent
from outreach.qualification.leads import nurturing, service, trial
from outreach.qualification.leads.definition import LeadDefinition
from outreach.qualification.leads.model import Lead, LeadEvent, LeadLevel, LeadMove
from outreach.qualification.leads.nurture_campaign import NurtureRules
from outreach.qualification.leads.nurturing import Nurtured
from outreach.qualification.leads.scoring import Judged
from outreach.qualification.leads.service import Talk
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.model import Task, TaskState
from tests.support.campaigns import sequence
from tests.support.databases import Refillable
from tests.support.lead_definitions import GOOD, shipped
from tests.support.mailroom import Mailroom, sure

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"


def slow(*steps: str, name: str = "nurture") -> SequenceDefinition:
    """A slow sequence: a step every twenty working days."""
    plain = sequence(*(steps or ("one", "two")), name=name)
    every_month = tuple(replace(step, after=20) for step in plain.steps)
    rule = replace(plain.account, one_at_a_time=False)
    return replace(plain, steps=every_month, account=rule, is_nurture=True)


class LeadDesk(Mailroom):
    """A mailroom with leads."""

    def reply(self, address: str, intent: Intent, *, by: str | None = "rita", **verdict: Any) -> int:
        """They answer; the reply waits for a person, who says what it means (`by`), or nobody does yet."""
        # Two letters with the same bytes are one letter.
        text = f"This is letter {len(self.inbounds()) + 1}."
        inbound = self.answered(address, sure(intent, needs_review=True, **verdict), text=text)
        if by is not None:
            self.decide(self.review(), intent, actor=by)
        return inbound

    def lead(self, address: str = ANA) -> Lead:
        with self.database.reading() as session:
            return service.find(session, address)

    def leads(self) -> list[Lead]:
        with self.database.reading() as session:
            return list(session.exec(select(Lead).order_by(col(Lead.id))).all())

    def on_lead(self, address: str, unit: Callable[[Session, Lead], Any]) -> Any:
        """Do something to a contact's lead."""
        return self.do(lambda session: unit(session, service.find(session, address)))

    def qualify(
        self,
        address: str = ANA,
        definition: LeadDefinition | None = None,
        *,
        actor: str = "rita",
        talk: Talk | None = None,
        **answers: str,
    ) -> Judged:
        said = talk or Talk(answers={**GOOD, **answers}, no_next_step_why="they call us")
        result: Judged = self.on_lead(
            address,
            lambda session, lead: service.qualify(
                session, lead, definition or shipped(), said, actor=actor, now=self.now
            ),
        )
        return result

    def move(self, address: str, *events: LeadEvent) -> None:
        def unit(session: Session, lead: Lead) -> None:
            for event in events:
                service.move(session, lead, event, actor="sam", now=self.now, why="for a test")

        self.on_lead(address, unit)

    def rest(
        self, address: str = ANA, *, days: int | None = 60, why: str = "no budget", quiet: bool = False
    ) -> None:
        """Put a lead into nurture."""
        until: datetime | None = None if days is None else self.now + timedelta(days=days)
        self.on_lead(
            address,
            lambda session, lead: nurturing.put(
                session, lead, until=until, why=why, quiet=quiet, actor="rita", now=self.now
            ),
        )

    def nurture_rules(self, *definitions: SequenceDefinition, **changes: Any) -> NurtureRules:
        known = definitions or (slow(),)
        return NurtureRules(
            timing=self.rules.timing,
            mailboxes=("ann",),
            definitions={each.name: each for each in known},
            **changes,
        )

    def nurture(self, rules: NurtureRules | None = None) -> Nurtured:
        """One turn of nurture."""
        return self.do(nurturing.turn, rules or self.nurture_rules(), now=self.now)

    def tried(self, definition: LeadDefinition) -> list[trial.Tried]:
        with self.database.reading() as session:
            return trial.try_on(session, definition, now=self.now)

    def moves(self, address: str = ANA) -> list[tuple[str, str, str]]:
        """What happened to a lead, as (event, state, actor)."""
        found = [each for each in self._all(LeadMove) if each.lead_id == self.lead(address).id]
        return [
            ("opened" if each.event is None else each.event.value, each.state.value, each.actor)
            for each in found
        ]

    def levels(self, address: str = ANA) -> list[tuple[int, str]]:
        """The levels that a lead stood on, as (level, actor)."""
        return [
            (each.level, each.actor) for each in self._all(LeadLevel) if each.lead_id == self.lead(address).id
        ]

    def tasks(self) -> list[Task]:
        return [each for each in self._all(Task) if each.state is TaskState.OPEN]


def asked(refillable: Refillable, *people: str, **campaign: Any) -> LeadDesk:
    """These have been asked who handles it."""
    desk = LeadDesk(refillable.refilled())
    desk.ask(*(people or (ANA, AMY, BEN)), **campaign)
    return desk
