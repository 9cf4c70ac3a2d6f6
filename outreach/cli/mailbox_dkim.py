"""`outreach mailbox dkim`: what DNS needs for a signature of our own, and the key for it."""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN
from outreach.cli.completing import mailbox_names
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say
from outreach.core.errors import NotFound, Refused

if TYPE_CHECKING:
    from outreach.config import Config
    from outreach.settings.dkim import MailboxSigner

FIELDS = {
    "mailbox": "as the configuration calls it",
    "name": "where the record stands in DNS",
    "type": '"TXT"',
    "value": "the record",
    "kind": '"rsa" or "ed25519"',
    "bits": "length of the key",
    "published": "with --check: whether DNS has this very key; else null",
}
#: RFC 1035, 3.3.14: a TXT record is made of strings of at most 255 octets.
_STRING = 255


@click.command(cls=Command, epilog="outreach mailbox dkim ana --generate\noutreach mailbox dkim ana --check")
@click.argument("name", type=KNOWN, shell_complete=mailbox_names)
@click.option("--generate", is_flag=True, help="First make a new key in the file of the configuration.")
@click.option(
    "--type",
    "kind",
    type=click.Choice(["rsa", "ed25519"]),
    default="rsa",
    help="Of a new key. Everybody checks RSA; Ed25519 (RFC 8463) is short, and many receivers pass it over.",
)
@click.option("--check", is_flag=True, help="Ask DNS whether the record is there.")
@json_option(FIELDS, shape="an object")
@click.pass_context
def dkim(ctx: click.Context, name: str, generate: bool, kind: str, check: bool, as_json: bool) -> None:
    """Print the DNS record that goes with a mailbox's own signature (DKIM), as it is to be published.

    A key that is there is never written over: give the new one another file and another selector, publish it, and
    leave the old record in DNS for a week, since mails on their way are checked by it.
    """
    config = workspace.config()
    signer = _signer(config, name)
    if generate:
        _generate(config, name, kind)
    key = signer.key
    published = asyncio.run(_is_published(signer)) if check else None
    if as_json:
        emit_json(
            {
                "mailbox": name,
                "name": signer.record_name,
                "type": "TXT",
                "value": key.record,
                "kind": key.kind,
                "bits": key.bits,
                "published": published,
            }
        )
    else:
        click.echo(f"{signer.record_name}. IN TXT {_strings(key.record)}")
        if published is not None:
            say("DNS has this key." if published else "DNS does not have this key: publish the record above.")
    if published is False:
        ctx.exit(1)


def _signer(config: "Config", name: str) -> "MailboxSigner":
    from outreach.daemon.rules import signer_of

    found = config.mailbox(name)
    if found is None:
        known = ", ".join(each.name for each in config.mailboxes) or "none"
        raise NotFound(f"There is no mailbox {name} in {config.path}. Mailboxes: {known}.")
    signer = signer_of(config, found)
    if signer is None:
        raise Refused(
            f"{name} has no [mailboxes.dkim] in {config.path}. Add it below the mailbox:\n"
            f'[mailboxes.dkim]\nselector = "outreach1"\nkey = {{ file = "dkim-{name}.pem" }}'
        )
    return signer


def _generate(config: "Config", name: str, kind: str) -> None:
    from outreach.mail.dkim_signing import new_key
    from outreach.settings.secrets import SecretKind

    box = config.mailbox(name)
    assert box is not None
    assert box.dkim is not None
    if box.dkim.key.kind is not SecretKind.FILE:
        raise Refused(f'The key is kept in {box.dkim.key}; one is made only for {{ file = "…" }}.')
    path = Path(box.dkim.key.place)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(
            f"{path} is there already: nothing was written. Name another file for a new key."
        ) from None
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}).") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(new_key(kind))
        file.flush()
        os.fsync(file.fileno())
    say(f"A new key is in {path}; only its owner can read it.")


async def _is_published(signer: "MailboxSigner") -> bool:
    from outreach.mail.dkim import parse_keys
    from outreach.mail.dns_records import DnsRecords

    published = parse_keys(await DnsRecords().texts(signer.record_name))
    return signer.key.public in {key.public for key in published}


def _strings(record: str) -> str:
    pieces = [record[start : start + _STRING] for start in range(0, len(record), _STRING)]
    return " ".join(f'"{piece}"' for piece in pieces)
