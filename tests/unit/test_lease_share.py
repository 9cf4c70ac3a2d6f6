"""How daemons on one database come to read about as many mailboxes each."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from outreach.sending.lease_share import Standing, wish

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=60)
OVER = NOW - timedelta(seconds=1)


def names(count: int) -> list[str]:
    return [f"mailbox{number:02}" for number in range(count)]


def of(owner: str, mailboxes: Iterable[str], *, until: datetime = LATER) -> list[Standing]:
    return [Standing(each, owner, until) for each in mailboxes]


def test_the_first_daemon_takes_everything() -> None:
    assert wish(names(3), [], {"first"}, me="first", now=NOW).take == tuple(names(3))


def test_what_another_daemon_reads_is_left_to_it() -> None:
    wanted = wish(names(1), of("first", names(1)), {"first", "second"}, me="second", now=NOW)

    assert (wanted.take, wanted.ask) == ((), ())


def test_what_a_dead_daemon_read_is_taken_over() -> None:
    wanted = wish(names(2), of("first", names(2), until=OVER), {"second"}, me="second", now=NOW)

    assert wanted.take == tuple(names(2))


def test_a_newcomer_asks_for_half_of_what_the_other_has_more() -> None:
    wanted = wish(names(9), of("first", names(9)), {"first", "second"}, me="second", now=NOW)

    assert len(wanted.ask) == 4


def test_only_mailboxes_of_the_own_configuration_are_asked_for() -> None:
    wanted = wish(names(1), of("first", names(9)), {"first", "second"}, me="second", now=NOW)

    assert set(wanted.ask) <= set(names(1))


def test_what_was_given_up_for_somebody_is_not_taken_from_under_them() -> None:
    given_up = [Standing("mailbox00", "first", OVER, asked_by="second")]

    assert wish(names(1), given_up, {"first", "second"}, me="first", now=NOW).take == ()
    assert wish(names(1), given_up, {"first", "second"}, me="second", now=NOW).take == ("mailbox00",)


def test_what_was_given_up_for_a_daemon_that_died_is_taken_back() -> None:
    given_up = [Standing("mailbox00", "first", OVER, asked_by="second")]

    assert wish(names(1), given_up, {"first"}, me="first", now=NOW).take == ("mailbox00",)


@pytest.mark.parametrize(("mailboxes", "daemons"), [(9, 3), (4, 3), (2, 3), (50, 4), (1000, 7)])
def test_daemons_that_begin_together_come_to_about_as_many_each_and_then_nothing_moves(
    mailboxes: int, daemons: int
) -> None:
    world = {each: Standing(each, "", OVER) for each in names(mailboxes)}
    living = [f"daemon{number}" for number in range(daemons)]

    for _ in range(40):
        moved = sum(turn(world, living, me) for me in living)
        if not moved:
            break

    shares = [Counter(each.owner for each in world.values())[me] for me in living]
    assert moved == 0
    assert max(shares) - min(shares) <= 1


def turn(world: dict[str, Standing], living: list[str], me: str) -> int:
    """One turn of one daemon, as the database carries it out; how much it moved."""
    given = [each for each in world.values() if each.owner == me and each.asked_by and each.until > NOW]
    world |= {each.mailbox: Standing(each.mailbox, me, OVER, each.asked_by) for each in given}
    wanted = wish(sorted(world), list(world.values()), living, me=me, now=NOW)
    world |= {each: Standing(each, me, LATER) for each in wanted.take}
    world |= {each: Standing(each, world[each].owner, LATER, asked_by=me) for each in wanted.ask}
    return len(given) + len(wanted.take) + len(wanted.ask)
