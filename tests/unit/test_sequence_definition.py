"""A sequence as it is frozen: the same after a round through JSON, another after any edit that matters."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from outreach.core.intents import Intent
from outreach.sequences.consequences import AFTER_REVIEW, DEFAULTS, Action
from outreach.sequences.definition import LateRule, SequenceDefinition, WhenLate
from tests.support.sequence_files import ASK, BUMP, SEQUENCE, SequenceFiles


@pytest.fixture
def files(tmp_path: Path) -> SequenceFiles:
    return SequenceFiles.good(tmp_path)


def test_a_definition_survives_its_way_through_the_database(files: SequenceFiles) -> None:
    files.write_sequence(SEQUENCE.replace("[window]", '[window]\nzone = "Europe/Berlin"'))
    definition = files.load()

    read_back = SequenceDefinition.from_json(json.loads(json.dumps(definition.to_json())))

    assert read_back == definition
    assert read_back.digest == definition.digest


def test_a_version_from_before_there_was_a_rule_for_late_steps_has_the_usual_one_and_keeps_its_digest(
    files: SequenceFiles,
) -> None:
    definition = files.load()
    stored = definition.to_json()

    assert "late" not in stored
    assert definition.late == LateRule(10, WhenLate.EXPIRE)
    assert SequenceDefinition.from_json(stored) == definition


def test_what_the_file_says_of_late_steps_is_frozen(files: SequenceFiles) -> None:
    usual = files.load()
    files.write_sequence(f'{SEQUENCE}\n[late]\nafter = 5\nthen = "skip"\n')
    definition = files.load()

    read_back = SequenceDefinition.from_json(json.loads(json.dumps(definition.to_json())))

    assert read_back.late == LateRule(5, WhenLate.SKIP)
    assert read_back == definition
    assert read_back.digest == definition.digest != usual.digest


def test_to_write_down_the_usual_rule_makes_no_other_version(files: SequenceFiles) -> None:
    before = files.load().digest
    files.write_sequence(f'{SEQUENCE}\n[late]\nafter = 10\nthen = "expire"\n')

    assert files.load().digest == before


def test_texts_are_frozen_with_the_sequence(files: SequenceFiles) -> None:
    frozen = files.load().to_json()
    (files.templates / "printers" / "ask.txt").unlink()

    text = SequenceDefinition.from_json(frozen).steps[0].variants[0].text_for(None)

    assert (text.path, text.subject, text.body_line) == (
        "printers/ask.txt",
        "Who looks after the printers?",
        3,
    )
    assert text.body.startswith("Hello {{ contact.given_name")


def test_a_form_that_is_not_known_is_refused(files: SequenceFiles) -> None:
    values = {**files.load().to_json(), "format": 99}

    with pytest.raises(ValueError, match="has the form 99, not 1"):
        SequenceDefinition.from_json(values)


@pytest.mark.parametrize(
    "edit",
    [
        lambda files: files.write_sequence(SEQUENCE.replace("after = 3", "after = 4")),
        lambda files: files.write_sequence(SEQUENCE.replace("12:00", "12:30")),
        lambda files: files.write_sequence(SEQUENCE.replace('"review"', '"stop"')),
        lambda files: files.write_template("ask.txt", ASK.replace("Thank you", "Thanks")),
        lambda files: files.write_template("bump.txt", BUMP.replace("once more", "again")),
    ],
)
def test_any_edit_that_matters_makes_another_version(
    files: SequenceFiles, edit: Callable[[SequenceFiles], None]
) -> None:
    before = files.load().digest
    edit(files)

    assert files.load().digest != before


def test_comments_order_and_line_ends_make_no_other_version(files: SequenceFiles) -> None:
    before = files.load().digest
    files.write_sequence(
        f"# Ours.\n{SEQUENCE}".replace('template = "bump"\nafter = 3', 'after = 3\ntemplate = "bump"')
    )
    files.write_template("ask.txt", ASK.replace("\n", "  \r\n"))

    assert files.load().digest == before


def test_steps_are_found_by_their_lasting_names(files: SequenceFiles) -> None:
    definition = files.load()

    assert definition.step("bump").after == 3
    assert definition.position("bump") == 1
    assert definition.next_step("ask") == definition.step("bump")
    assert definition.next_step("bump") is None
    with pytest.raises(KeyError):
        definition.step("farewell")


def test_nobody_changes_a_definition_under_way(files: SequenceFiles) -> None:
    definition = files.load()

    with pytest.raises(FrozenInstanceError):
        definition.name = "other"  # type: ignore[misc]


def test_a_contact_is_written_to_in_their_language_or_the_default(files: SequenceFiles) -> None:
    files.write_template("ask.ru.txt", ASK)
    files.write_template("bump.ru.txt", BUMP)
    variant = files.load().steps[0].variants[0]

    chosen = {
        tag: variant.text_for(tag).path
        for tag in (None, "", "ru", "RU", "ru_RU", "ru-Latn-RU", "de", "en-GB")
    }

    assert chosen == {
        None: "printers/ask.txt",
        "": "printers/ask.txt",
        "ru": "printers/ask.ru.txt",
        "RU": "printers/ask.ru.txt",
        "ru_RU": "printers/ask.ru.txt",
        "ru-Latn-RU": "printers/ask.ru.txt",
        "de": "printers/ask.txt",
        "en-GB": "printers/ask.txt",
    }


def test_a_variant_sticks_to_its_enrollment_and_both_get_their_share(files: SequenceFiles) -> None:
    files.write_sequence(SEQUENCE.replace('template = "ask"', 'template = ["ask", "other"]'))
    files.write_template("other.txt", ASK)
    step = files.load().steps[0]

    first = [step.variant_for(f"{number}").name for number in range(2_000)]
    again = [step.variant_for(f"{number}").name for number in range(2_000)]

    assert first == again
    assert all(900 < share < 1_100 for share in Counter(first).values())


def test_what_a_machine_understood_waits_for_a_person_and_their_word_ends_the_run(
    files: SequenceFiles,
) -> None:
    definition = files.load()

    assert definition.consequence(Intent.INTERESTED, decided=False).action is Action.REVIEW
    assert definition.consequence(Intent.INTERESTED, decided=True).action is Action.FINISH


def test_the_file_has_the_last_word_where_it_may(files: SequenceFiles) -> None:
    files.write_sequence(
        SEQUENCE.replace('referral = "review"', 'not_interested = "stop"\nnot_now = "snooze"')
    )
    definition = files.load()

    for decided in (False, True):
        assert definition.consequence(Intent.NOT_INTERESTED, decided=decided).action is Action.STOP
        assert definition.consequence(Intent.NOT_NOW, decided=decided).action is Action.SNOOZE


def test_defaults_are_frozen_with_the_sequence(files: SequenceFiles) -> None:
    stored = files.load().to_json()["on"]

    assert set(stored) == {intent.value for intent in Intent}
    assert stored["unsubscribe"] == "opt_out"


@pytest.mark.parametrize("intent", list(Intent))
def test_every_intent_has_its_consequences(intent: Intent) -> None:
    assert intent in DEFAULTS
    assert AFTER_REVIEW[intent].action is not Action.REVIEW
