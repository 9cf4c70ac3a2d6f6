"""`outreach review --serve`: the screen for a browser, behind a key, for the page itself only."""

import asyncio
import contextlib
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.support.command_line import CommandLine
from tests.support.ports import reserve_port
from tests.support.review_workspace import TWENTY, workspace_of_replies
from tests.support.workspace import OUTREACH

_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\?key=(\S+)")


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return workspace_of_replies(tmp_path_factory.mktemp("browser") / "workspace", TWENTY[:2])


class Served:
    """The program as it serves; `key` is the one that it showed in its terminal."""

    def __init__(self, line: CommandLine, log: Path) -> None:
        self.port = reserve_port()
        self._log = log
        self._file = log.open("wb")
        self._process = subprocess.Popen(
            [*OUTREACH, "review", "--serve", "--port", str(self.port)],
            env=line.process_environment({"TERM": "dumb"}),
            cwd=line.folder,
            stdin=subprocess.DEVNULL,
            stdout=self._file,
            stderr=self._file,
        )
        self.url = f"http://127.0.0.1:{self.port}"

    def key(self) -> str:
        until = time.monotonic() + 60
        while (found := _ADDRESS.search(self._log.read_text())) is None:
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < until, self._log.read_text()
            time.sleep(0.02)
        return found[1]

    def end(self) -> int:
        self._process.send_signal(signal.SIGINT)
        status = self._process.wait(30)
        self._file.close()
        return status


@pytest.fixture(scope="module")
def served(line: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    running = Served(line, tmp_path_factory.mktemp("served") / "log")
    try:
        yield running
    finally:
        running.end()


async def status_of(served: Served, path: str, **headers: str) -> int:
    deadline = time.monotonic() + 30
    async with aiohttp.ClientSession() as client:
        while True:
            try:
                async with client.get(served.url + path, headers=headers) as answer:
                    return answer.status
            except aiohttp.ClientConnectionError:
                # It says its address just before it listens.
                assert time.monotonic() < deadline
                await asyncio.sleep(0.02)


@pytest.mark.parametrize("path", ["/", "/?key=wrong", "/ws", "/static/js/textual.js", "/download/x"])
async def test_nothing_is_shown_without_the_key(served: Served, path: str) -> None:
    served.key()

    assert await status_of(served, path) == 403


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}]
)
async def test_another_page_in_the_same_browser_is_refused_though_it_had_the_key(
    served: Served, headers: dict[str, str]
) -> None:
    assert await status_of(served, f"/?key={served.key()}", **headers) == 403


async def test_with_the_key_a_reviewer_works_the_queue_in_the_browser(
    served: Served, line: CommandLine
) -> None:
    key = served.key()
    assert await status_of(served, f"/?key={key}") == 200

    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as client:
        async with client.get(f"{served.url}/?key={key}") as page:
            assert "HttpOnly" in page.headers["Set-Cookie"]
        async with client.ws_connect(f"{served.url}/ws?width=100&height=30", origin=served.url) as socket:
            await shown(socket, "Enter takes it:")
            # A key decides only on a reply that has been in sight for a moment.
            for _ in range(4):
                await socket.send_json(["stdin", "w"])
                with contextlib.suppress(TimeoutError):
                    await shown(socket, "u undoes it", within=12)
                    break

    [(intent, by)] = decided_in(line.folder)
    assert (intent, by) == ("wrong_person", "tester")


def test_another_host_than_loopback_is_warned_about(line: CommandLine, tmp_path: Path) -> None:
    port = reserve_port()
    log = (tmp_path / "log").open("w+b")
    running = subprocess.Popen(
        [*OUTREACH, "review", "--serve", "--host", "0.0.0.0", "--port", str(port)],
        env=line.process_environment({"TERM": "dumb"}),
        cwd=line.folder,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
    )
    try:
        until = time.monotonic() + 60
        while "key=" not in (tmp_path / "log").read_text():
            assert time.monotonic() < until
            time.sleep(0.02)
    finally:
        running.terminate()
        running.wait(30)
        log.close()

    assert "WARNING: 0.0.0.0 is not only this machine." in (tmp_path / "log").read_text()


async def shown(socket: Any, words: str, within: float = 60) -> None:
    """Until the screen has drawn these words, with the colours between them left out."""
    drawn = ""
    async with asyncio.timeout(within):
        while words not in re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]", "", drawn):
            message = await socket.receive()
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
            drawn += message.data.decode() if isinstance(message.data, bytes) else message.data


def decided_in(folder: Path) -> list[tuple[Any, ...]]:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(folder / "outreach.db")) as connection:
        return connection.execute("SELECT intent, decided_by FROM review WHERE state = 'decided'").fetchall()
