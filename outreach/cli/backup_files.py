"""What a backup file is: the database alone, or a tar of it and what people wrote. Secrets are in neither."""

import contextlib
import dataclasses
import tarfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.core.errors import Refused
from outreach.database.whole_copy import NOT_WHOLE, unpacking_folder

if TYPE_CHECKING:
    from outreach.config import Config

#: What the database is called in a tar, of SQLite and of PostgreSQL.
SQLITE_NAME, DUMP_NAME = "outreach.db", "outreach.dump"


class Kind(StrEnum):
    """What a file holds."""

    SQLITE = "SQLite"
    DUMP = "PostgreSQL"


def kind_of(file: Path) -> Kind | None:
    """What a database's backup is of; None where it is neither."""
    with file.open("rb") as opened:
        begins = opened.read(16)
    if begins == b"SQLite format 3\0":
        return Kind.SQLITE
    return Kind.DUMP if begins.startswith(b"PGDMP") else None


def pack(target: Path, database: Path, name: str, config: "Config") -> list[str]:
    """Write a tar of the database and of the workspace's files; their names in it."""
    packed = []
    with tarfile.open(target, "w") as tar:
        tar.add(database, name)
        for file in files_of(config):
            inside = file.relative_to(config.root) if file.is_relative_to(config.root) else Path(file.name)
            tar.add(file, str(inside), recursive=False)
            packed.append(str(inside))
    return packed


def files_of(config: "Config") -> list[Path]:
    """What people wrote: the configuration, templates, sequences and definitions. No file that holds a secret."""
    single = [
        config.path,
        config.policy.countries,
        config.policy.ideal_customer,
        config.hand_off.bonus,
        config.root / "lead-definition.toml",
    ]
    folders = [config.templates, config.sequences]
    below = [file for folder in folders for file in sorted(folder.rglob("*")) if not _is_hidden(file, folder)]
    secrets = _secrets(config)
    found = dict.fromkeys(file for file in [*single, *below] if file.is_file())
    return [file for file in found if file.resolve() not in secrets]


@contextlib.contextmanager
def database_in(file: Path, folder: Path) -> Iterator[tuple[Path, Kind]]:
    """The database in a backup, as a file that can be read while the block runs, and what it is of.

    `folder` is where a tar's is unpacked to; nothing else is taken out of the tar. Raises Refused.
    """
    kind = kind_of(file)
    if kind is not None:
        yield file, kind
        return
    if not tarfile.is_tarfile(file):
        raise Refused(
            f"{file} is no backup of ours: neither a SQLite database, nor a dump of pg_dump, nor a tar."
        )
    with unpacking_folder(folder) as beside:
        unpacked = beside / "database"
        _unpack(file, unpacked)
        found = kind_of(unpacked)
        if found is None:
            raise Refused(f"What {file} has for a database is none.")
        yield unpacked, found


def _unpack(file: Path, target: Path) -> None:
    try:
        _unpack_whole(file, target)
    except (tarfile.TarError, EOFError) as error:
        raise Refused(f"{file} cannot be read to its end: {error}. {NOT_WHOLE}") from error


def _unpack_whole(file: Path, target: Path) -> None:
    with tarfile.open(file) as tar:
        member = next((each for each in tar if each.isreg() and each.name in (SQLITE_NAME, DUMP_NAME)), None)
        source = None if member is None else tar.extractfile(member)
        if source is None:
            raise Refused(f"{file} has no {SQLITE_NAME} and no {DUMP_NAME} in it: it is no backup of ours.")
        with source, target.open("wb") as written:
            while some := source.read(1 << 20):
                written.write(some)


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _secrets(config: "Config") -> set[Path]:
    """Files that the configuration reads a secret from."""
    from outreach.settings.secrets import SecretKind, SecretRef

    def below(value: object) -> Iterator[Path]:
        if isinstance(value, SecretRef):
            if value.kind is SecretKind.FILE:
                yield Path(value.place).resolve()
        elif isinstance(value, tuple):
            for each in value:
                yield from below(each)
        elif dataclasses.is_dataclass(value):
            for each in dataclasses.fields(value):
                yield from below(getattr(value, each.name))

    return set(below(config))
