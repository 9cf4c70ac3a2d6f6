"""The lifecycle tables: complete, reachable, and an answer to everything that the outside world can cause."""

from enum import StrEnum
from itertools import product

import pytest

from outreach.inbox.model import InboundEvent, InboundState
from outreach.qualification.leads.model import ENDED, LeadEvent, LeadState
from outreach.referrals.model import ReferralEvent, ReferralState
from outreach.sending.model import OutboundEvent, OutboundState
from outreach.sequences.model import (
    UNDER_WAY,
    CampaignEvent,
    CampaignState,
    EnrollmentEvent,
    EnrollmentState,
    TaskEvent,
    TaskState,
)
from tests.support.lifecycles import (
    ALL,
    CAMPAIGN,
    ENROLLMENT,
    INBOUND,
    LEAD,
    OUTBOUND,
    REFERRAL,
    TASK,
    Lifecycle,
)
from tests.support.states_page import PAGE, page

each_lifecycle = pytest.mark.parametrize("lifecycle", ALL, ids=lambda lifecycle: lifecycle.name)


@each_lifecycle
def test_every_state_has_a_sentence(lifecycle: Lifecycle) -> None:
    assert set(lifecycle.sentences) == set(lifecycle.states)
    assert all(sentence.endswith(".") for sentence in lifecycle.sentences.values())


@each_lifecycle
def test_every_state_can_be_reached(lifecycle: Lifecycle) -> None:
    assert lifecycle.reachable() == set(lifecycle.states)


@each_lifecycle
def test_every_event_happens_somewhere(lifecycle: Lifecycle) -> None:
    assert {event for _, event in lifecycle.transitions} == set(lifecycle.events)


@each_lifecycle
def test_the_table_speaks_of_its_own_states_and_events_only(lifecycle: Lifecycle) -> None:
    for (before, event), after in lifecycle.transitions.items():
        assert isinstance(before, lifecycle.states)
        assert isinstance(event, lifecycle.events)
        assert isinstance(after, lifecycle.states)


@each_lifecycle
def test_every_word_fits_its_column(lifecycle: Lifecycle) -> None:
    assert all(len(state.value) <= 40 for state in lifecycle.states)


_C, _CE = CampaignState, CampaignEvent
_N, _NE = EnrollmentState, EnrollmentEvent
_O, _OE = OutboundState, OutboundEvent
_I, _IE = InboundState, InboundEvent
_R, _RE = ReferralState, ReferralEvent

#: What happens to us without our doing: people, servers, crashes, and whoever sits at the command line.
FROM_OUTSIDE: list[tuple[Lifecycle, tuple[StrEnum, ...]]] = [
    (CAMPAIGN, (_CE.STOPPED,)),
    (ENROLLMENT, (_NE.REPLIED, _NE.NAMED_A_COLLEAGUE, _NE.BOUNCED, _NE.OPTED_OUT)),
    (TASK, (TaskEvent.DONE, TaskEvent.DROPPED)),
    (OUTBOUND, (_OE.ACCEPTED, _OE.NOT_NOW, _OE.REFUSED, _OE.LINE_BROKE, _OE.LEASE_ENDED, _OE.FOUND_SENT)),
    (INBOUND, (_IE.FAILED_THREE_TIMES, _IE.ASSIGNED, _IE.TRIED_AGAIN)),
    (REFERRAL, (_RE.REPLIED, _RE.REFUSED)),
    (LEAD, (LeadEvent.REPLIED, LeadEvent.SAID_NO)),
]

_FOR_EVER = "an opt-out is for ever, whatever they write afterwards"
_HAS_IT = "a person has the conversation; another answer is part of it"
_NOT_OUT = "nobody holds it, and nothing of it has been transmitted"
_BEFORE_BODY = "nothing has been transmitted before the commit point"
_OVER = "it is over; what comes late changes nothing"
_DOUBT = 'a late "not now" does not open a doubtful mail again by itself: evidence or a person does'
_NOT_ENROLLED = "nobody has written to this person because of it, so they cannot answer"

#: Where an event of the outside world deliberately changes nothing, and why.
EXCEPTIONS: dict[tuple[StrEnum, StrEnum], str] = {
    (_C.STOPPED, _CE.STOPPED): "it is stopped already",
    (_N.ANSWERED, _NE.REPLIED): _HAS_IT,
    (_N.ANSWERED, _NE.BOUNCED): "they wrote, so the address works, or another of theirs does",
    (_N.REFERRED, _NE.REPLIED): _HAS_IT,
    (_N.REFERRED, _NE.NAMED_A_COLLEAGUE): "a second colleague is another referral of the same run",
    (_N.REFERRED, _NE.BOUNCED): "they wrote, so the address works, or another of theirs does",
    (_N.BOUNCED, _NE.BOUNCED): "every mail of the run may bounce",
    (_N.OPTED_OUT, _NE.REPLIED): _FOR_EVER,
    (_N.OPTED_OUT, _NE.NAMED_A_COLLEAGUE): _FOR_EVER,
    (_N.OPTED_OUT, _NE.BOUNCED): _FOR_EVER,
    (_N.OPTED_OUT, _NE.OPTED_OUT): _FOR_EVER,
    (_O.QUEUED, _OE.NOT_NOW): "its owner was only slow; it is queued already",
    (_O.QUEUED, _OE.LINE_BROKE): _NOT_OUT,
    (_O.QUEUED, _OE.LEASE_ENDED): _NOT_OUT,
    (
        _O.QUEUED,
        _OE.FOUND_SENT,
    ): "a person has said that it did not go out; an answer to it pauses the contact",
    (_O.CLAIMED, _OE.ACCEPTED): _BEFORE_BODY,
    (_O.CLAIMED, _OE.LINE_BROKE): _BEFORE_BODY,
    (_O.CLAIMED, _OE.FOUND_SENT): _BEFORE_BODY,
    (_O.DOUBTFUL, _OE.NOT_NOW): _DOUBT,
    (_O.DOUBTFUL, _OE.LINE_BROKE): "it is doubtful already",
    (_O.DOUBTFUL, _OE.LEASE_ENDED): "it is doubtful already",
    **{(_O.SENT, event): _OVER for event in FROM_OUTSIDE[3][1]},
    **{(_O.FAILED, event): _OVER for event in FROM_OUTSIDE[3][1]},
    **{(_O.WITHDRAWN, event): _NOT_OUT for event in FROM_OUTSIDE[3][1]},
    **{(TaskState.DONE, event): "what is done stays done" for event in FROM_OUTSIDE[2][1]},
    **{(TaskState.DROPPED, event): "nobody need do it any more" for event in FROM_OUTSIDE[2][1]},
    (_I.APPLIED, _IE.FAILED_THREE_TIMES): "a newer reading that fails leaves what was done",
    (_I.SET_ASIDE, _IE.FAILED_THREE_TIMES): "it is set aside already",
    (_I.STORED, _IE.TRIED_AGAIN): "it is going to be read as it is",
    (_I.APPLIED, _IE.TRIED_AGAIN): "it has been read, and what was done is not done twice",
    **{(state, _RE.REPLIED): _NOT_ENROLLED for state in (_R.APPROVED, _R.REFUSED)},
    (_R.REFUSED, _RE.REFUSED): "it is refused already",
    (_R.ENROLLED, _RE.REFUSED): "the mail may be out; the run is stopped instead",
    (_R.ANSWERED, _RE.REFUSED): "the mail is out, and was answered",
}


@pytest.mark.parametrize(
    ("lifecycle", "events"), FROM_OUTSIDE, ids=[lifecycle.name for lifecycle, _ in FROM_OUTSIDE]
)
def test_every_state_answers_what_the_outside_world_does_or_has_a_reason_not_to(
    lifecycle: Lifecycle, events: tuple[StrEnum, ...]
) -> None:
    silent = {
        (state, event)
        for state, event in product(lifecycle.states, events)
        if not lifecycle.answers(state, event)
    }

    excepted = {pair for pair in EXCEPTIONS if isinstance(pair[0], lifecycle.states)}
    assert silent == excepted


def test_whoever_may_still_get_mail_can_be_held_stopped_and_ended_by_every_answer() -> None:
    ends = (_NE.REPLIED, _NE.NAMED_A_COLLEAGUE, _NE.BOUNCED, _NE.OPTED_OUT, _NE.STOPPED)

    assert all(ENROLLMENT.answers(state, event) for state in UNDER_WAY for event in ends)
    assert ENROLLMENT.transitions[_N.ACTIVE, _NE.HELD] is _N.PAUSED
    assert ENROLLMENT.transitions[_N.PAUSED, _NE.RELEASED] is _N.ACTIVE


def test_no_end_of_a_run_leads_back_to_mail_but_a_persons_word() -> None:
    back = {
        (before, event)
        for (before, event), after in ENROLLMENT.transitions.items()
        if after in UNDER_WAY and before not in UNDER_WAY
    }

    assert back == {
        (before, _NE.RE_ENROLLED) for before in (_N.FINISHED, _N.ANSWERED, _N.REFERRED, _N.STOPPED)
    }


def test_an_opt_out_is_for_ever_and_possible_from_everywhere() -> None:
    assert ENROLLMENT.moves_from(_N.OPTED_OUT) == []
    assert all(
        ENROLLMENT.transitions[state, _NE.OPTED_OUT] is _N.OPTED_OUT
        for state in _N
        if state is not _N.OPTED_OUT
    )


def test_a_lead_is_offered_only_when_it_was_qualified_once_and_won_only_when_it_was_confirmed() -> None:
    into = {
        after: {before for (before, _), to in LEAD.transitions.items() if to is after and before is not after}
        for after in LeadState
    }

    assert into[LeadState.OFFERED] == {LeadState.QUALIFIED, LeadState.REJECTED, LeadState.UNTOUCHED}
    assert into[LeadState.ACCEPTED] == {LeadState.OFFERED}
    assert into[LeadState.CONFIRMED] == {LeadState.ACCEPTED}
    assert into[LeadState.WON] == {LeadState.MEETING}


def test_a_no_ends_every_lead_but_one_that_was_won_and_nobody_is_lost_to_nurture() -> None:
    after_no = {state: LEAD.transitions[state, LeadEvent.SAID_NO] for state in LeadState}
    to_nurture = {state for state in LeadState if LEAD.answers(state, LeadEvent.NURTURED)}

    assert set(after_no.values()) == set(ENDED)
    assert to_nurture == set(LeadState) - {LeadState.WON}


def test_what_a_person_has_done_is_never_asked_for_again() -> None:
    assert TASK.moves_from(TaskState.DONE) == []


def test_what_may_have_gone_out_goes_back_only_by_a_servers_no_or_a_persons_word() -> None:
    may_be_out = (_O.IN_FLIGHT, _O.DOUBTFUL, _O.SENT)
    back = {
        (before, event)
        for (before, event), after in OUTBOUND.transitions.items()
        if before in may_be_out and after not in may_be_out
    }

    assert back == {
        (_O.IN_FLIGHT, _OE.NOT_NOW),
        (_O.IN_FLIGHT, _OE.REFUSED),
        # The server's own late answer; the mail is not tried again after it.
        (_O.DOUBTFUL, _OE.REFUSED),
        (_O.DOUBTFUL, _OE.FOUND_NOT_SENT),
    }


def test_the_commit_point_is_the_only_way_to_the_body() -> None:
    ways = [pair for pair, after in OUTBOUND.transitions.items() if after is _O.IN_FLIGHT]

    assert ways == [(_O.CLAIMED, _OE.COMMITTED)]


def test_the_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.support.states_page`"
