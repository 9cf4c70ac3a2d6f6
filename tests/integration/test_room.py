"""How many mails are planned: the smallest of all limits wins, and follow-ups go before new people."""

from dataclasses import replace

import pytest

from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.prospects.service import NewContact
from outreach.sending.mail_domains import note_provider
from outreach.sending.planning import Planned, plan
from outreach.sequences.definition import Step, StepKind
from outreach.sequences.model import EnrollmentState
from tests.support.campaigns import mail_step, sequence
from tests.support.desk import Desk, mailbox, rules

PEOPLE = tuple(f"p{number}@acme{number}.example" for number in range(12))


def planned_with(desk: Desk, *, waiting: int) -> Planned:
    return desk.do(plan, desk.rules, now=desk.now, waiting=waiting)


# --- new people -----------------------------------------------------------------------------------------------------


def test_a_mailbox_writes_to_so_many_new_people_a_day_and_to_the_others_besides(
    sqlite_database: Database,
) -> None:
    desk = Desk(sqlite_database, rules(mailbox(new_per_day=3)))
    desk.campaign(*PEOPLE)

    days = []
    for _ in range(4):
        days.append(desk.send_all())
        desk.later(days=1, seconds=1)

    assert [len(day) for day in days[:2]] == [3, 3]
    assert set(days[0]) <= set(days[2]), "the reminders of the first day"
    assert len(set(days[2]) - set(days[0])) == 3


def test_none_a_day_leaves_follow_ups_only(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database, rules(mailbox()))
    desk.campaign(*PEOPLE[:2])
    desk.send_all()
    desk.campaign(*PEOPLE[2:4], name="autumn")
    desk.rules = rules(mailbox(new_per_day=0))
    desk.later(days=2, seconds=1)

    assert set(desk.send_all()) == set(PEOPLE[:2])


@pytest.mark.parametrize(("waiting", "queued"), [(0, 8), (5, 8), (8, 4), (10, 0), (30, 0)], ids=str)
def test_new_first_mails_slow_down_and_stop_while_replies_wait(
    sqlite_database: Database, waiting: int, queued: int
) -> None:
    limits = replace(rules(mailbox(per_day=8, ramp_start=8)), people=1, replies_per_person=10)
    desk = Desk(sqlite_database, limits)
    desk.campaign(*PEOPLE)

    assert planned_with(desk, waiting=waiting).queued == queued


def test_what_waits_holds_no_follow_up_back(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database, replace(rules(), people=1, replies_per_person=10))
    desk.campaign(*PEOPLE[:2])
    desk.send_all()
    desk.later(days=2, seconds=1)

    assert planned_with(desk, waiting=50).queued == 2


def test_a_campaigns_limit_shrinks_with_what_waits_too(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database, replace(rules(), people=2, replies_per_person=10))
    desk.campaign(*PEOPLE, per_day=6)

    assert planned_with(desk, waiting=15).queued == 3
    assert planned_with(desk, waiting=15).queued == 0, "what is queued counts"


# --- one domain -----------------------------------------------------------------------------------------------------


def test_a_domain_gets_so_many_mails_a_day_from_all_mailboxes(sqlite_database: Database) -> None:
    limits = replace(rules(mailbox("ann"), mailbox("bob")), per_domain=3)
    desk = Desk(sqlite_database, limits)
    colleagues = [f"p{number}@acme.example" for number in range(5)]
    desk.campaign(*colleagues, definition=sequence(one_at_a_time=False), mailboxes=("ann", "bob"))

    first_day = desk.send_all("ann") + desk.send_all("bob")
    desk.later(days=1, seconds=1)
    second_day = desk.send_all("ann") + desk.send_all("bob")

    assert len(first_day) == 3
    assert sorted(first_day + second_day) == colleagues


def test_the_commit_point_heeds_the_domains_limit_too(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database, rules(mailbox("ann"), mailbox("bob")))
    desk.campaign("a@acme.example", name="one", mailboxes=("ann",), definition=sequence(one_at_a_time=False))
    desk.campaign("b@acme.example", name="two", mailboxes=("bob",), definition=sequence(one_at_a_time=False))
    desk.plan()
    desk.rules = replace(desk.rules, per_domain=1)
    claims = [desk.claimed("ann"), desk.claimed("bob")]

    assert [desk.commit(claim) for claim in claims] == [True, False]


# --- calls and tasks ------------------------------------------------------------------------------------------------


def test_a_call_that_is_due_becomes_a_task_and_needs_no_mailbox(sqlite_database: Database) -> None:
    call = Step("ring", StepKind.CALL, 0, note="Ask who buys printers.")
    definition = replace(sequence(), steps=(call, mail_step("ask", first=True)))
    desk = Desk(sqlite_database, rules(mailbox(per_day=0, ramp_start=0)))
    desk.campaign(*PEOPLE[:2], definition=definition)

    planned = desk.plan()

    assert (planned.tasks, planned.queued) == (2, 0)
    assert desk.events(Happened.TASK_OPENED) == 2
    assert desk.run(PEOPLE[0]).state is EnrollmentState.ACTIVE
    assert desk.plan() == Planned(), "they wait for a person"


# --- providers ------------------------------------------------------------------------------------------------------


def test_a_first_mail_goes_from_the_mailbox_at_the_recipients_provider(sqlite_database: Database) -> None:
    boxes = (mailbox("ann", provider="microsoft"), mailbox("bob", provider="google"))
    desk = Desk(sqlite_database, rules(*boxes))
    desk.campaign(
        *[NewContact(address, line=line) for line, address in enumerate(PEOPLE[:4], start=1)],
        mailboxes=("ann", "bob"),
        match_provider=True,
    )
    for number, provider in enumerate(("google", "google", "microsoft", "")):
        desk.do(note_provider, f"acme{number}.example", provider, desk.now)

    desk.plan()

    assert [desk.mail(address).mailbox for address in PEOPLE[:3]] == ["bob", "bob", "ann"]
    assert desk.mail(PEOPLE[3]).mailbox in ("ann", "bob")
