"""The access tokens of one mailbox: kept, renewed by one of all daemons at a time, given up with words that help."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from outreach.config import Config, Mailbox, oauth_client
from outreach.core.clock import Clock
from outreach.core.errors import OutreachError
from outreach.database.engine import Database
from outreach.mail import oauth2
from outreach.mail.oauth_messages import Grant
from outreach.mail.oauth_trouble import TokenRefused, TokenTrouble, not_authorised, still_refused
from outreach.mail.servers import AccessToken
from outreach.sending import mailbox_tokens
from outreach.sending.mailbox_tokens import CLAIM, Kept
from outreach.settings.keys import Imap, Smtp
from outreach.settings.oauth import Auth
from outreach.settings.token_vault import HeldTokens, Vault, vault_of

log = logging.getLogger(__name__)

T = TypeVar("T")

#: A token that runs out sooner is not begun with: the log-in takes its time, and clocks differ.
MARGIN = timedelta(minutes=2)
#: Seconds between two looks at whether another one has renewed it, and until none of us waits any longer.
_LOOK_EVERY, _LONGEST_WAIT = 0.2, CLAIM.total_seconds() + 15
#: A renewed token is known nowhere else before it is written, so a busy database is asked again.
_WRITE_TRIES = 5


class TokenKeeper:
    """What all connections of one mailbox share. Raises TokenRefused, TokenTrouble, and nothing else."""

    def __init__(self, database: Database, config: Config, mailbox: Mailbox, *, clock: Clock) -> None:
        self._database = database
        self._mailbox = mailbox
        self._name = mailbox.name
        self._vault: Vault = vault_of(config.tokens, config.root)
        self._clock = clock
        #: Names this keeper in its claims, as no other is named.
        self._owner = secrets.token_hex(8)

    async def token(self, refused: str | None = None) -> str:
        """An access token that is good for a while, and not the one that a server has refused."""
        return await _in_our_words(self._token(refused))

    async def give_up(self, said: str) -> str:
        """A mail server refuses even a fresh token: the mailbox is paused. Returns the words that help."""
        return await _in_our_words(self._give_up(still_refused(self._name, said)))

    async def _token(self, refused: str | None) -> str:
        loop = asyncio.get_running_loop()
        until = loop.time() + _LONGEST_WAIT
        while loop.time() < until:
            kept = await self._database.read(mailbox_tokens.kept, self._name)
            if kept is None:
                await self._pause_unauthorised()
                raise not_authorised(self._name)
            held = await asyncio.to_thread(self._vault.open, self._name, kept.sealed)
            now = self._clock.now()
            if held.access_token != refused and kept.expires_at > now + MARGIN:
                return held.access_token
            if await self._claimed(kept, now):
                # Shielded: what the server has given out once must be written down, whoever waits for it.
                renewed = await asyncio.shield(asyncio.ensure_future(self._renew(kept, held)))
                if renewed is not None:
                    return renewed
            await asyncio.sleep(_LOOK_EVERY)
        raise TokenTrouble(f"The token of {self._name} is being renewed elsewhere, and that takes too long.")

    async def _claimed(self, kept: Kept, now: datetime) -> bool:
        return await self._database.write(
            mailbox_tokens.claim, self._name, kept.version, owner=self._owner, now=now
        )

    async def _renew(self, kept: Kept, held: HeldTokens) -> str | None:
        """The new access token, written before it is used; None where somebody else was quicker."""
        try:
            client = await asyncio.to_thread(oauth_client, self._mailbox)
            if client is None:
                raise TokenTrouble(f"{self._name} has no [mailboxes.oauth2] any more.")
            grant = await oauth2.refresh(client, held.refresh_token, name=self._name)
        except TokenRefused as trouble:
            words = str(trouble)
            if not await self._database.write(
                mailbox_tokens.refused, self._name, kept.version, words, now=self._clock.now()
            ):
                return None
            log.warning("token_refused", extra={"mailbox": self._name, "advice": words})
            raise
        except BaseException:
            await self._database.write(mailbox_tokens.let_go, self._name, owner=self._owner)
            raise
        return await self._keep(kept, held, grant)

    async def _keep(self, kept: Kept, held: HeldTokens, grant: Grant) -> str | None:
        rotated = grant.refresh_token not in (None, held.refresh_token)
        tokens = HeldTokens(grant.access_token, grant.refresh_token or held.refresh_token)
        now = self._clock.now()
        sealed = await asyncio.to_thread(self._vault.seal, self._name, tokens)
        written = await self._written(
            kept.version, sealed, now + timedelta(seconds=grant.expires_in), rotated=rotated
        )
        log.info("token_renewed", extra={"mailbox": self._name, "rotated": rotated})
        return grant.access_token if written else None

    async def _written(self, version: int, sealed: bytes, expires_at: datetime, *, rotated: bool) -> bool:
        for left in range(_WRITE_TRIES, -1, -1):
            try:
                return await self._database.write(
                    mailbox_tokens.renew,
                    self._name,
                    sealed,
                    version=version,
                    expires_at=expires_at,
                    rotated=rotated,
                    now=self._clock.now(),
                )
            except SQLAlchemyError:
                log.exception("token_not_written", extra={"mailbox": self._name, "left": left})
                if not left:
                    raise
        raise AssertionError("unreachable")

    async def _give_up(self, words: str) -> str:
        kept = await self._database.read(mailbox_tokens.kept, self._name)
        if kept is not None:
            await self._database.write(
                mailbox_tokens.refused, self._name, kept.version, words, now=self._clock.now()
            )
            log.warning("token_refused", extra={"mailbox": self._name, "advice": words})
        return words

    async def _pause_unauthorised(self) -> None:
        await self._database.write(
            mailbox_tokens.never_authorised,
            self._name,
            str(not_authorised(self._name)),
            now=self._clock.now(),
        )


class LoginTokens:
    """A keeper's tokens under the user name by which one server is logged in to. A TokenSource."""

    def __init__(self, keeper: TokenKeeper, username: str) -> None:
        self._keeper = keeper
        self._username = username

    async def current(self) -> AccessToken:
        return AccessToken(self._username, await self._keeper.token())

    async def renewed(self, refused: AccessToken) -> AccessToken:
        return AccessToken(self._username, await self._keeper.token(refused.token))

    async def give_up(self, said: str) -> str:
        return await self._keeper.give_up(said)


def login_tokens(
    database: Database, config: Config, mailbox: Mailbox, line: Smtp | Imap | None, *, clock: Clock
) -> LoginTokens | None:
    """What a connection of the mailbox logs in with; None where it does so with a password."""
    if line is None or line.auth is not Auth.OAUTH2:
        return None
    keeper = TokenKeeper(database, config, mailbox, clock=clock)
    return LoginTokens(keeper, line.username or mailbox.address)


async def _in_our_words(work: Awaitable[T]) -> T:
    """What a connection understands: whatever else goes wrong means that there is no token for now."""
    try:
        return await work
    except (TokenRefused, TokenTrouble):
        raise
    except OutreachError as error:
        raise TokenTrouble(f"There is no token for now: {error}") from None
    except SQLAlchemyError:
        log.exception("token_not_read")
        raise TokenTrouble("There is no token for now: the database cannot be asked.") from None
