"""`outreach replies`: understand raw messages without a database, and measure how well."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from outreach.cli.groups import Group
from outreach.cli.output import emit_json, emit_json_line, facts, json_option, say, text


@click.group(cls=Group)
def replies() -> None:
    """Understand messages, and measure how well."""


@replies.command(epilog="Example: `outreach replies explain message.eml`, or `… --jsonl < messages.jsonl`.")
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]..."
)
@click.option("--jsonl", is_flag=True, help="Read JSON lines from standard input, write one line for each.")
@json_option
def explain(files: tuple[Path, ...], jsonl: bool, as_json: bool) -> None:
    """What raw messages mean, and on what evidence. Needs no database and no configuration."""
    if jsonl:
        _explain_lines()
        return
    if not files:
        raise click.UsageError("Name message files, or use --jsonl.")
    from outreach.replies.understanding import understand
    from outreach.replies.verdict import verdict_to_dict

    told = [verdict_to_dict(understand(file.read_bytes())) | {"file": str(file)} for file in files]
    if as_json:
        emit_json(told)
        return
    for each in told:
        _show(each)


@replies.command(epilog="Example: `outreach replies evaluate labelled.jsonl`.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def evaluate(file: Path, as_json: bool) -> None:
    """Measure the understanding on labelled messages: per intent and language, calibration, decided alone."""
    from outreach.replies import evaluate as measuring

    with file.open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream if line.strip()]
    result = measuring.evaluate(rows)
    if as_json:
        emit_json(measuring.as_json(result))
        return
    text(measuring.as_text(result))


def _explain_lines() -> None:
    from outreach.replies.explain import explain_line

    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        asked: Any
        try:
            asked = json.loads(line)
        except ValueError as error:
            say(f"standard input, line {number}: this is not JSON ({error}).")
            asked = {"id": f"line-{number}"}
        emit_json_line(explain_line(asked))
    sys.stdout.flush()


def _show(told: dict[str, Any]) -> None:
    shown = {
        name: value for name, value in told.items() if value and name not in ("evidence", "visible_text")
    }
    facts(shown)
    if told["visible_text"]:
        click.echo()
        text(told["visible_text"])
    for hit in told["evidence"]:
        text(f"  {hit['rule']} ({hit['weight']}): {hit['text']}")
    click.echo()
