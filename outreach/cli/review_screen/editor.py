"""A text in the person's own editor ($VISUAL, $EDITOR), in a file that is theirs only and outlives a crash."""

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

from outreach.core.untrusted import printable

#: Longer texts are no answer to a mail.
_LONGEST = 100_000


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """The command of the editor; empty where the person has none."""
    for name in ("VISUAL", "EDITOR"):
        try:
            command = shlex.split(environment.get(name, ""))
        except ValueError:
            continue
        if command:
            return command
    return []


def write_private(path: Path, text: str) -> None:
    """Put the text into a file that only its owner may read (0600)."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def run_editor(command: list[str], path: Path) -> str:
    """Let the person edit the file; "" when the editor ended well, else why not. The file stays in any case."""
    try:
        # The command is the person's own, from their environment; no shell reads it.
        ended = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603
    except OSError as error:
        return error.strerror or str(error)
    return "" if ended == 0 else f"exit {ended}"


def read_back(path: Path) -> str:
    """What stands in the file, cleaned; "" where it is not there."""
    try:
        return printable(path.read_text(encoding="utf-8", errors="replace"), limit=_LONGEST)
    except OSError:
        return ""
