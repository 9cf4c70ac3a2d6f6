"""A lead in the database: from the reply that opened it to qualified, under one definition and under another."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database import audit
from outreach.database.audit import AuditEntry
from outreach.database.engine import Database
from outreach.prospects.model import Source
from outreach.qualification.leads import opening, service, trial
from outreach.qualification.leads.listing import life_of, list_leads, show_lead
from outreach.qualification.leads.model import LEAD_TRANSITIONS, Lead, LeadEvent, LeadState
from outreach.qualification.leads.service import Talk
from outreach.qualification.undoing import undo
from outreach.replies.verdict import Verdict
from tests.support.databases import NOW, Refillable
from tests.support.lead_definitions import GOOD, shipped, with_decay, with_threshold
from tests.support.lead_desk import AMY, ANA, BEN, LeadDesk, asked
from tests.support.mailroom import MARIA, a_reply, sure

MARIA_AT = MARIA.email or ""


@pytest.fixture
def desk(migrated_sqlite: Refillable) -> LeadDesk:
    """Ana, Amy and Ben have been asked."""
    return asked(migrated_sqlite)


@pytest.fixture
def interested(desk: LeadDesk) -> LeadDesk:
    """Rita has read that Ana is interested."""
    desk.reply(ANA, Intent.INTERESTED)
    return desk


# --- how it begins -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", [Intent.INTERESTED, Intent.RIGHT_PERSON, Intent.QUESTION])
def test_a_good_answer_that_a_person_has_read_opens_a_lead_on_the_second_level(
    desk: LeadDesk, intent: Intent
) -> None:
    inbound = desk.reply(ANA, intent)

    lead = desk.lead()
    assert (lead.state, lead.level, lead.source) == (LeadState.OPEN, 2, Source.SPEAR)
    assert (lead.finder, lead.owner, lead.inbound_id) == ("rita", "rita", inbound)
    assert desk.levels() == [(2, "rita")]
    assert [fact.details["lead"] for fact in desk.facts(Happened.LEAD_OPENED)] == [lead.id]


@pytest.mark.parametrize(
    "intent",
    [Intent.NOT_INTERESTED, Intent.WRONG_PERSON, Intent.OUT_OF_OFFICE, Intent.LEFT_COMPANY, Intent.OTHER],
)
def test_any_other_answer_opens_none(desk: LeadDesk, intent: Intent) -> None:
    desk.reply(ANA, intent)

    assert desk.leads() == []


def test_nobody_is_a_lead_before_a_person_has_read_their_reply(desk: LeadDesk) -> None:
    desk.reply(ANA, Intent.INTERESTED, by=None)

    assert desk.leads() == []


def test_a_referral_opens_none_and_who_was_named_is_a_lead_when_they_answer(desk: LeadDesk) -> None:
    desk.answered(ANA, sure(Intent.REFERRAL, MARIA))
    assert desk.leads() == []

    desk.later(days=1)
    desk.send_all()
    desk.reply(MARIA_AT, Intent.INTERESTED)

    lead = desk.lead(MARIA_AT)
    assert lead.referral_id == desk.referral().id
    assert lead.root_contact_id == desk.contact(ANA).id
    with desk.database.reading() as session:
        shown = show_lead(session, lead, now=desk.now)
    assert shown["chain"] == [ANA, MARIA_AT]
    assert (shown["list"], shown["campaign"]) == ("spring", "spring")


def test_whoever_answers_in_place_of_the_office_is_the_lead(desk: LeadDesk) -> None:
    desk.receive(
        a_reply(desk.mail(ANA), sender="jo@acme.example"), sure(Intent.INTERESTED, needs_review=True)
    )

    desk.decide(desk.review(), Intent.RIGHT_PERSON)

    assert [desk.lead("jo@acme.example").id] == [lead.id for lead in desk.leads()]


def test_a_second_good_answer_is_the_same_lead(interested: LeadDesk) -> None:
    interested.later(days=1)
    interested.reply(ANA, Intent.QUESTION)

    assert len(interested.leads()) == 1
    assert interested.moves() == [("opened", "open", "rita"), ("replied", "open", "rita")]


def test_whoever_says_no_for_good_is_no_lead_any_more_even_without_a_person(interested: LeadDesk) -> None:
    interested.answered(ANA, sure(Intent.UNSUBSCRIBE), text="Leave me alone.")

    lead = interested.lead()
    assert (lead.state, lead.ended_why) == (LeadState.DISQUALIFIED, "they said no for good")


def test_a_no_in_somebody_elses_name_ends_nobodys_lead(interested: LeadDesk) -> None:
    # Anybody can write Ana's address above an answer to Ben's mail.
    interested.receive(a_reply(interested.mail(BEN), sender=ANA), sure(Intent.UNSUBSCRIBE))

    assert [lead.state for lead in interested.leads()] == [LeadState.OPEN]


def test_whoever_is_not_interested_after_all_is_disqualified_while_we_have_them(interested: LeadDesk) -> None:
    interested.reply(ANA, Intent.NOT_INTERESTED)

    assert interested.lead().state is LeadState.DISQUALIFIED


def test_whoever_writes_again_after_the_end_is_a_new_lead(interested: LeadDesk) -> None:
    interested.on_lead(
        ANA, lambda session, lead: service.disqualify(session, lead, why="too small", actor="rita", now=NOW)
    )
    interested.later(days=1)
    interested.reply(ANA, Intent.INTERESTED)

    assert [lead.state for lead in interested.leads()] == [LeadState.DISQUALIFIED, LeadState.OPEN]
    assert interested.lead().id == interested.leads()[1].id


def test_undoing_the_decision_takes_the_lead_back_with_it(interested: LeadDesk) -> None:
    [review] = interested.reviews(None)

    interested.do(undo, review.id, rules=interested.effects, actor="rita", now=interested.now)

    assert interested.leads() == []
    assert [fact.taken_back_at is None for fact in interested.facts(Happened.LEAD_OPENED)] == [False]


def test_a_decision_whose_lead_was_worked_on_since_is_not_undone(interested: LeadDesk) -> None:
    [review] = interested.reviews(None)
    interested.qualify()

    with pytest.raises(Refused):
        interested.do(undo, review.id, rules=interested.effects, actor="rita", now=interested.now)

    assert interested.lead().state is LeadState.QUALIFIED


# --- qualified -----------------------------------------------------------------------------------------------------


def test_a_lead_that_meets_the_definition_is_qualified_and_keeps_its_version(interested: LeadDesk) -> None:
    judged = interested.qualify(ANA, actor="sven")

    lead = interested.lead()
    assert (judged.score, judged.level) == (45, 3)
    assert (lead.state, lead.score, lead.level) == (LeadState.QUALIFIED, 45, 3)
    assert sum(line["points"] for line in lead.score_lines) == lead.score
    assert lead.qualified_at == interested.now
    assert interested.levels() == [(2, "rita"), (3, "sven")]
    assert lead.finder == "rita"
    [fact] = interested.facts(Happened.LEAD_QUALIFIED)
    assert (fact.actor, fact.details["score"], fact.details["source"]) == ("sven", 45, "spear")


def test_without_a_required_answer_nothing_is_judged(interested: LeadDesk) -> None:
    with pytest.raises(Refused, match=r"lacks an answer to: fit, need. Give it with --answer fit="):
        interested.qualify(ANA, talk=Talk({"right_person": "yes"}, no_next_step_why="none"))

    assert interested.lead().answers == {}


@pytest.mark.parametrize(
    ("talk", "says"),
    [
        (Talk(GOOD), "What comes next"),
        (Talk(GOOD, next_step="call"), 'When is "call"'),
        (Talk(GOOD, next_step="call", next_step_on=(NOW - timedelta(days=1)).date()), "is no day"),
    ],
)
def test_no_lead_goes_on_without_a_next_step_or_the_reason_why_none(
    interested: LeadDesk, talk: Talk, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        interested.qualify(ANA, talk=talk)


def test_who_no_longer_meets_it_is_open_again(interested: LeadDesk) -> None:
    interested.qualify()

    interested.qualify(need="no")

    lead = interested.lead()
    assert (lead.state, lead.level) == (LeadState.OPEN, 2)
    assert [event for event, _, _ in interested.moves()][-2:] == ["qualified", "fell_short"]
    assert interested.levels() == [(2, "rita"), (3, "rita"), (2, "rita")]


def test_a_lead_that_sales_has_is_not_judged(interested: LeadDesk) -> None:
    interested.qualify()
    interested.move(ANA, LeadEvent.OFFERED)

    with pytest.raises(Refused, match=r"is offered: it is not qualified now. Sales has it"):
        interested.qualify()


def test_time_in_each_level_is_told(interested: LeadDesk) -> None:
    interested.later(days=3)
    interested.qualify()
    interested.later(days=4)

    with interested.database.reading() as session:
        shown = show_lead(session, interested.lead(), now=interested.now)

    assert [(each["level"], each["days"]) for each in shown["levels"]] == [(2, 3), (3, 4)]
    assert shown["days_in_level"] == 4


def test_what_they_do_in_mail_counts_and_calls_end_the_silence(interested: LeadDesk) -> None:
    definition = with_decay(5)
    interested.qualify(ANA, definition)
    interested.later(days=95)
    with interested.database.reading() as session:
        silent = service.judged_now(session, interested.lead(), definition, now=interested.now)

    interested.on_lead(
        ANA,
        lambda session, lead: service.note(
            session, lead, "they still want it", is_call=True, actor="rita", now=interested.now
        ),
    )

    with interested.database.reading() as session:
        spoken = service.judged_now(session, interested.lead(), definition, now=interested.now)
    assert (silent.score, spoken.score) == (45 - 10, 45)


def test_a_number_in_a_reply_is_a_fact(desk: LeadDesk) -> None:
    desk.reply(ANA, Intent.INTERESTED, callback_phone="+442079460000")

    judged = desk.qualify()

    assert {line.what for line in judged.lines} >= {"wants_to_talk", "gave_number"}


# --- the same under another definition -----------------------------------------------------------------------------


def test_a_trial_says_who_would_move_and_why_and_writes_nothing(interested: LeadDesk) -> None:
    interested.reply(BEN, Intent.QUESTION)
    interested.qualify(ANA)
    interested.qualify(BEN, need_level="a priority")
    before = [lead.model_dump() for lead in interested.leads()]

    tried = interested.tried(with_threshold(50))

    assert [(each.address, each.moves) for each in tried] == [(ANA, True), (BEN, False)]
    [ana, _] = tried
    assert ana.before is not None
    assert (ana.before.is_qualified, ana.after.is_qualified) == (True, False)
    assert ana.after.why_not == ("score 45, wanted 50",)
    assert [lead.model_dump() for lead in interested.leads()] == before


def test_a_trial_compares_both_as_of_today(interested: LeadDesk) -> None:
    definition = with_decay(5, after_days=0)
    interested.qualify(ANA, definition)
    interested.later(days=40)

    [tried] = interested.tried(definition)

    assert tried.before == tried.after
    assert not tried.moves


def test_applied_everybody_who_was_judged_is_judged_again_and_keeps_the_new_version(
    interested: LeadDesk,
) -> None:
    interested.reply(BEN, Intent.QUESTION)
    interested.qualify(ANA)
    new = with_threshold(50)

    applied = interested.do(trial.apply, new, actor="mara", now=interested.now)

    assert [each.address for each in applied] == [ANA]
    ana = interested.lead()
    assert (ana.state, interested.moves()[-1]) == (LeadState.OPEN, ("fell_short", "open", "mara"))
    with interested.database.reading() as session:
        [row] = [each for each in list_leads(session, now=NOW) if each["address"] == ANA]
    assert row["definition_version"] == 2
    assert interested.lead(BEN).definition_version_id is None


# --- states --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", LeadState)
@pytest.mark.parametrize("event", LeadEvent)
def test_every_state_answers_every_event_by_a_move_or_in_words(state: LeadState, event: LeadEvent) -> None:
    after = LEAD_TRANSITIONS.get((state, event))
    lead = Lead(
        id=4, contact_id=1, account_id=1, state=state, source=Source.NET, level_since=NOW, created_at=NOW
    )

    if after is None:
        words = service.cannot(lead, event)
        assert words.startswith(f"Lead 4 is {state.value}: it cannot be ")
        assert words.endswith(".")
    else:
        assert after in LeadState


def test_a_move_that_the_table_has_not_is_refused_and_changes_nothing(interested: LeadDesk) -> None:
    with pytest.raises(Refused, match=r"Lead 1 is open: it cannot be confirmed. From there it can be: "):
        interested.move(ANA, LeadEvent.CONFIRMED)

    assert interested.moves() == [("opened", "open", "rita")]


def test_an_old_lead_does_not_come_back_beside_a_new_one(interested: LeadDesk) -> None:
    interested.on_lead(
        ANA, lambda session, lead: service.disqualify(session, lead, why="too small", actor="rita", now=NOW)
    )
    interested.reply(ANA, Intent.INTERESTED)

    def unit(session: Session) -> None:
        service.move(session, service.find(session, "1"), LeadEvent.NURTURED, actor="rita", now=NOW)

    with pytest.raises(Refused, match="another lead that is not over: 2"):
        interested.do(unit)


def test_leads_are_found_by_number_and_address(interested: LeadDesk) -> None:
    with interested.database.reading() as session:
        assert service.find(session, "1").id == service.find(session, ANA).id
        for nobody in ("2", AMY, "99999999999"):
            with pytest.raises(NotFound):
                service.find(session, nobody)


def test_the_record_of_who_did_what_names_no_person_and_holds(interested: LeadDesk) -> None:
    interested.qualify()
    interested.on_lead(
        ANA, lambda session, lead: service.disqualify(session, lead, why="Ana left", actor="rita", now=NOW)
    )

    with interested.database.reading() as session:
        verified = audit.verify(session)
        told = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    actions = [entry.action for entry in told if entry.action.startswith("lead")]
    assert verified.broken_at is None
    assert actions == ["lead_opened", "lead_definition_taken_up", "lead_judged", "lead_disqualified"]
    assert not any(words in str(entry) for entry in told for words in (ANA, "Ana left"))


def test_the_whole_life_is_told_in_order(interested: LeadDesk) -> None:
    interested.later(hours=1)
    interested.qualify(ANA, talk=Talk(GOOD, notes="has three people", no_next_step_why="they call"))

    with interested.database.reading() as session:
        told = [each["what"] for each in life_of(session, interested.lead(), interested.now)]

    assert told == ["opened → open", "level 2", "qualified → qualified", "level 3", "call"]


def test_a_lead_lives_alike_on_both_databases(database: Database) -> None:
    desk = LeadDesk(database)
    desk.ask(ANA, BEN)
    desk.reply(ANA, Intent.INTERESTED)
    desk.qualify(need_level="a problem")
    desk.rest(days=60)
    desk.nurture()
    desk.later(days=61)

    assert desk.nurture().woken == 1

    assert [state for _, state, _ in desk.moves()] == ["open", "qualified", "nurture", "open"]
    assert [each.after.score for each in desk.tried(with_threshold(99))] == [55]
    with database.reading() as session:
        [row] = list_leads(session, now=desk.now)
        assert show_lead(session, desk.lead(), now=desk.now)["score_now"] == 55
    assert row["score"] == 55


def test_two_people_never_open_two_leads_for_one_contact(interested: LeadDesk) -> None:
    contact = interested.contact(ANA)

    def unit(session: Session) -> None:
        opening.open_lead(
            session, contact, source=Source.NET, actor="sven", now=interested.now, why="asked us"
        )

    with pytest.raises(IntegrityError):
        interested.do(unit)

    assert len(interested.leads()) == 1


def test_a_verdict_of_before_the_decision_gives_way_to_what_the_person_said(desk: LeadDesk) -> None:
    desk.answered(ANA, Verdict(intent=Intent.NOT_INTERESTED, confidence=0.5, visible_text="Well."))
    desk.decide(desk.review(), Intent.INTERESTED)

    judged = desk.qualify(definition=shipped())

    assert "wants_to_talk" in {line.what for line in judged.lines}
