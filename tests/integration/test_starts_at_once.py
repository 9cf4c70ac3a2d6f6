"""`outreach campaign start` beside others who start or enroll, on PostgreSQL: nobody is left on an older version."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, col, select

from outreach.cli.campaign_enroll import enroll_by_hand
from outreach.cli.campaign_start import Start, enroll_more, start_campaign
from outreach.config import Config, load_config
from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.daemon import nurture_turn
from outreach.database.engine import Database
from outreach.qualification.leads import nurturing
from outreach.sequences import campaigns
from outreach.sequences.campaigns import Started
from outreach.sequences.model import Enrollment, SequenceVersion
from outreach.sequences.reenrolling import Enrolled
from tests.support import cli_workspaces
from tests.support.campaigns import a_campaign, a_list, start_and_move
from tests.support.command_line import CommandLine
from tests.support.desk import Desk
from tests.support.held_units import PATIENCE, HeldUnit
from tests.support.lead_desk import LeadDesk, slow

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


def versions_of_runs(desk: Desk | LeadDesk, sequence: str | None = None) -> list[int]:
    with desk.database.reading() as session:
        statement = (
            select(SequenceVersion.version)
            .join(Enrollment, col(Enrollment.sequence_version_id) == col(SequenceVersion.id))
            .order_by(col(Enrollment.id))
        )
        if sequence is not None:
            statement = statement.where(Enrollment.sequence == sequence)
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


def put_in(desk: Desk, config: Config, address: str) -> HeldUnit[Enrolled]:
    """`outreach campaign enroll`, not committed yet."""
    return HeldUnit(desk.database, lambda session: enroll_by_hand(session, config, "spring", address))


def test_who_is_put_in_by_hand_as_an_edit_is_approved_is_moved_as_well(
    desk: Desk, outreach: CommandLine
) -> None:
    before = load_config(outreach.folder / "config.toml")
    desk.do(started, before)
    desk.do(a_list, BEN, name="others")
    by_hand = put_in(desk, before, BEN)
    by_hand.come_as_far_as_it_can()
    after = edit(outreach)
    again = HeldUnit(desk.database, lambda session: started(session, after))
    again.come_as_far_as_it_can()

    waited = again.waits
    by_hand.end()
    again.end()

    assert waited
    assert versions_of_runs(desk) == [2, 2]


def test_who_is_put_in_by_hand_a_moment_later_gets_the_newer_version(
    desk: Desk, outreach: CommandLine
) -> None:
    before = load_config(outreach.folder / "config.toml")
    desk.do(started, before)
    desk.do(a_list, BEN, name="others")
    after = edit(outreach)
    again = HeldUnit(desk.database, lambda session: started(session, after))
    again.come_as_far_as_it_can()
    by_hand = put_in(desk, before, BEN)
    by_hand.come_as_far_as_it_can()

    waited = by_hand.waits
    again.end()
    by_hand.end()

    assert waited
    assert versions_of_runs(desk) == [2, 2]


def test_of_two_who_put_the_same_person_in_the_second_hears_that_they_are_under_way(
    desk: Desk, outreach: CommandLine
) -> None:
    config = load_config(outreach.folder / "config.toml")
    desk.do(started, config)
    desk.do(a_list, BEN, name="others")
    first = put_in(desk, config, BEN)
    first.come_as_far_as_it_can()
    second = put_in(desk, config, BEN)
    second.come_as_far_as_it_can()

    first.end()

    with pytest.raises(Refused, match="under way in spring already"):
        second.end()
    assert versions_of_runs(desk) == [1, 1]


def test_whom_nurture_takes_up_as_an_edit_is_approved_is_moved_as_well(postgresql_database: Database) -> None:
    desk = LeadDesk(postgresql_database)
    desk.ask(ANA, BEN)
    for address in (ANA, BEN):
        desk.reply(address, Intent.INTERESTED)
    desk.rest(ANA)
    slowly, edited = slow("hello"), slow("hello", "again")
    desk.nurture(desk.nurture_rules(slowly))
    desk.rest(BEN)
    turn = HeldUnit(
        desk.database,
        lambda session: nurturing.turn(session, desk.nurture_rules(slowly), now=desk.now),
    )
    turn.come_as_far_as_it_can()
    again = HeldUnit(
        desk.database,
        lambda session: start_and_move(session, campaigns.find(session, "nurture"), edited, now=desk.now)[1],
    )
    again.come_as_far_as_it_can()

    waited = again.waits
    nurtured = turn.end()
    told = again.end()

    assert waited
    assert nurtured.enrolled == 1
    assert [(each.version, each.moved) for each in told] == [(2, 2)]


def test_nurture_reads_its_files_when_it_is_its_turn(postgresql_database: Database) -> None:
    desk = LeadDesk(postgresql_database)
    desk.ask(ANA, BEN)
    for address in (ANA, BEN):
        desk.reply(address, Intent.INTERESTED)
    desk.rest(ANA)
    files = [slow("hello")]
    desk.nurture(desk.nurture_rules(*files))
    desk.rest(BEN)
    edited = slow("hello", "again")
    again = HeldUnit(
        desk.database,
        lambda session: start_and_move(session, campaigns.find(session, "nurture"), edited, now=desk.now)[1],
    )
    again.come_as_far_as_it_can()
    turn = HeldUnit(
        desk.database,
        lambda session: nurture_turn._turn(
            session, lambda: desk.nurture_rules(*files), now=desk.now, looks_at_accounts=True
        ),
    )
    turn.come_as_far_as_it_can()

    files[:] = [edited]
    again.end()
    turn.end()

    assert versions_of_runs(desk, "nurture") == [2, 2]


def test_of_two_at_once_who_put_the_same_person_in_one_is_refused_on_either_database(
    database: Database, outreach: CommandLine
) -> None:
    desk, config = Desk(database), load_config(outreach.folder / "config.toml")
    desk.do(a_list, ANA)
    desk.do(a_campaign, sequence="who-handles-sales")
    desk.do(started, config)
    desk.do(a_list, BEN, name="others")
    together = threading.Barrier(2)

    def put_ben_in() -> str:
        together.wait(PATIENCE)
        try:
            return desk.do(enroll_by_hand, config, "spring", BEN).step
        except Refused as refused:
            return str(refused)

    with ThreadPoolExecutor(2) as both:
        told = sorted(each.result(PATIENCE) for each in [both.submit(put_ben_in) for _ in range(2)])

    assert told[0] == "ask"
    assert "under way in spring already" in told[1]
    assert versions_of_runs(desk) == [1, 1]
