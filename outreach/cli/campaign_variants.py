"""`outreach campaign variants`: the wordings of a step against each other."""

import dataclasses
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN
from outreach.cli.completing import campaign_names
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say, table, text
from outreach.cli.reading import READING, reading_facts, readings

if TYPE_CHECKING:
    from outreach.reporting.campaign.variant_counts import StepFigures, VariantFigures

VARIANTS_FIELDS = {
    "sequence": "its name",
    "step": "of the sequence",
    "variants": "objects with name, sent, bounced, delivered, replied, positive, referrals, opted_out, and"
    " response_rate, response_low, response_high in per cent (null before a mail was delivered)",
    "verdict": "better, no_winner_yet or no_difference",
    "says": "the verdict in a sentence",
    "winner": "the variant that is better, or null",
    "more_mails": "of each, until a verdict is likely; null where there is one",
    "other_wordings": "mails of this step with other texts, which are not counted",
    "reading": READING,
}


@click.command(cls=Command, epilog="outreach campaign variants spring")
@click.argument("name", type=KNOWN, shell_complete=campaign_names)
@json_option(VARIANTS_FIELDS)
def variants(name: str, as_json: bool) -> None:
    """Which wording of a step is answered more, as far as can be told.

    No winner is named below an honest sample, nor on a difference that chance makes often. The interval behind
    each rate is Wilson's at 95 %; a verdict asks for 99 %, since one looks more than once.
    """
    from outreach.reporting.campaign.variant_counts import variant_figures
    from outreach.sequences import campaigns

    config = workspace.config()
    with workspace.reading(config) as session:
        found = campaigns.find(session, name)
        steps = variant_figures(session, found)
        reading = reading_facts(readings(session, config, found.mailboxes))
    if as_json:
        emit_json([_as_json(step) | {"reading": reading} for step in steps])
        return
    if not steps:
        say(f"No step of {name} has several wordings. docs/sequences.md says how to give it some.")
    for index, step in enumerate(steps):
        if index:
            click.echo()
        _show(step)
    if steps:
        text(f"Answers: {reading['says']}.")
    for alarm in reading["alarms"]:
        say(f"ALARM: {alarm}")


def _show(step: "StepFigures") -> None:
    from outreach.reporting.campaign.variants import said

    table(
        (
            *("step", "variant", "sent", "bounced", "delivered", "replied", "response", "95 %"),
            *("positive", "referrals", "opted out"),
        ),
        [
            (
                step.step,
                each.name,
                each.sent,
                each.bounced,
                each.delivered,
                each.replied,
                *_rate_in_words(each),
                each.positive,
                each.referrals,
                each.opted_out,
            )
            for each in step.variants
        ],
        empty="",
    )
    text(said(step.verdict))
    if step.other_wordings:
        text(f"Not counted: {step.other_wordings} mails of this step that had other texts.")


def _rate_in_words(figures: "VariantFigures") -> tuple[str, str]:
    rate, low, high = _rate(figures)
    return ("", "") if rate is None else (f"{rate} %", f"{low}-{high}")


def _rate(figures: "VariantFigures") -> tuple[float, float, float] | tuple[None, None, None]:
    """Replies of those whom a mail reached, with the interval, in per cent."""
    from outreach.reporting.campaign.variants import wilson

    if not figures.delivered:
        return None, None, None
    interval = wilson(figures.replied, figures.delivered)
    rate = figures.replied / figures.delivered
    return round(100 * rate, 1), round(100 * interval.low, 1), round(100 * interval.high, 1)


def _as_json(step: "StepFigures") -> dict[str, Any]:
    from outreach.reporting.campaign.variants import Better, NoWinnerYet, said

    names = {Better: "better", NoWinnerYet: "no_winner_yet"}
    verdict = step.verdict
    return {
        "sequence": step.sequence,
        "step": step.step,
        "variants": [_variant_as_json(each) for each in step.variants],
        "verdict": names.get(type(verdict), "no_difference"),
        "says": said(verdict),
        "winner": verdict.winner if isinstance(verdict, Better) else None,
        "more_mails": verdict.more if isinstance(verdict, NoWinnerYet) else None,
        "other_wordings": step.other_wordings,
    }


def _variant_as_json(figures: "VariantFigures") -> dict[str, Any]:
    rate, low, high = _rate(figures)
    return dataclasses.asdict(figures) | {
        "delivered": figures.delivered,
        "response_rate": rate,
        "response_low": low,
        "response_high": high,
    }
