"""A person agrees, in a browser or by a code typed elsewhere, that the program uses a mailbox; what comes is kept."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from outreach.config import Config, Mailbox
from outreach.core.clock import Clock
from outreach.core.errors import Refused
from outreach.database.engine import Database
from outreach.mail import oauth2
from outreach.mail.loopback_redirect import LoopbackRedirect
from outreach.mail.oauth_messages import DeviceCode, Grant, Pkce, authorization_url
from outreach.mail.oauth_providers import OAuthClient
from outreach.sending import mailbox_tokens
from outreach.settings.token_vault import HeldTokens, vault_of

#: How long a person may take in the browser.
BROWSER_SECONDS = 600.0


async def by_browser(
    client: OAuthClient, mailbox: Mailbox, *, show: Callable[[str], object], port: int = 0
) -> Grant:
    """Authorisation code with PKCE on loopback; `show` is given the page to open. Raises TokenRefused, TokenTrouble."""
    state, pkce = secrets.token_urlsafe(32), Pkce(secrets.token_urlsafe(48))
    redirect = await LoopbackRedirect.listening(
        state=state, name=mailbox.name, shown_as=client.server.loopback_name, port=port
    )
    uri = redirect.uri
    try:
        show(
            authorization_url(
                client,
                pkce,
                state=state,
                redirect_uri=uri,
                login_hint=mailbox.smtp.username or mailbox.address,
            )
        )
        code = await redirect.code(BROWSER_SECONDS)
    finally:
        await redirect.close()
    return await oauth2.exchange_code(client, pkce, code=code, redirect_uri=uri, name=mailbox.name)


async def by_device(client: OAuthClient, mailbox: Mailbox, *, show: Callable[[DeviceCode], object]) -> Grant:
    """Device code; `show` is given what to type where. Raises Refused, TokenRefused, TokenTrouble."""
    code = await oauth2.begin_device(client, name=mailbox.name)
    show(code)
    return await oauth2.finish_device(client, code, name=mailbox.name)


def keep(
    database: Database, config: Config, mailbox: Mailbox, grant: Grant, *, actor: str, clock: Clock
) -> bool:
    """Seal and keep what was granted. True: the mailbox was paused for want of it, and goes on.

    Raises Refused where nothing came by which the token can be renewed, and what the vault raises.
    """
    if grant.refresh_token is None:
        raise Refused(
            "The provider gave no refresh token: within the hour the mailbox would be shut again. Ask for the scope "
            "offline_access (Microsoft and most others), or take the access back on the account's page and try again."
        )
    vault = vault_of(config.tokens, config.root)
    sealed = vault.seal(mailbox.name, HeldTokens(grant.access_token, grant.refresh_token))
    now = clock.now()
    with database.writing() as session:
        return mailbox_tokens.authorised(
            session,
            mailbox.name,
            sealed,
            expires_at=now + timedelta(seconds=grant.expires_in),
            actor=actor,
            now=now,
        )
