"""Which key does what: one a decision, one a command. The same table makes the bar, the help and the page of docs."""

from dataclasses import dataclass

from outreach.core.intents import Intent
from outreach.qualification.meanings import NOT_OURS, Meaning


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: its key, what it says about the reply, and how the table of words calls it."""

    key: str
    intent: Meaning
    word: str


CHOICES: tuple[Choice, ...] = (
    Choice("r", Intent.REFERRAL, "choice.referral"),
    Choice("i", Intent.INTERESTED, "choice.interested"),
    Choice("m", Intent.RIGHT_PERSON, "choice.right_person"),
    Choice("a", Intent.QUESTION, "choice.question"),
    Choice("l", Intent.NOT_NOW, "choice.not_now"),
    Choice("n", Intent.NOT_INTERESTED, "choice.not_interested"),
    Choice("o", Intent.UNSUBSCRIBE, "choice.unsubscribe"),
    Choice("w", Intent.WRONG_PERSON, "choice.wrong_person"),
    Choice("g", Intent.LEFT_COMPANY, "choice.left_company"),
    Choice("v", Intent.OUT_OF_OFFICE, "choice.out_of_office"),
    Choice("b", Intent.AUTO_ACKNOWLEDGEMENT, "choice.auto_acknowledgement"),
    Choice("x", NOT_OURS, "choice.not_ours"),
)

#: The key of every decision, and its capital, which only shows what it would do.
DECISIONS: dict[str, Meaning] = {choice.key: choice.intent for choice in CHOICES}
FORETELLINGS: dict[str, Meaning] = {choice.key.upper(): choice.intent for choice in CHOICES}

#: key → (the screen's action, its word); in the order of the bar.
COMMANDS: dict[str, tuple[str, str]] = {
    "p": ("people", "command.people"),
    "d": ("day", "command.day"),
    "c": ("note", "command.note"),
    "s": ("snooze", "command.snooze"),
    "h": ("assign", "command.assign"),
    "y": ("answer", "command.answer"),
    "/": ("search", "command.search"),
    "f": ("filter", "command.filter"),
    "u": ("undo", "command.undo"),
    "?": ("help", "command.help"),
}

#: Keys that the bar does not show, as textual names them → (action, word).
MOVES: dict[str, tuple[str, str]] = {
    "enter": ("take", "command.take"),
    "e": ("else", "command.else"),
    "down": ("next", "command.next"),
    "j": ("next", "command.next"),
    "up": ("previous", "command.previous"),
    "k": ("previous", "command.previous"),
    "space": ("page_down", "command.page_down"),
    "pagedown": ("page_down", "command.page_down"),
    "pageup": ("page_up", "command.page_up"),
    "tab": ("context", "command.context"),
    "t": ("whole", "command.whole"),
    "escape": ("back", "command.back"),
    "f1": ("help", "command.help"),
    "q": ("quit", "command.quit"),
}

# The keys of a Russian keyboard by where they lie. Its dot lies where a Latin keyboard has the slash.
_RUSSIAN = "йцукенгшщзфывапролдячсмить"
_LATIN = "qwertyuiopasdfghjklzxcvbnm"
_BY_PLACE = str.maketrans(_RUSSIAN + _RUSSIAN.upper() + ".", _LATIN + _LATIN.upper() + "/")


def as_latin(character: str | None) -> str:
    """The character that this key gives on a Latin keyboard; "" for keys without one."""
    return (character or "").translate(_BY_PLACE)
