"""`outreach replies`: understand raw messages without a database, and measure how well."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from outreach.cli.groups import Group
from outreach.cli.output import emit_json, emit_json_line, facts, json_option, say, text
from outreach.cli.replies_agreement import agreement
from outreach.cli.replies_reclassify import reclassify
from outreach.cli.replies_train import models, train
from outreach.core.errors import Refused

PERSON = "objects with name, email, phone, title; null where it is not said"

VERDICT_FIELDS = {
    "intent": "what the writer wants: `outreach review intents` explains the sixteen",
    "confidence": "0 to 1",
    "needs_review": "whether a person has to decide",
    "referrals": f"whom it names: {PERSON}; and via: text, cc, forwarded",
    "alternates": f"stand-ins and successors: {PERSON}",
    "return_date": "when an absent person is back, or null",
    "resume_date": "from when on a not-now may be written to again, or null",
    "callback_phone": "where they want to be called, or null",
    "bounced_address": "the dead address of a delivery report, or null",
    "bounce_reason": "why, in one word, or null",
    "language": "ISO 639-1, of the new text",
    "visible_text": "what the writer newly wrote; null for machines",
    "evidence": "objects with rule, intent, text, weight",
    "misses": "the layers that looked and found nothing",
    "doubts": "why a person is asked",
    "rules_version": "of the rules that read it",
}

EVALUATION_FIELDS = {
    "messages": "how many there are",
    "accuracy": "share of those understood rightly, 0 to 1, as all shares",
    "macro_f1": "mean over the intents",
    "decided_alone": "share of those on which nobody is asked",
    "decided_alone_right": "share of these understood rightly",
    "calibration_error": "mean distance between the confidence and what was right",
    "intents": "an object: for each intent precision, recall, f1, messages",
    "languages": "an object: for each language [right, messages]",
    "confusion": "[expected, given, messages] of what was wrong, the most frequent first",
    "calibration": "[from, to, claimed, right, messages] for each band of confidence",
    "curve": "[least confidence, share that has it, share of these that is right]",
    "wrong": "[id, expected, given] of those understood wrongly",
}


@click.group(cls=Group)
def replies() -> None:
    """Understand messages, and measure how well."""


@replies.command(
    epilog="outreach replies explain message.eml\noutreach replies explain --jsonl < messages.jsonl"
)
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]..."
)
@click.option("--jsonl", is_flag=True, help="Read JSON lines from standard input, write one line for each.")
@json_option(VERDICT_FIELDS | {"file": "its path; with --jsonl instead: id, as it was given"})
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


@replies.command(
    epilog="outreach replies evaluate labelled.jsonl\noutreach replies evaluate labelled.jsonl --layers"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--layers", is_flag=True, help="What each layer adds, a line each.")
@json_option(EVALUATION_FIELDS, shape="one object; with --layers one a layer, by its name")
def evaluate(file: Path, layers: bool, as_json: bool) -> None:
    """Measure the understanding on labelled messages: per intent and language, calibration, decided alone."""
    from outreach.replies import evaluate as measuring

    if layers:
        _evaluate_layers(file, as_json)
        return
    result = measuring.evaluate(_labelled(file))
    if as_json:
        emit_json(measuring.as_json(result))
        return
    text(measuring.as_text(result))


replies.add_command(reclassify)
replies.add_command(train)
replies.add_command(models)
replies.add_command(agreement)


def _explain_lines() -> None:
    from outreach.replies.explain import explain_line

    for number, found in _objects(sys.stdin.buffer):
        if isinstance(found, str):
            say(f"standard input, line {number}: {found}.")
        emit_json_line(explain_line({"id": f"line-{number}"} if isinstance(found, str) else found))


def _evaluate_layers(file: Path, as_json: bool) -> None:
    from outreach.replies import evaluate as measuring
    from outreach.replies.layers import as_table, evaluate_layers

    found = evaluate_layers(_labelled(file))
    if as_json:
        emit_json({name: measuring.as_json(one) for name, one in found.items()})
        return
    text(as_table(found))


def _labelled(file: Path) -> Iterator[dict[str, Any]]:
    """Raises Refused at the first line that is no object: what is measured must be whole."""
    with file.open("rb") as stream:
        for number, labelled in _objects(stream):
            if isinstance(labelled, str):
                raise Refused(f"{file}, line {number}: {labelled}. Each line is one labelled message.")
            yield labelled


def _objects(stream: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Line numbers with what stands there: an object, or why it is none."""
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, f"this is not JSON ({error})"
        else:
            yield number, value if isinstance(value, dict) else "this is not a JSON object"


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
