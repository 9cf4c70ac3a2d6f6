"""How simulated people react to a mail of ours: what comes back, when, and what it truly means.

Pure, and without memory: what somebody does depends on who they are, on the mail and on the seed, never on
the order in which things happen elsewhere.
"""

from collections.abc import Callable
from datetime import datetime

from outreach.core.intents import Intent
from outreach.sandbox.answers import answer, answered_at, answers_to, passed_on, successor_news
from outreach.sandbox.draw import draw, token
from outreach.sandbox.mime import Encoding, address_list, message, text_part
from outreach.sandbox.notices import absence, departure, is_back, receipt, repeats_itself
from outreach.sandbox.person import Behaviour, Person
from outreach.sandbox.received import OptOutButton, ReceivedMail
from outreach.sandbox.reports import MAILBOX_FULL, NO_SUCH_USER, delivery_report
from outreach.sandbox.scheduled import ScheduledMail, Truth

Reaction = Callable[[Person, ReceivedMail, datetime, int], list[ScheduledMail]]

#: Of those who want no more mail, how many press the button instead of writing, where the mail has one.
PRESSES_BUTTON = 0.25
#: How many departures are told by a person who looks after the mailbox, not by a machine.
TOLD_BY_A_PERSON = 0.4


def reaction(person: Person, mail_received: ReceivedMail, now: datetime, seed: int) -> list[ScheduledMail]:
    """What comes of `mail_received`, taken in at `now`: nothing, a mail, or a colleague's besides."""
    behaviour = person.behaviour
    if behaviour is Behaviour.AWAY and is_back(person, mail_received, now, seed):
        behaviour = person.back_as
        # Whoever comes back from an absence answers the first that they find; the earlier mails are old news.
        if any(is_back(person, mail_received, earlier, seed) for earlier in mail_received.earlier):
            return []
        return [] if behaviour is Behaviour.SILENT else [answer(person, behaviour, mail_received, now, seed)]
    return _REACTIONS[behaviour](person, mail_received, now, seed)


def _nothing(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> list[ScheduledMail]:
    return []


def _answers(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> list[ScheduledMail]:
    if not answers_to(person, mail, seed):
        return []
    return [answer(person, person.behaviour, mail, now, seed)]


def _passes_on(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> list[ScheduledMail]:
    said = _answers(person, mail, now, seed)
    assert person.colleague is not None
    return said + [passed_on(person, person.colleague, mail, told.at, seed) for told in said]


def _opts_out(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> list[ScheduledMail]:
    if (
        mail.button
        and draw(seed, "button", person.address) < PRESSES_BUTTON
        and answers_to(person, mail, seed)
    ):
        return [_button_pressed(person, mail, mail.button, now, seed)]
    return _answers(person, mail, now, seed)


def _is_away(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> list[ScheduledMail]:
    return [absence(person, mail, now, seed)] if repeats_itself(mail, now) else []


def _has_left(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> list[ScheduledMail]:
    if draw(seed, "told by a person", person.address) < TOLD_BY_A_PERSON:
        return [successor_news(person, mail, now, seed)] if answers_to(person, mail, seed) else []
    return [departure(person, mail, now, seed)] if repeats_itself(mail, now) else []


def _acknowledges(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> list[ScheduledMail]:
    return [receipt(person, mail, now, seed)]


def _bounces(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> list[ScheduledMail]:
    return [delivery_report(person, NO_SUCH_USER, mail, now, seed)]


def _is_full(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> list[ScheduledMail]:
    return [delivery_report(person, MAILBOX_FULL, mail, now, seed)]


def _button_pressed(
    person: Person, mail: ReceivedMail, button: OptOutButton, now: datetime, seed: int
) -> ScheduledMail:
    """What a mail program sends when somebody presses its "unsubscribe" (RFC 2369): no words, no thread."""
    at = answered_at(person, now, seed)
    message_id = f"<{token(28, seed, 'button', person.address)}@mail.gmail.example>"
    headers = [
        ("From", address_list([person.correspondent])),
        ("To", button.address),
        ("Subject", button.subject),
        ("Date", at.strftime("%a, %d %b %Y %H:%M:%S +0000")),
        ("Message-ID", message_id),
        ("MIME-Version", "1.0"),
    ]
    text = "This message was sent by the mail program, because the recipient asked to be unsubscribed.\n"
    body = text_part(text, subtype="plain", charset="UTF-8", encoding=Encoding.SEVEN_BIT)
    return ScheduledMail(
        at=at,
        writer=person.address,
        message_id=message_id,
        to=button.address,
        raw=message(headers, body),
        answers=mail.message_id,
        truth=Truth(Intent.UNSUBSCRIBE),
        return_path=person.address,
    )


_REACTIONS: dict[Behaviour, Reaction] = {
    Behaviour.SILENT: _nothing,
    # The door refuses these; what nevertheless comes through vanishes.
    Behaviour.DEAD_AT_ONCE: _nothing,
    Behaviour.DEAD_LATER: _bounces,
    Behaviour.MAILBOX_FULL: _is_full,
    Behaviour.AWAY: _is_away,
    Behaviour.LEFT_COMPANY: _has_left,
    Behaviour.TICKET: _acknowledges,
    Behaviour.OPT_OUT: _opts_out,
    Behaviour.NOT_INTERESTED: _answers,
    Behaviour.NOT_NOW: _answers,
    Behaviour.REFERS: _answers,
    Behaviour.REFERS_WITH_CC: _answers,
    Behaviour.REFERS_BY_NAME: _answers,
    Behaviour.REFERS_BY_PHONE: _answers,
    Behaviour.FORWARDS: _passes_on,
    Behaviour.RIGHT_PERSON: _answers,
    Behaviour.INTERESTED: _answers,
    Behaviour.QUESTION: _answers,
    Behaviour.WRONG_PERSON: _answers,
}
