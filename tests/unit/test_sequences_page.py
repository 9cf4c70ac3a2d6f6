"""docs/sequences.md says what the code does: every key, name, action and rule, with its default."""

import re
from pathlib import Path

import pytest

from outreach.core.intents import Intent
from outreach.sequences.consequences import AFTER_REVIEW, CHOICES, DEFAULTS, MEANINGS, Action
from outreach.sequences.copy_rules import RULES
from outreach.sequences.lint import lint
from outreach.sequences.merge_context import ALL_NAMES, FIELDS
from outreach.sequences.rendering import MAX_BODY, MAX_SUBJECT
from outreach.sequences.sequence_file import ACCOUNT_KEYS, LATE_KEYS, SEQUENCE_KEYS
from outreach.sequences.step_tables import STEP_KEYS
from outreach.sequences.template_syntax import FILTERS, TESTS
from outreach.sequences.window import PRESETS
from outreach.sequences.window_table import WINDOW_KEYS
from tests.support.sequence_files import SequenceFiles

PAGE = (Path(__file__).parents[2] / "docs" / "sequences.md").read_text(encoding="utf-8")
_WAITS_OR_ENDS = {Action.REVIEW, Action.PAUSE, Action.FINISH, Action.STOP, Action.OPT_OUT}


def rows(first_cell: str) -> list[list[str]]:
    """The cells of each table row whose first cell matches."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.split("\n") if line[:1] == "|"
    ]
    return [row for row in cells if re.fullmatch(first_cell, row[0])]


def code_blocks() -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    "key", [*SEQUENCE_KEYS, *STEP_KEYS, *WINDOW_KEYS, *ACCOUNT_KEYS, *LATE_KEYS, *PRESETS]
)
def test_every_key_and_preset_has_its_row_or_section(key: str) -> None:
    assert rows(f"`{key}`") or re.search(rf"^### `\[+{key}\]+`", PAGE, re.MULTILINE)


def test_every_name_of_a_template_is_explained() -> None:
    named = {
        f"{root}.{member}" if member else root
        for root, members in ALL_NAMES.items()
        for member in (members or {""}) - {FIELDS}
    }

    assert {name for name in named if f"`{name}`" not in PAGE} == set()
    assert "`contact.fields.COLUMN`" in PAGE


@pytest.mark.parametrize("word", [*FILTERS, *TESTS])
def test_every_filter_and_test_is_named(word: str) -> None:
    assert f"`{word}`" in PAGE


@pytest.mark.parametrize("action", list(Action))
def test_every_action_is_explained_in_the_words_of_the_code(action: Action) -> None:
    (row,) = rows(f"`{action.value}(:NAME)?`")

    assert row[1].startswith(MEANINGS[action].partition("; who")[0].partition(" that is")[0])


@pytest.mark.parametrize("intent", list(Intent))
def test_every_intent_shows_its_consequences(intent: Intent) -> None:
    (row,) = rows(f"`{intent.value}`")

    assert row[1:3] == [f"`{DEFAULTS[intent].action.value}`", f"`{AFTER_REVIEW[intent].action.value}`"]
    named = {Action(word) for word in re.findall(r"`(\w+)`", row[3])}
    if "what waits or ends" in row[3]:
        named |= _WAITS_OR_ENDS
    assert named | {DEFAULTS[intent].action} == set(CHOICES[intent])


def test_every_copy_rule_is_listed_as_it_is() -> None:
    listed = [row for row in rows(r"`[a-z-]+`") if row[1] in ("error", "warning")]

    assert listed == [[f"`{rule.name}`", rule.severity.value, rule.meaning] for rule in RULES]


def test_the_limits_are_the_ones_in_force() -> None:
    assert f"more\nthan {MAX_BODY:,} characters, or a subject of more than {MAX_SUBJECT}," in PAGE


def test_the_examples_work(tmp_path: Path) -> None:
    sequence, template, *_ = code_blocks()
    files = SequenceFiles.good(tmp_path)
    files.write_sequence(sequence.replace("refer:referred-by-a-colleague", "review"))
    files.write_template("ask.txt", template)

    assert lint([tmp_path]) == []


def test_the_idioms_for_what_is_missing_are_allowed(tmp_path: Path) -> None:
    sequence, template, idioms = code_blocks()
    files = SequenceFiles.good(tmp_path)
    files.write_sequence(sequence.replace("refer:referred-by-a-colleague", "review"))
    body = template.partition("\n\n")[2].partition("\n\n")[2]
    for idiom in idioms.strip().split("\n"):
        files.write_template("ask.txt", f"Subject: Hello\n\n{idiom}\n\n{body}")

        assert [
            str(fault) for fault in lint([tmp_path]) if not fault.warning and "alphabet" not in str(fault.key)
        ] == []
