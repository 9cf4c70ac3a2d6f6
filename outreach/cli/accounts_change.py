"""`outreach accounts merge`, `split` and `undo`: two companies are one, one is two, and back."""

from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import ID, KNOWN, NAME, REMARK
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say

if TYPE_CHECKING:
    from outreach.sequences.account_changes import Changed

CHANGED_FIELDS = {
    "change": "its number, for `accounts undo --change`",
    "kept": "the number of the account that stays",
    "other": "the number of the one that was merged into it, or taken out of it",
    "contacts": "how many people have moved",
    "domains": "which domains have moved",
    "status": "what the account that stays is to us now",
    "runs": "cold runs that ended since somebody at the company has answered; after an undo, those that go on",
}


@click.command(cls=Command, epilog="outreach accounts merge acme.example 'ACME GmbH' --reason 'one company'")
@click.argument("account", type=KNOWN, metavar="A")
@click.argument("other", type=KNOWN, metavar="B")
@click.option("--reason", type=REMARK, default="", help="Why; kept in the audit.")
@json_option(CHANGED_FIELDS, shape="one object")
def merge(account: str, other: str, reason: str, as_json: bool) -> None:
    """Make B a part of A: two accounts that are one company. A and B are names, numbers or domains.

    Of their two statuses the stricter holds for both, and so does every no. `outreach accounts undo` takes it back.
    """
    from outreach.config import CompanyRule
    from outreach.prospects.accounts import find_account
    from outreach.sequences import account_changes

    config = workspace.config()
    with workspace.writing(config) as session:
        changed = account_changes.merge(
            session,
            find_account(session, account).id or 0,
            find_account(session, other).id or 0,
            hold_account=config.policy.company_rule is CompanyRule.ACCOUNT,
            reason=reason,
            actor=workspace.actor(),
            now=workspace.now(),
        )
    if as_json:
        emit_json(_as_json(changed))
        return
    say(
        f"Account {changed.other_id} is part of account {changed.kept_id}: {_moved(changed)}. It is {changed.status}."
    )
    if changed.runs:
        say(f"{changed.runs} cold runs have ended: somebody at the company has answered.")
    say(f"To take it back: `outreach accounts undo --change {changed.change_id}`.")


@click.command(cls=Command, epilog="outreach accounts split acme.example --domain acme.de")
@click.argument("account", type=KNOWN, metavar="ACCOUNT")
@click.option("--domain", type=KNOWN, required=True, help="Whoever has an address there is another company.")
@click.option("--name", type=NAME, default=None, help="What the new account is called.")
@click.option("--reason", type=REMARK, default="", help="Why; kept in the audit.")
@json_option(CHANGED_FIELDS, shape="one object")
def split(account: str, domain: str, name: str | None, reason: str, as_json: bool) -> None:
    """Make one domain of an account a company of its own. It is as strict as the one that it comes from."""
    from outreach.prospects.accounts import find_account
    from outreach.sequences import account_changes

    with workspace.writing() as session:
        changed = account_changes.split(
            session,
            find_account(session, account).id or 0,
            domain,
            name=name or "",
            reason=reason,
            actor=workspace.actor(),
            now=workspace.now(),
        )
    if as_json:
        emit_json(_as_json(changed))
        return
    say(
        f"Account {changed.other_id} is new: {_moved(changed)}. It is {changed.status}, as account {changed.kept_id}."
    )
    say(f"To take it back: `outreach accounts undo --change {changed.change_id}`.")


@click.command(cls=Command, epilog="outreach accounts undo\noutreach accounts undo --change 3")
@click.option(
    "--change", "change_id", type=ID, metavar="ID", help="Which merge or split; default: the last one."
)
@json_option(CHANGED_FIELDS, shape="one object")
def undo(change_id: int | None, as_json: bool) -> None:
    """Take back a merge or a split: what it has moved moves back, and what came since goes where it belongs.

    A no that was written down meanwhile holds for both.
    """
    from outreach.sequences import account_changes

    with workspace.writing() as session:
        chosen = change_id or account_changes.newest_change(session).id or 0
        changed = account_changes.undo(session, chosen, actor=workspace.actor(), now=workspace.now())
    if as_json:
        emit_json(_as_json(changed))
        return
    say(
        f"Change {changed.change_id} of accounts {changed.kept_id} and {changed.other_id} is undone: {_moved(changed)}."
    )
    if changed.runs:
        say(f"{changed.runs} runs go on.")


def _moved(changed: "Changed") -> str:
    people = f"{changed.contacts} {'contact' if changed.contacts == 1 else 'contacts'}"
    return people + (f" and {', '.join(changed.domains)} moved" if changed.domains else " moved")


def _as_json(changed: "Changed") -> dict[str, Any]:
    return {
        "change": changed.change_id,
        "kept": changed.kept_id,
        "other": changed.other_id,
        "contacts": changed.contacts,
        "domains": list(changed.domains),
        "status": changed.status.value,
        "runs": changed.runs,
    }
