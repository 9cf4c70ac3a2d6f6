"""What a template may say: the names of contact, account, sender, referrer and source, and their values for one mail.

Values come from lists and replies, so they are data: put into the text as they are, never read as a template,
and made one printable line before. Only our own `sender` may have several lines (a postal address).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache

from outreach.core.untrusted import one_line, printable
from outreach.sequences import hand_off_names

#: Longest value, and longest value of a list's own column; the rest is cut off.
MAX_VALUE = 200
MAX_FIELD = 500

#: The names that exist in a template: for each its members, or None where it is a text itself.
Names = Mapping[str, frozenset[str] | None]

#: `contact.fields.COLUMN` is any further column of the list.
FIELDS = "fields"
#: `answers.QUESTION` is what this client answered to a question of the lead definition.
ANSWERS = "answers"

# What needs no cleaning, told ten times faster than by cleaning it: words without marks, one space between.
_PLAIN = re.compile(r"(?:[\w.,'’«»\"()&/@+:-]+(?: [\w.,'’«»\"()&/@+:-]+)*)?\Z")


@dataclass(frozen=True, slots=True)
class ContactNames:
    """Who is written to. What is not known is empty; `fields` has the further columns of the list."""

    address: str
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    title: str = ""
    language: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountNames:
    """Their company. `domain` is empty where the address is at a free-mail provider."""

    name: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class SenderNames:
    """Who writes, from the config and the mailbox. `signature` is for who has more to say than a name."""

    name: str
    organisation: str
    postal_address: str
    address: str = ""
    title: str = ""
    phone: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class ReferrerNames:
    """The colleague who named this contact in a stored reply. An office that answers may have no name."""

    address: str
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class SourceNames:
    """Where we have the contact from, for who asks (GDPR, Art. 14 and 15). What is not known is empty."""

    list: str = ""
    #: "seed", "net" or "spear".
    kind: str = ""
    #: YYYY-MM-DD.
    since: str = ""
    legal_basis: str = ""
    #: The colleague who named them.
    referrer: str = ""


@dataclass(frozen=True, slots=True)
class MergeContext:
    """All values for one mail.

    `original_subject` is that of the thread's first mail; in the first mail of a referral, that of the mail
    which the referrer answered.
    """

    contact: ContactNames
    account: AccountNames
    sender: SenderNames
    referrer: ReferrerNames | None = None
    original_subject: str | None = None
    #: Only where a person answers.
    source: SourceNames | None = None
    #: Only in a proposal: what was answered, by the question's id; what was not is left out.
    answers: Mapping[str, str] | None = None

    def values(self) -> dict[str, Mapping[str, object] | str]:
        """The cleaned values by their names in templates; what is not there is left out, and so undefined."""
        values: dict[str, Mapping[str, object] | str] = {
            "contact": _of_contact(self.contact),
            "account": _of_person(self.account),
            "sender": _of_sender(self.sender),
        }
        if self.referrer is not None:
            values["referrer"] = _of_person(self.referrer)
        if self.original_subject is not None:
            values["original_subject"] = _cleaned(self.original_subject)
        if self.source is not None:
            values["source"] = _of_source(self.source)
        if self.answers is not None:
            values[ANSWERS] = {name: _cleaned(said, MAX_FIELD) for name, said in self.answers.items() if said}
        return values


_MEMBERS: Mapping[type, tuple[str, ...]] = {
    kind: tuple(member.name for member in fields(kind))
    for kind in (ContactNames, AccountNames, SenderNames, ReferrerNames, SourceNames)
}


def names_for(*, referral: bool, in_thread: bool) -> Names:
    """The names that a step's template has: all have three, a referred or a later mail has more."""
    names: dict[str, frozenset[str] | None] = {
        "contact": frozenset(_MEMBERS[ContactNames]),
        "account": frozenset(_MEMBERS[AccountNames]),
        "sender": frozenset(_MEMBERS[SenderNames]),
    }
    if referral:
        names["referrer"] = frozenset(_MEMBERS[ReferrerNames])
    if referral or in_thread:
        names["original_subject"] = None
    return names


#: The names that a template for a person's answer has.
ANSWER_NAMES: Names = {
    **names_for(referral=False, in_thread=True),
    "source": frozenset(_MEMBERS[SourceNames]),
}

#: The names that a proposal's template has.
PROPOSAL_NAMES: Names = {**names_for(referral=False, in_thread=False), ANSWERS: None}

#: The names that a template of the hand-off has.
HAND_OFF_NAMES: Names = {**names_for(referral=False, in_thread=False), **hand_off_names.NAMES}

#: Every name that exists in some template.
ALL_NAMES: Names = {
    **names_for(referral=True, in_thread=True),
    **ANSWER_NAMES,
    **PROPOSAL_NAMES,
    **HAND_OFF_NAMES,
}


def _of_contact(contact: ContactNames) -> dict[str, object]:
    values: dict[str, object] = dict(_of_person(contact))
    values[FIELDS] = {column: _cleaned(value, MAX_FIELD) for column, value in contact.fields.items()}
    return values


def _of_source(source: SourceNames) -> dict[str, str]:
    return {name: _cleaned(getattr(source, name)) for name in _MEMBERS[SourceNames]}


def _of_person(person: ContactNames | AccountNames | ReferrerNames) -> dict[str, str]:
    members = _MEMBERS[type(person)]
    values = {
        name: _cleaned(value) if (value := getattr(person, name)) else ""
        for name in members
        if name != FIELDS
    }
    if not isinstance(person, AccountNames) and not values["name"]:
        values["name"] = f"{values['given_name']} {values['family_name']}".strip()
    return values


@lru_cache(maxsize=256)
def _of_sender(sender: SenderNames) -> Mapping[str, str]:
    return {name: _lines(getattr(sender, name)) for name in _MEMBERS[SenderNames]}


def _cleaned(value: str, limit: int = MAX_VALUE) -> str:
    return value if len(value) <= limit and _PLAIN.match(value) else one_line(value, limit)


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in printable(text).split("\n")).strip()
