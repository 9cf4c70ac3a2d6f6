"""The review screen over a desk in memory: nothing is lost, nothing that counts is out of sight, nothing misleads."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from textual import events
from textual.widgets import OptionList

from outreach.cli.review_screen.drafts import Drafts
from outreach.cli.review_screen.values import Elsewhere, Letter, Reason, Taken
from outreach.cli.review_screen.words import Words
from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.replies.verdict import Person
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
SMALL, MIDDLING, LARGE = (80, 24), (100, 32), (140, 40)


@pytest.fixture
def desk() -> DeskInMemory:
    """Three replies wait: a question, a referral to Maria, a not-now."""
    return DeskInMemory(
        a_letter(a_row(1, ANA)),
        a_letter(a_row(2, BEN, proposed=Intent.REFERRAL), "Talk to Maria Weber.", people=(MARIA,)),
        a_letter(a_row(3, CLEO, proposed=Intent.NOT_NOW), "Not now."),
        people=("rita", "sam"),
    )


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "drafts" / "rita.json")


# --- what is typed ---------------------------------------------------------------------------------------------------


async def test_what_was_typed_a_moment_before_ctrl_s_is_taken(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "j", "p", "ctrl+n")
        app.post_message(events.Paste("Tom Fox"))
        app.post_message(events.Key("ctrl+s", None))
        await settled(pilot)

        assert "Tom Fox" in text_of(app, "thought")


async def test_a_note_that_was_pasted_a_moment_before_ctrl_s_is_kept(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "c")
        app.post_message(events.Paste("call her"))
        app.post_message(events.Key("ctrl+s", None))
        await settled(pilot)

    assert desk.notes == [(1, "call her")]


async def test_an_address_is_no_name(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "p", Typed("tom@acme.example"), "ctrl+s")

        assert "an address stands in the field for the name" in picture_of(app)


async def test_a_colleague_who_is_not_in_the_team_is_asked_about_once(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "h", Typed("ann"), "enter")
        assert "Nobody here is called ann" in picture_of(app)
        assert desk.replies[1].row.assigned_to == ""

        await press(pilot, "enter")

    assert desk.replies[1].row.assigned_to == "ann"


async def test_a_key_without_a_meaning_says_so(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "z")

        assert text_of(app, "status") == "z does nothing here; ? shows all keys."


# --- answers ---------------------------------------------------------------------------------------------------------


async def answered(pilot: object) -> None:
    await press(pilot, "y", "enter", "ctrl+end", Typed("It is free."), "ctrl+s", "enter")  # type: ignore[arg-type]


async def test_an_answer_leaves_its_trace_beside_the_reply(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test(size=MIDDLING) as pilot:
        await answered(pilot)

        assert "Answered by rita: mail 181 waits to go out" in text_of(app, "thought")


async def test_a_good_reply_that_was_the_last_one_is_still_answered_with_y(drafts: Drafts) -> None:
    desk = DeskInMemory(a_letter(a_row(1, ANA)))
    app = an_app(desk, drafts)
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "i")
        assert "y answers it (review 1)" in text_of(app, "status")

        await answered(pilot)
        assert [review for review, _ in desk.sent] == [1]
        assert "It is free." in desk.sent[0][1]


async def test_behind_a_good_reply_it_is_said_how_it_is_answered(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "i")

        assert "outreach review answer 1 answers" in text_of(app, "status")


async def test_where_nobody_is_to_be_answered_y_says_so(drafts: Drafts) -> None:
    app = an_app(DeskInMemory(a_letter(a_row(1, ANA))), drafts)
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "n", "y")

        assert text_of(app, "status") == "There is no reply here to answer."


async def test_u_takes_an_answer_back_and_its_text_is_a_draft_again(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    desk.decided_before = [Taken(3, Intent.NOT_NOW, CLEO)]
    app = an_app(desk, drafts)
    async with app.run_test(size=MIDDLING) as pilot:
        await answered(pilot)
        await press(pilot, "u")

        assert [each.state for each in desk.replies[1].answers] == ["withdrawn"]
        assert "Mail 181 to Ana Ruiz is taken back" in text_of(app, "status")
        assert desk.decided_before
    assert "It is free." in drafts.text(1, "answer")


async def test_a_second_answer_is_not_begun_without_a_word_about_the_first(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    app = an_app(desk, drafts)
    async with app.run_test(size=MIDDLING) as pilot:
        await answered(pilot)
        await press(pilot, "y")
        assert "An answer waits in the outbox: mail 181" in picture_of(app)
        await press(pilot, "down", "enter")

        assert [each.state for each in desk.replies[1].answers] == ["withdrawn"]
        assert "the text that you have begun" in picture_of(app)


@pytest.mark.parametrize(("fitting", "place"), [("", 2), ("price", 0), ("call", 1)])
async def test_an_answer_begins_with_what_fits_or_only_with_a_greeting(
    desk: DeskInMemory, drafts: Drafts, fitting: str, place: int
) -> None:
    desk.fitting = fitting
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "y")

        assert app.screen.query_one(OptionList).highlighted == place


@pytest.mark.parametrize("size", [SMALL, (70, 20), LARGE])
async def test_before_a_long_answer_goes_the_keys_are_in_sight(
    desk: DeskInMemory, drafts: Drafts, size: tuple[int, int]
) -> None:
    app = an_app(desk, drafts)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "y", "enter", Typed("line\n" * 60), "ctrl+s")

        assert "Enter sends, e edits again, Esc keeps it for later" in picture_of(app)


@pytest.mark.parametrize(("key", "hint"), [("f", "Enter takes it, Esc leaves"), ("?", "Esc closes this.")])
async def test_a_long_list_leaves_its_keys_in_sight(
    desk: DeskInMemory, drafts: Drafts, key: str, hint: str
) -> None:
    app = an_app(desk, drafts)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, key)

        assert hint in picture_of(app)


# --- undoing ---------------------------------------------------------------------------------------------------------


async def test_u_takes_back_what_was_done_last_whatever_it_was(desk: DeskInMemory, drafts: Drafts) -> None:
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "n", "h", Typed("sam"), "enter", "c", Typed("call"), "ctrl+s")
        await press(pilot, "s", Typed("2999-01-31"), "enter")
        assert (len(desk.snoozed), len(desk.notes), len(desk.decisions)) == (1, 1, 1)

        await press(pilot, "u")
        assert (len(desk.snoozed), len(desk.notes), len(desk.decisions)) == (0, 1, 1)
        assert text_of(app, "who").startswith(BEN)
        await press(pilot, "u")
        assert (len(desk.notes), desk.replies[2].row.assigned_to) == (0, "sam")
        await press(pilot, "u")
        assert (desk.replies[2].row.assigned_to, len(desk.decisions)) == ("", 1)
        await press(pilot, "u")
        assert desk.decisions == []
    assert drafts.text(2, "note") == "call"


async def test_what_was_decided_before_this_screen_is_undone_only_when_it_is_meant(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    desk.settle(3, Intent.NOT_NOW, "rita")
    desk.decided_before = [Taken(3, Intent.NOT_NOW, CLEO, datetime(2026, 3, 1, 8, tzinfo=UTC))]
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "u")
        assert "Cleo Hart: not now, decided  1 Mar 08:00" in picture_of(app)
        await press(pilot, "escape")
        assert desk.replies[3].row.intent is Intent.NOT_NOW

        await press(pilot, "u", "enter")
        assert desk.replies[3].row.intent is None


async def test_behind_what_cannot_be_undone_the_next_is_named_first(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    async def refuses(_review_id: int) -> str:
        raise Refused("The mail is out.")

    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "n", "s", Typed("2999-01-31"), "enter", "n")
        desk.undo = refuses  # type: ignore[method-assign, assignment]
        await press(pilot, "u")
        assert text_of(app, "status") == "Not done: The mail is out."

        await press(pilot, "u")
        assert "Ben Moss: snoozed" in picture_of(app)
        assert desk.snoozed
        await press(pilot, "enter")

    assert not desk.snoozed


async def test_undoing_brings_the_corrections_back(desk: DeskInMemory, drafts: Drafts) -> None:
    tom = Person(name="Tom Fox", email="tom@acme.example")
    drafts.keep_people(2, (tom,))
    drafts.keep(2, "day", "2999-06-01")
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await press(pilot, "j", "r")
        assert drafts.changes(2).people is None

        await press(pilot, "u")

        assert "Names (as you corrected them): Tom Fox <tom@acme.example>" in text_of(app, "thought")
    assert drafts.changes(2).resume_on == date(2999, 6, 1)


def test_corrections_of_a_decision_outlive_the_screen(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "rita.json")
    drafts.keep(2, "day", "2999-06-01")
    drafts.set_aside(2)

    again = Drafts(drafts.path)
    assert again.changes(2).resume_on is None
    again.bring_back(2)

    assert Drafts(drafts.path).changes(2).resume_on == date(2999, 6, 1)


# --- what is in sight ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, MIDDLING, LARGE])
async def test_subject_and_date_are_in_sight_whoever_writes(
    desk: DeskInMemory, drafts: Drafts, size: tuple[int, int]
) -> None:
    desk.replies[1] = a_letter(
        a_row(1, "Ana Ruiz de la Frontera", account="Acme and Sons of " * 6, value=3, assigned_to="somebody")
    )
    app = an_app(desk, drafts)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)

        assert "3 Mar 10:14  Re: who handles sales?" in picture_of(app)


async def test_what_follows_grows_into_what_stands_empty(desk: DeskInMemory, drafts: Drafts) -> None:
    async def foretells(*_told: object) -> tuple[str, ...]:
        return tuple(f"effect {number} {'of many words ' * 6}." for number in range(4))

    desk.foretell = foretells  # type: ignore[method-assign, assignment]
    app = an_app(desk, drafts)
    async with app.run_test(size=MIDDLING) as pilot:
        await settled(pilot)
        shown = picture_of(app)

    assert all(f"effect {number}" in shown for number in range(4))
    assert "…" not in shown
    assert "more:" not in shown


async def test_what_does_not_fit_is_counted_where_it_is_read(desk: DeskInMemory, drafts: Drafts) -> None:
    async def foretells(*_told: object) -> tuple[str, ...]:
        return tuple(f"effect {number} {'of many words ' * 9}." for number in range(9))

    desk.foretell = foretells  # type: ignore[method-assign, assignment]
    desk.replies[1] = replace(desk.replies[1], text="word\n" * 50)
    app = an_app(desk, drafts)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert "more: Shift+A) effect 0" in picture_of(app)

        await press(pilot, "A")
        assert "effect 3" in picture_of(app)


async def test_an_empty_queue_says_what_waits_elsewhere(drafts: Drafts) -> None:
    desk = DeskInMemory()
    desk.waits_elsewhere = Elsewhere(snoozed=1, referrals=9, tasks=8)
    app = an_app(desk, drafts)
    async with app.run_test(size=MIDDLING) as pilot:
        await settled(pilot)

        told = text_of(app, "text")
    assert "1 snoozed" in told
    assert "9 people named, for your approval (outreach referrals list)" in told
    assert "8 tasks (outreach tasks list)" in told


async def test_the_conversation_has_their_reply_and_begins_at_its_top(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    at = datetime(2026, 3, 3, 10, tzinfo=UTC)
    thread = (
        Letter(at, True, "ann", "sales?", "word\n" * 60),
        Letter(at, False, ANA, "Re: sales?", "How much?", is_this=True),
    )
    desk.replies = {number: replace(each, thread=thread) for number, each in desk.replies.items()}
    app = an_app(desk, drafts)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "tab", "pagedown", "pagedown")
        assert screen_of(app).query_one("#context").scroll_y > 0
        assert "Ana Ruiz: Re: sales? (this reply)\n  How much?" in text_of(app, "around")

        await press(pilot, "j")
        assert screen_of(app).query_one("#context").scroll_y == 0


async def test_the_writers_title_stands_with_their_name(desk: DeskInMemory, drafts: Drafts) -> None:
    desk.replies[1] = replace(desk.replies[1], title="Head of Sales")
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await settled(pilot)

        assert text_of(app, "who").startswith("Ana Ruiz <ana@acme.example> · Head of Sales")


async def test_a_day_that_does_not_count_says_so_with_its_year(desk: DeskInMemory, drafts: Drafts) -> None:
    desk.replies[1] = replace(desk.replies[1], resume_on=date(2026, 6, 1), rests_instead=90)
    app = an_app(desk, drafts)
    async with app.run_test(size=MIDDLING) as pilot:
        await settled(pilot)

        assert "They name the day: 1 Jun 2026, which does not count" in text_of(app, "thought")
        assert "90 days" in text_of(app, "thought")


# --- words -----------------------------------------------------------------------------------------------------------


async def test_rules_are_not_named_and_only_what_stands_in_the_mail_is_quoted(
    desk: DeskInMemory, drafts: Drafts
) -> None:
    made_up = Reason("model", Intent.QUESTION, "i look that")
    desk.replies[1] = replace(desk.replies[1], reasons=(*desk.replies[1].reasons, made_up))
    desk.replies[2] = replace(desk.replies[2], reasons=(replace(made_up, intent=Intent.REFERRAL),))
    app = an_app(desk, drafts)
    async with app.run_test() as pilot:
        await settled(pilot)
        first = text_of(app, "thought").splitlines()[0]
        await press(pilot, "j")
        second = text_of(app, "thought").splitlines()[0]

    assert first == "The program thinks: question 82% because “how much”"
    assert second == "The program thinks: referral 82% by the wording"


async def test_value_hand_over_and_snooze_are_words(desk: DeskInMemory, drafts: Drafts) -> None:
    until = datetime(2999, 11, 29, tzinfo=UTC)
    desk.replies[1] = a_letter(a_row(1, ANA, value=3, assigned_to="ann", snoozed_until=until))
    app = an_app(desk, drafts)
    async with app.run_test(size=(110, 32)) as pilot:
        await settled(pilot)
        shown = picture_of(app)

    assert "high value" in shown
    assert "(for ann, until 29 Nov)" in shown
    assert "!!!" not in shown


@pytest.mark.parametrize(
    ("sentence", "english", "russian"),
    [
        ("left_company is answered by people", "“has left” is answered", "на «уволился» отвечают люди"),
        ("also says not_interested", "also says “no”", "говорит также: “нет”"),
        (
            "Review 3 was decided already: not_ours, by sam.",
            "was decided already: “not ours”",
            "уже решено: “не нам”",
        ),
        ("stops 1 person at Acme (Ana): left_company", "(Ana): “has left”", "(Ana): “уволился”"),
    ],
)
def test_a_meaning_has_one_name(sentence: str, english: str, russian: str) -> None:
    assert english in Words("en").told(sentence)
    assert russian in Words("ru").told(sentence)
