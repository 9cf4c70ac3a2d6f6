"""A fuller name of somebody we know, as their own letter says it. It is added to, never replaced."""

from collections.abc import Iterable
from dataclasses import dataclass

from outreach.prospects.person_names import split_name

#: A name has so many words: more is a sentence, or a company.
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class PersonsName:
    """The whole name and its parts; any may be empty."""

    name: str = ""
    given: str = ""
    family: str = ""


def learned_name(known: PersonsName, *, shown: str, signed: Iterable[str] = ()) -> PersonsName:
    """What is known of a name with what their letter adds; `known` itself where it adds nothing.

    `shown` stands beside their address and is plausible; "": nothing does. `signed` are the lines of their signature:
    of those only one that begins with the given name that we know is believed.
    """
    said = known.name or f"{known.given} {known.family}".strip()
    if len(said.split()) > 1:
        return known
    if _has_in_it(said, shown):
        return _taken_apart(shown)
    if said:
        fuller = next((line for line in signed if _begins_with(said, line)), "")
        return _taken_apart(fuller) if fuller else known
    return known


def _has_in_it(said: str, shown: str) -> bool:
    words = shown.casefold().split()
    if not said:
        return bool(words)
    return 2 <= len(words) <= _MOST_WORDS and said.casefold() in words


def _begins_with(given: str, line: str) -> bool:
    """ "Denise Inchbold", but neither "Thanks, Denise" nor "Denise here"."""
    words = line.split()
    return len(words) == 2 and words[0].casefold() == given.casefold() and words[1][:1].isupper()


def _taken_apart(name: str) -> PersonsName:
    parts = split_name(name)
    return PersonsName(name, parts.given, parts.family)
