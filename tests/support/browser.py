"""A real Chromium without a window: what it lays out, takes pictures of and prints, and what it would fetch."""

import base64
import itertools
import json
import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.servers import REQUIRE_SERVERS

#: Seconds after which a browser that says nothing is taken to hang.
_PATIENCE = 90
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

_SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    # Nothing that it asked for would be found: who needs the network shows it.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
)


class Browser:
    """One page of one browser, driven over a pipe (the DevTools protocol, a message ends in a NUL byte)."""

    def __init__(self, folder: Path) -> None:
        commands, self._to = os.pipe()
        self._from, answers = os.pipe()
        # Chromium reads from descriptor 3 and writes to 4.
        script = f'exec "$0" "$@" 3<&{commands} 4>&{answers}'
        self._process = subprocess.Popen(
            [
                "/bin/bash",
                "-c",
                script,
                CHROMIUM or "chromium",
                *_SWITCHES,
                f"--user-data-dir={folder / 'profile'}",
            ],
            pass_fds=(commands, answers),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(folder / "chromium.log").open("wb"),
        )
        os.close(commands)
        os.close(answers)
        self._numbers = itertools.count(1)
        self._unread = b""
        self._session: str | None = None
        self.requests: list[str] = []
        self.complaints: list[str] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self._ask(f"{domain}.enable")

    def open(
        self, file: Path, *, width: int, height: int = 900, is_dark: bool = False, is_paper: bool = False
    ) -> None:
        """Show a file in a window of this size, and wait until it is laid out."""
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self._ask(
            "Emulation.setEmulatedMedia", media="print" if is_paper else "screen", features=[_scheme(is_dark)]
        )
        self._ask("Page.navigate", url=file.as_uri())
        self._until("Page.loadEventFired")

    def evaluate(self, expression: str) -> Any:
        """What a script finds in the page. The page's own policy forbids scripts, the debugger may."""
        result = self._ask("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def picture(self, *, whole: bool = True) -> bytes:
        """A PNG of the page, or of what is in sight."""
        shot = self._ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(shot["data"])

    def paper(self, *, is_dark: bool = False) -> bytes:
        """A PDF of the page on A4, from a desktop that is dark or light."""
        self._ask("Emulation.setEmulatedMedia", media="print", features=[_scheme(is_dark)])
        printed = self._ask(
            "Page.printToPDF",
            paperWidth=8.27,
            paperHeight=11.69,
            printBackground=False,
            preferCSSPageSize=True,
        )
        return base64.b64decode(printed["data"])

    def end(self) -> None:
        """Close it, and wait until it has gone."""
        os.close(self._to)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._from)

    def _ask(self, method: str, **about: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": about}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != number:
            pass
        assert "error" not in answer, (method, answer)
        result: dict[str, Any] = answer["result"]
        return result

    def _until(self, event: str) -> None:
        while self._read().get("method") != event:
            pass

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            assert select.select([self._from], [], [], _PATIENCE)[0], "Chromium says nothing any more"
            more = os.read(self._from, 1 << 20)
            assert more, "Chromium has gone; what it said last is in chromium.log"
            self._unread += more
        said, _, self._unread = self._unread.partition(b"\0")
        message: dict[str, Any] = json.loads(said)
        self._note(message)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        about = message.get("params", {})
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(about["request"]["url"])
        if message.get("method") == "Log.entryAdded":
            self.complaints.append(about["entry"]["text"])


def _scheme(is_dark: bool) -> dict[str, str]:
    return {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}


@pytest.fixture(scope="module", name="browser")
def new_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if CHROMIUM is None:
        say = pytest.fail if os.environ.get(REQUIRE_SERVERS) else pytest.skip
        say("chromium is not installed (on Debian or Ubuntu: apt-get install chromium)")
    browser = Browser(tmp_path_factory.mktemp("browser"))
    yield browser
    browser.end()
