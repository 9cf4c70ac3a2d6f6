"""What a level asks for, written as people write it: `need = yes`, `team_size >= 10`, `starts within 90 days`.

A need is one or several conditions with ` or ` between them; it is met when one of them is. A bare word is met when
the question is answered, or when the fact is true.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: What may be asked of a lead beside the questions, with what it means. None of it can be seen by opening a mail.
FACTS: Mapping[str, str] = {
    "answered": "they wrote back to us",
    "answered_again": "they wrote back more than once",
    "asked_question": "they asked us something",
    "wants_to_talk": "they said that they want to talk",
    "gave_number": "they gave a number to call",
    "confirmed": "a person read what they wrote and says that it is them",
    "inquired": "they came to us by themselves, or by word of mouth",
}

_CONDITION = re.compile(
    r"(?P<subject>[a-z][a-z0-9_]*)"
    r"(?:\s*(?P<compare>!=|>=|<=|=)\s*(?P<values>[^=<>!]+)|\s+within\s+(?P<days>\d{1,5})\s+days?)?"
)


class Compare(StrEnum):
    IS_KNOWN = ""
    IS = "="
    IS_NOT = "!="
    AT_LEAST = ">="
    AT_MOST = "<="
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. `values` are alternatives for = and !=, else one number (of days, for WITHIN)."""

    subject: str
    compare: Compare = Compare.IS_KNOWN
    values: tuple[str, ...] = ()

    def holds(self, answers: Mapping[str, str], facts: frozenset[str], today: date) -> bool:
        """Whether it is so. What has not been answered never holds, not even with !=."""
        answer = answers.get(self.subject, "")
        if self.compare is Compare.IS_KNOWN:
            return self.subject in facts or bool(answer)
        if not answer:
            return False
        match self.compare:
            case Compare.IS:
                return answer in self.values
            case Compare.IS_NOT:
                return answer not in self.values
            case Compare.AT_LEAST:
                return float(answer) >= float(self.values[0])
            case Compare.AT_MOST:
                return float(answer) <= float(self.values[0])
            case _:
                return date.fromisoformat(answer) <= today + timedelta(days=int(self.values[0]))


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a level asks for, as it was written, and its alternatives."""

    text: str
    any_of: tuple[Condition, ...]

    def holds(self, answers: Mapping[str, str], facts: frozenset[str], today: date) -> bool:
        return any(condition.holds(answers, facts, today) for condition in self.any_of)


def parse_need(text: str) -> Need:
    """What was written. Raises ValueError with a sentence for whoever wrote it."""
    tidy = " ".join(text.split())
    return Need(tidy, tuple(_condition(part.strip()) for part in tidy.split(" or ")))


def _condition(text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise ValueError(f'"{text}" is no test.')
    if found["days"]:
        return Condition(found["subject"], Compare.WITHIN, (found["days"],))
    if not found["compare"]:
        return Condition(found["subject"])
    compare = Compare(found["compare"])
    values = tuple(value.strip() for value in found["values"].split("|"))
    if compare in (Compare.AT_LEAST, Compare.AT_MOST) and not _is_number(values):
        raise ValueError(f'"{text}" compares with no number.')
    return Condition(found["subject"], compare, values)


def _is_number(values: tuple[str, ...]) -> bool:
    return len(values) == 1 and re.fullmatch(r"-?\d+(?:\.\d+)?", values[0]) is not None
