"""Contenders by turns, each run a process of its own and a fresh server, and the median of the rounds."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.send_peers.sink import Sink

MAILS, ROUNDS = 4_000, 3

#: The project's root: children are started there, so that they find the same code.
ROOT = Path(__file__).parents[2]

#: Seconds that one run may take.
_PATIENCE = 600


class Contender(Protocol):
    """Somebody who sends. Its command ends by printing the line of `report.Measured`."""

    @property
    def name(self) -> str: ...

    def make_ready(self, folder: Path) -> str:
        """Fetch or make what all its runs need; why it cannot take part, empty where it can. Called once."""

    def command(self, folder: Path, port: int, mails: int) -> list[str]:
        """What sends so many mails to that port. What a single run needs is made here: it is not measured."""

    def environment(self, folder: Path) -> dict[str, str]:
        """What its process needs to know besides."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one contender did: each value the median of its rounds. `why_skipped` says that there is none."""

    name: str
    mails: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0
    why_skipped: str = ""

    @property
    def per_second(self) -> float:
        return self.mails / self.seconds if self.seconds else 0.0

    @property
    def cpu_per_thousand(self) -> float:
        return 1_000 * self.cpu_seconds / self.mails if self.mails else 0.0

    def __str__(self) -> str:
        if self.why_skipped:
            return f"{self.name:44}  left out: {self.why_skipped}"
        return f"{self.name:44}  {self.per_second:7,.0f}  {self.cpu_per_thousand:9.2f}  {self.peak_mb:7.0f}"


def run_rounds(
    contenders: Sequence[Contender], *, mails: int = MAILS, rounds: int = ROUNDS, talk: bool = True
) -> list[Figure]:
    """A, B, C, A, B, C …: one figure a contender, in their order.

    RuntimeError where one fails, or where the server has not taken exactly what was sent.
    """
    with tempfile.TemporaryDirectory(prefix="outreach-peers-") as name:
        folders = {contender.name: Path(name) / str(place) for place, contender in enumerate(contenders)}
        for folder in folders.values():
            folder.mkdir()
        skipped = {each.name: each.make_ready(folders[each.name]) for each in contenders}
        runs: dict[str, list[Figure]] = {each.name: [] for each in contenders}
        for number in range(rounds):
            for contender in contenders:
                if not skipped[contender.name]:
                    figure = _run(contender, folders[contender.name], mails)
                    runs[contender.name].append(figure)
                    _say(talk, f"round {number + 1}: {figure}")
    return [
        _median(name, runs[name]) if runs[name] else Figure(name, why_skipped=why)
        for name, why in skipped.items()
    ]


def table(figures: Sequence[Figure]) -> str:
    """The figures for reading."""
    load = f"load {os.getloadavg()[0]:.1f}"
    return "\n".join([f"{load:44}  mails/s  CPU s/1000  peak MB", *map(str, figures)])


def _run(contender: Contender, folder: Path, mails: int) -> Figure:
    with tempfile.TemporaryDirectory(prefix="outreach-sink-") as log, Sink(Path(log)) as sink:
        child = subprocess.run(
            contender.command(folder, sink.port, mails),
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | contender.environment(folder),
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        if child.returncode:
            raise RuntimeError(f"{contender.name} failed:\n{child.stderr[-4_000:]}")
        if sink.taken != mails:
            raise RuntimeError(f"{contender.name} sent {mails} mails, {sink.taken} arrived")
    said = json.loads(child.stdout.splitlines()[-1])
    return Figure(contender.name, mails, said["seconds"], said["cpu_seconds"], said["peak_kib"] / 1024)


def _median(name: str, runs: Sequence[Figure]) -> Figure:
    return Figure(
        name,
        runs[0].mails,
        statistics.median(run.seconds for run in runs),
        statistics.median(run.cpu_seconds for run in runs),
        statistics.median(run.peak_mb for run in runs),
    )


def _say(talk: bool, text: str) -> None:
    if talk:
        print(text, file=sys.stderr, flush=True)
