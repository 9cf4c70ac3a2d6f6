"""Whom a message names: names, addresses, numbers and titles put together, and how each person came in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from outreach.replies.cast import Cast, Cue, is_part_of, words_of
from outreach.replies.draft import NEAR, Draft
from outreach.replies.likeness import resembles
from outreach.replies.name_mention import NameMention
from outreach.replies.names import name_mentions
from outreach.replies.needles import alternatives, needles
from outreach.replies.phone_owners import place_phones
from outreach.replies.phones import PhoneMention, phone_mentions
from outreach.replies.pointing import cues_of_titles, is_pointed_to, own_cues
from outreach.replies.prose import Prose
from outreach.replies.small_names import capitalised, names_written_small
from outreach.replies.titles import TitleMention, title_mentions
from outreach.replies.verdict import Person, Via
from outreach.replies.ways_in import add_copied, add_roles, mark_forwarded
from outreach.replies.words.given_names import is_known_given_name
from outreach.replies.words.naming import HANDED_TO_US, NOT_TO_BE_USED, OUT_OF_USE, PASSED_TO_US, SPOKEN_FOR
from outreach.replies.written_addresses import (
    AddressMention,
    address_by_pattern,
    address_mentions,
    says_the_pattern_is_ours,
)

#: More than these are a list of staff, not a referral.
MOST_PEOPLE = 6
#: A text full of names and addresses is a staff list or an attack; each is held against each.
_MOST_MENTIONS = 24


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """Everybody named, and the number on which the writer wants to be called."""

    people: tuple[Person, ...] = ()
    callback_phone: str | None = None
    #: Something was put together or guessed: the people should be looked at.
    pieced: bool = False
    #: Who stood without address, number or Cc line, and without a cue close by: nobody, unless the text is known
    #: to point to somebody.
    left_out: tuple[Person, ...] = ()


def find_people(
    prose: Prose, *, language: str, cast: Cast, cues: Sequence[Cue], automatic: bool = False
) -> PeopleFound:
    """Puts together whom the text names. `automatic`: stand-ins of an automatic reply, who need no cue."""
    cues = (*cues, *own_cues(prose, automatic=automatic))
    all_addresses = address_mentions(prose.plain, prose.text, cast.writer)[:_MOST_MENTIONS]
    addresses = [mention for mention in all_addresses if _is_meant(prose, mention, cast)]
    numbers = phone_mentions(prose.text, language=language, domain=cast.writer.domain)[:_MOST_MENTIONS]
    phones = _outside(numbers, all_addresses)
    names = _candidate_names(prose, language, cast, addresses)
    titles = title_mentions(prose, language=language)
    drafts = _drafts_with_addresses(prose, addresses, names)
    callback = place_phones(
        prose, phones, names, titles, drafts, cues, automatic=automatic, writer=words_of(cast.writer.name)
    )
    left_out = _add_names_alone(
        prose, names, drafts, (*cues, *cues_of_titles(titles, names)), automatic=automatic
    )
    if not automatic:
        add_copied(prose, cast, drafts, names, cues)
        mark_forwarded(prose, drafts, titles, cues)
        add_roles(prose, drafts, titles, cues)
    _give_titles(prose, drafts, titles)
    pieced = any(draft.address is not None and draft.address.pieced for draft in drafts)
    pieced = _fill_by_pattern(prose, cast, drafts) or pieced
    drafts.sort(key=lambda draft: draft.position)
    people = tuple(_without_via(draft.person()) if automatic else draft.person() for draft in drafts)
    return PeopleFound(_distinct(people)[:MOST_PEOPLE], callback, pieced, tuple(left_out))


def _is_meant(prose: Prose, mention: AddressMention, cast: Cast) -> bool:
    if cast.is_known_address(mention.address):
        return False
    start, end = prose.sentence_at(mention.start)
    if OUT_OF_USE.search(prose.plain[mention.end : end]):
        return False
    return not NOT_TO_BE_USED.search(prose.plain, max(start, mention.start - 80), mention.start)


def _outside(phones: Iterable[PhoneMention], addresses: Iterable[AddressMention]) -> list[PhoneMention]:
    return [p for p in phones if not any(p.start < a.end and a.start < p.end for a in addresses)]


def _candidate_names(
    prose: Prose, language: str, cast: Cast, addresses: Sequence[AddressMention]
) -> list[NameMention]:
    names = [n for n in name_mentions(prose, language=language) if not _inside(n, addresses)]
    for lower in (*_names_like_addresses(prose, addresses), *names_written_small(prose)):
        if not any(lower.start < n.end and n.start < lower.end for n in names) and not _inside(
            lower, addresses
        ):
            names.append(lower)
    names = [n for n in names if not _is_a_department(prose, n)]
    passed_to_us = list(_passed_to_us(prose.plain)) if any(n.certainty >= 0.3 for n in names) else []
    others = [
        n for n in names if not cast.is_known_name(n.words) and not _speaks_of_others(prose, n, passed_to_us)
    ]
    surest = sorted(others, key=lambda n: -n.certainty)[:_MOST_MENTIONS]
    return _joined(prose, surest) if len(surest) > 1 else surest


_SURNAME_IS = re.compile(
    r"[ ,;(-]{0,3}(?:(?:по )?фамили[яи]|(?:last|family|sur)[ -]?name|nachname|apellid(?:o|ad[oa])"
    r"|nom de famille|de nom)[ :=-]{0,3}"
    r"(?:is |ist |es |- )?\Z"
)
_GIVEN_IS = re.compile(
    r"[ ,;(-]{0,3}(?:(?:по )?имени|имя|first[ -]?name|vorname|prénom(?:mée?)?|de nombre|named"
    r"|mit vornamen)[ :=-]{0,3}(?:is |ist |est |es )?\Z"
)


def _joined(prose: Prose, names: Sequence[NameMention]) -> list[NameMention]:
    """ "Аркадий Семенович, фамилия Бурлаков" is one person; "Dwight ... Dwight Fenn" is Dwight Fenn twice."""
    whole: list[NameMention] = []
    for name in sorted(names, key=lambda one: one.start):
        last = whole[-1] if whole else None
        between = prose.plain[last.end : name.start] if last else ""
        if last and _SURNAME_IS.match(between):
            whole[-1] = replace(last, end=name.end, name=f"{last.name} {name.name}", certainty=1.0)
        elif last and len(between) < 40 and _GIVEN_IS.search(between) and " " not in name.name:
            whole[-1] = replace(
                last, end=name.end, name=f"{name.name} {last.name.split()[-1]}", certainty=1.0
            )
        else:
            whole.append(name)
    # Each name is compared with each of these: a text of thousands of names must not cost their square.
    known = [(one.name, one.words) for one in whole[:_MOST_MENTIONS] if one.certainty >= 0.4]
    return [_in_full(name, known) for name in whole]


def _in_full(name: NameMention, others: Sequence[tuple[str, frozenset[str]]]) -> NameMention:
    words = name.words
    fuller = {known for known, theirs in others if len(theirs) > len(words) and is_part_of(words, theirs)}
    return replace(name, name=fuller.pop()) if len(fuller) == 1 else name


def _inside(name: NameMention, addresses: Sequence[AddressMention]) -> bool:
    return any(a.start <= name.start < a.end for a in addresses)


def _names_like_addresses(prose: Prose, addresses: Sequence[AddressMention]) -> Iterable[NameMention]:
    """Words written small that stand in the local part of an address: "steve ..., steve@"."""
    for address in addresses:
        for piece in re.split(r"[^a-z]+", address.address.partition("@")[0]):
            whole = address.address.startswith(f"{piece}@")
            if len(piece) >= 3 and piece not in _OFFICES and (not whole or is_known_given_name(piece)):
                start = _word_at(piece, prose.plain)
                if start >= 0:
                    yield NameMention(start, start + len(piece), piece.capitalize(), 0.6)


def _word_at(word: str, plain: str) -> int:
    """Where `word` stands by itself, -1 where it does nowhere."""
    start = plain.find(word)
    while start >= 0:
        around = plain[start - 1 : start], plain[start + len(word) : start + len(word) + 1]
        if not any(one.isalnum() or one in ("@", ".", "-", "_") for one in around if one):
            return start
        start = plain.find(word, start + 1)
    return -1


_OFFICES = frozenset(
    "info sales office contact hello mail team support service vertrieb verkauf kontakt ventas"
    " comercial commercial zakaz sbyt "
    "accounts admin marketing hr people press export trade orders order desk salesdesk newbusiness"
    " frontdesk reception".split()
)


_HOUSE_BEFORE = re.compile(
    r"\b(?:unsere?[rnms]?|die|der|das|den|dem|our|the|notre|votre|la|le|les|du|service|département"
    r"|abteilung|bereich|team|nuestr[oa]s?|departamento|área"
    r"|наш\w*|отдел\w*|служб\w+|dept\.?|department) \Z|\bl'\Z"
)
_HOUSE_BEHIND = re.compile(
    r" ?-?(?:dept|department|team|desk|office|division|group|abteilung|-team|counter|line)\b"
)


def _is_a_department(prose: Prose, name: NameMention) -> bool:
    """ "Unsere Kalkulation (kalkulation@...)": one word that is no given name, written like a part of the house."""
    if " " in name.name or name.certainty >= 0.5:
        return False
    before = prose.plain[max(0, name.start - 16) : name.start]
    return bool(_HOUSE_BEFORE.search(before) or _HOUSE_BEHIND.match(prose.plain, name.end))


def _speaks_of_others(prose: Prose, name: NameMention, passed_to_us: Sequence[tuple[int, int]]) -> bool:
    start, end = prose.sentence_at(name.start)
    if _POSSESSED.match(prose.plain, name.end):
        return True
    return bool(
        any(start <= one and two <= name.start for one, two in passed_to_us)
        or _PASSED_BY.search(prose.plain, max(start, name.start - 20), name.start)
        or SPOKEN_FOR.search(prose.plain, max(start, name.start - 40), name.start)
        or HANDED_TO_US.search(prose.plain[name.end : min(end, name.end + 80)])
    )


#: Each way of saying so is tried only where a word of it stands.
_WAYS_TO_US = [(needles(one), re.compile(one)) for one in alternatives(PASSED_TO_US.pattern)]


def _passed_to_us(plain: str) -> Iterable[tuple[int, int]]:
    for words, pattern in _WAYS_TO_US:
        if any(word in plain for word in words):
            yield from (found.span() for found in pattern.finditer(plain))


_PASSED_BY = re.compile(r"\b(?:to )?(?:me|us) (?:by|from|via|through) \Z|\bmir von \Z|\bmoi par \Z")
#: "Mr Garside's daughter Rebecca": the daughter is meant.
_POSSESSED = re.compile(
    r"'s? (?:\w+ )?(?:daughter|son|wife|husband|brother|sister|mother|father|mum|dad|boss|manager"
    r"|assistant|pa|ea|secretary|team|people|old job|job"
    r"|role|place|desk is|replacement|successor|deputy|colleague|partner|firm|company|business)\b"
)


def _drafts_with_addresses(
    prose: Prose, addresses: Sequence[AddressMention], names: Sequence[NameMention]
) -> list[Draft]:
    pairs = []
    for address in addresses:
        for name in names:
            fit = _fit(prose, address, name, addresses, names)
            if fit > 0:
                pairs.append((fit, address.start, name.start, address, name))
    taken: dict[int, NameMention] = {}
    used: set[int] = set()
    for _, _, _, address, name in sorted(pairs, key=lambda pair: pair[0], reverse=True):
        if address.start not in taken and name.start not in used:
            taken[address.start] = name
            used.add(name.start)
    drafts = []
    for address in addresses:
        found = _as_spelled(prose, address, taken.get(address.start))
        drafts.append(Draft(min(address.start, found.start) if found else address.start, found, address))
    return drafts + list(_sharing_an_address(prose, drafts, names))


def _as_spelled(prose: Prose, address: AddressMention, name: NameMention | None) -> NameMention | None:
    """ "Dwight dot Fenn at ..." says the whole name."""
    local, _, domain = address.address.partition("@")
    if name is None or " " in name.name or "@" in prose.text[address.start : address.end] or not domain:
        return name
    first, dot, last = local.partition(".")
    if not dot or first != name.name.lower() or len(last) < 3 or not last.isalpha():
        return name
    return replace(name, name=f"{name.name} {capitalised(last)}")


_AND = re.compile(
    r",? (?:and|or|und|oder|et|ou|y|e|o|u|и|или|/|&) (?:(?:herrn?|frau|mr|ms|mrs|m\.|mme)\.? )?\Z"
)


def _sharing_an_address(
    prose: Prose, drafts: Sequence[Draft], names: Sequence[NameMention]
) -> Iterable[Draft]:
    """ "Babsi und Conny unter buero@...": both have the address of the office."""
    used = {draft.name.start for draft in drafts if draft.name}
    for draft in drafts:
        if (
            draft.name is None
            or draft.address is None
            or resembles(draft.name.name, draft.address.address.partition("@")[0])
        ):
            continue
        for name in names:
            first, second = sorted((name, draft.name), key=lambda one: one.start)
            if (
                name.start not in used
                and name.certainty >= 0.45
                and _AND.fullmatch(prose.plain[first.end : second.start])
            ):
                yield Draft(name.start, name, draft.address)


def _fit(
    prose: Prose,
    address: AddressMention,
    name: NameMention,
    addresses: Sequence[AddressMention],
    names: Sequence[NameMention],
) -> float:
    """How well a name goes with an address; 0 where it does not."""
    distance = address.start - name.end if name.end <= address.start else name.start - address.end
    if distance > NEAR * 2 or name.certainty < 0.1:
        return 0.0
    similar = resembles(name.name, address.address.partition("@")[0])
    between = (min(name.end, address.end), max(name.start, address.start))
    if not similar and any(between[0] <= a.start < between[1] and a is not address for a in addresses):
        return 0.0
    if not similar and (distance > NEAR or name.certainty < 0.5 or _is_somebodys(address, name, names)):
        return 0.0
    same_line = "\n" not in prose.plain[between[0] : between[1]]
    before = name.end <= address.start
    return (
        3.0 * similar
        + name.certainty
        + (0.8 if same_line else 0.0)
        + (0.4 if before else 0.0)
        - distance / NEAR
    )


def _is_somebodys(address: AddressMention, name: NameMention, names: Sequence[NameMention]) -> bool:
    """Another name resembles the address: it is not this one's."""
    local = address.address.partition("@")[0]
    return any(other is not name and resembles(other.name, local) for other in names)


def _add_names_alone(
    prose: Prose, names: Sequence[NameMention], drafts: list[Draft], cues: Sequence[Cue], *, automatic: bool
) -> list[Person]:
    """Names without address or number: somebody we are pointed to only where the words around say so."""
    left_out: list[Person] = []
    known = [draft.name for draft in drafts if draft.name]
    for name in names:
        if any(name.words <= other.words or other.words <= name.words for other in known):
            continue
        if is_pointed_to(prose, name, cues, automatic=automatic):
            drafts.append(Draft(name.start, name))
            known.append(name)
        elif name.certainty >= 0.5:
            left_out.append(Person(name.name, via=Via.TEXT))
    return left_out


def _give_titles(prose: Prose, drafts: list[Draft], titles: Sequence[TitleMention]) -> None:
    free = [title for title in titles if not any(draft.title is title for draft in drafts)]
    for draft in sorted(drafts, key=lambda one: one.position):
        if draft.title is not None:
            continue
        anchor = draft.name or draft.address or draft.phone
        if anchor is None:
            continue
        near = [(_gap(anchor.start, anchor.end, title), title) for title in free]
        near = [pair for pair in near if pair[0] <= 60]
        if near:
            draft.title = min(near, key=lambda pair: pair[0])[1]
            free.remove(draft.title)


def _gap(start: int, end: int, title: TitleMention) -> int:
    return title.start - end if title.start >= end else start - title.end


def _fill_by_pattern(prose: Prose, cast: Cast, drafts: list[Draft]) -> bool:
    """ "The usual format, first name dot surname": the address is put together for the one person without."""
    without = [d for d in drafts if d.name and d.address is None and d.email is None]
    if len(without) != 1 or not says_the_pattern_is_ours(prose.plain):
        return False
    without[0].email = address_by_pattern(without[0].person().name or "", prose.plain, cast.writer)
    return without[0].email is not None


def _without_via(person: Person) -> Person:
    return replace(person, via=None)


def _may_be_one(one: Person, other: Person) -> bool:
    """Two with different names at one address are two: it is an office's."""
    words, others = words_of(one.name or ""), words_of(other.name or "")
    return (
        not words
        or not others
        or bool(words & others)
        or is_part_of(words, others)
        or is_part_of(others, words)
    )


def _distinct(people: Sequence[Person]) -> tuple[Person, ...]:
    """Everybody once: a first name alone goes where the full name stands."""
    kept: list[Person] = []
    for person in people:
        words = words_of(person.name or "")
        same = next(
            (
                k
                for k in kept
                if (person.email and k.email == person.email and _may_be_one(person, k))
                or (words and not person.email and not person.phone and words <= words_of(k.name or ""))
            ),
            None,
        )
        if same is None:
            kept.append(person)
    return tuple(kept)
