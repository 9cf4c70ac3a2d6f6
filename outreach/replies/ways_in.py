"""Who comes in by the Cc line, by a forward, or as a role without a name."""

import re
from collections.abc import Sequence

from outreach.replies.cast import Cast, Cue, words_of
from outreach.replies.draft import Draft
from outreach.replies.likeness import resembles
from outreach.replies.name_mention import NameMention
from outreach.replies.prose import Prose
from outreach.replies.titles import TitleMention
from outreach.replies.verdict import Via
from outreach.replies.words.naming import PASSED_TO_US
from outreach.replies.words.short_forms import SHORT_FORMS


def add_copied(
    prose: Prose, cast: Cast, drafts: list[Draft], names: Sequence[NameMention], cues: Sequence[Cue]
) -> None:
    copying = [cue for cue in cues if cue.rule == "referral.copying"] or _pointing_at_the_copied(
        prose, drafts
    )
    mentions = [
        next((n for n in names if _same_person(n, _display_name(one.name), one.address)), None)
        for one in cast.copied
    ]
    for copied, mention in zip(cast.copied, mentions, strict=True):
        shown = _display_name(copied.name)
        draft = next(
            (
                d
                for d in drafts
                if (d.address and d.address.address == copied.address)
                or (d.name and mention and d.name.words & mention.words)
            ),
            None,
        )
        # Of several on the line those are meant whom the text names; where it names none, all.
        if draft is None and mention is None and (not copying or any(mentions)):
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


def _pointing_at_the_copied(prose: Prose, drafts: Sequence[Draft]) -> list[Cue]:
    """ "Laura can help (above)": nobody is named but somebody stands on the Cc line and is spoken of."""
    found = None if drafts else _SPOKEN_OF.search(prose.plain)
    return [Cue("referral.copying", found.start(), found.end())] if found else []


#: Words for somebody who is on the Cc line though nothing says "copied".
_SPOKEN_OF = re.compile(
    r"\b(?:(?:my|our) colleague (?:here|above)|cc|above|in this (?:thread|chain|mail)|on this (?:thread"
    r"|chain|e-?mail|mail)|meet \w+|over to \w+|introducing|connecting you"
    r"|hier im verteiler|im verteiler|en lisant copie|dans la boucle|en este hilo|en el hilo|в переписке"
    r"|в этой ветке|знакомьтесь)\b"
)


def _shares_a_word(draft: Draft, other: Draft) -> bool:
    return bool(draft.name and other.full_name and draft.name.words & words_of(other.full_name))


def _same_person(name: NameMention, shown: str, address: str) -> bool:
    if name.words & words_of(shown) or resembles(name.name, address.partition("@")[0]):
        return True
    first = shown.lower().partition(" ")[0]
    return any(_is_short_for(word, first) for word in name.words)


def _is_short_for(short: str, full: str) -> bool:
    """ "Fran" for Francisca, "Bill" for William."""
    return (len(short) >= 3 and full.startswith(short)) or short in SHORT_FORMS.get(full, "").split()


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
        if PASSED_TO_US.search(prose.plain, start, end):
            continue
        inside = [draft for draft in drafts if start <= draft.position < end and draft.via is Via.TEXT]
        if (
            not inside
            and len(drafts) == 1
            and drafts[0].via is Via.TEXT
            and 0 <= drafts[0].position - end < _NEXT_SENTENCE
        ):
            # "It was passed to the sales office. Contact: Marat Galiev, ...": the one it is with now.
            drafts[0].via = Via.FORWARDED
            continue
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


#: Characters between a sentence and a name in the next.
_NEXT_SENTENCE = 40

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
