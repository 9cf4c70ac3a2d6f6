"""The lead definition as values: the questions, what each answer is worth, and the five levels with their entry tests.

Sales and marketing agree on one such file (Carroll calls it the universal lead definition). Every lead, wherever it
came from, is held against it, and keeps the version that it was judged by.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from outreach.qualification.leads.needs import Need, parse_need

#: The form of `to_json`; counted up when its shape changes, so that old versions stay readable.
FORMAT = 1

LEVELS = (1, 2, 3, 4, 5)


class QuestionKind(StrEnum):
    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Band:
    """Points for a number from `bound` on, or for a date within `bound` days. Of several that fit, one counts:
    the highest bound of a number, the nearest of a date."""

    bound: int
    points: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Its points are by answer (yes_no, choice), by band (number, date), or for any answer (text)."""

    id: str
    kind: QuestionKind
    #: The question, and what it means, by language; the first language is the default.
    ask: Mapping[str, str]
    explain: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    choices: tuple[str, ...] = ()
    points: Mapping[str, int] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    if_answered: int = 0
    #: Answers that disqualify; for a number, what lies below or above.
    red_flags: tuple[str, ...] = ()
    red_flag_below: int | None = None
    red_flag_above: int | None = None

    def asked_in(self, language: str) -> str:
        return self.ask.get(language) or next(iter(self.ask.values()))

    def explained_in(self, language: str) -> str:
        return self.explain.get(language) or next(iter(self.explain.values()), "")

    @property
    def most(self) -> int:
        """The most points that an answer can bring."""
        worth = [*self.points.values(), *(band.points for band in self.bands), self.if_answered, 0]
        return max(worth)


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the lead spectrum. A lead is on it when all needs of this level and those below are met."""

    number: int
    name: str
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Decay:
    """What silence costs: points for each month (30 days) without a word from them, once `after_days` are over."""

    points_a_month: int
    after_days: int = 30
    most: int = 1_000


@dataclass(frozen=True, slots=True)
class LeadDefinition:
    """All of a definition. `behaviour` and `fit` are empty where they do not count."""

    questions: tuple[Question, ...]
    levels: tuple[Level, ...]
    threshold: int
    qualified_from: int = 3
    description: str = ""
    decay: Decay | None = None
    #: Points for what they did in mail, by fact; never for opening one.
    behaviour: Mapping[str, int] = field(default_factory=dict)
    #: By what the points for behaviour are multiplied, for each grade of the ideal customer profile.
    fit: Mapping[str, float] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The same for the same meaning: comments and the order of keys in the file do not count."""
        canonical = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def most(self) -> int:
        """The highest score that there is."""
        doing = sum(points for points in self.behaviour.values() if points > 0)
        best = max(self.fit.values(), default=1.0)
        return sum(question.most for question in self.questions) + round(doing * best)

    def question(self, question_id: str) -> Question | None:
        return next((each for each in self.questions if each.id == question_id), None)

    def level(self, number: int) -> Level:
        return self.levels[number - 1]

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON column; `from_json` makes the equal definition of them."""
        return {
            "format": FORMAT,
            "description": self.description,
            "threshold": self.threshold,
            "qualified_from": self.qualified_from,
            "questions": [_question_to_json(question) for question in self.questions],
            "levels": [
                {"number": each.number, "name": each.name, "needs": [need.text for need in each.needs]}
                for each in self.levels
            ],
            "decay": None
            if self.decay is None
            else {
                "points_a_month": self.decay.points_a_month,
                "after_days": self.decay.after_days,
                "most": self.decay.most,
            },
            "behaviour": dict(self.behaviour),
            "fit": dict(self.fit),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """What `to_json` wrote. Raises ValueError for a form that this program does not know."""
        if values.get("format") != FORMAT:
            raise ValueError(f"this lead definition has the form {values.get('format')!r}, not {FORMAT}")
        return cls(
            description=values["description"],
            threshold=values["threshold"],
            qualified_from=values["qualified_from"],
            questions=tuple(_question_from_json(each) for each in values["questions"]),
            levels=tuple(
                Level(each["number"], each["name"], tuple(map(parse_need, each["needs"])))
                for each in values["levels"]
            ),
            decay=None if values["decay"] is None else Decay(**values["decay"]),
            behaviour=values["behaviour"],
            fit=values["fit"],
        )


def _question_to_json(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "kind": question.kind.value,
        "ask": dict(question.ask),
        "explain": dict(question.explain),
        "required": question.required,
        "choices": list(question.choices),
        "points": dict(question.points),
        "bands": [[band.bound, band.points] for band in question.bands],
        "if_answered": question.if_answered,
        "red_flags": list(question.red_flags),
        "red_flag_below": question.red_flag_below,
        "red_flag_above": question.red_flag_above,
    }


def _question_from_json(values: Mapping[str, Any]) -> Question:
    return Question(
        id=values["id"],
        kind=QuestionKind(values["kind"]),
        ask=values["ask"],
        explain=values["explain"],
        required=values["required"],
        choices=tuple(values["choices"]),
        points=values["points"],
        bands=tuple(Band(bound, points) for bound, points in values["bands"]),
        if_answered=values["if_answered"],
        red_flags=tuple(values["red_flags"]),
        red_flag_below=values["red_flag_below"],
        red_flag_above=values["red_flag_above"],
    )
