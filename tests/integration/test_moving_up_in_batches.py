"""An edited sequence started again over many people: batch by batch, and what may happen between two of them."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlmodel import Session, col, select

from outreach.cli import campaign_start
from outreach.cli.campaign_start import Start, start_whole_campaign
from outreach.config import Config, load_config
from outreach.core.errors import Refused
from outreach.database.audit import AuditEntry
from outreach.database.engine import Database
from outreach.sending import moving_up, outbox
from outreach.sending.moving_up import MovingUp
from outreach.sequences import campaigns, taking_up
from outreach.sequences.definition import SequenceDefinition, Step, StepKind
from outreach.sequences.model import CampaignEvent, Enrollment, SequenceVersion
from tests.support import cli_workspaces
from tests.support.campaigns import a_campaign, a_list, sequence
from tests.support.command_line import CommandLine
from tests.support.desk import ACCEPTED, LINE_BROKE, Desk

outreach = cli_workspaces.new_workspace

PEOPLE = tuple(f"p{number}@acme{number}.example" for number in range(5))
ANA, BEN = "ana@acme.example", "ben@beta.example"
SCANNERS = sequence(wording="And who looks after the scanners?")
COPIERS = sequence(wording="And who looks after the copiers?")


@pytest.fixture
def desk(database: Database) -> Desk:
    """On both databases, with a campaign over five."""
    desk = Desk(database)
    desk.campaign(*PEOPLE)
    return desk


def begin(desk: Desk, definition: SequenceDefinition = SCANNERS) -> MovingUp:
    """Start it again, and move nobody yet."""

    def unit(session: Session) -> MovingUp:
        moving_up.wait_for_turn(session)
        found, definitions = campaigns.find(session, "spring"), {definition.name: definition}
        campaigns.start(session, found, definitions, timing=desk.rules.timing, actor="tester", now=desk.now)
        return moving_up.begin(session, found, definitions, desk.now)

    return desk.do(unit)


def two_more(desk: Desk, moving: MovingUp) -> None:
    def unit(session: Session) -> None:
        moving_up.wait_for_turn(session)
        found = campaigns.find(session, "spring")
        moving_up.go_on(
            session, found, moving, timing=desk.rules.timing, actor="tester", now=desk.now, limit=2
        )

    desk.do(unit)


def to_the_end(desk: Desk, moving: MovingUp) -> None:
    while not moving.is_complete:
        two_more(desk, moving)


def versions_of_runs(desk: Desk) -> list[int]:
    with desk.database.reading() as session:
        statement = (
            select(SequenceVersion.version)
            .join(Enrollment, col(Enrollment.sequence_version_id) == col(SequenceVersion.id))
            .order_by(col(Enrollment.id))
        )
        return list(session.exec(statement).all())


def unsent_on_older(desk: Desk) -> int:
    with desk.database.reading() as session:
        return moving_up.unsent_on_older(session, campaigns.find(session, "spring"))


def letters_about(desk: Desk, what: bytes) -> list[str]:
    return [mail.recipient for mail in desk.mails() if what in (mail.raw or b"")]


def test_everybody_comes_over_in_the_end(desk: Desk) -> None:
    desk.plan()
    moving = begin(desk)

    to_the_end(desk, moving)

    (told,) = moving.told
    assert (told.moved, told.version, told.kept, moving.looked_at) == (5, 2, {}, moving.total)
    assert desk.send_all() == list(PEOPLE)
    assert letters_about(desk, b"scanners") == list(PEOPLE)


def test_after_two_batches_and_a_kill_the_next_start_goes_on(desk: Desk) -> None:
    desk.plan()
    two_more(desk, begin(desk))
    left_behind = unsent_on_older(desk)

    again = begin(desk)
    to_the_end(desk, again)

    assert left_behind == 3
    assert [each.moved for each in again.told] == [3]
    assert versions_of_runs(desk) == [2] * 5
    assert desk.send_all() == list(PEOPLE)
    assert letters_about(desk, b"scanners") == list(PEOPLE)


def test_what_goes_out_between_two_batches_keeps_its_words_and_goes_once(desk: Desk) -> None:
    desk.plan()
    moving = begin(desk)
    two_more(desk, moving)
    claim = desk.claimed()
    two_more(desk, moving)
    assert desk.commit(claim)
    desk.answer(claim, ACCEPTED)

    to_the_end(desk, moving)
    desk.send_all()

    (told,) = moving.told
    assert (told.moved, told.kept) == (4, {1: 1})
    assert letters_about(desk, b"scanners") == [each for each in PEOPLE if each != claim.recipient]
    assert sorted(mail.recipient for mail in desk.mails()) == sorted(PEOPLE)


def test_what_is_planned_of_the_older_words_between_two_batches_is_withdrawn(desk: Desk) -> None:
    moving = begin(desk)
    two_more(desk, moving)
    desk.plan()

    to_the_end(desk, moving)

    assert desk.send_all() == list(PEOPLE)
    assert letters_about(desk, b"scanners") == list(PEOPLE)


def test_whoever_started_it_again_meanwhile_has_the_last_word(desk: Desk) -> None:
    first = begin(desk)
    two_more(desk, first)
    second = begin(desk, COPIERS)
    to_the_end(desk, second)

    two_more(desk, first)

    assert first.is_overtaken
    assert first.is_complete
    assert versions_of_runs(desk) == [3] * 5
    desk.send_all()
    assert letters_about(desk, b"copiers") == list(PEOPLE)


def test_whoever_went_back_to_the_first_words_meanwhile_has_the_last_word_as_well(desk: Desk) -> None:
    first = begin(desk)
    two_more(desk, first)
    to_the_end(desk, begin(desk, sequence()))

    to_the_end(desk, first)

    assert versions_of_runs(desk) == [3] * 5


def test_who_is_enrolled_meanwhile_of_a_newer_version_is_not_taken_back(desk: Desk) -> None:
    moving = begin(desk)
    two_more(desk, moving)
    desk.do(taking_up.take_up, {"who": COPIERS}, actor="daemon", now=desk.now)
    desk.do(a_list, *PEOPLE, BEN)

    def enroll(session: Session) -> None:
        found = campaigns.find(session, "spring")
        campaigns.enroll_more(
            session,
            found,
            COPIERS,
            campaigns.Started(),
            timing=desk.rules.timing,
            now=desk.now,
            limit=100,
        )

    desk.do(enroll)

    to_the_end(desk, moving)

    assert versions_of_runs(desk) == [2] * 5 + [3]


def test_a_campaign_that_is_stopped_between_two_batches_sends_nothing(desk: Desk) -> None:
    moving = begin(desk)
    two_more(desk, moving)
    desk.move_campaign(CampaignEvent.STOPPED)

    to_the_end(desk, moving)

    assert [each.moved for each in moving.told] == [2]
    assert desk.send_all() == []


def test_each_batch_is_on_the_record(desk: Desk) -> None:
    desk.plan()
    desk.send()

    to_the_end(desk, begin(desk))

    with desk.database.reading() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.action == "runs_moved_up")).all()
    assert sum(each.details["moved"] for each in entries) == 4
    assert entries[-1].details["kept"] == 1


# --- how many the next start would move ------------------------------------------------------------------------------


def claimed(desk: Desk) -> None:
    desk.plan()
    desk.claimed()


def sent(desk: Desk) -> None:
    desk.plan()
    desk.send()


def said_not_sent(desk: Desk) -> None:
    desk.plan()
    claim = desk.in_flight()
    desk.answer(claim, LINE_BROKE)
    desk.do(outbox.settle_as_not_sent, claim.outbound_id, by="ann", now=desk.now)


def in_the_outbox(desk: Desk) -> None:
    desk.plan()


@pytest.mark.parametrize(
    ("happened", "expected"), [(in_the_outbox, 5), (claimed, 4), (sent, 4), (said_not_sent, 4)]
)
def test_it_is_said_of_as_many_as_the_start_then_moves(
    desk: Desk, happened: Callable[[Desk], None], expected: int
) -> None:
    happened(desk)
    desk.do(taking_up.take_up, {"who": SCANNERS}, actor="daemon", now=desk.now)

    said = unsent_on_older(desk)
    moving = begin(desk)
    to_the_end(desk, moving)

    assert (said, [each.moved for each in moving.told]) == (expected, [expected])
    assert unsent_on_older(desk) == 0


def test_whoever_has_had_a_call_that_is_gone_from_the_steps_is_not_counted(database: Database) -> None:
    mails = sequence("ask")
    call = Step(name="call", kind=StepKind.CALL, after=0, note="Ring them.")
    desk = Desk(database)
    desk.campaign(*PEOPLE[:2], definition=replace(mails, steps=(call, replace(mails.steps[0], after=1))))

    def one_is_called(session: Session) -> None:
        run = session.get_one(Enrollment, desk.run(PEOPLE[0]).id)
        run.next_step = 1
        session.add(run)

    desk.do(one_is_called)
    desk.do(taking_up.take_up, {"who": SCANNERS}, actor="daemon", now=desk.now)

    said = unsent_on_older(desk)
    moving = begin(desk)
    to_the_end(desk, moving)

    assert (said, [each.moved for each in moving.told]) == (1, [1])


# --- at the command line ---------------------------------------------------------------------------------------------


def edit(outreach: CommandLine, says: str) -> Config:
    """Another wording of the first mail."""
    wording = outreach.folder / "templates" / "who-handles-sales" / "ask.txt"
    text = wording.read_text(encoding="utf-8")
    wording.write_text(text.replace("\n\n", f"\n\n{says}\n", 1), encoding="utf-8")
    return load_config(outreach.folder / "config.toml")


@pytest.fixture
def drafted(database: Database) -> Desk:
    desk = Desk(database)
    desk.do(a_list, *PEOPLE)
    desk.do(a_campaign, sequence="who-handles-sales")
    return desk


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign_start, "BATCH", 2)


@pytest.mark.usefixtures("small_batches")
def test_a_start_enrolls_and_moves_everybody_however_many_batches_it_takes(
    drafted: Desk, outreach: CommandLine
) -> None:
    start_whole_campaign(drafted.database, load_config(outreach.folder / "config.toml"), "spring")
    drafted.do(a_list, *PEOPLE, ANA)

    begun = start_whole_campaign(drafted.database, edit(outreach, "Good day."), "spring")

    assert begun.started.enrolled == 1
    assert [(each.version, each.moved) for each in begun.moved] == [(2, 5)]
    assert versions_of_runs(drafted) == [2] * 6


@pytest.mark.usefixtures("small_batches")
def test_a_start_that_is_overtaken_says_so(
    drafted: Desk, outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_whole_campaign(drafted.database, load_config(outreach.folder / "config.toml"), "spring")
    first = edit(outreach, "Good day.")
    others: list[Start] = []

    @contextlib.contextmanager
    def somebody_comes_between(_words: str, _total: int | None) -> Iterator[Callable[[int], None]]:
        """Once, between the first batch and the second."""

        def advance(_more: int) -> None:
            if not others:
                monkeypatch.undo()
                others.append(
                    start_whole_campaign(drafted.database, edit(outreach, "Good evening."), "spring")
                )

        yield advance

    monkeypatch.setattr(campaign_start, "progress", somebody_comes_between)

    with pytest.raises(Refused, match="started again by somebody else"):
        start_whole_campaign(drafted.database, first, "spring")

    assert versions_of_runs(drafted) == [3] * 5
