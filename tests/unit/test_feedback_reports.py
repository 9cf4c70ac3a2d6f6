"""Complaints about our mail, in the standard's form and in words."""

import pytest

from outreach.inbox.feedback_report import read_feedback_report
from outreach.inbox.message import read_message
from tests.support.foreign_mail import OURS, mail, multipart, returned


def feedback(kind: str) -> bytes:
    content_type, body = multipart(
        "report; report-type=feedback-report",
        "Content-Type: text/plain\n\nThis is an email abuse report.",
        (
            f"Content-Type: message/feedback-report\n\nFeedback-Type: {kind}\nUser-Agent: Loop/1.0\n"
            f"Version: 1\nOriginal-Rcpt-To: <rob@brackley.example>"
        ),
        f"Content-Type: message/rfc822\n\n{returned()}\nHi Rob",
    )
    return mail(
        body, content_type=content_type, sender="Feedback <fbl@provider.example>", subject="Complaint"
    )


def test_a_report_tells_who_complained_about_which_mail():
    report = read_feedback_report(read_message(feedback("abuse")))

    assert report is not None
    assert report.kind == "abuse"
    assert report.addresses == ("rob@brackley.example",)
    assert report.original_ids == (OURS,)


def test_not_spam_is_no_complaint():
    assert read_feedback_report(read_message(feedback("not-spam"))) is None


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        (
            "abuse@hosting.example",
            "Abuse report for 192.0.2.1",
            "We received a complaint about spam sent from your server.",
        ),
        (
            "abuse@hoster.example",
            "Spam-Beschwerde",
            "Ihre Nachricht wurde von unserem Kunden als Spam gemeldet.",
        ),
        ("abuse@provider.example", "Жалоба на спам", "Получена жалоба на рассылку спама с вашего адреса."),
    ],
)
def test_an_abuse_desks_words_are_a_complaint(sender, subject, text):
    report = read_feedback_report(read_message(mail(text, sender=sender, subject=subject)))

    assert report is not None
    assert report.kind == "notice"
    assert report.words


def test_hotmails_loop_is_known_by_its_header():
    content_type, body = multipart(
        "mixed",
        f"Content-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: rob@hot.example\n{returned()}\nHi",
    )
    raw = mail(
        body,
        content_type=content_type,
        sender="staff@hot.example",
        subject="complaint about message from 192.0.2.1",
    )

    report = read_feedback_report(read_message(raw))

    assert report is not None
    assert report.addresses == ("rob@hot.example",)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Who handles sales?", "This is spam. I will complain to your provider about this abuse."),
        ("Re: hello", "I marked you as spam."),
        ("Spam filter for you?", "We sell a spam filter that reports junk."),
    ],
)
def test_a_person_who_complains_is_read_as_a_person(subject, text):
    assert read_feedback_report(read_message(mail(text, subject=subject))) is None
