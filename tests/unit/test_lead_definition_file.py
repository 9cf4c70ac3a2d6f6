"""`lead-definition.toml`: what it may say, and everything that is wrong with it at once, by line."""

from pathlib import Path

import pytest

from outreach.core.errors import ConfigurationError
from outreach.qualification.leads.definition import LeadDefinition, QuestionKind
from outreach.qualification.leads.definition_file import (
    DECAY_KEYS,
    DEFINITION_KEYS,
    LEVEL_KEYS,
    QUESTION_KEYS,
    load_definition,
    read_definition,
)
from outreach.qualification.leads.needs import FACTS
from tests.support.lead_definitions import LEAST, SHIPPED, shipped

PAGE = Path(__file__).parents[2] / "docs" / "leads.md"


def faults_of(tmp_path: Path, text: str) -> list[str]:
    """Each fault as `line: key: problem`."""
    file = tmp_path / "lead-definition.toml"
    file.write_text(text, encoding="utf-8")
    _, faults = read_definition(file)
    return [f"{fault.line}: {fault.key}: {fault.problem}" for fault in faults]


def test_the_shipped_one_has_no_fault_and_asks_in_two_languages() -> None:
    definition, faults = read_definition(SHIPPED)

    assert faults == []
    assert definition is not None
    assert {language for question in definition.questions for language in question.ask} == {"en", "ru"}
    assert definition.qualified_from == 3
    assert [level.number for level in definition.levels] == [1, 2, 3, 4, 5]


def test_the_least_that_is_a_definition_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path, LEAST) == []


def test_a_definition_is_the_same_after_the_database_had_it() -> None:
    kept = LeadDefinition.from_json(shipped().to_json())

    assert kept == shipped()
    assert kept.digest == shipped().digest


def test_comments_and_the_order_of_keys_make_no_new_version(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text(LEAST, encoding="utf-8")
    other.write_text(
        "# By sales and marketing.\n"
        + LEAST.replace('kind = "yes_no"\n', "", 1).replace(
            "required = true\n", 'required = true\nkind = "yes_no"\n', 1
        ),
        encoding="utf-8",
    )

    assert load_definition(one).digest == load_definition(other).digest


def test_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = (
        LEAST.replace("threshold = 10", "threshold = 99\ncolour = 1")
        .replace("no = -5", "nope = -5")
        .replace('needs = ["need = yes"]', 'needs = ["need = maybe", "needs"]')
        .replace('needs = ["gave_number"]', 'needs = ["gave_number >= 3", "= 5"]')
    )

    found = faults_of(tmp_path, text)

    assert found == [
        "1: threshold: is 99: no answers bring more than 10 points.",
        "2: colour: is no key here.",
        '9: questions[1].points.nope: "nope" is no answer to this question.',
        '18: levels[3].needs: need = maybe: "maybe" is no answer to "need".',
        '18: levels[3].needs: needs: "needs" is neither a question nor a fact.',
        '24: levels[5].needs: gave_number >= 3: "gave_number" is so or is not so.',
        '24: levels[5].needs: "= 5" is no test.',
    ]
    with pytest.raises(ConfigurationError) as raised:
        load_definition(tmp_path / "lead-definition.toml")
    assert len(raised.value.faults) == len(found)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('id = "need"', 'id = "Need it"', 'id: "Need it" is no id.'),
        ('id = "need"', 'id = "answered"', 'id: "answered" is what the program knows by itself'),
        ('ask.en = "Have they a need?"\n', "", "asks nothing."),
        ('kind = "yes_no"', 'kind = "maybe"', 'kind: is "maybe".'),
        ("required = true", 'required = "yes"', 'required: is "yes".'),
        ("points = {", 'red_flags = ["sometimes"]\npoints = {', '"sometimes" is no answer to this question.'),
        ("points = {", "red_flag_below = 3\npoints = {", 'stands in a question of kind "yes_no".'),
        ("points = {", 'choices = ["a", "b"]\npoints = {', 'stand in a question of kind "yes_no".'),
        ("[[levels]]\nlevel = 1\n", "", "levels: lack 1."),
        ("level = 2\n", "level = 3\n", "level: 3 stands here twice."),
        ('needs = ["answered"]\n', "", "has no entry test."),
        ("threshold = 10\n", "", "threshold: is missing."),
        ("threshold = 10", "threshold = 10\n[decay]\nafter_days = 3", "decay: takes no points."),
        ("threshold = 10", "threshold = 10\n[fit]\nA = -1", "fit.A: is -1."),
        ("threshold = 10", "threshold = 10\n[behaviour]\nopened = 3", "behaviour.opened: is no key here."),
    ],
)
def test_each_fault_says_what_is_wrong(tmp_path: Path, before: str, after: str, says: str) -> None:
    found = faults_of(tmp_path, LEAST.replace(before, after, 1))

    assert any(says in fault for fault in found), found


def test_a_question_that_is_asked_twice_is_a_fault(tmp_path: Path) -> None:
    twice = LEAST + '\n[[questions]]\nid = "need"\nkind = "text"\nask.en = "Again?"\n'

    assert any('"need" is asked twice' in fault for fault in faults_of(tmp_path, twice))


def test_what_works_but_hardly_as_meant_is_a_warning_and_can_be_used(tmp_path: Path) -> None:
    file = tmp_path / "lead-definition.toml"
    bands = "bands = [{ at_least = 5, points = 1 }]"
    second = f'\n[[questions]]\nid = "size"\nkind = "number"\nask.ru = "Сколько их?"\n{bands}\n'
    file.write_text(LEAST.replace("points = {", 'red_flags = ["yes"]\npoints = {') + second, encoding="utf-8")

    definition, faults = read_definition(file)

    assert definition is not None
    assert all(fault.warning for fault in faults)
    assert [fault.problem for fault in faults] == [
        '"need" is not asked in ru, as others are.',
        '"need": "yes" disqualifies and brings points.',
        '"size" is not asked in en, as others are.',
    ]
    assert load_definition(file).question("size") is not None


def test_no_file_and_no_toml_say_the_next_step(tmp_path: Path) -> None:
    _, missing = read_definition(tmp_path / "lead-definition.toml")
    broken = faults_of(tmp_path, "threshold = \n")

    assert str(missing[0]).endswith("is not there. `outreach init` writes one.")
    assert len(broken) == 1
    assert "is no TOML" in broken[0]


def test_numbers_and_dates_have_bands_in_order_whatever_the_file_says(tmp_path: Path) -> None:
    file = tmp_path / "lead-definition.toml"
    bands = "bands = [{ at_least = 50, points = 9 }, { at_least = 5, points = 3 }]"
    size = f'\n[[questions]]\nid = "size"\nkind = "number"\nask.en = "How many?"\n{bands}\n'
    file.write_text(LEAST + size, encoding="utf-8")

    question = load_definition(file).question("size")

    assert question is not None
    assert question.kind is QuestionKind.NUMBER
    assert [(band.bound, band.points) for band in question.bands] == [(5, 3), (50, 9)]


def test_every_key_and_fact_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    keys = (*DEFINITION_KEYS, *QUESTION_KEYS, *LEVEL_KEYS, *DECAY_KEYS, *FACTS)

    assert [key for key in keys if f"`{key}`" not in page] == []
