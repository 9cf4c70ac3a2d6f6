"""The daemon looks once for all its mailboxes which of them has something that may go."""

from outreach.database.engine import Database
from outreach.sending import mailboxes, outbox
from tests.support.desk import Desk, mailbox, rules

EVERYBODY = ("ann", "bob", "cat")


def a_desk(database: Database) -> Desk:
    """Ann and Bob have a mail queued, Cat has none."""
    desk = Desk(database, rules(*(mailbox(name, gap_seconds=(90.0, 240.0)) for name in EVERYBODY)))
    for name in ("ann", "bob"):
        desk.campaign(f"to@{name}-1.example", f"to@{name}-2.example", name=name, mailboxes=(name,))
    desk.plan()
    return desk


def with_queued(desk: Desk) -> set[str]:
    return desk.do(outbox.with_queued, EVERYBODY, desk.now)


def test_only_mailboxes_in_whose_queue_a_mail_is_due_are_found(database: Database) -> None:
    desk = a_desk(database)

    now = with_queued(desk)
    desk.later(days=-1)
    before_it_is_due = with_queued(desk)

    assert (now, before_it_is_due) == ({"ann", "bob"}, set())


def test_a_mailbox_that_rests_is_paused_or_closed_is_at_rest(database: Database) -> None:
    desk = a_desk(database)
    desk.claimed("ann")
    desk.pause_mailbox("bob")

    resting = desk.do(mailboxes.at_rest, set(EVERYBODY), desk.now)
    desk.later(minutes=5)
    rested = desk.do(mailboxes.at_rest, set(EVERYBODY), desk.now)

    assert (resting, rested) == ({"ann", "bob"}, {"bob"})
