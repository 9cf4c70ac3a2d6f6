"""Which address failed, for good or for now, and why, from the reports that mail servers write."""

from pathlib import Path
from typing import NamedTuple

import pytest

from outreach.inbox.delivery_report import Outcome, Reason, read_delivery_report, read_failure_notice
from outreach.inbox.failure_reasons import judge
from outreach.inbox.message import read_message
from tests.support.foreign_mail import OURS, delivery_report, mail, multipart, returned

CORPUS = Path(__file__).parent.parent / "corpus" / "bounce_texts.txt"
DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.brackley.example>"
FAILED = (
    "Final-Recipient: rfc822; rob@brackley.example\nAction: failed\nStatus: {status}\nDiagnostic-Code: "
    "smtp; {words}"
)


def read(raw: bytes):
    return read_delivery_report(read_message(raw))


def test_a_report_tells_address_reason_and_which_mail_of_ours():
    raw = delivery_report(
        "Sorry.",
        FAILED.format(
            status="5.1.1", words="550 5.1.1 <rob@brackley.example>: User unknown in\n    virtual table"
        ),
    )

    report = read(raw)

    assert report is not None
    assert (report.address, report.outcome, report.worst.reason) == (
        "rob@brackley.example",
        Outcome.HARD,
        Reason.DEAD_ADDRESS,
    )
    assert report.worst.status == "5.1.1"
    assert report.worst.diagnostic == "550 5.1.1 <rob@brackley.example>: User unknown in virtual table"
    assert report.original_ids == (OURS,)
    assert report.original_recipients == ("rob@brackley.example",)
    assert report.evidence == "rfc3464"


def test_behind_an_alias_the_address_is_the_one_that_we_wrote_to():
    status = (
        "Original-Recipient: rfc822; rob@brackley.example\nFinal-Recipient: rfc822; rh77@group.example\n"
        "Action: failed\nStatus: 5.1.1"
    )

    report = read(delivery_report("Sorry.", status))

    assert report is not None
    assert report.address == "rob@brackley.example"


def test_of_several_recipients_the_dead_one_counts():
    status = (
        "Final-Recipient: rfc822; full@x.example\nAction: failed\nStatus: 5.2.2\n\n"
        "Final-Recipient: rfc822; rob@brackley.example\nAction: failed\nStatus: 5.1.1\n\n"
        "Final-Recipient: rfc822; ann@x.example\nAction: delivered\nStatus: 2.0.0"
    )

    report = read(delivery_report("Sorry.", status))

    assert report is not None
    assert [failure.address for failure in report.failures] == ["full@x.example", "rob@brackley.example"]
    assert report.address == "rob@brackley.example"


def test_a_delay_is_no_failure_yet():
    status = (
        "Final-Recipient: rfc822; rob@brackley.example\nAction: delayed\nStatus: 4.4.1\nWill-Retry-Until: "
        "tomorrow"
    )

    report = read(delivery_report("Still being tried.", status))

    assert report is not None
    assert (report.outcome, report.worst.reason) == (Outcome.DELAYED, Reason.NETWORK)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_no_bounce(action):
    status = f"Final-Recipient: rfc822; rob@brackley.example\nAction: {action}\nStatus: 2.1.5"

    assert read(delivery_report("Your message was delivered.", status)) is None


def test_a_read_receipt_is_no_bounce():
    content_type, body = multipart(
        "report; report-type=disposition-notification",
        "Content-Type: text/plain\n\nYour message was read.",
        (
            "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; a@b.example\n"
            "Disposition: manual-action/MDN; displayed"
        ),
    )

    assert read(mail(body, content_type=content_type, subject="Read: hello")) is None


def test_fields_written_into_the_text_are_read_as_a_malformed_report():
    text = (
        f"Could not be delivered.\n\nReporting-MTA: dns; mx.x.example\nFinal-Recipient: "
        f"rfc822;rob@brackley.example\nAction: failed\nStatus: 5.1.1\n\n{returned()}"
    )

    report = read(mail(text, sender=DAEMON, subject="failure notice"))

    assert report is not None
    assert (report.evidence, report.address, report.outcome) == (
        "malformed report",
        "rob@brackley.example",
        Outcome.HARD,
    )


class Text(NamedTuple):
    name: str
    outcome: Outcome
    subject: str
    text: str

    def raw(self) -> bytes:
        return mail(self.text, sender=DAEMON, subject=self.subject, headers=("Return-Path: <>",))


def texts() -> list[Text]:
    found = []
    for block in CORPUS.read_text(encoding="utf-8").split("%%% ")[1:]:
        title, subject, text = block.split("\n", 2)
        name, outcome = title.split(" | ")
        found.append(Text(name, Outcome(outcome), subject, text.strip()))
    return found


@pytest.mark.parametrize("server", texts(), ids=lambda server: server.name)
def test_reports_in_words_are_understood(server):
    report = read(server.raw())

    assert report is not None
    assert (report.address, report.outcome) == ("rob@brackley.example", server.outcome)


def test_our_message_id_is_found_in_the_copy_below_the_words():
    qmail = next(server for server in texts() if server.name == "qmail")

    report = read(qmail.raw())

    assert report is not None
    assert report.original_ids == (OURS,)


def test_the_header_that_names_the_failed_address_is_believed():
    raw = mail(
        "It did not work: user unknown.",
        sender=DAEMON,
        subject="failure",
        headers=("X-Failed-Recipients: rob@brackley.example",),
    )

    report = read(raw)

    assert report is not None
    assert report.address == "rob@brackley.example"


PEOPLE = {
    "reports a bounce": ("Re: your mail", "Your mail to Rob was returned: 550 user unknown. He left in May."),
    "forwards one": (
        "Fwd: Undelivered Mail Returned to Sender",
        (
            "see below\n\n---------- Forwarded message ---------\nFrom: MAILER-DAEMON@x.example\n\n"
            "<rob@brackley.example>: user unknown"
        ),
    ),
    "asks about one": (
        "Undeliverable?",
        "Hi Tom, did my mail reach you? I could not deliver the parcel to your address.",
    ),
    "has a full mailbox": ("Mailbox full", "My mailbox is full of your messages, stop it."),
    "speaks of failure": (
        "Delivery problem with the pumps",
        "The delivery failed because the address was not found by the driver.",
    ),
    "left": (
        "Automatic reply: hi",
        "Please note that I have left. Your message has not been forwarded. Write to jo@x.example.",
    ),
}


@pytest.mark.parametrize("person", PEOPLE)
def test_people_are_not_taken_for_bounces(person):
    subject, text = PEOPLE[person]

    assert read(mail(text, subject=subject, headers=("In-Reply-To: <a@leadbridge.example>",))) is None


@pytest.mark.parametrize("header", ["Auto-Submitted: auto-replied", "Return-Path: <>", "Precedence: bulk"])
def test_absence_notices_are_not_taken_for_bounces(header):
    text = (
        "I am out of the office until Monday. In urgent cases write to jo@x.example. Your message will not "
        "be forwarded."
    )

    assert read(mail(text, subject="Automatic reply: hi", headers=(header,))) is None


@pytest.mark.parametrize(
    ("words", "status", "outcome", "reason"),
    [
        ("550 5.1.1 User unknown", "5.1.1", Outcome.HARD, Reason.DEAD_ADDRESS),
        (
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
            "5.1.10",
            Outcome.HARD,
            Reason.DEAD_ADDRESS,
        ),
        # The directory of Microsoft 365 does not know the address.
        (
            "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)",
            "5.4.1",
            Outcome.HARD,
            Reason.DEAD_ADDRESS,
        ),
        ("550 5.4.1 All recipient addresses rejected: relay problem", "5.4.1", Outcome.SOFT, None),
        ("550 5.4.5 Daily user sending limit exceeded", "5.4.5", Outcome.SOFT, Reason.RATE),
        ("554 5.2.0 STOREDRV.Submission.Exception:QuotaExceeded", "5.2.0", Outcome.SOFT, Reason.RATE),
        ("552 5.2.2 mailbox full", "5.2.2", Outcome.SOFT, Reason.MAILBOX_FULL),
        ("The user's inbox is over quota", "", Outcome.SOFT, Reason.MAILBOX_FULL),
        (
            "554 5.7.1 Client host [192.0.2.1] blocked using zen.blocklist.example",
            "5.7.1",
            Outcome.SOFT,
            Reason.BLOCKED,
        ),
        ("550 5.7.1 Message rejected as spam by content filtering", "5.7.1", Outcome.SOFT, Reason.POLICY),
        (
            "550 5.7.26 This mail is unauthenticated, SPF and DKIM did not pass",
            "5.7.26",
            Outcome.SOFT,
            Reason.AUTHENTICATION,
        ),
        ("553 5.1.8 Sender address rejected: Domain not found", "5.1.8", Outcome.SOFT, Reason.AUTHENTICATION),
        ("550 Sender verify failed", "", Outcome.SOFT, Reason.AUTHENTICATION),
        ("552 5.3.4 Message size exceeds fixed limit", "5.3.4", Outcome.SOFT, Reason.SIZE),
        ("451 4.7.1 Greylisting in action, please come back later", "4.7.1", Outcome.SOFT, Reason.RATE),
        ("450 4.1.1 User unknown in local table", "4.1.1", Outcome.SOFT, None),
        (
            "Host or domain name not found. Name service error for name=x.example type=MX: Host not found",
            "5.4.4",
            Outcome.HARD,
            Reason.DEAD_DOMAIN,
        ),
        (
            "Name service error for name=x.example type=MX: Host not found, try again",
            "4.4.3",
            Outcome.SOFT,
            None,
        ),
        ("connect to mx.x.example: Connection timed out", "4.4.1", Outcome.SOFT, Reason.NETWORK),
        (
            "550 5.1.1 User unknown (in reply to end of DATA command)",
            "5.1.1",
            Outcome.HARD,
            Reason.DEAD_ADDRESS,
        ),
        ("550 User unknown (in reply to end of DATA command)", "5.0.0", Outcome.SOFT, None),
        ("556 5.1.10 Recipient address has null MX", "5.1.10", Outcome.HARD, Reason.DEAD_DOMAIN),
        ("550 Requested action not taken: mailbox unavailable", "5.0.0", Outcome.HARD, Reason.DEAD_ADDRESS),
        ("Something odd happened", "", Outcome.UNKNOWN, Reason.UNKNOWN),
        ("", "5.1.2", Outcome.HARD, Reason.DEAD_DOMAIN),
        ("", "", Outcome.UNKNOWN, Reason.UNKNOWN),
    ],
)
def test_only_what_speaks_of_the_address_is_hard(words, status, outcome, reason):
    judgement = judge(words, status)

    assert judgement.outcome is outcome
    assert reason is None or judgement.reason is reason


PROVEN = [
    ("550 5.1.1 User unknown", "5.1.1"),
    ("550 5.1.0 Address rejected.", "5.1.0"),
    ("550 Unknown user (in reply to RCPT TO command)", "5.0.0"),
    ("SMTP error from remote mail server after RCPT TO:<rob@brackley.example>: 550 no such user", ""),
    ("192.0.2.9 does not like recipient. Remote host said: 550 unknown user", ""),
    ("Unrouteable address", ""),
    ("The recipient name is not recognized MSEXCH:IMS:Brackley", ""),
    ("User rob not listed in Domino Directory", ""),
    ("Host or domain name not found", ""),
    ("sorry, I couldn't find any host named brackley.example", ""),
    ("521 mx.brackley.example takes no mail", ""),
]
UNPROVEN = [
    ("550 User unknown", "5.0.0"),
    ("550 <rob@brackley.example>... No such user", "5.7.1"),
    ("550 5.2.1 The account is disabled", "5.2.1"),
    ("SMTP error from remote mail server: 550 Unrouteable address", ""),
    ("This user doesn't have a brackley.example account", ""),
]


@pytest.mark.parametrize(("words", "status"), PROVEN)
def test_a_dead_address_is_proven_by_code_stage_or_directory(words, status):
    judgement = judge(words, status)

    assert (judgement.outcome, judgement.proven) == (Outcome.HARD, True)


@pytest.mark.parametrize(("words", "status"), UNPROVEN)
def test_words_alone_prove_no_dead_address(words, status):
    assert judge(words, status).proven is False


def test_a_refused_sender_says_nothing_about_the_recipient():
    judgement = judge(
        "after MAIL FROM:<tom@leadbridge.example>: 553 5.1.0 leadbridge.example does not exist", "5.1.0"
    )

    assert (judgement.outcome, judgement.reason) == (Outcome.SOFT, Reason.AUTHENTICATION)


def test_the_transcript_tells_at_which_stage_the_recipient_was_refused():
    said = (
        "----- The following addresses had permanent fatal errors -----\n<rob@brackley.example>\n\n"
        "----- Transcript of session follows -----\n>>> RCPT To:<rob@brackley.example>\n<<< 550 User unknown\n"
    )

    report = read(delivery_report(said, FAILED.format(status="5.0.0", words="550 User unknown")))

    assert report is not None
    assert report.worst.proven


def test_who_was_unknown_until_the_mail_was_given_up_is_dead():
    unknown = FAILED.format(status="4.1.1", words="450 4.1.1 Recipient address rejected: User unknown")
    unreachable = FAILED.format(status="4.4.1", words="connect to mx.brackley.example: Connection timed out")

    given_up, never_reached = read(delivery_report("", unknown)), read(delivery_report("", unreachable))

    assert given_up is not None
    assert never_reached is not None
    assert (given_up.outcome, never_reached.outcome) == (Outcome.HARD, Outcome.SOFT)


def test_a_report_in_a_gateways_envelope_is_opened():
    inner = delivery_report("Failed.", FAILED.format(status="5.1.1", words="550 5.1.1 unknown"))
    content_type, body = multipart(
        "mixed",
        "Content-Type: message/rfc822\n\n" + inner.decode().replace("\r\n", "\n").replace("edge", "inner"),
        "Content-Type: text/plain\n\nThis mail was checked.",
    )

    report = read(
        mail(body, content_type=content_type, sender=DAEMON, subject="Delivery Status Notification")
    )

    assert report is not None
    assert (report.address, report.outcome) == ("rob@brackley.example", Outcome.HARD)


NOTICES = [
    (
        "System <system@portal.example>",
        "Wiadomość niedostarczona",
        "Nie można dostarczyć do rob@brackley.example.",
    ),
    (
        "no-reply@shield.example",
        "Ihre E-Mail",
        "Ihre Nachricht an rob@brackley.example konnte nicht zugestellt werden.",
    ),
    ("no-reply@shield.example", "Your mail", "Your message to rob@brackley.example was blocked."),
    ("support@shield.example", "Ваше письмо", f"Письмо не доставлено: rob@brackley.example, {OURS}"),
    ("noreply@shield.example", "Лист", "Лист для rob@brackley.example не вдалося доставити."),
]


@pytest.mark.parametrize(("sender", "subject", "text"), NOTICES)
def test_a_failure_told_without_a_report_is_known_by_our_send_log(sender, subject, text):
    message = read_message(mail(text, sender=sender, subject=subject))

    notice = read_failure_notice(message, recipient="rob@brackley.example", message_id=OURS)
    strangers = read_failure_notice(
        message, recipient="jo@other.example", message_id="<other@leadbridge.example>"
    )

    assert notice is not None
    assert notice.address == "rob@brackley.example"
    assert strangers is None


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("Rob <rob@brackley.example>", "Mail delivery failed"),
        ("Ann Lee <ann@brackley.example>", "Re: Who handles sales?"),
        ("Ann Lee <ann@brackley.example>", "Rob's address"),
    ],
)
def test_a_colleague_who_reports_a_dead_address_is_no_notice(sender, subject):
    text = "Mail to rob@brackley.example cannot be delivered any more, he has left. Try me."

    message = read_message(mail(text, sender=sender, subject=subject))

    assert read_failure_notice(message, recipient="rob@brackley.example", message_id=OURS) is None
