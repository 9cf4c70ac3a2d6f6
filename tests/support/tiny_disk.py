"""A file system that is soon full: what really happens when the disk takes nothing more."""

import contextlib
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest


@contextlib.contextmanager
def tiny_disk(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """A file system of that size in memory, mounted on `folder`. Only root may mount one: else the test is skipped."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"a file system cannot be mounted here: {error}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True, capture_output=True)


def fill(folder: Path) -> None:
    """Until not one more byte fits."""
    with (folder / "others").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(1024))


def make_room(folder: Path) -> None:
    """Delete what `fill` has written."""
    (folder / "others").unlink()
