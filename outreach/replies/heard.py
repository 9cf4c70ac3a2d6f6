"""All that the layers found in one message, before anybody decides what it means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.core.intents import AUTOMATIC, Intent
from outreach.replies.automatic_reply import SURE, AutomaticReply, automatic_reply
from outreach.replies.decision import Decision, adjusted, combined, decide, held_against_machine
from outreach.replies.learning.evidence import Evidence, facts_of
from outreach.replies.learning.meanings import Meaning
from outreach.replies.people import PeopleFound
from outreach.replies.reading import Reading, answers_us
from outreach.replies.verdict import Hit
from outreach.replies.wording import in_its_language, named_people, people_hits


@dataclass(frozen=True, slots=True)
class Heard:
    """One message that its structure does not settle, as the layers see it; and what the rules alone make of it."""

    #: In the language in which its rules heard most.
    reading: Reading
    structure: tuple[Hit, ...]
    wording: tuple[Hit, ...]
    automatic: AutomaticReply | None
    people: PeopleFound
    #: What speaks for any meaning of people's mail.
    evidence: tuple[Hit, ...]
    decision: Decision
    #: The decision, with who wrote it.
    meaning: Meaning

    @property
    def by_machine_for_sure(self) -> bool:
        return self.automatic is not None and self.automatic.written_by_machine >= SURE


def listen(reading: Reading, structure: Sequence[Hit]) -> Heard:
    """Asks every layer that looks at the words."""
    reading, wording = in_its_language(reading)
    automatic = automatic_reply(reading, wording)
    people = named_people(reading, automatic=False)
    evidence = (*structure, *wording, *people_hits(people), *_beside_the_point(reading))
    if automatic is not None and automatic.written_by_machine >= SURE:
        decision = Decision(automatic.intent, automatic.weight * automatic.written_by_machine)
        meaning = Meaning(decision.intent, by_machine=True)
    else:
        decision = held_against_machine(decide(evidence), automatic)
        meaning = Meaning(decision.intent, by_machine=decision.intent in AUTOMATIC)
    return Heard(reading, tuple(structure), wording, automatic, people, evidence, decision, meaning)


def _beside_the_point(reading: Reading) -> tuple[Hit, ...]:
    """Letters that answer nothing of ours."""
    if reading.sent is not None and not answers_us(reading) and not reading.new.quoted:
        return (Hit("other.no_answer", Intent.OTHER, reading.message.subject[:80], 0.45),)
    return ()


def evidence_of(heard: Heard) -> Evidence:
    """The same in numbers, for the model."""
    spoken = [hit for hit in heard.evidence if not hit.rule.startswith("hint.")]
    said, automatic = combined(spoken), heard.automatic
    return Evidence(
        said=said,
        adjusted=adjusted(said, spoken),
        hinted=combined(heard.evidence),
        automatic=automatic.intent if automatic else None,
        automatic_weight=automatic.weight if automatic else 0.0,
        written_by_machine=automatic.written_by_machine if automatic else 0.0,
        decided=heard.meaning,
        confidence=heard.decision.confidence,
        doubts=heard.decision.doubts,
        facts=facts_of(
            heard.evidence,
            heard.reading.prose.plain,
            own_number=bool(heard.people.callback_phone),
            unanswered=any(hit.rule == "other.no_answer" for hit in heard.evidence),
        ),
    )


def names_in(heard: Heard) -> frozenset[str]:
    """The words, in lower case, by which people are called in the message: the model shall not learn them."""
    cast = heard.reading.cast
    names = [cast.writer.name, cast.addressee.name, *(our.name for our in cast.ours)]
    names += [person.name for person in heard.people.people if person.name]
    return frozenset(_WORD.findall(" ".join(names).lower().replace("ё", "е")))


_WORD = re.compile(r"[^\W\d_]{2,}")
