"""Every phase of handing in a mail, times every way in which it can fail: what the database says afterwards.

All cases run at once, in one engine: so it is shown as well that no mailbox suffers from another's server. What may
be sent is sent when the fault is gone, once, and what is doubtful is not. `tests/support/faulty_outbox.py` runs it.
"""

import asyncio
from collections.abc import Iterator

import pytest

from outreach.sending.model import OutboundState
from tests.support.databases import Refillable
from tests.support.faulty_outbox import FAULTS, SHARES, SHORT, STALLS_UNSEEN, Case, Seen, run

#: later: queued for later, the mailbox goes on. closed: queued, and the mailbox closed until a moment. paused: queued,
#: and the mailbox paused until a person resumes it. sent, failed, doubtful: the mailbox goes on.
TABLE = """
          drop     reset    stall    slow 4xx    421    5xx    2xx    3xx      garbage  half+drop half+stall early
port      -        closed   closed   -    -      -      -      -      -        -        -         -          -
connect   closed   closed   closed   sent closed closed closed closed closed   closed   closed    closed     closed
greeting  closed   closed   closed   sent closed closed closed sent   closed   closed   closed    closed     closed
ehlo      closed   closed   closed   sent closed closed closed sent   closed   closed   closed    closed     closed
starttls  closed   closed   closed   sent closed closed closed closed closed   closed   closed    closed     closed
tls       closed   closed   closed   -    closed closed closed closed closed   closed   -         -          closed
auth      closed   closed   closed   sent closed closed paused closed closed   closed   closed    closed     closed
mail      later    later    later    sent later  later  paused sent   later    later    later     later      closed
rcpt      later    later    later    sent later  later  failed sent   later    later    later     later      later
data      later    later    later    sent later  later  failed later  later    later    later     later      later
body-0    doubtful doubtful doubtful sent later  later  failed sent   doubtful doubtful doubtful  doubtful   sent
body-50   doubtful doubtful doubtful sent later  later  failed sent   doubtful doubtful doubtful  doubtful   sent
body-99   doubtful doubtful doubtful sent later  later  failed sent   doubtful doubtful doubtful  doubtful   sent
dot       doubtful doubtful doubtful sent later  later  failed sent   doubtful doubtful doubtful  doubtful   later
rset      sent     sent     sent     sent sent   sent   sent   sent   sent     sent     sent      sent       sent
next-mail sent     sent     sent     sent later  sent   paused sent   sent     sent     sent      sent       sent
quit      sent     sent     sent     sent sent   sent   sent   sent   sent     sent     sent      sent       sent
"""


def read_table(table: str) -> dict[Case, str]:
    header, *rows = (line.split() for line in table.strip().splitlines())
    return {
        (phase, fault): ending
        for phase, *endings in rows
        for fault, ending in zip(header, endings, strict=True)
        if ending != "-"
    }


EXPECTED = read_table(TABLE)
CASES = list(EXPECTED)


def those(*endings: str) -> list[Case]:
    return [case for case in CASES if EXPECTED[case] in endings]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Refillable) -> Iterator[dict[Case, Seen]]:
    database = migrated_sqlite.refilled()
    yield asyncio.run(run(database, tmp_path_factory.mktemp("matrix"), CASES))


def test_the_matrix_is_whole() -> None:
    phases = set("connect greeting ehlo starttls auth mail rcpt data dot rset quit".split())
    whole = {(phase, fault) for phase in phases | set(SHARES) for fault in FAULTS}

    assert whole <= set(CASES)
    assert set(EXPECTED.values()) == {"later", "closed", "paused", "sent", "failed", "doubtful"}


@pytest.mark.parametrize("case", CASES, ids=": ".join)
def test_a_fault_leaves_mail_and_mailbox_as_the_table_says(case: Case, seen: dict[Case, Seen]) -> None:
    result = seen[case]

    assert result.misbehaved
    assert result.at_once.ending == EXPECTED[case], result.at_once


@pytest.mark.parametrize("case", those("later", "closed"), ids=": ".join)
def test_what_may_be_sent_is_sent_once_when_the_fault_is_gone(case: Case, seen: dict[Case, Seen]) -> None:
    result = seen[case]

    assert result.at_once.copies == 0
    assert (result.later.state, result.later.copies) == (OutboundState.SENT, 1)


@pytest.mark.parametrize("case", those("paused"), ids=": ".join)
def test_a_paused_mailbox_waits_for_a_person_and_then_sends_once(case: Case, seen: dict[Case, Seen]) -> None:
    result = seen[case]

    assert (result.later.ending, result.later.copies) == ("paused", 0)
    assert (result.resumed.state, result.resumed.copies) == (OutboundState.SENT, 1)


@pytest.mark.parametrize("case", those("doubtful"), ids=": ".join)
def test_a_doubtful_mail_is_never_sent_again_by_itself(case: Case, seen: dict[Case, Seen]) -> None:
    result = seen[case]

    assert result.resumed.state is OutboundState.DOUBTFUL
    assert result.resumed.copies == result.at_once.copies


@pytest.mark.parametrize("case", those("failed"), ids=": ".join)
def test_a_failed_mail_was_not_taken_and_is_not_tried_again(case: Case, seen: dict[Case, Seen]) -> None:
    result = seen[case]

    assert (result.resumed.state, result.resumed.copies) == (OutboundState.FAILED, 0)


@pytest.mark.parametrize("case", those("sent"), ids=": ".join)
def test_a_sent_mail_is_with_its_server_once(case: Case, seen: dict[Case, Seen]) -> None:
    result = seen[case]

    assert (result.at_once.copies, result.resumed.copies) == (1, 1)
    assert result.resumed.state is OutboundState.SENT


@pytest.mark.parametrize("case", CASES, ids=": ".join)
def test_the_next_mail_is_sent_once_and_whole(case: Case, seen: dict[Case, Seen]) -> None:
    result = seen[case]

    assert (result.other.state, result.other.copies) == (OutboundState.SENT, 1)
    assert result.other_is_whole


@pytest.mark.parametrize(
    "phase", [phase for phase, fault in CASES if fault == "stall" and phase not in STALLS_UNSEEN]
)
def test_a_stall_ends_with_its_limit(phase: str, seen: dict[Case, Seen]) -> None:
    result = seen[phase, "stall"]

    assert result.at_once.text == f"no answer within {SHORT:g} seconds"
