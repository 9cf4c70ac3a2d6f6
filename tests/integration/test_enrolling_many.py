"""A list is enrolled in one go: who is held begins held, and every run has its fact."""

from sqlmodel import col, select

from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.database.events import Event
from outreach.sequences.model import Enrollment, EnrollmentState
from tests.support.desk import Desk

LIST = ("ann@one.example", "bob@two.example", "cat@two.example", "dan@three.example")


def test_who_is_held_or_whose_account_is_begins_paused_and_the_others_do_not(database: Database) -> None:
    desk = Desk(database)
    desk.campaign(*LIST, name="earlier")
    desk.hold("ann@one.example")
    desk.hold("bob@two.example", account=True)
    desk.campaign("eve@two.example", "fay@four.example", name="later")

    states = [desk.run(address).state for address in ("eve@two.example", "fay@four.example")]

    assert states == [EnrollmentState.PAUSED, EnrollmentState.ACTIVE]


def test_runs_keep_the_order_of_the_list_and_each_has_its_fact(database: Database) -> None:
    desk = Desk(database)

    desk.campaign(*LIST)

    with database.reading() as session:
        runs = session.exec(select(Enrollment).order_by(col(Enrollment.id))).all()
        facts = session.exec(
            select(Event).where(Event.kind == Happened.ENROLLED).order_by(col(Event.id))
        ).all()
    assert [run.position for run in runs] == [1, 2, 3, 4]
    assert [desk.contact(address).id for address in LIST] == [run.contact_id for run in runs]
    assert [(fact.enrollment_id, fact.contact_id, fact.account_id, fact.campaign_id) for fact in facts] == [
        (run.id, run.contact_id, run.account_id, run.campaign_id) for run in runs
    ]
    assert {(fact.details["sequence"], fact.details["tag"], fact.actor) for fact in facts} == {
        ("who", None, "daemon")
    }
