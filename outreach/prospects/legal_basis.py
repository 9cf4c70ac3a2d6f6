"""On what ground somebody may be written to, in words that a rule can ask for: `consent: fair in Oslo, 2026-03-01`.

A ground is recorded as one line, its word, a colon, and where and when: the detail is the evidence, and the part
that a recipient is told where a law wants them to hear where their address is from (GDPR, Article 14 (2) f).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from outreach.core.untrusted import one_line


class Ground(StrEnum):
    """The words that a recorded ground begins with."""

    CONSENT = "consent"
    PUBLISHED = "published"
    CUSTOMER = "customer"
    INQUIRY = "inquiry"
    LEGITIMATE_INTEREST = "legitimate interest"
    #: A stored reply named them. Only the program knows that: nobody can record it.
    REFERRAL = "referral"


#: What each word says; the words that a person may record.
GROUNDS: dict[Ground, str] = {
    Ground.CONSENT: "this person has agreed beforehand to get mail of this kind from us",
    Ground.PUBLISHED: "they made the address public themselves, for their work, without a word against such mail",
    Ground.CUSTOMER: "they have bought from us",
    Ground.INQUIRY: "they have asked us something",
    Ground.LEGITIMATE_INTEREST: "our interest was weighed against theirs, and the weighing is written down",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One ground as it was recorded. `detail` is where and when."""

    ground: Ground
    detail: str


def read_basis(text: str) -> Recorded | None:
    """The ground that a recorded line begins with; None for a line that names none, which counts for nothing."""
    word, colon, detail = text.partition(":")
    ground = _WORDS.get(" ".join(word.lower().split()))
    if ground is None or not colon or not detail.strip():
        return None
    return Recorded(ground, one_line(detail, 300))


def recorded(texts: Iterable[str]) -> tuple[Recorded, ...]:
    """Every ground in these lines, in order."""
    return tuple(found for text in texts if (found := read_basis(text)) is not None)


def is_consent(text: str | None) -> bool:
    """Whether a recorded line says that this very person has agreed."""
    found = read_basis(text or "")
    return found is not None and found.ground is Ground.CONSENT


def fault_of_basis(text: str) -> str | None:
    """What is wrong with a line before it is recorded, and how it is written; None where it is a ground."""
    if read_basis(text) is not None:
        return None
    word, colon, _ = text.partition(":")
    asked = " ".join(word.lower().split())
    if asked in _WORDS and not (colon and text.partition(":")[2].strip()):
        return f'"{asked}" needs where and when behind it: "{asked}: form at our fair stand, 2026-03-01".'
    close = get_close_matches(asked, _WORDS, n=1)
    meant = f'Did you mean "{close[0]}: …"? ' if close else ""
    return f'"{one_line(text, 60)}" names no ground. {meant}It begins with {_listed()}, and a colon.'


def _listed() -> str:
    *others, last = (f'"{ground}"' for ground in GROUNDS)
    return f"{', '.join(others)} or {last}"


_WORDS = {ground.value: ground for ground in GROUNDS}
