"""The forecast of a campaign: what it says of drafts, other campaigns, limits, and what waits for a person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from outreach.core.clock import SetClock
from outreach.core.errors import NotFound
from outreach.database.engine import Database
from outreach.reporting.campaign.copied_turns import CopiedTurns
from outreach.reporting.campaign.forecast import Forecast, forecast
from outreach.reporting.campaign.frozen_copy import frozen_copy
from outreach.reporting.campaign.held_back import HeldBack, Limit
from outreach.sending.next_moment import next_moment
from outreach.sequences.model import CampaignEvent, Enrollment
from outreach.sequences.window import HourRange, Window
from tests.support.campaigns import a_campaign, a_list, sequence, start
from tests.support.databases import NOW
from tests.support.desk import Desk, mailbox, rules

ANA, AMY, BEN, CAT = "ana@acme.example", "amy@acme.example", "ben@beta.example", "cat@gamma.example"
OFFICE = Window.of(range(5), [HourRange(540, 1_020)])


@pytest.fixture(name="desk")
def a_desk(sqlite_database: Database) -> Iterator[Desk]:
    yield Desk(sqlite_database)


def told(desk: Desk, name: str = "spring", *, days: int = 21, waiting: int = 0) -> Forecast:
    def begin(copy: Session) -> None:
        raise AssertionError("it runs already")

    with desk.database.reading() as session:
        return forecast(session, name, desk.rules, now=desk.now, days=days, waiting=waiting, begin=begin)


def steps(forecast_of: Forecast) -> list[tuple[str, str, int]]:
    """To whom, which step, and how many whole days from now."""
    return [(each.address, each.step, (each.at - NOW).days) for each in forecast_of.foreseen]


def test_every_step_of_a_run_is_foreseen_at_its_moment(database: Database) -> None:
    desk = Desk(database)
    desk.campaign(ANA, BEN)

    forecast_of = told(desk)
    sent = desk.run_for(days=21)

    assert [(address, day) for address, _, day in steps(forecast_of)] == [(to, day) for day, to in sent]
    assert {(each.mailbox, each.kind) for each in forecast_of.foreseen} == {("ann", "mail")}
    assert [each.first for each in forecast_of.foreseen] == [True, True, False, False]
    assert (forecast_of.waits, forecast_of.goes_on) == ({}, 0)


def test_a_colleague_is_foreseen_when_their_turn_comes(desk: Desk) -> None:
    desk.campaign(ANA, AMY)

    forecast_of = told(desk)

    assert steps(forecast_of) == [(ANA, "ask", 0), (ANA, "bump", 1), (AMY, "ask", 6), (AMY, "bump", 8)]


def test_a_draft_is_forecast_as_if_it_were_started_now(desk: Desk) -> None:
    desk.do(lambda session: (a_list(session, ANA, BEN), a_campaign(session)))

    def begin(copy: Session) -> None:
        from outreach.sequences import campaigns

        start(copy, campaigns.find(copy, "spring"), sequence())

    with desk.database.reading() as session:
        forecast_of = forecast(session, "spring", desk.rules, now=NOW, days=3, waiting=0, begin=begin)

    assert forecast_of.state == "draft"
    assert steps(forecast_of) == [(ANA, "ask", 0), (BEN, "ask", 0), (ANA, "bump", 1), (BEN, "bump", 1)]
    with desk.database.reading() as session:
        assert session.exec(select(Enrollment)).all() == []


def test_other_campaigns_take_their_share_of_the_mailboxes(desk: Desk) -> None:
    desk.rules = rules(mailbox(per_day=1, ramp_start=1))
    desk.campaign(ANA, name="first", definition=sequence("ask"))
    desk.campaign(BEN, definition=sequence("ask"))

    forecast_of = told(desk)

    assert (steps(forecast_of), forecast_of.others) == ([(BEN, "ask", 1)], 1)
    assert forecast_of.held_back == (HeldBack(Limit.MAILBOX, "ann", 1),)


def test_a_rehearsal_is_forecast_like_the_real_thing(desk: Desk) -> None:
    desk.rules = replace(desk.rules, live=False)
    desk.campaign(ANA)

    assert len(told(desk).foreseen) == 2


def test_a_mailbox_that_is_read_is_taken_to_be_read_all_along(desk: Desk) -> None:
    desk.rules = rules(mailbox(is_read=True))
    desk.campaign(ANA)

    assert len(told(desk).foreseen) == 2


def test_the_limit_of_a_domain_is_named_where_it_holds_mail_back(desk: Desk) -> None:
    desk.rules = replace(desk.rules, per_domain=1)
    desk.campaign(ANA, AMY, definition=sequence("ask", one_at_a_time=False))

    forecast_of = told(desk)

    assert steps(forecast_of) == [(ANA, "ask", 0), (AMY, "ask", 1)]
    assert forecast_of.held_back == (HeldBack(Limit.DOMAIN, "acme.example", 1),)


def test_the_limit_on_new_people_is_named_where_it_holds_mail_back(desk: Desk) -> None:
    desk.campaign(ANA, BEN, CAT, definition=sequence("ask"), per_day=1)

    forecast_of = told(desk)

    assert [day for *_, day in steps(forecast_of)] == [0, 1, 2]
    assert forecast_of.held_back == (HeldBack(Limit.NEW_PEOPLE, "spring", 2),)


def test_replies_that_wait_hold_new_people_back(desk: Desk) -> None:
    desk.rules = replace(desk.rules, replies_per_person=10)
    desk.campaign(ANA, BEN)

    slowed, stopped = told(desk, waiting=7), told(desk, waiting=10)

    assert len(slowed.foreseen) == 4
    assert (stopped.foreseen, stopped.waits) == ((), {"replies that wait for a person": 2})
    assert {each.limit for each in stopped.held_back} == {Limit.REPLIES}


@pytest.mark.parametrize(
    ("stop", "why"),
    [
        (lambda desk: desk.pause_mailbox("ann"), "mailbox ann is paused"),
        (lambda desk: desk.move_campaign(CampaignEvent.PAUSED), "the campaign is paused"),
        (lambda desk: desk.hold(ANA), "held: by_hand"),
    ],
)
def test_what_waits_for_a_person_stays_and_is_counted(desk: Desk, stop: object, why: str) -> None:
    desk.campaign(ANA)
    assert callable(stop)
    stop(desk)

    forecast_of = told(desk)

    assert (forecast_of.foreseen, forecast_of.waits) == ((), {why: 1})


def test_a_hold_with_an_end_is_waited_for(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.hold(ANA, until=NOW + timedelta(days=5))

    assert steps(told(desk)) == [(ANA, "ask", 5), (ANA, "bump", 6)]


def test_what_comes_after_the_end_is_counted(desk: Desk) -> None:
    desk.campaign(ANA, BEN)

    assert told(desk, days=1).goes_on == 2


def test_a_mail_that_is_being_handed_in_now_is_taken_to_arrive(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.plan()
    desk.in_flight()
    desk.later(seconds=1)

    assert steps(told(desk)) == [(ANA, "bump", 1)]


def test_a_mail_that_cannot_be_written_waits_for_a_person(desk: Desk) -> None:
    desk.campaign(ANA, BEN, definition=sequence(wording="{{ contact.given_name | required }}"))

    forecast_of = told(desk)

    assert forecast_of.foreseen == ()
    assert forecast_of.waits == {"held: by_hand": 2}


def test_a_campaign_that_there_is_none_of(desk: Desk) -> None:
    with pytest.raises(NotFound, match="autumn"):
        told(desk, "autumn")


# --- the moments ----------------------------------------------------------------------------------------------------


def crowded(desk: Desk) -> None:
    """Two mailboxes that are soon full, with gaps and a ramp, and recipients with office hours."""
    desk.rules = rules(
        mailbox(per_day=4, ramp_start=2, ramp_step=1, gap_seconds=(1_800.0, 1_800.0)),
        mailbox("bob", per_day=3, ramp_start=3, new_per_day=1, zone="America/New_York"),
    )
    desk.rules = replace(desk.rules, per_domain=2)
    people = [f"person{number}@company{number // 2}.example" for number in range(14)]
    chosen = sequence("ask", "bump", "last", window=OFFICE, silence=1)
    desk.campaign(*people, definition=chosen, mailboxes=("ann", "bob"), per_day=3)


def test_jumping_from_moment_to_moment_finds_what_looking_all_the_time_finds(desk: Desk) -> None:
    crowded(desk)
    days = 12
    jumped = [(each.at, each.mailbox, each.address, each.step) for each in told(desk, days=days).foreseen]

    ends = desk.now + timedelta(days=days)
    while desk.now < ends:
        desk.plan()
        for name in desk.rules.mailboxes:
            while desk.send(name) is not None:
                pass
        desk.later(minutes=15)

    looked = sorted(
        (mail.sent_at, mail.mailbox, mail.recipient, mail.step) for mail in desk.mails() if mail.sent_at
    )
    assert looked == sorted(jumped)
    assert len(looked) > 25


def test_a_world_that_jumps_to_the_next_moment_sends_what_the_forecast_says(desk: Desk) -> None:
    crowded(desk)
    clock, days = SetClock(desk.now), 12
    foreseen = [(each.at, each.mailbox, each.address, each.step) for each in told(desk, days=days).foreseen]

    ends = desk.now + timedelta(days=days)
    while desk.now < ends:
        anything = True
        while anything:
            planned = desk.plan().anything
            anything = planned or [name for name in desk.rules.mailboxes if desk.send(name) is not None] != []
        clock.set(desk.do(next_moment, desk.rules, desk.now) or ends)
        desk.now = clock.now()

    sent = [(mail.sent_at, mail.mailbox, mail.recipient, mail.step) for mail in desk.mails() if mail.sent_at]
    assert sorted(sent) == sorted(foreseen)


def test_a_forecast_looks_only_where_something_may_have_changed(desk: Desk) -> None:
    crowded(desk)

    with desk.database.reading() as session, frozen_copy(session, NOW) as copy:
        moments = list(CopiedTurns(copy, desk.rules, waiting=0).moments(NOW, NOW + timedelta(days=12)))

    assert moments == sorted(set(moments))
    assert len(moments) < 12 * 24
