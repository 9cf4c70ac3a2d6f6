"""What the header of a copy in a Sent folder tells, however it is written."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.inbox.sent_headers import read_copy
from outreach.sending.message_ids import message_id
from outreach.sending.sent_folder import SeenMail

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
FILED = NOW - timedelta(minutes=5)
OURS = message_id(bytes(32), mailbox_address="ann@alpha.example", enrollment_id=42, step_index=1)
NAME = OURS[1:-1].partition("@")[0]


def copy(*lines: str) -> SeenMail:
    fields = "\r\n".join([*lines, "", ""]).encode()
    return read_copy(fields, mailbox_address="ann@alpha.example", received_at=FILED, now=NOW)


def test_a_mail_by_hand_is_told_by_its_own_id_recipients_and_date() -> None:
    seen = copy(
        "Message-ID: <CA+1@mail.alpha.example>",
        "Date: Tue, 3 Mar 2026 10:30:00 +0100",
        'To: "Ruiz, Ana" <Ana@Acme.example>, ben@beta.example',
        "Subject: =?utf-8?q?Caf=C3=A9?=",
    )

    assert seen.message_id == "<CA+1@mail.alpha.example>"
    assert seen.recipients == {"ana@acme.example", "ben@beta.example"}
    assert seen.sent_at == NOW - timedelta(minutes=30)
    assert seen.subject == "Caf\u00e9"


def test_ours_is_known_by_its_message_id_however_the_domain_is_written() -> None:
    assert copy(f"Message-ID: {OURS.replace('alpha', 'ALPHA')}").own_id == OURS


def test_ours_is_known_by_list_unsubscribe_where_the_provider_has_put_its_own_id() -> None:
    seen = copy(
        "Message-ID: <0102018f@eu-west-1.mail.example>",
        "List-Unsubscribe:",
        f" <mailto:ann@alpha.example?subject=unsubscribe%20{NAME}>",
    )

    assert (seen.message_id, seen.own_id) == ("<0102018f@eu-west-1.mail.example>", OURS)


@pytest.mark.parametrize(
    ("date", "sent_at"),
    [
        ("Date: Wed, 4 Mar 2026 10:00:00 +0000", NOW),
        ("Date: yesterday", FILED),
        ("Date:", FILED),
        ("X: y", FILED),
        ("Date: Thu, 1 Jan 1970 00:00:00 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
    ids=["in the future", "nonsense", "empty", "missing", "long ago"],
)
def test_a_date_is_believed_where_it_is_one_and_not_in_the_future(date: str, sent_at: datetime) -> None:
    assert copy(date).sent_at == sent_at


def test_a_mail_without_an_id_has_the_same_one_each_time() -> None:
    lines = ("Date: Tue, 3 Mar 2026 09:00:00 +0000", "To: ana@acme.example")

    assert copy(*lines).message_id == copy(*lines, "Message-ID:").message_id
    assert copy(*lines).message_id != copy(lines[0], "To: ben@acme.example").message_id
    assert copy(*lines).message_id.startswith("<none.")


def test_of_a_field_that_stands_there_twice_the_first_counts() -> None:
    assert copy("To: ana@acme.example", "To: eve@evil.example").recipients == {"ana@acme.example"}


@given(st.binary(max_size=400))
def test_reading_never_fails(fields: bytes) -> None:
    for prefix in (b"", b"Message-ID: ", b"To: ", b"Date: ", b"List-Unsubscribe: "):
        seen = read_copy(prefix + fields, mailbox_address="a@b.example", received_at=FILED, now=NOW)

        assert seen.message_id.startswith("<")
        assert "\0" not in seen.message_id
        assert seen.sent_at <= NOW
