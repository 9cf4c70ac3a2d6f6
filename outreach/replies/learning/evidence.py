"""What the other layers say of a message, as numbers: what the model's second half weighs against the words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from outreach.core.intents import AUTOMATIC, Intent
from outreach.replies.learning.meanings import MEANINGS, Meaning
from outreach.replies.verdict import Hit

#: Facts of a message that are true for all meanings alike; each weighs differently for each meaning.
FACTS = ("named", "with address", "with name", "own number", "question", "unanswered subject", "length")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Scores by intent, 0..1; what the rules would decide; the facts."""

    #: By what is said.
    said: Mapping[Intent, float] = field(default_factory=dict)
    #: The same after the adjustments of the decision.
    adjusted: Mapping[Intent, float] = field(default_factory=dict)
    #: With the mere hints.
    hinted: Mapping[Intent, float] = field(default_factory=dict)
    #: What a machine would mean by it, and how surely.
    automatic: Intent | None = None
    automatic_weight: float = 0.0
    written_by_machine: float = 0.0
    #: By the rules alone.
    decided: Meaning = field(default_factory=lambda: Meaning(Intent.OTHER))
    confidence: float = 0.0
    #: Why the rules are not sure.
    doubts: Sequence[str] = ()
    facts: Sequence[float] = (0.0,) * len(FACTS)

    @property
    def headers_say_machine(self) -> bool:
        """Not only the words do."""
        return self.written_by_machine >= _BY_HEADERS

    @property
    def names_somebody(self) -> bool:
        """A person, an office or an address, or that our mail was passed on."""
        return self.facts[FACTS.index("named")] > 0


_BY_HEADERS = 0.999


def facts_of(hits: Iterable[Hit], plain: str, *, own_number: bool, unanswered: bool) -> tuple[float, ...]:
    """The facts in the order of FACTS; `hits` are those of the people named."""
    rules = {hit.rule for hit in hits}
    truths = (
        any(rule in rules for rule in _NAMED),
        "referral.address" in rules,
        bool(rules & {"referral.named", "referral.phone", "referral.cc"}),
        own_number,
        "?" in plain,
        unanswered,
    )
    return (*map(float, truths), min(1.0, len(plain) / 500))


_NAMED = frozenset(f"referral.{way}" for way in ("cc", "forwarded", "address", "phone", "named", "role"))

#: What is said for each meaning; the words' own opinion comes first (see `combining`).
COLUMNS = (
    "said",
    "adjusted",
    "hinted",
    "automatic",
    "decided",
    "decided surely",
    "machine for sure",
    "machine",
)


def columns(evidence: Evidence) -> list[tuple[float, ...]]:
    """For each meaning what the other layers say for it, in the order of COLUMNS."""
    sure = float(evidence.headers_say_machine)
    told: list[tuple[float, ...]] = []
    for meaning in MEANINGS:
        by_people = not (meaning.by_machine and meaning.intent not in AUTOMATIC)
        like_machine = meaning.by_machine or meaning.intent is Intent.OTHER
        chosen = float(evidence.decided == meaning)
        automatic = like_machine and evidence.automatic is meaning.intent
        told.append(
            (
                evidence.said.get(meaning.intent, 0.0) * by_people,
                evidence.adjusted.get(meaning.intent, 0.0) * by_people,
                evidence.hinted.get(meaning.intent, 0.0) * by_people,
                evidence.written_by_machine * evidence.automatic_weight * automatic,
                chosen,
                chosen * evidence.confidence,
                sure * like_machine,
                evidence.written_by_machine * like_machine,
            )
        )
    return told


def to_json(evidence: Evidence) -> dict[str, Any]:
    """As plain JSON types, short keys; `from_json` reads it back."""
    scores = {
        name: {intent.value: round(value, 3) for intent, value in getattr(evidence, name).items() if value}
        for name in ("said", "adjusted", "hinted")
    }
    return scores | {
        "automatic": evidence.automatic.value if evidence.automatic else None,
        "automatic_weight": round(evidence.automatic_weight, 3),
        "written_by_machine": round(evidence.written_by_machine, 3),
        "decided": [evidence.decided.intent.value, evidence.decided.by_machine],
        "confidence": round(evidence.confidence, 3),
        "doubts": list(evidence.doubts),
        "facts": [round(value, 3) for value in evidence.facts],
    }


def from_json(stored: Mapping[str, Any]) -> Evidence:
    """Raises KeyError or ValueError where it was not written by `to_json`."""
    said, adjusted, hinted = (
        {Intent(name): value for name, value in stored[key].items()} for key in ("said", "adjusted", "hinted")
    )
    intent, by_machine = stored["decided"]
    return Evidence(
        said,
        adjusted,
        hinted,
        Intent(stored["automatic"]) if stored["automatic"] else None,
        stored["automatic_weight"],
        stored["written_by_machine"],
        Meaning(Intent(intent), by_machine),
        stored["confidence"],
        tuple(stored["doubts"]),
        tuple(stored["facts"]),
    )
