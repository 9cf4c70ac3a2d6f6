"""What is shipped is what we would send ourselves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from outreach.core.intents import Intent
from outreach.sequences.consequences import REFERRED_SEQUENCE
from outreach.sequences.copy_rules import MAX_SUBJECT
from outreach.sequences.definition import REFERRED_TAG, SequenceDefinition, StepKind, Thread
from outreach.sequences.lint import lint
from outreach.sequences.merge_context import ReferrerNames
from outreach.sequences.rendering import render
from outreach.sequences.samples import sample_contexts
from outreach.sequences.schedule import in_window
from outreach.sequences.sequence_file import load_sequence
from outreach.sequences.window import PRESETS

ROOT = Path(__file__).parents[2]
NAMES = ("who-handles-sales", "referred-by-a-colleague")
NURTURE = "nurture"


def shipped(name: str) -> SequenceDefinition:
    return load_sequence(ROOT / "sequences" / f"{name}.toml", ROOT / "templates")


def test_everything_shipped_passes_the_linter_without_a_warning() -> None:
    assert [str(fault) for fault in lint([ROOT / "sequences", ROOT / "templates"])] == []


def test_nothing_else_is_shipped() -> None:
    assert {path.stem for path in (ROOT / "sequences").iterdir()} == {*NAMES, NURTURE}
    assert {path.name for path in (ROOT / "templates").iterdir()} == {
        *NAMES,
        NURTURE,
        "answers",
        "hand-off",
        "proposals",
    }


def test_nurture_writes_about_once_a_month_each_time_anew_and_ends_with_a_persons_look() -> None:
    definition = shipped(NURTURE)
    *mails, last = definition.steps

    assert definition.is_nurture
    assert {step.after for step in definition.steps} <= {20, 21}
    assert {(step.kind, step.thread) for step in mails} == {(StepKind.MAIL, Thread.NEW)}
    assert last.kind is StepKind.TASK
    assert [[text.language for text in step.variants[0].texts] for step in mails] == [["en", "ru"]] * 3
    assert not definition.account.one_at_a_time


@pytest.mark.parametrize("name", NAMES)
def test_both_sequences_ask_and_remind_once_in_the_same_thread_three_working_days_later(name: str) -> None:
    steps = shipped(name).steps

    assert [(step.name, step.after, step.thread) for step in steps] == [
        ("ask", 0, Thread.NEW),
        ("bump", 3, Thread.SAME),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_both_sequences_speak_english_and_russian(name: str) -> None:
    for step in shipped(name).steps:
        assert [text.language for text in step.variants[0].texts] == ["en", "ru"]


def test_the_first_sequence_keeps_the_books_hours_and_takes_one_contact_at_a_time() -> None:
    definition = shipped("who-handles-sales")

    assert definition.window == PRESETS["book"]
    assert (definition.account.one_at_a_time, definition.account.next_contact_after) == (True, 3)
    assert str(definition.on[Intent.REFERRAL]) == f"refer:{REFERRED_SEQUENCE}"


def test_the_second_sequence_is_for_referrals_and_says_so() -> None:
    definition = shipped(REFERRED_SEQUENCE)

    assert definition.requires_referral
    assert definition.tag == REFERRED_TAG
    assert not definition.cc_referrer


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_follow_up_names_the_colleague_in_subject_and_text(language: str) -> None:
    text = shipped(REFERRED_SEQUENCE).steps[0].variants[0].text_for(language)

    for _, context in sample_contexts(language, referral=True, in_thread=False):
        mail = render(text, context)
        assert context.referrer is not None
        assert (context.referrer.name or context.referrer.address) in mail.message
        assert mail.subject is not None
        assert context.referrer.name in mail.subject


def test_a_long_name_of_a_colleague_still_fits_a_phone() -> None:
    definition = shipped(REFERRED_SEQUENCE)
    _, context = next(sample_contexts("en", referral=True, in_thread=False))
    context = replace(context, referrer=ReferrerNames("k@acme.example", "Katharina Sommerfeld"))

    mail = render(definition.steps[0].variants[0].text_for("en"), context)

    assert len(mail.subject or "") <= MAX_SUBJECT


def test_the_ask_reads_as_it_was_meant() -> None:
    definition = shipped("who-handles-sales")
    contexts = dict(sample_contexts("en", referral=False, in_thread=False))

    mail = render(definition.steps[0].variants[0].text_for("en"), contexts["only the address is known"])

    assert mail.subject == "Who handles sales at your company?"
    assert mail.body == (
        "Hello,\n"
        "\n"
        "Could you tell me who handles sales at your company?\n"
        "\n"
        "I'd rather ask you than guess and bother the wrong person. "
        "A name is all I need, and if it's you, even better.\n"
        "\n"
        "Thank you,\n"
        "Julia Brandt\n"
        "\n"
        "-- \n"
        "Northlight Ltd, 12 Harbour Road, Bristol BS1 4QT, United Kingdom\n"
        "Not the right time, or not interested? Just say so and I won't write again.\n"
    )


def test_in_a_year_nobody_is_written_to_on_monday_friday_or_saturday() -> None:
    window, zone = shipped("who-handles-sales").window, ZoneInfo("America/Chicago")
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    open_hours = [
        moment.astimezone(zone)
        for moment in (begin + timedelta(hours=hour) for hour in range(365 * 24))
        if in_window(moment, window, zone)
    ]

    assert {moment.strftime("%a") for moment in open_hours} == {"Tue", "Wed", "Thu", "Sun"}
    assert all(moment.hour < 9 or moment.hour >= 17 for moment in open_hours)
