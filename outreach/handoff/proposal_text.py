"""Whether a text is a proposal to one client, or the same offer to everybody. Decisions only."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_GAP = re.compile(r"<<.*?>>", re.DOTALL)
_WORD = re.compile(r"\w+")
#: A shorter name is a word of its own too often to tell anybody by it.
_SHORTEST_NAME = 3

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Client:
    """Whom a proposal is for: what they are called, and what they answered, by question."""

    account: str
    names: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    #: The questions of the definition that have to be answered.
    required: tuple[str, ...] = ()

    @property
    def unanswered(self) -> tuple[str, ...]:
        return tuple(each for each in self.required if not self.answers.get(each))

    @property
    def called(self) -> tuple[str, ...]:
        """What tells that a text is about them, the longest first."""
        every = {each.strip() for each in (self.account, *self.names) if len(each.strip()) >= _SHORTEST_NAME}
        return tuple(sorted(every, key=lambda each: (-len(each), each)))


def why_not(text: str, client: Client, *, asks: tuple[str, ...] | None) -> Iterator[str]:
    """What keeps a text from being this client's proposal, as sentences.

    `asks`: the questions whose answers its template names; None for a text that somebody wrote freely.
    """
    if client.unanswered:
        yield f"The lead lacks an answer to: {', '.join(client.unanswered)}."
    if not text.strip():
        yield "The text is empty."
    if len(text) > LONGEST:
        yield f"The text has more than {LONGEST:,} characters."
    if _GAP.search(text):
        yield "There is still a gap in it (<<…>>): fill it in, or take it out."
    if client.called and not any(_begins_with(name).search(text) for name in client.called):
        yield f"It speaks of nobody: neither {' nor '.join(client.called)} stands in it."
    if asks is not None and not any(client.answers.get(each) for each in asks):
        yield "Nothing in it comes from this client's answers."


def fingerprint(text: str, client: Client) -> str:
    """The same for two texts that differ in nothing but the client's names, spaces and punctuation."""
    told = text
    for name in client.called:
        told = _begins_with(name).sub(" ", told)
    words = " ".join(_WORD.findall(told.casefold()))
    return hashlib.sha256(words.encode()).hexdigest()


def _begins_with(name: str) -> re.Pattern[str]:
    """The name at the beginning of a word: "Ann" is not in "planned", and names have endings in many languages."""
    return re.compile(rf"(?<!\w){re.escape(name)}", re.IGNORECASE)
