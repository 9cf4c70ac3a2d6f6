"""The verdict on one inbound message: what the writer wants, whom they name, what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from outreach.core.intents import Intent

#: Stored with each verdict. Goes up whenever a rule, a word table or the decision changes.
RULES_VERSION = "2026.11.2"


class Via(StrEnum):
    """How somebody was pointed out to us."""

    TEXT = "text"
    CC = "cc"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the writer names. A department or a mailbox without a name has no `name`."""

    name: str | None = None
    #: Lower case, complete; put together from what was written where the writer described or split it.
    email: str | None = None
    #: E.164 where the country is clear, with " ext. 214" behind it; else as written.
    phone: str | None = None
    title: str | None = None
    #: None for the stand-ins of an automatic reply.
    via: Via | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that fired: what it speaks for, the words it rests on, how much it says (0..1)."""

    rule: str
    intent: Intent
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one message means, why we think so, and whether a person should look first."""

    intent: Intent = Intent.OTHER
    #: How likely `intent` is right, 0..1.
    confidence: float = 0.0
    #: False only where acting without a person is safe and sure.
    needs_review: bool = True
    referrals: tuple[Person, ...] = ()
    #: Stand-ins and successors that an automatic reply names.
    alternates: tuple[Person, ...] = ()
    #: First working day back.
    return_date: date | None = None
    #: The day from which a not-now may be written to again.
    resume_date: date | None = None
    callback_phone: str | None = None
    bounced_address: str | None = None
    bounce_reason: str | None = None
    #: ISO 639-1 of the new text, "" where there is none.
    language: str = ""
    #: The new text of a message that a person wrote; None for machines.
    visible_text: str | None = None
    evidence: tuple[Hit, ...] = ()
    #: Layers that looked and found nothing, in their order.
    misses: tuple[str, ...] = ()
    #: Why a person is asked, one phrase each; empty where nobody is.
    doubts: tuple[str, ...] = ()
    rules_version: str = field(default=RULES_VERSION)


def verdict_to_dict(verdict: Verdict) -> dict[str, Any]:
    """The verdict as plain JSON types, keys as `outreach replies explain --jsonl` prints them."""
    return {
        "intent": verdict.intent.value,
        "confidence": round(verdict.confidence, 3),
        "needs_review": verdict.needs_review,
        "referrals": [_person_to_dict(person, with_via=True) for person in verdict.referrals],
        "alternates": [_person_to_dict(person, with_via=False) for person in verdict.alternates],
        "return_date": _iso(verdict.return_date),
        "resume_date": _iso(verdict.resume_date),
        "callback_phone": verdict.callback_phone,
        "bounced_address": verdict.bounced_address,
        "bounce_reason": verdict.bounce_reason,
        "language": verdict.language,
        "visible_text": verdict.visible_text,
        "evidence": [
            {"rule": hit.rule, "intent": hit.intent.value, "text": hit.text, "weight": round(hit.weight, 3)}
            for hit in verdict.evidence
        ],
        "misses": list(verdict.misses),
        "doubts": list(verdict.doubts),
        "rules_version": verdict.rules_version,
    }


def verdict_from_dict(stored: Mapping[str, Any]) -> Verdict:
    """The verdict that `verdict_to_dict` wrote; keys that an older version did not know may be missing."""
    return Verdict(
        intent=Intent(stored["intent"]),
        confidence=float(stored.get("confidence", 0.0)),
        needs_review=bool(stored.get("needs_review", True)),
        referrals=_people(stored.get("referrals") or ()),
        alternates=_people(stored.get("alternates") or ()),
        return_date=_day(stored.get("return_date")),
        resume_date=_day(stored.get("resume_date")),
        callback_phone=stored.get("callback_phone"),
        bounced_address=stored.get("bounced_address"),
        bounce_reason=stored.get("bounce_reason"),
        language=stored.get("language") or "",
        visible_text=stored.get("visible_text"),
        evidence=tuple(
            Hit(hit["rule"], Intent(hit["intent"]), hit["text"], float(hit.get("weight", 0.0)))
            for hit in stored.get("evidence") or ()
        ),
        misses=tuple(stored.get("misses") or ()),
        doubts=tuple(stored.get("doubts") or ()),
        rules_version=stored.get("rules_version") or "",
    )


def _person_to_dict(person: Person, *, with_via: bool) -> dict[str, str | None]:
    told: dict[str, str | None] = {
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "title": person.title,
    }
    if with_via:
        told["via"] = person.via.value if person.via else None
    return told


def _people(stored: Sequence[Mapping[str, Any]]) -> tuple[Person, ...]:
    return tuple(
        Person(
            name=one.get("name"),
            email=one.get("email"),
            phone=one.get("phone"),
            title=one.get("title"),
            via=Via(one["via"]) if one.get("via") else None,
        )
        for one in stored
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
