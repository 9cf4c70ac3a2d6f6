"""A lead desk with a sales team: leads are offered, answered and let pass, each call a committed unit of work."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from outreach.core.intents import Intent
from outreach.handoff import service as hand_off
from outreach.handoff.clock_turn import ClockEvent, clock_turn
from outreach.handoff.model import Offer, OfferState, RejectionReason
from outreach.handoff.routing import RoutingRule
from outreach.handoff.rules import HandOffRules
from outreach.handoff.service import Answered
from outreach.handoff.team import Colleague, Role, Team
from outreach.handoff.working_hours import WorkingHours
from outreach.qualification.leads.model import Lead
from outreach.sequences.holidays import ClosedDays, DateRange
from tests.support.databases import Refillable
from tests.support.lead_desk import AMY, ANA, BEN, LeadDesk

LONDON = ZoneInfo("Europe/London")


def works(*absent: DateRange, zone: ZoneInfo = LONDON, country: str | None = None) -> WorkingHours:
    """Nine to five, Monday to Friday."""
    return WorkingHours(zone, closed=ClosedDays(country), absent=absent)


def colleague(name: str, role: Role = Role.SALESPERSON, **values: Any) -> Colleague:
    known: dict[str, Any] = {"address": f"{name}@alpha.example", "hours": works()}
    return Colleague(name=name, role=role, **(known | values))


#: Rita finds; Dora, Emil and Finn sell; Mona manages; Alma keeps accounts.
TEAM = Team(
    (
        colleague("rita", Role.PROSPECTOR),
        colleague("rolf", Role.PROSPECTOR),
        colleague("dora"),
        colleague("emil"),
        colleague("finn"),
        colleague("mona", Role.MANAGER),
        colleague("alma", Role.ACCOUNT_MANAGER),
    )
)


class HandOffDesk(LeadDesk):
    """A lead desk with a team; `hand_off` are the rules that it goes by."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.hand_off = HandOffRules(TEAM)

    def qualified(self, address: str = ANA, *, by: str = "rita") -> int:
        """They answer, somebody reads it and qualifies them; the lead's number."""
        self.reply(address, Intent.INTERESTED, by=by)
        self.qualify(address, actor=by)
        return self.lead(address).id or 0

    def away(self, name: str, first: datetime, last: datetime) -> None:
        """Somebody writes an absence into the configuration."""
        days = DateRange(first.date(), last.date())
        self.change(name, lambda one: replace(one, hours=replace(one.hours, absent=(days,))))

    def back(self, name: str) -> None:
        """Somebody takes their absence out of the configuration."""
        self.change(name, lambda one: replace(one, hours=replace(one.hours, absent=())))

    def change(self, name: str, how: Any) -> None:
        members = tuple(how(each) if each.name == name else each for each in self.hand_off.team.members)
        self.hand_off = replace(self.hand_off, team=Team(members))

    def routed_by(self, *rules: RoutingRule) -> None:
        self.hand_off = replace(self.hand_off, routing=rules)

    # --- what people do ---------------------------------------------------------------------------------------------

    def offer(self, address: str = ANA, *, to: str | None = None, by: str = "rita") -> Offer:
        offered: Offer = self.do(
            hand_off.offer, self._id(address), to=to, rules=self.hand_off, actor=by, now=self.now
        )
        return offered

    def accept(self, address: str = ANA, *, by: str = "dora") -> Offer:
        accepted: Offer = self.do(
            hand_off.accept, self._id(address), rules=self.hand_off, actor=by, now=self.now
        )
        return accepted

    def reject(
        self,
        address: str = ANA,
        *,
        by: str = "dora",
        reason: RejectionReason = RejectionReason.PROCEDURAL,
        note: str = "not my region",
    ) -> Answered:
        answered: Answered = self.do(
            hand_off.reject,
            self._id(address),
            rules=self.hand_off,
            actor=by,
            reason=reason,
            note=note,
            now=self.now,
        )
        return answered

    def send_back(self, address: str = ANA, *, by: str = "dora", why: str = "their budget was cut") -> Offer:
        returned: Offer = self.do(
            hand_off.return_, self._id(address), rules=self.hand_off, actor=by, why=why, now=self.now
        )
        return returned

    def confirm(self, address: str = ANA, *, by: str = "dora", talk: str = "") -> Offer:
        confirmed: Offer = self.do(
            hand_off.confirm, self._id(address), rules=self.hand_off, actor=by, now=self.now, talk=talk
        )
        return confirmed

    def disqualify(self, address: str = ANA, *, by: str = "dora", why: str = "they sell the same") -> Lead:
        found: Lead = self.do(
            hand_off.disqualify, self._id(address), rules=self.hand_off, actor=by, why=why, now=self.now
        )
        return found

    def turn(self) -> list[tuple[str, str]]:
        """One turn of the clock: what it did, and to whom."""
        done: list[ClockEvent] = self.do(clock_turn, self.hand_off, self.now)
        return [(each.what.value, each.salesperson) for each in done]

    def at(self, moment: datetime) -> None:
        """The clock goes on to a moment."""
        self.now = moment

    # --- what came of it --------------------------------------------------------------------------------------------

    def offers(self, address: str = ANA) -> list[Offer]:
        with self.database.reading() as session:
            statement = select(Offer).where(Offer.lead_id == self._id(address)).order_by(col(Offer.id))
            return list(session.exec(statement).all())

    def asked_of(self, address: str = ANA) -> list[tuple[str, str]]:
        """Who was asked, and what came of it."""
        return [(each.salesperson, each.state.value) for each in self.offers(address)]

    def waiting(self, address: str = ANA) -> Offer:
        [found] = [each for each in self.offers(address) if each.state is OfferState.OPEN]
        return found

    def _id(self, address: str) -> int:
        return self.lead(address).id or 0


def sales(refillable: Refillable, *people: str) -> HandOffDesk:
    """These have been asked who handles it, and a team waits for what comes of it."""
    desk = HandOffDesk(refillable.refilled())
    desk.ask(*(people or (ANA, AMY, BEN)))
    return desk
