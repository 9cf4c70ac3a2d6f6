"""What a person may say that a reply means: one of the sixteen intents, or that it answers nothing of ours."""

from collections.abc import Mapping
from enum import StrEnum

from outreach.core.intents import MEANINGS, Intent


class NotOurs(StrEnum):
    """The one thing besides the intents that a reviewer may say."""

    NOT_OURS = "not_ours"


NOT_OURS = NotOurs.NOT_OURS

#: What a decision says.
Meaning = Intent | NotOurs

#: The decisions that have a key of their own on the screen, in its order, with the words beside the key.
KEYED: Mapping[Meaning, str] = {
    Intent.REFERRAL: "referral",
    Intent.INTERESTED: "interested",
    Intent.RIGHT_PERSON: "that's me",
    Intent.QUESTION: "question",
    Intent.NOT_NOW: "not now",
    Intent.NOT_INTERESTED: "no",
    Intent.UNSUBSCRIBE: "opt-out",
    Intent.WRONG_PERSON: "wrong person",
    Intent.LEFT_COMPANY: "left",
    Intent.OUT_OF_OFFICE: "absent",
    Intent.AUTO_ACKNOWLEDGEMENT: "robot",
    NOT_OURS: "not ours",
}


def meaning_from(word: str) -> Meaning:
    """Raises ValueError for a word that is neither an intent nor `not_ours`."""
    return NOT_OURS if word == NOT_OURS else Intent(word)


def explained() -> dict[str, str]:
    """Each word that may be said, with what it means."""
    intents = {intent.value: meaning for intent, meaning in MEANINGS.items()}
    return intents | {NOT_OURS.value: "answers nothing of ours: whom it holds goes on as if it had not come"}
