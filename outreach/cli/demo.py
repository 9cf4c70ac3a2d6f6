"""`outreach demo`: the whole process on this machine, in simulated weeks and real seconds."""

import asyncio
import contextlib
import dataclasses
import logging
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli.groups import Command
from outreach.cli.output import emit_json, is_terminal, json_option, say, text
from outreach.core.errors import Refused

if TYPE_CHECKING:
    from outreach.sandbox.demo import Demo

DEMO_FIELDS = {
    "seed": "of the world",
    "weeks": "that were played",
    "accounts": "companies",
    "prospects": "people on the list",
    "people_written_to": "to whom at least one mail went",
    "mails_sent": "that a server has taken",
    "bounces": "people whose address is dead",
    "automatic_replies": "absences and receipts",
    "opt_outs": "people who want no more mail, as the program understood them by itself",
    "replies": "people who answered, counted once however often they wrote",
    "response_rate": "replies, in per cent of the people whom a mail reached",
    "referrals": "colleagues whom replies named",
    "referred_follow_ups_sent": "of these, written to",
    "referred_follow_ups_answered": "of these, answered",
    "referrals_waiting": "referrals that a person has to decide on",
    "replies_awaiting_review": "replies that a person has to decide on",
    "messages_received": "whatever lay in our mailboxes",
    "messages_unmatched": "of these, those that answer no mail of ours as far as the program knows",
    "messages_set_aside": "of these, those that could not be read",
    "doubtful_mails": "of which nobody knows whether they went out",
    "people_who_wrote": "in truth, and not only as far as the program knows",
    "people_who_said_no_for_good": "in truth",
    "decided_alone": "answers on which the program acted without asking a person",
    "decided_alone_wrongly": "of these, those that were meant otherwise",
    "mails_by_ruling": "an object: mails of campaigns by country, decision and recorded ground",
    "reviews_decided": "replies on which one of us decided",
    "reviews_put_off": "replies to which one of us first said: later",
    "answers_sent": "mails in which one of us answered a reply",
    "referrals_approved": "colleagues whom one of us let be written to",
    "referrals_refused": "colleagues whom one of us refused",
    "inquiries": "people who asked us by themselves: leads, and no prospects",
    "leads": "leads opened; each figure below counts a lead once",
    "leads_qualified": "of these, held against the lead definition and good enough",
    "leads_nurtured": "put into nurture",
    "leads_disqualified": "found to be none",
    "leads_offered": "offered to a salesperson",
    "leads_accepted": "accepted by one",
    "leads_rejected": "rejected by one, with a reason",
    "leads_let_pass": "let pass by one, until the clock gave them to the next",
    "leads_confirmed": "confirmed after talking to them",
    "leads_proposed": "got a proposal",
    "leads_met": "met",
    "contracts": "won",
    "leads_lost": "lost, with a reason",
    "contracts_cents": "what the contracts come to, in hundredths",
    "payments": "payments noted",
    "paid_cents": "what they come to, in hundredths",
    "currency": "of both, as ISO 4217",
    "mails_after_no_or_bounce": "to people who had said no or bounced before; must be 0",
    "story": "an object with people, account, and letters: at, sender, recipient, subject, text, understood",
}


@click.command(
    cls=Command,
    epilog="outreach demo --seed 7 --keep demo\noutreach --config demo/config.toml review list",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another world.")
@click.option(
    "--keep", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Keep the workspace."
)
@json_option(DEMO_FIELDS, shape="one object")
def demo(seed: int, keep: Path | None, as_json: bool) -> None:
    """From the first mail to the first payment: thirteen weeks in a minute or two.

    Runs the production code on loopback: only the clock, the servers and the people are made up, ours among them, who
    decide, answer, qualify and sell. Needs no network, no root and no configuration.
    """
    from outreach.cli.demo_text import next_steps, report
    from outreach.cli.shipped import shipped
    from outreach.sandbox.demo import play

    # Every fact of the weeks would be thousands of lines; what goes wrong is still said.
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
        text(report(played))
    say(next_steps(played, None if keep is None else shlex.quote(str(keep)), as_called()))
    if played.wrongly_mailed:
        raise Refused(
            f"{played.wrongly_mailed} mails went to people who had said no or bounced. That is a fault of ours."
        )


def as_called() -> str:
    """`outreach` where the shell finds it, else the path by which it was called, as `.venv/bin/outreach`."""
    called = Path(sys.argv[0])
    if called.name != "outreach" or not called.is_file():
        return "outreach"
    found = shutil.which("outreach")
    if found is not None and Path(found).samefile(called):
        return "outreach"
    here = called.absolute()
    return shlex.quote(str(here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else here))


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
def _progress() -> Iterator[Callable[[datetime], None]]:
    """A bar with the day that it is in the world; none where nobody is looking."""
    if not is_terminal(sys.stderr):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    from outreach.sandbox.demo import START, WEEKS

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("making up a world", total=WEEKS * 7 * 24)
        yield lambda now: progress.update(
            task, description=f"{now:%a %d %B}", completed=(now - START).total_seconds() / 3_600
        )


def _as_json(played: "Demo") -> dict[str, Any]:
    return {
        "seed": played.seed,
        "weeks": played.weeks,
        **dataclasses.asdict(played.figures),
        "mails_after_no_or_bounce": played.wrongly_mailed,
        "story": None if played.story is None else dataclasses.asdict(played.story),
    }
