"""Whom a message names: names, addresses, numbers and titles put together, and how each person came in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from outreach.replies.cast import Cast, Cue, words_of
from outreach.replies.likeness import resembles
from outreach.replies.names import NameMention, lower_case_given_names, name_mentions
from outreach.replies.phones import PhoneMention, phone_mentions
from outreach.replies.prose import Prose
from outreach.replies.titles import TitleMention, title_mentions
from outreach.replies.verdict import Person, Via
from outreach.replies.words.naming import (
    DIRECTLY_BEFORE,
    DIRECTLY_BEHIND,
    HANDED_TO_US,
    MY_NUMBER,
    NOT_TO_BE_USED,
    OUT_OF_USE,
    SPOKEN_FOR,
    THEIR_NUMBER,
)
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
_NEAR = 140
_CLOSE = 28


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """Everybody named, and the number on which the writer wants to be called."""

    people: tuple[Person, ...] = ()
    callback_phone: str | None = None
    #: Something was put together or guessed: the people should be looked at.
    pieced: bool = False
    #: A name that stood without address, number or Cc line, and without a cue close by, was left out.
    left_out: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    """A person under construction."""

    position: int
    name: NameMention | None = None
    address: AddressMention | None = None
    phone: PhoneMention | None = None
    title: TitleMention | None = None
    via: Via = Via.TEXT
    email: str | None = None
    full_name: str | None = None

    def person(self) -> Person:
        name = self.full_name or (self.name.name if self.name else None)
        email = self.email or (self.address.address if self.address else None)
        return Person(
            name,
            email,
            self.phone.shown if self.phone else None,
            self.title.title if self.title else None,
            self.via,
        )


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
    callback = _place_phones(prose, phones, names, titles, drafts, cues, automatic=automatic)
    left_out = _add_names_alone(
        prose, names, drafts, (*cues, *_cues_of_titles(titles, names)), automatic=automatic
    )
    if not automatic:
        _add_copied(prose, cast, drafts, names, cues)
        _mark_forwarded(prose, drafts, titles, cues)
        _add_roles(prose, drafts, titles, cues)
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
) -> list[_Draft]:
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
        drafts.append(_Draft(min(address.start, found.start) if found else address.start, found, address))
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
    if distance > _NEAR * 2 or name.certainty < 0.1:
        return 0.0
    similar = resembles(name.name, address.address.partition("@")[0])
    between = (min(name.end, address.end), max(name.start, address.start))
    if not similar and any(between[0] <= a.start < between[1] and a is not address for a in addresses):
        return 0.0
    if not similar and (distance > _NEAR or name.certainty < 0.5 or _is_somebodys(address, name, names)):
        return 0.0
    same_line = "\n" not in prose.plain[between[0] : between[1]]
    before = name.end <= address.start
    return (
        3.0 * similar
        + name.certainty
        + (0.8 if same_line else 0.0)
        + (0.4 if before else 0.0)
        - distance / _NEAR
    )


def _is_somebodys(address: AddressMention, name: NameMention, names: Sequence[NameMention]) -> bool:
    """Another name resembles the address: it is not this one's."""
    local = address.address.partition("@")[0]
    return any(other is not name and resembles(other.name, local) for other in names)


def _place_phones(
    prose: Prose,
    phones: Sequence[PhoneMention],
    names: Sequence[NameMention],
    titles: Sequence[TitleMention],
    drafts: list[_Draft],
    cues: Sequence[Cue],
    *,
    automatic: bool,
) -> str | None:
    """Gives each number to whom it belongs; returns the one on which the writer wants to be called."""
    callback = None
    for phone in phones:
        owner = _owner_of(prose, phone, names, drafts)
        start, end = prose.sentence_at(phone.start)
        around = prose.plain[start:end]
        if start > 0 and len(around) < 60:
            around = prose.plain[prose.sentence_at(start - 1)[0] : end]
        mine = (
            not automatic and bool(MY_NUMBER.search(around)) and not _is_theirs(prose, phone, around, owner)
        )
        if mine:
            callback = callback or phone.shown
        elif isinstance(owner, _Draft):
            owner.phone = owner.phone or phone
        elif owner is not None:
            drafts.append(_Draft(owner.start, owner, phone=phone))
        elif automatic or (
            _has_cue(cues, *_widened(prose, phone.start)) and _speaks_of_somebody(around, names, titles)
        ):
            drafts.append(_Draft(phone.start, phone=phone))
        elif not automatic and callback is None and not drafts:
            callback = phone.shown
    return callback


def _speaks_of_somebody(around: str, names: Sequence[NameMention], titles: Sequence[TitleMention]) -> bool:
    """A number with nobody near it is the writer's own: "call 07700 900 612"."""
    return bool(names or titles or THEIR_NUMBER.search(around))


def _is_theirs(prose: Prose, phone: PhoneMention, around: str, owner: "_Draft | NameMention | None") -> bool:
    name = owner.name if isinstance(owner, _Draft) else owner
    if name is not None and 0 <= phone.start - name.end <= 6:
        return True
    if re.search(
        r"\b(?:call|ring|phone|text|reach|give) me\b|\bmy \b|\bмой\b|\bmich\b|\bmeine\b|-moi\b"
        r"|\bmon\b|\bll[aá]m[ae]n?me\b|\bmi\b|\bменя\b",
        around,
    ):
        return False
    return owner is not None or bool(THEIR_NUMBER.search(around))


def _owner_of(
    prose: Prose, phone: PhoneMention, names: Sequence[NameMention], drafts: list[_Draft]
) -> "_Draft | NameMention | None":
    """The person nearest to the number: a draft, or a name that has none yet."""
    parts = [(part, draft) for draft in drafts for part in (draft.name, draft.address) if part is not None]
    near: list[tuple[float, _Draft | NameMention]] = [
        (_distance(prose, part.start, part.end, phone), draft) for part, draft in parts
    ]
    drafted = {draft.name.start for draft in drafts if draft.name}
    for name in names:
        if name.start not in drafted and (name.certainty >= 0.45 or _pointed_closely(prose, name)):
            near.append((_distance(prose, name.start, name.end, phone), name))
    if not near:
        return None
    distance, owner = min(near, key=lambda pair: pair[0])
    return owner if distance <= _NEAR * 1.3 else None


def _distance(prose: Prose, start: int, end: int, phone: PhoneMention) -> float:
    if end <= phone.start:
        gap, between = phone.start - end, prose.plain[end : phone.start]
    else:
        # What stands behind the number has it more seldom.
        gap, between = start - phone.end + 25, prose.plain[phone.end : start]
    return gap + 30 * between.count("\n")


def _widened(prose: Prose, position: int) -> tuple[int, int]:
    start, end = prose.sentence_at(position)
    if start > 0:
        start = prose.sentence_at(start - 1)[0]
    return start, end


def _has_cue(cues: Sequence[Cue], start: int, end: int) -> bool:
    return any(start <= cue.start < end for cue in cues)


def _add_names_alone(
    prose: Prose, names: Sequence[NameMention], drafts: list[_Draft], cues: Sequence[Cue], *, automatic: bool
) -> list[str]:
    """Names without address or number: somebody we are pointed to only where the words around say so."""
    left_out = []
    known = [draft.name for draft in drafts if draft.name]
    for name in names:
        if any(name.words <= other.words or other.words <= name.words for other in known):
            continue
        if _is_pointed_to(prose, name, cues, automatic=automatic):
            drafts.append(_Draft(name.start, name))
            known.append(name)
        elif name.certainty >= 0.6:
            left_out.append(name.name)
    return left_out


def _cues_of_titles(titles: Sequence[TitleMention], names: Sequence[NameMention]) -> Iterable[Cue]:
    """A title directly beside a name: "Директор по продажам - Ефимов Сергей"."""
    for title in titles:
        if any(0 <= name.start - title.end <= 4 or 0 <= title.start - name.end <= 8 for name in names):
            yield Cue("referral.title", title.start, title.end)


def _is_pointed_to(prose: Prose, name: NameMention, cues: Sequence[Cue], *, automatic: bool) -> bool:
    start, end = prose.sentence_at(name.start)
    before, behind = prose.plain[start : name.start], prose.plain[name.end : end]
    in_sentence = [cue for cue in cues if start <= cue.start < end]
    close = bool(DIRECTLY_BEFORE.search(before) or DIRECTLY_BEHIND.search(behind))
    near_cue = any(
        abs(cue.end - name.start) <= _CLOSE or abs(name.end - cue.start) <= _CLOSE for cue in in_sentence
    )
    if automatic:
        return name.certainty >= 0.7 and bool(in_sentence) and (close or near_cue)
    if name.certainty >= 0.7 and in_sentence and (close or near_cue or name.certainty >= 1.0):
        return True
    if name.certainty >= 0.3 and in_sentence and near_cue and close:
        return True
    # "Sales is Mark Tims": nothing but the name and who is meant. "Tim Jarrold or, failing him": the answer itself.
    if name.certainty >= 1.0 and len(prose.plain) < 260:
        return close or _opens_the_text(prose, name)
    return name.certainty >= 0.7 and _opens_the_text(prose, name) and len(prose.plain) < 120


def _opens_the_text(prose: Prose, name: NameMention) -> bool:
    """Nothing but a greeting stands in front, and the name ends a sentence or a clause."""
    before = prose.plain[: name.start].strip()
    behind = prose.plain[name.end : name.end + 4]
    return (not before or (len(before) < 24 and before.endswith((",", "!", ".")))) and re.match(
        r"[.,;:!]|\Z| -| or| \(| und| oder| или| ou| o ", behind
    ) is not None


def _pointed_closely(prose: Prose, name: NameMention) -> bool:
    start, end = prose.sentence_at(name.start)
    before, behind = prose.plain[start : name.start], prose.plain[name.end : end]
    return name.certainty >= 0.3 and bool(DIRECTLY_BEFORE.search(before) or DIRECTLY_BEHIND.search(behind))


def _add_copied(
    prose: Prose, cast: Cast, drafts: list[_Draft], names: Sequence[NameMention], cues: Sequence[Cue]
) -> None:
    copying = [cue for cue in cues if cue.rule == "referral.copying"]
    for copied in cast.copied:
        shown = _display_name(copied.name)
        mention = next((n for n in names if _same_person(n, shown, copied.address)), None)
        draft = next(
            (
                d
                for d in drafts
                if (d.address and d.address.address == copied.address)
                or (d.name and mention and d.name.words & mention.words)
            ),
            None,
        )
        if draft is None and mention is None and not copying:
            continue
        if draft is None:
            draft = _Draft(mention.start if mention else (copying[0].start if copying else 0), mention)
            drafts.append(draft)
        draft.email = copied.address
        draft.via = Via.CC
        if shown and (draft.name is None or len(shown.split()) > len(draft.name.name.split())):
            draft.full_name = shown
    if copying and any(draft.via is Via.CC for draft in drafts):
        # "Adding Marcus": the name in the text is the one on the Cc line.
        named = [d for d in drafts if d.via is Via.CC]
        drafts[:] = [
            d
            for d in drafts
            if d.via is Via.CC or d.address or d.phone or not any(_shares_a_word(d, other) for other in named)
        ]


def _shares_a_word(draft: _Draft, other: _Draft) -> bool:
    return bool(draft.name and other.full_name and draft.name.words & words_of(other.full_name))


def _same_person(name: NameMention, shown: str, address: str) -> bool:
    return bool(name.words & words_of(shown)) or resembles(name.name, address.partition("@")[0])


def _display_name(name: str) -> str:
    """ "Engel, Petra" is Petra Engel; what is only an address is no name."""
    if "@" in name:
        return ""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}".strip() if comma and " " not in first.strip() else name.strip()


def _mark_forwarded(
    prose: Prose, drafts: list[_Draft], titles: Sequence[TitleMention], cues: Sequence[Cue]
) -> None:
    for cue in cues:
        if not cue.rule.startswith("referral.passed"):
            continue
        start, end = prose.sentence_at(cue.start)
        inside = [draft for draft in drafts if start <= draft.position < end and draft.via is Via.TEXT]
        for draft in inside:
            if draft.address is None or draft.position > cue.start - 60:
                draft.via = Via.FORWARDED
        if not inside and not any(draft.via is Via.FORWARDED for draft in drafts):
            title = next((t for t in titles if start <= t.start < end), None)
            drafts.append(_Draft(cue.start, title=title, via=Via.FORWARDED))


def _add_roles(
    prose: Prose, drafts: list[_Draft], titles: Sequence[TitleMention], cues: Sequence[Cue]
) -> None:
    """A department or a role is pointed to where nobody is named."""
    if drafts:
        return
    for title in titles:
        start, end = prose.sentence_at(title.start)
        mine = re.search(r"\b(?:my|mein\w*|mon|ma|mi|мо[йеяи]\w*) \Z", prose.plain[start : title.start])
        if not mine and any(
            start <= cue.start < end and cue.start < title.start and cue.rule in _DIRECTING for cue in cues
        ):
            drafts.append(_Draft(title.start, title=title))
            return


_DIRECTING = frozenset(
    {
        "referral.direct_to",
        "referral.ask_for",
        "referral.write_to",
        "referral.ask",
        "referral.contact",
        "referral.you_need",
    }
)


def _give_titles(prose: Prose, drafts: list[_Draft], titles: Sequence[TitleMention]) -> None:
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


def _fill_by_pattern(prose: Prose, cast: Cast, drafts: list[_Draft]) -> bool:
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
