"""Where a connection gets the access token that it logs in with."""

from typing import Protocol

from outreach.mail.servers import AccessToken


class TokenSource(Protocol):
    """The access tokens of one mailbox. What it hands out is kept already, so that nothing is lost by a crash.

    Each raises TokenRefused where a person has to authorise it again, and TokenTrouble where there is none for now.
    """

    async def current(self) -> AccessToken:
        """One that is good, as far as we know."""
        ...

    async def renewed(self, refused: AccessToken) -> AccessToken:
        """Another one than that, which a server did not take: the same is never handed out again."""
        ...

    async def give_up(self, said: str) -> str:
        """A server takes not even a fresh one, and says so: the mailbox is paused. Returns the words that help."""
        ...
