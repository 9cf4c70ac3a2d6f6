"""What a model learns from: of each labelled message its words' features, what the rules said of it, its meaning."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from outreach.core.intents import Intent
from outreach.inbox.automatic import SignKind
from outreach.inbox.message import read_message
from outreach.replies.heard import Heard, evidence_of, listen, names_in
from outreach.replies.language import language_of
from outreach.replies.learning.corpus import AUTHORS, first_sight, is_frozen, shipped_letters, shipped_phrases
from outreach.replies.learning.evidence import Evidence
from outreach.replies.learning.features import text_features
from outreach.replies.learning.letters import Letter
from outreach.replies.learning.meanings import number_of
from outreach.replies.prose import prose
from outreach.replies.reading import SentMail, read
from outreach.replies.structure import CONCLUSIVE, report_of, structural_hits

#: Whoever wrote the phrases; never left out, for nobody is measured on them.
PHRASES = "phrases"
_BY_MACHINES = frozenset({SignKind.AUTO_REPLIED, SignKind.AUTO_GENERATED, SignKind.NULL_RETURN_PATH})


@dataclass(frozen=True, slots=True)
class Lesson:
    """One labelled message as the model learns it."""

    id: str
    author: str
    language: str
    features: tuple[int, ...]
    #: Its number in MEANINGS.
    meaning: int
    #: None: only the words are learned.
    evidence: Evidence | None = None
    weight: float = 1.0
    frozen: bool = False


def shipped_lessons() -> Iterator[Lesson]:
    """All that ships, the frozen letters among them."""
    for author in AUTHORS:
        for found in shipped_letters(author):
            lesson = _of_letter(found, author)
            if lesson is not None:
                yield lesson
    for number, phrase in enumerate(shipped_phrases()):
        meaning = number_of(phrase.intent, by_machine=phrase.by_machine)
        if meaning is not None:
            plain = prose(phrase.text)
            language = language_of(plain.text, expected=phrase.language)
            features = tuple(text_features(plain.plain, language=language))
            yield Lesson(f"phrase-{number}", PHRASES, phrase.language, features, meaning, weight=0.6)


def _of_letter(found: Letter, author: str) -> Lesson | None:
    heard = heard_of(found.raw, found.sent, found.received_at)
    meaning = label_number(found.expected, heard) if heard else None
    if heard is None or meaning is None:
        return None
    evidence = first_sight().get(found.id) or evidence_of(heard)
    return Lesson(
        found.id, author, found.language, features_of(heard), meaning, evidence, frozen=is_frozen(found.id)
    )


def lesson_of_decision(
    inbound_id: int, raw: bytes, sent: SentMail | None, received_at: datetime | None, decided: Intent
) -> Lesson | None:
    """What a reviewer said of a message; None where no words are to be learned from it.

    It goes with one of the authors, so that a model that has not learned from it can be held against it.
    """
    heard = heard_of(raw, sent, received_at)
    meaning = label_number({"intent": decided}, heard) if heard else None
    if heard is None or meaning is None or not heard.reading.prose.plain:
        return None
    return Lesson(
        f"decision-{inbound_id}",
        AUTHORS[inbound_id % len(AUTHORS)],
        heard.reading.language,
        features_of(heard),
        meaning,
        evidence_of(heard),
        weight=2.0,
    )


def heard_of(raw: bytes, sent: SentMail | None, received_at: datetime | None) -> Heard | None:
    """What the layers hear in the message; None where its structure settles it."""
    reading = read(read_message(raw), sent=sent, received_at=received_at)
    structure = tuple(structural_hits(reading, *report_of(reading)))
    if structure and structure[0].weight >= CONCLUSIVE:
        return None
    return listen(reading, structure)


def features_of(heard: Heard) -> tuple[int, ...]:
    """The words' features of what was heard."""
    reading = heard.reading
    return tuple(text_features(reading.prose.plain, names=names_in(heard), language=reading.language))


def label_number(expected: Mapping[str, Any], heard: Heard) -> int | None:
    """The number of the labelled meaning; None for what is no matter of words."""
    by_machine = bool(expected.get("alternates")) or any(
        sign.kind in _BY_MACHINES for sign in heard.reading.signs
    )
    return number_of(Intent(expected["intent"]), by_machine=by_machine)
