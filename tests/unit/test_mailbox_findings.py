"""What a look at servers comes to in words: each finding that is not good says the next step."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from outreach.mail.dkim import Signature
from outreach.mail.imap_reading_plan import FolderToRead, ReadingPlan
from outreach.mail.imap_trouble import LoginRefused, ServerBusy
from outreach.mail.line_security import Certificate, Secured
from outreach.mail.mailbox_look import ReadingLook, SendingLook
from outreach.mail.outcomes import Answer, Outcome, Phase, broken_off, replied
from outreach.mail.own_mail import Fate, Found, own_mail
from outreach.mail.smtp_line import LineFacts
from outreach.reporting.findings import Finding, Severity
from outreach.reporting.mailbox_findings import of_own_mail, of_reading, of_sending, time_in_greeting

NOW = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
READY = Answer(Outcome.READY, Phase.AUTH, 235, host="smtp.alpha.example")
PLAN = ReadingPlan("INBOX", "Sent", "INBOX", (FolderToRead("INBOX"),))


def line(days: float) -> Secured:
    """A line whose certificate ends in so many days."""
    certificate = Certificate(("smtp.alpha.example",), "An Authority", NOW + timedelta(days=days))
    return Secured("TLSv1.3", certificate)


def sending(answer: Answer, days: float = 60) -> list[Finding]:
    found = list(of_sending("ann", SendingLook(answer, LineFacts("", line(days), 20_000_000)), NOW))
    assert all(each.remedy for each in found if each.severity is not Severity.OK)
    return found


def reading(look: ReadingLook) -> list[Finding]:
    found = list(of_reading("ann", "imap.alpha.example", look, NOW, copies_matter=True))
    assert all(each.remedy for each in found if each.severity is not Severity.OK)
    return found


def test_a_good_line_is_told_with_its_tls_certificate_and_size() -> None:
    (found,) = sending(READY)

    assert found.severity is Severity.OK
    assert found.says == (
        "ann: smtp.alpha.example takes the log-in (TLSv1.3, certificate by An Authority until 2026-08-01, "
        "mails up to 20 MB)"
    )


@pytest.mark.parametrize(
    ("days", "severities"), [(14.1, ["ok"]), (13.9, ["ok", "warning"]), (0.1, ["ok", "warning"])]
)
def test_a_certificate_that_ends_within_two_weeks_is_warned_of(days: float, severities: list[str]) -> None:
    assert [each.severity for each in sending(READY, days)] == severities


@pytest.mark.parametrize(
    ("answer", "step"),
    [
        (
            replied(Phase.AUTH, 535, "5.7.8 authentication failed", host="mx.alpha.example"),
            "mailbox test ann`",
        ),
        (
            replied(Phase.AUTH, 535, "5.7.8 https://support.google.com/mail gsmtp", host="smtp.gmail.com"),
            "app password",
        ),
        (
            replied(Phase.GREETING, 554, "5.7.1 your address is listed", host="mx.alpha.example"),
            "turns this machine away",
        ),
        (
            broken_off(Phase.CONNECT, "no answer within 20 seconds", host="mx.alpha.example"),
            "hosting providers",
        ),
        (
            broken_off(
                Phase.TLS,
                "the certificate is not trusted: certificate is not yet valid",
                host="mx.alpha.example",
            ),
            "clock",
        ),
        (
            broken_off(
                Phase.TLS,
                "the certificate is not trusted: Hostname mismatch, certificate is not valid for 'mx.alpha.example'.",
                host="mx.alpha.example",
            ),
            "the name that the certificate is for",
        ),
        (broken_off(Phase.TLS, "no TLS on this port", host="mx.alpha.example"), "starttls"),
    ],
)
def test_what_stands_in_the_way_of_sending_is_an_error_with_its_step(answer: Answer, step: str) -> None:
    (found,) = sending(answer)

    assert found.severity is Severity.ERROR
    assert step in found.remedy


def test_a_server_that_is_busy_is_a_warning() -> None:
    (sent,) = sending(replied(Phase.AUTH, 454, "4.7.0 try again later", host="mx.alpha.example"))
    (read,) = reading(ReadingLook(trouble=ServerBusy("imap.alpha.example is busy")))

    assert (sent.severity, read.severity) == (Severity.WARNING, Severity.WARNING)


def test_a_log_in_that_is_refused_for_reading_says_what_to_do() -> None:
    trouble = LoginRefused("imap.alpha.example refuses the login", words="no", code="AUTHENTICATIONFAILED")

    (found,) = reading(ReadingLook(trouble=trouble))

    assert found.severity is Severity.ERROR
    assert "app password" in found.remedy


def test_what_is_odd_about_the_folders_is_told() -> None:
    plan = replace(PLAN, sent=None, remarks=('There is no folder "Old", though the configuration names it.',))

    found = reading(ReadingLook(secured=line(60), plan=plan, closed={"INBOX": "No."}, alerts=("Read this",)))

    assert [each.severity.value for each in found] == ["warning", "warning", "error", "warning"]
    assert "no Sent folder" in found[-1].says


# --- the mail to oneself --------------------------------------------------------------------------------------------

MAIL = own_mail("ann@alpha.example", "Ann Roe", "0123456789abcdef01234567", NOW)
SENT = Answer(Outcome.SENT, Phase.DOT, 250, host="smtp.alpha.example")
ARRIVED = Found("INBOX", MAIL.message_id, NOW, Signature("alpha.example", "k1"))
COPY = Found("Sent", MAIL.message_id, NOW)


@pytest.mark.parametrize(
    ("fate", "severities", "words"),
    [
        (Fate(SENT, ARRIVED, COPY, seen_at=NOW), ["ok", "ok"], "its Message-ID as it was"),
        (Fate(SENT, ARRIVED, None, seen_at=NOW), ["ok", "warning"], "no copy"),
        (
            Fate(SENT, ARRIVED, replace(COPY, message_id="<x@y.example>")),
            ["ok", "warning"],
            "another Message-ID",
        ),
        (
            Fate(SENT, replace(ARRIVED, message_id="<x@y.example>"), COPY),
            ["warning", "ok"],
            "another Message-ID",
        ),
        (
            Fate(SENT, replace(ARRIVED, folder="Junk", is_inbox=False), COPY),
            ["warning", "ok"],
            "back in Junk",
        ),
        (Fate(SENT, None, COPY, waited=60), ["error", "ok"], "not come back within 60 s"),
        (
            Fate(SENT, ARRIVED, COPY, seen_at=NOW + timedelta(hours=2)),
            ["ok", "error", "ok"],
            "the clock says",
        ),
        (Fate(SENT, trouble="the line broke"), ["warning"], "the line broke"),
        (Fate(None, trouble="it cannot be read"), ["warning"], "no mail was sent"),
        (Fate(replied(Phase.RCPT, 550, "5.1.1 unknown")), ["error"], "does not take the recipient"),
    ],
)
def test_the_fate_of_a_mail_to_oneself_is_told(fate: Fate, severities: list[str], words: str) -> None:
    found = list(of_own_mail("ann", MAIL.message_id, fate, server_files=True))

    assert [each.severity.value for each in found] == severities
    assert any(words in each.says for each in found)
    assert all(each.remedy for each in found if each.severity is not Severity.OK)


# --- the clock ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "greeting",
    [
        "mx.alpha.example ESMTP Exim 4.96 Tue, 02 Jun 2026 11:00:00 +0200",
        "AM0PR01.outlook.example Microsoft ESMTP MAIL Service ready at Tue, 2 Jun 2026 09:00:00 +0000",
        "mx.alpha.example ESMTP Sendmail 8.17; Tue, 2 Jun 2026 09:00:00 GMT",
    ],
)
def test_servers_that_tell_the_time_in_their_greeting_are_understood(greeting: str) -> None:
    assert time_in_greeting(greeting) == NOW


@pytest.mark.parametrize(
    "greeting", ["mx.alpha.example ESMTP", "Tue, 99 Jun 2026 09:00:00 +0000", "2 Jun 2026", ""]
)
def test_a_greeting_without_a_time_tells_none(greeting: str) -> None:
    assert time_in_greeting(greeting) is None
