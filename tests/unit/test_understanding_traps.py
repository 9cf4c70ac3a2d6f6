"""The messages in which a simple reading goes wrong, each with its verdict."""

from datetime import date

import pytest

from outreach.core.intents import Intent
from outreach.replies.understanding import understand
from outreach.replies.verdict import Via
from tests.support.reply_mail import OUR_ID, RECEIVED, THEM, US, delivery_report, reply, sent_mail, verdict_on


def test_a_polite_no_is_no_opt_out_and_no_interest():
    verdict = verdict_on("Not interested, thanks.", quoted=True)

    assert verdict.intent is Intent.NOT_INTERESTED
    assert verdict.needs_review


def test_a_department_behind_a_name_is_her_title():
    verdict = verdict_on("not me, talk to Sarah Kim in procurement")

    assert verdict.intent is Intent.REFERRAL
    assert [(p.name, p.title) for p in verdict.referrals] == [("Sarah Kim", "procurement")]


def test_the_stand_in_of_an_absence_is_no_referral():
    verdict = verdict_on(
        "I am out of the office until Friday 23 October. Please contact Ana Ruiz (ana.ruiz@amesworks.example).",
        subject="Automatic reply: Who handles sales at Amesworks?",
        headers=(("Auto-Submitted", "auto-replied"),),
    )

    assert verdict.intent is Intent.OUT_OF_OFFICE
    assert verdict.referrals == ()
    assert [p.email for p in verdict.alternates] == ["ana.ruiz@amesworks.example"]
    assert verdict.return_date == date(2026, 10, 26)
    assert not verdict.needs_review


def test_a_colleague_may_answer_in_a_thread_of_their_own():
    verdict = verdict_on(
        "Bob forwarded me your note. I look after sales at Amesworks.",
        sender="Wendy Ash <wendy@amesworks.example>",
        to="Bob Ames <bob@amesworks.example>",
        subject="Your note to Bob",
        answers=False,
    )

    assert verdict.intent is Intent.RIGHT_PERSON
    assert verdict.referrals == ()


def test_who_is_put_on_copy_and_spoken_of_is_referred():
    verdict = verdict_on("Adding Tom, he handles this.", cc="Tom Berg <t.berg@amesworks.example>")

    assert verdict.intent is Intent.REFERRAL
    assert [(p.name, p.email, p.via) for p in verdict.referrals] == [
        ("Tom Berg", "t.berg@amesworks.example", Via.CC)
    ]


def test_to_stop_by_is_not_to_stop():
    verdict = verdict_on("Sounds interesting, we'll stop by your booth on Thursday.")

    assert verdict.intent is Intent.INTERESTED


@pytest.mark.parametrize("text", ["Yes, that's me.", "Sure, send me more details."])
def test_our_own_footer_quoted_below_a_yes_says_nothing(text: str):
    verdict = verdict_on(text, quoted=True)

    assert verdict.intent is not Intent.UNSUBSCRIBE
    assert not [hit for hit in verdict.evidence if hit.intent is Intent.UNSUBSCRIBE]


def test_a_report_that_quotes_our_headers_is_about_the_address_that_failed():
    raw = delivery_report("5.1.1", "550 5.1.1 User unknown")

    verdict = understand(raw, sent=sent_mail(), received_at=RECEIVED)

    assert verdict.intent is Intent.BOUNCE_HARD
    assert verdict.bounced_address == "lee.ames@amesworks.example"
    assert not verdict.needs_review


@pytest.mark.parametrize(
    ("status", "diagnostic", "intent"),
    [
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied.", Intent.BOUNCE_HARD),
        ("5.4.5", "550 5.4.5 Daily user sending limit exceeded.", Intent.BOUNCE_SOFT),
        ("5.1.1", "550 5.1.1 The email account that you tried to reach does not exist.", Intent.BOUNCE_HARD),
    ],
)
def test_a_code_is_read_by_what_it_says_of_the_address(status: str, diagnostic: str, intent: Intent):
    verdict = understand(delivery_report(status, diagnostic), sent=sent_mail(), received_at=RECEIVED)

    assert verdict.intent is intent


def test_a_mailbox_rule_leaves_no_automatic_headers():
    verdict = verdict_on(
        "Hi,\n\nI am on annual leave and back at my desk on the 2nd of November. Your email will not be forwarded."
    )

    assert verdict.intent is Intent.OUT_OF_OFFICE
    assert verdict.return_date == date(2026, 11, 2)


def test_a_russian_absence_with_a_stand_in():
    verdict = understand(
        reply(
            "Я в отпуске до 12 августа, по вопросам — Анна, anna@amesworks.example",
            headers=(("Auto-Submitted", "auto-replied"),),
        ),
        sent=sent_mail(),
        received_at=RECEIVED.replace(month=8, day=3),
    )

    assert verdict.intent is Intent.OUT_OF_OFFICE
    assert verdict.return_date == date(2026, 8, 13)
    assert [(p.name, p.email) for p in verdict.alternates] == [("Анна", "anna@amesworks.example")]
    assert not verdict.needs_review


def test_who_has_left_names_a_successor_and_no_referral():
    verdict = verdict_on(
        "I have left Amesworks. My successor is Ida Moss, ida.moss@amesworks.example.",
        subject="Automatic reply: Who handles sales at Amesworks?",
        headers=(("X-Autoreply", "yes"),),
    )

    assert verdict.intent is Intent.LEFT_COMPANY
    assert verdict.referrals == ()
    assert [p.name for p in verdict.alternates] == ["Ida Moss"]
    assert verdict.return_date is None


def test_a_colleague_on_copy_may_opt_out():
    verdict = verdict_on("Remove me, please.", sender="Tom Berg <t.berg@amesworks.example>", quoted=True)

    assert verdict.intent is Intent.UNSUBSCRIBE
    assert not verdict.needs_review


def test_an_opt_out_that_names_a_colleague_refers_to_nobody():
    verdict = verdict_on("Sales is Mark Tims, but please don't write to either of us again.")

    assert verdict.intent is Intent.UNSUBSCRIBE
    assert verdict.referrals == ()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (
            b"Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n"
            b"--b\r\nContent-Type: text/plain\r\n\r\nYour message was read.\r\n"
            b"--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
            b"Disposition: manual-action/MDN-sent-automatically; displayed\r\n--b--\r\n",
            b"Subject: Read: Who handles sales at Amesworks?\r\n",
        ),
        (
            b"Content-Type: multipart/alternative; boundary=b\r\n\r\n"
            b"--b\r\nContent-Type: text/plain\r\n\r\nLee Ames has accepted this invitation.\r\n"
            b"--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n"
            b"END:VCALENDAR\r\n--b--\r\n",
            b"Subject: Accepted: Intro call\r\n",
        ),
        (
            b"Content-Type: text/plain\r\n\r\nIn this issue: who handles your sales? Unsubscribe below.\r\n",
            b"Subject: Trade digest\r\nList-Id: <digest.trade.example>\r\nPrecedence: bulk\r\n",
        ),
    ],
    ids=["read receipt", "calendar acceptance", "list digest"],
)
def test_what_no_person_typed_is_no_reply(body: bytes, headers: bytes):
    raw = f"From: {THEM}\r\nTo: {US}\r\nMIME-Version: 1.0\r\n".encode() + headers + body

    verdict = understand(raw, sent=sent_mail(), received_at=RECEIVED)

    assert verdict.intent is Intent.OTHER
    assert verdict.visible_text is None
    assert not verdict.needs_review


def test_a_provider_that_rewrote_our_message_id_hides_no_answer():
    raw = reply("Sales is my job, yes.", answers=False, headers=(("In-Reply-To", "<rewritten@mta.example>"),))

    verdict = understand(raw, sent=sent_mail(), received_at=RECEIVED)

    assert verdict.intent is Intent.RIGHT_PERSON
    assert OUR_ID not in raw.decode()


def test_a_reply_long_after_the_last_step_is_still_understood():
    late = RECEIVED.replace(year=2027, month=5)

    verdict = understand(reply("Please unsubscribe me."), sent=sent_mail(), received_at=late)

    assert verdict.intent is Intent.UNSUBSCRIBE


def test_a_person_who_mentions_a_holiday_is_not_away():
    verdict = verdict_on(
        "Hey Jo - I'm on vacation through Friday so keeping this short. "
        "Neil Ashdown handles it: neil.ashdown@amesworks.example"
    )

    assert verdict.intent is Intent.REFERRAL
    assert [p.name for p in verdict.referrals] == ["Neil Ashdown"]


def test_what_says_nothing_waits_for_a_person():
    verdict = verdict_on("Lorem ipsum dolor.")

    assert verdict.intent is Intent.OTHER
    assert verdict.needs_review
    assert verdict.confidence < 0.5


def test_an_automatic_text_that_asks_to_be_left_alone_is_looked_at():
    verdict = verdict_on(
        "I am out of the office. Do not email me again, remove me from your list.",
        headers=(("Auto-Submitted", "auto-replied"),),
    )

    assert verdict.needs_review
    assert "asks to be left alone, automatically or not" in verdict.doubts


def test_without_any_date_no_day_is_read():
    raw = b"From: lee@amesworks.example\r\nAuto-Submitted: auto-replied\r\n\r\nI am on leave, back on 19 October.\r\n"

    verdict = understand(raw)

    assert verdict.intent is Intent.OUT_OF_OFFICE
    assert verdict.return_date is None
