"""The bytes of a mail: whatever goes in comes back out of an independent parser, and nothing else does."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.errors import Refused
from outreach.sending.compose import Letter, compose

LETTER = Letter(
    sender_name="Ann Roe",
    sender="ann@alpha.example",
    recipient_name="Ana Ruiz",
    recipient="ana@acme.example",
    subject="Who looks after the printers?",
    body="Hello Ana,\n\nWho looks after the printers?\n\n-- \nAlpha Tools Ltd\n",
    date=datetime(2026, 3, 3, 10, 0, tzinfo=UTC),
    message_id="<o.1.0.abc@alpha.example>",
    unsubscribe_mailto="ann@alpha.example?subject=unsubscribe%20o.1.0.abc",
)

#: Ways to end a header line or to hide one, each somewhere in a value.
SMUGGLED = {
    "CR LF": "Ana\r\nBcc: x@evil.example",
    "LF": "Ana\nBcc: x@evil.example",
    "CR": "Ana\rBcc: x@evil.example",
    "a fold": "Ana\r\n Bcc: x@evil.example",
    "NUL": "Ana\x00Bcc",
    "NEL": "Ana\x85Bcc: x@evil.example",
    "vertical tab": "Ana\x0bBcc: x@evil.example",
    "form feed": "Ana\x0cBcc: x@evil.example",
    "line separator": "Ana\u2028Bcc: x@evil.example",
    "paragraph separator": "Ana\u2029Bcc: x@evil.example",
    "escape": "Ana\x1b]52;c;AAAA\x07",
    "encoded word, Q": "=?utf-8?q?=0ABcc:_x@evil.example?=",
    "encoded word, B": "=?UTF-8?B?CkJjYzogeEBldmlsLmV4YW1wbGU=?=",
    "encoded word with a language": "=?utf-8*en?Q?=0D=0ABcc:x?=",
    "encoded word with spaces": "=? utf-8 ?q?=0ABcc:x@evil.example?=",
    "encoded word in the middle": "Ana =?us-ascii?q?=0A?= Ruiz",
}

#: Names that are odd, and people's own.
NAMES = [
    "",
    "   ",
    "Ana",
    "Ruiz, Ana",
    'Ana "the Boss" Ruiz',
    "Ana \\ Ruiz",
    "Ana (Sales) Ruiz",
    "Ana <ana@evil.example>",
    "ana@evil.example",
    "Ana; Ben: Cid",
    "O'Neill",
    "Ána Ruíz",
    "Анна Лебедева",
    "王小明",
    "🦊 & Söhne",
    "=?",
    "?= =?",
    "a" * 300,
    "word " * 80 + "end",
    "Ж" * 320,
    "Лебедева-" * 50,
    "é",
    '"' * 100,
    "\u00a0Ana",
]

SUBJECTS = [
    "Printers",
    "Re: Printers",
    "a" * 200,
    "word " * 39 + "end",
    "two  spaces,   three",
    "Принтеры: кто за них отвечает в вашей компании, если не секрет, и с кем лучше поговорить об этом?",
    "印刷機について",
    "50 % off? No: 100 % honest; (really) <sic>",
    "=? not one ?=",
    "🦊" * 60,
]

BODIES = [
    "",
    "\n",
    "one line without an end",
    ".\n",
    "..\n.\n. \n",
    ".leading dot\n",
    "From me to you\n",
    "trailing space \ntrailing tab\t\nboth \t \n",
    "-- \nfooter\n",
    "=3D = ==\n=\n",
    "a" * 2_000 + "\n",
    "ж" * 500 + "\n",
    "🦊" * 300,
    "soft=\nbreak\n",
    "\n\n\nblank lines\n\n\n",
    "tab\tinside\n",
    "control \x0b \x0c \x1b[31m \x85 \u2028 inside\n",
]


def ascii_id(text: str) -> str:
    return ascii(text)[:30]


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def head_of(raw: bytes) -> bytes:
    return raw.partition(b"\r\n\r\n")[0]


def display_name(raw: bytes, header: str) -> str:
    """The name as RFC 2047, 6.2 has it joined; `policy.default` of Python 3.11 puts blanks between its pieces."""
    plain = email.message_from_bytes(raw)
    return str(make_header(decode_header(parseaddr(re.sub(r"\r?\n", "", plain[header]))[0])))


def test_a_mail_says_everything_once_and_in_order() -> None:
    raw = compose(LETTER)

    assert head_of(raw).decode("ascii").split("\r\n") == [
        "From: Ann Roe <ann@alpha.example>",
        "To: Ana Ruiz <ana@acme.example>",
        "Subject: Who looks after the printers?",
        "Date: Tue, 03 Mar 2026 10:00:00 +0000",
        "Message-ID: <o.1.0.abc@alpha.example>",
        "List-Unsubscribe: <mailto:ann@alpha.example?subject=unsubscribe%20o.1.0.abc>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
    ]


def test_a_follow_up_to_a_referred_contact_has_thread_copy_and_tag() -> None:
    raw = compose(
        replace(
            LETTER,
            thread=("<first@alpha.example>", "<second@provider.example>"),
            cc=("Ben Ott", "ben@acme.example"),
            tag="referred-by-a-colleague",
            unsubscribe_https="https://alpha.example/u/abc",
        )
    )

    message = parsed(raw)
    assert message["In-Reply-To"] == "<second@provider.example>"
    assert message["References"].split() == ["<first@alpha.example>", "<second@provider.example>"]
    assert message["Cc"] == "Ben Ott <ben@acme.example>"
    assert message["X-Outreach-Tag"] == "referred-by-a-colleague"
    assert message["List-Unsubscribe"].startswith("<https://alpha.example/u/abc>,")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not message.defects


@pytest.mark.parametrize("value", SMUGGLED.values(), ids=SMUGGLED)
@pytest.mark.parametrize(
    "field",
    [
        "sender_name",
        "sender",
        "recipient_name",
        "recipient",
        "subject",
        "message_id",
        "tag",
        "unsubscribe_mailto",
        "unsubscribe_https",
    ],
)
def test_no_value_breaks_out_of_its_header(field: str, value: str) -> None:
    changes: dict[str, Any] = {field: value}

    with pytest.raises(Refused):
        compose(replace(LETTER, **changes))


@pytest.mark.parametrize("value", SMUGGLED.values(), ids=SMUGGLED)
def test_neither_does_a_copy_nor_the_thread(value: str) -> None:
    for broken in (
        replace(LETTER, cc=(value, "ben@acme.example")),
        replace(LETTER, cc=("Ben", value)),
        replace(LETTER, thread=("<a@alpha.example>", value)),
    ):
        with pytest.raises(Refused):
            compose(broken)


@pytest.mark.parametrize("name", NAMES, ids=ascii_id)
def test_a_name_comes_back_as_it_was(name: str) -> None:
    raw = compose(replace(LETTER, recipient_name=name, sender_name=name, cc=(name, "ben@acme.example")))

    message = parsed(raw)
    for header, address in [
        ("To", "ana@acme.example"),
        ("From", "ann@alpha.example"),
        ("Cc", "ben@acme.example"),
    ]:
        assert [each.addr_spec for each in message[header].addresses] == [address]
        assert display_name(raw, header) == name.strip()
        assert not message[header].defects


@pytest.mark.parametrize("subject", SUBJECTS, ids=ascii_id)
def test_a_subject_comes_back_as_it_was(subject: str) -> None:
    message = parsed(compose(replace(LETTER, subject=subject)))

    assert message["Subject"] == subject
    assert not message["Subject"].defects


@pytest.mark.parametrize("body", BODIES, ids=ascii_id)
def test_a_body_comes_back_as_it_was(body: str) -> None:
    raw = compose(replace(LETTER, body=body))

    assert text_of(raw) == (body if body.endswith("\n") else f"{body}\n")


def text_of(raw: bytes) -> str:
    payload = parsed(raw).get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end_becomes_the_one_of_mail(ends: str) -> None:
    raw = compose(replace(LETTER, body=f"one{ends}two{ends}"))

    assert raw.endswith(b"\r\n\r\none\r\ntwo\r\n")


@given(
    st.builds(
        replace,
        st.just(LETTER),
        recipient_name=st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=400),
        subject=st.lists(
            st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=120), min_size=1
        ).map(" ".join),
        body=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=400),
    )
)
def test_whatever_goes_in_comes_back_out(letter: Letter) -> None:
    try:
        raw = compose(letter)
    except Refused:
        assert "=?" in letter.recipient_name + letter.subject
        return

    message = parsed(raw)
    assert display_name(raw, "To") == letter.recipient_name.strip()
    assert message["Subject"] == letter.subject
    assert text_of(raw) == letter.body + ("" if letter.body.endswith("\n") else "\n")
    assert_fit_for_smtp(raw)


@pytest.mark.parametrize("name", NAMES, ids=ascii_id)
@pytest.mark.parametrize("subject", [SUBJECTS[2], SUBJECTS[5]], ids=ascii_id)
def test_every_line_is_ascii_and_short_enough(name: str, subject: str) -> None:
    assert_fit_for_smtp(compose(replace(LETTER, recipient_name=name, subject=subject, body="".join(BODIES))))


def assert_fit_for_smtp(raw: bytes) -> None:
    """RFC 5322, 2.1.1 and 2.3; RFC 2045, 6.7; RFC 2047, 2."""
    assert raw.isascii()
    assert b"\0" not in raw
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", raw) is None
    head, _, body = raw.partition(b"\r\n\r\n")
    assert all(len(line) <= 998 for line in head.split(b"\r\n"))
    assert all(line.strip() for line in head.split(b"\r\n"))
    assert all(len(word) <= 75 for word in re.findall(rb"=\?[^\s]+\?=", head))
    assert all(len(line) <= 76 for line in body.split(b"\r\n"))
    assert not re.search(rb"[ \t]\r\n", body)
    assert raw.endswith(b"\r\n")


def test_the_longest_names_keep_to_78_columns() -> None:
    raw = compose(replace(LETTER, recipient_name="Лебедева " * 40, sender_name="a" * 400))

    assert max(len(line) for line in head_of(raw).split(b"\r\n")) <= 78


def test_what_no_line_can_hold_is_refused() -> None:
    with pytest.raises(Refused, match="broken header line"):
        compose(replace(LETTER, unsubscribe_https="https://alpha.example/" + "a" * 1_000))


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": "ána@acme.example"},
        {"sender": "ann@älpha.example"},
        {"message_id": "<ä@alpha.example>"},
        {"thread": ("<ä@alpha.example>",)},
        {"body": "a lone \ud800 surrogate"},
        {"subject": "a lone \ud800 surrogate"},
        {"recipient_name": "\udfff"},
    ],
)
def test_what_no_mail_can_carry_is_refused_and_not_raised_as_a_fault(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="no mail can carry"):
        compose(replace(LETTER, **changes))


def test_the_date_is_the_senders_own() -> None:
    there = timezone(timedelta(hours=5, minutes=45))

    raw = compose(replace(LETTER, date=LETTER.date.astimezone(there)))

    assert b"\r\nDate: Tue, 03 Mar 2026 15:45:00 +0545\r\n" in raw
    assert parsed(raw)["Date"].datetime == LETTER.date
