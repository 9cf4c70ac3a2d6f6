"""A backup of a SQLite database that is in use: one moment of it, in one file, looked at before it is called one."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from outreach.core.errors import Refused
from outreach.database import whole_copy
from outreach.database.schema import refuse_newer
from outreach.database.soundness import Examined, examine_file, schema_of_file


def back_up(
    source: Path, target: Path, told: Callable[[int, int], None] = lambda done, total: None
) -> Examined:
    """Write a backup of `source` to `target`, a file that is there and ours.

    Raises Refused where the disk has no room for it, or where the database is not sound.
    """
    whole_copy.require_room(target.parent, whole_copy.size_of(source), what="A backup")
    try:
        whole_copy.copy_live(source, target, told)
    except sqlite3.Error as error:
        raise Refused(f"{source} cannot be copied: {error}. `outreach db check` says more.") from error
    return require_sound(target, f"{source} is not sound, so no backup was kept")


def take_in(backup: Path, target: Path) -> None:
    """Write a backup to `target`, to be worked on there. Raises Refused where it is none of ours, or not whole."""
    whole_copy.require_room(target.parent, whole_copy.size_of(backup), what="A restore")
    schema = schema_of_file(backup)
    if schema is None:
        raise Refused(f"{backup} has no tables in it: it is no backup of ours.")
    refuse_newer(schema, backup)
    try:
        whole_copy.copy_live(backup, target)
    except sqlite3.Error as error:
        raise Refused(f"{backup} cannot be taken in: {error}. {whole_copy.NOT_WHOLE}") from error


def require_sound(file: Path, words: str) -> Examined:
    """Look at a SQLite file that nobody uses; Refused with these words and the faults where it is not sound."""
    examined = examine_file(file)
    if examined.faults:
        raise Refused("\n".join([f"{words}:", *examined.faults]))
    return examined
