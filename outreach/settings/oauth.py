"""How a mailbox logs in with OAuth2, and where its tokens are kept: the keys of `config.toml` about that."""

from enum import StrEnum
from typing import Protocol

from outreach.mail import oauth_providers
from outreach.mail.oauth_providers import OAuthServer
from outreach.settings import values
from outreach.settings.reading import Check, Wrong, setting, settings_class
from outreach.settings.secrets import SecretRef


class Auth(StrEnum):
    """What a mailbox logs in with."""

    PASSWORD = "password"  # noqa: S105 - the word, no secret
    OAUTH2 = "oauth2"


class _Line(Protocol):
    @property
    def auth(self) -> Auth: ...


def uses_oauth2(*lines: _Line | None) -> bool:
    """Whether one of these log-ins is by a token."""
    return any(line is not None and line.auth is Auth.OAUTH2 for line in lines)


class OAuthProvider(StrEnum):
    """Whose tokens they are."""

    GOOGLE = "google"
    MICROSOFT = "microsoft"
    CUSTOM = "custom"


def _custom_names_its_pages(
    provider: OAuthProvider, authorize_url: str, token_url: str, scopes: tuple[str, ...]
) -> Wrong | None:
    if provider is not OAuthProvider.CUSTOM or (authorize_url and token_url and scopes):
        return None
    missing = "authorize_url" if not authorize_url else "token_url" if not token_url else "scopes"
    return Wrong(f'is "custom", but oauth2.{missing} is missing.', "The provider's documentation has it.")


@settings_class
class OAuth2:
    """The application by which a mailbox is authorised, as it is registered with the provider (see mailboxes.md)."""

    provider: OAuthProvider = setting(
        values.choice(OAuthProvider),
        '"google", "microsoft", or "custom" with the addresses below.',
    )
    client_id: str = setting(values.text(), "The id that the provider gave the application.")
    client_secret: SecretRef | None = setting(
        values.secret,
        "Where its secret is kept, if it has one: Google gives one to desktop applications, Microsoft none.",
        default=None,
        default_text="none",
    )
    tenant: str = setting(
        values.text(),
        'Of Microsoft: the organisation\'s id or domain; "common" for any, "consumers" for Outlook.com.',
        default="common",
    )
    scopes: tuple[str, ...] = setting(
        values.texts(20),
        "The rights that are asked for.",
        default=(),
        default_text="what the provider wants for IMAP and SMTP",
    )
    authorize_url: str = setting(
        values.web_address,
        "The page on which a person agrees.",
        default="",
        default_text="the provider's own",
    )
    token_url: str = setting(
        values.web_address, "Where tokens are given out.", default="", default_text="the provider's own"
    )
    device_url: str = setting(
        values.web_address,
        "Where a code for another machine is given out; Google gives none for mail.",
        default="",
        default_text="the provider's own",
    )

    CHECKS = (
        Check("provider", ("provider", "authorize_url", "token_url", "scopes"), _custom_names_its_pages),
    )


def oauth_server(settings: OAuth2) -> OAuthServer:
    """Where the tokens of a mailbox come from. What the file says goes before what is known of the provider."""
    known = _known(settings)
    return OAuthServer(
        provider=known.provider,
        authorize_url=settings.authorize_url or known.authorize_url,
        token_url=settings.token_url or known.token_url,
        device_url=settings.device_url or known.device_url,
        scopes=settings.scopes or known.scopes,
        extra=known.extra,
        loopback_name=known.loopback_name,
    )


def _known(settings: OAuth2) -> OAuthServer:
    match settings.provider:
        case OAuthProvider.GOOGLE:
            return oauth_providers.google()
        case OAuthProvider.MICROSOFT:
            return oauth_providers.microsoft(settings.tenant)
        case OAuthProvider.CUSTOM:
            return OAuthServer("custom", "", "", "", ())


class Keeping(StrEnum):
    """Who keeps the tokens."""

    #: We do, encrypted.
    DATABASE = "database"
    #: The keyring of the user whom the daemon runs as.
    KEYRING = "keyring"


@settings_class
class Tokens:
    """Where the OAuth2 tokens of mailboxes are kept: whoever has them can read and send mail."""

    keep: Keeping = setting(
        values.choice(Keeping),
        '"database": in it, encrypted. "keyring": in the keyring of the user; all daemons must have the same one.',
        default=Keeping.DATABASE,
    )
    key: SecretRef | None = setting(
        values.secret,
        "Where the key that encrypts them is kept. It belongs into no backup that holds the database.",
        default=None,
        default_text="`token.key` beside this file, made at the first `outreach mailbox authorize`",
    )
