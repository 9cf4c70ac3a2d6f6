"""`outreach accounts`: companies, what they are to us, and which of them are one."""

from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.accounts_change import merge, split, undo
from outreach.cli.accounts_import import import_
from outreach.cli.arguments import KNOWN, NAME, REMARK
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, facts, json_option, say, table, text
from outreach.core.errors import Refused

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.prospects.model import Account

#: The eight, as `prospects.model` has them; it takes long to import, and help does not need it.
STATUSES = (
    *("cold", "working"),
    *("nurture_active_opportunity", "nurture_check_quarterly", "nurture_dead_opportunity"),
    *("avoid_customer", "avoid_bad_fit", "avoid_duplicate"),
)

ACCOUNT_FIELDS = {
    "id": "the account's number",
    "name": "of the company; may be empty",
    "status": "what it is to us, one of the eight",
    "domains": "its registrable domains",
    "contacts": "how many people we know there",
    "alike": "with --duplicates: the numbers of the accounts that may be the same company",
}

SHOWN_FIELDS = {
    "id": "the account's number",
    "name": "of the company; may be empty",
    "other_names": "by which it is found as well",
    "status": "what it is to us, one of the eight",
    "status_since": "since when",
    "status_why": "by whose word, or because of which message",
    "domains": "its registrable domains",
    "alike": "the numbers of the accounts that may be the same company",
    "people": "objects with address, name, title, suppressed (why, or null)",
    "changes": "merges and splits: objects with change, kind, kept, other, at, actor, reason, undone_at",
    "mail": "an object: for each kind of mail whether it goes to somebody there, and why (goes, why)",
}


@click.group(cls=Group)
def accounts() -> None:
    """Companies: what they are to us, which of them are one, whom of them nobody writes to."""


accounts.add_command(merge)
accounts.add_command(split)
accounts.add_command(undo)
accounts.add_command(import_)


@accounts.command(
    "list", epilog="outreach accounts list --status avoid_customer\noutreach accounts list --duplicates"
)
@click.option("--status", type=click.Choice(STATUSES), metavar="STATUS", help="Only those with this status.")
@click.option("--domain", type=KNOWN, metavar="DOMAIN", help="Only the one with this domain.")
@click.option("--search", type=KNOWN, metavar="TEXT", help="Only those with this in a name or a domain.")
@click.option("--duplicates", is_flag=True, help="Only those that are called like another one, side by side.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@json_option(ACCOUNT_FIELDS)
def list_accounts(
    status: str | None,
    domain: str | None,
    search: str | None,
    duplicates: bool,
    limit: int | None,
    as_json: bool,
) -> None:
    """The companies that we know, by name."""
    from outreach.prospects.accounts_shown import Wanted, listed
    from outreach.prospects.model import AccountStatus

    wanted = Wanted(
        status=None if status is None else AccountStatus(status),
        search=search or "",
        domain=(domain or "").lower(),
        duplicates=duplicates,
        limit=limit,
    )
    with workspace.reading() as session:
        rows = listed(session, wanted)
    if as_json:
        emit_json(rows)
        return
    table(
        ("id", "name", "status", "domains", "contacts", "may be the same as"),
        [tuple(row.values()) for row in rows],
        empty="None. `outreach prospects import FILE` brings people in, and their companies with them.",
    )
    if duplicates and rows:
        say("Where two are one company: `outreach accounts merge A B`.")


@accounts.command(epilog="outreach accounts show acme.example")
@click.argument("account", type=KNOWN, metavar="NAME-OR-ID-OR-DOMAIN")
@json_option(SHOWN_FIELDS, shape="one object")
def show(account: str, as_json: bool) -> None:
    """One company: its names, domains and people, its status, and which mail goes there."""
    from outreach.prospects.accounts import find_account
    from outreach.prospects.accounts_shown import shown

    with workspace.reading() as session:
        found = find_account(session, account)
        told = shown(session, found)
        told["mail"] = _mail(found)
    if as_json:
        emit_json(told)
        return
    people, changes, mail = told.pop("people"), told.pop("changes"), told.pop("mail")
    facts({name: value for name, value in told.items() if value not in ("", [])})
    for kind, rule in mail.items():
        text(f"  {'goes' if rule['goes'] else 'NOT '}  {kind}: {rule['why']}")
    for person in people:
        no = f" (suppressed: {person['suppressed']})" if person["suppressed"] else ""
        known = ", ".join(each for each in (person["name"], person["title"]) if each)
        text(f"  {person['address']}  {known}".rstrip() + no)
    for change in changes:
        undone = ", undone" if change["undone_at"] else ""
        text(
            f"  {change['kind']} {change['change']}: {change['other']} and {change['kept']},"
            f" {change['at']:%Y-%m-%d}, {change['actor']}{undone}. {change['reason']}".rstrip()
        )


@accounts.command(
    epilog="outreach accounts edit acme.example --status avoid_customer --reason 'signed on 12 May'\n"
    "outreach accounts edit 'Acme Corp' --add-domain acme.de"
)
@click.argument("account", type=KNOWN, metavar="NAME-OR-ID-OR-DOMAIN")
@click.option("--status", type=click.Choice(STATUSES), metavar="STATUS", help="What it is to us from now on.")
@click.option("--name", type=NAME, help="What it is called; by the old name it is still found.")
@click.option("--add-domain", multiple=True, type=KNOWN, metavar="DOMAIN", help="Another domain of it.")
@click.option("--remove-domain", multiple=True, type=KNOWN, metavar="DOMAIN", help="No domain of it.")
@click.option("--reason", type=REMARK, default="", help="Why; kept with the status and in the audit.")
@json_option(SHOWN_FIELDS, shape="one object")
def edit(
    account: str,
    status: str | None,
    name: str | None,
    add_domain: tuple[str, ...],
    remove_domain: tuple[str, ...],
    reason: str,
    as_json: bool,
) -> None:
    """Change what a company is to us, its name, or its domains. A status holds for every mail from now on."""
    from outreach.prospects.accounts import find_account
    from outreach.prospects.accounts_shown import shown

    if not (status or name or add_domain or remove_domain):
        raise click.UsageError("Say what to change: --status, --name, --add-domain or --remove-domain.")
    with workspace.writing() as session:
        found = find_account(session, account)
        said = _edited(session, found, status, name, add_domain, remove_domain, reason)
        told = shown(session, found) | {"mail": _mail(found)}
    if as_json:
        emit_json(told)
        return
    for sentence in said:
        say(sentence)


def _edited(
    session: "Session",
    found: "Account",
    status: str | None,
    name: str | None,
    add_domain: tuple[str, ...],
    remove_domain: tuple[str, ...],
    reason: str,
) -> list[str]:
    from outreach.prospects import accounts as companies
    from outreach.prospects.model import AccountStatus

    by: dict[str, Any] = {"actor": workspace.actor(), "now": workspace.now()}
    assert found.id is not None
    said = []
    if name is not None:
        companies.rename(session, found, name, **by)
        said.append(f"Account {found.id} is called {name}.")
    for domain in add_domain:
        said.append(f"{companies.add_domain(session, found, domain, **by)} belongs to it.")
    for domain in remove_domain:
        said.append(f"{companies.remove_domain(session, found, domain, **by)} is no domain of it.")
    if status is not None:
        if not companies.rate(session, found.id, AccountStatus(status), why=reason, **by) and len(said) == 0:
            raise Refused(f"Account {found.id} is {status} already.")
        said.append(
            f"Account {found.id} is {status}. `outreach accounts show {found.id}` says which mail goes there."
        )
    return said


def _mail(account: "Account") -> dict[str, dict[str, Any]]:
    from outreach.prospects.account_policy import POLICY, MailKind, why_not

    now = workspace.now()
    return {
        kind.value: {
            "goes": why_not(kind, account.status, since=account.has_status_since, now=now) is None,
            "why": POLICY[account.status][kind].why,
        }
        for kind in MailKind
    }
