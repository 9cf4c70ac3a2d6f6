"""Two daemons, or two people, at one lead at the same moment: one does it, the other sees that it was done."""

from datetime import UTC, datetime

import pytest

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.handoff import service as hand_off
from outreach.handoff.clock_turn import Turned, look_at, to_look_at
from outreach.handoff.model import RejectionReason
from tests.support.hand_off_desk import HandOffDesk
from tests.support.held_units import HeldUnit
from tests.support.lead_desk import ANA

pytestmark = pytest.mark.server("postgresql")


@pytest.fixture
def desk(postgresql_database: Database) -> HandOffDesk:
    """Ana's lead is offered to Dora, in a database that several daemons share."""
    desk = HandOffDesk(postgresql_database)
    desk.ask(ANA)
    desk.qualified()
    desk.offer()
    return desk


@pytest.mark.parametrize(
    ("now", "once"),
    [
        (datetime(2026, 3, 6, 10, 0, tzinfo=UTC), [Turned.REMINDED]),
        (datetime(2026, 3, 16, 10, 0, tzinfo=UTC), [Turned.UNTOUCHED, Turned.OFFERED]),
    ],
    ids=["at the aim", "at the limit"],
)
def test_two_daemons_remind_once_and_pass_on_once(
    desk: HandOffDesk, now: datetime, once: list[Turned]
) -> None:
    desk.at(now)
    with desk.database.reading() as session:
        assert to_look_at(session, desk.hand_off, now) == [1]
    first = HeldUnit(desk.database, lambda session: look_at(session, 1, desk.hand_off, now))
    first.come_as_far_as_it_can()
    second = HeldUnit(desk.database, lambda session: look_at(session, 1, desk.hand_off, now))
    second.come_as_far_as_it_can()
    assert second.waits

    did = [[each.what for each in daemon.end()] for daemon in (first, second)]

    assert did == [once, []]
    assert len(desk.facts(Happened.LEAD_REMINDED)) == once.count(Turned.REMINDED)
    assert len(desk.facts(Happened.LEAD_UNTOUCHED)) == once.count(Turned.UNTOUCHED)


def test_an_answer_and_the_limit_at_the_same_moment_are_one_of_the_two(desk: HandOffDesk) -> None:
    desk.at(datetime(2026, 3, 16, 10, 0, tzinfo=UTC))
    now, rules = desk.now, desk.hand_off
    answer = HeldUnit(
        desk.database, lambda session: hand_off.accept(session, 1, rules=rules, actor="dora", now=now)
    )
    answer.come_as_far_as_it_can()
    daemon = HeldUnit(desk.database, lambda session: look_at(session, 1, rules, now))
    daemon.come_as_far_as_it_can()

    answer.end()

    assert daemon.end() == []
    assert desk.asked_of() == [("dora", "accepted")]


def test_two_answers_at_the_same_moment_are_one(desk: HandOffDesk) -> None:
    now, rules = desk.now, desk.hand_off
    by_mail = HeldUnit(
        desk.database,
        lambda session: hand_off.reject(
            session,
            1,
            rules=rules,
            actor="dora",
            reason=RejectionReason.CLERICAL,
            note="no phone number",
            now=now,
        ),
    )
    by_mail.come_as_far_as_it_can()
    by_hand = HeldUnit(
        desk.database, lambda session: hand_off.accept(session, 1, rules=rules, actor="dora", now=now)
    )
    by_hand.come_as_far_as_it_can()

    by_mail.end()

    with pytest.raises(Refused, match="it is rejected"):
        by_hand.end()
    assert desk.asked_of() == [("dora", "rejected")]
