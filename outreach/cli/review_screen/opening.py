"""Opens the screen on this workspace, in this terminal or for a browser."""

import os
import sys
from collections.abc import Mapping

import click

from outreach.cli import workspace
from outreach.cli.output import is_terminal
from outreach.cli.review_screen.words import language_of

#: Textual's own way of being told that a browser, not a terminal, is at the other end.
_DRIVER = "TEXTUAL_DRIVER"


def open_screen(language: str | None) -> None:
    """Let somebody review until they leave. Raises click.UsageError where there is no terminal to do it on."""
    if not _has_terminal(os.environ):
        raise click.UsageError(
            "The review screen needs a terminal. For pipes and scripts: `outreach review list`, "
            "`outreach review show ID`, `outreach review decide ID INTENT`."
        )
    from outreach.cli.review_screen.words import Words

    words = Words(language or language_of(os.environ))
    if _DRIVER not in os.environ:
        # What follows takes seconds on a busy machine, before there is a screen to say so.
        click.echo(words("opening"))
    from outreach.cli.review_screen.app import ReviewApp
    from outreach.cli.review_screen.desk import ProgramDesk
    from outreach.cli.review_screen.drafts import Drafts, drafts_file

    config, actor = workspace.config(), workspace.actor()
    with workspace.database(config) as database:
        app = ReviewApp(
            ProgramDesk(config, database, actor),
            words,
            Drafts(drafts_file(config.root, actor)),
            environment=os.environ,
        )
        app.run()
    if app.failure is not None:
        raise app.failure


def _has_terminal(environment: Mapping[str, str]) -> bool:
    return _DRIVER in environment or all(map(is_terminal, (sys.stdin, sys.stdout, sys.stderr)))
