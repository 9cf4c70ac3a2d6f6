"""What in the database speaks of a person: found by walking from table to table, so that a new table is covered too.

A row speaks of somebody if one of its columns points to them, to a mail to them, to a message of theirs, or to a row
that does. Columns point by a foreign key or by their name alone (`event` keeps plain numbers).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

#: Columns that point without a foreign key, or would if they had one.
_POINTS_TO = {
    "contact_id": "contact",
    "outbound_id": "outbound_message",
    "inbound_id": "inbound_message",
    "enrollment_id": "enrollment",
    "referral_id": "referral",
    "review_id": "review",
    "task_id": "task",
    "lead_id": "lead",
}

#: Where the walk begins: `person.py` says which rows of these are somebody's.
ROOTS = ("contact", "enrollment", "outbound_message", "inbound_message", "referral")

#: Of these, a row that belongs to another contact is that one's own, whichever message it came out of.
OF_ONE_CONTACT = frozenset({"lead"})

#: Columns by which a row names somebody whom it is not about: the colleague who sent us there.
_IN_PASSING = frozenset({"referrer_id", "root_contact_id", "referral_reply_id"})

#: What holds nothing about people whom we write to, and is never looked into.
NOT_ABOUT_PEOPLE = frozenset(
    """
    account account_change account_domain account_name audit_entry bonus_rules_version campaign daemon_presence digest
    domain_mail folder_cursor ideal_customer_version lead_definition_version learned_model list_import
    list_import_refusal mail_domain mailbox_lease mailbox_status mailbox_token offer_reading prospect_list seen_in_sent
    sequence_version suppression unfetched_message workspace
    """.split()
)


@dataclass(frozen=True, slots=True)
class Tie:
    """A column of a table, and the table whose `id` it holds."""

    column: str
    to: str


def ties_of(table: sa.Table) -> tuple[Tie, ...]:
    """By which columns a row of this table may speak of somebody, through rows that the walk knows."""
    return tuple(_ties(table))


def _ties(table: sa.Table) -> Iterator[Tie]:
    for column in table.columns:
        if column.name in _IN_PASSING:
            continue
        pointed = [key.column for key in column.foreign_keys if key.column.name == "id"]
        to = pointed[0].table.name if pointed else _POINTS_TO.get(column.name)
        if to is not None and to not in NOT_ABOUT_PEOPLE and to != table.name:
            yield Tie(column.name, to)


def in_order(metadata: sa.MetaData) -> list[sa.Table]:
    """The tables that the walk visits behind its roots, those first to which others point."""
    waiting = [
        table
        for table in metadata.sorted_tables
        if table.name not in ROOTS and table.name not in NOT_ABOUT_PEOPLE and ties_of(table)
    ]
    known, ordered = set(ROOTS), []
    while waiting:
        # What points without a key, as `event` does, sorts nowhere by itself.
        ready = [table for table in waiting if all(tie.to in known for tie in ties_of(table))]
        for table in ready or waiting[:1]:
            ordered.append(table)
            known.add(table.name)
            waiting.remove(table)
    return ordered


def not_covered(metadata: sa.MetaData) -> list[str]:
    """Tables of which nobody has said whether they speak of people: none, or a test fails."""
    walked = {table.name for table in in_order(metadata)} | set(ROOTS)
    return sorted(set(metadata.tables) - walked - NOT_ABOUT_PEOPLE)


Rows = Mapping[str, frozenset[int]]


def pointing(table: sa.Table, rows: Rows, contact_id: int | None) -> sa.ColumnElement[bool] | None:
    """Which rows of a table point to these; None where none can."""
    where = [table.c[tie.column].in_(sorted(rows[tie.to])) for tie in ties_of(table) if rows.get(tie.to)]
    if not where:
        return None
    found = sa.or_(*where)
    if table.name in OF_ONE_CONTACT:
        return sa.and_(found, table.c.contact_id == contact_id)
    return found
