"""The templates that answers begin with: read, checked, and chosen by language."""

from pathlib import Path

import pytest

from outreach.cli.shipped import shipped
from outreach.core.intents import Intent
from outreach.qualification.answering import fitting_template
from outreach.sequences.answer_templates import answer_templates
from outreach.sequences.lint import lint

NAMES = [
    "not-now-thanks",
    "passed-on-thanks",
    "suggest-a-call",
    "what-does-it-cost",
    "what-is-it-about",
    "where-from",
    "who-are-you",
]


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    (folder / "answers").mkdir(parents=True)
    return folder


def write(templates: Path, name: str, text: str) -> Path:
    path = templates / "answers" / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["en", "ru"])
def test_those_that_ship_are_there_in_both_languages(language: str) -> None:
    found = answer_templates(shipped("templates"), language)

    assert [each.name for each in found] == NAMES
    assert {each.text.language for each in found} == {language}


def test_a_language_that_is_not_there_falls_back_to_english(templates: Path) -> None:
    write(templates, "hello.txt", "Subject: Hello\n\nHello!\n")
    write(templates, "hello.ru.txt", "Subject: Привет\n\nПривет!\n")

    (german,) = answer_templates(templates, "de")
    (russian,) = answer_templates(templates, "ru-RU")

    assert (german.title, russian.title) == ("Hello", "Привет")


def test_without_a_subject_line_the_file_name_is_the_title(templates: Path) -> None:
    write(templates, "just-so.txt", "Hello!\n")

    assert [each.title for each in answer_templates(templates, None)] == ["just so"]


def test_what_is_wrong_is_left_out_and_the_linter_says_where(templates: Path) -> None:
    broken = write(
        templates, "broken.txt", "Subject: Broken\n\nHello {{ contact.nam }},\n{{ referrer.name }}\n"
    )
    write(templates, "fine.txt", "Subject: Fine\n\nIt is in {{ source.list }}.\n")

    faults = [fault for fault in lint([templates / "answers"]) if not fault.warning]

    assert [each.name for each in answer_templates(templates, None)] == ["fine"]
    assert {Path(fault.file).name for fault in faults} == {broken.name}
    assert [fault.line for fault in faults] == [3, 4]


def test_the_folder_of_answers_is_not_taken_for_that_of_a_sequence() -> None:
    assert [str(fault) for fault in lint([shipped("templates") / "answers"])] == []


def test_a_workspace_without_the_folder_has_none(tmp_path: Path) -> None:
    assert answer_templates(tmp_path, "en") == []


@pytest.mark.parametrize("intent", Intent)
def test_what_fits_a_meaning_is_a_template_that_ships(intent: Intent) -> None:
    assert fitting_template(intent) in (None, *NAMES)


def test_nobody_who_asks_something_or_is_interested_is_told_that_we_come_back_later() -> None:
    assert fitting_template(Intent.INTERESTED) == "suggest-a-call"
    assert fitting_template(Intent.QUESTION) is None
    assert [each for each in Intent if fitting_template(each) == "not-now-thanks"] == [Intent.NOT_NOW]
