"""Mailboxes that log in with OAuth2: Dovecot and Postfix take tokens of an authorisation server of the tests' own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach.mail.imap_trouble import AuthorisationRefused, ConnectionLost
from outreach.mail.outcomes import Outcome, Phase
from outreach.sending.answer_table import Action, row_for
from tests.support.oauth_mailboxes import ANN, OAuthMailbox, oauth_mailbox
from tests.support.servers import Dovecot, Postfix
from tests.support.token_server import TokenServer

pytest.importorskip("cryptography")


@pytest.fixture
def server(dovecot: Dovecot) -> Iterator[TokenServer]:
    dovecot.tokens.granted.clear()
    with TokenServer(granted=dovecot.tokens.granted) as server:
        yield server
    dovecot.tokens.granted.clear()


@pytest.fixture
def ann(tmp_path: Path, server: TokenServer, dovecot: Dovecot, postfix: Postfix) -> Iterator[OAuthMailbox]:
    with oauth_mailbox(tmp_path, server, dovecot, postfix) as mailbox:
        mailbox.authorise()
        yield mailbox


async def test_an_authorised_mailbox_sends_and_reads(ann: OAuthMailbox, dovecot: Dovecot) -> None:
    before = len(dovecot.messages("info@beta.example"))

    answer = await ann.send()
    await ann.read()

    assert answer.outcome is Outcome.SENT
    assert dovecot.wait_for_messages("info@beta.example", before + 1)[-1].count(b"by token") == 1
    assert ann.server.refreshes == 0


async def test_a_token_that_has_run_out_is_renewed_once_and_the_log_in_tried_again(ann: OAuthMailbox) -> None:
    ann.server.expire_access()
    answer = await ann.send()
    after_sending = ann.server.refreshes

    ann.server.expire_access()
    await ann.read()

    assert answer.outcome is Outcome.SENT
    assert (after_sending, ann.server.refreshes) == (1, 2)
    assert ann.paused_why == ""


async def test_a_token_that_runs_out_soon_is_renewed_before_it_is_used(ann: OAuthMailbox) -> None:
    old = ann.held.access_token
    ann.clock.later = ann.kept.expires_at - ann.clock.now()

    await ann.read()

    assert ann.server.refreshes == 1
    assert ann.held.access_token != old


@pytest.mark.parametrize("way", ["sending", "reading"])
async def test_an_authorisation_that_was_taken_back_pauses_the_mailbox_until_it_is_given_anew(
    ann: OAuthMailbox, way: str
) -> None:
    ann.server.take_back(ANN)

    if way == "sending":
        answer = await ann.send()
        assert (answer.outcome, answer.phase) == (Outcome.REFUSED, Phase.AUTH)
        assert row_for(answer).meaning.action is Action.PAUSE_MAILBOX
        said = answer.text
    else:
        with pytest.raises(AuthorisationRefused) as caught:
            await ann.read()
        said = str(caught.value)

    assert "Run `outreach mailbox authorize ann`" in said
    assert "Run `outreach mailbox authorize ann`" in ann.paused_why
    assert ann.held.refresh_token not in said + ann.paused_why

    assert ann.authorise() is True
    assert ann.paused_why == ""
    assert (await ann.send()).outcome is Outcome.SENT
    await ann.read()


async def test_a_mailbox_that_was_paused_for_something_else_stays_so(ann: OAuthMailbox) -> None:
    from outreach.sending import mailboxes

    with ann.database.writing() as session:
        mailboxes.pause_mailbox(session, "ann", why="on holiday", actor="tester", now=ann.clock.now())

    assert ann.authorise() is False
    assert ann.paused_why == "on holiday"


async def test_a_server_that_takes_not_even_a_fresh_token_pauses_the_mailbox(
    ann: OAuthMailbox, dovecot: Dovecot
) -> None:
    # Whatever is given out from now on, the mail servers never hear of.
    ann.server.granted = {}
    dovecot.tokens.granted.clear()

    answer = await ann.send()

    assert answer.outcome is Outcome.REFUSED
    assert ann.server.refreshes == 1
    assert "refuses even a fresh token of ann" in ann.paused_why
    with pytest.raises(AuthorisationRefused):
        await ann.read()


async def test_while_the_token_server_is_down_nothing_is_paused_and_later_all_is_well(
    ann: OAuthMailbox,
) -> None:
    ann.server.expire_access()
    ann.server.says = (503, {})

    answer = await ann.send()
    with pytest.raises(ConnectionLost):
        await ann.read()

    assert (answer.outcome, row_for(answer).meaning.action) == (Outcome.NOT_SENT, Action.CLOSE_MAILBOX)
    assert ann.paused_why == ""
    ann.server.says = None
    await ann.read()
    assert (await ann.send()).outcome is Outcome.SENT


async def test_where_only_oauthbearer_is_offered_it_is_spoken(
    ann: OAuthMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from outreach.mail.imap_protocol import ImapProtocol
    from outreach.mail.smtp_line import Line

    asked: list[str] = []
    ask_capabilities, authenticate, exchange = (
        ImapProtocol.ask_capabilities,
        ImapProtocol.authenticate,
        Line._exchange,
    )

    async def without_xoauth2(self: ImapProtocol) -> None:
        await ask_capabilities(self)
        self.capabilities -= {"AUTH=XOAUTH2"}

    async def noting(self: ImapProtocol, mechanism: str, *words: str, initial: bool) -> object:
        asked.append(mechanism)
        return await authenticate(self, mechanism, *words, initial=initial)

    monkeypatch.setattr(ImapProtocol, "ask_capabilities", without_xoauth2)
    monkeypatch.setattr(ImapProtocol, "authenticate", noting)
    monkeypatch.setattr(Line, "_exchange", lambda self, _method, login: exchange(self, "oauthbearer", login))

    await ann.read()
    ann.server.expire_access()
    await ann.read()
    ann.server.expire_access()
    sent = await ann.send()

    assert asked == ["OAUTHBEARER"] * 3
    assert sent.outcome is Outcome.SENT


async def test_the_daemon_sends_by_token_and_pauses_the_mailbox_when_it_is_taken_back(
    ann: OAuthMailbox,
) -> None:
    from outreach.daemon.engine import Engine

    engine = Engine(ann.config, ann.database, clock=ann.clock)
    [sender], [reader] = engine.senders, engine.readers

    await reader.turn()
    ready = await sender._connection.check()
    ann.server.take_back(ANN)
    reader.abort()
    with pytest.raises(AuthorisationRefused):
        await reader.turn()

    assert ready.outcome is Outcome.READY
    assert "outreach mailbox authorize ann" in ann.paused_why
    with ann.database.reading() as session:
        from outreach.sending import mailboxes

        status = mailboxes.status_of(session, "ann")
        assert mailboxes.room(session, engine.rules.mailbox("ann"), ann.clock.now()) == 0
    assert "outreach mailbox authorize ann" in status.reading_trouble
    await sender.close()
    await reader.close()


async def test_no_token_is_in_any_log_or_row(
    ann: OAuthMailbox, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level("DEBUG")
    secrets = {ann.held.access_token, ann.held.refresh_token}
    ann.server.expire_access()
    await ann.send()
    secrets |= {ann.held.access_token, ann.held.refresh_token}
    ann.server.take_back(ANN)
    answer = await ann.send()

    kept = b"".join(file.read_bytes() for file in tmp_path.glob("outreach.db*"))

    assert len(secrets) == 3
    for secret in secrets:
        assert secret not in caplog.text + str(answer)
        assert secret.encode() not in kept
