"""When a Sent folder is looked into again for a mail that is in doubt."""

from datetime import timedelta

import pytest

from outreach.daemon.sent_look import is_due
from tests.support.databases import NOW


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_it_is_looked_for_at_once_and_after_one_two_five_and_ten_minutes() -> None:
    looks: list[float] = []
    looked_at = NOW - minutes(3)

    for tenth in range(300):
        now = NOW + minutes(tenth / 10)
        if is_due(NOW, looked_at, now):
            looked_at = now
            looks.append(tenth / 10)

    assert looks == [0, 1, 2, 5, 10]


@pytest.mark.parametrize(
    ("looked", "now", "due"), [(None, 0, True), (0, 0.5, False), (0.5, 30, True), (11, 90, False)]
)
def test_looks_that_were_missed_are_made_up_for_by_one(looked: float | None, now: float, due: bool) -> None:
    looked_at = None if looked is None else NOW + minutes(looked)

    assert is_due(NOW, looked_at, NOW + minutes(now)) is due
