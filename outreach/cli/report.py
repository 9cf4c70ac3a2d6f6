"""`outreach report`: what happened, where the line breaks, and what will happen. Reports only count facts."""

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.groups import Command, Group
from outreach.cli.output import JsonOption, emit_json, is_terminal, say
from outreach.cli.report_fields import breakdowns_of, fields_of, options_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outreach.config import Config
    from outreach.reporting.asked import Asked
    from outreach.reporting.page import Page

#: Report → what it tells. Each is a module `outreach/reporting/NAME/page.py`.
REPORTS: dict[str, str] = {
    "overview": "What a manager looks at for one minute: figures, the weak link, what waits.",
    "funnel": "From prospects to payments: how many, how many went on, how long it took.",
    "stages": "The line stage by stage: norm, done, conversion, time; and the weak link.",
    "people": "Norms and what was done, the board, how fast we answer, who works well together.",
    "sources": "What lists, segments and sources cost and brought.",
    "referrals": "How often colleagues are named, whether they answer, how far it is to the decision-maker.",
    "deliverability": "What arrived: bounces, complaints, junk, doubt, and how complete the reading is.",
    "forecast": "Contracts and money in the coming months, each assumption with its source.",
    "digest": "What the daily mail says.",
}
#: What stands in `report all`: the digest says the same in short.
ALL = tuple(name for name in REPORTS if name != "digest")
#: Since when a report counts where nobody says: what is looked at often is about what is new.
_SINCE = {"overview": "30d", "deliverability": "30d", "stages": "90d", "people": "month", "all": "90d"}

_DAY = "DAY"


class _Reports(Group):
    """The reports as commands, made from the tables when one of them is called."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options without a name are the overview's."""
        is_option = bool(args) and args[0].startswith("-") and args[0] not in ctx.help_option_names
        if is_option and not ctx.resilient_parsing:
            args = ["overview", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*REPORTS, "all"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "all":
            return every
        return _command(cmd_name) if cmd_name in REPORTS else None


@click.group(cls=_Reports, invoke_without_command=True)
@click.pass_context
def report(ctx: click.Context) -> None:
    """Where the line stands and where it breaks. Without a name: the overview, with its options."""
    if ctx.invoked_subcommand is None:
        _tell("overview", _plain_options())


def _command(name: str) -> Command:
    """The command of one report."""
    return Command(
        name,
        callback=lambda **options: _tell(name, options),
        help=f"{REPORTS[name]}\n\nOf facts that stand; with --as-of, as it was known at the end of an earlier day.",
        short_help=REPORTS[name],
        epilog=_examples(name),
        params=[*_period_options(name), *_by_option(name), *options_of(name), *_form_options(name)],
    )


def _examples(name: str) -> str:
    known = breakdowns_of(name)
    by = f" --by {known[0]}" if known else ""
    return (
        f"outreach report {name} --since 2026-03-01{by}\n"
        f"outreach report {name} --html {name}.html\n"
        f"outreach report {name} --as-of 2026-06-30 --json"
    )


def _period_options(name: str) -> list[click.Parameter]:
    default = {"month": "the first of this month"}.get(
        _SINCE.get(name, ""), _SINCE.get(name, "the first fact")
    )
    return [
        click.Option(
            ["--since"],
            metavar=_DAY,
            help=f"From this day on: 2026-03-01, 2026-03, 30d, 4w (default: {default}).",
        ),
        click.Option(["--until"], metavar=_DAY, help="The last day that counts (default: until now)."),
        click.Option(["--as-of"], metavar=_DAY, help="Only what was known at the end of this day."),
    ]


def _by_option(name: str) -> list[click.Parameter]:
    known = breakdowns_of(name)
    if not known:
        return []
    return [click.Option(["--by"], type=click.Choice(known), help="Broken down by this.")]


def _form_options(name: str) -> list[click.Parameter]:
    return [
        JsonOption(
            ["--json", "as_json"],
            is_flag=True,
            fields=fields_of(name),
            shape="an object",
            help="Machine-readable output.",
        ),
        click.Option(["--csv", "as_csv"], is_flag=True, help="The main table, for a spreadsheet."),
        click.Option(
            ["--html"],
            type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
            metavar="FILE",
            help="One file with charts that needs nothing else: for a browser, or to print.",
        ),
        click.Option(
            ["--language"],
            type=click.Choice(("en", "ru")),
            help="The language (default: [reports] language).",
        ),
    ]


@click.command(
    cls=Command,
    epilog="outreach report all --html report.html\noutreach report all --since 2026-01 --html - > year.html",
    params=[*_period_options("all"), _form_options("overview")[3]],
)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    metavar="FILE",
    required=True,
    help="Where to; `-` is standard output.",
)
def every(since: str | None, until: str | None, as_of: str | None, language: str | None, html: Path) -> None:
    """Every report in one file, with charts, for a browser or to print."""
    from outreach.cli.progress import progress

    config = workspace.config()
    pages = []
    with progress("Counting", len(ALL)) as advance:
        for name in ALL:
            options = _plain_options() | {"since": since or _SINCE["all"], "until": until, "as_of": as_of}
            pages.append(_page(config, name, _asked(config, name, options)))
            advance(1)
    _write_html(html, pages, language or config.reports.language, config)


every.name = "all"


def _plain_options() -> dict[str, Any]:
    names = ("since", "until", "as_of", "by", "as_json", "as_csv", "html", "language")
    return dict.fromkeys(names)


def _tell(name: str, options: "Mapping[str, Any]") -> None:
    """Make one report and show it in the form that was asked for."""
    forms = [form for form in ("as_json", "as_csv", "html") if options.get(form)]
    if len(forms) > 1:
        raise click.UsageError("--json, --csv and --html are one form each: choose one.")
    config = workspace.config()
    page = _page(config, name, _asked(config, name, options))
    language = options.get("language") or config.reports.language
    match forms:
        case ["as_json"]:
            emit_json(page.document)
        case ["as_csv"]:
            from outreach.cli.report_text import emit_sheet

            emit_sheet(page)
        case ["html"]:
            _write_html(options["html"], [page], language, config)
        case _:
            from outreach.cli.report_text import show

            show(page, language)


def _asked(config: "Config", name: str, options: "Mapping[str, Any]") -> "Asked":
    from outreach.daemon.rules import report_rules
    from outreach.reporting.asked import Asked
    from outreach.reporting.by import By
    from outreach.reporting.period import NotADay, period_of

    rules = report_rules(config)
    now = workspace.now()
    since = options.get("since") or _SINCE.get(name)
    try:
        period = period_of(since, options.get("until"), options.get("as_of"), zone=rules.zone, now=now)
    except NotADay as error:
        raise click.UsageError(f"{error}.") from None
    by = options.get("by")
    extra = {each.name: options[each.name] for each in options_of(name) if each.name in options}
    return Asked(period, rules, By(by) if by else None, extra)


def _page(config: "Config", name: str, asked: "Asked") -> "Page":
    build = import_module(f"outreach.reporting.{name}.page").page
    with workspace.reading(config) as session:
        made: Page = build(session, asked)
    return made


def _write_html(target: Path, pages: "Sequence[Page]", language: str, config: "Config") -> None:
    """The file is written whole or not at all; it holds names of people, so only its owner may read it."""
    from outreach.cli.whole_file import write_whole
    from outreach.core.errors import Refused
    from outreach.reporting.html import document

    text = document(pages, language=language, title=config.sender.organisation, made_at=workspace.now())
    if str(target) == "-":
        click.echo(text)
        return
    try:
        write_whole(target, text.encode())
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror}.") from None
    where = f" Open it: file://{target.resolve()}" if is_terminal(sys.stderr) else ""
    say(f"{target} is written: {len(text.encode()) // 1024 or 1} KB.{where}")
