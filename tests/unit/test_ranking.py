"""Which reply is looked at first."""

from datetime import UTC, datetime, timedelta

from outreach.core.intents import Intent
from outreach.qualification.ranking import rank, urgency, value_of

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


def ago(**amount: float) -> datetime:
    return NOW - timedelta(**amount)


def first(*replies: tuple[Intent, datetime]) -> tuple[Intent, datetime]:
    return min(replies, key=lambda reply: rank(*reply, NOW))


def test_who_wants_to_talk_comes_before_a_robot_that_has_waited_a_little_longer() -> None:
    talk, robot = (Intent.INTERESTED, ago(hours=1)), (Intent.AUTO_ACKNOWLEDGEMENT, ago(hours=20))

    assert first(robot, talk) == talk


def test_of_two_equally_valuable_the_older_comes_first() -> None:
    old, new = (Intent.QUESTION, ago(hours=3)), (Intent.INTERESTED, ago(hours=1))

    assert first(new, old) == old


def test_nothing_starves_behind_what_keeps_coming() -> None:
    robot, fresh = (Intent.AUTO_ACKNOWLEDGEMENT, ago(days=3)), (Intent.INTERESTED, ago(minutes=1))

    assert urgency(*robot, NOW) > urgency(*fresh, NOW)
    assert first(fresh, robot) == robot


def test_a_reply_from_the_future_is_as_urgent_as_a_new_one() -> None:
    assert urgency(Intent.QUESTION, NOW + timedelta(days=5), NOW) == value_of(Intent.QUESTION)


def test_every_intent_has_a_value() -> None:
    assert {value_of(intent) for intent in Intent} == {1, 2, 3}
