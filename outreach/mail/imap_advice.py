"""What a person should do about a mailbox that cannot be read, in one sentence."""

from outreach.mail.imap_trouble import (
    AuthorisationRefused,
    ImapTrouble,
    InsecureConnection,
    LoginRefused,
    NotReached,
    ServerBusy,
)

#: By the response code (RFC 3501, 7.1 and RFC 5530): the server itself says what is wrong.
BY_CODE: dict[str, str] = {
    "AUTHENTICATIONFAILED": (
        "Check user name and password. Most providers want an app password here, and IMAP switched on in their "
        "settings."
    ),
    "AUTHORIZATIONFAILED": "The login is right, but may not open this mailbox: ask who runs it for access.",
    "EXPIRED": "The password has run out: set a new one with the provider, and then where the configuration has it.",
    "PRIVACYREQUIRED": 'The server wants the line secured first: set security = "tls" or "starttls".',
    "CONTACTADMIN": "Only who runs the server can mend this: show them these words.",
    "OVERQUOTA": "The mailbox is full: no reply comes in any more until something is deleted or room is bought.",
    "ALERT": "The server wants a person to read this; it may ask to log in once in a browser.",
    "NOPERM": "The login may not read this folder: ask who runs the server for access.",
}

#: By what went wrong, where the server gives no code; the first that fits.
_BY_KIND: tuple[tuple[type[ImapTrouble], str], ...] = (
    (AuthorisationRefused, "Nothing is sent from it either until that is done."),
    (
        LoginRefused,
        "Check user name and password, and that IMAP is switched on in the provider's settings.",
    ),
    (InsecureConnection, "Nothing secret was sent. Check host, port and security in the configuration."),
    (
        NotReached,
        "Check host and port in the configuration, and whether this machine may go out there. It is tried again by "
        "itself, at longer intervals.",
    ),
    (ServerBusy, "Nothing is wrong with the mailbox; it is tried again by itself, at longer intervals."),
)
_ANYTHING_ELSE = "It is tried again by itself, at longer intervals."


def advice(trouble: Exception) -> str:
    """What to do about it."""
    code = trouble.code if isinstance(trouble, ImapTrouble) else ""
    by_kind = (words for kind, words in _BY_KIND if isinstance(trouble, kind))
    return BY_CODE.get(code) or next(by_kind, _ANYTHING_ELSE)
