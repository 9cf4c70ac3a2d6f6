"""Stored mail in the forms that other programs read."""

import mailbox
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.inbox.mail_files import NOBODY, maildir_name, mbox_entry

CAME = datetime(2026, 3, 3, 9, 5, 7, tzinfo=UTC)


def messages(mbox: bytes) -> list[bytes]:
    """As any reader of mboxrd takes them apart again."""
    parts = re.split(rb"^From [^\n]*\n", mbox, flags=re.MULTILINE)[1:]
    return [re.sub(rb"^>(>*From )", rb"\1", part, flags=re.MULTILINE)[:-1] for part in parts]


def test_the_separator_says_who_and_when_in_utc() -> None:
    entry = mbox_entry(b"Subject: x\r\n\r\nHi\r\n", "ana@acme.example", CAME)

    assert entry == b"From ana@acme.example Tue Mar  3 09:05:07 2026\nSubject: x\n\nHi\n\n"


@pytest.mark.parametrize(
    "sender", ["", "two words@x.example", "a@b\nFrom evil", "аня@почта.example", "x" * 500]
)
def test_a_sender_that_could_break_the_separator_is_left_out(sender: str) -> None:
    first = mbox_entry(b"Subject: x\n\nHi\n", sender, CAME).split(b"\n")[0]

    assert first == f"From {NOBODY} Tue Mar  3 09:05:07 2026".encode()


def test_lines_that_look_like_a_separator_are_quoted_one_level_deeper() -> None:
    raw = b"Subject: x\n\nFrom here\n>From there\n>>From afar\n from\nFrom: fine\n"

    entry = mbox_entry(raw, "a@b.example", CAME)

    assert b"\n>From here\n>>From there\n>>>From afar\n from\nFrom: fine\n\n" in entry
    assert messages(entry) == [raw]


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [b"From ", b">From ", b"x", b"\n", b"\n\n", b"From", b":", b"\xff", b"\x00", b"> "]
            ),
            max_size=12,
        ).map(b"".join),
        max_size=5,
    )
)
def test_whatever_stands_in_them_messages_come_out_as_they_went_in(raws: list[bytes]) -> None:
    mbox = b"".join(mbox_entry(raw, "a@b.example", CAME) for raw in raws)

    assert messages(mbox) == [raw if raw.endswith(b"\n") else raw + b"\n" for raw in raws]


def test_the_standard_library_finds_each_message(tmp_path: Path) -> None:
    raws = [f"Subject: {number}\r\n\r\nFrom me\r\n".encode() for number in range(3)]
    path = tmp_path / "x.mbox"
    path.write_bytes(b"".join(mbox_entry(raw, "a@b.example", CAME) for raw in raws))

    subjects = [message["Subject"] for message in mailbox.mbox(path)]

    assert subjects == ["0", "1", "2"]


def test_a_name_in_a_maildir_is_made_of_numbers_alone() -> None:
    name = maildir_name(7, "ab" * 32, CAME)

    assert name == "1772528707.I7Habababababababab.outreach"
