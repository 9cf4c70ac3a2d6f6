"""The screen's desk over the real program: pages, opening, foretelling, deciding, undoing, answering; two at once."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from outreach.cli.review_screen.desk import ProgramDesk
from outreach.cli.review_screen.keys import CHOICES
from outreach.cli.review_screen.russian import in_russian
from outreach.cli.review_screen.values import Busy, Changes, DecidedAlready, Sieve, Whose
from outreach.config import Config, load_config
from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.daemon.rules import effect_rules
from outreach.database.engine import Database
from outreach.qualification import answering
from outreach.qualification.answering import preview_answer
from outreach.qualification.queue import queue
from outreach.replies.model import StoredVerdict
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
    assert [(letter.ours, letter.is_this) for letter in reply.thread] == [(True, False), (False, True)]


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


async def test_an_answer_is_seen_beside_its_reply_and_can_be_taken_back(desk: ProgramDesk) -> None:
    review_id = await review_of(desk, ANA.address)
    number = await desk.send_answer(review_id, "Thank you.")

    reply = await desk.open(review_id)
    row = next(each for each in (await desk.page(Sieve(), offset=0, most=100)).rows if each.is_answered)
    assert row.review_id == review_id
    assert [(each.number, each.by, each.state) for each in reply.answers] == [(number, "rita", "queued")]
    assert reply.thread[-1].is_waiting
    # The reply is quoted below it when it is sent: once, however often it is taken back.
    assert reply.answers[0].text == "Thank you.\n"

    await desk.withdraw_answer(number)
    reply = await desk.open(review_id)
    assert [each.state for each in reply.answers] == ["withdrawn"]
    assert not reply.row.is_answered


async def test_who_an_answer_comes_from_is_shown_in_letters(config: Config, filled: Database) -> None:
    rules = effect_rules(config)
    ann = replace(rules.sending.mailboxes["ann"], from_name="Анна Роу")
    cyrillic = replace(rules, sending=replace(rules.sending, mailboxes={"ann": ann}))
    with filled.reading() as session:
        preview = preview_answer(session, 1, "Hello.", rules=cyrillic, now=datetime.now(UTC))

    assert preview.sender == f"Анна Роу <{ann.address}>"


async def test_a_snooze_and_a_note_are_taken_back(desk: ProgramDesk) -> None:
    review_id = await review_of(desk, ANA.address)
    await desk.snooze(review_id, datetime.now(UTC).date() + timedelta(days=2))
    number = await desk.note(review_id, "call her")
    assert (await desk.elsewhere()).snoozed == 1

    await desk.snooze_until(review_id, None)
    await desk.drop_note(number)

    assert (await desk.open(review_id)).notes == ()
    assert (await desk.page(Sieve(), offset=0, most=1)).total == 20
    assert (await desk.elsewhere()).snoozed == 0


async def test_nobody_takes_away_anothers_note(desk: ProgramDesk, config: Config, filled: Database) -> None:
    number = await desk.note(await review_of(desk, ANA.address), "call her")

    with pytest.raises(Refused, match="no such note of yours"):
        await ProgramDesk(config, filled, "sam").drop_note(number)


async def test_a_part_of_the_queue_is_told_with_the_whole(desk: ProgramDesk) -> None:
    page = await desk.page(Sieve("maria"), offset=0, most=10)

    assert (page.total, page.of) == (1, 20)


async def test_a_day_in_the_past_does_not_count_and_that_is_told(desk: ProgramDesk, filled: Database) -> None:
    review_id = await review_of(desk, ANA.address)
    with filled.writing() as session:
        inbound_id = answering.inbound_of_review(session, review_id)
        stored = session.exec(select(StoredVerdict).where(StoredVerdict.inbound_id == inbound_id)).one()
        stored.findings = {**stored.findings, "resume_date": "2020-06-01"}
        session.add(stored)

    reply = await desk.open(review_id)
    told = await desk.foretell(review_id, Intent.NOT_NOW, NOTHING)
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    with_a_day = await desk.foretell(review_id, Intent.NOT_NOW, Changes(None, tomorrow))

    assert (reply.resume_on, reply.rests_instead) == (date(2020, 6, 1), 90)
    assert "passes over the day in the reply: 2020-06-01 is past" in told
    assert not any("passes over" in sentence for sentence in with_a_day)


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
