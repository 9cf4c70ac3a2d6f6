"""Messages in which a simple reading goes wrong, taken through to their effects: what stands in the database then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.prospects.suppressing import suppression_of
from outreach.qualification.service import verdict_of
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import EnrollmentState
from tests.support.mailroom import Mailroom, a_bounce, a_reply

ROB, TOM = "rob.haskett@acme.example", "tom.berg@acme.example"
ACTIVE, PAUSED, BOUNCED = EnrollmentState.ACTIVE, EnrollmentState.PAUSED, EnrollmentState.BOUNCED
REFERRED, OPTED_OUT = EnrollmentState.REFERRED, EnrollmentState.OPTED_OUT

Raw = Callable[[OutboundMessage], bytes]


@dataclass(frozen=True)
class Trap:
    """A message that comes back to our mail to Rob, and what must have become of it."""

    name: str
    raw: Raw
    intent: Intent
    #: Of Rob's run.
    state: EnrollmentState
    asks: bool
    #: Whom it makes a referral of, and who is never written to again.
    referred: tuple[str | None, ...] = ()
    suppressed: tuple[str, ...] = ()


def said(text: str, **letter: object) -> Raw:
    values = {"sender": ROB, "name": "Rob Haskett"} | letter
    return lambda mail: a_reply(mail, text, **values)  # type: ignore[arg-type]


def by_machine(text: str, *headers: str, subject: str = "Automatic reply: Hello") -> Raw:
    return said(text, subject=subject, headers=headers)


def without_our_id(text: str, **letter: object) -> Raw:
    values = {"sender": ROB, "name": "Rob Haskett"} | letter
    return lambda mail: a_reply(None, text, **values)  # type: ignore[arg-type]


def bounced(status: str, words: str) -> Raw:
    def raw(mail: OutboundMessage) -> bytes:
        report = a_bounce(mail, mail.recipient, status=status).decode()
        return report.replace(f"550 {status} no such user here", f"550 {status} {words}").encode()

    return raw


def mime(headers: str, body: str) -> Raw:
    head = "From: Rob Haskett <rob.haskett@acme.example>\nTo: ann@alpha.example\nMIME-Version: 1.0\n"
    return lambda _: (head + headers + "\n" + body).replace("\n", "\r\n").encode()


RECEIPT = mime(
    'Subject: Read: Hello\nContent-Type: multipart/report; report-type=disposition-notification; boundary="b"\n',
    "--b\nContent-Type: text/plain\n\nYour message was read.\n--b\nContent-Type: message/disposition-notification\n\n"
    "Disposition: manual-action/MDN-sent-automatically; displayed\n--b--\n",
)
ACCEPTED = mime(
    'Subject: Accepted: Intro call\nContent-Type: multipart/alternative; boundary="b"\n',
    "--b\nContent-Type: text/plain\n\nRob Haskett has accepted this invitation.\n--b\n"
    "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n--b--\n",
)
DIGEST = mime(
    "Subject: Trade digest\nList-Id: <digest.acme.example>\nPrecedence: bulk\nContent-Type: text/plain\n",
    "In this issue: who handles your sales? Unsubscribe below.\n",
)

TRAPS = (
    Trap("a polite no", said("Not interested, thanks."), Intent.NOT_INTERESTED, PAUSED, True),
    Trap(
        "not me, talk to",
        said("not me, talk to Sarah Kim in procurement"),
        Intent.REFERRAL,
        REFERRED,
        False,
        referred=("Sarah Kim",),
    ),
    Trap(
        "an absence with a stand-in",
        by_machine(
            "I am out of the office until Friday 13 March. Please contact Ana Ruiz (ana.ruiz@acme.example).",
            "Auto-Submitted: auto-replied",
        ),
        Intent.OUT_OF_OFFICE,
        PAUSED,
        False,
        referred=("Ana Ruiz",),
    ),
    Trap(
        "a colleague in a thread of their own",
        without_our_id(
            "Rob forwarded me your note. I look after sales at Acme.",
            sender="wendy@acme.example",
            name="Wendy Ash",
            subject="Your note to Rob",
        ),
        Intent.RIGHT_PERSON,
        PAUSED,
        True,
    ),
    Trap(
        "put on Cc and spoken of",
        said("Adding Tom, he handles this.", cc=[f"Tom Berg <{TOM}>"]),
        Intent.REFERRAL,
        REFERRED,
        False,
        referred=("Tom Berg",),
    ),
    Trap(
        "stop by",
        said("Sounds interesting, we'll stop by your booth on Thursday."),
        Intent.INTERESTED,
        PAUSED,
        True,
    ),
    Trap(
        "our own footer below a yes",
        lambda mail: a_reply(
            mail, 'Sure, send me more details.\n\n> To hear no more from me, reply "stop".', sender=ROB
        ),
        Intent.INTERESTED,
        PAUSED,
        True,
    ),
    Trap(
        "a report that quotes our headers",
        lambda mail: a_bounce(mail, ROB),
        Intent.BOUNCE_HARD,
        BOUNCED,
        False,
        suppressed=(ROB,),
    ),
    Trap(
        "550 5.4.1",
        bounced("5.4.1", "Recipient address rejected: Access denied."),
        Intent.BOUNCE_HARD,
        BOUNCED,
        False,
        suppressed=(ROB,),
    ),
    Trap(
        "550 5.4.5", bounced("5.4.5", "Daily user sending limit exceeded."), Intent.BOUNCE_SOFT, ACTIVE, False
    ),
    Trap(
        "550 5.1.1",
        bounced("5.1.1", "The email account does not exist."),
        Intent.BOUNCE_HARD,
        BOUNCED,
        False,
        suppressed=(ROB,),
    ),
    Trap(
        "an Outlook rule without automatic headers",
        said(
            "Hi,\n\nI am on annual leave and back at my desk on the 16th of March. Your email is not forwarded."
        ),
        Intent.OUT_OF_OFFICE,
        PAUSED,
        False,
    ),
    Trap(
        "a Russian absence",
        by_machine(
            "Я в отпуске до 12 марта, по вопросам — Анна, anna@acme.example",
            "Auto-Submitted: auto-replied",
            subject="=?utf-8?b?0JDQstGC0L7QvtGC0LLQtdGC?=",
        ),
        Intent.OUT_OF_OFFICE,
        PAUSED,
        False,
        referred=("Анна",),
    ),
    Trap(
        "left, with a successor",
        by_machine("I left Acme. My successor is Ida Moss, ida.moss@acme.example.", "X-Autoreply: yes"),
        Intent.LEFT_COMPANY,
        PAUSED,
        True,
        referred=(),
    ),
    Trap(
        "remove me, from the colleague on Cc",
        said("Remove me, please.", sender=TOM, name="Tom Berg"),
        Intent.UNSUBSCRIBE,
        PAUSED,
        True,
    ),
    Trap("a read receipt", RECEIPT, Intent.OTHER, ACTIVE, False),
    Trap("a calendar acceptance", ACCEPTED, Intent.OTHER, ACTIVE, False),
    Trap("a list digest", DIGEST, Intent.OTHER, ACTIVE, False),
    Trap(
        "a Message-ID that the provider rewrote",
        without_our_id("Sales is my job, yes.", references=("<rewritten@mta.example>",), subject="Re: Hello"),
        Intent.RIGHT_PERSON,
        PAUSED,
        True,
    ),
)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_no_trap_closes(sqlite_database: Database, trap: Trap) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ROB)

    inbound = room.receive(trap.raw(room.mail(ROB)))

    with room.database.reading() as session:
        verdict = verdict_of(session, inbound)
    assert verdict is not None
    assert verdict.intent is trap.intent
    assert room.state(ROB) is trap.state
    assert bool(room.reviews()) == trap.asks
    assert tuple(sorted(each.name or "" for each in room.referrals())) == tuple(
        sorted(map(str, trap.referred))
    )
    assert [each for each in (ROB, TOM) if room.do(suppression_of, each)] == list(trap.suppressed)


def test_a_reply_after_the_last_step_still_counts(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ROB)
    mail = room.mail(ROB)
    for _ in range(60):
        room.now += timedelta(days=1)
        room.plan()
        room.send_all()
    assert room.state(ROB) is EnrollmentState.FINISHED

    room.receive(a_reply(mail, "Please unsubscribe me.", sender=ROB))

    assert room.state(ROB) is OPTED_OUT
    assert room.do(suppression_of, ROB)
