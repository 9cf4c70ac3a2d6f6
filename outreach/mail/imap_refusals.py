"""What a NO or BAD means for us: for now, for good, or for this one thing (RFC 5530)."""

from outreach.mail.imap_trouble import CommandRefused, FolderMissing, ImapTrouble, ServerBusy
from outreach.mail.imap_wire import Status

#: Nothing is wrong with what was asked; the server cannot do it at the moment.
TEMPORARY_CODES = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "THROTTLED"})

#: The same in the words of servers that send no code, or only [ALERT]. In lower case.
TEMPORARY_WORDS = (
    "too many simultaneous connections",
    "too many connections",
    "maximum number of connections",
    "rate limit",
    "temporar",
    "try again later",
    "server unavailable",
    "server busy",
    "server is busy",
    "not connected",  # Microsoft 365: "User is authenticated but not connected."
    "throttled",
)

_MISSING_CODES = frozenset({"", "NONEXISTENT", "TRYCREATE", "CANNOT"})


def refusal(kind: type[ImapTrouble], message: str, status: Status, words: str | None = None) -> ImapTrouble:
    """The trouble to raise for a refused command: `kind`, unless the server is only busy."""
    said = status.words if words is None else words
    chosen = ServerBusy if is_temporary(status) else kind
    return chosen(message, words=said, code=status.code)


def is_temporary(status: Status) -> bool:
    """Whether the same may succeed later. A wrong password is never temporary, whatever words go with it."""
    if status.code in ("AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED"):
        return False
    said = status.words.lower()
    return status.code in TEMPORARY_CODES or any(words in said for words in TEMPORARY_WORDS)


def folder_refusal(message: str, status: Status) -> ImapTrouble:
    """The trouble to raise for a folder that was not opened."""
    return refusal(FolderMissing if status.code in _MISSING_CODES else CommandRefused, message, status)
