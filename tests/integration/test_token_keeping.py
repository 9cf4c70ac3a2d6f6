"""Tokens are kept before they are used and renewed by one at a time, whatever dies in between."""

import asyncio
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from outreach.database.engine import Database
from outreach.mail.oauth_trouble import TokenRefused, TokenTrouble
from outreach.sending import mailbox_tokens, mailboxes
from outreach.settings.oauth import Keeping, Tokens
from outreach.settings.token_vault import FernetVault, HeldTokens, TokensLocked, vault_of
from tests.support.databases import NOW
from tests.support.oauth_mailboxes import ANN, OAuthMailbox, ended, oauth_mailbox
from tests.support.token_process import fingerprint
from tests.support.token_server import TokenServer
from tests.support.waiting import wait_for

pytest.importorskip("cryptography")

HOUR = timedelta(hours=1)


@pytest.fixture
def server() -> Iterator[TokenServer]:
    with TokenServer() as server:
        yield server


@pytest.fixture
def ann(tmp_path: Path, server: TokenServer) -> Iterator[OAuthMailbox]:
    with oauth_mailbox(tmp_path, server) as mailbox:
        mailbox.authorise()
        yield mailbox


async def test_a_replaced_refresh_token_is_on_the_disk_before_the_access_token_is_handed_out(
    ann: OAuthMailbox,
) -> None:
    ann.server.rotates = True
    old = ann.held
    ann.clock.later = 2 * HOUR

    token = await ann.keeper.token()

    assert ann.held.access_token == token
    assert ann.held.refresh_token != old.refresh_token
    # The server would take everything back if an old one were used again.
    ann.clock.later = 4 * HOUR
    assert await ann.keeper.token() not in (token, old.access_token)


async def test_of_many_connections_at_once_one_renews(ann: OAuthMailbox) -> None:
    ann.server.rotates = True
    ann.clock.later = 2 * HOUR

    tokens = await asyncio.gather(*(ann.keeper.token() for _ in range(8)))

    assert len(set(tokens)) == 1
    assert ann.server.refreshes == 1


def test_of_two_processes_at_once_one_renews_and_the_other_gets_its_token(ann: OAuthMailbox) -> None:
    ann.server.rotates = True
    asked, go = threading.Event(), threading.Event()

    def hold() -> None:
        asked.set()
        go.wait(60)

    ann.server.before_answer = hold
    first = ann.process("later")
    assert asked.wait(60)
    second = ann.process("later")
    wait_for(lambda: second.poll() is None, "the second process to run")
    go.set()
    seen = {ended(first), ended(second)}

    assert seen == {fingerprint(ann.held.access_token)}
    assert ann.server.refreshes == 1


async def test_killed_between_the_renewal_and_its_use_nothing_is_lost(ann: OAuthMailbox) -> None:
    ann.server.rotates = True
    old = ann.held

    dying = ann.process("later", "dies")
    dying.wait(60)

    assert dying.returncode == -signal.SIGKILL
    assert ann.held.refresh_token != old.refresh_token
    # Two hours on its token is good for another one, and after that its refresh token is.
    ann.clock.later = 2 * HOUR
    assert await ann.keeper.token() == ann.held.access_token
    ann.clock.later = 4 * HOUR
    await ann.keeper.token()
    assert ann.server.refreshes == 2


async def test_killed_while_it_waits_for_the_answer_another_takes_over_when_the_claim_ends(
    ann: OAuthMailbox,
) -> None:
    # The answer never came: such servers still take the last refresh token, as Google and Microsoft do.
    ann.server.rotates = ann.server.lenient = True
    asked, go = threading.Event(), threading.Event()

    def hold() -> None:
        asked.set()
        go.wait(60)

    ann.server.before_answer = hold
    dying = ann.process("later")
    assert await asyncio.to_thread(asked.wait, 60)
    dying.kill()
    dying.wait(60)
    ann.server.before_answer = lambda: None
    go.set()
    ann.clock.later = 2 * HOUR + mailbox_tokens.CLAIM + timedelta(minutes=1)

    token = await ann.keeper.token()

    assert token == ann.held.access_token
    assert ann.server.refreshes == 2


async def test_who_stops_waiting_does_not_lose_what_the_server_gives(ann: OAuthMailbox) -> None:
    ann.server.rotates = True
    ann.clock.later = 2 * HOUR
    asked, go = threading.Event(), threading.Event()

    def hold() -> None:
        asked.set()
        go.wait(60)

    ann.server.before_answer = hold
    old = ann.held
    waiting = asyncio.create_task(ann.keeper.token())
    assert await asyncio.to_thread(asked.wait, 60)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    go.set()

    token = await ann.keeper.token()

    assert token == ann.held.access_token
    assert ann.held.refresh_token != old.refresh_token
    assert ann.server.refreshes == 1


async def test_a_mailbox_that_was_never_authorised_is_paused_with_the_command(
    tmp_path: Path, server: TokenServer
) -> None:
    with oauth_mailbox(tmp_path, server) as ann:
        with pytest.raises(TokenRefused, match="Run `outreach mailbox authorize ann`"):
            await ann.keeper.token()

        assert "outreach mailbox authorize ann" in ann.paused_why


async def test_a_refusal_of_an_old_refresh_token_pauses_nothing_where_another_was_kept_meanwhile(
    ann: OAuthMailbox,
) -> None:
    ann.clock.later = 2 * HOUR
    was = ann.held.refresh_token

    def authorised_meanwhile() -> None:
        ann.server.before_answer = lambda: None
        ann.authorise()

    ann.server.take_back(ANN)
    ann.server.before_answer = authorised_meanwhile

    await ann.keeper.token()

    assert ann.held.refresh_token != was
    assert ann.paused_why == ""


async def test_without_the_key_there_is_no_token_and_nothing_is_paused(ann: OAuthMailbox) -> None:
    (ann.config.root / "token.key").unlink()

    with pytest.raises(TokenTrouble, match=r"token\.key is not there"):
        await ann.keeper.token()

    assert ann.paused_why == ""


class TestTheVault:
    def test_only_its_owner_may_read_the_key(self, ann: OAuthMailbox) -> None:
        key = ann.config.root / "token.key"
        assert key.stat().st_mode & 0o777 == 0o600

        key.chmod(0o640)

        with pytest.raises(TokensLocked, match="chmod 600"):
            _ = ann.held

    def test_it_does_not_open_for_another_mailbox_or_with_another_key(
        self, ann: OAuthMailbox, tmp_path: Path
    ) -> None:
        vault = vault_of(ann.config.tokens, ann.config.root)
        other = FernetVault(None, tmp_path / "other.key")
        other.prepare()

        for wrong, name in ((vault, "bob"), (other, "ann")):
            with pytest.raises(TokensLocked, match=f"outreach mailbox authorize {name}"):
                wrong.open(name, ann.kept.sealed)

    def test_a_key_that_is_there_is_not_made_anew(self, ann: OAuthMailbox) -> None:
        vault = vault_of(ann.config.tokens, ann.config.root)
        assert isinstance(vault, FernetVault)

        assert vault.prepare() is False

    def test_nothing_shows_a_token(self) -> None:
        assert "hunter2" not in repr(HeldTokens("hunter2", "hunter2"))


class TestTheKeyring:
    @pytest.fixture
    def keyring(self, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
        """A keyring library that keeps what it is given."""
        kept: dict[tuple[str, str], str] = {}
        module = ModuleType("keyring")

        def set_password(service: str, user: str, secret: str) -> None:
            kept[service, user] = secret

        module.errors = SimpleNamespace(KeyringError=RuntimeError)  # type: ignore[attr-defined]
        module.set_password = set_password  # type: ignore[attr-defined]
        module.get_password = lambda service, user: kept.get((service, user))  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "keyring", module)
        return kept

    def test_it_has_the_tokens_and_the_database_has_none(
        self, keyring: dict[tuple[str, str], str], tmp_path: Path
    ) -> None:
        vault = vault_of(Tokens(keep=Keeping.KEYRING), tmp_path)

        sealed = vault.seal("ann", HeldTokens("access", "refresh"))

        assert vault.open("ann", sealed) == HeldTokens("access", "refresh")
        assert b"access" not in sealed
        keyring.clear()
        with pytest.raises(TokensLocked, match="outreach mailbox authorize ann"):
            vault.open("ann", sealed)


class TestTheRows:
    """On both databases."""

    def kept_at(self, database: Database) -> None:
        with database.writing() as session:
            mailbox_tokens.authorised(session, "ann", b"one", expires_at=NOW + HOUR, actor="tester", now=NOW)

    def test_one_of_two_gets_the_claim_until_it_ends(self, database: Database) -> None:
        self.kept_at(database)

        won = []
        for owner, now in (("a", NOW), ("b", NOW), ("b", NOW + mailbox_tokens.CLAIM)):
            with database.writing() as session:
                won.append(mailbox_tokens.claim(session, "ann", 1, owner=owner, now=now))

        assert won == [True, False, True]

    def test_who_was_slow_puts_no_old_token_over_a_new_one(self, database: Database) -> None:
        self.kept_at(database)

        written = []
        for sealed in (b"two", b"late"):
            with database.writing() as session:
                written.append(
                    mailbox_tokens.renew(
                        session, "ann", sealed, version=1, expires_at=NOW + HOUR, rotated=True, now=NOW
                    )
                )

        with database.reading() as session:
            kept = mailbox_tokens.kept(session, "ann")
        assert written == [True, False]
        assert kept is not None
        assert (kept.sealed, kept.version) == (b"two", 2)

    def test_a_refusal_is_kept_and_pauses(self, database: Database) -> None:
        self.kept_at(database)

        with database.writing() as session:
            mailbox_tokens.refused(session, "ann", 1, "Run `outreach mailbox authorize ann`.", now=NOW)

        with database.reading() as session:
            assert mailbox_tokens.troubles(session) == {"ann": "Run `outreach mailbox authorize ann`."}
            assert mailboxes.status_of(session, "ann").paused_at == NOW
