"""The state table of the hand-off: every command in every state, for everybody."""

import pytest

from outreach.cli.leads_handoff import OFFER_STATES, REASONS
from outreach.handoff.model import OfferState, RejectionReason
from outreach.handoff.policy import MAY, MOVES, Command, Part, judge
from outreach.qualification.leads.model import LEAD_TRANSITIONS, LeadState
from tests.support.hand_off_page import PAGE, generated, page_with


@pytest.mark.parametrize("command", Command)
@pytest.mark.parametrize("state", LeadState)
def test_every_command_in_every_state_is_allowed_or_refused_with_a_reason(
    command: Command, state: LeadState
) -> None:
    judgements = {part: judge(command, state, part) for part in Part}

    can_be_done = (state, MOVES[command]) in LEAD_TRANSITIONS
    allowed = {part for part, each in judgements.items() if each.is_allowed}
    assert bool(allowed) is can_be_done
    assert all(each.why_not for part, each in judgements.items() if part not in allowed)
    # Where the state is in the way, it is so for everybody.
    assert {each.by_state for each in judgements.values() if not each.is_allowed} <= {not can_be_done}


@pytest.mark.parametrize("state", LeadState)
@pytest.mark.parametrize("command", [Command.ACCEPT, Command.REJECT, Command.CONFIRM, Command.RETURN])
def test_nobody_answers_for_what_they_found_and_a_manager_only_for_who_is_absent(
    command: Command, state: LeadState
) -> None:
    allowed = {part for part in Part if judge(command, state, part).is_allowed}

    assert allowed <= {Part.SALESPERSON, Part.STAND_IN}


def test_what_is_refused_names_whose_it_is() -> None:
    refused = judge(Command.ACCEPT, LeadState.OFFERED, Part.OTHER_SALESPERSON, who="dora")

    assert refused.why_not == "it is dora's, not yours"


def test_what_is_refused_by_its_state_names_the_states_in_which_it_goes() -> None:
    refused = judge(Command.OFFER, LeadState.OPEN, Part.MANAGER)

    assert refused.why_not == "it is open; that takes one that is qualified, rejected or untouched"


def test_every_state_in_the_table_is_one_that_the_lead_has_such_a_move_from() -> None:
    assert {(state, MOVES[command]) for command, state in MAY} <= set(LEAD_TRANSITIONS)


def test_the_command_line_knows_the_reasons_and_states() -> None:
    assert list(REASONS) == [each.value for each in RejectionReason]
    assert set(OFFER_STATES) == {each.value for each in OfferState}


def test_the_table_stands_in_the_documentation() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == page_with(page, generated()), "run: python -m tests.support.hand_off_page"
