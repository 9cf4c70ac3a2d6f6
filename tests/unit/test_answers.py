"""What a server's answer means: a row for each answer that is known, and what holds for all that are not."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.mail.outcomes import Answer, Outcome, Phase, broken_off, replied
from outreach.sending.answer_table import TABLE
from outreach.sending.answers import GIVEN_UP_AFTER, WAITS, Action, Concerns, Judgement, judge

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
GREETING, EHLO, STARTTLS, AUTH = Phase.GREETING, Phase.EHLO, Phase.STARTTLS, Phase.AUTH
MAIL, RCPT, DATA, DOT = Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.DOT


@dataclass(frozen=True, slots=True)
class Known:
    """An answer as a server gives it, and the row of the table that it should meet."""

    phase: Phase
    said: str
    rule: str

    def __str__(self) -> str:
        return f"{self.phase}: {self.said[:60]}"

    @property
    def answer(self) -> Answer:
        return replied(self.phase, int(self.said[:3]), self.said[4:], host="smtp.alpha.example")


DEAD = [
    Known(RCPT, "550 5.1.1 <olga@beta.example>: Recipient address rejected: User unknown", "recipient.dead"),
    Known(
        DOT, "550 5.1.1 The email account that you tried to reach does not exist. - gsmtp", "recipient.dead"
    ),
    Known(RCPT, "553 5.1.2 We weren't able to find the recipient domain", "recipient.dead"),
    Known(RCPT, "553 5.1.3 The recipient address is not a valid RFC 5321 address", "recipient.dead"),
    Known(
        DOT, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP lookup", "recipient.dead"
    ),
    Known(RCPT, "550 No such user here", "recipient.unknown"),
    Known(RCPT, "550 5.7.1 No such user!", "recipient.unknown"),
    Known(RCPT, "550 Invalid mailbox. Local mailbox x@beta.example is unavailable", "recipient.unknown"),
    Known(RCPT, "554 delivery error: This user doesn't have a beta.example account", "recipient.unknown"),
]
RECIPIENT = [
    Known(RCPT, "550 5.4.1 Recipient address rejected: Access denied", "other.recipient"),
    Known(RCPT, "550 5.2.1 The email account that you tried to reach is disabled", "other.recipient"),
    Known(RCPT, "551 5.1.6 User has moved", "other.recipient"),
    Known(RCPT, "550 Administrative prohibition", "other.recipient"),
]
MESSAGE = [
    Known(MAIL, "552 5.3.4 Message size exceeds fixed limit", "message.too-large"),
    Known(DOT, "552 5.2.3 Your message exceeded the size limits", "message.too-large"),
    Known(MAIL, "552 Message size exceeds maximum permitted", "message.too-large-words"),
    Known(DOT, "550 5.7.1 This message is likely unsolicited mail. - gsmtp", "message.spam"),
    Known(DOT, "554 5.7.1 [2] Message rejected under suspicion of SPAM", "message.spam"),
    Known(DOT, "550 spam message rejected", "message.spam"),
    Known(
        DOT, "552 5.7.0 The content of this message presents a potential security issue", "message.content"
    ),
    Known(DATA, "554 5.5.1 Error: no valid recipients", "other.message"),
    Known(DOT, "554 5.6.0 Message contains invalid header", "other.message"),
    Known(DOT, "599 Never heard of", "other.message"),
]
LATER = [
    Known(RCPT, "450 4.2.0 <olga@beta.example>: Recipient address rejected: Greylisted", "other.4xx"),
    Known(DOT, "451 4.3.0 Temporary system problem", "other.4xx"),
    Known(DOT, "451 4.7.500 Server busy. Please try again later", "other.4xx"),
    Known(DOT, "452 4.3.1 Insufficient system storage", "other.4xx"),
    Known(
        RCPT,
        "450 4.2.1 The user you are trying to contact is receiving mail too quickly",
        "recipient.busy-gmail",
    ),
    Known(
        RCPT,
        "550 5.2.1 The user you are trying to contact is receiving mail at a rate that",
        "recipient.busy-gmail",
    ),
    Known(
        RCPT,
        "451 4.5.1 The recipient <x@beta.example> has exceeded their message rate limit",
        "recipient.busy-yandex",
    ),
    Known(RCPT, "552 Too many recipients", "other.552"),
    Known(DOT, "499 Never heard of", "other.4xx"),
]
SERVER_LEAVES = [
    Known(MAIL, "421 4.3.2 Service shutting down", "other.421"),
    Known(DOT, "421 4.4.2 Timeout exceeded", "other.421"),
]
FULL = [
    Known(RCPT, "452 4.2.2 The recipient's inbox is out of storage space", "recipient.full"),
    Known(RCPT, "552 5.2.2 Over quota", "recipient.full"),
    Known(RCPT, "550 Mailbox is full", "recipient.full-words"),
    Known(DOT, "552 Quota exceeded (mailbox for user is full)", "recipient.over-quota"),
    Known(DOT, "554 User is overquota", "recipient.over-quota"),
]
QUOTA = [
    Known(MAIL, "550 5.4.5 Daily user sending limit exceeded. - gsmtp", "quota.gmail"),
    Known(DOT, "550 5.4.5 Daily sending quota exceeded", "quota.gmail"),
    Known(DOT, "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", "quota.microsoft"),
    Known(
        DOT,
        "550 5.7.233 Your tenant exceeded its daily limit for external recipients",
        "quota.microsoft-tenant",
    ),
    Known(
        DOT,
        "550 5.1.90 Your message can't be sent: daily limit for recipients reached",
        "quota.microsoft-tenant",
    ),
    Known(MAIL, "550 5.4.6 Unusual sending activity detected. Please try after sometime", "quota.zoho"),
    Known(RCPT, "550 You have exceeded your hourly sending limit", "quota.exceeded"),
    Known(RCPT, "554 Daily message quota for this account exceeded", "quota.reached"),
]
TOO_FAST = [
    Known(MAIL, "451 Ratelimit exceeded for mailbox ann@alpha.example", "rate.limit"),
    Known(MAIL, "450 4.2.1 Peak SMTP relay limit exceeded for customer", "rate.limit"),
    Known(DOT, "421 4.7.28 Unusual rate of unsolicited mail from your IP address", "rate.gmail"),
    Known(RCPT, "451 4.7.651 The mail server has been temporarily rate limited", "rate.limit"),
    Known(RCPT, "450 4.7.1 Error: too many messages from ann@alpha.example", "rate.too-many"),
]
TOO_MANY_LINES = [
    Known(DOT, "432 4.3.2 Concurrent connections limit exceeded", "rate.connections"),
    Known(MAIL, "421 4.7.0 Too many connections", "rate.connections-words"),
]
LOG_IN = [
    Known(AUTH, "535 5.7.8 Username and Password not accepted", "log-in.refused"),
    Known(AUTH, "534 5.7.9 Application-specific password required", "log-in.refused"),
    Known(
        AUTH,
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled",
        "log-in.refused",
    ),
    Known(AUTH, "535 5.7.3 Authentication unsuccessful", "log-in.refused"),
    Known(
        AUTH, "535 5.7.0 NEOBHODIM parol prilozheniya / Application password is REQUIRED", "log-in.refused"
    ),
    Known(AUTH, "550 5.7.1 Blocked", "log-in.refused"),
    Known(MAIL, "530 5.5.1 Authentication Required", "log-in.missing"),
    Known(MAIL, "530 5.7.57 Client not authenticated to send mail", "log-in.missing"),
    Known(DOT, "550 5.7.57 Client not authenticated to send mail", "log-in.missing-microsoft"),
    Known(
        MAIL,
        "550 5.7.30 Basic authentication is not supported for Client Submission.",
        "log-in.password-microsoft",
    ),
]
LOG_IN_LATER = [
    Known(AUTH, "454 4.7.0 Too many login attempts, please try again later", "log-in.later"),
    Known(AUTH, "421 4.7.0 Temporary System Problem", "log-in.later"),
]
MAILBOX = [
    Known(MAIL, "530 5.7.0 Must issue a STARTTLS command first", "server.needs-tls"),
    Known(MAIL, "553 5.7.1 Sender address rejected: not owned by auth user", "sender.refused"),
    Known(DOT, "550 5.7.60 Client does not have permissions to send as this sender", "sender.not-ours"),
    Known(DOT, "554 5.2.252 SendAsDenied; not allowed to send as", "account.blocked"),
    Known(DOT, "550 SendAsDenied", "sender.not-owned"),
    Known(MAIL, "553 Relaying disallowed as ann@alpha.example", "sender.zoho"),
    Known(RCPT, "550-Verification failed for <ann@alpha.example>\n550 No Such User Here", "sender.callback"),
    Known(RCPT, "550 Sender verify failed", "sender.refused"),
    Known(RCPT, "550 Sender domain does not exist", "sender.unknown"),
    Known(MAIL, "501 5.1.7 Bad sender address syntax", "other.sender"),
    Known(MAIL, "550 5.1.1 Who are you", "other.sender"),
    Known(DOT, "550 5.1.8 Access denied, bad outbound sender", "account.blocked"),
    Known(MAIL, "554 5.1.8 Email Outgoing Blocked", "account.blocked"),
    Known(DOT, "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException", "account.blocked-words"),
    Known(DOT, "550 5.7.501 Access denied, spam abuse detected", "account.blocked"),
    Known(DOT, "550 5.7.708 Service unavailable. Access denied, traffic not accepted", "account.blocked"),
    Known(
        DOT,
        "554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException",
        "mailbox.own-full",
    ),
    Known(RCPT, "554 5.7.1 <olga@beta.example>: Relay access denied", "relay.denied"),
    Known(RCPT, "550 relay not permitted", "relay.denied"),
    Known(RCPT, "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "relay.unable"),
    Known(RCPT, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen", "server.blocked"),
    Known(DOT, "550 5.7.1 Listed by Spamhaus", "server.listed"),
    Known(DOT, "550 5.7.25 The IP address sending this message does not have a PTR record", "server.no-name"),
]
DOMAIN = [
    Known(DOT, "550 5.7.26 This mail is unauthenticated. - gsmtp", "domain.unauthenticated"),
    Known(DOT, "550 5.7.27 SPF did not pass", "domain.unauthenticated"),
    Known(
        DOT,
        "550 5.7.515 Access denied, sending domain does not meet the required level",
        "domain.unauthenticated",
    ),
    Known(RCPT, "550 5.7.23 SPF validation failed", "domain.unauthenticated"),
    Known(DOT, "550 5.7.1 Email rejected per DMARC policy for alpha.example", "domain.dmarc"),
    Known(DOT, "550 5.7.1 SPF check failed", "domain.spf-or-dkim"),
]
SERVER_LATER = [
    Known(GREETING, "421 4.3.2 Too busy", "server.later"),
    Known(EHLO, "421 4.7.0 Try again later, closing connection", "server.later"),
    Known(STARTTLS, "454 4.7.0 TLS not available due to local problem", "server.later"),
]
SERVER_REFUSES = [
    Known(GREETING, "554 5.7.1 No SMTP service for you", "server.refuses"),
    Known(EHLO, "550 5.7.1 Bad name", "server.refuses"),
]

GROUPS = [
    (DEAD, Action.GIVE_UP, Concerns.RECIPIENT),
    (RECIPIENT, Action.GIVE_UP, Concerns.RECIPIENT),
    (MESSAGE, Action.GIVE_UP, Concerns.MESSAGE),
    (LATER, Action.RETRY_LATER, Concerns.RECIPIENT),
    (SERVER_LEAVES, Action.RETRY_LATER, Concerns.NETWORK),
    (FULL, Action.RETRY_LATER, Concerns.RECIPIENT),
    (QUOTA, Action.CLOSE_MAILBOX, Concerns.MAILBOX),
    (TOO_FAST, Action.CLOSE_MAILBOX, Concerns.MAILBOX),
    (TOO_MANY_LINES, Action.CLOSE_MAILBOX, Concerns.MAILBOX),
    (LOG_IN, Action.PAUSE_MAILBOX, Concerns.MAILBOX),
    (LOG_IN_LATER, Action.CLOSE_MAILBOX, Concerns.MAILBOX),
    (MAILBOX, Action.PAUSE_MAILBOX, Concerns.MAILBOX),
    (DOMAIN, Action.PAUSE_DOMAIN, Concerns.DOMAIN),
    (SERVER_LATER, Action.CLOSE_MAILBOX, Concerns.NETWORK),
    (SERVER_REFUSES, Action.CLOSE_MAILBOX, Concerns.MAILBOX),
]
EVERY_KNOWN = [(known, action, concerns) for group, action, concerns in GROUPS for known in group]


def judged(answer: Answer, *, attempts: int = 1, first: datetime = NOW) -> Judgement:
    return judge(answer, attempts=attempts, first_attempt_at=first, now=NOW, rng=random.Random(7))


@pytest.mark.parametrize(("known", "action", "concerns"), EVERY_KNOWN, ids=str)
def test_a_known_answer_means_what_it_should(known: Known, action: Action, concerns: Concerns) -> None:
    judgement = judged(known.answer)

    assert (judgement.rule, judgement.action, judgement.concerns) == (known.rule, action, concerns)
    assert judgement.dead_address is (known in DEAD)
    assert judgement.advice


def test_every_row_of_the_table_has_an_answer_that_meets_it() -> None:
    met = {known.rule for known, _, _ in EVERY_KNOWN} | {judged(answer).rule for answer in WITHOUT_A_REPLY}

    assert [row.name for row in TABLE if row.name not in met] == []


def test_the_rows_of_the_table_have_names_of_their_own() -> None:
    names = [row.name for row in TABLE]

    assert len(set(names)) == len(names)


SENT = replied(DOT, 250, "2.0.0 Ok: queued as 3F2A1C0D")
WITHHELD = Answer(Outcome.WITHHELD, DATA)
READY = Answer(Outcome.READY, AUTH, 235)
DOUBTFUL = broken_off(DOT, "connection lost")
NO_STARTTLS = Answer(Outcome.REFUSED, STARTTLS, text="the server does not offer STARTTLS")
TAMPERED = broken_off(STARTTLS, "the server spoke out of turn")
NOT_TRUSTED = broken_off(Phase.TLS, "the certificate is not trusted: self-signed certificate")
NO_LINE = broken_off(Phase.CONNECT, "Connection refused")
LOST_AT_RCPT = broken_off(RCPT, "connection lost")
TOO_LARGE = Answer(Outcome.REFUSED, Phase.ENVELOPE, text="the mail has 2000 octets, the server takes 1000")
MISFIT = Answer(Outcome.REFUSED, Phase.ENVELOPE, text="the mail has 8-bit characters")
NO_METHOD = Answer(Outcome.REFUSED, AUTH, text="the server offers gssapi; we could use plain or login")
AUTHORISE = Answer(
    Outcome.REFUSED, AUTH, text="The authorisation is gone. Run `outreach mailbox authorize ann`."
)
NO_TOKEN = Answer(Outcome.NOT_SENT, AUTH, text="The token server cannot be reached (ConnectError).")

WITHOUT_A_REPLY = [
    AUTHORISE,
    NO_TOKEN,
    SENT,
    WITHHELD,
    READY,
    DOUBTFUL,
    NO_STARTTLS,
    TAMPERED,
    NOT_TRUSTED,
    NO_LINE,
    LOST_AT_RCPT,
    TOO_LARGE,
    MISFIT,
    NO_METHOD,
]


@pytest.mark.parametrize(
    ("answer", "action", "concerns"),
    [
        (SENT, Action.SENT, Concerns.MESSAGE),
        (WITHHELD, Action.NOTHING, Concerns.MESSAGE),
        (READY, Action.NOTHING, Concerns.MESSAGE),
        (DOUBTFUL, Action.DOUBTFUL, Concerns.MESSAGE),
        (NO_STARTTLS, Action.CLOSE_MAILBOX, Concerns.MAILBOX),
        (TAMPERED, Action.CLOSE_MAILBOX, Concerns.MAILBOX),
        (NOT_TRUSTED, Action.CLOSE_MAILBOX, Concerns.MAILBOX),
        (NO_LINE, Action.CLOSE_MAILBOX, Concerns.NETWORK),
        (LOST_AT_RCPT, Action.RETRY_LATER, Concerns.NETWORK),
        (TOO_LARGE, Action.GIVE_UP, Concerns.MESSAGE),
        (MISFIT, Action.GIVE_UP, Concerns.MESSAGE),
        (NO_METHOD, Action.PAUSE_MAILBOX, Concerns.MAILBOX),
    ],
    ids=str,
)
def test_an_end_without_a_reply_has_a_meaning_too(answer: Answer, action: Action, concerns: Concerns) -> None:
    judgement = judged(answer)

    assert (judgement.action, judgement.concerns) == (action, concerns)


def test_an_address_is_only_dead_when_the_recipient_was_the_question() -> None:
    at_mail = judged(replied(MAIL, 550, "5.1.1 User unknown"))
    at_auth = judged(replied(AUTH, 550, "5.1.1 User unknown"))

    assert (at_mail.dead_address, at_auth.dead_address) == (False, False)


@pytest.mark.parametrize("attempts", [1, 2, 3, 4, 5, 9])
def test_a_message_that_is_put_off_waits_longer_each_time(attempts: int) -> None:
    judgement = judged(LATER[0].answer, attempts=attempts)

    wait = WAITS[min(attempts, 5) - 1]
    assert judgement.retry_at is not None
    assert NOW + wait <= judgement.retry_at <= NOW + wait * 1.2


def test_a_message_is_given_up_when_the_next_try_would_come_after_three_days() -> None:
    answer = LATER[0].answer

    in_time = judged(answer, attempts=4, first=NOW - 55 * HOUR)
    too_late = judged(answer, attempts=5, first=NOW - 55 * HOUR)

    assert in_time.action is Action.RETRY_LATER
    assert (too_late.action, too_late.retry_at, too_late.dead_address) == (Action.GIVE_UP, None, False)
    assert too_late.advice.endswith("Given up after 5 tries.")


def test_the_whole_series_of_tries_ends_within_three_days() -> None:
    rng, moment, tries = random.Random(3), NOW, 0
    while True:
        tries += 1
        judgement = judge(LATER[0].answer, attempts=tries, first_attempt_at=NOW, now=moment, rng=rng)
        if judgement.retry_at is None:
            break
        moment = judgement.retry_at

    assert judgement.action is Action.GIVE_UP
    assert tries in (6, 7)
    assert 41 * HOUR < moment - NOW <= GIVEN_UP_AFTER


def test_a_full_mailbox_is_tried_twice_and_not_suppressed() -> None:
    answer = FULL[0].answer

    first, second = judged(answer, attempts=1), judged(answer, attempts=2)

    assert (first.action, second.action) == (Action.RETRY_LATER, Action.GIVE_UP)
    assert first.retry_at is not None
    assert first.retry_at >= NOW + DAY
    assert not second.dead_address


@pytest.mark.parametrize(
    ("answer", "closed_for"),
    [
        (QUOTA[0].answer, DAY),
        (QUOTA[2].answer, DAY),
        (TOO_FAST[0].answer, HOUR),
        (TOO_MANY_LINES[0].answer, 15 * MINUTE),
        (LOG_IN_LATER[0].answer, HOUR),
        (NO_LINE, 5 * MINUTE),
    ],
    ids=str,
)
def test_a_closed_mailbox_says_until_when_and_the_message_waits_with_it(
    answer: Answer, closed_for: timedelta
) -> None:
    judgement = judged(answer)

    assert judgement.closed_until is not None
    assert NOW + closed_for <= judgement.closed_until <= NOW + closed_for * 1.2
    assert judgement.retry_at == judgement.closed_until


@pytest.mark.parametrize("group", [QUOTA, TOO_FAST, LOG_IN, LOG_IN_LATER, MAILBOX, DOMAIN, SERVER_REFUSES])
def test_trouble_of_the_mailbox_never_uses_up_a_message(group: list[Known]) -> None:
    long_ago = NOW - 30 * DAY

    for known in group:
        judgement = judged(known.answer, attempts=50, first=long_ago)

        assert judgement.action not in (Action.GIVE_UP, Action.SENT)
        assert not judgement.counts


@pytest.mark.parametrize(
    ("host", "text", "words"),
    [
        ("smtp.gmail.com", "5.7.8 Username and Password not accepted", "myaccount.google.com/apppasswords"),
        (
            "relay.alpha.example",
            "5.7.9 Application-specific password required - gsmtp",
            "myaccount.google.com",
        ),
        ("smtp.office365.com", "5.7.3 Authentication unsuccessful", "Authenticated SMTP"),
        ("relay.alpha.example", "5.7.139 SmtpClientAuthentication is disabled for the Tenant", "authorize"),
        (
            "relay.alpha.example",
            "5.7.139 Authentication unsuccessful, basic authentication is disabled.",
            "authorize",
        ),
        ("smtp.yandex.ru", "5.7.8 Error: authentication failed", "id.yandex.ru"),
        ("smtp.mail.ru", "Authentication failed", "account.mail.ru"),
        ("relay.alpha.example", "5.7.0 NEOBHODIM parol prilozheniya", "Mail.ru"),
        ("smtppro.zoho.eu", "Authentication Failed", "accounts.zoho.com"),
        ("mail.alpha.example", "5.7.8 Bad credentials", "outreach mailbox test"),
        ("notgmail.com", "5.7.8 Bad credentials", "outreach mailbox test"),
    ],
)
def test_a_refused_log_in_comes_with_the_way_out_of_its_provider(host: str, text: str, words: str) -> None:
    answer = replied(AUTH, 535, text, host=host)

    assert words in judged(answer).advice


@pytest.mark.parametrize("phase", [AUTH, MAIL])
def test_a_password_that_microsoft_takes_no_more_is_a_log_in_and_no_fault_of_the_domain(phase: Phase) -> None:
    answer = replied(phase, 550, "5.7.30 Basic authentication is not supported for Client Submission.")

    advice = judged(answer).advice

    assert "outreach mailbox authorize" in advice
    assert "DKIM" not in advice


def test_other_trouble_at_a_known_provider_gets_no_log_in_advice() -> None:
    answer = replied(MAIL, 550, "5.4.5 Daily user sending limit exceeded - gsmtp", host="smtp.gmail.com")

    assert "apppasswords" not in judged(answer).advice


@given(
    phase=st.sampled_from([phase for phase in Phase if phase is not Phase.ENVELOPE]),
    code=st.integers(min_value=200, max_value=599),
    text=st.text(max_size=300),
    attempts=st.integers(min_value=1, max_value=100),
    age=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=60)),
)
def test_any_reply_at_all_is_judged_and_none_is_both_refused_and_sent(
    phase: Phase, code: int, text: str, attempts: int, age: timedelta
) -> None:
    answer = replied(phase, code, text)

    judgement = judged(answer, attempts=attempts, first=NOW - age)

    assert (judgement.action is Action.SENT) is (answer.outcome is Outcome.SENT)
    assert (judgement.action is Action.DOUBTFUL) is (answer.outcome is Outcome.DOUBTFUL)
    assert (judgement.retry_at is not None) is (
        judgement.action in (Action.RETRY_LATER, Action.CLOSE_MAILBOX)
    )
    assert (judgement.closed_until is not None) is (judgement.action is Action.CLOSE_MAILBOX)
    assert judgement.retry_at is None or judgement.retry_at > NOW


@given(code=st.integers(min_value=400, max_value=599), phase=st.sampled_from([RCPT, DATA, DOT]))
def test_an_unknown_code_goes_by_its_first_digit(code: int, phase: Phase) -> None:
    judgement = judged(replied(phase, code, "Words that nobody knows"))

    if code in (432, 530, 534, 535, 538):
        assert judgement.concerns is Concerns.MAILBOX
    elif code < 500 or code == 552:
        assert judgement.action is Action.RETRY_LATER
    else:
        assert judgement.action is Action.GIVE_UP


def test_a_token_that_a_person_has_to_see_to_pauses_and_one_that_is_late_does_not() -> None:
    assert judged(AUTHORISE).action is Action.PAUSE_MAILBOX
    assert "outreach mailbox authorize" in judged(AUTHORISE).advice
    assert judged(NO_TOKEN).action is Action.CLOSE_MAILBOX
    assert judged(NO_TOKEN).concerns is Concerns.NETWORK
