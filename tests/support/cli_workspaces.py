"""Workspaces for tests of the command line: a new one, and one with something in every table, from a short demo.

Import the fixtures into the test module. What takes seconds is made once a test process.
"""

import asyncio
import functools
from dataclasses import dataclass
from pathlib import Path

import pytest

from outreach.cli.shipped import shipped
from outreach.sandbox.demo import Demo, play
from tests.support.command_line import CommandLine

SEED, WEEKS, PROSPECTS = 7, 1, 20


@dataclass(frozen=True)
class Played:
    """What the run came to, and the command line in its workspace."""

    demo: Demo
    outreach: CommandLine


def played_in(folder: Path, *, seed: int = SEED) -> Played:
    """A week in which nobody of us works: whatever waits for a person is there for the tests."""
    demo = asyncio.run(
        play(
            folder,
            seed=seed,
            templates=shipped("templates"),
            sequences=shipped("sequences"),
            weeks=WEEKS,
            prospects=PROSPECTS,
            staffed=False,
        )
    )
    return Played(demo, CommandLine(folder))


@functools.cache
def played_once(folder: Path) -> Played:
    """Never changed by a test: copy its folder first."""
    return played_in(folder)


@pytest.fixture(scope="session", name="played")
def played_workspace(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The same for every test module that imports it."""
    return played_once(tmp_path_factory.getbasetemp() / "played")


@functools.cache
def initialised_once(folder: Path) -> CommandLine:
    return CommandLine.initialised(folder)


@pytest.fixture(name="outreach")
def new_workspace(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The command line in a new workspace of this test's own."""
    first = initialised_once(tmp_path_factory.getbasetemp() / "initialised")
    return first.copied_to(tmp_path / "workspace")
