"""What the program may do with a reply by itself, and what it has to ask a person."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from outreach.core.intents import AUTOMATIC, Intent
from outreach.qualification.deciding import FROZEN, ReplyFacts, decide, snooze_until
from outreach.replies.verdict import Verdict
from outreach.sequences.consequences import CHOICES, DEFAULTS, Action, Consequence

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
#: Everything speaks for it: our Message-ID, the very recipient, the very address.
PROVEN = ReplyFacts(
    by_message_id=True, from_recipient=True, bounce_names_recipient=True, bounce_is_proven=True
)
#: Somebody at the same account, without a sign of our mail.
A_STRANGER = ReplyFacts(by_message_id=False, from_recipient=False)
#: What ends a run for good, or makes the program write to somebody.
FAR_REACHING = (Action.OPT_OUT, Action.BOUNCE, Action.FINISH, Action.STOP, Action.ENROLL, Action.REFER)

EVERY_CHOICE = [(intent, action) for intent, actions in CHOICES.items() for action in actions]


def sure(intent: Intent, **values: Any) -> Verdict:
    return Verdict(intent=intent, confidence=0.99, needs_review=False, **values)


def consequence(action: Action) -> Consequence:
    return Consequence(action, "other" if action in (Action.REFER, Action.ENROLL) else None)


@pytest.mark.parametrize(("intent", "action"), EVERY_CHOICE)
def test_what_is_proven_follows_the_sequence_file(intent: Intent, action: Action) -> None:
    decided = decide(sure(intent), consequence(action), PROVEN)

    assert decided.consequence == consequence(action)


@pytest.mark.parametrize(("intent", "action"), EVERY_CHOICE)
def test_a_stranger_can_cause_a_delay_and_nothing_else(intent: Intent, action: Action) -> None:
    decided = decide(sure(intent), consequence(action), A_STRANGER)

    assert decided.consequence.action not in FAR_REACHING
    assert decided.why or decided.consequence.action is action


@pytest.mark.parametrize(("intent", "action"), EVERY_CHOICE)
def test_what_is_not_sure_always_waits_for_a_person(intent: Intent, action: Action) -> None:
    unsure = Verdict(intent=intent, needs_review=True, doubts=("not sure enough", "also says no"))

    decided = decide(unsure, consequence(action), PROVEN)

    assert decided.consequence.action is Action.REVIEW
    assert decided.why == "not sure enough; also says no"


@pytest.mark.parametrize(
    ("intent", "facts", "word"),
    [
        (Intent.UNSUBSCRIBE, ReplyFacts(by_message_id=True, from_recipient=False), "another address"),
        (Intent.COMPLAINT, ReplyFacts(by_message_id=False, from_recipient=True), "Message-ID"),
        (Intent.BOUNCE_HARD, ReplyFacts(by_message_id=True, from_recipient=True), "another address"),
        (
            Intent.BOUNCE_HARD,
            ReplyFacts(by_message_id=False, from_recipient=False, bounce_names_recipient=True),
            "nothing that only our mail had",
        ),
        (Intent.REFERRAL, A_STRANGER, "names no mail of ours"),
        (
            Intent.REFERRAL,
            ReplyFacts(by_message_id=True, from_recipient=False, writer_is_known=False),
            "who wrote it",
        ),
    ],
)
def test_why_a_person_is_asked(intent: Intent, facts: ReplyFacts, word: str) -> None:
    decided = decide(sure(intent), DEFAULTS[intent], facts)

    assert decided.consequence.action is Action.REVIEW
    assert word in decided.why


def test_a_colleague_may_answer_for_the_one_whom_we_asked() -> None:
    through_info = ReplyFacts(by_message_id=True, from_recipient=False)

    decided = decide(sure(Intent.REFERRAL), DEFAULTS[Intent.REFERRAL], through_info)

    assert decided.consequence.action is Action.REFER


def test_an_absence_is_believed_from_wherever_it_comes() -> None:
    decided = decide(sure(Intent.OUT_OF_OFFICE), DEFAULTS[Intent.OUT_OF_OFFICE], A_STRANGER)

    assert decided.consequence.action is Action.SNOOZE


@pytest.mark.parametrize("intent", sorted(AUTOMATIC - {Intent.BOUNCE_HARD, Intent.BOUNCE_SOFT}))
def test_a_machine_at_another_address_ends_no_run(intent: Intent) -> None:
    decided = decide(sure(intent), Consequence(Action.STOP), A_STRANGER)

    assert decided.consequence.action is Action.REVIEW


def test_the_sixth_message_within_an_hour_freezes_the_address() -> None:
    fifth, sixth = (ReplyFacts(True, True, messages_this_hour=number) for number in (5, 6))
    receipt, taken = sure(Intent.AUTO_ACKNOWLEDGEMENT), Consequence(Action.IGNORE)

    assert decide(receipt, taken, fifth).consequence.action is Action.IGNORE
    assert decide(receipt, taken, sixth).consequence.action is Action.REVIEW
    assert decide(receipt, taken, sixth).why == FROZEN


@pytest.mark.parametrize("intent", [Intent.UNSUBSCRIBE, Intent.BOUNCE_HARD])
def test_a_no_is_heard_in_any_flood(intent: Intent) -> None:
    flooded = ReplyFacts(
        True, True, bounce_names_recipient=True, bounce_is_proven=True, messages_this_hour=500
    )

    assert decide(sure(intent), DEFAULTS[intent], flooded).consequence == DEFAULTS[intent]


# --- how long ------------------------------------------------------------------------------------------------------


def wakes(**verdict: Any) -> datetime:
    return snooze_until(sure(Intent.OUT_OF_OFFICE, **verdict), now=NOW, default_days=10)


def test_they_rest_until_the_day_that_they_name() -> None:
    assert wakes(return_date=date(2026, 3, 16)) == datetime(2026, 3, 16, tzinfo=UTC)
    assert wakes(resume_date=date(2026, 6, 1)) == datetime(2026, 6, 1, tzinfo=UTC)


def test_without_a_day_they_rest_for_the_usual_time() -> None:
    assert wakes() == datetime(2026, 3, 13, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2025, 3, 16), date(2027, 4, 8), date(9999, 12, 31)])
def test_a_day_that_cannot_be_meant_counts_as_none(day: date) -> None:
    assert wakes(return_date=day) == wakes()


@pytest.mark.parametrize("day", [date(2026, 3, 3), date(2027, 4, 7)])
def test_today_and_the_last_believable_day_are_believed(day: date) -> None:
    assert wakes(return_date=day).date() == day


def test_the_day_of_return_counts_before_the_day_to_ask_again() -> None:
    both = wakes(return_date=date(2026, 3, 16), resume_date=date(2026, 6, 1))

    assert both.date() == date(2026, 3, 16)
