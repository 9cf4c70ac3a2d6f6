"""What answers lead to: what is safe by itself, and what no file can weaken."""

import pytest

from outreach.core.intents import AUTOMATIC, Intent
from outreach.sequences.consequences import (
    AFTER_REVIEW,
    CHOICES,
    DEFAULTS,
    MEANINGS,
    REFERRED_SEQUENCE,
    Action,
    Consequence,
    consequence_from,
)


def test_only_what_is_safe_when_misread_happens_by_itself() -> None:
    by_itself = {
        intent for intent, consequence in DEFAULTS.items() if consequence.action is not Action.REVIEW
    }

    assert by_itself == {
        Intent.REFERRAL,
        Intent.UNSUBSCRIBE,
        Intent.OUT_OF_OFFICE,
        Intent.AUTO_ACKNOWLEDGEMENT,
        Intent.BOUNCE_HARD,
        Intent.BOUNCE_SOFT,
        Intent.COMPLAINT,
        # Of machines alone: what a person may have written waits in spite of this.
        Intent.OTHER,
    }


@pytest.mark.parametrize("intent", list(Intent))
def test_every_default_is_among_the_choices(intent: Intent) -> None:
    assert DEFAULTS[intent].action in CHOICES[intent]


@pytest.mark.parametrize("table", [DEFAULTS, AFTER_REVIEW])
def test_a_no_and_a_complaint_suppress_in_either_table(table: dict[Intent, Consequence]) -> None:
    assert table[Intent.UNSUBSCRIBE].action is Action.OPT_OUT
    assert table[Intent.COMPLAINT].action is Action.OPT_OUT


def test_a_file_can_choose_nothing_milder_for_a_no_a_complaint_and_a_dead_address() -> None:
    assert CHOICES[Intent.UNSUBSCRIBE] == CHOICES[Intent.COMPLAINT] == (Action.OPT_OUT,)
    assert set(CHOICES[Intent.BOUNCE_HARD]) == {Action.BOUNCE, Action.OPT_OUT}


def test_no_file_lets_mail_go_on_by_itself_after_a_person_has_answered_it() -> None:
    goes_on = {intent for intent, choices in CHOICES.items() if Action.IGNORE in choices}

    assert goes_on <= AUTOMATIC | {Intent.OTHER}


def test_nobody_is_moved_into_another_sequence_after_a_no() -> None:
    for intent in (Intent.NOT_INTERESTED, Intent.UNSUBSCRIBE, Intent.COMPLAINT):
        assert Action.ENROLL not in CHOICES[intent]


@pytest.mark.parametrize("text", ["stop", "refer:warm", "enroll:nurture", "opt_out", "review"])
def test_an_action_reads_back_as_it_was_written(text: str) -> None:
    assert str(consequence_from(text)) == text


def test_a_bare_refer_leads_to_the_shipped_sequence() -> None:
    assert consequence_from("refer") == Consequence(Action.REFER, REFERRED_SEQUENCE)


@pytest.mark.parametrize("text", ["", "halt", "stop:me", "enroll", "enroll:", "STOP", "refer stop"])
def test_what_is_no_action_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w.*[.:\"]"):
        consequence_from(text)


def test_a_sequence_stands_exactly_where_an_action_leads_to_one() -> None:
    with pytest.raises(ValueError, match="enroll with sequence None"):
        Consequence(Action.ENROLL)
    with pytest.raises(ValueError, match="stop with sequence 'x'"):
        Consequence(Action.STOP, "x")


def test_every_action_has_its_meaning() -> None:
    assert set(MEANINGS) == set(Action)
