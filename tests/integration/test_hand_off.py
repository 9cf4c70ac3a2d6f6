"""A lead from hand to hand: offered, let pass, rejected, returned, confirmed; who may, and what follows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database import audit
from outreach.handoff import clock_turn
from outreach.handoff import service as hand_off
from outreach.handoff.life import life_of
from outreach.handoff.model import Offer, OfferState, RejectionReason
from outreach.handoff.oddities import oddities_of
from outreach.handoff.routing import RoutingRule
from outreach.handoff.rules import HandOffRules
from outreach.handoff.team import Role, Team
from outreach.qualification.leads import service
from outreach.qualification.leads.model import LeadState
from tests.support.databases import Refillable
from tests.support.hand_off_desk import HandOffDesk, colleague, sales
from tests.support.lead_desk import ANA, BEN
from tests.support.mailroom import sure


@pytest.fixture
def desk(migrated_sqlite: Refillable) -> HandOffDesk:
    """Rita has qualified Ana."""
    desk = sales(migrated_sqlite)
    desk.qualified()
    return desk


# --- offered ---------------------------------------------------------------------------------------------------------


def test_a_qualified_lead_is_offered_to_whom_the_rules_say_and_it_is_said_why(desk: HandOffDesk) -> None:
    desk.routed_by(RoutingRule(to=("emil",), language=("de",)), RoutingRule(to=("dora",)))

    offer = desk.offer()

    assert (offer.salesperson, offer.rule, offer.offered_by) == ("dora", 2, "rita")
    assert offer.routed == "goes to dora: rule 2 (any lead), 0 open leads."
    assert desk.lead().state is LeadState.OFFERED
    # Tuesday ten in the morning, and days of eight hours.
    assert (offer.aim_at, offer.limit_at) == (
        datetime(2026, 3, 6, 10, 0, tzinfo=UTC),
        datetime(2026, 3, 16, 10, 0, tzinfo=UTC),
    )
    [fact] = desk.facts(Happened.LEAD_OFFERED)
    assert (fact.details["salesperson"], fact.details["finder"]) == ("dora", "rita")


def test_the_next_lead_goes_to_whoever_has_less_to_do(desk: HandOffDesk) -> None:
    desk.qualified(BEN)

    offered = [desk.offer(each).salesperson for each in (ANA, BEN)]

    assert offered == ["dora", "emil"]


def test_what_is_not_qualified_is_not_offered(desk: HandOffDesk) -> None:
    desk.reply(BEN, Intent.INTERESTED)

    with pytest.raises(Refused, match="it is open; that takes one that is qualified, rejected or untouched"):
        desk.offer(BEN)


def test_there_is_no_second_offer_while_one_waits(desk: HandOffDesk) -> None:
    offer = desk.offer()

    with pytest.raises(Refused, match="it is offered"):
        desk.offer(to="emil")
    with pytest.raises(IntegrityError):
        desk.do(
            lambda session: session.add(
                Offer(**(offer.model_dump(exclude={"id"}) | {"salesperson": "emil"}))  # the database itself
            )
        )


def test_a_person_may_choose_but_only_a_salesperson_who_did_not_find_it(desk: HandOffDesk) -> None:
    with pytest.raises(Refused, match='"mona" is no salesperson in'):
        desk.offer(to="mona")

    assert desk.offer(to="Finn").salesperson == "finn"


@pytest.mark.parametrize("who", ["dora", "alma", "nobody"])
def test_offering_is_for_who_qualifies_and_for_managers(desk: HandOffDesk, who: str) -> None:
    with pytest.raises(Refused):
        desk.offer(by=who)

    assert desk.offer(by="mona").offered_by == "mona"


def test_a_salesperson_who_found_a_lead_themselves_neither_gets_nor_takes_it(desk: HandOffDesk) -> None:
    desk.qualified(BEN, by="dora")

    assert desk.offer(BEN, by="dora").salesperson == "emil"
    with pytest.raises(Refused, match="you found it yourself"):
        desk.accept(BEN, by="dora")


def test_whoever_qualified_it_once_counts_as_having_found_it(desk: HandOffDesk) -> None:
    desk.qualify(actor="emil")

    with pytest.raises(Refused, match="was found by emil"):
        desk.offer(to="emil")


# --- answered --------------------------------------------------------------------------------------------------------


def test_who_accepts_has_it(desk: HandOffDesk) -> None:
    desk.offer()
    desk.later(hours=3)

    offer = desk.accept()

    assert (offer.state, offer.answered_by, offer.worked_seconds) == (OfferState.ACCEPTED, "dora", 3 * 3_600)
    lead = desk.lead()
    assert (lead.state, lead.owner, lead.finder) == (LeadState.ACCEPTED, "dora", "rita")
    assert [fact.details["salesperson"] for fact in desk.facts(Happened.LEAD_ACCEPTED)] == ["dora"]


def test_only_whom_it_was_offered_to_answers(desk: HandOffDesk) -> None:
    desk.offer()

    for who, why in {
        "emil": "it is dora's, not yours",
        "rita": "you found it yourself",
        "rolf": "a prospector does not; dora does",
        "alma": "an account manager does not",
        "mona": "dora is not absent",
        "stranger": "you are nobody in",
    }.items():
        with pytest.raises(Refused, match=why):
            desk.accept(by=who)
        with pytest.raises(Refused, match=why):
            desk.reject(by=who)
    assert desk.asked_of() == [("dora", "open")]


def test_a_manager_acts_for_who_is_absent_but_never_for_their_own_find(desk: HandOffDesk) -> None:
    desk.offer()
    desk.qualified(BEN, by="mona")
    desk.offer(BEN, to="dora", by="mona")
    desk.away("dora", desk.now, desk.now + timedelta(days=3))

    accepted = desk.accept(by="mona")

    assert (accepted.salesperson, accepted.answered_by) == ("dora", "mona")
    assert desk.lead().owner == "dora"
    with pytest.raises(Refused, match="you found it yourself"):
        desk.accept(BEN, by="mona")


def test_a_lead_that_was_misrouted_goes_to_the_next(desk: HandOffDesk) -> None:
    desk.offer()

    answered = desk.reject(reason=RejectionReason.PROCEDURAL)

    assert answered.following is not None
    assert answered.where == (
        "goes to emil: any salesperson, 0 open leads. Passed over: dora rejected it as mis-routed."
    )
    assert desk.asked_of() == [("dora", "rejected"), ("emil", "open")]
    assert [fact.details["reason"] for fact in desk.facts(Happened.LEAD_REJECTED)] == ["procedural"]


@pytest.mark.parametrize("reason", [RejectionReason.CLERICAL, RejectionReason.DEFINITIONAL])
def test_what_is_incomplete_goes_back_to_its_finder_and_is_completed_first(
    desk: HandOffDesk, reason: RejectionReason
) -> None:
    desk.offer()

    answered = desk.reject(reason=reason, note="no phone number")

    assert answered.following is None
    lead = desk.lead()
    assert (lead.state, lead.owner) == (LeadState.REJECTED, "rita")
    [task] = desk.tasks()
    assert (task.owner, "no phone number" in task.note) == ("rita", True)
    with pytest.raises(Refused, match=f"rejected as {reason.value}: no phone number. Complete it first"):
        desk.offer()
    assert desk.turn() == []
    desk.qualify()
    assert desk.offer().salesperson == "dora"
    assert desk.tasks() == []


def test_a_rejection_says_what_is_wrong(desk: HandOffDesk) -> None:
    desk.offer()

    with pytest.raises(Refused, match="what is wrong with it"):
        desk.reject(note="")


def test_who_answers_an_offer_that_is_over_is_told_so(desk: HandOffDesk) -> None:
    first = desk.offer()
    desk.reject()

    with pytest.raises(Refused, match=f"Offer {first.id} of lead 1 is over"):
        desk.do(
            hand_off.accept,
            1,
            rules=desk.hand_off,
            actor="dora",
            now=desk.now,
            offer_id=first.id,
        )


def test_a_team_without_a_salesperson_is_told_what_it_lacks(desk: HandOffDesk) -> None:
    nobody_sells = tuple(each for each in desk.hand_off.team.members if each.role is not Role.SALESPERSON)
    desk.hand_off = HandOffRules(Team(nobody_sells))

    with pytest.raises(Refused) as caught:
        desk.offer()

    assert str(caught.value) == (
        "Lead 1 stays where it is: [[team]] has no salesperson. Add one to config.toml: a section [[team]] with "
        'person, address and role = "salesperson".'
    )
    assert desk.lead().state is LeadState.QUALIFIED


def test_nobody_is_left_and_a_manager_is_told_once(desk: HandOffDesk) -> None:
    desk.routed_by(RoutingRule(to=("dora", "emil")))
    desk.offer()
    desk.reject()

    answered = desk.reject(by="emil")

    assert answered.following is None
    assert desk.lead().state is LeadState.REJECTED
    [task] = desk.tasks()
    assert (task.owner, "leads offer 1 --to NAME" in task.note) == ("mona", True)
    desk.turn()
    assert len(desk.tasks()) == 1
    desk.offer(to="finn", by="mona")
    assert desk.tasks() == []


# --- the clock -------------------------------------------------------------------------------------------------------


def test_one_reminder_at_the_aim_then_untouched_then_the_next(desk: HandOffDesk) -> None:
    desk.offer()
    desk.at(datetime(2026, 3, 6, 9, 59, tzinfo=UTC))
    assert desk.turn() == []

    desk.at(datetime(2026, 3, 6, 10, 0, tzinfo=UTC))
    assert desk.turn() == [("reminded", "dora")]
    assert desk.turn() == []
    desk.at(datetime(2026, 3, 16, 9, 59, tzinfo=UTC))
    assert desk.turn() == []
    desk.at(datetime(2026, 3, 16, 10, 0, tzinfo=UTC))
    assert desk.turn() == [("untouched", "dora"), ("offered", "emil")]

    assert desk.turn() == []
    assert desk.asked_of() == [("dora", "untouched"), ("emil", "open")]
    assert desk.moves()[-2:] == [("time_ran_out", "untouched", "daemon"), ("offered", "offered", "daemon")]
    assert len(desk.facts(Happened.LEAD_REMINDED)) == len(desk.facts(Happened.LEAD_UNTOUCHED)) == 1


def test_an_absence_that_is_entered_after_the_offer_stops_the_clock(desk: HandOffDesk) -> None:
    desk.offer()
    desk.at(datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
    desk.turn()
    desk.away("dora", datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))

    desk.at(datetime(2026, 3, 31, 17, 0, tzinfo=UTC))
    assert desk.turn() == []

    # Seven hours on Tuesday and eight on Wednesday are gone; nine are left until the aim.
    assert desk.waiting().aim_at == datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
    desk.back("dora")
    desk.at(datetime(2026, 4, 2, 9, 0, tzinfo=UTC))
    assert desk.turn() == [("reminded", "dora")]


def test_who_comes_back_gets_what_waited_for_them(desk: HandOffDesk) -> None:
    desk.routed_by(RoutingRule(to=("dora", "emil")))
    desk.away("emil", desk.now, desk.now + timedelta(days=30))
    desk.offer()
    desk.at(datetime(2026, 3, 16, 10, 0, tzinfo=UTC))
    assert desk.turn() == [("untouched", "dora"), ("with_nobody", "")]
    assert desk.lead().state is LeadState.UNTOUCHED
    assert [task.owner for task in desk.tasks()] == ["mona"]
    assert desk.turn() == []

    desk.at(datetime(2026, 4, 6, 10, 0, tzinfo=UTC))
    assert desk.turn() == [("offered", "emil")]

    assert desk.tasks() == []


def test_what_is_qualified_is_offered_by_itself_only_where_that_is_wanted(desk: HandOffDesk) -> None:
    assert desk.turn() == []

    desk.hand_off = replace(desk.hand_off, automatic=True)

    assert desk.turn() == [("offered", "dora")]


def test_an_offer_ends_when_the_lead_goes_elsewhere(desk: HandOffDesk) -> None:
    desk.offer()
    desk.answered(ANA, sure(Intent.UNSUBSCRIBE), text="Leave me alone.")
    assert desk.lead().state is LeadState.DISQUALIFIED

    assert desk.turn() == [("withdrawn", "dora")]

    assert desk.asked_of() == [("dora", "withdrawn")]
    with pytest.raises(Refused, match="it is disqualified"):
        desk.accept()


def test_a_lead_that_rested_meanwhile_is_offered_anew(desk: HandOffDesk) -> None:
    desk.offer()
    desk.rest()
    desk.later(days=1)
    desk.reply(ANA, Intent.INTERESTED)
    desk.qualify()

    desk.offer()

    assert [state for _, state in desk.asked_of()] == ["withdrawn", "open"]


# --- afterwards ------------------------------------------------------------------------------------------------------


def test_only_a_confirmation_by_somebody_else_gives_credit(desk: HandOffDesk) -> None:
    desk.offer()
    desk.accept()
    assert desk.facts(Happened.LEAD_CONFIRMED) == []
    for who in ("rita", "emil", "mona", "rolf"):
        with pytest.raises(Refused):
            desk.confirm(by=who)

    confirmed = desk.confirm(talk="spoke on Tuesday")

    assert (confirmed.confirmed_by, confirmed.state) == ("dora", OfferState.CONFIRMED)
    [fact] = desk.facts(Happened.LEAD_CONFIRMED)
    assert (fact.details["finder"], fact.details["salesperson"], fact.actor) == ("rita", "dora", "dora")


def test_what_was_accepted_can_go_back_be_qualified_once_more_and_come_again(desk: HandOffDesk) -> None:
    desk.offer()
    desk.accept()

    desk.send_back(why="their budget was cut")

    lead = desk.lead()
    assert (lead.state, lead.owner) == (LeadState.OPEN, "rita")
    [task] = desk.tasks()
    assert "dora sends lead 1 back: their budget was cut" in task.note
    desk.qualify()
    desk.offer()
    desk.accept()
    desk.confirm()
    assert desk.asked_of() == [("dora", "returned"), ("dora", "confirmed")]


def test_even_what_was_confirmed_can_go_back(desk: HandOffDesk) -> None:
    desk.offer()
    desk.accept()
    desk.confirm()

    returned = desk.send_back()

    assert (returned.state, returned.confirmed_by) == (OfferState.RETURNED, "dora")
    assert [fact.details["was_confirmed"] for fact in desk.facts(Happened.LEAD_RETURNED)] == [True]


def test_a_return_and_a_disqualification_say_why(desk: HandOffDesk) -> None:
    desk.offer()
    desk.accept()

    with pytest.raises(Refused, match="Why does it go back"):
        desk.send_back(why="")
    with pytest.raises(Refused, match="Why is it no lead"):
        desk.disqualify(why="")


def test_once_it_is_accepted_only_its_salesperson_disqualifies_it(desk: HandOffDesk) -> None:
    desk.offer()
    desk.accept()
    for who in ("rita", "rolf", "mona", "emil", "stranger"):
        with pytest.raises(Refused):
            desk.disqualify(by=who)

    desk.disqualify()

    assert desk.lead().state is LeadState.DISQUALIFIED
    assert desk.asked_of() == [("dora", "ended")]


def test_before_sales_has_it_whoever_works_on_it_disqualifies_it(desk: HandOffDesk) -> None:
    assert desk.disqualify(by="tester").state is LeadState.DISQUALIFIED


def test_there_is_no_such_lead(desk: HandOffDesk) -> None:
    with pytest.raises(NotFound):
        desk.do(hand_off.accept, 99, rules=desk.hand_off, actor="dora", now=desk.now)


# --- what is written down --------------------------------------------------------------------------------------------


def test_the_life_of_a_lead_is_told_in_order_with_who_and_why(desk: HandOffDesk) -> None:
    desk.later(hours=1)
    desk.offer()
    desk.at(datetime(2026, 3, 6, 11, 0, tzinfo=UTC))
    desk.turn()
    desk.at(datetime(2026, 3, 16, 11, 0, tzinfo=UTC))
    desk.turn()
    desk.later(minutes=5)
    desk.accept(by="emil")
    desk.later(days=1)
    desk.confirm(by="emil", talk="spoke to her")

    with desk.database.reading() as session:
        told = [(each["by"], each["what"]) for each in life_of(session, service.find(session, ANA), desk.now)]

    assert told[-7:] == [
        ("rita", "offered → offered"),
        ("daemon", "reminded"),
        ("daemon", "time_ran_out → untouched"),
        ("daemon", "offered → offered"),
        ("emil", "accepted → accepted"),
        ("emil", "confirmed → confirmed"),
        ("emil", "call"),
    ]


def test_the_audit_names_the_lead_and_who_acted_but_no_address_and_no_note(desk: HandOffDesk) -> None:
    desk.offer()
    desk.reject(reason=RejectionReason.CLERICAL, note="ana has no phone")
    with desk.database.reading() as session:
        entries = [each for each in audit.entries(session) if each.action.startswith("lead_")]

    assert [(each.action, each.actor) for each in entries[-2:]] == [
        ("lead_offered", "rita"),
        ("lead_rejected", "dora"),
    ]
    told = " ".join(f"{each.subject} {each.details}" for each in entries)
    assert "ana" not in told
    assert entries[-1].details["reason"] == "clerical"


def odd(desk: HandOffDesk) -> list[tuple[str, tuple[int, ...]]]:
    with desk.database.reading() as session:
        return [(each.kind.value, each.leads) for each in oddities_of(session, desk.hand_off)]


def test_who_accepts_in_seconds_or_confirms_without_a_word_is_on_the_list(desk: HandOffDesk) -> None:
    desk.offer()
    desk.later(seconds=20)
    desk.accept()
    desk.later(hours=1)
    desk.confirm()

    assert odd(desk) == [("fast", (1,)), ("no_contact", (1,))]


def test_who_takes_their_time_and_talks_is_not(desk: HandOffDesk) -> None:
    desk.offer()
    desk.later(minutes=10)
    desk.accept()
    desk.later(hours=1)
    desk.confirm(talk="spoke to her")

    assert odd(desk) == []


def test_a_mail_of_theirs_in_between_is_a_contact_as_well(desk: HandOffDesk) -> None:
    desk.offer()
    desk.later(minutes=10)
    desk.accept()
    desk.later(hours=1)
    desk.reply(ANA, Intent.QUESTION)
    desk.later(hours=1)
    desk.confirm()

    assert odd(desk) == []


def test_one_person_under_two_names_is_found_afterwards(desk: HandOffDesk) -> None:
    desk.offer()
    desk.later(minutes=10)
    desk.accept()
    desk.change("rita", lambda one: replace(one, address="one@alpha.example"))
    desk.change("dora", lambda one: replace(one, address="one@alpha.example"))

    assert odd(desk) == [("own_find", (1,))]


def test_two_who_always_confirm_each_others_finds_are_found(migrated_sqlite: Refillable) -> None:
    people = [f"p{number}@acme{number}.example" for number in range(4)]
    desk = sales(migrated_sqlite, *people)
    for number, person in enumerate(people):
        finder, other = ("dora", "emil") if number % 2 else ("emil", "dora")
        desk.qualified(person, by=finder)
        desk.offer(person, to=other, by=finder)
        desk.later(minutes=10)
        desk.accept(person, by=other)
        desk.confirm(person, by=other, talk="spoke to them")

    assert odd(desk) == [("mutual", (1, 2, 3, 4))]


def test_a_finder_whose_leads_one_person_always_confirms_is_found(migrated_sqlite: Refillable) -> None:
    people = [f"p{number}@acme{number}.example" for number in range(5)]
    desk = sales(migrated_sqlite, *people)
    for person in people:
        desk.qualified(person)
        desk.offer(person, to="dora")
        desk.later(minutes=10)
        desk.accept(person)
        desk.confirm(person, talk="spoke to them")

    assert odd(desk) == [("same_pair", (1, 2, 3, 4, 5))]


def test_somebody_who_left_the_team_holds_up_nobody(desk: HandOffDesk) -> None:
    desk.offer()
    desk.change("dora", lambda one: colleague("gone", Role.SALESPERSON))

    assert desk.accept(by="mona").answered_by == "mona"


def test_two_units_of_work_cannot_both_accept(desk: HandOffDesk) -> None:
    desk.offer()

    def twice(session: Session) -> None:
        hand_off.accept(session, 1, rules=desk.hand_off, actor="dora", now=desk.now)
        hand_off.accept(session, 1, rules=desk.hand_off, actor="dora", now=desk.now)

    with pytest.raises(Refused, match="it is accepted; that takes one that is offered"):
        desk.do(twice)
    assert desk.asked_of() == [("dora", "open")]


# --- the pool holds nobody up ----------------------------------------------------------------------------------------


def offered_by_turns(desk: HandOffDesk, address: str, turns: int = 20) -> bool:
    """Whether the daemon offers a lead within so many minutes."""
    for _ in range(turns):
        desk.now += timedelta(minutes=1)
        desk.turn()
    return desk.lead(address).state is LeadState.OFFERED


@pytest.fixture
def narrow(migrated_sqlite: Refillable, monkeypatch: pytest.MonkeyPatch) -> HandOffDesk:
    """A turn that looks at one lead at a time, and offers by itself what is qualified."""
    monkeypatch.setattr(clock_turn, "_AT_ONCE", 1)
    desk = sales(migrated_sqlite, ANA, BEN)
    desk.hand_off = replace(desk.hand_off, automatic=True)
    return desk


def test_leads_that_their_finder_has_to_complete_hold_up_no_other(narrow: HandOffDesk) -> None:
    narrow.qualified(ANA)
    narrow.offer(ANA, to="dora")
    narrow.reject(ANA, reason=RejectionReason.DEFINITIONAL)
    narrow.now += timedelta(minutes=1)
    narrow.qualified(BEN)

    assert offered_by_turns(narrow, BEN)


def test_a_lead_that_nobody_can_get_holds_up_no_other_and_is_looked_at_again(narrow: HandOffDesk) -> None:
    narrow.qualified(ANA, by="dora")
    for name in ("emil", "finn"):
        narrow.away(name, narrow.now, narrow.now + timedelta(days=60))
    narrow.now += timedelta(minutes=1)
    narrow.qualified(BEN)

    assert offered_by_turns(narrow, BEN)
    assert narrow.lead(ANA).state is LeadState.QUALIFIED

    narrow.back("emil")

    assert offered_by_turns(narrow, ANA)


def test_an_absence_without_an_end_in_sight_stops_the_clock_and_not_the_daemon(desk: HandOffDesk) -> None:
    desk.offer(to="dora")
    desk.away("dora", desk.now, desk.now + timedelta(days=4_000))
    desk.now += timedelta(hours=3)

    assert desk.turn() == []
    assert desk.waiting().salesperson == "dora"
