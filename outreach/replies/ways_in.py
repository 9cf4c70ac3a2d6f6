"""Who comes in by the Cc line, by a forward, or as a role without a name."""

import re
from collections.abc import Sequence

from outreach.replies.cast import Cast, Cue, words_of
from outreach.replies.draft import Draft
from outreach.replies.likeness import resembles
from outreach.replies.names import NameMention
from outreach.replies.prose import Prose
from outreach.replies.titles import TitleMention
from outreach.replies.verdict import Via


def add_copied(
    prose: Prose, cast: Cast, drafts: list[Draft], names: Sequence[NameMention], cues: Sequence[Cue]
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
            draft = Draft(mention.start if mention else (copying[0].start if copying else 0), mention)
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


def _shares_a_word(draft: Draft, other: Draft) -> bool:
    return bool(draft.name and other.full_name and draft.name.words & words_of(other.full_name))


def _same_person(name: NameMention, shown: str, address: str) -> bool:
    return bool(name.words & words_of(shown)) or resembles(name.name, address.partition("@")[0])


def _display_name(name: str) -> str:
    """ "Engel, Petra" is Petra Engel; what is only an address is no name."""
    if "@" in name:
        return ""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}".strip() if comma and " " not in first.strip() else name.strip()


def mark_forwarded(
    prose: Prose, drafts: list[Draft], titles: Sequence[TitleMention], cues: Sequence[Cue]
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
            drafts.append(Draft(cue.start, title=title, via=Via.FORWARDED))


def add_roles(prose: Prose, drafts: list[Draft], titles: Sequence[TitleMention], cues: Sequence[Cue]) -> None:
    """A department or a role is pointed to where nobody is named."""
    if drafts:
        return
    for title in titles:
        start, end = prose.sentence_at(title.start)
        mine = re.search(r"\b(?:my|mein\w*|mon|ma|mi|мо[йеяи]\w*) \Z", prose.plain[start : title.start])
        if not mine and any(
            start <= cue.start < end and cue.start < title.start and cue.rule in _DIRECTING for cue in cues
        ):
            drafts.append(Draft(title.start, title=title))
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
