"""What one raw message means: the chain of layers, from the bytes to the verdict."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from outreach.core.intents import Intent
from outreach.core.untrusted import one_line
from outreach.inbox.delivery_report import DeliveryReport
from outreach.replies.automatic_reply import SURE, AutomaticReply, automatic_reply
from outreach.replies.decision import DECIDED_ALONE, Decision, decide
from outreach.replies.people import PeopleFound
from outreach.replies.reading import Reading, SentMail, answers_us, read
from outreach.replies.resume_date import resume_day
from outreach.replies.structure import CONCLUSIVE, failed_address, report_of, structural_hits
from outreach.replies.verdict import Hit, Verdict
from outreach.replies.wording import in_its_language, named_people, people_hits

__all__ = ["SentMail", "understand"]


def understand(raw: bytes, *, sent: SentMail | None = None, received_at: datetime | None = None) -> Verdict:
    """The verdict on `raw`. `sent` is the mail of ours that it answers, where known; `received_at` is aware.

    Never raises: what cannot be understood is OTHER with no confidence and waits for a person.
    """
    try:
        return _understood(read(raw, sent=sent, received_at=received_at))
    except Exception as error:  # a message that nobody foresaw must not stop the daemon
        return Verdict(doubts=(one_line(f"could not be understood: {type(error).__name__}: {error}"),))


def _understood(reading: Reading) -> Verdict:
    report, complaint = report_of(reading)
    structure = tuple(structural_hits(reading, report, complaint))
    if structure and structure[0].weight >= CONCLUSIVE:
        return _by_structure(reading, structure, report)
    reading, wording = in_its_language(reading)
    automatic = automatic_reply(reading, wording)
    misses = () if structure else ("structure",)
    if automatic is not None and automatic.written_by_machine >= SURE:
        return replace(_by_machine(reading, automatic, structure, wording), misses=misses)
    verdict = _by_person(reading, (*structure, *wording), automatic)
    return replace(verdict, misses=(*misses, "automatic") if automatic is None else misses)


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


def _by_machine(
    reading: Reading, automatic: AutomaticReply, structure: Sequence[Hit], wording: Sequence[Hit]
) -> Verdict:
    people = named_people(reading, automatic=True)
    wanted = automatic.intent in (Intent.OUT_OF_OFFICE, Intent.LEFT_COMPANY)
    verdict = Verdict(
        intent=automatic.intent,
        confidence=automatic.weight * automatic.written_by_machine,
        alternates=people.people if wanted else (),
        return_date=automatic.back.day,
        language=reading.language,
        evidence=(*structure, *automatic.hits),
    )
    doubts = []
    if not automatic.back.sure:
        doubts.append("the day of return can be read in two ways")
    if any(hit.intent is Intent.UNSUBSCRIBE and hit.weight >= _A_CLEAR_OPT_OUT for hit in wording):
        doubts.append("asks to be left alone, automatically or not")
    return _reviewed(verdict, doubts)


#: An automatic text that says this is looked at: nobody's opt-out may drown in a vacation notice.
_A_CLEAR_OPT_OUT = 0.93


def _by_person(reading: Reading, found: Sequence[Hit], automatic: AutomaticReply | None) -> Verdict:
    people = named_people(reading, automatic=False)
    evidence = (*found, *people_hits(people), *_beside_the_point(reading))
    decision = decide(evidence)
    decision = _held_against_machine(decision, automatic)
    verdict = Verdict(
        intent=decision.intent,
        confidence=decision.confidence,
        referrals=people.people if decision.intent in (Intent.REFERRAL, Intent.LEFT_COMPANY) else (),
        resume_date=_resume_date(reading) if decision.intent is Intent.NOT_NOW else None,
        callback_phone=people.callback_phone if decision.intent in _MAY_BE_CALLED else None,
        language=reading.language,
        visible_text=reading.new.visible or None,
        evidence=evidence,
    )
    return _reviewed(verdict, (*decision.doubts, *_doubts_of_people(reading, verdict, people)))


_MAY_BE_CALLED = frozenset({Intent.INTERESTED, Intent.QUESTION, Intent.RIGHT_PERSON, Intent.NOT_NOW})


def _resume_date(reading: Reading) -> date | None:
    if reading.received_on is None:
        return None
    return resume_day(reading.prose.plain, reading.received_on, american=reading.american)


def _beside_the_point(reading: Reading) -> tuple[Hit, ...]:
    """Letters that answer nothing of ours."""
    if reading.sent is not None and not answers_us(reading) and not reading.new.quoted:
        return (Hit("other.no_answer", Intent.OTHER, reading.message.subject[:80], 0.45),)
    return ()


def _held_against_machine(decision: Decision, automatic: AutomaticReply | None) -> Decision:
    if automatic is None or automatic.written_by_machine < 0.6:
        return decision
    if decision.confidence < 0.55:
        return Decision(
            automatic.intent, 0.55 * automatic.weight, (*decision.doubts, "may be an automatic reply")
        )
    return Decision(
        decision.intent, decision.confidence * 0.85, (*decision.doubts, "may be an automatic reply")
    )


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
