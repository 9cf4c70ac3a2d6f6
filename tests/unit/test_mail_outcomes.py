"""How a reply is read: codes, text, and what the server calls the mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.mail.outcomes import TEXT_LIMIT, Outcome, Phase, broken_off, replied


@pytest.mark.parametrize(
    ("phase", "code", "outcome"),
    [
        (Phase.DOT, 250, Outcome.SENT),
        (Phase.DOT, 251, Outcome.SENT),
        (Phase.DOT, 299, Outcome.SENT),
        (Phase.DOT, 354, Outcome.DOUBTFUL),
        (Phase.DOT, -1, Outcome.DOUBTFUL),
        (Phase.DOT, 25, Outcome.DOUBTFUL),
        (Phase.DOT, 150, Outcome.DOUBTFUL),
        (Phase.DOT, 600, Outcome.DOUBTFUL),
        (Phase.DOT, 451, Outcome.REFUSED_FOR_NOW),
        (Phase.DOT, 554, Outcome.REFUSED),
        (Phase.BODY, 250, Outcome.DOUBTFUL),
        (Phase.BODY, 552, Outcome.REFUSED),
        (Phase.DATA, 250, Outcome.NOT_SENT),
        (Phase.RCPT, 354, Outcome.NOT_SENT),
        (Phase.RCPT, -1, Outcome.NOT_SENT),
        (Phase.RCPT, 421, Outcome.REFUSED_FOR_NOW),
        (Phase.GREETING, 554, Outcome.REFUSED),
    ],
)
def test_a_reply_comes_to_an_outcome(phase: Phase, code: int, outcome: Outcome) -> None:
    assert replied(phase, code, "words").outcome is outcome


@pytest.mark.parametrize("phase", list(Phase))
def test_a_line_that_breaks_is_in_doubt_only_after_the_commit_point(phase: Phase) -> None:
    outcome = broken_off(phase, "connection lost").outcome

    assert outcome is (Outcome.DOUBTFUL if phase in (Phase.BODY, Phase.DOT) else Outcome.NOT_SENT)


@pytest.mark.parametrize(
    ("text", "enhanced", "words"),
    [
        ("5.1.1 User unknown", "5.1.1", "User unknown"),
        ("5.1.10 RESOLVER.ADR.RecipientNotFound", "5.1.10", "RESOLVER.ADR.RecipientNotFound"),
        ("5.1.1 The account\n5.1.1 does not exist", "5.1.1", "The account does not exist"),
        ("#5.1.0 Address rejected", "5.1.0", "Address rejected"),
        ("(5.7.1) Denied", "5.7.1", "Denied"),
        ("5.7.139", "5.7.139", ""),
        ("User unknown", None, "User unknown"),
        ("5.1.1.1 is an address", None, "5.1.1.1 is an address"),
        ("3.1.1 has no such class", None, "3.1.1 has no such class"),
    ],
)
def test_the_enhanced_code_is_taken_off_the_text(text: str, enhanced: str | None, words: str) -> None:
    answer = replied(Phase.RCPT, 550, text)

    assert (answer.enhanced, answer.text) == (enhanced, words)


@pytest.mark.parametrize(
    ("text", "queue_id"),
    [
        ("2.0.0 Ok: queued as 3F2A1C0D", "3F2A1C0D"),
        ("2.0.0 Ok: queued on mail-nwsmtp-7.alpha.example 1709456-AbCdEf", "1709456-AbCdEf"),
        ("OK id=1rABcd-00000000xyz-1A2b", "1rABcd-00000000xyz-1A2b"),
        ("2.0.0 OK  1709456123 a1-20020a05.12 - gsmtp", "a1-20020a05.12"),
        (
            "Ok 0102018f1a2b3c4d-1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d-000000",
            "0102018f1a2b3c4d-1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d-000000",
        ),
        ("2.0.0 423LbAcd012345 Message accepted for delivery", "423LbAcd012345"),
        ("Message received", None),
    ],
)
def test_what_the_server_calls_the_mail_is_kept(text: str, queue_id: str | None) -> None:
    assert replied(Phase.DOT, 250, text).queue_id == queue_id


def test_the_message_id_that_replaces_ours_is_learned() -> None:
    said = "2.6.0 <AB1PR01@AB1PR01.prod.alpha.example> [InternalId=123, Hostname=AB1.alpha.example] Queued"

    answer = replied(Phase.DOT, 250, said)

    assert answer.message_id == "<AB1PR01@AB1PR01.prod.alpha.example>"
    assert answer.queue_id == "123"


@pytest.mark.parametrize(
    "foreign", ["x\x1b[31my", "x\udcffy", "x\u202ey"], ids=["escape", "half", "override"]
)
def test_what_could_harm_a_terminal_or_a_table_is_no_message_id(foreign: str) -> None:
    answer = replied(Phase.DOT, 250, f"2.6.0 <{foreign}@alpha.example> [InternalId=123] Queued")

    assert answer.message_id is None


def test_invisible_signs_are_left_out_of_what_a_server_says() -> None:
    assert replied(Phase.RCPT, 550, "5.1.1 no\u070f such\u200d user").text == "no such user"
    assert broken_off(Phase.RCPT, "lost\u00ad line").text == "lost line"


def test_an_address_in_the_answer_is_no_message_id() -> None:
    answer = replied(Phase.DOT, 250, "2.1.5 <info@beta.example> Saved")

    assert answer.message_id is None


def test_a_refused_mail_has_no_queue_id() -> None:
    answer = replied(Phase.DOT, 451, "4.3.0 Error: queued as 3F2A1C0D but lost")

    assert answer.queue_id is None


def test_an_answer_reads_as_one_line_in_a_log() -> None:
    answer = replied(Phase.RCPT, 550, "5.1.1 User unknown", host="smtp.alpha.example")

    assert str(answer) == "refused at rcpt: 550 5.1.1 User unknown"


@given(phase=st.sampled_from(list(Phase)), code=st.integers(-1, 999), raw=st.binary(max_size=2000))
def test_whatever_a_server_says_is_one_printable_line_of_bounded_length(
    phase: Phase, code: int, raw: bytes
) -> None:
    answer = replied(phase, code, raw.decode("utf-8", "surrogateescape"))

    assert len(answer.text) <= TEXT_LIMIT
    assert answer.text.isprintable()
    answer.text.encode("utf-8")
