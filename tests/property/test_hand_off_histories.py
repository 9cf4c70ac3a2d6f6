"""Whoever tries whatever, whenever: one open offer a lead, credit only by somebody else, no clock while absent.

Random histories of commands by everybody in the team and of some who are not, with turns of the daemon, absences,
answers and noes between them. What is refused changes nothing.
"""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.events import Event
from outreach.handoff.model import OFFER_TRANSITIONS, Offer, OfferState, RejectionReason
from outreach.qualification.leads.model import LEAD_TRANSITIONS, Lead, LeadEvent, LeadMove, LeadState
from tests.support.databases import Refillable
from tests.support.hand_off_desk import HandOffDesk, sales
from tests.support.lead_desk import ANA, BEN
from tests.support.mailroom import sure

EXAMPLES = int(os.environ.get("HISTORIES", "12"))
WHO = ("rita", "rolf", "dora", "emil", "finn", "mona", "alma", "nobody")
SELLERS = ("dora", "emil", "finn")

people = st.sampled_from((ANA, BEN))
actors = st.sampled_from(WHO)
steps = st.one_of(
    st.tuples(st.just("offer"), people, actors, st.sampled_from((None, *SELLERS))),
    st.tuples(st.sampled_from(("accept", "confirm", "send_back", "disqualify", "qualify")), people, actors),
    st.tuples(st.just("reject"), people, actors, st.sampled_from(RejectionReason)),
    # The one who may is drawn too seldom by chance alone.
    st.tuples(st.sampled_from(("its_accept", "its_confirm", "its_send_back", "its_reject")), people),
    st.tuples(st.sampled_from(("replied", "no", "rest")), people),
    st.tuples(st.sampled_from(("away", "back")), st.sampled_from(SELLERS), st.integers(0, 9)),
    st.tuples(st.just("wait"), st.integers(1, 200)),
    st.tuples(st.just("turn")),
)


class History:
    """One history, and what must be so after each of its steps."""

    def __init__(self, desk: HandOffDesk) -> None:
        self.desk = desk
        #: (offer, worked, at): what each open clock showed last.
        self.clocks: dict[int, tuple[int, datetime]] = {}

    def play(self, step: tuple[object, ...]) -> None:
        before = self._rows()
        try:
            getattr(self, f"_{step[0]}")(*step[1:])
        except Refused:
            assert self._rows() == before, "what is refused changes nothing"

    # --- steps -----------------------------------------------------------------------------------------------------

    def _offer(self, person: str, who: str, to: str | None) -> None:
        self.desk.offer(person, to=to, by=who)

    def _accept(self, person: str, who: str) -> None:
        self.desk.accept(person, by=who)

    def _confirm(self, person: str, who: str) -> None:
        self.desk.confirm(person, by=who)

    def _send_back(self, person: str, who: str) -> None:
        self.desk.send_back(person, by=who)

    def _disqualify(self, person: str, who: str) -> None:
        self.desk.disqualify(person, by=who)

    def _qualify(self, person: str, who: str) -> None:
        self.desk.qualify(person, actor=who)

    def _reject(self, person: str, who: str, reason: RejectionReason) -> None:
        self.desk.reject(person, by=who, reason=reason)

    def _its_accept(self, person: str) -> None:
        self._accept(person, self._salesperson(person))

    def _its_confirm(self, person: str) -> None:
        self._confirm(person, self._salesperson(person))

    def _its_send_back(self, person: str) -> None:
        self._send_back(person, self._salesperson(person))

    def _its_reject(self, person: str) -> None:
        self._reject(person, self._salesperson(person), RejectionReason.PROCEDURAL)

    def _replied(self, person: str) -> None:
        self.desk.reply(person, Intent.INTERESTED)

    def _no(self, person: str) -> None:
        self.desk.answered(person, sure(Intent.UNSUBSCRIBE), text=f"This is no {len(self.desk.inbounds())}.")

    def _rest(self, person: str) -> None:
        self.desk.rest(person)

    def _away(self, who: str, days: int) -> None:
        self.desk.away(who, self.desk.now, self.desk.now + timedelta(days=days))

    def _back(self, who: str, _days: int) -> None:
        self.desk.back(who)

    def _wait(self, hours: int) -> None:
        self.desk.later(hours=hours)

    def _turn(self) -> None:
        self.desk.turn()
        assert self.desk.turn() == [], "a turn that is repeated finds nothing to do"

    # --- what must be so -------------------------------------------------------------------------------------------

    def check(self) -> None:
        with self.desk.database.reading() as session:
            offers = session.exec(select(Offer).order_by(col(Offer.id))).all()
            leads = {lead.id: lead for lead in session.exec(select(Lead)).all()}
            self._one_open_offer(offers, leads)
            self._moves_are_of_the_table(session)
            self._nobody_for_themselves(session, offers)
            self._clocks_stand_while_absent(offers)

    def _one_open_offer(self, offers: object, leads: dict[int | None, Lead]) -> None:
        waiting = [each.lead_id for each in offers if each.state is OfferState.OPEN]  # type: ignore[attr-defined]
        assert len(waiting) == len(set(waiting))
        offered = {lead_id for lead_id, lead in leads.items() if lead.state is LeadState.OFFERED}
        assert offered <= set(waiting), "what is offered is offered to somebody"

    def _moves_are_of_the_table(self, session: Session) -> None:
        states: dict[int, LeadState] = {}
        for move in session.exec(select(LeadMove).order_by(col(LeadMove.id))).all():
            if move.event is not None:
                assert LEAD_TRANSITIONS[states[move.lead_id], move.event] is move.state
            states[move.lead_id] = move.state

    def _nobody_for_themselves(self, session: Session, offers: object) -> None:
        for each in offers:  # type: ignore[attr-defined]
            found = {"rita"} | self._qualifiers(session, each)
            if each.state not in (OfferState.OPEN, OfferState.UNTOUCHED, OfferState.WITHDRAWN):
                assert each.answered_by in (each.salesperson, "mona")
            assert each.confirmed_by in ("", each.salesperson, "mona")
            assert each.confirmed_by not in found
        confirmed = session.exec(select(Event).where(Event.kind == Happened.LEAD_CONFIRMED)).all()
        assert len(confirmed) == sum(each.confirmed_at is not None for each in offers)  # type: ignore[attr-defined]
        assert all(fact.actor != fact.details["finder"] for fact in confirmed)

    def _qualifiers(self, session: Session, offer: Offer) -> set[str]:
        """Who had qualified the lead before this offer was confirmed; who does so later changes nothing of that."""
        confirmed = select(LeadMove.id).where(
            LeadMove.lead_id == offer.lead_id,
            LeadMove.event == LeadEvent.CONFIRMED,
            LeadMove.at == offer.confirmed_at,
        )
        first = session.exec(confirmed.order_by(col(LeadMove.id))).first() or 0
        qualified = select(LeadMove.actor).where(
            LeadMove.lead_id == offer.lead_id, LeadMove.event == LeadEvent.QUALIFIED, col(LeadMove.id) < first
        )
        return set(session.exec(qualified).all())

    def _clocks_stand_while_absent(self, offers: object) -> None:
        for each in offers:  # type: ignore[attr-defined]
            worked, at = self.clocks.get(each.id, (0, each.offered_at))
            assert worked <= each.worked_seconds
            one = self.desk.hand_off.team.find(each.salesperson)
            assert one is not None
            passed = each.clock_at - at
            if all(one.is_absent(at + passed * part / 8) for part in range(9)):
                assert each.worked_seconds == worked
            assert each.worked_seconds - worked <= passed.total_seconds() + 1
            self.clocks[each.id] = (each.worked_seconds, each.clock_at)

    def _salesperson(self, person: str) -> str:
        offers = self.desk.offers(person)
        return offers[-1].salesperson if offers else "dora"

    def _rows(self) -> list[object]:
        with self.desk.database.reading() as session:
            return [
                *(lead.model_dump() for lead in session.exec(select(Lead).order_by(col(Lead.id)))),
                *(offer.model_dump() for offer in session.exec(select(Offer).order_by(col(Offer.id)))),
                len(session.exec(select(Event.id)).all()),
            ]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(steps, min_size=5, max_size=30))
def test_whatever_people_try_the_hand_off_stays_what_it_is(
    migrated_sqlite: Refillable, history: list[tuple[object, ...]]
) -> None:
    desk = sales(migrated_sqlite, ANA, BEN)
    desk.qualified(ANA)
    desk.qualified(BEN)
    story = History(desk)

    for step in history:
        story.play(step)
        story.check()


def test_the_histories_come_to_all_ends(migrated_sqlite: Refillable) -> None:
    """What the histories are made of leads to every state: a check of nothing would not fail."""
    desk = sales(migrated_sqlite, ANA, BEN)
    desk.qualified(ANA)
    story = History(desk)

    for step in (
        ("offer", ANA, "rita", None),
        ("its_reject", ANA),
        ("wait", 600),
        ("turn",),
        ("its_accept", ANA),
        ("its_send_back", ANA),
        ("qualify", ANA, "rita"),
        ("offer", ANA, "rita", None),
        ("its_accept", ANA),
        ("its_confirm", ANA),
    ):
        story.play(step)
        story.check()

    assert [state for _, state in desk.asked_of()] == ["rejected", "untouched", "returned", "confirmed"]


@pytest.mark.parametrize("state", OfferState)
def test_whatever_ended_stays_ended(state: OfferState) -> None:
    ended = {
        OfferState.REJECTED,
        OfferState.UNTOUCHED,
        OfferState.WITHDRAWN,
        OfferState.RETURNED,
        OfferState.ENDED,
    }

    assert (not any(before is state for before, _ in OFFER_TRANSITIONS)) is (state in ended)


def test_the_day_of_an_absence_is_one_of_the_salespersons_own_clock(migrated_sqlite: Refillable) -> None:
    desk = sales(migrated_sqlite, ANA)
    desk.qualified(ANA)
    desk.offer()
    desk.away("dora", datetime(2026, 3, 3, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC))

    desk.at(datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
    desk.turn()

    assert desk.waiting().worked_seconds == 0
    assert desk.waiting().clock_at.date() == date(2026, 3, 4)
