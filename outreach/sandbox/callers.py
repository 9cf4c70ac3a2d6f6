"""Rita and Pavel on the phone: each lead is called, and held against the lead definition with what was said."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session, select

from outreach.daemon.rules import timing
from outreach.handoff import service as hand_off
from outreach.qualification.leads import nurturing
from outreach.qualification.leads import service as leads
from outreach.qualification.leads.answers import read_answers
from outreach.qualification.leads.model import LeadState
from outreach.qualification.leads.scoring import Judged
from outreach.qualification.leads.service import Talk
from outreach.sandbox.demo_lists import DIRECTORY, FAIR
from outreach.sandbox.lead_desk import Desk
from outreach.sandbox.office import Hours, Job, Office
from outreach.sequences import tasks
from outreach.sequences.model import Task, TaskKind, TaskState

CALLED_WITHIN: Hours = (5, 50)
#: Of somebody who was called and is not ready.
CALLED_AGAIN_WITHIN: Hours = (90, 200)
#: Of a lead that sales wants to be completed.
COMPLETED_WITHIN: Hours = (4, 40)

#: How often a company is a good fit, by the list it comes from: the directory is the cheaper one, and the worse.
GOOD_FIT: Mapping[str, float] = {FAIR.name: 0.8, DIRECTORY.name: 0.5}
_USUAL_FIT = 0.75
#: Of those who are no good fit, how many are none at all.
NO_FIT = 0.35
#: How often they have named a need, the first time and later.
NEED = (0.75, 0.6)
HANDLES_IT = 0.95
#: After so many calls in vain a lead is put into nurture, or let go.
MOST_CALLS = 3
NURTURED_FOR = timedelta(days=60)
IS_NURTURED = 0.7

_NEXT_STEP = timedelta(days=6)
_REQUIREMENTS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "every enquiry answered the same day",
        "one inbox for the whole sales office",
        "who answered whom, without asking around",
        "works with the mail program that we have",
    ),
    "ru": (
        "ответ на каждый запрос в тот же день",
        "один ящик на весь отдел продаж",
        "видно, кто кому ответил",
        "работает с нашей почтовой программой",
    ),
}
#: Answers that nobody need give, with how often each is given: (question, ((answer, share), …)).
_MORE: tuple[tuple[str, tuple[tuple[str, float], ...]], ...] = (
    ("need_level", (("a priority", 0.35), ("a problem", 0.4), ("nice to have", 0.25))),
    ("authority", (("decides", 0.5), ("recommends", 0.35), ("none", 0.05))),
    ("budget", (("planned", 0.35), ("could be found", 0.35), ("none", 0.1))),
    ("competitor", (("no", 0.95),)),
)


def jobs(desk: Desk, office: Office) -> Iterator[Job]:
    """The next call to a lead that is with us."""
    actor = desk.finder or FAIR.actor
    do = partial(_call, office, actor, desk)
    if desk.state is LeadState.OPEN:
        hours = CALLED_AGAIN_WITHIN if desk.is_judged else CALLED_WITHIN
    elif desk.state is LeadState.REJECTED and desk.reason is not None:
        hours = COMPLETED_WITHIN
    else:
        return
    yield Job(office.after(desk.since, hours, "call", desk.key), f"call {desk.key}", do)


def _call(office: Office, actor: str, desk: Desk, now: datetime) -> None:
    """As `leads qualify`; whoever is no lead, or not ready for the third time, is said to be so."""
    answers, wrong = read_answers(office.definition, _said(office, desk, now))
    assert not wrong, wrong
    talk = Talk(
        answers=answers,
        notes=f"Called. {answers.get('requirements', 'They have little time.')}",
        next_step="call again",
        next_step_on=(now + _NEXT_STEP).date(),
    )
    with office.database.writing() as session:
        lead = leads.find(session, str(desk.lead_id))
        judged = leads.qualify(session, lead, office.definition, talk, actor=actor, now=now)
        lead.finder, lead.owner = lead.finder or actor, lead.owner or actor
        _call_backs_done(session, office, lead.contact_id, actor, now)
    if not judged.is_qualified:
        _let_go(office, actor, desk, judged, now)


def _let_go(office: Office, actor: str, desk: Desk, judged: Judged, now: datetime) -> None:
    has_tried = desk.moves >= MOST_CALLS
    if judged.red_flags or (has_tried and office.chance("nurture", desk.address) >= IS_NURTURED):
        why = "; ".join(judged.why_not) or "no need"
        with office.database.writing() as session:
            hand_off.disqualify(session, desk.lead_id, rules=office.hand_off, actor=actor, why=why, now=now)
    elif has_tried:
        with office.database.writing() as session:
            lead = hand_off.locked(session, desk.lead_id)
            why = "they have no need yet"
            nurturing.put(session, lead, until=now + NURTURED_FOR, why=why, actor=actor, now=now)


def _call_backs_done(session: Session, office: Office, contact_id: int, actor: str, now: datetime) -> None:
    asked = select(Task.id).where(
        Task.contact_id == contact_id, Task.kind == TaskKind.CALL_BACK, Task.state == TaskState.OPEN
    )
    for number in session.exec(asked).all():
        rules = timing(office.config)
        tasks.done(session, number or 0, outcome="spoke to them", actor=actor, timing=rules, now=now)


def _said(office: Office, desk: Desk, now: datetime) -> dict[str, str]:
    """What they answer. Who they are stays the same from call to call; a need may come."""
    address = desk.address
    usual = GOOD_FIT.get(desk.list_name, _USUAL_FIT)
    is_good = office.chance("fit", address) < usual
    fit = "good" if is_good else "none" if office.chance("no fit", address) < NO_FIT else "partly"
    needs = office.chance("need", address, desk.moves) < NEED[min(desk.is_judged, 1)]
    said = {
        "right_person": "yes" if office.chance("handles it", address) < HANDLES_IT else "no",
        "fit": fit,
        "need": "yes" if needs or desk.state is LeadState.REJECTED else "no",
    }
    if office.chance("requirements", address, desk.moves) < 0.8:
        known = _REQUIREMENTS.get(desk.language, _REQUIREMENTS["en"])
        said["requirements"] = office.pick(known, "requirements", address)
    if office.chance("starts", address) < 0.6:
        said["starts"] = (now + timedelta(days=40 + 160 * office.chance("day", address))).date().isoformat()
    return said | dict(_further(office, address))


def _further(office: Office, address: str) -> Iterator[tuple[str, str]]:
    for question, shares in _MORE:
        mark = office.chance(question, address)
        for answer, share in shares:
            mark -= share
            if mark < 0:
                yield question, answer
                break
