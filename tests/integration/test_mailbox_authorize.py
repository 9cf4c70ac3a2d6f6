"""`outreach mailbox authorize`: the page on loopback, the code on another machine, and what may go wrong with both."""

import asyncio
import contextlib
import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from outreach.config import load_config, oauth_client
from outreach.core.errors import Refused
from outreach.daemon import authorising
from outreach.database.engine import Database
from outreach.mail import oauth2
from outreach.mail.loopback_redirect import LoopbackRedirect
from outreach.mail.oauth_messages import DeviceCode, Grant
from outreach.mail.oauth_providers import OAuthClient, google
from outreach.mail.oauth_trouble import TokenRefused
from tests.support.command_line import CommandLine
from tests.support.oauth_mailboxes import ANN, MovableClock, OAuthMailbox, oauth_mailbox
from tests.support.servers import Dovecot, Postfix
from tests.support.token_server import SCOPE, TokenServer
from tests.support.workspace import OUTREACH

pytest.importorskip("cryptography")


@pytest.fixture
def server() -> Iterator[TokenServer]:
    with TokenServer() as server:
        yield server


@pytest.fixture
def ann(tmp_path: Path, server: TokenServer) -> Iterator[OAuthMailbox]:
    with oauth_mailbox(tmp_path, server) as mailbox:
        yield mailbox


def client_of(ann: OAuthMailbox) -> OAuthClient:
    client = oauth_client(ann.mailbox)
    assert client is not None
    return client


async def opened(url: str) -> httpx.Response:
    """As a browser does it: the page, and where that sends it."""
    async with httpx.AsyncClient(follow_redirects=True, trust_env=False) as browser:
        return await browser.get(url)


class Browser:
    """Opens the page that is shown, at once."""

    def __init__(self) -> None:
        self.url = ""
        self.came: asyncio.Task[httpx.Response] | None = None

    def __call__(self, url: str) -> None:
        self.url = url
        self.came = asyncio.create_task(opened(url))


class TestThePage:
    async def test_whoever_agrees_gives_a_grant(self, ann: OAuthMailbox) -> None:
        browser = Browser()

        grant = await authorising.by_browser(client_of(ann), ann.mailbox, show=browser)

        assert browser.came is not None
        assert (await browser.came).status_code == 200
        assert ann.server.granted[grant.access_token] == ANN
        assert grant.refresh_token

    async def test_it_is_asked_with_a_challenge_a_state_and_a_place_on_this_machine(
        self, ann: OAuthMailbox
    ) -> None:
        browser = Browser()

        await authorising.by_browser(client_of(ann), ann.mailbox, show=browser)

        asked = {name: values[0] for name, values in parse_qs(urlsplit(browser.url).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["scope"] == f"{SCOPE} offline_access"
        assert asked["login_hint"] == ANN
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", asked["redirect_uri"])
        # RFC 7636, 4.1: 43 characters at least; none of what the browser carries can be reckoned back to it.
        verifier = ann.server.asked[-1]["code_verifier"]
        assert len(verifier) >= 43
        assert verifier not in browser.url

    async def test_who_says_no_is_told_so(self, ann: OAuthMailbox) -> None:
        ann.server.agrees = None

        with pytest.raises(TokenRefused, match="said no"):
            await authorising.by_browser(client_of(ann), ann.mailbox, show=Browser())

    @pytest.mark.parametrize(
        "query", ["code=stolen", "code=stolen&state=wrong", "code=a&state=right&state=right"]
    )
    async def test_an_answer_to_another_question_ends_the_attempt(self, query: str) -> None:
        redirect = await LoopbackRedirect.listening(state="right", name="ann")

        came = await opened(f"{redirect.uri}/?{query}")

        assert came.status_code == 400
        assert "stolen" not in came.text
        with pytest.raises(TokenRefused, match="somebody else's question"):
            await redirect.code(5)

    async def test_one_request_settles_it_and_others_are_nothing(self) -> None:
        redirect = await LoopbackRedirect.listening(state="right", name="ann")

        icon = await opened(f"{redirect.uri}/favicon.ico")
        first = await opened(f"{redirect.uri}/?code=one&state=right")
        second = await opened(f"{redirect.uri}/?code=two&state=right")

        assert [each.status_code for each in (icon, first, second)] == [404, 200, 404]
        assert first.headers["Referrer-Policy"] == "no-referrer"
        assert await redirect.code(5) == "one"
        with pytest.raises(httpx.ConnectError):
            await opened(f"{redirect.uri}/?code=three&state=right")

    async def test_who_never_comes_back_is_not_waited_for_for_ever(self) -> None:
        redirect = await LoopbackRedirect.listening(state="right", name="ann")

        with pytest.raises(TokenRefused, match="outreach mailbox authorize ann"):
            await redirect.code(0.01)

    async def test_a_port_that_is_taken_is_said(self) -> None:
        first = await LoopbackRedirect.listening(state="right", name="ann")
        port = urlsplit(first.uri).port
        assert port is not None

        with pytest.raises(Refused, match=str(port)):
            await LoopbackRedirect.listening(state="right", name="ann", port=port)
        await first.close()


class TestTheCode:
    async def waited_for(self, ann: OAuthMailbox, code: DeviceCode) -> tuple[Grant, list[float]]:
        """The person types it after the third question."""
        waits: list[float] = []

        async def sleep(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                ann.server.type_code(code.user_code, ANN)

        return await oauth2.finish_device(client_of(ann), code, name="ann", sleep=sleep), waits

    async def test_it_is_asked_for_until_it_was_typed(self, ann: OAuthMailbox) -> None:
        code = await oauth2.begin_device(client_of(ann), name="ann")

        grant, waits = await self.waited_for(ann, code)

        assert ann.server.granted[grant.access_token] == ANN
        assert waits == [5, 5, 5]

    async def test_who_is_asked_to_slow_down_does(self, ann: OAuthMailbox) -> None:
        ann.server.slow_downs = 2
        code = await oauth2.begin_device(client_of(ann), name="ann")

        _, waits = await self.waited_for(ann, code)

        assert waits == [5, 10, 15]

    async def test_a_code_that_nobody_types_runs_out(self, ann: OAuthMailbox) -> None:
        code = await oauth2.begin_device(client_of(ann), name="ann")

        async def sleep(_seconds: float) -> None:
            """No time goes by."""

        with pytest.raises(TokenRefused, match="run out"):
            await oauth2.finish_device(client_of(ann), code, name="ann", sleep=sleep)
        assert sum(form.get("device_code") == code.device_code for form in ann.server.asked) == 300 / 5

    async def test_google_has_none_for_mail_and_a_tunnel_is_named(self) -> None:
        with pytest.raises(Refused, match="ssh -L 8400"):
            await oauth2.begin_device(OAuthClient(google(), "id"), name="ann")


class TestTheCommand:
    def test_a_mailbox_with_a_password_has_nothing_to_authorise(self, tmp_path: Path) -> None:
        outreach = CommandLine.initialised(tmp_path)

        done = outreach("mailbox", "authorize", "ann", status=1)

        assert 'auth = "oauth2"' in done.output

    def test_a_grant_without_a_refresh_token_is_not_kept(self, ann: OAuthMailbox) -> None:
        with pytest.raises(Refused, match="offline_access"):
            authorising.keep(
                ann.database,
                ann.config,
                ann.mailbox,
                Grant("access", None, 3600),
                actor="tester",
                clock=ann.clock,
            )


@pytest.fixture
def line(tmp_path: Path, dovecot: Dovecot, postfix: Postfix) -> Iterator[tuple[CommandLine, TokenServer]]:
    dovecot.tokens.granted.clear()
    with (
        TokenServer(granted=dovecot.tokens.granted) as server,
        oauth_mailbox(tmp_path, server, dovecot, postfix),
    ):
        yield CommandLine(tmp_path), server


def authorised_by_command(outreach: CommandLine) -> str:
    """Run the command as a process, and be its browser; what it said."""
    command = [*OUTREACH, "mailbox", "authorize", "ann", "--no-browser"]
    environment = outreach.process_environment()
    # Where libraries lie that are not installed beside the others.
    environment["PYTHONPATH"] += os.pathsep + os.environ.get("PYTHONPATH", "")
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    try:
        assert process.stderr is not None
        said = b""
        while not (page := re.search(rb"^(http\S+)\n", said, re.MULTILINE)):
            read = process.stderr.readline()
            assert read, said
            said += read
        httpx.get(page[1].decode(), follow_redirects=True, trust_env=False)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, said + err
    return (said + out + err).decode()


def test_authorised_expired_revoked_and_authorised_again_by_the_commands(
    line: tuple[CommandLine, TokenServer],
) -> None:
    outreach, server = line

    before = outreach("mailbox", "test", "ann", status=1)
    said = authorised_by_command(outreach)
    good = outreach("mailbox", "test", "ann")
    server.expire_access()
    expired = outreach("mailbox", "test", "ann")
    server.take_back(ANN)
    revoked = outreach("mailbox", "test", "ann", status=1)
    listed = outreach("mailbox", "list", "--json")
    again = authorised_by_command(outreach)
    last = outreach("mailbox", "test", "ann")

    assert "not authorised yet. Run `outreach mailbox authorize ann`" in before.output
    assert "ann is authorised" in said
    assert (tmp := outreach.folder / "token.key").exists()
    assert tmp.stat().st_mode & 0o777 == 0o600
    for done in (good, expired, last):
        assert "sending: ready" in done.output
    assert server.refreshes >= 2
    assert "Run `outreach mailbox authorize ann`" in revoked.output
    assert '"authorisation": "The authorisation is gone' in listed.output
    assert "sends again" in again
    for done in (before, good, expired, revoked, listed, last):
        for token in server.granted:
            assert token not in done.output


class DeviceCommand:
    """`outreach mailbox authorize ann --device` as a process that waits, and the code that it shows."""

    def __init__(self, outreach: CommandLine) -> None:
        environment = outreach.process_environment()
        environment["PYTHONPATH"] += os.pathsep + os.environ.get("PYTHONPATH", "")
        self.process = subprocess.Popen(
            [*OUTREACH, "mailbox", "authorize", "ann", "--device"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        self.said = ""
        assert self.process.stderr is not None
        while not (shown := re.search(r"open (\S+) as (\S+) and type (\S+);", self.said)):
            read = self.process.stderr.readline().decode()
            assert read, self.said
            self.said += read
        self.page, self.address, self.code = shown.groups()

    def ended(self, status: int) -> str:
        """Everything that it said."""
        try:
            out, err = self.process.communicate(timeout=60)
        finally:
            self.process.kill()
        self.said += (out + err).decode()
        assert self.process.returncode == status, self.said
        assert "Traceback" not in self.said
        return self.said


@pytest.fixture
def device_line(tmp_path: Path) -> Iterator[tuple[CommandLine, TokenServer]]:
    """Without mail servers: only tokens are asked for. The server wants a second between two questions."""
    with TokenServer(interval=1) as server, oauth_mailbox(tmp_path, server):
        yield CommandLine(tmp_path), server


class TestTheDeviceCommand:
    def test_pending_then_told_to_slow_down_then_granted(
        self, device_line: tuple[CommandLine, TokenServer]
    ) -> None:
        outreach, server = device_line
        slowed, at = threading.Event(), []

        def polled(answer: str) -> None:
            at.append(time.monotonic())
            server.slow_downs = 1 if answer == "authorization_pending" else 0
            if answer == "slow_down":
                slowed.set()

        server.when_polled = polled
        command = DeviceCommand(outreach)
        assert slowed.wait(60)
        server.type_code(command.code, ANN)
        said = command.ended(0)
        listed = outreach("mailbox", "list", "--json")

        assert (command.page, command.address) == (f"{server.url}/device", ANN)
        assert server.polled == ["authorization_pending", "slow_down", "granted"]
        # RFC 8628, 3.5: five seconds more than before.
        assert at[2] - at[1] > 5
        assert "ann is authorised." in said
        assert "Next: outreach mailbox test ann" in said
        assert "not authorised" not in listed.stdout
        assert (outreach.folder / "token.key").stat().st_mode & 0o777 == 0o600
        for secret in (*server.granted, *(form.get("device_code", "none") for form in server.asked[1:])):
            assert secret not in said

    def test_what_was_granted_is_good_for_the_mailbox(
        self, device_line: tuple[CommandLine, TokenServer]
    ) -> None:
        outreach, server = device_line
        command = DeviceCommand(outreach)
        server.type_code(command.code, ANN)
        command.ended(0)

        config = load_config(outreach.folder / "config.toml")
        with contextlib.closing(Database(f"sqlite:///{outreach.folder / 'outreach.db'}")) as database:
            held = OAuthMailbox(config, database, server, MovableClock()).held

        assert server.granted[held.access_token] == ANN
        assert held.refresh_token

    def test_who_says_no_is_told_so_and_nothing_is_kept(
        self, device_line: tuple[CommandLine, TokenServer]
    ) -> None:
        outreach, server = device_line
        command = DeviceCommand(outreach)

        server.deny_code(command.code)
        said = command.ended(1)

        assert "said no" in said
        assert "Run `outreach mailbox authorize ann`" in said
        assert server.polled[-1] == "access_denied"
        assert server.granted == {}
        assert "authorised yet" in outreach("mailbox", "test", "ann", status=1).output

    def test_a_code_that_the_server_has_forgotten_is_asked_for_again(
        self, device_line: tuple[CommandLine, TokenServer]
    ) -> None:
        outreach, server = device_line
        command = DeviceCommand(outreach)

        server.forget_code(command.code)
        said = command.ended(1)

        assert "The code has run out before anybody typed it" in said
        assert "outreach mailbox authorize ann" in said
        assert server.polled[-1] == "expired_token"

    def test_a_code_that_nobody_types_in_time_ends_the_command(
        self, device_line: tuple[CommandLine, TokenServer]
    ) -> None:
        outreach, server = device_line
        server.code_lifetime = 2

        said = DeviceCommand(outreach).ended(1)

        assert "The code has run out before anybody typed it" in said
        assert "outreach mailbox authorize ann --device" in said
        assert set(server.polled) == {"authorization_pending"}

    def test_a_provider_that_has_no_device_code_names_the_other_way(
        self, device_line: tuple[CommandLine, TokenServer]
    ) -> None:
        outreach, server = device_line
        config_file = outreach.folder / "config.toml"
        text = config_file.read_text(encoding="utf-8")
        config_file.write_text(text.replace(f'device_url = "{server.url}/device"\n', ""), encoding="utf-8")

        done = outreach("mailbox", "authorize", "ann", "--device", status=1)

        assert "--no-browser --port 8400" in done.output
        assert server.asked == []
