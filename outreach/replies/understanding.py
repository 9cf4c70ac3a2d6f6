"""What one raw message means: the chain of layers, from the bytes to the verdict."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from outreach.core.intents import Intent
from outreach.core.untrusted import one_line
from outreach.inbox.delivery_report import DeliveryReport
from outreach.inbox.message import Message, read_message
from outreach.replies.decision import DECIDED_ALONE
from outreach.replies.heard import Heard, listen
from outreach.replies.learning.trained import RULES_ALONE, BrokenModel, TrainedModel, shipped_model
from outreach.replies.people import PeopleFound
from outreach.replies.reading import Reading, SentMail, read
from outreach.replies.resume_date import resume_day
from outreach.replies.return_date import ReturnDay, guessed_return_day, return_day
from outreach.replies.settling import Settled, by_rules, with_model
from outreach.replies.structure import CONCLUSIVE, failed_address, report_of, structural_hits
from outreach.replies.successor import successor
from outreach.replies.verdict import Hit, Person, Verdict
from outreach.replies.wording import named_people

__all__ = [
    "RULES_ALONE",
    "SentMail",
    "TrainedModel",
    "read_and_understand",
    "understand",
]


def understand(
    raw: bytes,
    *,
    sent: SentMail | None = None,
    received_at: datetime | None = None,
    model: TrainedModel | None = None,
) -> Verdict:
    """The verdict on `raw`. `sent` is the mail of ours that it answers, where known; `received_at` is aware.

    `model` is the one that a workspace has learned; None: the one that ships. RULES_ALONE is none at all.
    Never raises: what cannot be understood is OTHER with no confidence and waits for a person.
    """
    return read_and_understand(raw, sent=sent, received_at=received_at, model=model)[1]


def read_and_understand(
    raw: bytes,
    *,
    sent: SentMail | None = None,
    received_at: datetime | None = None,
    model: TrainedModel | None = None,
) -> tuple[Message, Verdict]:
    """The message beside its verdict, for whoever needs both: it is parsed once."""
    message = read_message(raw)
    try:
        return message, _understood(read(message, sent=sent, received_at=received_at), model)
    except Exception as error:  # a message that nobody foresaw must not stop the daemon
        trouble = one_line(f"could not be understood: {type(error).__name__}: {error}")
        return message, Verdict(doubts=(trouble,))


def _understood(reading: Reading, model: TrainedModel | None) -> Verdict:
    return understood_by(reading, lambda heard: _settled(heard, model))


def understood_by(reading: Reading, settle: Callable[[Heard], Settled]) -> Verdict:
    """The verdict where `settle` says what a message means that its structure does not settle."""
    report, complaint = report_of(reading)
    structure = tuple(structural_hits(reading, report, complaint))
    if structure and structure[0].weight >= CONCLUSIVE:
        return _by_structure(reading, structure, report)
    heard = listen(reading, structure)
    settled = settle(heard)
    verdict = _by_machine(heard, settled) if settled.meaning.by_machine else _by_person(heard, settled)
    silent = (("structure", bool(structure)), ("automatic", heard.automatic is not None))
    return replace(verdict, misses=tuple(layer for layer, spoke in silent if not spoke))


def _settled(heard: Heard, model: TrainedModel | None) -> Settled:
    """What the rules and the model say together; with a model that cannot be read the rules alone, and a doubt."""
    if model is RULES_ALONE:
        return by_rules(heard)
    try:
        return with_model(heard, model or shipped_model())
    except BrokenModel as broken:
        alone = by_rules(heard)
        return replace(alone, decision=replace(alone.decision, doubts=(*alone.decision.doubts, str(broken))))


def _by_structure(reading: Reading, structure: Sequence[Hit], report: DeliveryReport | None) -> Verdict:
    first = structure[0]
    bounced = report is not None and first.intent in (Intent.BOUNCE_HARD, Intent.BOUNCE_SOFT)
    verdict = Verdict(
        intent=first.intent,
        confidence=first.weight,
        bounced_address=failed_address(reading, report) if bounced and report else None,
        bounce_reason=report.worst.reason.value if bounced and report else None,
        language=reading.language,
        evidence=tuple(structure),
    )
    doubts = ("a bounce that names no address",) if bounced and not verdict.bounced_address else ()
    return _reviewed(verdict, doubts)


def _by_machine(heard: Heard, settled: Settled) -> Verdict:
    reading, intent, automatic = heard.reading, settled.decision.intent, heard.automatic
    wanted = intent in (Intent.OUT_OF_OFFICE, Intent.LEFT_COMPANY)
    back = _return_day(heard) if intent is Intent.OUT_OF_OFFICE else ReturnDay()
    verdict = Verdict(
        intent=intent,
        confidence=settled.decision.confidence,
        alternates=named_people(reading, automatic=True).people if wanted else (),
        return_date=back.day,
        language=reading.language,
        evidence=(*heard.structure, *(automatic.hits if automatic else ()), *settled.hits),
    )
    doubts = [*settled.decision.doubts]
    if not back.sure:
        doubts.append("the day of return can be read in two ways")
    if any(hit.intent is Intent.UNSUBSCRIBE and hit.weight >= _A_CLEAR_OPT_OUT for hit in heard.wording):
        doubts.append("asks to be left alone, automatically or not")
    return _reviewed(verdict, doubts)


def _return_day(heard: Heard) -> ReturnDay:
    reading, automatic = heard.reading, heard.automatic
    if reading.received_on is None:
        return ReturnDay()
    if automatic is not None and automatic.intent is Intent.OUT_OF_OFFICE:
        found = automatic.back
    else:
        found = return_day(reading.prose.plain, reading.received_on, american=reading.american)
    if found.day:
        return found
    return guessed_return_day(reading.prose.plain, reading.received_on, american=reading.american)


#: An automatic text that says this is looked at: nobody's opt-out may drown in a vacation notice.
_A_CLEAR_OPT_OUT = 0.93


def _by_person(heard: Heard, settled: Settled) -> Verdict:
    reading, people, decision = heard.reading, heard.people, settled.decision
    # From the mailbox of whom we wrote to nobody else tells that they have left: it is a notice.
    told = decision.intent is Intent.LEFT_COMPANY and _from_the_addressee(reading)
    referred = _referred(reading, decision.intent, named_people(reading, automatic=True) if told else people)
    verdict = Verdict(
        intent=decision.intent,
        confidence=decision.confidence,
        referrals=() if told else referred,
        alternates=referred if told else (),
        resume_date=_resume_date(reading) if decision.intent is Intent.NOT_NOW else None,
        callback_phone=people.callback_phone if decision.intent in _MAY_BE_CALLED else None,
        language=reading.language,
        visible_text=reading.new.visible or None,
        evidence=(*heard.evidence, *settled.hits),
    )
    return _reviewed(verdict, (*decision.doubts, *_doubts_of_people(reading, verdict, people)))


def _from_the_addressee(reading: Reading) -> bool:
    addressee = reading.cast.addressee.address.lower()
    own = bool(addressee) and addressee == reading.cast.writer.address.lower()
    return own and not _FIRST_PERSON.search(reading.prose.plain)


_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|me|ich|mich|mir|je|j'ai|moi|yo|я|мне|меня)\b")


def _referred(reading: Reading, intent: Intent, found: PeopleFound) -> tuple[Person, ...]:
    """Whom the writer points to; where nobody is named beside the words that point, a name that stands elsewhere."""
    if intent not in (Intent.REFERRAL, Intent.LEFT_COMPANY):
        return ()
    if any(person.name for person in found.people) or len(found.left_out) > _MOST_LEFT_OUT:
        return found.people
    if intent is Intent.LEFT_COMPANY:
        return found.people or successor(reading.prose, reading.cast)
    if len(found.people) == 1 and len(found.left_out) == 1:
        return (replace(found.people[0], name=found.left_out[0].name),)
    return (
        *(person for person in found.people if person.email or person.phone),
        *found.left_out,
    ) or found.people


#: More names than these are a story, not an answer.
_MOST_LEFT_OUT = 2
_MAY_BE_CALLED = frozenset({Intent.INTERESTED, Intent.QUESTION, Intent.RIGHT_PERSON, Intent.NOT_NOW})


def _resume_date(reading: Reading) -> date | None:
    if reading.received_on is None:
        return None
    return resume_day(reading.prose.plain, reading.received_on, american=reading.american)


def _doubts_of_people(reading: Reading, verdict: Verdict, people: PeopleFound) -> tuple[str, ...]:
    if verdict.intent is not Intent.REFERRAL:
        return ()
    doubts = []
    if people.pieced:
        doubts.append("an address was put together from a description")
    if not any(person.email for person in verdict.referrals) and verdict.confidence < _SURE_WITHOUT_ADDRESS:
        doubts.append("nobody with an address is named")
    if len(verdict.referrals) > 3:
        doubts.append("more than three people are named")
    if reading.new.doubtful:
        doubts.append("new text and quoted text could not be told apart")
    return tuple(doubts)


#: Such a referral writes to nobody by itself: it waits for its address. Only the meaning must be sure.
_SURE_WITHOUT_ADDRESS = 0.93
#: A machine's message of this kind is certain; a person's always waits.
_ONLY_MACHINES = frozenset({Intent.OTHER})


def _reviewed(verdict: Verdict, doubts: Sequence[str]) -> Verdict:
    """The verdict with the question answered whether a person looks first, and why."""
    told = list(doubts)
    least = DECIDED_ALONE.get(verdict.intent)
    by_person = verdict.visible_text is not None
    if least is None or (by_person and verdict.intent in _ONLY_MACHINES):
        told.append(f"{verdict.intent.value} is answered by people")
    elif verdict.confidence < least:
        told.append("not sure enough")
    return replace(verdict, needs_review=bool(told), doubts=tuple(dict.fromkeys(told)))
