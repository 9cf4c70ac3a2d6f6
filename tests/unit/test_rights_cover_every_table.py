"""A table that somebody adds is about people, or it is said that it is not."""

import pytest

from outreach.rights.kept_columns import KEPT, emptied_columns
from outreach.rights.ties import NOT_ABOUT_PEOPLE, ROOTS, in_order, not_covered, ties_of
from outreach.tables import METADATA

#: A column of such a name says of whom a row speaks.
POINTING = ("contact_id", "lead_id", "inbound_id", "outbound_id", "enrollment_id", "review_id", "referral_id")


def test_of_every_table_it_is_said_whether_it_speaks_of_people() -> None:
    assert not_covered(METADATA) == [], (
        "these tables are neither tied to a person by a key nor named in rights/ties.py as not about people"
    )


@pytest.mark.parametrize("name", sorted(METADATA.tables))
def test_no_table_with_a_persons_number_is_left_out(name: str) -> None:
    table = METADATA.tables[name]
    walked = {each.name for each in in_order(METADATA)} | set(ROOTS)

    if any(column in table.columns for column in POINTING):
        assert name in walked
        assert name not in NOT_ABOUT_PEOPLE


def test_the_walk_meets_no_table_before_those_to_which_it_points() -> None:
    met = set(ROOTS)
    for table in in_order(METADATA):
        assert {tie.to for tie in ties_of(table)} <= met, table.name
        met.add(table.name)


def test_whatever_is_kept_by_name_is_there() -> None:
    missing = {
        f"{table}.{column}"
        for table, columns in KEPT.items()
        for column in columns
        if column not in METADATA.tables[table].columns
    }

    assert missing == set()


def test_what_people_write_is_emptied() -> None:
    emptied = {
        f"{table.name}.{column.name}" for table in METADATA.sorted_tables for column in emptied_columns(table)
    }

    assert emptied >= {
        "contact.name",
        "contact.fields",
        "contact.phone",
        "outbound_message.raw",
        "outbound_message.body",
        "outbound_message.subject",
        "outbound_message.answer_text",
        "inbound_message.raw",
        "inbound_message.sender",
        "verdict.findings",
        "verdict.visible_text",
        "review.note",
        "review_note.text",
        "task.note",
        "lead.answers",
        "lead_note.text",
        "referral.name",
        "event.details",
    }
