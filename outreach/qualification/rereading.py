"""What today's reading of a message changes in what was made of it before. Decisions only.

Newer rules may forbid mail by themselves. Whatever would lead to more mail, or take a no back, waits for a person;
and what a person has decided stands.
"""

from dataclasses import dataclass
from enum import StrEnum

from outreach.core.intents import Intent
from outreach.qualification.deciding import Decided
from outreach.qualification.model import ReviewState
from outreach.replies.verdict import Person, Verdict
from outreach.sequences.consequences import Action


class Follows(StrEnum):
    """What follows from a new reading that differs."""

    #: The new reading is kept, and nothing else changes.
    KEPT = "kept"
    #: A person has decided what the message means.
    STANDS = "stands"
    #: It waits for a person already, who sees the new reading.
    SHOWN = "shown"
    #: It is a no, or a dead address: nobody writes there any more.
    FORBIDS = "forbids"
    #: A person is asked, and whom it concerns is held until then.
    ASKS = "asks"


FOLLOWS: dict[Follows, str] = {
    Follows.KEPT: "the new reading is kept",
    Follows.STANDS: "a person has decided; nothing changes",
    Follows.SHOWN: "the review that waits shows it",
    Follows.FORBIDS: "the address is never written to again",
    Follows.ASKS: "a person is asked",
}

_FORBIDS = (Action.OPT_OUT, Action.BOUNCE)


@dataclass(frozen=True, slots=True)
class Change:
    """One field that is read differently."""

    field: str
    before: str
    after: str


def changes(before: Verdict, after: Verdict) -> tuple[Change, ...]:
    """What differs and may lead to something; how sure the program is, and its evidence, do not count."""
    found = ((name, _told(before, name), _told(after, name)) for name in _FIELDS)
    return tuple(Change(*each) for each in found if each[1] != each[2])


#: Those that consequences are taken by.
_FIELDS = (
    "intent",
    "referrals",
    "alternates",
    "return_date",
    "resume_date",
    "callback_phone",
    "bounced_address",
    "needs_review",
)


def what_follows(
    before: Verdict, after: Verdict, *, review: ReviewState | None, decided: Decided | None
) -> Follows:
    """`decided` is what the new reading would lead to by itself; None where the message answers nothing of ours."""
    if review is ReviewState.DECIDED:
        return Follows.STANDS
    if decided is None:
        return Follows.KEPT
    if decided.consequence.action in _FORBIDS and after.intent is not before.intent:
        return Follows.FORBIDS
    if review is ReviewState.WAITING:
        return Follows.SHOWN
    return Follows.ASKS if _matters(before, after) else Follows.KEPT


def _matters(before: Verdict, after: Verdict) -> bool:
    """Whether what was done by itself might have been wrong."""
    if after.intent is not before.intent:
        return True
    named = {person.email for person in (*after.referrals, *after.alternates) if person.email}
    known = {person.email for person in (*before.referrals, *before.alternates) if person.email}
    away = after.intent is Intent.OUT_OF_OFFICE and after.return_date != before.return_date
    return bool(named - known) or away or (after.needs_review and not before.needs_review)


def _told(verdict: Verdict, name: str) -> str:
    value = getattr(verdict, name)
    if isinstance(value, tuple):
        return "; ".join(sorted(map(_person, value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _person(person: Person) -> str:
    return ", ".join(part for part in (person.name, person.email, person.phone, person.title) if part)
