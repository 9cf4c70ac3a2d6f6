"""A program on a real terminal without anybody before it: tmux keeps the screen, takes keys and shows what it shows."""

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

TMUX = shutil.which("tmux")


class Tmux:
    """One session of a tmux server of its own."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def start(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: Path,
        columns: int = 80,
        lines: int = 24,
    ) -> None:
        # The program gets this environment and nothing of ours.
        words = ["env", "-i", *(f"{name}={value}" for name, value in environment.items()), *command]
        # When the program has ended, its last screen stays to be looked at.
        self._run("-f", os.devnull, "new-session", "-d", "-x", str(columns), "-y", str(lines),
                  "-c", str(folder), f"{shlex.join(words)}; echo ended with $?; exec sleep 600")  # fmt: skip

    def press(self, *keys: str) -> None:
        """Keys as tmux calls them: `r`, `Enter`, `Escape`, `C-s`."""
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        self._run("send-keys", "-l", text)

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def until(self, is_there: str | Callable[[str], bool], within: float = 30.0) -> str:
        """The screen as soon as this stands on it. AssertionError where it does not come."""
        wanted = (lambda shown: is_there in shown) if isinstance(is_there, str) else is_there
        end = time.monotonic() + within
        while not wanted(shown := self.screen()):
            assert time.monotonic() < end, f"{is_there!r} did not come:\n{shown}"
            time.sleep(0.01)
        return shown

    def end(self) -> None:
        """End the server and with it all that runs in it."""
        subprocess.run(
            [TMUX or "tmux", "-S", str(self._socket), "kill-server"], check=False, capture_output=True
        )

    def _run(self, *words: str) -> str:
        command = [TMUX or "tmux", "-S", str(self._socket), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
        assert done.returncode == 0, done
        return done.stdout


@pytest.fixture(name="tmux")
def new_tmux(tmp_path: Path) -> Iterator[Tmux]:
    if TMUX is None:
        pytest.skip("tmux is not installed")
    server = Tmux(tmp_path / "tmux")
    yield server
    server.end()
