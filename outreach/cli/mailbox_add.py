"""`outreach mailbox add`: a mailbox of ours from its address."""

import asyncio
from typing import TYPE_CHECKING, NoReturn

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, KNOWN
from outreach.cli.groups import Command
from outreach.cli.output import say
from outreach.core.errors import NotFound, OutreachError, Refused

if TYPE_CHECKING:
    from outreach.config import Config, Mailbox
    from outreach.settings.mail_providers import Place, ProviderServers
    from outreach.settings.mailbox_section import NewMailbox, OAuthApplication
    from outreach.settings.server_finding import FoundServers

#: Of a server of one's own; the third way, by what its port says, is the default.
_SECURITY = ("tls", "starttls", "none")
#: Stands where the person has to put the id that their provider gave them.
_CHANGE = "CHANGE"


@click.command(
    cls=Command,
    epilog="outreach mailbox add ana@brighttools.example\n"
    "outreach mailbox add ana@gmail.com --write\n"
    "outreach mailbox add ana@brighttools.example --oauth --client-id 8d1c… --write\n"
    "outreach mailbox add ana@brighttools.example --smtp mail.brighttools.example:587 --imap mail.brighttools.example",
)
@click.argument("address", type=ADDRESS)
@click.option(
    "--name", type=KNOWN, help="What commands and reports call it; by default the part before the @."
)
@click.option("--oauth/--password", default=None, help="How it logs in; by default as its provider wants it.")
@click.option(
    "--client-id", default="", help="For OAuth2: the id of the application that you have registered."
)
@click.option(
    "--smtp",
    metavar="HOST[:PORT]",
    help="Where its mail is handed in; then it is not looked for. Port 465 unless said.",
)
@click.option("--imap", metavar="HOST[:PORT]", help="Where its mail is read; so. Port 993 unless said.")
@click.option(
    "--security",
    type=click.Choice(_SECURITY),
    help="Of --smtp and --imap. Default: as the port says, else tls. none is plain text, to this machine only.",
)
@click.option(
    "--offline", is_flag=True, help="Ask nobody: only providers that came with the program are found."
)
@click.option(
    "--write",
    is_flag=True,
    help="Put it into config.toml: in the place of the example mailbox, while that is as it was shipped, else at the "
    "end. Whatever else stands there stays as it is.",
)
def add(
    address: str,
    name: str | None,
    oauth: bool | None,
    client_id: str,
    smtp: str | None,
    imap: str | None,
    security: str | None,
    offline: bool,
    write: bool,
) -> None:
    """Find the servers of a mailbox, and print its section of config.toml. With --write it is put there.

    They are looked for in what is known of the large providers, in the SRV and MX records of the domain, and under the
    usual names, over TLS. Servers that nobody announces are named with --smtp and --imap. Nobody logs in.
    """
    from outreach.settings.mailbox_section import name_for, section

    named = _named(smtp, imap, security)
    config = workspace.config()
    example = _untouched_example(config)
    ours = [each for each in config.mailboxes if each is not example]
    taken = {each.name for each in ours}
    _refuse_known(config, ours, address, name)
    called = name or name_for(address, taken)
    found = _found(address, named, offline=offline)
    if found.smtp is None:
        _with_gaps(address, called)
    new = _new(address, called, found, oauth, client_id)
    text = section(new)
    click.echo(text, nl=False)
    _advise(new, found.provider)
    if not write:
        where = "is appended to" if example is None else "takes the place of the example mailbox in"
        say(f"Nothing was written. With --write it {where} {config.path}.")
        return
    if new.oauth is not None and new.oauth.client_id == _CHANGE:
        raise Refused(
            "--write needs --client-id: the id of an application that you register with the provider, once for all "
            "mailboxes (docs/mailboxes.md says how)."
        )
    _write(config, new, text, example)
    _next(new)


def _untouched_example(config: "Config") -> "Mailbox | None":
    """The example mailbox, where nobody has changed or used it."""
    from outreach.settings.example_mailbox import EXAMPLE_ADDRESS, EXAMPLE_NAME, stands_in

    box = config.mailbox(EXAMPLE_NAME)
    if box is None or box.address != EXAMPLE_ADDRESS:
        return None
    raw = config.path.read_bytes()
    # A file from Windows has the same example; one with line ends of both kinds could not be kept to the byte.
    is_mixed = 0 < raw.count(b"\r\n") < raw.count(b"\n")
    if is_mixed or not stands_in(raw.decode("utf-8").replace("\r\n", "\n")):
        return None
    return None if _sends_a_campaign(config, box.name) else box


def _sends_a_campaign(config: "Config", name: str) -> bool:
    """Whether a campaign was created over it, to try things out; without a database there is none."""
    from sqlmodel import select

    from outreach.sequences.model import Campaign

    try:
        with workspace.reading(config) as session:
            return any(name in mailboxes for mailboxes in session.exec(select(Campaign.mailboxes)))
    except OutreachError:
        return False


def _write(config: "Config", new: "NewMailbox", text: str, example: "Mailbox | None") -> None:
    from outreach.config import load_config
    from outreach.settings.example_mailbox import EXAMPLE_ADDRESS, in_its_place, stands_in
    from outreach.settings.mailbox_section import append, rewrite

    def replaced(before: bytes) -> bytes:
        newline = "\r\n" if b"\r\n" in before else "\n"
        text = before.decode("utf-8").replace("\r\n", "\n")
        if not stands_in(text):
            raise Refused(f"{config.path} was changed at the same moment: nothing was written. Try again.")
        return in_its_place(text, new).replace("\n", newline).encode("utf-8")

    if example is not None:
        rewrite(config.path, replaced, check=load_config)
        say(
            f"Written into {config.path}, in the place of the example mailbox {example.name}, which was untouched."
        )
        return
    append(config.path, text, check=load_config)
    say(f"Appended to {config.path}.")
    for each in config.mailboxes:
        if each.address == EXAMPLE_ADDRESS:
            say(
                f"Note: {each.name} is the example mailbox, changed or in use, and stays. Nothing can be sent from it."
            )


def _refuse_known(config: "Config", ours: "list[Mailbox]", address: str, name: str | None) -> None:
    for each in ours:
        if each.address == address:
            raise Refused(f"{address} is in {config.path} already: the mailbox {each.name}.")
        if each.name == name:
            raise Refused(
                f"{config.path} has a mailbox {name} already: {each.address}. Choose another --name."
            )


def _named(smtp: str | None, imap: str | None, security: str | None) -> "tuple[Place | None, Place | None]":
    """What --smtp and --imap name."""
    from outreach.mail.servers import Security
    from outreach.settings.named_server import Purpose, named_server

    if security is not None and smtp is None and imap is None:
        raise click.UsageError("--security is about --smtp and --imap: name the servers.")
    how = None if security is None else Security(security)
    return (
        None if smtp is None else named_server(smtp, Purpose.SMTP, how),
        None if imap is None else named_server(imap, Purpose.IMAP, how),
    )


def _found(address: str, named: "tuple[Place | None, Place | None]", *, offline: bool) -> "FoundServers":
    """The servers that were named; what was not is looked for."""
    from outreach.settings.server_finding import FoundServers, find_servers

    smtp, imap = named
    if smtp is not None and imap is not None:
        return FoundServers(smtp, imap, "as you say")
    found = asyncio.run(find_servers(address, offline=offline))
    say(f"{'Found' if found.smtp or found.imap else 'Not found'}: {found.how}.")
    for remark in found.remarks:
        say(f"Note: {remark}")
    if smtp is None and imap is None:
        return found
    # Of a provider of which only one server is used, nothing is known.
    return FoundServers(smtp or found.smtp, imap or found.imap, found.how)


def _with_gaps(address: str, name: str) -> NoReturn:
    """The section for a person to fill in."""
    from outreach.mail.servers import Security
    from outreach.settings.keys import SentCopy
    from outreach.settings.mail_providers import Place
    from outreach.settings.mailbox_section import NewMailbox, section

    smtp, imap = Place(_CHANGE, 465, Security.TLS), Place(_CHANGE, 993, Security.TLS)
    click.echo(section(NewMailbox(name, address, smtp, imap, SentCopy.APPEND)), nl=False)
    raise NotFound(
        f"No server was found that takes mail from {address}. Ask your provider for the names of its SMTP and IMAP "
        f"servers, then: outreach mailbox add {address} --smtp HOST:PORT --imap HOST:PORT --write. Or fill in what "
        f"says {_CHANGE} above, and put it into config.toml; config.example.toml has every key."
    )


def _new(address: str, name: str, found: "FoundServers", oauth: bool | None, client_id: str) -> "NewMailbox":
    from outreach.settings.keys import SentCopy
    from outreach.settings.mailbox_section import NewMailbox

    assert found.smtp is not None
    if found.imap is None:
        say(
            "Note: no IMAP server was found. Without one no reply is ever seen: name it with --imap HOST:PORT."
        )
    application = _application(found.provider, oauth, client_id)
    copy = SentCopy.APPEND if found.imap is not None else SentCopy.NONE
    if found.provider is not None:
        copy = found.provider.sent_copy
    return NewMailbox(name, address, found.smtp, found.imap, copy, application)


def _application(
    provider: "ProviderServers | None", oauth: bool | None, client_id: str
) -> "OAuthApplication | None":
    from outreach.settings.mailbox_section import OAuthApplication
    from outreach.settings.oauth import Auth

    wanted = oauth if oauth is not None else provider is not None and provider.auth is Auth.OAUTH2
    if not wanted:
        return None
    if provider is None or provider.oauth2 is None:
        whose = "this provider" if provider is None else provider.title
        raise Refused(
            f"OAuth2 of {whose} is not known here. Use a password, or write [mailboxes.oauth2] with "
            'provider = "custom" by hand.'
        )
    return OAuthApplication(provider.oauth2, client_id or _CHANGE, provider.tenant)


def _advise(new: "NewMailbox", provider: "ProviderServers | None") -> None:
    from outreach.settings.mailbox_section import sends_without_password

    if sends_without_password(new):
        say(
            f"Note: in [mailboxes.smtp], {new.smtp.host} is this machine, and gets no password. Where it wants one, "
            "add it there as config.example.toml has it."
        )
        return
    if provider is None:
        say("Most providers want an app password, and IMAP switched on in their settings.")
        return
    say(provider.advice)
    say(f"The provider says more: {provider.source}")


def _next(new: "NewMailbox") -> None:
    from outreach.settings.mailbox_section import secret_variable, sends_without_password
    from outreach.settings.oauth import OAuthProvider

    if new.oauth is None and new.imap is None and sends_without_password(new):
        say(f"Next:\n  outreach mailbox test {new.name}")
        return
    if new.oauth is None:
        say(
            f"Next: put its password into the variable {secret_variable(new.name, 'PASSWORD')}, or say another place;"
        )
        say(f"  outreach mailbox test {new.name}")
        return
    if new.oauth.provider is OAuthProvider.GOOGLE:
        say(
            f"Next: put the client secret into the variable {secret_variable(new.name, 'CLIENT_SECRET')}, then"
        )
    else:
        say("Next:")
    say(f"  outreach mailbox authorize {new.name}")
