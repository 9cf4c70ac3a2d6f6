"""Mail that is broken by accident or on purpose: always an answer, never an exception, never a long wait."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.inbox.automatic import automatic_signs
from outreach.inbox.delivery_report import read_delivery_report
from outreach.inbox.feedback_report import read_feedback_report
from outreach.inbox.matching import mentioned_ids, quoted_addresses
from outreach.inbox.message import Defect, Message, read_message
from outreach.inbox.new_text import new_text
from tests.support.foreign_mail import delivery_report, mail, multipart, returned

#: Seconds for one message, whatever is in it; a slow machine that is busy otherwise is allowed for.
LIMIT = 5.0
SENT = "Hi Rob,\n\nWho handles sales at your company? I would like to ask one short thing about it.\n\nTom"
CORPUS = Path(__file__).parent.parent / "corpus" / "new_text"


def samples() -> list[bytes]:
    status = (
        "Final-Recipient: rfc822; rob@brackley.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: "
        "smtp; 550 User unknown"
    )
    alternative, body = multipart(
        "alternative",
        "Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n8NLJ18XU",
        (
            "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<div "
            'style=3D"color:#fff">a</div><blockquote>b</blockquote>'
        ),
    )
    attached, forwarded = multipart(
        "mixed", "Content-Type: text/plain\n\nFYI", f"Content-Type: message/rfc822\n\n{returned()}\nHi"
    )
    texts = [
        text.encode()
        for file in sorted(CORPUS.glob("*.txt"))
        for text in file.read_text(encoding="utf-8").split("%%% ")[1:]
    ]
    return [
        delivery_report("<rob@brackley.example>: user unknown", status),
        mail(body, content_type=alternative, subject="=?koi8-r?B?8NLJ18XU?="),
        mail(
            forwarded,
            content_type=attached,
            headers=("In-Reply-To: <a@b.example>", "Auto-Submitted: auto-replied"),
        ),
        mail("BEGIN:VCALENDAR\nMETHOD:REPLY", content_type="text/calendar"),
        *(mail(text.decode()) for text in texts),
    ]


def everything_about(raw: bytes) -> Message:
    message = read_message(raw)
    found = new_text(message, sent_text=SENT)
    assert found.visible or found.forwarded or not message.text.strip(" \t\n\u200b")
    read_delivery_report(message)
    read_feedback_report(message)
    automatic_signs(message)
    mentioned_ids(message)
    quoted_addresses(message)
    return message


def in_time(raw: bytes) -> Message:
    began = time.process_time()
    message = everything_about(raw)
    assert time.process_time() - began < LIMIT
    return message


_SPLINTERS = (
    b"\0",
    b"\r",
    b"\n\n",
    b"=?utf-8?q?=0ABcc:?=",
    b"<" * 40,
    b">" * 40,
    b'"',
    b"--",
    b"(" * 40,
    b"&#x",
    b"\xff\xfe",
    b"\xd0",
    b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
    b"Content-Type: message/rfc822\n\n",
    b"charset=utf-16",
    b"charset=hz",
    b"charset=idna",
)


def mutant(source: bytes, others: list[bytes], chance: random.Random) -> bytes:
    raw = bytearray(source)
    for _ in range(chance.choice((1, 3, 10, 30))):
        at = chance.randrange(len(raw) + 1)
        end = min(len(raw), at + chance.randrange(1, 150))
        match chance.randrange(6):
            case 0:
                raw[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
            case 1:
                del raw[at:end]
            case 2:
                raw[at:at] = raw[at:end] * chance.choice((1, 30))
            case 3:
                raw[at:at] = chance.choice(_SPLINTERS)
            case 4:
                raw[at:at] = chance.choice(others)[: chance.randrange(1_500)]
            case _:
                del raw[at + 200 :]
    return bytes(raw)


@pytest.mark.parametrize("seed", range(5))
def test_mutants_of_real_looking_mail_are_read(seed):
    chance, sources = random.Random(seed), samples()

    messages = [in_time(mutant(chance.choice(sources), sources, chance)) for _ in range(100)]

    assert not [message for message in messages if Defect.UNREADABLE in message.defects]


REPEATED = (
    "<",
    "<a ",
    '<a "',
    "<!--",
    "&#",
    "(",
    '"',
    ">",
    ">\n",
    "\n",
    " \n",
    "-",
    "--\n",
    "On 1 ",
    "wrote:\n",
    "On Mon, 1 Jan 2020 at 10:10, a wrote:\n",
    "From: a\nTo: b\n",
    "regards,\n",
    "user unknown ",
    "recipient: ",
    "a@",
    "a.b@c.d ",
    "=20",
    "confidential ",
    "5.1.1 ",
    "ABCD> x\n",
    "| a\n",
    "<div>",
    '<p style="display:none">',
    "<object>",
    "<style>",
    "Message-ID: <a@b>\n",
    "Final-Recipient: rfc822; a@b.example\nAction: failed\n\n",
    "x<http://",
    "A, ",
    "\u200b",
    "ё",
    "message to ",
    "the following recipients ",
)


@pytest.mark.parametrize("piece", REPEATED)
def test_a_long_text_of_anything_is_read_in_time(piece):
    in_time(_report(piece, "text/plain"))


@pytest.mark.parametrize("piece", [piece for piece in REPEATED if piece.startswith(("<", "&", "ё"))])
def test_a_long_page_of_anything_is_read_in_time(piece):
    in_time(_report(piece, "text/html"))


def _report(piece: str, content_type: str) -> bytes:
    text = piece * (30_000 // len(piece))
    headers = ("Return-Path: <>",)
    sender = "MAILER-DAEMON@x.example"
    return mail(text, content_type=content_type, sender=sender, subject="Undelivered Mail", headers=headers)


@pytest.mark.parametrize(
    "name",
    [
        "From",
        "To",
        "Cc",
        "Subject",
        "References",
        "In-Reply-To",
        "Date",
        "Content-Disposition",
        "X-Failed-Recipients",
    ],
)
@pytest.mark.parametrize(
    "piece", ["<", '"', "(", "a@b.example,", "=?utf-8?q?a?= ", "=?", "\\", ";x=y", "<a@b> "]
)
def test_a_header_of_any_length_is_read_in_time(name, piece):
    message = in_time(mail(headers=(f"{name}: {piece * (60_000 // len(piece))}",)))

    assert Defect.HEADER_TOO_LONG in message.defects


BUILDS: dict[str, Callable[[], bytes]] = {
    "two hundred thousand parts": lambda: (
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 200_000
    ),
    "almost boundaries": lambda: b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--bb\n\nx\n" * 200_000,
    "two hundred thousand headers": lambda: b"X: y\n" * 200_000 + b"\nhi",
    "nothing but folding": lambda: b" y\n" * 200_000 + b"\nhi",
    "messages in messages": lambda: b"Content-Type: message/rfc822\n\n" * 5_000,
    "forty megabytes": lambda: b"Subject: x\n\n" + b"lorem ipsum dolor " * 2_300_000,
    "one endless line": lambda: b"Subject: x\n\n" + b"a" * 1_000_000,
    "nothing": lambda: b"",
    "a NUL": lambda: b"\0",
    "a line break": lambda: b"\r\n\r\n",
}


@pytest.mark.parametrize("build", BUILDS)
def test_messages_built_to_hurt_are_read_in_time(build):
    in_time(BUILDS[build]())
