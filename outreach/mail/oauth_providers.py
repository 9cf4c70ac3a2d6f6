"""Where the large providers give out tokens, and what has to be asked for: values only.

Sources: developers.google.com/identity/protocols/oauth2/native-app and /limited-input-device;
learn.microsoft.com/exchange/client-developer/legacy-protocols (IMAP, POP, SMTP with OAuth).
"""

from dataclasses import dataclass, field
from urllib.parse import quote

from outreach.core.errors import Refused


@dataclass(frozen=True, slots=True)
class OAuthServer:
    """One authorisation server. `device_url` is empty where it gives no mail token to a device code."""

    provider: str
    authorize_url: str
    token_url: str
    device_url: str
    scopes: tuple[str, ...]
    #: What its authorisation page has to be told besides, so that it gives out a refresh token.
    extra: tuple[tuple[str, str], ...] = ()
    #: Under which name the redirect to this machine may be registered (RFC 8252, 7.3 and 8.3).
    loopback_name: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """The application as it is registered there. A native one has a secret that is none (RFC 8252, 8.5), or no one."""

    server: OAuthServer
    client_id: str
    secret: str | None = field(default=None, repr=False)


def google() -> OAuthServer:
    """Google. Its device code gives out no scope of mail."""
    return OAuthServer(
        provider="google",
        authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
        token_url="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
        device_url="",
        scopes=("https://mail.google.com/",),
        # Without `consent` it gives out a refresh token at the first time only.
        extra=(("access_type", "offline"), ("prompt", "consent")),
    )


def microsoft(tenant: str) -> OAuthServer:
    """Microsoft 365 and Outlook.com. `tenant` is the organisation's id or domain, or "common"."""
    base = f"https://login.microsoftonline.com/{quote(tenant, safe='')}/oauth2/v2.0"
    return OAuthServer(
        provider="microsoft",
        authorize_url=f"{base}/authorize",
        token_url=f"{base}/token",
        device_url=f"{base}/devicecode",
        scopes=(
            "https://outlook.office.com/IMAP.AccessAsUser.All",
            "https://outlook.office.com/SMTP.Send",
            "offline_access",
        ),
        extra=(("prompt", "select_account"),),
        # Only for this name does it ignore the port.
        loopback_name="localhost",
    )


def no_device_code(server: OAuthServer) -> Refused:
    """Why this server cannot be authorised by a code, and what to do on a machine without a browser."""
    why = (
        "Google gives no mail token to a device code."
        if server.provider == "google"
        else "No device_url is configured."
    )
    return Refused(
        f"{why} On a machine without a browser use --no-browser --port 8400, and from yours "
        "ssh -L 8400:127.0.0.1:8400 HOST; then open the page that is shown in your own browser."
    )
