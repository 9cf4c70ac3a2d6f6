"""Files that go back to an older wording: whoever comes later gets that one, by whatever way they come."""

from outreach.database.engine import Database
from outreach.sequences import campaigns, versions
from outreach.sequences.definition import SequenceDefinition
from tests.support.campaigns import sequence, start_and_move
from tests.support.desk import Desk


def test_the_newest_version_of_what_answers_lead_to_is_the_one_that_was_started_last(
    sqlite_database: Database,
) -> None:
    desk = Desk(sqlite_database)
    right, wrong = (sequence(name="later", wording=wording) for wording in ("Right.", "Wrong."))
    desk.campaign("ana@acme.example", targets=(right,))

    def start_again(target: SequenceDefinition) -> None:
        desk.do(lambda s: start_and_move(s, campaigns.find(s, "spring"), sequence(), target, now=desk.now))

    start_again(wrong)
    start_again(right)

    with desk.database.reading() as session:
        newest = versions.latest(session, "later")
        assert newest is not None
        assert (newest.version, newest.digest) == (3, right.digest)
