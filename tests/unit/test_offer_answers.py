"""What a salesperson's answer by mail says: sure words only, in three languages, and in doubt nothing."""

import pytest

from outreach.handoff.answer_words import Accepts, Rejects, Unclear, read_answer
from outreach.handoff.model import RejectionReason
from outreach.handoff.offer_ids import LOOKS_LIKE_ONE, offer_message_id, recognise, went_to

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
DORA, EMIL = "dora@alpha.example", "emil@alpha.example"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "accept",
            "Accept.",
            "ACCEPT!",
            "  accept  ",
            "*accept*",
            "I accept",
            "I accept, thanks",
            "accept lead 4",
        ),
        *("yes", "ok", "I'll take it", "I’ll take it", "ja", "ja bitte", "angenommen"),
        "accept\n\nIf you are not the intended recipient, delete this mail.",
        "accept\n\nOn Tue, 3 Mar 2026, Ann Roe wrote:\n> reject: clerical, no phone",
        "accept\n\n-----Original Message-----\nReply with one line\n    accept\n    reject: clerical, no phone",
        *("беру", "Принимаю.", "да", "беру, спасибо", "accept\n\nBest regards\nDora", "\n\naccept\n> quoted"),
    ],
)
def test_these_accept(text: str) -> None:
    assert read_answer(text) == Accepts()


@pytest.mark.parametrize(
    ("text", "reason", "note"),
    [
        ("reject: no budget owner", RejectionReason.DEFINITIONAL, "no budget owner"),
        ("Reject: clerical, no phone number", RejectionReason.CLERICAL, "no phone number"),
        ("reject - procedural: not my region", RejectionReason.PROCEDURAL, "not my region"),
        ("reject clerical the Phone is wrong", RejectionReason.CLERICAL, "the Phone is wrong"),
        ("I reject it because they are too small", RejectionReason.DEFINITIONAL, "they are too small"),
        ("reject\nclerical: no phone", RejectionReason.CLERICAL, "no phone"),
        ("Отказ: формальная, нет телефона", RejectionReason.CLERICAL, "нет телефона"),
        ("не беру: определение, нет бюджета", RejectionReason.DEFINITIONAL, "нет бюджета"),
        ("abgelehnt: inhaltlich, kein Budget", RejectionReason.DEFINITIONAL, "kein Budget"),
    ],
)
def test_these_reject_with_kind_and_note(text: str, reason: RejectionReason, note: str) -> None:
    assert read_answer(text) == Rejects(reason, note)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Unclear.NO_WORD),
        ("What is this?", Unclear.NO_WORD),
        ("I cannot accept this", Unclear.NO_WORD),
        ("I would accept if they had a budget", Unclear.NO_WORD),
        ("Rejection would be a mistake, there is no need", Unclear.NO_WORD),
        ("Reject? No, no need to, I take it", Unclear.NO_WORD),
        ("I decline to say, no budget", Unclear.NO_WORD),
        ("отказа не будет, нет телефона", Unclear.NO_WORD),
        ("Yes\nbut not before I know the budget", Unclear.CONDITION),
        ("Ok\n\nNo wait, I cannot take it", Unclear.CONDITION),
        ("I take it\nonly if they have a budget", Unclear.CONDITION),
        ("Да\nно не сейчас", Unclear.CONDITION),
        ("accept?", Unclear.NO_WORD),
        ("accepted the meeting tomorrow", Unclear.NO_WORD),
        ("Who wrote this?\naccept", Unclear.NO_WORD),
        ("no", Unclear.NO_WORD),
        ("reject", Unclear.NO_KIND),
        ("reject: hm", Unclear.NO_KIND),
        ("reject: no phone, and no budget", Unclear.NO_KIND),
        ("reject: clerical", Unclear.NO_NOTE),
        ("accept\nreject: clerical, no phone", Unclear.BOTH),
    ],
)
def test_in_doubt_nothing_is_done(text: str, why: Unclear) -> None:
    assert read_answer(text) is why


def test_hostile_text_is_read_in_bounded_time_and_kept_short() -> None:
    said = read_answer("reject: clerical, " + "no phone \x1b[31m" * 50_000)

    assert isinstance(said, Rejects)
    assert len(said.note) <= 400
    assert "\x1b" not in said.note


# --- their Message-IDs -----------------------------------------------------------------------------------------------


def an_id(**changes: object) -> str:
    values = {
        "mailbox_address": "ann@alpha.example",
        "lead_id": 4,
        "offer_id": 7,
        "number": 0,
        "recipient": DORA,
    }
    return offer_message_id(KEY, **(values | changes))  # type: ignore[arg-type]


def test_our_id_is_known_again_with_what_it_is_about() -> None:
    known = recognise(KEY, an_id(number=12))

    assert known is not None
    assert (known.lead_id, known.offer_id, known.number) == (4, 7, 12)
    assert went_to(KEY, known, "Dora@Alpha.example")
    assert not went_to(KEY, known, EMIL)
    assert LOOKS_LIKE_ONE.search(an_id().encode())


@pytest.mark.parametrize(
    "forged",
    [
        an_id().replace("h.4.", "h.5."),
        an_id().replace(".7.0.", ".8.0."),
        an_id().replace("@alpha.example", "@beta.example"),
        an_id().replace("<h.", "<o."),
        an_id()[:-30] + "0" * 12 + an_id()[-18:],
        offer_message_id(
            OTHER_KEY, mailbox_address="ann@alpha.example", lead_id=4, offer_id=7, number=0, recipient=DORA
        ),
        "<h.4.7.0.@alpha.example>",
        "",
    ],
)
def test_an_id_that_we_did_not_make_is_none(forged: str) -> None:
    assert recognise(KEY, forged) is None
