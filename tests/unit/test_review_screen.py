"""The review screen over a desk in memory: what keys do, what is shown, and what is never lost."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from outreach.cli.review_screen.drafts import NOTE, Drafts
from outreach.cli.review_screen.keys import CHOICES, COMMANDS, as_latin
from outreach.cli.review_screen.values import Changes, Whose
from outreach.cli.review_screen.words import Words
from outreach.core.intents import Intent
from outreach.qualification.meanings import KEYED
from outreach.replies.verdict import Person, Via
from tests.support.review_desk import (
    MARIA,
    DeskInMemory,
    Typed,
    a_letter,
    a_row,
    an_app,
    picture_of,
    press,
    screen_of,
    settled,
    text_of,
)

ANA, BEN, CLEO = "Ana Ruiz", "Ben Moss", "Cleo Hart"


@pytest.fixture
def desk() -> DeskInMemory:
    """Three replies wait: a question, a referral to Maria, an absence."""
    return DeskInMemory(
        a_letter(a_row(1, ANA)),
        a_letter(
            a_row(2, BEN, proposed=Intent.REFERRAL), "Talk to Maria Weber, she runs it.", people=(MARIA,)
        ),
        a_letter(a_row(3, CLEO, proposed=Intent.OUT_OF_OFFICE), "I am away until Monday."),
        people=("rita", "sam"),
    )


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "drafts" / "rita.json")


# --- what is in sight ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_what_it_takes_to_decide_is_in_sight(
    desk: DeskInMemory, drafts: Drafts, size: tuple[int, int], language: str
) -> None:
    words = Words(language)
    app = an_app(desk, drafts, language=language)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        picture = picture_of(app)

    assert max(map(len, picture.splitlines())) <= size[0]
    assert len(picture.splitlines()) <= size[1]
    for shown in (
        ANA,
        "ana@acme.example",
        "How much is it?",
        words.told("also says not_now"),
        "review 1 becomes question",
    ):
        assert shown in picture
    assert all(f"{choice.key} {words(choice.word)}" in picture for choice in CHOICES)
    assert all(f"{key} {words(word)}" in picture for key, (_, word) in COMMANDS.items())
    assert f"[a {words('choice.question')}]" in picture


async def test_without_colour_the_words_that_count_stand_in_brackets(
    desk: DeskInMemory, drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await settled(pilot)

        assert text_of(app, "text") == "[How much] is it?"


async def test_the_whole_message_and_what_surrounds_it_are_a_key_away(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "t")
        assert "> who handles sales at Acme?" in text_of(app, "text")

        await press(pilot, "tab")
        assert "Acme Ltd" in picture_of(app)
        assert not screen_of(app).query_one("#reading").display

        await press(pilot, "escape")
        assert screen_of(app).query_one("#reading").display
        assert text_of(app, "text") == "How much is it?"


async def test_an_empty_queue_says_so(drafts: Drafts) -> None:
    app = an_app(DeskInMemory(), drafts)
    async with app.run_test() as pilot:
        await press(pilot, "i", "enter", "R", "p", "u", "j")

        assert "Nothing awaits you." in text_of(app, "who")


# --- deciding --------------------------------------------------------------------------------------------------------


def test_every_decision_that_reviewers_have_words_for_has_one_key() -> None:
    assert [choice.intent for choice in CHOICES] == list(KEYED)
    assert len({choice.key for choice in CHOICES} | set(COMMANDS)) == len(CHOICES) + len(COMMANDS)


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.key)
async def test_one_key_decides_and_the_next_reply_is_there(
    desk: DeskInMemory, drafts: Drafts, choice: object
) -> None:
    key, intent = choice.key, choice.intent  # type: ignore[attr-defined]
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "j", key)

        assert desk.decisions == [(2, intent, Changes())]
        assert text_of(app, "who").startswith(CLEO)
        assert text_of(app, "head").startswith("Review · 2 waiting · 1 decided now")
        assert "u undoes it" in text_of(app, "status")


async def test_the_keys_of_a_russian_keyboard_do_the_same_by_their_place(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "ш")

        assert [intent for _, intent, _ in desk.decisions] == [Intent.INTERESTED]
    assert [as_latin(character) for character in "йКюґ."] == ["q", "R", "ю", "ґ", "/"]


async def test_enter_takes_what_the_program_thinks(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "enter")

        assert [intent for _, intent, _ in desk.decisions] == [Intent.QUESTION]


async def test_enter_takes_nothing_before_it_says_what_it_does(
    desk: DeskInMemory, drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_tell, foretell = asyncio.Event(), desk.foretell

    async def late(*about: Any) -> tuple[str, ...]:
        await may_tell.wait()
        return await foretell(*about)

    monkeypatch.setattr(desk, "foretell", late)
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        assert "looking at what it does" in text_of(app, "foretold")
        assert "Wait until it says" in text_of(app, "status")
        assert desk.decisions == []

        may_tell.set()
        await press(pilot, "enter")
        assert [review for review, _, _ in desk.decisions] == [1]


async def test_with_shift_a_key_only_tells_what_it_would_do(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "O")

        told = text_of(app, "foretold")
        assert told.startswith("o for “opt-out” would: review 1 becomes unsubscribe")
        assert "third effect" in told
        assert desk.decisions == []

        await press(pilot, "escape")
        assert text_of(app, "foretold").startswith("Enter takes it: review 1 becomes question")


async def test_pointing_with_the_mouse_tells_and_clicking_decides(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        button = next(each for each in screen_of(app).query(".choice") if "opt-out" in str(each.visual))
        await pilot.hover(button)
        await settled(pilot)
        assert text_of(app, "foretold").startswith("o for “opt-out” would")

        await pilot.click(button)
        await settled(pilot)
        assert [intent for _, intent, _ in desk.decisions] == [Intent.UNSUBSCRIBE]


async def test_a_key_that_comes_before_the_reply_was_in_sight_decides_nothing(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    app = an_app(desk, drafts, least_look=3_600)
    async with app.run_test() as pilot:
        await press(pilot, "i")

        assert desk.decisions == []
        assert "press it again" in text_of(app, "status")


async def test_while_a_decision_is_written_no_other_key_decides(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await settled(pilot)
        desk.gate.clear()
        await pilot.press("i", "o", "n")
        desk.gate.set()
        await settled(pilot)

        assert [intent for _, intent, _ in desk.decisions] == [Intent.INTERESTED]


async def test_what_somebody_else_has_decided_meanwhile_is_said_and_the_next_one_opened(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await settled(pilot)
        desk.settle(1, Intent.UNSUBSCRIBE, "sam")
        await press(pilot, "i")

        assert desk.decisions == []
        assert text_of(app, "status") == "Meanwhile: sam said unsubscribe"
        assert text_of(app, "who").startswith(BEN)


async def test_a_look_at_the_queue_shows_what_others_decided_and_what_came(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    app = an_app(desk, drafts, look_again=0.05)
    async with app.run_test() as pilot:
        await settled(pilot)
        desk.settle(1, Intent.UNSUBSCRIBE, "sam")
        desk.replies[4] = a_letter(a_row(4, "Dan Cole"))
        while "Meanwhile" not in text_of(app, "status"):
            await pilot.pause(0.01)
        await settled(pilot)

        assert text_of(app, "status") == "Meanwhile: Ana Ruiz: opt-out (sam)"
        assert text_of(app, "who").startswith(BEN)
        assert "3 waiting" in text_of(app, "head")


async def test_a_refusal_is_said_and_the_reply_stays(desk: DeskInMemory, drafts: Drafts) -> None:
    desk.refuses = "Their account is avoid_customer."
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "i")

        assert text_of(app, "status") == "Not done: Their account is avoid_customer."
        assert text_of(app, "who").startswith(ANA)


async def test_a_busy_database_is_waited_for_and_that_is_said(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await settled(pilot)
        desk.busy = 3
        said: list[str] = []
        screen = screen_of(app)
        say = screen.say

        def listening(sentence: str, *, seconds: float | None = None) -> None:
            said.append(sentence)
            say(sentence, seconds=seconds)

        screen.say = listening  # type: ignore[method-assign]
        await press(pilot, "i")

        assert [intent for _, intent, _ in desk.decisions] == [Intent.INTERESTED]
        assert "The database is busy with something else; waiting for it …" in said


async def test_a_fault_of_ours_is_said_and_the_screen_stays(desk: DeskInMemory, drafts: Drafts) -> None:
    async def fails(_review_id: int) -> Sequence[object]:
        raise ZeroDivisionError("boom\x1b[31m")

    desk.templates = fails  # type: ignore[method-assign, assignment]
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "y")
        assert text_of(app, "status") == "This is a fault in outreach (ZeroDivisionError: boom\ufffd)."

        await press(pilot, "i")
        assert len(desk.decisions) == 1


# --- undoing ---------------------------------------------------------------------------------------------------------


async def test_decisions_are_undone_the_last_first(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "i", "r", "u")
        assert text_of(app, "who").startswith(BEN)
        assert text_of(app, "status").startswith("Taken back: Ben Moss, referral.")

        await press(pilot, "u")
        assert text_of(app, "who").startswith(ANA)
        assert desk.decisions == []

        await press(pilot, "u")
        assert text_of(app, "status") == "You have nothing to undo."


# --- whom a reply names ----------------------------------------------------------------------------------------------


async def test_the_people_named_can_be_corrected_before_the_decision(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(
            pilot,
            "j",
            "p",
            "end",
            Typed("-Klein"),
            "ctrl+n",
            Typed("Tom Fox"),
            "tab",
            Typed("tom@acme.example"),
        )
        await press(pilot, "tab", Typed("+44 20 7946 0123"), "tab", Typed("CFO"), "enter")
        assert "Maria Weber-Klein <maria.weber@acme.example>; Tom Fox <tom@acme.example>" in text_of(
            app, "thought"
        )

        await press(pilot, "r")

    ((_, _, changes),) = desk.decisions
    assert changes.people is not None
    assert [(each.name, each.email, each.phone, each.title) for each in changes.people] == [
        ("Maria Weber-Klein", "maria.weber@acme.example", None, None),
        ("Tom Fox", "tom@acme.example", "+44 20 7946 0123", "CFO"),
    ]


async def test_a_referral_without_anybody_named_asks_whom(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "r")
        assert desk.decisions == []

        await press(pilot, Typed("Tom Fox"), "ctrl+s")

    ((review_id, intent, changes),) = desk.decisions
    assert (review_id, intent) == (1, Intent.REFERRAL)
    assert changes.people is not None
    assert [person.name for person in changes.people] == ["Tom Fox"]


async def test_what_is_no_address_is_said_and_nothing_is_lost(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "p", Typed("Tom"), "tab", Typed("tom@@acme"), "ctrl+s")

        assert "tom@@acme" in picture_of(app)
        assert drafts.changes(1).people == (Person(name="Tom", email="tom@@acme", via=Via.TEXT),)


async def test_one_who_is_taken_out_is_not_referred(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "j", "p", "ctrl+x", Typed("Eve Fox"), "ctrl+s", "r")

    ((_, _, changes),) = desk.decisions
    assert changes.people is not None
    assert [each.name for each in changes.people] == ["Eve Fox"]


# --- beside the decision ---------------------------------------------------------------------------------------------


async def test_a_note_is_kept_and_shown(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "c", Typed("call her"), "ctrl+s")

        assert desk.notes == [(1, "call her")]
        assert "rita: call her" in text_of(app, "around")
        assert drafts.kinds(1) == []


async def test_a_note_that_was_left_is_offered_again_by_the_next_screen(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    async with an_app(desk, drafts).run_test() as pilot:
        await press(pilot, "c", Typed("half a th"), "escape")

    app = an_app(desk, Drafts(drafts.path))
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "unfinished: a note (c)" in text_of(app, "thought")

        await press(pilot, "c", Typed("ought"), "ctrl+s")
    assert desk.notes == [(1, "half a thought")]


async def test_a_note_that_could_not_be_written_is_still_there(desk: DeskInMemory, drafts: Drafts) -> None:
    desk.refuses = "The disk is full."
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "c", Typed("call her"), "ctrl+s")

        assert text_of(app, "status") == "Not done: The disk is full."
        assert drafts.text(1, NOTE) == "call her"


async def test_a_day_to_write_again_goes_with_the_decision(desk: DeskInMemory, drafts: Drafts) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "d", Typed("yesterday"), "enter")
        assert "That is no day ahead of us." in picture_of(app)

        await press(pilot, *(["backspace"] * 9), Typed("+1"), "enter", "l")

    assert desk.decisions == [(1, Intent.NOT_NOW, Changes(None, tomorrow))]


async def test_what_is_snoozed_leaves_the_queue(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "s", Typed("2999-01-31"), "enter")

        assert desk.snoozed == {1: date(2999, 1, 31)}
        assert text_of(app, "who").startswith(BEN)
        assert "Snoozed until 31 Jan" in text_of(app, "status")


async def test_a_reply_is_handed_over(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "h")
        assert "Known here: rita, sam" in picture_of(app)
        await press(pilot, Typed("sam"), "enter")

        assert desk.replies[1].row.assigned_to == "sam"
        assert "for sam" in text_of(app, "who")


async def test_any_meaning_can_be_given(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "e", "home", "end", "up", "enter")

        assert [intent for _, intent, _ in desk.decisions] == [Intent.OTHER]


# --- finding ---------------------------------------------------------------------------------------------------------


async def test_searching_shows_what_has_the_words_and_escape_shows_all_again(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "/", Typed("maria"), "enter")
        assert text_of(app, "who").startswith(BEN)
        assert "only: “maria”" in text_of(app, "head")

        await press(pilot, "escape")
        assert "3 waiting" in text_of(app, "head")


async def test_a_filter_shows_a_part_of_the_queue(desk: DeskInMemory, drafts: Drafts) -> None:
    desk.replies[3] = replace(desk.replies[3], row=replace(desk.replies[3].row, assigned_to="rita"))
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "f", "down", "enter")

        assert screen_of(app).sieve.whose is Whose.MINE
        assert text_of(app, "who").startswith(CLEO)
        assert text_of(app, "head").startswith("Review · 1 of 3 waiting · only:")


async def test_a_long_queue_is_loaded_as_it_is_walked(drafts: Drafts) -> None:
    desk = DeskInMemory(*(a_letter(a_row(number, f"Person{number} Roe")) for number in range(1, 501)))
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert screen_of(app).query_one("#queue").option_count == 200  # type: ignore[attr-defined]

        for _ in range(180):
            screen_of(app).do_next()
        await settled(pilot)

        assert screen_of(app).query_one("#queue").option_count == 400  # type: ignore[attr-defined]
        assert text_of(app, "who").startswith("Person181 Roe")


# --- answering -------------------------------------------------------------------------------------------------------


async def test_an_answer_is_written_in_the_field_where_there_is_no_editor(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    desk.fitting = "price"
    app = an_app(desk, drafts)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "y", "enter", "ctrl+end", Typed("It is free."), "ctrl+s")
        assert "Send this to ana@acme.example from ann@alpha.example?" in picture_of(app)

        await press(pilot, "enter")

    ((review_id, body),) = desk.sent
    assert (review_id, "It is free." in body, "[price]" in body) == (1, True, True)
    assert drafts.kinds(1) == []


async def test_an_answer_that_is_not_sent_is_kept_and_offered_again(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    desk.refuses = "ana@acme.example is suppressed."
    app = an_app(desk, drafts)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "y", "enter", "ctrl+end", Typed("Free."), "ctrl+s", "enter")
        assert text_of(app, "status") == "Not done: ana@acme.example is suppressed."

        desk.refuses = ""
        await press(pilot, "y")
        assert "the text that you have begun" in picture_of(app)
        await press(pilot, "enter", "ctrl+s", "enter")

    assert [("Free." in body) for _, body in desk.sent] == [True]


async def test_keys_pressed_while_a_dialog_is_open_decide_nothing(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "?", "i", "o", "x")
        assert desk.decisions == []

        await press(pilot, "escape", "i")
        assert len(desk.decisions) == 1
