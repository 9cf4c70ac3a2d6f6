"""The demo's thirteen weeks, played once for all tests of a run."""

import asyncio
import fcntl
import os
import pickle
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

from outreach.cli.shipped import shipped
from outreach.sandbox.demo import Demo, play

Made = TypeVar("Made")

#: Small, so that it takes seconds; long enough for a contract to be paid.
SEED, WEEKS, PROSPECTS = 1, 13, 40


@dataclass(frozen=True)
class Quarter:
    """A run, and the database that it left."""

    demo: Demo
    folder: Path

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.folder / "outreach.db") as database:
            return database.execute(statement).fetchall()


def played(folder: Path, *, weeks: int = WEEKS, prospects: int = PROSPECTS) -> Quarter:
    templates, sequences = shipped("templates"), shipped("sequences")
    run = play(folder, seed=SEED, templates=templates, sequences=sequences, weeks=weeks, prospects=prospects)
    return Quarter(asyncio.run(run), folder)


def once_a_run(name: str, factory: pytest.TempPathFactory, make: Callable[[Path], Made]) -> tuple[Made, Path]:
    """What `make` made in a folder, and that folder: made by whichever process of the run needs it first.

    The others wait for it. Nobody may change what is in the folder.
    """
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, made = shared / name, shared / f"{name}.pickle"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            # Left by one that failed.
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            made.write_bytes(pickle.dumps(make(folder)))
    found: Made = pickle.loads(made.read_bytes())
    return found, folder


@pytest.fixture(scope="session", name="quarter")
def played_quarter(tmp_path_factory: pytest.TempPathFactory) -> Quarter:
    """Only read it."""
    quarter, _ = once_a_run("quarter", tmp_path_factory, lambda folder: played(folder / "workspace"))
    return quarter
