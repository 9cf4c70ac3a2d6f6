"""By which ids and addresses a message may answer one of ours."""

import pytest

from outreach.inbox.matching import bare_subject, mentioned_ids, quoted_addresses, quotes_text, tokens_of
from outreach.inbox.message import read_message
from tests.support.foreign_mail import OURS, delivery_report, mail, multipart, returned


def test_the_id_that_is_answered_comes_before_the_thread_and_that_backwards():
    raw = mail(
        headers=("References: <a@x.example> <b@x.example> <c@x.example>", "In-Reply-To: <c@x.example>")
    )

    assert mentioned_ids(read_message(raw)) == ("<c@x.example>", "<b@x.example>", "<a@x.example>")


def test_the_id_of_returned_mail_is_found():
    raw = delivery_report(
        "Sorry.", "Final-Recipient: rfc822; rob@brackley.example\nAction: failed\nStatus: 5.1.1"
    )

    assert OURS in mentioned_ids(read_message(raw))


def test_the_id_in_a_read_receipt_is_found():
    content_type, body = multipart(
        "report; report-type=disposition-notification",
        "Content-Type: text/plain\n\nRead.",
        (
            f"Content-Type: message/disposition-notification\n\nOriginal-Message-ID: {OURS}\nDisposition: "
            f"manual-action/MDN; displayed"
        ),
    )

    assert mentioned_ids(read_message(mail(body, content_type=content_type))) == (OURS,)


def test_ids_in_copied_headers_and_in_links_are_found_last():
    content_type, body = multipart(
        "alternative",
        f"Content-Type: text/plain\n\nFYI\n\n{returned()}\nHi",
        (
            'Content-Type: text/html\n\n<blockquote type="cite" '
            'cite="mid:linked@leadbridge.example">Hi</blockquote>'
        ),
    )
    raw = mail(body, content_type=content_type, headers=("In-Reply-To: <first@x.example>",))

    assert mentioned_ids(read_message(raw)) == ("<first@x.example>", OURS, "<linked@leadbridge.example>")


def test_the_messages_own_id_is_none_of_them():
    raw = mail(headers=("References: <answer@henley-tools.example> <a@x.example>",))

    assert mentioned_ids(read_message(raw)) == ("<a@x.example>",)


def test_addresses_of_the_quoted_mail_are_told_and_those_in_the_new_text_are_not():
    text = (
        "Ask jo@henley-tools.example.\n\nFrom: Tom <tom@leadbridge.example>\nSent: Monday 5.10.2026\nTo: "
        "Rob <rob@brackley.example>\nSubject: x\n\nHi"
    )

    assert quoted_addresses(read_message(mail(text))) == ("tom@leadbridge.example", "rob@brackley.example")


def test_whom_returned_mail_went_to_is_told():
    raw = delivery_report("Sorry.", "Final-Recipient: rfc822; other@x.example\nAction: failed\nStatus: 5.1.1")

    assert "rob@brackley.example" in quoted_addresses(read_message(raw))


TOKEN = "o.17.2." + "0123456789abcdef01234567"


@pytest.mark.parametrize(
    "headers",
    [
        (f"Delivered-To: tom+{TOKEN}@leadbridge.example",),
        (f"X-Original-To: <tom+{TOKEN.upper()}@leadbridge.example>",),
        (f"Cc: Tom <{TOKEN}@leadbridge.example>",),
    ],
)
def test_a_token_of_ours_is_found_in_the_addresses_that_a_mail_went_to(headers: tuple[str, ...]) -> None:
    assert tokens_of(read_message(mail(headers=headers))) == (TOKEN,)


def test_tokens_of_a_subject_are_found_once_and_whole_only() -> None:
    subject = f"unsubscribe {TOKEN} {TOKEN} x{TOKEN} {TOKEN}0 o.1.1.abc"

    assert tokens_of(read_message(mail(subject=subject))) == (TOKEN,)


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: Who handles sales?", "Who handles sales?"),
        ("AW: WG: Fwd: Who handles sales?", "Who handles sales?"),
        ("Re[2]: Кто отвечает за продажи?", "Кто отвечает за продажи?"),
        ("Отв: Кто отвечает за продажи?", "Кто отвечает за продажи?"),
        ("RE：Who?", "Who?"),
        ("Reading: a book", "Reading: a book"),
        ("", ""),
    ],
)
def test_a_subject_is_told_from_what_answering_puts_before_it(subject: str, bare: str) -> None:
    assert bare_subject(subject) == bare


OUR_TEXT = (
    "Hi Rob,\n\nI am trying to find out who looks after new customers at Brackley, and whether you could\n"
    "point me to them. If it is you, all the better.\n\nTom Aldridge\nLeadbridge Ltd, 3 Mill Lane, Leeds\n"
)


def test_our_own_text_is_known_again_when_it_is_quoted() -> None:
    quoted = "".join(f"> {line}\n" for line in OUR_TEXT.splitlines())

    assert quotes_text(read_message(mail(f"Not me.\n\n{quoted}")), OUR_TEXT)


@pytest.mark.parametrize(
    "text", ["Hi Rob,", "Tom Aldridge\nLeadbridge Ltd, 3 Mill Lane, Leeds", "", "Hi Rob,\n" * 50]
)
def test_a_greeting_or_a_signature_of_ours_is_not_our_text(text: str) -> None:
    assert not quotes_text(read_message(mail(text)), OUR_TEXT)


def test_nothing_is_quoted_of_a_mail_without_words() -> None:
    assert not quotes_text(read_message(mail("Hello.")), "")


def test_a_text_that_is_short_must_be_there_nearly_whole() -> None:
    assert quotes_text(
        read_message(mail("> Who handles sales at Brackley?")), "Who handles sales at Brackley?"
    )
