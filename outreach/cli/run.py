"""`outreach run`: the daemon, in the foreground, as a service manager wants it."""

import asyncio
import signal
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.failures import database_in_words
from outreach.cli.groups import Command
from outreach.cli.output import say
from outreach.cli.run_rehearsal import show_rehearsal

if TYPE_CHECKING:
    from outreach.daemon.engine import Engine
    from outreach.reporting.campaign.rehearsal import Rehearsal


@click.command(
    cls=Command,
    epilog="outreach run --once\noutreach run --log-format json",
)
@click.option("--once", is_flag=True, help="One turn of everything, then end.")
@click.option("--until-idle", is_flag=True, help="Turns until nothing is due now, then end.")
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the log on standard error is written.",
)
@click.option(
    "--http-port",
    type=click.IntRange(1, 65_535),
    envvar="OUTREACH_HTTP_PORT",
    help="The port of the web server, in place of [http] port; or OUTREACH_HTTP_PORT.",
)
@click.pass_context
def run(ctx: click.Context, once: bool, until_idle: bool, log_format: str, http_port: int | None) -> None:
    """Plan, send, read and understand, until SIGTERM. Nothing leaves unless the configuration says live = true.

    Until it does, --once and --until-idle say each mail that would go now, or when the next one would.

    SIGTERM and Ctrl-C end it in order: the mail under way is handed in, which may take a minute. A second one ends it
    at once with 128 and the signal's number, and what was under way is doubtful. SIGHUP is `outreach reload`.
    """
    from outreach.cli.logs import log_to_stderr
    from outreach.config import database_url, require_own_values
    from outreach.daemon.engine import Engine
    from outreach.daemon.lock import only_daemon
    from outreach.daemon.reloading import on_port
    from outreach.daemon.rules import law_now
    from outreach.daemon.stopped_writers import ending_stopped_writers
    from outreach.database.engine import sqlite_path

    if once and until_idle:
        raise click.UsageError("--once is one turn, --until-idle as many as are needed: choose one.")
    config = on_port(workspace.config(), http_port)
    workspace.require_database(config)
    require_own_values(config)
    # Rules that cannot be read would let nothing go: that is said now rather than found out later.
    law_now(config)
    log_to_stderr(log_format, verbose=workspace.verbose())
    if not config.live:
        say("A rehearsal: live = false in the configuration, so nothing is sent.")
    where = workspace.database_name(config)
    url = database_url(config.database)
    with only_daemon(sqlite_path(url)), database_in_words(where), ending_stopped_writers(url):
        engine = Engine.open(config)
        if once or until_idle:
            rehearsed = asyncio.run(_turns(engine, until_idle=until_idle))
            if rehearsed is not None:
                show_rehearsal(rehearsed)
        else:
            ended = asyncio.run(_keep_running(engine, http_port))
            if ended:
                ctx.exit(ended)


async def _keep_running(engine: "Engine", http_port: int | None) -> int:
    from outreach.daemon.under_signals import UnderSignals

    return await UnderSignals(engine, http_port=http_port).run()


async def _turns(engine: "Engine", *, until_idle: bool) -> "Rehearsal | None":
    """In a rehearsal, what would go out now."""
    from outreach.daemon.engine import guarded
    from outreach.reporting.campaign.rehearsal import rehearsal

    _stop_in_order(engine)
    try:
        await engine.recover(all_owners=engine.database.is_sqlite)
        await engine.say_if_restored()
        if until_idle:
            await engine.until_idle()
        else:
            await engine.once()
        # What was sent last is not in its Sent folder yet.
        await guarded("file copies", engine.file_copies)
        if engine.config.live:
            return None
        return await engine.database.write(rehearsal, engine.rules, engine.clock.now())
    finally:
        await engine.close()


def _stop_in_order(engine: "Engine") -> None:
    """At the first SIGINT or SIGTERM no new mail begins, and the one under way ends. The second ends at once."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        say("Stopping.")
        engine.stopping = True
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(each)

    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop)
