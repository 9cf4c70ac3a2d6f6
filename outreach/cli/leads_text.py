"""Leads in words: the fields that `--json` promises, and how one lead and its score are shown."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from outreach.cli.output import facts, say, table, text, when
from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    from outreach.qualification.leads.scoring import Judged

    _TextType = click.ParamType[str]
else:
    _TextType = click.ParamType

LEAD_FIELDS = {
    "id": "the lead's number",
    "state": "open, qualified, offered, accepted, rejected, untouched, confirmed, proposal, meeting, won, lost,"
    " disqualified or nurture",
    "level": "1 to 5: how ready they are",
    "level_since": "when it came to that level",
    "days_in_level": "whole days since then",
    "score": "as it was judged last, or null",
    "definition_version": "the version of the lead definition that it was judged by, or null",
    "judged_at": "when",
    "name": "of the person",
    "address": "theirs",
    "title": "their position",
    "account": "the company",
    "account_status": "what it is to us",
    "source": "seed, net or spear",
    "list": "the list that it came from, or null",
    "campaign": "the campaign whose mail they answered, or null",
    "message": "the number of the reply in the inbox that opened it, or null",
    "referral": "the referral that led us to them, or null",
    "finder": "who found it: has the credit, and may not confirm it",
    "owner": "who works on it",
    "next_step": "what comes next",
    "next_step_on": "on which day, or null",
    "no_next_step_why": "why nothing comes next",
    "wakes_at": "when a lead in nurture wakes up, or null",
    "nurture_why": "why it rests",
    "quiet": "whether they named the day themselves, and get nothing before it",
    "ended_why": "why it was disqualified or lost",
    "created_at": "when it was opened",
    "qualified_at": "when it was qualified last, or null",
    "ended_at": "when it was over, or null",
}
SHOWN_FIELDS = LEAD_FIELDS | {
    "score_now": "by the same definition, with what has happened and how long they have been silent since; or null",
    "threshold": "of that definition",
    "answers": "an object of answers by question",
    "score_lines": "objects with what, said, points, why: they add up to the score",
    "level_tests": "objects with level, name, met, tests (need, met)",
    "lacking": "what keeps it from being qualified, as sentences",
    "levels": "the levels that it stood on: level, at, by, why, days",
    "moves": "its states: at, by, event, state, score, why",
    "notes": "objects with at, by, call, text",
    "chain": "addresses: whom we asked first, who sent us to whom, until them",
    "legal_basis": "on what grounds they may be written to, as their lists say",
    "thread": "what they wrote in the reply that opened it, or null",
    "nurture_run": "where they are in the slow sequence, or null",
}
JUDGED_FIELDS = {
    "lead": "its number",
    "state": "after it",
    "qualified": "whether it meets the definition",
    "score": "the sum of the lines",
    "threshold": "what the definition asks for",
    "level": "1 to 5",
    "lines": "objects with what, said, points, why",
    "level_tests": "objects with level, name, met, tests (need, met)",
    "why_not": "what keeps it from being qualified, as sentences",
    "definition_version": "by which it was judged",
    "next_step": "what comes next",
    "next_step_on": "on which day, or null",
    "no_next_step_why": "why nothing comes next",
}


class _Lead(_TextType):
    """A lead by its number or by the address of the person."""

    name = "id or address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        said = str(value).strip()
        if not said.isdecimal() and "@" not in said:
            self.fail(f'"{one_line(said, 60)}" is neither the number of a lead nor an address.', param, ctx)
        return said


LEAD = _Lead()


def judged_as_json(judged: "Judged") -> dict[str, Any]:
    from outreach.qualification.leads.listing import level_tests

    return {
        "qualified": judged.is_qualified,
        "score": judged.score,
        "threshold": judged.threshold,
        "level": judged.level,
        "lines": [line.to_json() for line in judged.lines],
        "level_tests": level_tests(judged),
        "why_not": list(judged.why_not),
    }


def show_judged(judged: "Judged") -> None:
    """The score line by line, then the levels with what each asks for."""
    from outreach.qualification.leads.listing import level_tests

    show_lines([line.to_json() for line in judged.lines], judged.score, judged.threshold)
    click.echo()
    show_levels(level_tests(judged), judged.level)


def show_lines(lines: Sequence[Mapping[str, Any]], score: int, threshold: int | None) -> None:
    rows = [(each["what"], each["said"], f"{each['points']:+d}", each["why"]) for each in lines]
    rows.append(("score", "" if threshold is None else f"wanted {threshold}", str(score), ""))
    table(("what", "said", "points", "why"), rows, empty="Nothing was asked yet.")


def show_levels(levels: Sequence[Mapping[str, Any]], reached: int) -> None:
    rows = []
    for each in levels:
        needs = "; ".join(f"{'+' if test['met'] else '-'} {test['need']}" for test in each["tests"])
        rows.append((f"{each['level']}{' ◀' if each['level'] == reached else ''}", each["name"], needs))
    table(("level", "name", "entry test (+ met, - not met)"), rows, empty="There are no levels.")


def show_in_words(shown: Mapping[str, Any]) -> None:
    """One lead on a page."""
    facts(_top(shown))
    if shown["thread"]:
        click.echo("\nThey wrote:")
        text("\n".join(f"  {line}" for line in shown["thread"].strip().split("\n")[:30]))
    if shown["score_lines"]:
        click.echo(
            f"\nScore, as judged on {when(shown['judged_at'])} by version {shown['definition_version']}:"
        )
        show_lines(shown["score_lines"], shown["score"], shown["threshold"])
        if shown["score_now"] != shown["score"]:
            click.echo(f"As of today it would be {shown['score_now']}.")
    if shown["level_tests"]:
        click.echo("\nLevels:")
        show_levels(shown["level_tests"], shown["level"])
    click.echo("\nLevel history:")
    table(
        ("level", "since", "days", "by", "why"),
        [(each["level"], each["at"], each["days"], each["by"], each["why"]) for each in shown["levels"]],
        empty="",
    )
    click.echo("\nHistory:")
    table(
        ("at", "by", "what", "state", "why"),
        [(each["at"], each["by"], each["event"], each["state"], each["why"]) for each in shown["moves"]],
        empty="",
    )
    for each in shown["notes"]:
        click.echo()
        text(f"{when(each['at'])} {each['by']}, {'call' if each['call'] else 'note'}: {each['text']}")
    if shown["lacking"] and shown["state"] in ("open", "rejected", "untouched"):
        say(f"\nNot qualified: {'; '.join(shown['lacking'])}. `outreach leads qualify {shown['id']}` asks.")


def _top(shown: Mapping[str, Any]) -> dict[str, Any]:
    who = f"{shown['name']} <{shown['address']}>" if shown["name"] else shown["address"]
    pairs: dict[str, Any] = {
        "lead": f"{shown['id']}: {who}",
        "title": shown["title"],
        "account": f"{shown['account']} ({shown['account_status']})",
        "state": shown["state"],
        "level": f"{shown['level']}, for {shown['days_in_level']} days",
        "from": ", ".join(
            part
            for part in (
                shown["source"],
                shown["list"] and f"list {shown['list']}",
                shown["campaign"] and f"campaign {shown['campaign']}",
                shown["message"] and f"message {shown['message']} (`outreach inbox show {shown['message']}`)",
            )
            if part
        ),
        "sent to them by": " → ".join(shown["chain"]) if len(shown["chain"]) > 1 else "",
        "legal basis": ", ".join(shown["legal_basis"]),
        "finder, owner": f"{shown['finder'] or '-'}, {shown['owner'] or '-'}",
        "next step": _next(shown),
        "rests until": when(shown["wakes_at"])[:10],
        "rests because": shown["nurture_why"],
        "nurture": shown["nurture_run"],
        "ended because": shown["ended_why"],
    }
    return {name: value for name, value in pairs.items() if value}


def _next(shown: Mapping[str, Any]) -> str:
    if shown["next_step"]:
        return f"{shown['next_step']}, on {shown['next_step_on']}"
    return f"none: {shown['no_next_step_why']}" if shown["no_next_step_why"] else ""
