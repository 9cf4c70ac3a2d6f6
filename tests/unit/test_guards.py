"""When too many of the last mails have failed, and which failures are held against a mailbox."""

from datetime import UTC, datetime, timedelta

import pytest

from outreach.core.events import Happened
from outreach.sending.guards import is_counted, judge_complaints, judge_share, tally
from outreach.sending.identity import GuardRules

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
RULES = GuardRules()


@pytest.mark.parametrize(("bounced", "sent"), [(0, 0), (6, 200), (49, 49), (1, 50), (3, 100)], ids=str)
def test_up_to_the_limit_or_among_too_few_mails_nothing_is_paused(bounced: int, sent: int) -> None:
    assert judge_share(bounced, sent, RULES) is None


@pytest.mark.parametrize(
    ("bounced", "sent", "share"), [(9, 200, "4.5"), (7, 200, "3.5"), (2, 50, "4.0"), (50, 50, "100.0")]
)
def test_above_the_limit_the_reason_says_its_numbers(bounced: int, sent: int, share: str) -> None:
    why = judge_share(bounced, sent, RULES)

    assert why == f"paused: {bounced} of the last {sent} mails bounced ({share} %, the limit is 3 %)"


def test_the_second_complaint_is_one_too_many() -> None:
    assert judge_complaints(1, 40, RULES) is None
    assert (
        judge_complaints(2, 640, RULES)
        == "paused: 2 of the last 640 mails were called spam (2 of 1,000 are too many)"
    )


@pytest.mark.parametrize(
    ("details", "counted"),
    [
        ({"bounce": "bounce_hard", "reason": "dead_address"}, True),
        ({"bounce": "bounce_hard", "at_once": True, "code": 550}, True),
        ({"bounce": "bounce_soft", "reason": "blocked"}, True),
        ({"bounce": "bounce_soft", "reason": "policy"}, True),
        ({"bounce": "bounce_soft", "reason": "authentication"}, True),
        ({"bounce": "bounce_soft", "reason": "mailbox_full"}, False),
        ({"bounce": "bounce_soft", "reason": "network"}, False),
        ({"bounce": "bounce_soft", "reason": "rate"}, False),
        ({"bounce": "bounce_soft", "reason": None}, False),
    ],
    ids=str,
)
def test_dead_addresses_and_what_speaks_of_us_count(details: dict[str, object], counted: bool) -> None:
    assert is_counted(Happened.BOUNCED, details) is counted


def test_a_complaint_always_counts() -> None:
    assert is_counted(Happened.COMPLAINED, {})


def at(*ids: int) -> dict[int, datetime]:
    """Mails, the higher the number the later."""
    return {each: NOW + timedelta(minutes=each) for each in ids}


def test_only_the_newest_mails_are_looked_at() -> None:
    assert tally(at(*range(1, 11)), {}, frozenset({1, 2, 9}), 5) == (1, 5)


def test_what_was_refused_at_once_is_one_of_the_last_mails_and_has_failed() -> None:
    assert tally(at(1, 2, 4, 5), at(3, 6), frozenset({2}), 4) == (2, 4)


def test_a_failure_of_somebody_elses_mail_is_none_of_ours() -> None:
    assert tally(at(1, 2), {}, frozenset({7}), 5) == (0, 2)


def test_nothing_sent_has_no_share() -> None:
    assert tally({}, {}, frozenset(), 200) == (0, 0)


def test_of_mails_at_one_moment_the_later_written_is_the_newer() -> None:
    together = dict.fromkeys((1, 2, 3), NOW)

    assert tally(together, {}, frozenset({3}), 1) == (1, 1)
