"""The side journals of the daemon (`sending/journal.py`), where an answer about somebody may wait for the database."""

from collections.abc import Iterator
from pathlib import Path

from outreach.core.errors import Refused
from outreach.rights.mentions import Needles
from outreach.sending.journal import journal_path


def require_nothing_of(needles: Needles, config: Path, database: Path | None) -> None:
    """Raise Refused where an answer of a server about this person is not in the database yet."""
    for path in _journals(config, database):
        if path.exists() and needles.are_in_octets(b" ".join(path.read_bytes().lower().split())):
            raise Refused(
                f"{path} keeps an answer about them that is not in the database yet. A daemon that runs writes it "
                "down within a minute, `outreach run --once` at once: then try again."
            )


def _journals(config: Path, database: Path | None) -> Iterator[Path]:
    yield journal_path(config, database)
    if database is None:
        yield from sorted(config.parent.glob("outreach-*.journal"))
