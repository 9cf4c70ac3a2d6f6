"""What can go wrong between us and a token server, told apart by what must follow from it, and in words that help."""

import re
from dataclasses import dataclass

from outreach.core.errors import OutreachError
from outreach.core.untrusted import one_line


class TokenTrouble(OutreachError):
    """No token for now: the token server cannot be reached, or serves nobody. It is tried again by itself."""


class TokenRefused(OutreachError):
    """No token until a person does something; the message says what. `error` is the server's own word for it."""

    def __init__(self, message: str, error: str = "") -> None:
        self.error = error
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class _Row:
    """What one refusal means. Both patterns must be found; an empty one always is."""

    error: re.Pattern[str]
    said: re.Pattern[str]
    words: str
    #: Nobody need do anything.
    passes: bool = False


def _row(error: str, words: str, *, said: str = "", passes: bool = False) -> _Row:
    return _Row(re.compile(error), re.compile(said, re.IGNORECASE), words, passes)


AGAIN = "Run `outreach mailbox authorize {name}`."

# AADSTS numbers: learn.microsoft.com/entra/identity-platform/reference-error-codes. RFC 6749, 4.1.2.1 and 5.2;
# RFC 8628, 3.5. The first row that fits.
TABLE: tuple[_Row, ...] = (
    _row(
        "",
        "The token server asks to come back later.",
        said=r"AADSTS(90033|50196|90006|90024)\b",
        passes=True,
    ),
    _row(
        r"^(temporarily_unavailable|server_error)$",
        "The token server serves nobody at the moment.",
        passes=True,
    ),
    _row(
        "",
        f"The account's password was changed or its sessions were ended. {AGAIN}",
        said=r"AADSTS(50173|50133|50132)\b",
    ),
    _row(
        "",
        f"The authorisation was not used for too long and has run out. {AGAIN}",
        said=r"AADSTS(700082|70008)\b",
    ),
    _row(
        "",
        f"Microsoft wants the person to prove who they are once more (a second factor). {AGAIN}",
        said=r"AADSTS(50076|50078|50079|50158|50072|50074)\b",
    ),
    _row(
        "",
        "Nobody has agreed that this application may use the mailbox, or an administrator has to. Let them agree at "
        f"the application's page in Microsoft Entra (API permissions, Grant admin consent). {AGAIN}",
        said=r"AADSTS(65001|65004|90094|90093)\b",
    ),
    _row(
        "",
        "A rule of the organisation (conditional access) forbids this log-in. An administrator has to allow it, then: "
        f"{AGAIN}",
        said=r"AADSTS(53000|53001|53003|530003|530034)\b",
    ),
    _row("", f"The account is switched off. Once it is on again: {AGAIN}", said=r"AADSTS(50057|50055)\b"),
    _row(
        "",
        "The organisation does not know this account, or the application is not meant for it. Set oauth2.tenant to the "
        f"organisation's own, then: {AGAIN}",
        said=r"AADSTS(50034|50020|90002|50059|50128|9002313)\b",
    ),
    _row(
        "",
        "Microsoft does not know the application in this tenant: check oauth2.client_id and oauth2.tenant.",
        said=r"AADSTS(700016|70001)\b",
    ),
    _row(
        "",
        "The application's secret is wrong or has run out: make a new one in Microsoft Entra, and put it where "
        "oauth2.client_secret says.",
        said=r"AADSTS(7000215|7000222)\b",
    ),
    _row(
        "",
        "The application is not registered as a public one: in Microsoft Entra, Authentication, switch on Allow public "
        "client flows and add the platform Mobile and desktop with http://localhost.",
        said=r"AADSTS(7000218|700025|700084)\b",
    ),
    _row(
        "", "The redirect is not registered: add http://localhost in Microsoft Entra.", said=r"AADSTS50011\b"
    ),
    _row(r"^expired_token$", f"The code has run out before anybody typed it. {AGAIN}"),
    _row(
        r"^access_denied$",
        f"The person said no, or an administrator has not allowed the application. {AGAIN}",
    ),
    _row(
        r"^invalid_grant$",
        "The authorisation is gone: the password was changed, the access was taken back, it was not used for six "
        "months, or the application is still in testing, where Google ends it after seven days (publish it in the "
        f"Google Auth platform). {AGAIN}",
        said=r"expired or revoked",
    ),
    _row(
        r"^invalid_grant$",
        f"The authorisation is gone: it was taken back, has run out or was replaced. {AGAIN}",
    ),
    _row(
        r"^(invalid_client|deleted_client|disabled_client)$",
        "The provider does not know the application, or its secret is wrong: check oauth2.client_id and "
        "oauth2.client_secret.",
    ),
    _row(r"^unauthorized_client$", "The application may not do this: check of which kind it is registered."),
    _row(
        r"^(invalid_scope|insufficient_scope)$",
        f"The provider does not give these rights to the application: check oauth2.scopes, then: {AGAIN}",
    ),
    _row(r"^(admin_policy_enforced|org_internal)$", "An administrator has to allow the application first."),
    _row(
        r"^redirect_uri_mismatch$",
        "The application is not registered as a desktop one, which may redirect here.",
    ),
    _row("", f"The provider refuses the authorisation. {AGAIN}"),
)


def refusal(error: str, said: str, *, name: str, hidden: tuple[str, ...] = ()) -> TokenRefused | TokenTrouble:
    """What a token server's `error` and its description mean for the mailbox; whatever is `hidden` stays so."""
    row = next(row for row in TABLE if row.error.search(error) and row.said.search(said))
    quoted = _shown(said, hidden)
    theirs = f" ({one_line(error, 40)}: {quoted})" if quoted else f" ({one_line(error, 40)})"
    message = f"{row.words.format(name=name)}{theirs if error else ''}"
    return TokenTrouble(message) if row.passes else TokenRefused(message, error)


def _shown(said: str, hidden: tuple[str, ...]) -> str:
    """The first sentence of what they say: Microsoft adds trace numbers, and some repeat what they were given."""
    for secret in hidden:
        said = said.replace(secret, "[hidden]") if secret else said
    return one_line(re.split(r"\s*(?:Trace ID|\r?\n)", said, maxsplit=1)[0], 160)


def not_authorised(name: str) -> TokenRefused:
    return TokenRefused(f"{name} is not authorised yet. {AGAIN.format(name=name)}", "not_authorised")


def still_refused(name: str, said: str) -> str:
    """The mail server takes no token, not even a fresh one: what to do about that."""
    return (
        f"The mail server refuses even a fresh token of {name}: {one_line(said, 200)} Is it the account that the "
        f"mailbox is called by, and are IMAP and SMTP switched on for it? Then: {AGAIN.format(name=name)}"
    )
