"""Limits that hold over a day though meanwhile something was paused, stopped, or the clock put back."""

from datetime import UTC, datetime

from outreach.database.engine import Database
from outreach.sending import mailboxes
from outreach.sequences.model import CampaignEvent
from tests.support.campaigns import sequence
from tests.support.desk import Desk, mailbox, rules

PEOPLE = [f"p{number}@acme{number}.example" for number in range(12)]


def test_a_campaign_that_was_paused_with_a_full_queue_does_not_double_the_new_people_of_a_day(
    database: Database,
) -> None:
    desk = Desk(database, rules(mailbox(per_day=20, ramp_start=20, new_per_day=3)))
    desk.campaign(*PEOPLE[:5])
    desk.plan()
    desk.move_campaign(CampaignEvent.PAUSED)
    desk.campaign(*PEOPLE[5:10], name="other")

    of_the_other = desk.send_all()
    desk.move_campaign(CampaignEvent.RESUMED)
    of_the_first = desk.send_all()
    desk.later(days=1)
    next_day = desk.send_all()

    assert len(of_the_other) == 3
    assert of_the_first == []
    assert next_day == PEOPLE[:3]


def test_two_daemons_do_not_claim_more_new_people_than_a_mailbox_may_write_to(database: Database) -> None:
    desk = Desk(database, rules(mailbox(per_day=20, ramp_start=20, new_per_day=1)))
    desk.campaign(*PEOPLE[:2])
    desk.plan()
    desk.move_campaign(CampaignEvent.PAUSED)
    desk.campaign(*PEOPLE[5:7], name="other")
    desk.plan()
    desk.move_campaign(CampaignEvent.RESUMED)

    claims = [desk.claim(owner=owner) for owner in ("first", "second")]

    assert sum(claim is not None for claim in claims) == 1


def test_a_day_on_which_the_clock_was_put_back_over_midnight_counts_once_for_the_ramp(
    database: Database,
) -> None:
    desk = Desk(database, rules(mailbox(per_day=20, ramp_start=2, ramp_step=1, zone="UTC")))
    desk.now = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    desk.campaign(*PEOPLE, definition=sequence("ask"))
    desk.plan()
    desk.now = datetime(2026, 3, 4, 0, 10, tzinfo=UTC)
    desk.send()
    desk.now = datetime(2026, 3, 3, 23, 40, tzinfo=UTC)
    desk.send()

    desk.now = datetime(2026, 3, 4, 23, 50, tzinfo=UTC)
    desk.send_all()

    # Two on the first day of all, and one more after each: before this one, there was one.
    assert 0 < desk.do(mailboxes.spent, "ann", desk.now) <= 3
