"""The screen's desk over the real program: pages, opening, foretelling, deciding, undoing, answering; two at once."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.cli.review_screen.desk import ProgramDesk
from outreach.cli.review_screen.keys import CHOICES
from outreach.cli.review_screen.russian import in_russian
from outreach.cli.review_screen.values import Busy, Changes, DecidedAlready, Sieve, Whose
from outreach.config import Config, load_config
from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.qualification.queue import queue
from outreach.replies.verdict import Person
from tests.support.command_line import CommandLine
from tests.support.databases import Refillable
from tests.support.review_workspace import TWENTY, fill

NOTHING = Changes()
ANA = TWENTY[0]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    line = CommandLine.initialised(tmp_path_factory.mktemp("desk"))
    return load_config(Path(line.folder / "config.toml"))


@pytest.fixture
def filled(migrated_sqlite: Refillable) -> Database:
    """Twenty replies wait. Done once, and copied for every further test."""
    if not migrated_sqlite.keeps("twenty"):
        fill(migrated_sqlite.refilled())
        migrated_sqlite.keep("twenty")
    return migrated_sqlite.refilled("twenty")


@pytest.fixture
async def desk(config: Config, filled: Database) -> AsyncIterator[ProgramDesk]:
    yield ProgramDesk(config, filled, "rita")


async def review_of(desk: ProgramDesk, address: str) -> int:
    page = await desk.page(Sieve(), offset=0, most=100)
    return next(row.review_id for row in page.rows if row.address == address)


@pytest.mark.parametrize(
    "sieve",
    [
        Sieve(),
        Sieve(intent=Intent.REFERRAL),
        Sieve(whose=Whose.MINE),
        Sieve(whose=Whose.NOBODY),
        Sieve("sales"),
    ],
)
async def test_pages_are_the_queue_in_its_order(desk: ProgramDesk, filled: Database, sieve: Sieve) -> None:
    await desk.assign(await review_of(desk, ANA.address), "rita")
    assigned = {Whose.MINE: "rita", Whose.NOBODY: "", Whose.EVERYBODY: None}[sieve.whose]
    with filled.reading() as session:
        now = datetime.now(UTC)
        expected = [
            each.review_id
            for each in queue(
                session, now=now, search=sieve.search, intent=sieve.intent, assigned_to=assigned
            )
        ]

    first = await desk.page(sieve, offset=0, most=2)
    rest = await desk.page(sieve, offset=2, most=100)

    assert [row.review_id for row in (*first.rows, *rest.rows)] == expected
    assert expected
    assert first.total == rest.total == len(expected)


async def test_an_opened_reply_has_all_that_it_takes_to_decide(desk: ProgramDesk) -> None:
    reply = await desk.open(await review_of(desk, ANA.address))

    assert (reply.row.who, reply.row.address, reply.row.account) == ("Ana Ruiz", ANA.address, "Acme Ltd")
    assert reply.text.startswith("Hi Ann,\n\nplease talk to Maria Weber")
    assert "Who looks after" in reply.whole
    assert "talk to" in {reason.words for reason in reply.reasons}
    assert [(each.name, each.email) for each in reply.people] == [("Maria Weber", "maria.weber@acme.example")]
    assert [letter.ours for letter in reply.thread] == [True]


async def test_what_is_foretold_changes_nothing(desk: ProgramDesk) -> None:
    review_id = await review_of(desk, ANA.address)

    told = await desk.foretell(review_id, Intent.UNSUBSCRIBE, NOTHING)

    assert f"suppresses {ANA.address} for ever (opted out)" in told
    assert (await desk.page(Sieve(), offset=0, most=1)).total == 20


async def test_a_decision_takes_what_the_reviewer_has_put_beside_it(desk: ProgramDesk) -> None:
    review_id = await review_of(desk, ANA.address)
    tom = Person(name="Tom Fox", email="tom.fox@acme.example")

    await desk.decide(review_id, Intent.REFERRAL, Changes(people=(tom,)))

    named = {each.address for each in (await desk.open(review_id)).colleagues}
    assert "tom.fox@acme.example" in named
    assert "maria.weber@acme.example" not in named


async def test_of_two_reviewers_the_second_is_told_what_the_first_has_said(
    desk: ProgramDesk, config: Config, filled: Database
) -> None:
    review_id = await review_of(desk, ANA.address)
    other = ProgramDesk(config, filled, "sam")

    came = await asyncio.gather(
        desk.decide(review_id, Intent.REFERRAL, NOTHING),
        other.decide(review_id, Intent.NOT_NOW, NOTHING),
        return_exceptions=True,
    )

    [refused] = [each for each in came if isinstance(each, BaseException)]
    assert isinstance(refused, DecidedAlready)
    row = (await desk.open(review_id)).row
    assert row.decided_by in str(refused)


async def test_only_ones_own_decisions_are_offered_to_be_undone(
    desk: ProgramDesk, config: Config, filled: Database
) -> None:
    other = ProgramDesk(config, filled, "sam")
    review_id = await review_of(desk, ANA.address)
    await desk.decide(review_id, Intent.REFERRAL, NOTHING)

    assert [taken.review_id for taken in await desk.undoable()] == [review_id]
    assert await other.undoable() == []

    await desk.undo(review_id)
    assert (await desk.page(Sieve(), offset=0, most=1)).total == 20


async def test_a_note_a_snooze_and_a_hand_over_are_there_for_everybody(desk: ProgramDesk) -> None:
    review_id = await review_of(desk, ANA.address)

    await desk.note(review_id, "call her\nat ten")
    await desk.assign(review_id, "sam")
    await desk.snooze(review_id, datetime.now(UTC).date() + timedelta(days=2))

    reply = await desk.open(review_id)
    assert [(note.by, note.text) for note in reply.notes] == [("rita", "call her\nat ten")]
    assert reply.row.assigned_to == "sam"
    assert (await desk.page(Sieve(), offset=0, most=1)).total == 19
    assert (await desk.page(Sieve(snoozed=True), offset=0, most=1)).total == 20


async def test_a_page_is_up_to_date_after_every_change(desk: ProgramDesk) -> None:
    totals = []
    for each in TWENTY[:3]:
        await desk.decide(await review_of(desk, each.address), Intent.NOT_INTERESTED, NOTHING)
        totals.append((await desk.page(Sieve(), offset=0, most=1)).total)
    await desk.undo((await desk.undoable())[0].review_id)
    totals.append((await desk.page(Sieve(), offset=0, most=1)).total)

    assert totals == [19, 18, 17, 18]


async def test_an_answer_goes_into_the_outbox_once(desk: ProgramDesk) -> None:
    review_id = await review_of(desk, ANA.address)
    beginning = await desk.begin_answer(review_id, "")
    sending = await desk.preview_answer(review_id, f"Thank you.\n\n{beginning}")

    await desk.send_answer(review_id, f"Thank you.\n\n{beginning}")

    assert sending.recipient == f"Ana Ruiz <{ANA.address}>"
    assert any("live = false" in remark for remark in sending.remarks)
    with pytest.raises(Refused, match="is queued"):
        await desk.send_answer(review_id, "Once more.")


async def test_a_locked_database_is_busy_and_nothing_is_done(
    config: Config, filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.database.engine._SQLITE_PATIENCE", 0.05)
    impatient = Database(filled.url)
    desk = ProgramDesk(config, impatient, "rita")
    review_id = await review_of(desk, ANA.address)

    with filled.writing() as session:
        session.connection()
        with pytest.raises(Busy):
            await desk.decide(review_id, Intent.REFERRAL, NOTHING)

    assert (await desk.open(review_id)).row.intent is None
    await desk.decide(review_id, Intent.REFERRAL, NOTHING)
    assert (await desk.open(review_id)).row.intent is Intent.REFERRAL
    impatient.close()


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.key)
async def test_every_consequence_can_be_told_in_russian(desk: ProgramDesk, choice: object) -> None:
    intent = choice.intent  # type: ignore[attr-defined]
    for each in TWENTY[::4]:
        review_id = await review_of(desk, each.address)

        for sentence in await desk.foretell(review_id, intent, NOTHING):
            assert re.search("[а-яё]", in_russian(sentence).replace(sentence, "")), sentence


async def test_the_desk_works_on_either_database(config: Config, database: Database) -> None:
    fill(database, TWENTY[:3])
    desk = ProgramDesk(config, database, "rita")
    review_id = await review_of(desk, ANA.address)

    told = await desk.foretell(review_id, Intent.REFERRAL, NOTHING)
    await desk.decide(review_id, Intent.REFERRAL, NOTHING)
    left = (await desk.page(Sieve(), offset=0, most=10)).total
    await desk.undo(review_id)

    assert told
    assert left == 2
    assert (await desk.page(Sieve("maria"), offset=0, most=10)).total == 1
