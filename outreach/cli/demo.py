"""`outreach demo`: the whole process on this machine, in simulated weeks and real seconds."""

import asyncio
import contextlib
import dataclasses
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli.groups import Command
from outreach.cli.output import emit_json, facts, json_option, say, text, when
from outreach.core.errors import Refused

if TYPE_CHECKING:
    from outreach.sandbox.demo import Demo
    from outreach.sandbox.demo_report import Figures, Story

#: The figures of the report, stage by stage.
_STAGES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Prospects", (("accounts", "accounts"), ("prospects", "prospects on the list"))),
    ("Sending", (("mails_sent", "mails sent"), ("bounces", "people whose address bounced"))),
    (
        "What came back",
        (
            ("messages_received", "messages received"),
            ("automatic_replies", "automatic replies"),
            ("replies", "people who replied"),
            ("opt_outs", "people who said no for good"),
            ("response_rate", "response rate, %"),
        ),
    ),
    (
        "Referrals",
        (
            ("referrals", "colleagues named"),
            ("referred_follow_ups_sent", "written to, as referred by a colleague"),
            ("referred_follow_ups_answered", "of these, answered"),
            ("referrals_waiting", "waiting for a person to decide"),
        ),
    ),
    ("Review", (("replies_awaiting_review", "replies awaiting a person"),)),
)


@click.command(
    cls=Command,
    epilog="Example: `outreach demo --seed 7 --keep demo`, then `outreach --config demo/config.toml review list`.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another world.")
@click.option(
    "--keep", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Keep the workspace."
)
@json_option
def demo(seed: int, keep: Path | None, as_json: bool) -> None:
    """Import, send, answer, read, understand, follow referrals: three weeks in under a minute.

    Runs the production code on loopback: only the clock, the servers and the people are made up. Needs no
    network, no root and no configuration.
    """
    from outreach.cli.shipped import shipped
    from outreach.sandbox.demo import play

    # Every fact of three weeks would be thousands of lines; what goes wrong is still said.
    logging.basicConfig(level=logging.ERROR)
    with _folder(keep) as folder, _progress() as progress:
        played = asyncio.run(
            play(
                folder,
                seed=seed,
                templates=shipped("templates"),
                sequences=shipped("sequences"),
                progress=progress,
            )
        )
    if as_json:
        emit_json(_as_json(played))
    else:
        _report(played)
    if keep is not None:
        say(
            f"The workspace is in {keep}: `outreach --config {keep}/config.toml review list` shows the queue."
        )
    if played.wrongly_mailed:
        raise Refused(
            f"{played.wrongly_mailed} mails went to people who had said no or bounced. That is a fault of ours."
        )


@contextlib.contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="outreach-demo-") as folder:
            yield Path(folder)
        return
    if keep.exists() and any(keep.iterdir()):
        raise Refused(f"{keep} is not empty. Name a new folder.")
    yield keep


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[float], None]]:
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("three weeks", total=1.0)
        yield lambda done: progress.update(task, completed=done)


def _as_json(played: "Demo") -> dict[str, Any]:
    return {
        "seed": played.seed,
        **dataclasses.asdict(played.figures),
        "mails_after_no_or_bounce": played.wrongly_mailed,
        "story": None if played.story is None else dataclasses.asdict(played.story),
    }


def _report(played: "Demo") -> None:
    from outreach.sandbox.demo import START, WEEKS

    text(f"{WEEKS} weeks from {START:%d %B %Y}, seed {played.seed}\n")
    _stages(played.figures)
    text(f"Mails to people after they said no or bounced: {played.wrongly_mailed}\n")
    if played.story is not None:
        _tell(played.story)


def _stages(figures: "Figures") -> None:
    for stage, lines in _STAGES:
        text(stage)
        facts({f"  {label}": getattr(figures, name) for name, label in lines})
        text("")


def _tell(story: "Story") -> None:
    text(f"One referral at {story.account}, mail by mail: {', who names '.join(story.people)}\n")
    for letter in story.letters:
        text(f"{when(letter.at)}  {letter.sender} to {letter.recipient}")
        text(f"  Subject: {letter.subject}")
        for line in letter.text.strip().splitlines():
            text(f"  | {line}")
        if letter.understood:
            text(f"  understood as: {letter.understood}")
        text("")
