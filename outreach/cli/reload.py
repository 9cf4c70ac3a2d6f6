"""`outreach reload`: the running daemon takes up changed files, without a restart."""

import os
import signal
import time
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.output import say
from outreach.core.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from outreach.daemon.heartbeat import Beat
    from outreach.daemon.running_daemons import RunningDaemon

#: Seconds that the daemon is waited for: a mail that is being handed in comes first.
_PATIENCE, _LOOK_EVERY = 90.0, 0.2


@click.command(cls=Command, epilog="outreach reload\noutreach reload --check")
@click.option("--check", is_flag=True, help="Only whether the daemon could take the files up.")
def reload(check: bool) -> None:
    """Have the daemon take up config.toml, templates, sequences, countries and lead definition, without a restart.

    With a fault in any of them nothing is taken up, and the daemon goes on with what it has. Running campaigns give
    newcomers the edited sequence; who is under way finishes theirs. Only [database] and passwords in environment
    variables need a restart. It is SIGHUP, and waits for what comes of it.
    """
    from outreach.daemon.heartbeat import heartbeat_path
    from outreach.daemon.reloading import read_again
    from outreach.daemon.running_daemons import running_daemons
    from outreach.database.engine import sqlite_path

    config = workspace.config()
    read_again(config)
    if check:
        say("Nothing is wrong: it can be taken up.")
        return
    with workspace.reading(config) as session:
        found = running_daemons(session, config, workspace.now())
    if not found:
        raise Refused("No daemon runs on this database: the next one reads everything when it starts.")
    here = [each for each in found if not each.host and each.pid is not None]
    for each in here:
        _tell(each)
    for each in found:
        if each not in here:
            say(f"{each.name} runs on another machine: reload it there.")
    beats = heartbeat_path(config.path, sqlite_path(config.database.url))
    for each in here:
        # One that has only just begun reads everything as it is now.
        if each.beat is not None:
            _wait_for(each.beat, beats)


def _tell(daemon: "RunningDaemon") -> None:
    assert daemon.pid is not None
    try:
        os.kill(daemon.pid, signal.SIGHUP)
    except PermissionError:
        raise Refused(
            f"{daemon.name} belongs to another user: `systemctl reload outreach`, or run this as that user."
        ) from None
    except ProcessLookupError:
        raise Refused(f"{daemon.name} is not to be seen from here: send it SIGHUP where it runs.") from None


def _wait_for(before: "Beat", beats: "Path") -> None:
    from outreach.daemon.heartbeat import read_heartbeat

    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        beat = read_heartbeat(beats)
        if beat is not None and beat.pid == before.pid and beat.reload.number > before.reload.number:
            _say_result(beat)
            return
        time.sleep(_LOOK_EVERY)
    raise Refused(
        f"Process {before.pid} was told, and has not answered within {_PATIENCE:.0f} s: see its log."
    )


def _say_result(beat: "Beat") -> None:
    result = beat.reload
    if result.refused:
        raise Refused("It was refused, and the daemon goes on as before:\n" + "\n".join(result.refused))
    for each in result.taken_up:
        say(f"Taken up: {each}.")
    if not result.taken_up:
        say("Nothing had changed that the daemon keeps in mind.")
    for section in result.needs_restart:
        say(f"[{section}] has changed too: that needs a restart.")
