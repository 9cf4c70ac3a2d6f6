"""What `outreach review` alone does: the full screen, here or in a browser."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from outreach.cli.review_screen.words import LANGUAGES

F = TypeVar("F", bound=Callable[..., Any])

EXAMPLES = """\
\b
Example:
  outreach review
  outreach review --lang ru
  outreach review --serve
  outreach review list --json
"""

_HOST, _PORT = "127.0.0.1", 8000

_OPTIONS = (
    click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        help="The screen's language (default: as LC_ALL, LC_MESSAGES or LANG say).",
    ),
    click.option("--serve", is_flag=True, help="The screen in a browser, on this machine (extra: serve)."),
    click.option(
        "--host",
        metavar="ADDRESS",
        help=f"With --serve: where to listen (default: {_HOST}, which only this machine reaches).",
    ),
    click.option(
        "--port", type=click.IntRange(1, 65_535), help=f"With --serve: which port (default: {_PORT})."
    ),
)


def screen_options(command: F) -> F:
    """The options of the screen, for the group `review`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def start(ctx: click.Context, language: str | None, serve: bool, host: str | None, port: int | None) -> None:
    """Open the screen where no subcommand was called."""
    if ctx.invoked_subcommand is not None:
        if language or serve or host or port:
            raise click.UsageError("--lang, --serve, --host and --port are for the screen: no subcommand.")
        return
    if serve:
        from outreach.cli.review_screen.serving import serve_screen

        serve_screen(host or _HOST, port or _PORT, language)
        return
    if host or port:
        raise click.UsageError("--host and --port go with --serve.")
    from outreach.cli.review_screen.opening import open_screen

    open_screen(language)
