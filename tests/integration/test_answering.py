"""What a person answers to a reply: in its thread, from the right mailbox, once, never to who must be left alone."""

import email
import email.policy
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from typing import Any

import pytest

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.prospects.model import AccountStatus
from outreach.qualification import answering
from outreach.qualification.model import ReviewState
from outreach.sending.model import OutboundKind, OutboundMessage, OutboundState
from outreach.sequences.model import CampaignEvent, EnrollmentState
from tests.support.databases import Refillable
from tests.support.desk import LINE_BROKE, NO_SUCH_USER, UNWANTED, mailbox, rules
from tests.support.mailroom import Mailroom, a_bounce, a_reply, asked, sure

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
BODY = "Hello Ana,\n\nthank you. Shall we talk on Thursday?\n\nAnn\n"


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    return asked(migrated_sqlite, ANA, AMY, BEN)


def replied(room: Mailroom, address: str = ANA, text: str = "What is it about?", **letter: Any) -> int:
    """They have asked something, and a person is to look."""
    return room.answered(address, sure(Intent.QUESTION, needs_review=True), text=text, **letter)


def queue(room: Mailroom, inbound_id: int, body: str = BODY, **options: Any) -> OutboundMessage:
    return room.do(
        answering.queue_answer, inbound_id, body, actor="rita", rules=room.effects, now=room.now, **options
    )


def preview(room: Mailroom, inbound_id: int, body: str = BODY) -> answering.AnswerPreview:
    with room.database.reading() as session:
        return answering.preview_answer(session, inbound_id, body, rules=room.effects, now=room.now)


def parsed(raw: bytes | None) -> EmailMessage:
    message = email.message_from_bytes(raw or b"", policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(raw: bytes | None) -> str:
    return str(parsed(raw).get_content()).replace("\r\n", "\n")


# --- what it says ---------------------------------------------------------------------------------------------------


def test_an_answer_goes_on_with_the_thread_of_the_reply(room: Mailroom) -> None:
    first = room.mail(ANA)
    reply = replied(room, name="Ana Ruiz", message_id="<their.1@acme.example>")

    mail = parsed(queue(room, reply).raw)

    assert mail["In-Reply-To"] == "<their.1@acme.example>"
    assert mail["References"] == f"{first.message_id} <their.1@acme.example>"
    assert mail["Subject"] == f"Re: {first.subject}"
    assert (mail["From"], mail["To"]) == ("Ann Roe <ann@alpha.example>", f"Ana Ruiz <{ANA}>")
    assert mail["List-Unsubscribe"] is None
    assert mail["X-Outreach-Tag"] is None


@pytest.mark.parametrize(
    "subject", ["Re: Printers", "RE: re: Printers", "AW: Re: Printers", "Ответ: Printers"]
)
def test_the_subject_says_re_once(room: Mailroom, subject: str) -> None:
    reply = replied(room, subject=subject)

    assert queue(room, reply).subject == "Re: Printers"


def test_the_reply_is_quoted_below_what_was_written(room: Mailroom) -> None:
    reply = replied(room, name="Ana Ruiz", text="What is it about?\r\n\r\n> an older line")

    said = text_of(queue(room, reply).raw)

    assert said == (
        "Hello Ana,\n\nthank you. Shall we talk on Thursday?\n\nAnn\n\n"
        "On 3 Mar 2026 at 10:00, Ana Ruiz wrote:\n\n> What is it about?\n>\n>> an older line\n"
    )


def test_a_russian_reply_is_quoted_in_russian(room: Mailroom) -> None:
    reply = room.answered(
        ANA, sure(Intent.QUESTION, needs_review=True, language="ru"), text="О чём речь?", name="Анна Руис"
    )

    assert "3 марта 2026 г. в 10:00 Анна Руис пишет:\n\n> О чём речь?" in text_of(queue(room, reply).raw)


def test_nothing_that_a_stranger_wrote_breaks_out_of_the_quote_or_the_header(room: Mailroom) -> None:
    reply = replied(
        room,
        name='"=?utf-8?q?Ana=0D=0ABcc:_x@evil.example?="',
        subject="=?utf-8?q?Hi=0D=0ABcc=3A_y@evil.example?=",
        text="\x1b]52;c;ZXZpbA==\x07 hi \u202e there\r\n" + "x" * 20_000 + "\r\nlast",
    )

    mail = queue(room, reply)

    message = parsed(mail.raw)
    assert message["Bcc"] is None
    assert set(message.keys()) >= {"From", "To", "Subject", "In-Reply-To"}
    said = text_of(mail.raw)
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert len(said) < 10_000
    assert "[…]" in said


def test_a_body_with_a_gap_or_without_words_is_refused(room: Mailroom) -> None:
    reply = replied(room)

    with pytest.raises(Refused, match="gap"):
        queue(room, reply, "We make <<what we make>>.")
    with pytest.raises(Refused, match="empty"):
        queue(room, reply, "\n \n")


def test_the_preview_is_the_very_mail(room: Mailroom) -> None:
    reply = replied(room)

    shown = preview(room, reply)

    assert queue(room, reply).raw == shown.raw
    assert (shown.sender, shown.recipient, shown.waits) == ("Ann Roe <ann@alpha.example>", f"<{ANA}>", ())


# --- to whom --------------------------------------------------------------------------------------------------------


def test_it_goes_to_who_wrote_also_where_a_colleague_answered(room: Mailroom) -> None:
    thomas = "thomas@acme.example"
    reply = room.receive(
        a_reply(room.mail(ANA), sender=thomas, name="Thomas Weber"),
        sure(Intent.QUESTION, needs_review=True),
    )

    mail = queue(room, reply)

    assert (mail.recipient, mail.contact_id) == (thomas, room.contact(thomas).id)


def test_a_reply_to_at_the_same_company_is_followed_and_another_is_passed_over(room: Mailroom) -> None:
    followed = replied(room, headers=["Reply-To: Ana <ana.ruiz@acme.example>"])
    passed_over = replied(room, BEN, headers=["Reply-To: ben@evil.example"])

    first, second = preview(room, followed), preview(room, passed_over)

    assert first.recipient == "Ana <ana.ruiz@acme.example>"
    assert "as their Reply-To asks" in first.notes[0]
    assert second.recipient == f"<{BEN}>"
    assert "passed over" in second.notes[0]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("Auto-Submitted: auto-replied", "machine"),
        ("Return-Path: <>", "return path"),
        ("List-Id: <staff.acme.example>", "list"),
        ("Precedence: auto-reply", "machine"),
    ],
)
def test_a_robot_is_never_answered(room: Mailroom, header: str, why: str) -> None:
    reply = replied(room, headers=[header])

    with pytest.raises(Refused, match=why):
        queue(room, reply)


def test_an_address_that_nobody_reads_is_never_answered(room: Mailroom) -> None:
    reply = room.receive(
        a_reply(room.mail(ANA), sender="no-reply@acme.example"), sure(Intent.QUESTION, needs_review=True)
    )

    with pytest.raises(Refused, match="nobody reads"):
        queue(room, reply)


def test_a_reply_to_that_nobody_reads_is_passed_over(room: Mailroom) -> None:
    for text, address in (("One.", "no-reply@acme.example"), ("Two.", "mailer-daemon@acme.example")):
        reply = replied(room, text=text, headers=[f"Reply-To: {address}"])

        told = preview(room, reply)

        assert told.recipient == ANA or told.recipient.endswith(f"<{ANA}>")
        assert "passed over" in " ".join(told.notes)


def test_who_is_said_to_be_a_robot_is_not_answered_in_the_same_breath(room: Mailroom) -> None:
    reply = replied(room)

    with pytest.raises(Refused, match="you say yourself"):
        queue(room, reply, decide=Intent.AUTO_ACKNOWLEDGEMENT)

    assert room.review().state is ReviewState.WAITING
    assert answering_nothing(room)


def answering_nothing(room: Mailroom) -> bool:
    return all(mail.kind is not OutboundKind.ANSWER for mail in room.mails())


def test_what_is_read_as_automatic_is_answered_only_once_a_person_says_otherwise(room: Mailroom) -> None:
    reply = room.answered(ANA, sure(Intent.AUTO_ACKNOWLEDGEMENT, needs_review=True), text="Got it.")

    with pytest.raises(Refused, match="auto_acknowledgement"):
        queue(room, reply)
    room.decide(room.review(), Intent.QUESTION)

    assert queue(room, reply).state is OutboundState.QUEUED


def test_who_said_no_is_not_answered(room: Mailroom) -> None:
    reply = room.answered(ANA, sure(Intent.UNSUBSCRIBE), text="Stop.")

    with pytest.raises(Refused, match="suppressed"):
        queue(room, reply)


def test_a_customer_is_not_answered_and_an_open_opportunity_is(room: Mailroom) -> None:
    customer, in_talks = replied(room), replied(room, BEN)
    room.rate(ANA, AccountStatus.AVOID_CUSTOMER)
    room.rate(BEN, AccountStatus.NURTURE_ACTIVE_OPPORTUNITY)

    with pytest.raises(Refused, match="avoid_customer"):
        queue(room, customer)

    assert queue(room, in_talks).state is OutboundState.QUEUED


# --- how it goes out ------------------------------------------------------------------------------------------------


def test_it_goes_at_once_whatever_has_become_of_the_run_and_the_campaign(room: Mailroom) -> None:
    reply = replied(room)
    room.decide(room.review(), Intent.INTERESTED)
    room.move_campaign(CampaignEvent.PAUSED)
    mail = queue(room, reply)

    claim = room.send()

    assert claim is not None
    assert (claim.outbound_id, claim.message) == (mail.id, mail.raw)
    assert room.mail().state is OutboundState.SENT
    assert room.state(ANA) is EnrollmentState.ANSWERED


def test_it_goes_before_what_sequences_have_in_the_queue(room: Mailroom) -> None:
    room.later(days=2)
    room.plan()
    reply = replied(room)
    queue(room, reply)

    sent = [claim.recipient for _ in range(3) if (claim := room.send()) is not None]

    assert sent == [ANA, BEN]


def test_it_is_no_step_and_no_mail_of_the_campaign(room: Mailroom) -> None:
    before = room.events(Happened.MAIL_SENT)
    next_step = room.run(ANA).next_step
    reply = replied(room)
    queue(room, reply)

    room.send()

    assert room.events(Happened.MAIL_SENT) == before
    assert [fact.actor for fact in room.facts(Happened.ANSWER_SENT)] == ["rita"]
    assert room.run(ANA).next_step == next_step


def test_it_is_not_held_by_the_limit_of_cold_mail_and_counts_in_it(migrated_sqlite: Refillable) -> None:
    room = Mailroom(migrated_sqlite.refilled(), rules(mailbox(per_day=1, ramp_start=1)))
    room.ask(ANA, BEN)
    reply = replied(room)
    queue(room, reply)

    sent = room.send_all()

    assert sent == [ANA]
    assert [mail.recipient for mail in room.mails() if mail.state is OutboundState.SENT] == [ANA, ANA]


def test_a_paused_mailbox_sends_no_answer_either(room: Mailroom) -> None:
    reply = replied(room)
    room.pause_mailbox("ann")

    shown = preview(room, reply)
    queue(room, reply)

    assert room.send() is None
    assert "paused" in shown.waits[0]


def test_a_no_that_comes_while_it_waits_takes_it_back(room: Mailroom) -> None:
    reply = replied(room)
    queue(room, reply)
    room.suppress(ANA)

    assert room.send() is None

    mail = room.mail()
    assert (mail.state, mail.answer_text) == (OutboundState.WITHDRAWN, "they are suppressed: by_hand")


def test_a_no_that_comes_when_it_is_claimed_stops_it_at_the_commit_point(room: Mailroom) -> None:
    reply = replied(room)
    queue(room, reply)
    claim = room.claimed()
    room.suppress(ANA)

    room.withhold(claim)

    assert room.mail().state is OutboundState.QUEUED
    assert room.events(Happened.ANSWER_SENT) == 0


def test_a_no_under_their_other_address_stops_it_too(room: Mailroom) -> None:
    reply = replied(room, headers=["Reply-To: ana.ruiz@acme.example"])
    queue(room, reply)
    claim = room.claimed()
    room.suppress(ANA)

    room.withhold(claim)

    assert claim.recipient == "ana.ruiz@acme.example"


def test_what_they_write_once_more_is_understood_before_it_goes(room: Mailroom) -> None:
    reply = replied(room)
    queue(room, reply)
    claim = room.claimed()
    stored = room.store_one(a_reply(room.mails(ANA)[0], "Leave me alone.", sender=ANA))

    room.withhold(claim)
    room.apply(stored, sure(Intent.UNSUBSCRIBE))
    room.later(minutes=11)

    assert room.send() is None
    assert room.mail().state is OutboundState.WITHDRAWN


def test_one_that_could_not_go_for_days_is_taken_back(room: Mailroom) -> None:
    reply = replied(room)
    queue(room, reply)
    room.later(hours=73)

    assert room.send() is None

    assert room.mail().state is OutboundState.WITHDRAWN
    assert "72 hours" in room.mail().answer_text


# --- once -----------------------------------------------------------------------------------------------------------


def test_a_second_answer_waits_until_the_first_is_out(room: Mailroom) -> None:
    reply = replied(room)
    first = queue(room, reply)

    with pytest.raises(Refused, match=r"rita .* queued"):
        queue(room, reply)
    room.send()
    second = queue(room, reply, "One thing more.")

    assert (first.step, second.step) == (f"answer-{reply}-1", f"answer-{reply}-2")
    assert first.message_id != second.message_id


def test_one_that_is_taken_back_never_goes_and_can_be_written_again(room: Mailroom) -> None:
    reply = replied(room)
    mail = queue(room, reply)
    room.do(answering.withdraw_answer, mail.id or 0, actor="rita", now=room.now)

    assert room.send() is None
    again = queue(room, reply)
    claim = room.send()

    assert claim is not None
    assert claim.outbound_id == again.id
    with pytest.raises(Refused, match="sent"):
        room.do(answering.withdraw_answer, again.id or 0, actor="rita", now=room.now)


def test_after_a_crash_behind_the_commit_point_it_is_doubtful_and_stays_unsent(room: Mailroom) -> None:
    reply = replied(room)
    queue(room, reply)
    room.in_flight()

    room.recover(all_owners=True)

    assert room.mail().state is OutboundState.DOUBTFUL
    assert room.send() is None
    with pytest.raises(Refused, match="doubtful"):
        queue(room, reply)


def test_after_a_crash_before_the_commit_point_it_goes_again_with_the_same_bytes(room: Mailroom) -> None:
    reply = replied(room)
    mail = queue(room, reply)
    room.claimed()

    room.recover(all_owners=True)
    claim = room.send()

    assert claim is not None
    assert claim.message == mail.raw


def test_a_doubtful_one_that_lies_in_the_sent_folder_is_sent(room: Mailroom) -> None:
    reply = replied(room)
    queue(room, reply)
    room.answer(room.in_flight(), LINE_BROKE)

    assert room.settle(sent=True, by="sent_folder")

    assert room.mail().state is OutboundState.SENT
    assert room.events(Happened.ANSWER_SENT) == 1


def test_a_refused_one_ends_no_run_and_a_dead_address_is_suppressed(room: Mailroom) -> None:
    reply, other = replied(room), replied(room, BEN)
    state = room.state(ANA)
    queue(room, reply)
    room.answer(room.in_flight(), UNWANTED)
    queue(room, other)
    room.answer(room.in_flight(), NO_SUCH_USER)

    assert [mail.state for mail in room.mails()][-2:] == [OutboundState.FAILED] * 2
    assert room.state(ANA) is state
    assert room.suppressed(BEN) is not None


def test_one_that_has_to_wait_keeps_no_other(room: Mailroom) -> None:
    first, second = replied(room), replied(room, BEN)
    queue(room, first)
    queue(room, second)
    room.store_one(a_reply(room.mails(ANA)[0], "One thing more.", sender=ANA))

    claim = room.send()

    assert claim is not None
    assert claim.recipient == BEN


def test_whoever_is_decided_to_have_said_no_is_not_answered_in_the_same_breath(room: Mailroom) -> None:
    reply = replied(room)

    with pytest.raises(Refused, match="suppressed"):
        queue(room, reply, decide=Intent.UNSUBSCRIBE)

    assert room.suppressed(ANA) is None, "the whole was refused"
    assert all(mail.kind is OutboundKind.STEP for mail in room.mails())


# --- what follows ---------------------------------------------------------------------------------------------------


def test_what_they_say_then_goes_to_a_person_and_enrolls_nobody(room: Mailroom) -> None:
    reply = replied(room)
    queue(room, reply, decide=Intent.QUESTION)
    room.send()

    room.answered(ANA, sure(Intent.INTERESTED), text="Fine, call me.")

    review = room.review()
    answered = room.answers(review.inbound_id)
    assert answered is not None
    assert answered.kind is OutboundKind.ANSWER
    assert "conversation" in review.why
    assert room.referrals() == []


def test_a_no_to_an_answer_needs_nobody(room: Mailroom) -> None:
    reply = replied(room)
    queue(room, reply, decide=Intent.QUESTION)
    room.send()

    room.answered(ANA, sure(Intent.UNSUBSCRIBE), text="Stop.")

    assert room.suppressed(ANA) is not None
    assert room.reviews() == []


def test_answering_decides_only_where_it_is_asked_to(room: Mailroom) -> None:
    first, second = replied(room), replied(room, BEN)

    queue(room, first)
    queue(room, second, decide=Intent.INTERESTED)

    states = {review.inbound_id: (review.state, review.intent) for review in room.reviews(None)}
    assert states[first] == (ReviewState.WAITING, None)
    assert states[second] == (ReviewState.DECIDED, Intent.INTERESTED)


def test_an_answer_bounces_as_a_mail_does(room: Mailroom) -> None:
    reply = replied(room)
    queue(room, reply)
    room.send()

    room.receive(a_bounce(room.mail(), ANA), sure(Intent.BOUNCE_HARD, bounced_address=ANA))

    assert room.suppressed(ANA) is not None


# --- templates ------------------------------------------------------------------------------------------------------


def test_a_draft_says_who_we_are_and_where_the_address_is_from(room: Mailroom) -> None:
    from outreach.cli.shipped import shipped

    reply = replied(room, text="Where did you get my address?")
    templates = {each.name: each for each in answering.answer_templates(shipped("templates"), "en")}
    with room.database.reading() as session:
        draft = answering.draft_answer(session, reply, templates["where-from"], rules=room.effects)

    assert 'It is in our list "spring", since 2026-03-03.' in draft
    assert "Alpha Tools Ltd, 1 Harbour Row, Bristol" in draft


def test_every_shipped_template_can_be_filled_in_for_anybody_in_both_languages(room: Mailroom) -> None:
    from outreach.cli.shipped import shipped

    reply = replied(room)
    for language in ("en", "ru"):
        templates = answering.answer_templates(shipped("templates"), language)
        assert len(templates) == 7
        for template in templates:
            assert template.text.language == language
            with room.database.reading() as session:
                draft = answering.draft_answer(session, reply, template, rules=room.effects, signed="Rita")
            assert "Rita" in draft
            assert "{" not in draft


# --- on both databases -----------------------------------------------------------------------------------------------


def test_on_either_database_it_goes_once_and_a_no_stops_it(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA, BEN)
    first, second = replied(room), replied(room, BEN)
    queue(room, first)
    queue(room, second)
    room.suppress(BEN)

    sent = [claim.recipient for _ in range(3) if (claim := room.send()) is not None]

    assert sent == [ANA]
    assert [mail.state for mail in room.mails()][-2:] == [OutboundState.SENT, OutboundState.WITHDRAWN]


def test_of_two_people_who_answer_at_the_same_moment_one_is_refused(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA)
    reply = replied(room)

    def attempt(actor: str) -> bool:
        try:
            room.do(answering.queue_answer, reply, BODY, actor=actor, rules=room.effects, now=room.now)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as people:
        went = list(people.map(attempt, ("rita", "otto")))

    assert sorted(went) == [False, True]
    assert len([mail for mail in room.mails() if mail.kind is OutboundKind.ANSWER]) == 1
