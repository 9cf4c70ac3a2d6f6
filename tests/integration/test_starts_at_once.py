"""Several people at `outreach campaign start`, on one PostgreSQL database: nobody is left on an older version."""

import pytest
from sqlmodel import Session, col, select

from outreach.cli.campaign_start import Start, enroll_more, start_campaign
from outreach.config import Config, load_config
from outreach.database.engine import Database
from outreach.sequences.campaigns import Started
from outreach.sequences.model import Enrollment, SequenceVersion
from tests.support import cli_workspaces
from tests.support.campaigns import a_campaign, a_list
from tests.support.command_line import CommandLine
from tests.support.desk import Desk
from tests.support.held_units import HeldUnit

outreach = cli_workspaces.new_workspace

ANA, BEN = "ana@acme.example", "ben@beta.example"


@pytest.fixture
def desk(postgresql_database: Database) -> Desk:
    """With a draft over a list of one."""
    desk = Desk(postgresql_database)
    desk.do(a_list, ANA)
    desk.do(a_campaign, sequence="who-handles-sales")
    return desk


def started(session: Session, config: Config) -> Start:
    return start_campaign(session, config, "spring", limit=100)


def goes_on(desk: Desk, config: Config, so_far: Started) -> HeldUnit[None]:
    """Enrolls more of the list, and has not committed yet."""
    return HeldUnit(desk.database, lambda session: enroll_more(session, config, "spring", so_far))


def edit(outreach: CommandLine) -> Config:
    """Another wording of the first mail."""
    wording = outreach.folder / "templates" / "who-handles-sales" / "ask.txt"
    wording.write_text(
        wording.read_text(encoding="utf-8").replace("\n\n", "\n\nGood day.\n", 1), encoding="utf-8"
    )
    return load_config(outreach.folder / "config.toml")


def versions_of_runs(desk: Desk) -> list[int]:
    with desk.database.reading() as session:
        statement = (
            select(SequenceVersion.version)
            .join(Enrollment, col(Enrollment.sequence_version_id) == col(SequenceVersion.id))
            .order_by(col(Enrollment.id))
        )
        return list(session.exec(statement).all())


def test_of_two_who_start_it_at_once_the_second_moves_whom_the_first_has_enrolled(
    desk: Desk, outreach: CommandLine
) -> None:
    before = load_config(outreach.folder / "config.toml")
    first = HeldUnit(desk.database, lambda session: started(session, before))
    first.come_as_far_as_it_can()
    after = edit(outreach)
    second = HeldUnit(desk.database, lambda session: started(session, after))
    second.come_as_far_as_it_can()

    waited = second.waits
    first.end()
    told = second.end()

    assert waited
    assert [(each.version, each.moved) for each in told.moved] == [(2, 1)]
    assert versions_of_runs(desk) == [2]


def test_who_is_being_enrolled_as_an_edit_is_approved_is_moved_as_well(
    desk: Desk, outreach: CommandLine
) -> None:
    before = load_config(outreach.folder / "config.toml")
    desk.do(started, before)
    desk.do(a_list, ANA, BEN)
    enrolling = goes_on(desk, before, Started())
    enrolling.come_as_far_as_it_can()
    after = edit(outreach)
    again = HeldUnit(desk.database, lambda session: started(session, after))
    again.come_as_far_as_it_can()

    waited = again.waits
    enrolling.end()
    again.end()

    assert waited
    assert versions_of_runs(desk) == [2, 2]


def test_of_two_who_go_on_enrolling_at_once_one_finds_everybody_enrolled(
    desk: Desk, outreach: CommandLine
) -> None:
    config = load_config(outreach.folder / "config.toml")
    desk.do(started, config)
    desk.do(a_list, ANA, BEN)
    told = (Started(), Started())
    first, second = (goes_on(desk, config, each) for each in told)
    first.come_as_far_as_it_can()
    second.come_as_far_as_it_can()

    first.end()
    second.end()

    assert sorted(each.enrolled for each in told) == [0, 1]
    assert versions_of_runs(desk) == [1, 1]
