"""Whom a message names: names, addresses, numbers and titles put together, and how each person came in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from outreach.replies.cast import Cast, Cue, words_of
from outreach.replies.draft import NEAR, Draft
from outreach.replies.likeness import resembles
from outreach.replies.names import NameMention, lower_case_given_names, name_mentions
from outreach.replies.phone_owners import place_phones
from outreach.replies.phones import PhoneMention, phone_mentions
from outreach.replies.pointing import cues_of_titles, is_pointed_to
from outreach.replies.prose import Prose
from outreach.replies.titles import TitleMention, title_mentions
from outreach.replies.verdict import Person
from outreach.replies.ways_in import add_copied, add_roles, mark_forwarded
from outreach.replies.words.naming import HANDED_TO_US, NOT_TO_BE_USED, OUT_OF_USE, SPOKEN_FOR
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
    #: A name that stood without address, number or Cc line, and without a cue close by, was left out.
    left_out: tuple[str, ...] = ()


def find_people(
    prose: Prose, *, language: str, cast: Cast, cues: Sequence[Cue], automatic: bool = False
) -> PeopleFound:
    """Puts together whom the text names. `automatic`: stand-ins of an automatic reply, who need no cue."""
    all_addresses = address_mentions(prose.plain, prose.text, cast.writer)[:_MOST_MENTIONS]
    addresses = [mention for mention in all_addresses if _is_meant(prose, mention, cast)]
    numbers = phone_mentions(prose.text, language=language, domain=cast.writer.domain)[:_MOST_MENTIONS]
    phones = _outside(numbers, all_addresses)
    names = _candidate_names(prose, language, cast, addresses)
    titles = title_mentions(prose, language=language)
    drafts = _drafts_with_addresses(prose, addresses, names)
    callback = place_phones(prose, phones, names, titles, drafts, cues, automatic=automatic)
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
    return not NOT_TO_BE_USED.search(prose.plain[start : mention.start])


def _outside(phones: Iterable[PhoneMention], addresses: Iterable[AddressMention]) -> list[PhoneMention]:
    return [p for p in phones if not any(p.start < a.end and a.start < p.end for a in addresses)]


def _candidate_names(
    prose: Prose, language: str, cast: Cast, addresses: Sequence[AddressMention]
) -> list[NameMention]:
    names = [n for n in name_mentions(prose, language=language) if not _inside(n, addresses)]
    for lower in (*_names_like_addresses(prose, addresses), *lower_case_given_names(prose)):
        if not any(lower.start < n.end and n.start < lower.end for n in names) and not _inside(
            lower, addresses
        ):
            names.append(lower)
    others = [n for n in names if not cast.is_known_name(n.words) and not _speaks_of_others(prose, n)]
    surest = sorted(others, key=lambda n: -n.certainty)[:_MOST_MENTIONS]
    return sorted(surest, key=lambda n: n.start)


def _inside(name: NameMention, addresses: Sequence[AddressMention]) -> bool:
    return any(a.start <= name.start < a.end for a in addresses)


def _names_like_addresses(prose: Prose, addresses: Sequence[AddressMention]) -> Iterable[NameMention]:
    """Words written small that stand in the local part of an address: "steve ..., steve@"."""
    for address in addresses:
        for piece in re.split(r"[^a-z]+", address.address.partition("@")[0]):
            if len(piece) >= 3 and piece not in _OFFICES:
                found = re.search(rf"(?<![\w@.-]){piece}(?![\w@.])", prose.plain)
                if found:
                    yield NameMention(found.start(), found.end(), piece.capitalize(), 0.6)


_OFFICES = frozenset(
    "info sales office contact hello mail team support service vertrieb verkauf kontakt ventas"
    " comercial commercial zakaz sbyt "
    "accounts admin marketing hr people press export trade orders order desk salesdesk newbusiness"
    " frontdesk reception".split()
)


def _speaks_of_others(prose: Prose, name: NameMention) -> bool:
    start, end = prose.sentence_at(name.start)
    return bool(
        SPOKEN_FOR.search(prose.plain[start : name.start]) or HANDED_TO_US.search(prose.plain[name.end : end])
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
        found = taken.get(address.start)
        drafts.append(Draft(min(address.start, found.start) if found else address.start, found, address))
    return drafts


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
) -> list[str]:
    """Names without address or number: somebody we are pointed to only where the words around say so."""
    left_out = []
    known = [draft.name for draft in drafts if draft.name]
    for name in names:
        if any(name.words <= other.words or other.words <= name.words for other in known):
            continue
        if is_pointed_to(prose, name, cues, automatic=automatic):
            drafts.append(Draft(name.start, name))
            known.append(name)
        elif name.certainty >= 0.6:
            left_out.append(name.name)
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


def _distinct(people: Sequence[Person]) -> tuple[Person, ...]:
    """Everybody once: a first name alone goes where the full name stands."""
    kept: list[Person] = []
    for person in people:
        words = words_of(person.name or "")
        same = next(
            (
                k
                for k in kept
                if (person.email and k.email == person.email)
                or (words and not person.email and not person.phone and words <= words_of(k.name or ""))
            ),
            None,
        )
        if same is None:
            kept.append(person)
    return tuple(kept)
