"""What stays of a row whose person is erased: when, in which state, by which mailbox, decided by whom of us. No text.

Numbers, moments, states and keys stay by themselves. Every other column is emptied unless it stands here, so that a
column which somebody adds is emptied until they say that it holds nothing of the person.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from outreach.database.columns import UtcDateTime, Word

#: Who of us did it, and which part of the program.
_OURS = frozenset(
    "actor author decided_by done_by assigned_to owner finder written_by mailbox settled_by "
    "salesperson offered_by answered_by confirmed_by recorded_by account_manager".split()
)
#: Which sequence, which step, which wording, which version of the rules.
_WORKINGS = frozenset(
    "sequence step variant rules_version matched_by via tag grade folder channel event_id currency "
    "template".split()
)

KEPT: Mapping[str, frozenset[str]] = {
    # Bounces still find their mail by its Message-ID, and the limits of a domain count it. The law as it stood.
    "outbound_message": frozenset(
        "message_id provider_message_id recipient_domain answer_phase answer_enhanced law_country law_rule "
        "law_decision law_version law_ground".split()
    ),
    "verdict": frozenset({"language"}),
    # An answer to the offer is still known by it: it names the lead's number and nobody.
    "offer_notice": frozenset({"message_id"}),
    # The number of an invoice: the books are kept, whoever the client was.
    "payment": frozenset({"reference"}),
    # By these it is known again when the server hands it out once more: it is not stored a second time.
    "inbound_message": frozenset({"content_hash", "provider_id"}),
}

#: Rows that go as a whole: the address is their key, or they hold other rows as they were.
DELETED = frozenset({"other_address", "kept_decision"})

#: Words in the details of a fact; the reports count by them. Numbers and truth values stay as well.
FACT_WORDS = frozenset(
    "after before bounce currency finder follows folder how intent list month proposed reason salesperson scope "
    "sequence step tag was".split()
)

#: Of these a single word is one of ours; a sentence is what somebody has typed.
_WORDS_ALONE = frozenset({"reason"})

_NO_TEXT = (sa.Integer, sa.Boolean, sa.Float, sa.Numeric, sa.Date, sa.DateTime, UtcDateTime, Word)


def emptied_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """The columns of a table that may hold a text about somebody."""
    return [
        column
        for column in table.columns
        if not column.primary_key
        and not column.foreign_keys
        and not isinstance(column.type, _NO_TEXT)
        and column.name not in _OURS | _WORKINGS | KEPT.get(table.name, frozenset())
    ]


def empty_value(column: sa.Column[Any], is_list: bool) -> Any:
    """What stands in an emptied column."""
    if column.nullable:
        return sa.null()
    if isinstance(column.type, sa.JSON):
        return [] if is_list else {}
    return b"" if isinstance(column.type, sa.LargeBinary) else ""


def fact_words(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details of a fact without what somebody wrote."""
    return {
        name: value
        for name, value in details.items()
        if value is None
        or isinstance(value, bool | int | float)
        or (name in FACT_WORDS and not (name in _WORDS_ALONE and len(str(value).split()) > 1))
    }
