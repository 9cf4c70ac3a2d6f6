"""`outreach init`: a folder to work in. Nothing that is there already is overwritten."""

import shlex
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from outreach.cli import workspace
from outreach.cli.failures import database_in_words
from outreach.cli.groups import Command
from outreach.cli.output import say
from outreach.core.errors import Refused


@click.command(cls=Command, epilog="outreach init ~/campaigns && cd ~/campaigns && $EDITOR config.toml")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="[DIR]")
def init(folder: Path) -> None:
    """Write config.toml, countries.toml, templates/, sequences/, lead-definition.toml, bonus.toml and the database."""
    _refuse_a_source(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = {target: _copy(source, target) for source, target in _files(folder)}
    _tell(folder, written)
    _database(folder / "config.toml")
    if not written[folder / "config.toml"]:
        say("Next: `outreach lint` says whether something is still to be mended in it.")
        return
    say(f"Next: say in {folder / 'config.toml'} who you are and which mailbox to use, then:")
    say("  outreach lint" if folder == Path() else f"  cd {shlex.quote(str(folder))} && outreach lint")


def _refuse_a_source(folder: Path) -> None:
    """A workspace among the files of a program: what one edits would stand in the way of the other's next version."""
    if (folder / "pyproject.toml").exists() and not (folder / "config.toml").exists():
        raise Refused(
            f"{folder.resolve()} holds the source of a program (pyproject.toml), and a workspace would mix with it. "
            "Name a folder of its own: outreach init ~/campaigns."
        )


def _files(folder: Path) -> Iterator[tuple[Path, Path]]:
    """What came with the program, and where it goes."""
    from outreach.cli.shipped import shipped

    yield shipped("config.example.toml"), folder / "config.toml"
    # Every key with its default, to look things up in when the other is no longer as it was.
    for name in ("config.example", "countries", "lead-definition", "ideal-customer", "bonus"):
        yield shipped(f"{name}.toml"), folder / f"{name}.toml"
    for name in ("templates", "sequences"):
        for source in sorted(path for path in shipped(name).rglob("*") if path.is_file()):
            yield source, folder / name / source.relative_to(shipped(name))


def _copy(source: Path, target: Path) -> bool:
    """Whether it was written; what is there stays."""
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return True


def _tell(folder: Path, written: Mapping[Path, bool]) -> None:
    """What was written, and what was left: files by name, those below a folder by number."""
    for was_written, words in ((True, "Written"), (False, "There already, left as it is")):
        below = Counter(path.relative_to(folder).parts for path, new in written.items() if new is was_written)
        counted = Counter(parts[0] if len(parts) == 1 else f"{parts[0]}/" for parts in below)
        names = [
            f"{name} ({number} files)" if name.endswith("/") else name for name, number in counted.items()
        ]
        if names:
            say(f"{words}: {', '.join(names)}.")


def _database(config_file: Path) -> None:
    from outreach.config import database_url, load_config
    from outreach.core.clock import SystemClock
    from outreach.database.engine import Database, sqlite_path
    from outreach.database.schema import upgrade
    from outreach.database.whole_copy import left_by_restore
    from outreach.database.workspace import found

    config = load_config(config_file)
    url = database_url(config.database)
    with database_in_words(workspace.database_name(config)):
        path = sqlite_path(url)
        if path is not None and not path.exists():
            # An empty database in its place would be one that has forgotten everything.
            if left_by_restore(path):
                workspace.require_database(config)
            # Every letter that comes in will stand in it.
            path.touch(mode=0o600)
        upgrade(url)
        database = Database(url)
        try:
            with database.writing() as session:
                found(session, SystemClock().now())
        finally:
            database.close()
    say("The database is ready.")
