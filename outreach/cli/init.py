"""`outreach init`: a folder to work in. Nothing that is there already is overwritten."""

import shlex
import shutil
from pathlib import Path

import click

from outreach.cli import workspace
from outreach.cli.failures import database_in_words
from outreach.cli.groups import Command
from outreach.cli.output import say


@click.command(cls=Command, epilog="outreach init ~/outreach && cd ~/outreach && $EDITOR config.toml")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="[DIR]")
def init(folder: Path) -> None:
    """Write config.toml, countries.toml, templates/, sequences/, lead-definition.toml, bonus.toml and the database."""
    from outreach.cli.shipped import shipped

    folder.mkdir(parents=True, exist_ok=True)
    _copy(shipped("config.example.toml"), folder / "config.toml")
    _copy(shipped("countries.toml"), folder / "countries.toml")
    _copy(shipped("lead-definition.toml"), folder / "lead-definition.toml")
    _copy(shipped("ideal-customer.toml"), folder / "ideal-customer.toml")
    _copy(shipped("bonus.toml"), folder / "bonus.toml")
    for name in ("templates", "sequences"):
        for source in sorted(path for path in shipped(name).rglob("*") if path.is_file()):
            _copy(source, folder / name / source.relative_to(shipped(name)))
    _database(folder / "config.toml")
    say(f"Next: say in {folder / 'config.toml'} who you are and which mailbox to use, then:")
    say("  outreach lint" if folder == Path() else f"  cd {shlex.quote(str(folder))} && outreach lint")


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        say(f"{target}: is there, left as it is.")
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    say(f"{target}: written.")


def _database(config_file: Path) -> None:
    from outreach.config import database_url, load_config
    from outreach.core.clock import SystemClock
    from outreach.database.engine import Database, sqlite_path
    from outreach.database.schema import upgrade
    from outreach.database.workspace import found

    config = load_config(config_file)
    url = database_url(config.database)
    with database_in_words(workspace.database_name(config)):
        path = sqlite_path(url)
        if path is not None and not path.exists():
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
