"""The marks that machines leave on what they write."""

import pytest

from outreach.inbox.automatic import SignKind, automatic_signs
from outreach.inbox.message import read_message
from tests.support.foreign_mail import mail, multipart


def kinds(raw: bytes) -> set[SignKind]:
    return {sign.kind for sign in automatic_signs(read_message(raw))}


def test_a_persons_mail_has_no_sign():
    assert kinds(mail("Not me.")) == set()


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Auto-Submitted: auto-replied (vacation)", SignKind.AUTO_REPLIED),
        ("Auto-Submitted: auto-generated", SignKind.AUTO_GENERATED),
        ("X-Autoreply: yes", SignKind.AUTO_REPLIED),
        ("X-Autorespond: 1", SignKind.AUTO_REPLIED),
        ("Precedence: auto_reply", SignKind.AUTO_REPLIED),
        ("Precedence: bulk", SignKind.BULK),
        ("X-Auto-Response-Suppress: All", SignKind.SUPPRESS),
        ("List-Id: <news.x.example>", SignKind.LIST),
        ("Return-Path: <>", SignKind.NULL_RETURN_PATH),
        ("X-MS-Exchange-Inbox-Rules-Loop: a@b.example", SignKind.AUTO_REPLIED),
        ("X-Apple-Unsubscribe: true", SignKind.OPT_OUT),
        ("X-Mailer: OTRS Mail Service", SignKind.TICKET),
    ],
)
def test_headers_are_signs(header, kind):
    assert kind in kinds(mail(headers=(header,)))


@pytest.mark.parametrize(
    "header",
    ["Auto-Submitted: no", "X-Autoreply: no", "Precedence: first-class", "Return-Path: <mark@x.example>"],
)
def test_headers_that_say_no_are_none(header):
    assert kinds(mail(headers=(header,))) == set()


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Question",
        "Autoreply: x",
        "Out of Office: x",
        "Automatische Antwort: Frage",
        "Abwesenheitsnotiz: x",
        "Réponse automatique : x",
        "Respuesta automática: x",
        "Автоответ: Вопрос",
        "Автоматический ответ: x",
        "Автоматична відповідь: x",
        "Risposta automatica: x",
        "Odpowiedź automatyczna: x",
    ],
)
def test_a_subject_that_servers_write_is_a_sign(subject):
    assert SignKind.SUBJECT_PREFIX in kinds(mail(subject=subject))


@pytest.mark.parametrize(
    "subject", ["Re: Automatic reply: Question", "Auto parts for you", "Absolutely", "Office hours"]
)
def test_a_persons_subject_is_none(subject):
    assert SignKind.SUBJECT_PREFIX not in kinds(mail(subject=subject))


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        ("MAILER-DAEMON@x.example", SignKind.DAEMON_SENDER),
        ("Postmaster <postmaster@x.example>", SignKind.DAEMON_SENDER),
        ("no-reply@x.example", SignKind.ROBOT_SENDER),
        ("Support <donotreply+17@x.example>", SignKind.ROBOT_SENDER),
    ],
)
def test_senders_that_nobody_reads_are_signs(sender, kind):
    assert kind in kinds(mail(sender=sender))


@pytest.mark.parametrize(
    ("report", "kind"),
    [
        ("delivery-status", SignKind.DELIVERY_REPORT),
        ("disposition-notification", SignKind.READ_RECEIPT),
        ("feedback-report", SignKind.FEEDBACK_REPORT),
    ],
)
def test_the_kind_of_report_is_told(report, kind):
    content_type, body = multipart(f"report; report-type={report}", "Content-Type: text/plain\n\nx")

    assert kind in kinds(mail(body, content_type=content_type))


@pytest.mark.parametrize(
    ("method", "kind"), [("REPLY", SignKind.CALENDAR_REPLY), ("REQUEST", SignKind.CALENDAR_OTHER)]
)
def test_calendar_mail_is_told_by_its_method(method, kind):
    raw = mail("BEGIN:VCALENDAR", content_type=f"text/calendar; method={method}")

    assert kinds(raw) == {kind}


@pytest.mark.parametrize(
    ("sender", "challenges"),
    [
        ("confirm+8f31@service.spamarrest.com", True),
        ("no-reply@mailinblack.com", True),
        ("ana.ruiz@mailinblack.com", False),
        ("no-reply@amesworks.example", False),
    ],
)
def test_a_challenge_service_is_known_by_its_robots_and_not_by_its_people(sender, challenges):
    kinds = {sign.kind for sign in automatic_signs(read_message(mail(sender=sender)))}

    assert (SignKind.CHALLENGE in kinds) is challenges


def test_the_strongest_sign_comes_first():
    raw = mail(headers=("X-Auto-Response-Suppress: All", "Auto-Submitted: auto-replied"))

    signs = automatic_signs(read_message(raw))

    assert [sign.kind for sign in signs] == [SignKind.AUTO_REPLIED, SignKind.SUPPRESS]
    assert signs[0].where == "auto-submitted"
    assert signs[0].text == "auto-replied"
