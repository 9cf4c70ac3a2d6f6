"""What a decision changes, in plain sentences: told from the very rows that it wrote, so that it cannot lie.

To foretell a decision it is taken in earnest in a transaction that is rolled back.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line
from outreach.database.engine import Database
from outreach.database.traces import Change
from outreach.prospects.model import Account, Contact
from outreach.qualification.deciding import last_believable_day
from outreach.qualification.effects import EffectRules
from outreach.qualification.leads.model import LeadState
from outreach.qualification.meanings import Meaning
from outreach.qualification.model import Review
from outreach.qualification.reviewing import Said, decided
from outreach.qualification.service import verdict_of
from outreach.replies.verdict import Person, Verdict
from outreach.sequences.definition import REFERRED_TAG
from outreach.sequences.model import Campaign, EnrollmentState, HoldReason, TaskKind

#: Names that one sentence lists; of the rest it says how many.
_MOST_NAMES = 4
_NOTHING = "nothing else follows: the reply is filed as read"


def foretell(
    where: Database | Session,
    review_id: int,
    intent: Meaning,
    people: tuple[Person, ...] | None,
    resume_on: date | None,
    rules: EffectRules,
    now: datetime,
) -> tuple[str, ...]:
    """What this decision would do. Where it would be refused: why. A session has to be one that may write."""
    said = Said(intent, people, resume_on)
    if isinstance(where, Database):
        with where.trying() as session:
            return _tried(session, review_id, said, rules, now)
    return _tried(where, review_id, said, rules, now)


def foretell_each(
    database: Database,
    review_id: int,
    meanings: Iterable[Meaning],
    people: tuple[Person, ...] | None,
    resume_on: date | None,
    rules: EffectRules,
    now: datetime,
) -> dict[Meaning, tuple[str, ...]]:
    """The same for several decisions, in one transaction."""
    with database.trying() as session:
        return {
            meaning: _tried(session, review_id, Said(meaning, people, resume_on), rules, now)
            for meaning in meanings
        }


def _tried(
    session: Session, review_id: int, said: Said, rules: EffectRules, now: datetime
) -> tuple[str, ...]:
    attempt = session.begin_nested()
    try:
        review, changes = decided(session, review_id, said, rules, actor="foretold", now=now)
        sentences = told(session, changes)
        rests = said.resume_on is None and any(_is_rest(each) for each in changes)
        return (*sentences, *_day_passed_over(session, review, now)) if rests else sentences
    except Refused as refused:
        return (f"cannot be done: {refused}",)
    finally:
        attempt.rollback()
        session.expire_all()


def _is_rest(change: Change) -> bool:
    return change.table == "hold" and change.after is not None and change.now["until"] is not None


def _day_passed_over(session: Session, review: Review, now: datetime) -> Iterator[str]:
    """Says so where the reply itself names a day, and it rests until another one."""
    verdict = verdict_of(session, review.inbound_id) or Verdict()
    day = verdict.return_date or verdict.resume_date
    if day is not None and not now.date() <= day <= last_believable_day(now):
        why = "is past" if day < now.date() else "is too far away to be believed"
        yield f"passes over the day in the reply: {day} {why}"


def told(session: Session, changes: Sequence[Change]) -> tuple[str, ...]:
    """What these changes come to, the weightiest first. To be asked while their rows are there."""
    teller = _Teller(session, changes)
    sentences = [sentence for tell in _TOLD for sentence in tell(teller)]
    return tuple(dict.fromkeys(sentences)) or (_NOTHING,)


@dataclass(slots=True)
class _Teller:
    """The changes of one unit of work, and the names in them."""

    session: Session
    changes: Sequence[Change]
    _names: dict[tuple[str, int], str] = field(default_factory=dict)

    def of(self, table: str) -> list[Change]:
        return [each for each in self.changes if each.table == table]

    def contact(self, number: int | None) -> str:
        return self._named("contact", Contact, number, _person)

    def account(self, number: int | None) -> str:
        return self._named("account", Account, number, lambda row: one_line(row["name"]))

    def campaign(self, number: int | None) -> str:
        return self._named("campaign", Campaign, number, lambda row: one_line(row["name"]))

    def _named(
        self, table: str, model: Any, number: int | None, name: Callable[[Mapping[str, Any]], str]
    ) -> str:
        if number is None:
            return ""
        if (table, number) not in self._names:
            written = next((each.now for each in self.of(table) if each.key == (number,)), None)
            row = written
            if row is None:
                found = self.session.get(model, number)
                row = {} if found is None else found.model_dump()
            self._names[table, number] = name(row) if row else ""
        return self._names[table, number]


def _person(row: Mapping[str, Any]) -> str:
    name = row["name"] or f"{row['given_name']} {row['family_name']}".strip()
    return one_line(name or row["address"], 80)


# --- the sentences ---------------------------------------------------------------------------------------------------

_ENDS: Mapping[str, str] = {
    EnrollmentState.ANSWERED: "they have answered",
    EnrollmentState.REFERRED: "they named a colleague",
    EnrollmentState.OPTED_OUT: "they said no for good",
    EnrollmentState.BOUNCED: "the address is dead",
    EnrollmentState.FINISHED: "all steps went out",
}


def _suppressions(teller: _Teller) -> Iterator[str]:
    for each in teller.of("suppression"):
        whom = one_line(each.now["value"] or "an address")
        if each.after is None:
            yield f"no longer suppresses {whom}"
        elif each.before is not None and "reason" not in each.columns:
            yield f"{whom} stays suppressed"
        else:
            yield f"suppresses {whom} for ever ({each.now['reason'].replace('_', ' ')})"


def _ended_runs(teller: _Teller) -> Iterator[str]:
    stopped: dict[tuple[int, str], list[str]] = {}
    for each in _moved_runs(teller):
        after = each.now
        name = teller.contact(after["contact_id"])
        if after["state"] == EnrollmentState.STOPPED:
            stopped.setdefault((after["account_id"], after["ended_why"]), []).append(name)
        elif after["state"] in _ENDS:
            campaign = teller.campaign(after["campaign_id"])
            yield f'ends the mails of "{after["sequence"]}" to {name} (campaign {campaign}): {_ENDS[after["state"]]}'
    for (account, why), names in stopped.items():
        people = "1 person" if len(names) == 1 else f"{len(names)} people"
        yield f"stops {people} at {teller.account(account) or 'the account'} ({_some(names)}): {one_line(why)}"


def _going_on(teller: _Teller) -> Iterator[str]:
    """Runs that go on, are held, or come back to where they were."""
    lines: dict[str, list[str]] = {}
    for each in _moved_runs(teller):
        after = each.now
        name = teller.contact(after["contact_id"])
        if after["state"] == EnrollmentState.ACTIVE:
            due = after["due_at"]
            when = f"next step {_when(due)}" if due else "the next step waits for its turn"
            lines.setdefault(f"goes on: {when}", []).append(name)
        elif after["state"] == EnrollmentState.PAUSED:
            lines.setdefault("is held", []).append(name)
    for what, names in lines.items():
        yield f"{_some(names)} {what}"


def _moved_runs(teller: _Teller) -> Iterator[Change]:
    for each in teller.of("enrollment"):
        if each.before is not None and each.after is not None and "state" in each.columns:
            yield each


def _begun_runs(teller: _Teller) -> Iterator[str]:
    contacts = {each.key[0]: each.now["address"] for each in teller.of("contact")}
    for each in teller.of("enrollment"):
        if each.before is not None and each.after is not None:
            continue
        run = each.now
        name = teller.contact(run["contact_id"])
        address = contacts.get(run["contact_id"]) or _address(teller, run["contact_id"])
        whom = name if name == address else f"{name} {address}"
        what = (
            '"referred by a colleague"' if run["tag"] == REFERRED_TAG else f"the sequence {run['sequence']}"
        )
        if each.after is None:
            yield f"{whom} no longer gets {what}"
        else:
            first = f", first possible {_when(run['due_at'])}" if run["due_at"] else ""
            held = ", held for now" if run["state"] == EnrollmentState.PAUSED else ""
            mailbox = f" from mailbox {run['mailbox']}" if run["mailbox"] else ""
            yield f"{whom} gets {what}{mailbox}{first}{held}"


def _address(teller: _Teller, contact_id: int) -> str:
    found = teller.session.get(Contact, contact_id)
    return "" if found is None else found.address


def _holds(teller: _Teller) -> Iterator[str]:
    for each in teller.of("hold"):
        hold = each.now
        if hold["reason"] in (HoldReason.REVIEW, HoldReason.UNREAD_REPLY):
            continue
        whom = teller.contact(hold["contact_id"]) or teller.account(hold["account_id"])
        until = f"until {hold['until']:%Y-%m-%d}" if hold["until"] else "until a person lets it go on"
        reason = hold["reason"].replace("_", " ")
        verb = "holds" if each.after is not None else "no longer holds"
        yield f"{verb} {whom} {until} ({reason})"


def _referrals(teller: _Teller) -> Iterator[str]:
    for each in teller.of("referral"):
        named = each.now
        known = named["name"] or named["email"] or named["title"] or named["phone"]
        whom = one_line(known or "whoever it was passed on to", 100)
        state = named["state"]
        if each.after is None:
            yield f"{whom} is no longer kept as named"
        elif state == "needs_address":
            yield f"keeps {whom} as somebody whose address has to be found"
        elif state == "answered":
            yield f"{whom} has written to us: nobody need look for their address"
        elif state == "refused" and each.before is not None and each.before["state"] == "needs_address":
            yield f"nobody need look for the address of {whom}: {named['reason']}"
        elif state == "refused":
            yield f"does not write to {whom}: {named['reason']}"
        elif state == "proposed":
            reason = _IN_OTHER_WORDS.get(named["reason"], named["reason"])
            yield f"keeps {whom} for your approval in `outreach referrals list`: {reason}"


#: Reasons that only say something to whoever knows how mail works.
_IN_OTHER_WORDS: Mapping[str, str] = {
    "the reply does not answer a mail of ours by its Message-ID": (
        "nothing proves that the reply belongs to our mail, though it looks like it"
    ),
}

#: How an address was guessed, as the task's note says it.
_GUESSED = re.compile(r"\([a-z.]+, as (\d+) of (\d+) known there\)")


def _guessed(note: str) -> str:
    return _GUESSED.sub(r"(so are \1 of \2 that we know there)", one_line(note, 120))


def _tasks(teller: _Teller) -> Iterator[str]:
    for each in teller.of("task"):
        task = each.now
        whom = teller.contact(task["contact_id"])
        what = {
            TaskKind.CALL_BACK: f"to call {task['phone']} ({whom})",
            TaskKind.FIND_CONTACT: f"to find an address: {_guessed(task['note'])}",
        }.get(task["kind"], f"{task['kind'].replace('_', ' ')}: {one_line(task['note'], 120)}".rstrip(": "))
        if each.before is None:
            yield f"opens a task {what}"
        elif each.after is None or (each.after["state"] == "dropped" and "state" in each.columns):
            yield f"drops the task {what}"
        elif "state" in each.columns:
            yield f"the task is {each.after['state']}: {what}"


def _the_message(teller: _Teller) -> Iterator[str]:
    for each in teller.of("answer"):
        if each.after is None:
            yield "the message counts as no answer to anything of ours"
        elif each.before is None:
            yield "the message counts as an answer to our mail again"
    for each in teller.of("review"):
        if each.before is None:
            yield "asks you about the newest message behind it too"
        elif each.after is not None and each.after["state"] == "waiting":
            yield "the review waits again"


def _pauses(teller: _Teller) -> Iterator[str]:
    for each in teller.of("mailbox_status"):
        if "paused_at" in each.columns:
            verb = "pauses" if each.now["paused_at"] else "no longer pauses"
            yield f"{verb} the mailbox {each.now['name']}: {one_line(each.now['paused_why'])}".rstrip(": ")
    for each in teller.of("campaign"):
        if "state" in each.columns:
            yield f"the campaign {one_line(each.now['name'])} is {each.now['state']}"


def _statuses(teller: _Teller) -> Iterator[str]:
    for each in teller.of("account"):
        if each.before is not None and each.after is not None and "status" in each.columns:
            name = one_line(each.now["name"]) or "the account"
            yield f"{name} is {each.now['status'].replace('_', ' ')} from now on"


def _leads(teller: _Teller) -> Iterator[str]:
    for each in teller.of("lead"):
        lead = each.now
        if each.after is None:
            yield "the lead is no longer there"
        elif lead["state"] == LeadState.NURTURE and (each.before is None or "state" in each.columns):
            until = (
                f"until {lead['wake_at']:%Y-%m-%d}"
                if lead["wake_at"]
                else "until they write, or a person wakes it"
            )
            yield f"{teller.contact(lead['contact_id']) or 'the lead'} rests in nurture {until}"
        elif each.before is None:
            yield "opens a lead"
        elif "state" in each.columns:
            yield f"the lead is {lead['state']}"


def _notices(teller: _Teller) -> Iterator[str]:
    told_by = sorted({str(each.now.get("way", "notice")) for each in teller.of("notice") if each.after})
    if told_by:
        yield f"sends word of it by {', '.join(told_by)}"


def _the_rest(teller: _Teller) -> Iterator[str]:
    counts: dict[str, int] = {}
    for each in teller.changes:
        if each.table not in _SPOKEN_OF and not each.table.startswith("lead_"):
            counts[each.table] = counts.get(each.table, 0) + 1
    if counts:
        listed = ", ".join(f"{table.replace('_', ' ')} ({count})" for table, count in sorted(counts.items()))
        yield f"also changes: {listed}"


_TOLD: tuple[Callable[[_Teller], Iterator[str]], ...] = (
    _suppressions,
    _begun_runs,
    _ended_runs,
    _going_on,
    _holds,
    _referrals,
    _tasks,
    _leads,
    _notices,
    _statuses,
    _pauses,
    _the_message,
    _the_rest,
)

#: Tables that a sentence above speaks of, or that go without saying.
_SPOKEN_OF = frozenset(
    {
        *("suppression", "enrollment", "hold", "referral", "task", "answer", "review", "mailbox_status"),
        *("campaign", "account", "lead", "notice", "event", "inbound_message", "contact", "account_domain"),
        *("verdict", "kept_decision", "other_address", "outbound_message"),
    }
)


def _some(names: Sequence[str]) -> str:
    known = [name for name in dict.fromkeys(names) if name]
    more = len(known) - _MOST_NAMES
    return ", ".join(known[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _when(moment: datetime) -> str:
    return f"{moment:%a %d %b %H:%M} UTC"
