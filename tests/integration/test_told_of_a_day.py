"""What a "not now" leads to is said with its day, and so is a day that has passed by the time somebody reads it."""

from datetime import date

import pytest

from outreach.core.intents import Intent
from outreach.qualification import telling
from outreach.sequences.model import HoldReason
from tests.support.databases import Refillable
from tests.support.mailroom import Mailroom, asked, sure

ANA = "ana@acme.example"


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    return asked(migrated_sqlite, ANA)


def not_now(room: Mailroom, day: date | None) -> tuple[str, ...]:
    room.answered(ANA, sure(Intent.NOT_NOW, needs_review=True, resume_date=day))
    room.later(days=200)
    review = room.review().id or 0
    return telling.foretell(room.database, review, Intent.NOT_NOW, None, None, room.effects, room.now)


def test_it_rests_in_nurture_rather_than_opening_a_lead(room: Mailroom) -> None:
    sentences = not_now(room, date(2026, 11, 2))

    assert any(each.endswith("rests in nurture until 2026-11-02") for each in sentences)
    assert "opens a lead" not in sentences


def test_a_day_that_has_passed_is_kept_as_the_reason_why_it_is_not_gone_by(room: Mailroom) -> None:
    sentences = not_now(room, date(2026, 6, 1))
    room.decide(room.review(), Intent.NOT_NOW)

    assert any("2026-06-01" in each and "past" in each for each in sentences)
    (hold,) = [each for each in room.holds() if each.reason is HoldReason.NOT_NOW]
    assert hold.note == "01 Jun 2026 has passed"
