"""How sure we are whose answer a message is decides what it may do: every rung by every intent.

A forged reply may pause; it never suppresses, ends or refers anybody but the one whom we wrote to. Decision 10
explains the table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from outreach.core.intents import Intent
from outreach.inbox.model import MatchedBy
from outreach.prospects.service import NewContact
from outreach.qualification.model import ReviewState
from outreach.referrals.model import ReferralState
from outreach.replies import assigning
from outreach.replies.verdict import Person
from outreach.sequences.consequences import Action
from outreach.sequences.model import EnrollmentState
from tests.support.databases import Refillable
from tests.support.mailroom import Mailroom, a_bounce, a_reply, follow_up, sure, with_answers

ANA, AMY, BEN = "ana.ruiz@acme.example", "amy@acme.example", "ben@beta.example"
AT_HOME, THOMAS, STRANGER = "ana@home.example", "thomas@acme.example", "max@agency.example"
MARIA = Person(name="Maria Weber", email="maria.weber@acme.example")
BOUNCES = (Intent.BOUNCE_HARD, Intent.BOUNCE_SOFT)

OVER = (
    EnrollmentState.OPTED_OUT,
    EnrollmentState.BOUNCED,
    EnrollmentState.ANSWERED,
    EnrollmentState.REFERRED,
    EnrollmentState.STOPPED,
)

#: What happened to Ana, to whom we wrote: left alone for good; her run over; Maria written to in her name; held until
#: a person has looked; held for a time; nothing.
SUPPRESSED, ENDED, REFERS, ASKED, HELD, NOTHING = "suppressed", "ended", "refers", "asked", "held", "-"


def made(room: Mailroom) -> None:
    room.ask(
        NewContact(ANA, company="Acme", name="Ana Ruiz"),
        NewContact(AMY, company="Acme"),
        NewContact(BEN, name="Ben Okoro"),
        definition=EAGER,
        targets=(follow_up(),),
    )


#: A sequence file that lets the program do by itself whatever it may: the table is about proof, not about taste.
EAGER = with_answers(
    right_person="finish",
    interested="finish",
    question="finish",
    not_now="snooze",
    not_interested="finish",
    wrong_person="finish",
    left_company="stop",
    out_of_office="snooze",
    auto_acknowledgement="ignore",
    bounce_soft="ignore",
)


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana of Acme and Ben of Beta have had their first mail; Amy waits for her turn at Ana's company."""
    if not migrated_sqlite.keeps("eager"):
        made(Mailroom(migrated_sqlite.refilled()))
        migrated_sqlite.keep("eager")
    return Mailroom(migrated_sqlite.refilled("eager"))


def by_message_id(room: Mailroom) -> bytes:
    return a_reply(room.mail(ANA), sender=ANA)


def by_message_id_from_home(room: Mailroom) -> bytes:
    """Ana, or somebody who had our mail to her and writes under her name."""
    return a_reply(room.mail(ANA), sender=AT_HOME, name="Ana Ruiz")


def by_message_id_from_a_stranger(room: Mailroom) -> bytes:
    return a_reply(room.mail(ANA), sender=STRANGER)


def by_message_id_in_another_name(room: Mailroom) -> bytes:
    """Somebody who had our mail to Ana writes as if they were Ben."""
    return a_reply(room.mail(ANA), sender=BEN)


def by_address(_room: Mailroom) -> bytes:
    return a_reply(None, sender=ANA)


def by_other_address(room: Mailroom) -> bytes:
    proof = a_reply(room.mail(ANA), "Proof.", sender=AT_HOME, name="Ana Ruiz")
    room.receive(proof, sure(Intent.AUTO_ACKNOWLEDGEMENT))
    return a_reply(None, sender=AT_HOME)


def by_account(_room: Mailroom) -> bytes:
    return a_reply(None, sender=THOMAS)


def by_quotation(_room: Mailroom) -> bytes:
    text = (
        f"Hello.\r\n\r\n-----Original Message-----\r\nFrom: a@b.example\r\nTo: {ANA}\r\nSubject: x\r\n\r\nHi"
    )
    return a_reply(None, text, sender=STRANGER)


def by_bounced_address(_room: Mailroom) -> bytes:
    return a_bounce(None, ANA)


def by_hand(_room: Mailroom) -> bytes:
    return a_reply(None, sender=STRANGER)


def by_nothing(_room: Mailroom) -> bytes:
    return a_reply(None, sender=STRANGER)


@dataclass(frozen=True, slots=True)
class Rung:
    """How a message is recognised, and what each intent then leads to by itself."""

    letter: Callable[[Mailroom], bytes]
    matched_by: MatchedBy | None
    leads_to: Mapping[Intent, str]


_I = Intent
#: Written by people for themselves.
_PERSONAL = (
    *(_I.RIGHT_PERSON, _I.INTERESTED, _I.QUESTION, _I.NOT_INTERESTED, _I.WRONG_PERSON),
    *(_I.NOT_NOW, _I.UNSUBSCRIBE, _I.REFERRAL, _I.LEFT_COMPANY),
)
#: Whatever it rests on: an absence pauses, a receipt and a delay do nothing, the rest is asked about.
_ALWAYS = {
    _I.OUT_OF_OFFICE: HELD,
    _I.AUTO_ACKNOWLEDGEMENT: NOTHING,
    _I.BOUNCE_SOFT: NOTHING,
    _I.CHALLENGE: ASKED,
    _I.OTHER: ASKED,
}
_ASKED_ABOUT = dict.fromkeys((*_PERSONAL, _I.COMPLAINT, _I.BOUNCE_HARD), ASKED) | _ALWAYS
_FROM_THEMSELVES = _ASKED_ABOUT | {
    **dict.fromkeys(
        (_I.RIGHT_PERSON, _I.INTERESTED, _I.QUESTION, _I.NOT_INTERESTED, _I.WRONG_PERSON, _I.LEFT_COMPANY),
        ENDED,
    ),
    _I.NOT_NOW: HELD,
    _I.UNSUBSCRIBE: SUPPRESSED,
}
_PROVEN = {_I.COMPLAINT: SUPPRESSED, _I.BOUNCE_HARD: SUPPRESSED}

RUNGS: Mapping[str, Rung] = {
    "message id": Rung(
        by_message_id,
        MatchedBy.MESSAGE_ID,
        _FROM_THEMSELVES | _PROVEN | {_I.REFERRAL: REFERS, _I.LEFT_COMPANY: REFERS},
    ),
    # They may speak for her, and for nobody else: whom they name waits for a person.
    "message id, from home": Rung(
        by_message_id_from_home, MatchedBy.MESSAGE_ID, _FROM_THEMSELVES | _PROVEN | {_I.REFERRAL: ENDED}
    ),
    # Who had our mail may name a colleague, but Maria is only written to when the writer is of the account.
    "message id, a stranger": Rung(
        by_message_id_from_a_stranger, MatchedBy.MESSAGE_ID, _ASKED_ABOUT | _PROVEN | {_I.REFERRAL: ENDED}
    ),
    "message id, another name": Rung(
        by_message_id_in_another_name, MatchedBy.MESSAGE_ID, _ASKED_ABOUT | _PROVEN | {_I.REFERRAL: ENDED}
    ),
    # A forged From harms only whom it names: the one whom we wrote to. Nobody is written to for it.
    "address": Rung(by_address, MatchedBy.ADDRESS, _FROM_THEMSELVES | {_I.REFERRAL: ENDED}),
    "other address": Rung(by_other_address, MatchedBy.OTHER_ADDRESS, _FROM_THEMSELVES | {_I.REFERRAL: ENDED}),
    "account": Rung(by_account, MatchedBy.ACCOUNT, _ASKED_ABOUT),
    "quoted": Rung(by_quotation, MatchedBy.QUOTED, _ASKED_ABOUT),
    "bounced address": Rung(by_bounced_address, MatchedBy.BOUNCED_ADDRESS, _ASKED_ABOUT),
    "by hand": Rung(by_hand, MatchedBy.BY_HAND, _FROM_THEMSELVES | {_I.REFERRAL: ENDED}),
    "nothing": Rung(by_nothing, None, dict.fromkeys(Intent, NOTHING)),
}


def became_of_ana(room: Mailroom) -> str:
    if room.suppressed(ANA) is not None:
        return SUPPRESSED
    if any(each.state is ReferralState.ENROLLED for each in room.referrals()):
        return REFERS
    if room.reviews(ReviewState.WAITING):
        return ASKED
    if room.state(ANA) in OVER:
        return ENDED
    return HELD if room.state(ANA) is EnrollmentState.PAUSED else NOTHING


def a_verdict(intent: Intent) -> Any:
    people = (MARIA,) if intent in (Intent.REFERRAL, Intent.LEFT_COMPANY) else ()
    bounced = {"bounced_address": ANA, "bounce_reason": "no_such_user"} if intent in BOUNCES else {}
    return replace(sure(intent, *people), **bounced)


#: Where Ana's other address has been learned.
KNOWN_AT_HOME = ("message id, from home", "other address")

# A bounced address is told by a delivery report only.
TABLE = [
    (name, intent)
    for name in RUNGS
    for intent in Intent
    if RUNGS[name].matched_by is not MatchedBy.BOUNCED_ADDRESS or intent in BOUNCES
]


@pytest.mark.parametrize(("name", "intent"), TABLE, ids=[f"{name}-{intent}" for name, intent in TABLE])
def test_what_a_message_may_do_by_itself(room: Mailroom, name: str, intent: Intent) -> None:
    rung = RUNGS[name]
    stored = room.store_one(rung.letter(room))
    if rung.matched_by is MatchedBy.BY_HAND:
        room.do(assigning.assign, stored, ANA, hold_account=True, now=room.now)

    room.apply(stored, a_verdict(intent))

    assert room.inbound(stored).matched_by == rung.matched_by
    assert became_of_ana(room) == rung.leads_to[intent]
    everybody_else = (AMY, BEN, AT_HOME, THOMAS, STRANGER, MARIA.email or "")
    # Whoever says no says it for every address of theirs that we have learned; a dead address is one alone.
    said_no = intent in (Intent.UNSUBSCRIBE, Intent.COMPLAINT) and room.suppressed(ANA) is not None
    hers = [AT_HOME] if said_no and name in KNOWN_AT_HOME else []
    assert [each for each in everybody_else if room.suppressed(each) is not None] == hers
    assert room.state(BEN) not in OVER
    if rung.leads_to[intent] != REFERS:
        assert not room.is_known(MARIA.email or ""), "written to by nobody's word"


def test_the_table_has_every_rung_and_every_intent() -> None:
    assert {rung.matched_by for rung in RUNGS.values()} == {None, *MatchedBy} - {MatchedBy.OWN}
    assert all(set(rung.leads_to) == set(Intent) for rung in RUNGS.values())
    assert EAGER.consequence(Intent.QUESTION, decided=False).action is Action.FINISH


# --- a delivery report without our Message-ID -----------------------------------------------------------------------


def report(room: Mailroom, *, original: str, address: str = ANA) -> bytes:
    """What a server sends that returns something else than our headers."""
    return a_bounce(None, address).replace(
        f"From: Ann Roe <ann@alpha.example>\r\nTo: {address}\r\nSubject: hello".encode(),
        original.replace("\n", "\r\n").encode(),
    )


def date_of(raw: bytes | None) -> str:
    lines = (raw or b"").decode().split("\r\n")
    return next(line for line in lines if line.startswith("Date: "))


def test_our_subject_with_our_date_to_the_second_proves_a_report(room: Mailroom) -> None:
    mail = room.mail(ANA)

    room.receive(report(room, original=f"To: {ANA}\nSubject: {mail.subject}\n{date_of(mail.raw)}"))

    assert room.state(ANA) is EnrollmentState.BOUNCED


def test_our_words_prove_a_report(room: Mailroom) -> None:
    mail = room.mail(ANA)

    room.receive(report(room, original=f"To: {ANA}\nSubject: x\n\n{mail.body}"))

    assert room.state(ANA) is EnrollmentState.BOUNCED


def another_second(date: str) -> str:
    return date.replace(":00 +0000", ":01 +0000")


@pytest.mark.parametrize(
    "original",
    [
        lambda mail: f"Subject: {mail.subject}",
        lambda mail: date_of(mail.raw),
        lambda mail: f"Subject: {mail.subject}\n{another_second(date_of(mail.raw))}",
        lambda mail: f"Subject: x\n\n{mail.body.splitlines()[0]}",
    ],
    ids=["the subject alone", "the date alone", "another second", "a greeting"],
)
def test_less_than_that_is_asked_about(room: Mailroom, original: Callable[[Any], str]) -> None:
    room.receive(report(room, original=original(room.mail(ANA))))

    assert room.suppressed(ANA) is None
    assert room.state(ANA) is EnrollmentState.PAUSED
    assert "nothing that only our mail had" in room.review().why


def test_a_report_that_came_to_another_mailbox_or_too_late_is_asked_about(room: Mailroom) -> None:
    proven = report(room, original=f"To: {ANA}\nSubject: x\n\n{room.mail(ANA).body}")

    room.receive(proven, mailbox="bob")
    elsewhere = room.suppressed(ANA)
    room.later(days=6)
    room.receive(proven)

    assert (elsewhere, room.suppressed(ANA)) == (None, None)
    assert len(room.reviews()) == 2


def test_of_two_mails_to_one_person_the_report_is_of_the_one_that_it_shows(room: Mailroom) -> None:
    first = room.mail(ANA)
    room.later(days=3)
    room.send_all()
    assert room.mail(ANA).id != first.id

    stored = room.receive(report(room, original=f"To: {ANA}\nSubject: {first.subject}\n{date_of(first.raw)}"))

    answered = room.answers(stored)
    assert answered is not None
    assert answered.id == first.id
