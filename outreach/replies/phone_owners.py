"""Whose a telephone number is: a person's who is named, or the writer's, who wants to be called."""

import re
from collections.abc import Sequence

from outreach.replies.cast import Cue
from outreach.replies.draft import NEAR, Draft
from outreach.replies.name_mention import NameMention
from outreach.replies.phones import PhoneMention
from outreach.replies.pointing import pointed_closely
from outreach.replies.prose import Prose
from outreach.replies.titles import TitleMention
from outreach.replies.words.naming import ASK_FOR, DEPARTMENT, MY_NUMBER, RELATED, THEIR_NUMBER


def place_phones(
    prose: Prose,
    phones: Sequence[PhoneMention],
    names: Sequence[NameMention],
    titles: Sequence[TitleMention],
    drafts: list[Draft],
    cues: Sequence[Cue],
    *,
    automatic: bool,
    writer: frozenset[str] = frozenset(),
) -> str | None:
    """Gives each number to whom it belongs; returns the one on which the writer wants to be called.

    `writer`: the words of the writer's name, small letters ("ring the shop and ask for me, Stav").
    """
    callback = None
    for phone in phones:
        owner = _owner_of(prose, phone, names, drafts)
        start, end = prose.sentence_at(phone.start)
        around = prose.plain[start:end]
        if start > 0 and len(around) < 60:
            around = prose.plain[prose.sentence_at(start - 1)[0] : end]
        mine = not automatic and (
            _asks_for(writer, around)
            or (bool(MY_NUMBER.search(around)) and not _is_theirs(prose, phone, around, owner))
        )
        if mine:
            callback = callback or phone.shown
        elif isinstance(owner, Draft):
            owner.phone = owner.phone or phone
        elif owner is not None:
            drafts.append(Draft(owner.start, owner, phone=phone))
        elif (
            automatic
            or not phone.number
            or RELATED.search(around)
            or _is_a_department(around)
            or (_has_cue(cues, *_widened(prose, phone.start)) and _speaks_of_somebody(around, names, titles))
        ):
            drafts.append(Draft(phone.start, phone=phone))
        elif not automatic and callback is None and not drafts and not _stands_in_a_signature(prose, phone):
            callback = phone.shown
    return callback


def _asks_for(writer: frozenset[str], around: str) -> bool:
    found = ASK_FOR.search(around)
    if found is None:
        return False
    behind = re.findall(r"\w{2,}", around[found.end() : found.end() + 24])[:2]
    return any(word in ("me", "mich", "меня", "moi", "mí") for word in behind) or any(
        len(word) >= 3 and own.startswith(word) for word in behind for own in writer
    )


def _is_a_department(around: str) -> bool:
    """ "Sales line is ...", "ask reception, they will put you through"."""
    return not MY_NUMBER.search(around) and bool(DEPARTMENT.search(around) or ASK_FOR.search(around))


def _stands_in_a_signature(prose: Prose, phone: PhoneMention) -> bool:
    """Alone on a line at the end, but for "Tel.", below lines that are no sentences: a name, a title."""
    lines = [line.strip() for line in prose.plain[: phone.start].split("\n")]
    label, above = lines[-1], [line for line in lines[:-1] if line][-2:]
    end = prose.plain.find("\n", phone.end)
    behind = prose.plain[phone.end : end if end >= 0 else len(prose.plain)].strip()
    alone = len(label) < 12 and len(behind) < 12 and not re.search(r"\w{3,} \w", label)
    return alone and len(above) == 2 and not any(line.endswith((":", ",", ".", "?", "!")) for line in above)


def _speaks_of_somebody(around: str, names: Sequence[NameMention], titles: Sequence[TitleMention]) -> bool:
    """A number with nobody near it is the writer's own: "call 07700 900 612"."""
    return bool(names or titles or THEIR_NUMBER.search(around))


def _is_theirs(prose: Prose, phone: PhoneMention, around: str, owner: Draft | NameMention | None) -> bool:
    if RELATED.search(around):
        return True
    name = owner.name if isinstance(owner, Draft) else owner
    if name is not None and 0 <= phone.start - name.end <= 6:
        return True
    if re.search(
        r"\b(?:call|ring|phone|text|reach|give) me\b|\bmy \b|\bмой\b|\bmich\b|\bmeine\b|-moi\b"
        r"|\bmon\b|\bll[aá]m[ae]n?me\b|\bmi\b|(?<!у )\bменя\b",
        around,
    ):
        return False
    return owner is not None or bool(THEIR_NUMBER.search(around))


def _owner_of(
    prose: Prose, phone: PhoneMention, names: Sequence[NameMention], drafts: list[Draft]
) -> Draft | NameMention | None:
    """The person nearest to the number: a draft, or a name that has none yet."""
    parts = [(part, draft) for draft in drafts for part in (draft.name, draft.address) if part is not None]
    near: list[tuple[float, Draft | NameMention]] = [
        (_distance(prose, part.start, part.end, phone), draft) for part, draft in parts
    ]
    drafted = {draft.name.start for draft in drafts if draft.name}
    for name in names:
        if name.start not in drafted and (name.certainty >= 0.45 or pointed_closely(prose, name)):
            near.append((_distance(prose, name.start, name.end, phone), name))
    if not near:
        return None
    distance, owner = min(near, key=lambda pair: pair[0])
    return owner if distance <= NEAR * 1.3 else None


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
