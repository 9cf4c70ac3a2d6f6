"""What people write back: the text, the greeting and the signature, in the habits of their mail program."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.core.intents import Intent
from outreach.sandbox.draw import draw, number, pick, token
from outreach.sandbox.hours import answering_time, at_work
from outreach.sandbox.letters import MONTHS, RUSSIAN_MONTHS_IN, Letter
from outreach.sandbox.mail_programs import write
from outreach.sandbox.mime import Correspondent
from outreach.sandbox.names import Case, Gender, Language
from outreach.sandbox.person import Behaviour, Person
from outreach.sandbox.received import ReceivedMail
from outreach.sandbox.scheduled import Named, ScheduledMail, Truth, named
from outreach.sandbox.wording import ANSWERS, CLOSINGS, FRONT_DESK, GREETINGS, PASSED_ON, SUCCESSOR_NEWS

INTENTS: dict[Behaviour, Intent] = {
    Behaviour.REFERS: Intent.REFERRAL,
    Behaviour.REFERS_WITH_CC: Intent.REFERRAL,
    Behaviour.REFERS_BY_NAME: Intent.REFERRAL,
    Behaviour.REFERS_BY_PHONE: Intent.REFERRAL,
    Behaviour.FORWARDS: Intent.REFERRAL,
    Behaviour.RIGHT_PERSON: Intent.RIGHT_PERSON,
    Behaviour.INTERESTED: Intent.INTERESTED,
    Behaviour.QUESTION: Intent.QUESTION,
    Behaviour.NOT_NOW: Intent.NOT_NOW,
    Behaviour.NOT_INTERESTED: Intent.NOT_INTERESTED,
    Behaviour.OPT_OUT: Intent.UNSUBSCRIBE,
    Behaviour.WRONG_PERSON: Intent.WRONG_PERSON,
    Behaviour.LEFT_COMPANY: Intent.LEFT_COMPANY,
}

#: Of those who answer at all, how many do so to the first mail rather than to the reminder.
ANSWERS_AT_ONCE = 0.75
#: How often a program loses the thread headers.
LOSES_THREAD = 0.08
#: How often a filter takes a person's answer for junk.
LANDS_IN_JUNK = 0.04
#: How many skip greeting and closing.
IS_TERSE = 0.4
#: How many signatures are there at all.
SIGNS = 0.75
#: Days until the colleague to whom our mail was passed on writes.
PASSED_ON_AFTER_DAYS = (1, 4)


@dataclass(frozen=True, slots=True)
class Text:
    """What is to be written and what it truly says."""

    body: str
    truth: Truth
    cc: tuple[Correspondent, ...] = ()
    #: False where it is not the owner of the mailbox who writes.
    signed: bool = True


def answers_to(person: Person, mail: ReceivedMail, seed: int) -> bool:
    """Whether this is the mail that the person answers: the first or the second, and each but once."""
    patient = draw(seed, "answers at once", person.address) >= ANSWERS_AT_ONCE
    return mail.number == (2 if patient else 1)


def answered_at(person: Person, now: datetime, seed: int) -> datetime:
    """When the person gets round to what came at `now`."""
    haste, morning = draw(seed, "haste", person.address), draw(seed, "morning", person.address)
    return answering_time(now, person.company.zone, haste=haste, morning=morning)


def answer(
    person: Person, behaviour: Behaviour, mail: ReceivedMail, now: datetime, seed: int
) -> ScheduledMail:
    """The person's own answer in our thread."""
    at = answered_at(person, now, seed)
    text = _text(person, behaviour, mail, at, seed)
    return _posted(person, text, mail, at, seed, subject=mail.subject, in_thread=True)


def successor_news(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> ScheduledMail:
    """Somebody who looks after a former colleague's mailbox says so."""
    assert person.colleague is not None
    at = answered_at(person, now, seed)
    said = pick(SUCCESSOR_NEWS[person.language], seed, "news", person.address)
    truth = Truth(Intent.LEFT_COMPANY, (named(person.colleague, address=True),))
    text = Text(said.format_map(_slots(person, mail)), truth, signed=False)
    return _posted(person, text, mail, at, seed, subject=mail.subject, in_thread=True)


def passed_on(
    referrer: Person, colleague: Person, mail: ReceivedMail, told_at: datetime, seed: int
) -> ScheduledMail:
    """The colleague's own mail, in a thread of its own, some days after the referrer passed ours on."""
    subject, said, asks = pick(PASSED_ON[referrer.language], seed, "passed on", colleague.address)
    hours = 24 * number(*PASSED_ON_AFTER_DAYS, seed, "passed on", referrer.address)
    later = at_work(
        told_at + timedelta(hours=hours),
        colleague.company.zone,
        morning=draw(seed, "passed on", colleague.address),
    )
    slots = _slots(colleague, mail) | {
        "referrer": referrer.name.first_in() if referrer.name else FRONT_DESK[referrer.language],
        "ra": "а" if referrer.is_woman else "",
    }
    truth = Truth(Intent.QUESTION if asks else Intent.INTERESTED)
    text = Text(_dressed(said.format_map(slots), colleague, mail, seed), truth)
    return _posted(colleague, text, mail, later, seed, subject=subject.format_map(slots), in_thread=False)


def _text(person: Person, behaviour: Behaviour, mail: ReceivedMail, at: datetime, seed: int) -> Text:
    choices = ANSWERS[(person.language, behaviour)]
    said = pick(choices, seed, "wording", person.address, behaviour)
    slots = _slots(person, mail)
    resume_on = None
    if behaviour is Behaviour.NOT_NOW:
        resume_on = _first_of_month(at, number(2, 5, seed, "month", person.address))
        slots |= {"month": _month_in(resume_on, person.language)}
    body = _dressed(said.format_map(slots), person, mail, seed)
    cc = (
        (person.colleague.correspondent,)
        if behaviour is Behaviour.REFERS_WITH_CC and person.colleague
        else ()
    )
    return Text(
        body, Truth(INTENTS[behaviour], _pointed_to(person, behaviour, said), resume_on=resume_on), cc
    )


def _pointed_to(person: Person, behaviour: Behaviour, said: str) -> tuple[Named, ...]:
    if person.colleague is None or INTENTS[behaviour] is not Intent.REFERRAL:
        return ()
    via = {Behaviour.REFERS_WITH_CC: "cc", Behaviour.FORWARDS: "forwarded"}.get(behaviour, "text")
    gives_address = "{address}" in said or via == "cc"
    return (named(person.colleague, address=gives_address, phone="{phone}" in said, via=via),)


def _posted(
    person: Person, text: Text, mail: ReceivedMail, at: datetime, seed: int, *, subject: str, in_thread: bool
) -> ScheduledMail:
    key = (person.address, mail.number, subject)
    letter = Letter(
        writer=person.correspondent,
        to=Correspondent(mail.sender_name, mail.sender_address),
        cc=text.cc,
        subject=subject,
        text=text.body,
        signature=_signature(person, seed) if text.signed else "",
        language=person.language,
        american=person.company.country == "US",
        written_at=at.astimezone(ZoneInfo(person.company.zone)),
        answers=mail if in_thread else None,
        keeps_thread=draw(seed, "keeps thread", person.address) >= LOSES_THREAD,
        identity=token(32, seed, "letter", *key),
    )
    written = write(letter, person.program)
    return ScheduledMail(
        at=at,
        writer=person.address,
        message_id=written.message_id,
        to=mail.sender_address,
        raw=written.raw,
        answers=mail.message_id,
        truth=text.truth,
        return_path=person.address,
        looks_like_junk=draw(seed, "junk", person.address) < LANDS_IN_JUNK,
    )


def _dressed(said: str, person: Person, mail: ReceivedMail, seed: int) -> str:
    # Whoever has had enough does not dress it up.
    if person.behaviour is Behaviour.OPT_OUT or draw(seed, "terse", person.address) < IS_TERSE:
        return said
    greeting = pick(GREETINGS[person.language], seed, "greeting", person.address).format(
        us=mail.sender_first_name
    )
    closing = pick(CLOSINGS[person.language], seed, "closing", person.address)
    first = person.name.first_in() if person.name else ""
    return f"{greeting}\n\n{said}\n\n{closing}\n{first}".rstrip()


def _signature(person: Person, seed: int) -> str:
    if draw(seed, "signs", person.address) >= SIGNS:
        return ""
    lines = [str(person.name) if person.name else "", person.title, person.company.formal]
    if draw(seed, "signs with phone", person.address) < 0.5:
        lines.append(person.phone)
    return "\n".join(line for line in lines if line)


def _slots(person: Person, mail: ReceivedMail) -> dict[str, str]:
    slots = {
        "us": mail.sender_first_name,
        "me": person.shown_name,
        "company": person.company.formal,
        "my_phone": person.phone,
        "a": "а" if person.is_woman else "",
    }
    return slots | colleague_slots(person.colleague) if person.colleague else slots


def colleague_slots(colleague: Person) -> dict[str, str]:
    """The places in a wording that speak of a colleague."""
    name = colleague.name
    assert name is not None, "a colleague is a person, not an office"
    pronouns = _PRONOUNS[(colleague.language, name.gender)]
    return {
        "who": name.full(),
        "who_dative": name.full(Case.DATIVE),
        "who_accusative": name.full(Case.ACCUSATIVE),
        "who_instrumental": name.full(Case.INSTRUMENTAL),
        "formal": name.formal(),
        "first": name.first_in(),
        "address": colleague.address,
        "phone": colleague.phone,
        "title": colleague.title,
        **pronouns,
    }


_PRONOUNS: Mapping[tuple[Language, Gender], dict[str, str]] = {
    (Language.ENGLISH, Gender.WOMAN): {"he": "she", "with_him": "with her"},
    (Language.ENGLISH, Gender.MAN): {"he": "he", "with_him": "with him"},
    (Language.RUSSIAN, Gender.WOMAN): {"he": "она", "with_him": "с ней"},
    (Language.RUSSIAN, Gender.MAN): {"he": "он", "with_him": "с ним"},
}


def _first_of_month(moment: datetime, months_ahead: int) -> date:
    index = moment.month - 1 + months_ahead
    return date(moment.year + index // 12, index % 12 + 1, 1)


def _month_in(day: date, language: Language) -> str:
    if language is Language.RUSSIAN:
        return RUSSIAN_MONTHS_IN[day.month - 1]
    return MONTHS[language][day.month - 1]
