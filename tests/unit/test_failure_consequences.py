"""What a failed delivery leads to, and that the page says the same."""

from pathlib import Path

import pytest

from outreach.inbox.failure_consequences import CONSEQUENCES, Address, Sender, what_follows
from outreach.inbox.failure_reasons import ABOUT_THE_ADDRESS, Outcome, Reason

PAGE = Path(__file__).parent.parent.parent / "docs" / "operations.md"


def test_every_reason_has_its_row():
    assert set(CONSEQUENCES) == set(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_only_what_speaks_of_the_address_suppresses_it(reason):
    row = what_follows(Outcome.HARD, reason, proven=True)

    assert (row.address is Address.SUPPRESSED) == (reason in ABOUT_THE_ADDRESS)


@pytest.mark.parametrize(
    ("outcome", "proven"), [(Outcome.HARD, False), (Outcome.SOFT, True), (Outcome.UNKNOWN, True)]
)
def test_what_is_not_proven_suppresses_nobody(outcome, proven):
    assert what_follows(outcome, Reason.DEAD_ADDRESS, proven=proven).address is Address.DOUBTED


def test_a_delay_changes_nothing():
    row = what_follows(Outcome.DELAYED, Reason.BLOCKED, proven=True)

    assert (row.address, row.mailbox, row.domain) == (Address.KEPT, Sender.GOES_ON, Sender.GOES_ON)


def test_the_page_of_operations_has_the_same_table():
    page = PAGE.read_text(encoding="utf-8")
    written = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith(tuple(f"| `{reason.value}` |" for reason in Reason))
    ]

    assert [(row[0].strip("`"), *row[2:]) for row in written] == [
        (reason.value, row.address.value, row.mailbox.value, row.domain.value)
        for reason, row in CONSEQUENCES.items()
    ]
