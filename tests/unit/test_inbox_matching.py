"""By which ids and addresses a message may answer one of ours."""

from outreach.inbox.matching import mentioned_ids, quoted_addresses
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
