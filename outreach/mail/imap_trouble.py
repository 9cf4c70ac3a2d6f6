"""What can go wrong between us and an IMAP server, told apart by what must follow from it."""

from outreach.core.errors import OutreachError
from outreach.core.untrusted import one_line


class ImapTrouble(OutreachError):
    """An IMAP server did not do what was asked.

    `words` is what the server said, safe to show; `code` its response code (RFC 5530), upper case or empty;
    `uids` the messages that were asked for when it happened, so that the caller can narrow it down to one.
    """

    def __init__(self, message: str, *, words: str = "", code: str = "") -> None:
        self.words = one_line(words)
        self.code = code
        self.uids: tuple[int, ...] = ()
        said = f'. The server says: "{self.words}"' if self.words else ""
        super().__init__(f"{message}{f' [{code}]' if code else ''}{said}")


class ConnectionLost(ImapTrouble):
    """There is no connection, or no longer: connect again after a pause and begin from the cursor."""


class NotReached(ConnectionLost):
    """Nobody answers at its host and port: the name is not known, nothing listens, or something is in between."""


class TimedOut(ConnectionLost):
    """An answer was not complete at its deadline. The connection is closed, as by any other loss."""


class ProtocolTrouble(ConnectionLost):
    """The server said something that is not IMAP, or not an answer to us. The connection is closed."""


class InsecureConnection(ImapTrouble):
    """The line could not be secured, or was tampered with; nothing secret was sent. A person must look."""


class LoginRefused(ImapTrouble):
    """The server does not take this login. Trying again would not help and may lock the mailbox."""


class AuthorisationRefused(LoginRefused):
    """There is no access token that it would take; the message says what a person has to do."""


class ServerBusy(ImapTrouble):
    """Refused for now (RFC 5530: UNAVAILABLE, INUSE, LIMIT ...): try again later."""


class CommandRefused(ImapTrouble):
    """The server understood and says no. The connection stays usable."""


class FolderMissing(CommandRefused):
    """There is no such folder, or it cannot hold messages."""
