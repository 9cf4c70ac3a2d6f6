"""`outreach prospects export` and `erase`: what we know of one person, for who asks; and nothing any more."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, REMARK
from outreach.cli.groups import Command
from outreach.cli.output import as_json as to_json
from outreach.cli.output import emit_json, facts, json_option, say
from outreach.cli.progress import progress
from outreach.core.errors import Refused

if TYPE_CHECKING:
    from outreach.config import Config
    from outreach.database.engine import Database
    from outreach.rights.erasing import Erased
    from outreach.rights.person import About, Person

EXPORT_FIELDS = {
    "address": "the address that was asked with",
    "addresses": "all addresses that we know of them",
    "suppression": "object with reason, since, by, note, covers; or null",
    "contact": "object with name, title, phone, fields and what else a list said; or null",
    "account": "object with name, domains, status; or null",
    "lists": "where we have them from: objects with list, source, legal_basis, file, imported_by, line, since",
    "named_by": "who named them to us: objects with by, at, how, as, state",
    "records": "every other row about them, by table: runs, mails and messages with their bytes, verdicts, decisions",
    "audit": "what people did to them here: objects with at, action, by, details",
}

ERASE_FIELDS = {
    "address": "the address that was asked with",
    "erased": "whether it was done; false: this is what would go",
    "rows": "object with how many rows by table",
    "swept": "object with further rows in which they stood, by table",
    "on_servers": "messages that still lie on mail servers: objects with mailbox, folder, uid",
    "sent_copies": "our mails in Sent folders: objects with mailbox, message_id",
    "other_people": "numbers of messages of other companies with the same name in them, which stay",
    "trouble": "what could not be done to the file of the database, or null",
}


@click.command(cls=Command, epilog="outreach prospects export ana@acme.example --out ana.json")
@click.argument("address", type=ADDRESS)
@click.option(
    "--out",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write everything there, as JSON, readable by you alone.",
)
@json_option(EXPORT_FIELDS, shape="one object")
def export(address: str, file: Path | None, as_json: bool) -> None:
    """Everything that is known of one person, with sources and decisions.

    Mails are in it byte for byte. That it was made stands in the audit.
    """
    from outreach.database import audit
    from outreach.rights.telling import told

    config = workspace.config()
    with workspace.database(config) as database:
        person, found = _looked_up(database, address)
        with database.writing() as session:
            known = told(session, person, found)
            subject = audit.subject_of(session, person.address)
            audit.note(
                session, "person_exported", actor=workspace.actor(), at=workspace.now(), subject=subject
            )
    if file is not None:
        _write(file, known)
        say(f"{file} holds everything that is known of {address}: {_counted(known['records'])}.")
    elif as_json:
        emit_json(known)
    else:
        _tell(known)


@click.command(
    cls=Command,
    epilog="outreach prospects erase ana@acme.example\n"
    "outreach prospects erase ana@acme.example --yes --reason 'letter of 12 May'",
)
@click.argument("addresses", nargs=-1, required=True, type=ADDRESS, metavar="ADDRESS...")
@click.option("--yes", is_flag=True, help="Do it. Without it, only what would go is said.")
@click.option("--reason", type=REMARK, default="", help="Why; kept in the audit, so do not name them in it.")
@click.option(
    "--with-account",
    is_flag=True,
    help="The name and the domains of their company too, if nobody else is there.",
)
@json_option(ERASE_FIELDS)
@click.pass_context
def erase(
    ctx: click.Context, addresses: tuple[str, ...], yes: bool, reason: str, with_account: bool, as_json: bool
) -> None:
    """Take out everything about a person, but a hash by which they are never written to again.

    Names, fields, mail in and out, verdicts, notes, their place in other people's mail: from the database, its
    write-ahead log and its free pages. That a mail went out stays, without its text. It cannot be undone.
    """
    config = workspace.config()
    with workspace.database(config) as database:
        plans = [(*_looked_up(database, address), address) for address in addresses]
        is_sqlite = database.is_sqlite
        told = []
        for person, found, address in plans:
            done = _erase(config, database, person, found, yes=yes, reason=reason, with_account=with_account)
            told.append(_as_facts(address, done, found, erased=yes))
    trouble = _rewrite(config) if yes and is_sqlite else None
    for each in told:
        each["trouble"] = trouble
    if as_json:
        emit_json(told)
    else:
        for each in told:
            _say_erased(each, is_sqlite=is_sqlite)
    if trouble:
        ctx.exit(1)


def _looked_up(database: "Database", address: str) -> "tuple[Person, About]":
    """The person, and everything about them; a bar goes through the stored mail."""
    from sqlalchemy import func
    from sqlmodel import select

    from outreach.inbox.model import InboundMessage
    from outreach.rights.person import about, find_person
    from outreach.sending.model import OutboundMessage

    with database.reading() as session:
        person = find_person(session, address)
        total = sum(
            session.exec(select(func.count()).select_from(table)).one()
            for table in (InboundMessage, OutboundMessage)
        )
        with progress("looking through the mail", total) as advance:
            return person, about(session, person, advance)


def _erase(
    config: "Config",
    database: "Database",
    person: "Person",
    found: "About",
    *,
    yes: bool,
    reason: str,
    with_account: bool,
) -> "Erased":
    """Do it, or say what it would do: the same, and rolled back."""
    from outreach.database.engine import sqlite_path
    from outreach.rights.erasing import erase as erase_person
    from outreach.rights.side_journal import require_nothing_of

    if yes:
        require_nothing_of(person.needles, config.path, sqlite_path(config.database.url))
        _forget_drafts(config, database, person, found)
    with database.writing() if yes else database.trying() as session:
        return erase_person(
            session,
            person,
            found,
            actor=workspace.actor(),
            now=workspace.now(),
            reason=reason,
            with_account=with_account,
        )


def _forget_drafts(config: "Config", database: "Database", person: "Person", found: "About") -> None:
    """What reviewers have typed about them and not sent off."""
    from sqlmodel import col, select

    from outreach.cli.review_screen.drafts import forget_whoever
    from outreach.qualification.model import Review

    with database.reading() as session:
        theirs = select(Review.id).where(col(Review.inbound_id).in_(found.messages | found.naming_messages))
        reviews = set(session.exec(theirs).all())
    try:
        forget_whoever(config.root, lambda review, text: review in reviews or person.needles.are_in(text))
    except OSError as error:
        raise Refused(f"The drafts of reviewers cannot be changed: {error.strerror or error}.") from None


def _rewrite(config: "Config") -> str | None:
    from outreach.database.engine import sqlite_path
    from outreach.database.free_pages import rewrite

    path = sqlite_path(config.database.url)
    assert path is not None
    trouble = rewrite(path).trouble
    if not trouble:
        return None
    return f"The file could not be written anew ({trouble}): deleted bytes may lie in it. Run it again."


def _as_facts(address: str, done: "Erased", found: "About", *, erased: bool) -> dict[str, Any]:
    return {
        "address": address,
        "erased": erased,
        "rows": dict(done.rows),
        "swept": dict(done.swept),
        "on_servers": [
            dict(zip(("mailbox", "folder", "uid"), each, strict=True)) for each in done.on_servers
        ],
        "sent_copies": [dict(zip(("mailbox", "message_id"), each, strict=True)) for each in done.sent_copies],
        "other_people": sorted(found.namesakes),
    }


def _say_erased(told: Mapping[str, Any], *, is_sqlite: bool) -> None:
    address = told["address"]
    rows = {**told["rows"], **{f"{name}, named in": number for name, number in told["swept"].items()}}
    facts(rows)
    if not told["erased"]:
        say(f"{address}: this would be emptied. Do it with --yes; it cannot be undone.")
        return
    say(f"{address} is erased, and suppressed for ever by a hash.")
    if told["trouble"]:
        say(told["trouble"])
    if not is_sqlite:
        say("PostgreSQL keeps old rows until they are vacuumed: run VACUUM FULL when it may take the time.")
    if told["on_servers"] or told["sent_copies"]:
        say(
            f"Not ours to erase: {len(told['on_servers'])} messages and {len(told['sent_copies'])} copies of our "
            "mails on mail servers (--json names them), backups, and logs that were written with --verbose."
        )
    if told["other_people"]:
        numbers = ", ".join(map(str, told["other_people"][:10]))
        say(f"Messages of other companies have the same name in them and stay: {numbers}.")


def _write(file: Path, known: Mapping[str, Any]) -> None:
    try:
        file.touch(mode=0o600)
        file.chmod(0o600)
        with file.open("w", encoding="utf-8") as stream:
            stream.write(to_json(known, indent=2, stream=stream) + "\n")
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}.") from None


def _tell(known: Mapping[str, Any]) -> None:
    shown = {
        "address": known["address"],
        "also": ", ".join(known["addresses"][1:]),
        "suppressed": known["suppression"] and known["suppression"]["reason"],
        **{name: value for name, value in (known["contact"] or {}).items() if name != "address" and value},
        "account": known["account"] and known["account"]["name"],
    }
    facts({name: _short(value) for name, value in shown.items()})
    for title, lines in (
        ("from", known["lists"]),
        ("named by", known["named_by"]),
        ("audit", known["audit"]),
    ):
        for line in lines:
            click.echo(f"{title}: " + _short({name: value for name, value in line.items() if value}))
    say(f"{_counted(known['records'])}. --out FILE or --json has all of it, mails byte for byte.")


def _short(value: Any) -> Any:
    from outreach.core.untrusted import one_line

    if isinstance(value, dict):
        return one_line(", ".join(f"{name} {each}" for name, each in value.items()), 300)
    return value


def _counted(records: Mapping[str, Sequence[Any]]) -> str:
    return ", ".join(f"{len(rows)} {name}" for name, rows in records.items()) or "No further record"
