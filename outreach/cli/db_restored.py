"""`outreach db restored`: somebody put an older state of the database in place, and not by `outreach db restore`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.after_restore import advise, read_noes, say_and_note, tell_noes, unread_mailboxes
from outreach.cli.failures import database_in_words
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say

if TYPE_CHECKING:
    from outreach.config import Config
    from outreach.sequences.noes_again import Again

RESTORED_FIELDS = {
    "noes": "how many noes the database had forgotten, and has again",
    "erased": "addresses of people who were erased since, and are here again",
    "paused": "the mailboxes that wait for `outreach mailbox resume`",
    "unread": "those of them of which nobody can tell here what has gone out since: no Sent folder of theirs is read",
    "knows_until": "up to when the database knows what happened, in UTC; null where it knows nothing",
}


@click.command(
    cls=Command, epilog="outreach db restored\noutreach db restored --noes other-host/outreach.noes"
)
@click.option(
    "--noes",
    "others",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of noes from elsewhere, such as another host's outreach.noes: they are said again too.",
)
@json_option(RESTORED_FIELDS, shape="one object")
def restored(others: tuple[Path, ...], as_json: bool) -> None:
    """Say that the database is an older state: a copied file, a snapshot of the machine, `pg_restore`.

    It is then as after `outreach db restore`: noes that came since are taken from the file beside it, and every mailbox
    is paused until `outreach mailbox resume`, for what went out since is in the Sent folders alone. Stop the daemon
    first, and say it before one is started. Nothing is lost by saying it once more.
    """
    from outreach.config import database_url
    from outreach.daemon.standstill import no_daemon
    from outreach.database.engine import sqlite_path
    from outreach.database.noes_beside import noes_path

    config = workspace.config()
    workspace.require_database(config)
    url = database_url(config.database)
    noes = read_noes(noes_path(sqlite_path(url), config.path), others)
    with (
        database_in_words(workspace.database_name(config)),
        no_daemon(url),
        workspace.writing(config) as session,
    ):
        again = say_and_note(session, config, noes)
    if as_json:
        emit_json(_as_json(config, again))
        return
    say("It is written down that the database was put back.")
    tell_noes(again, what="database")
    advise(config)


def _as_json(config: "Config", again: "Again") -> dict[str, object]:
    """With the fields of RESTORED_FIELDS."""
    from outreach.sending import restored as restores

    with workspace.reading(config) as session:
        found = restores.standing(session)
    return {
        "noes": again.noes,
        "erased": list(again.erased),
        "paused": [] if found is None else list(found.waiting),
        "unread": unread_mailboxes(config),
        "knows_until": None if found is None else found.knows_until,
    }
