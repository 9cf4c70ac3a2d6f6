"""The limit of a recipient's domain is one for all mailboxes, whichever daemon sends from them."""

from dataclasses import replace

from sqlmodel import Session

from outreach.database.engine import Database
from outreach.sending import commit_point
from outreach.sending.outbox import Claim
from tests.support.campaigns import sequence
from tests.support.desk import Desk, mailbox, rules
from tests.support.held_units import HeldUnit


def test_two_daemons_at_their_commit_points_send_no_more_to_a_domain_than_it_may_get(
    postgresql_database: Database,
) -> None:
    desk = Desk(postgresql_database, rules(mailbox("ann"), mailbox("bob")))
    for name in ("ann", "bob"):
        alone = sequence(name=f"of-{name}", one_at_a_time=False)
        desk.campaign(f"{name}@one.example", name=name, mailboxes=(name,), definition=alone)
    desk.plan()
    desk.rules = replace(desk.rules, per_domain=1)
    claims = [desk.claimed("ann", owner="first"), desk.claimed("bob", owner="second")]

    units = [_at_commit_point(desk, claim) for claim in claims]
    second_waits = units[1].waits
    went = [len(unit.end()) for unit in units]

    assert second_waits
    assert went == [1, 0]


def _at_commit_point(desk: Desk, claim: Claim) -> HeldUnit[frozenset[str]]:
    def work(session: Session) -> frozenset[str]:
        return commit_point.commit_points(session, [claim], desk.now)

    unit = HeldUnit(desk.database, work)
    unit.come_as_far_as_it_can()
    return unit
