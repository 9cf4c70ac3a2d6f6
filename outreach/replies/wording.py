"""The third layer: what people say, by the rules of their language, and whom they name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from outreach.core.intents import Intent
from outreach.replies.cast import Cue
from outreach.replies.language import SPOKEN
from outreach.replies.people import PeopleFound, find_people
from outreach.replies.prose import Prose
from outreach.replies.reading import Reading
from outreach.replies.rule import Rule, hits, spans, stands
from outreach.replies.verdict import Hit, Via
from outreach.replies.words import people_rules

#: A text this short may be in any language: "Stop." is an answer to a Russian mail too.
_SHORT = 60
#: A rule of this weight knows what it hears.
_HEARD = 0.6


def worded_hits(reading: Reading) -> tuple[Hit, ...]:
    """The rules of the text's language; opt-outs of the others too where the text is short."""
    found = list(hits(reading.people_rules, reading.prose))
    if len(reading.prose.plain) <= _SHORT:
        heard = _opt_outs_heard(reading)
        found += [hit for hit in hits(_foreign_opt_outs(reading), reading.prose) if hit.rule not in heard]
    return tuple(found)


def in_its_language(reading: Reading) -> tuple[Reading, tuple[Hit, ...]]:
    """The reading and what its rules found; in another language where the text is short and only that one hears it."""
    found = worded_hits(reading)
    if len(reading.prose.plain) > _SHORT or _loudest(found) >= _HEARD or not reading.prose.plain:
        return reading, found
    for language in SPOKEN:
        if language != reading.language:
            other = replace(reading, language=language)
            known = _opt_outs_heard(reading)
            heard = tuple(hit for hit in worded_hits(other) if hit.rule not in known)
            if _loudest(heard) >= _HEARD and _loudest(heard) > _loudest(found):
                return other, heard
    return reading, found


def _loudest(found: Sequence[Hit]) -> float:
    return max((hit.weight for hit in found if not hit.rule.startswith("hint.")), default=0.0)


def named_people(reading: Reading, *, automatic: bool) -> PeopleFound:
    """Whom the text names; for an automatic reply its stand-ins."""
    return find_people(
        reading.prose,
        language=reading.language or "en",
        cast=reading.cast,
        cues=tuple(_cues(reading, reading.prose)),
        automatic=automatic,
    )


def people_hits(people: PeopleFound) -> Iterator[Hit]:
    """The people found, as evidence for a referral: the more is known of them, the more it weighs."""
    for person in people.people:
        words = ", ".join(part for part in (person.name, person.email, person.phone, person.title) if part)
        if person.via is Via.CC:
            yield Hit("referral.cc", Intent.REFERRAL, words, 0.93)
        elif person.via is Via.FORWARDED:
            yield Hit("referral.forwarded", Intent.REFERRAL, words or "passed on", 0.88)
        elif person.email:
            yield Hit("referral.address", Intent.REFERRAL, words, 0.92 if person.name else 0.82)
        elif person.phone:
            yield Hit("referral.phone", Intent.REFERRAL, words, 0.85 if person.name else 0.75)
        elif person.name:
            yield Hit("referral.named", Intent.REFERRAL, words, 0.8)
        else:
            yield Hit("referral.role", Intent.REFERRAL, words, 0.65)
    if people.callback_phone and not people.people:
        yield Hit("interest.own_number", Intent.INTERESTED, people.callback_phone, 0.66)


def _cues(reading: Reading, text: Prose) -> Iterator[Cue]:
    pointing = (rule for rule in reading.people_rules if rule.intent is Intent.REFERRAL)
    for rule, found in spans(pointing, text):
        yield Cue(rule.name, found.start(), found.end())


def _opt_outs_heard(reading: Reading) -> set[str]:
    """Those of its own language, also where another word takes them back: "unsubscribe rates" are none anywhere."""
    return {
        rule.name
        for rule in reading.people_rules
        if rule.name in _SHORT_OPT_OUTS and stands(rule, reading.prose)
    }


def _foreign_opt_outs(reading: Reading) -> Iterator[Rule]:
    for language in SPOKEN:
        if language != reading.rule_language:
            yield from (rule for rule in people_rules(language) if rule.name in _SHORT_OPT_OUTS)


_SHORT_OPT_OUTS = frozenset({"optout.one_word", "optout.unsubscribe"})
