"""Many mailboxes claim in one go: each the mail that it would claim alone."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from outreach.database.engine import Database
from outreach.sending import claiming, mailboxes
from outreach.sending.outbox import Claim
from tests.support.campaigns import WORDING, sequence
from tests.support.desk import Desk, mailbox, rules
from tests.support.held_units import HeldUnit

PEOPLE = ("ann", "bob", "cat", "dan")


def a_desk(database: Database, **changes: object) -> Desk:
    """Four mailboxes that rest after each mail, with two mails queued in each."""
    desk = Desk(database, rules(*(mailbox(name, gap_seconds=(90.0, 240.0), **changes) for name in PEOPLE)))
    for name in PEOPLE:
        desk.campaign(f"a@{name}-1.example", f"b@{name}-2.example", name=name, mailboxes=(name,))
    desk.plan()
    return desk


def claim_for(desk: Desk, *names: str) -> dict[str, list[Claim]]:
    return desk.do(claiming.claim_for, desk.rules, names or PEOPLE, owner="first", now=desk.now)


def test_each_mailbox_claims_its_own_next_mail(database: Database) -> None:
    desk = a_desk(database)

    claims = claim_for(desk)

    assert {name: [each.recipient for each in some] for name, some in claims.items()} == {
        name: [f"a@{name}-1.example"] for name in PEOPLE
    }
    assert all(claim.mailbox == name for name, some in claims.items() for claim in some)
    assert all(desk.commit(claim) for some in claims.values() for claim in some)


def test_a_mailbox_that_rests_claims_nothing_and_goes_on_afterwards(database: Database) -> None:
    desk = a_desk(database)
    claim_for(desk)

    at_once = claim_for(desk)
    desk.later(minutes=5)
    later = claim_for(desk)

    assert at_once == {name: [] for name in PEOPLE}
    assert [each.recipient for some in later.values() for each in some] == [
        f"b@{name}-2.example" for name in PEOPLE
    ]


def test_while_the_opt_out_link_leads_elsewhere_none_claims_and_all_go_on_afterwards(
    database: Database,
) -> None:
    desk = a_desk(database)
    is_ours = False
    desk.rules = replace(desk.rules, link_is_ours=lambda: is_ours)

    meanwhile = claim_for(desk)
    is_ours = True
    afterwards = claim_for(desk)

    assert meanwhile == {name: [] for name in PEOPLE}
    assert all(afterwards[name] for name in PEOPLE)


def test_a_mail_that_may_not_go_does_not_keep_back_the_one_behind_it(database: Database) -> None:
    desk = a_desk(database)
    desk.suppress("a@bob-1.example")

    claims = claim_for(desk)

    assert [each.recipient for each in claims["bob"]] == ["b@bob-2.example"]
    assert [each.recipient for each in claims["cat"]] == ["a@cat-1.example"]


def test_a_paused_a_closed_and_a_full_mailbox_claim_nothing(database: Database) -> None:
    desk = a_desk(database, per_day=1, ramp_start=1)
    desk.pause_mailbox("ann")
    sent = claim_for(desk, "bob")["bob"][0]
    assert desk.commit(sent)
    desk.later(hours=1)

    claims = claim_for(desk)

    assert (claims["ann"], claims["bob"]) == ([], [])
    assert len(claims["cat"]) == len(claims["dan"]) == 1


def test_mailboxes_that_write_to_one_domain_keep_its_limit_together(database: Database) -> None:
    desk = Desk(database, rules(*(mailbox(name, gap_seconds=(90.0, 240.0)) for name in PEOPLE)))
    for name in PEOPLE:
        at_once = sequence(one_at_a_time=False)
        desk.campaign(f"{name}@one.example", name=name, mailboxes=(name,), definition=at_once)
    desk.plan()
    desk.rules = replace(desk.rules, per_domain=1)

    claims = claim_for(desk)

    assert sum(len(some) for some in claims.values()) == 1


def at_one_domain(database: Database, *names: str, wording: str = WORDING) -> Desk:
    """A mail queued in each of these mailboxes, all to one domain that may get one a day from now on. The first in
    `wording`."""
    desk = Desk(database, rules(*(mailbox(name, gap_seconds=(90.0, 240.0)) for name in names)))
    for name, words in zip(names, (wording, *(WORDING for _ in names[1:])), strict=False):
        desk.campaign(
            f"{name}@one.example",
            name=name,
            mailboxes=(name,),
            definition=sequence(name=f"of-{name}", one_at_a_time=False, wording=words),
        )
    desk.plan()
    desk.rules = replace(desk.rules, per_domain=1)
    return desk


def test_a_mailbox_that_writes_to_nobody_new_keeps_no_room_of_a_domain_from_the_others(
    database: Database,
) -> None:
    desk = at_one_domain(database, "ann", "bob")
    nobody_new = replace(desk.rules.mailbox("ann"), new_per_day=0)
    desk.rules = replace(desk.rules, mailboxes={**desk.rules.mailboxes, "ann": nobody_new})

    claims = claim_for(desk, "ann", "bob")

    assert claims["ann"] == []
    assert [each.recipient for each in claims["bob"]] == ["bob@one.example"]


def test_who_cannot_be_written_to_keeps_no_room_of_their_domain_from_the_others(database: Database) -> None:
    desk = at_one_domain(database, "ann", "bob", wording="{{ contact.name_of_their_dog }}")

    claims = claim_for(desk, "ann", "bob")

    assert claims["ann"] == []
    assert [each.recipient for each in claims["bob"]] == ["bob@one.example"]
    assert [hold.contact_id for hold in desk.holds()] == [desk.contact("ann@one.example").id]


def test_a_mailbox_from_which_another_daemon_has_just_claimed_is_left_alone(
    postgresql_database: Database,
) -> None:
    desk = a_desk(postgresql_database)
    desk.do(mailboxes.insert_row, "ann")
    until = desk.now + timedelta(minutes=2)

    with desk.database.writing() as session:
        # As `claim_for` does, before it comes to this mailbox.
        known = mailboxes.statuses(session, ["ann"])
        first = desk.do(mailboxes.rest_mailbox, "ann", desk.now, until)
        second = mailboxes.rest_mailbox(session, "ann", desk.now, until)

    assert (first, second) == (True, False)
    assert known["ann"].next_send_at == until


def test_two_daemons_count_a_sending_day_once(postgresql_database: Database) -> None:
    desk = a_desk(postgresql_database)
    ann = desk.rules.mailbox("ann")
    first, second = (
        HeldUnit(
            postgresql_database,
            lambda session: mailboxes.count_sending_days(session, [ann], desk.now),
        )
        for _ in range(2)
    )
    first.come_as_far_as_it_can()
    second.come_as_far_as_it_can()

    waited = second.waits
    first.end()
    second.end()

    assert waited
    assert desk.do(mailboxes.status_of, "ann").sending_days == 1


def test_four_mailboxes_take_no_more_statements_than_two(database: Database) -> None:
    desk = a_desk(database)
    # What is read once and kept.
    claim_for(desk)
    desk.now += timedelta(minutes=5)

    two = _statements(desk, "ann", "bob")
    four = _statements(desk, "cat", "dan", "ann", "bob")

    assert two == four


def _statements(desk: Desk, *names: str) -> int:
    """How many statements a claim takes whose transaction is rolled back."""
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    sa.event.listen(desk.database.engine, "before_cursor_execute", listen)
    with desk.database.trying() as session:
        claims = claiming.claim_for(session, desk.rules, names, owner="first", now=desk.now)
    sa.event.remove(desk.database.engine, "before_cursor_execute", listen)
    assert all(len(some) == 1 for some in claims.values())
    return len(said)
