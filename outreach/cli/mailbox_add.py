"""`outreach mailbox add`: a mailbox of ours from its address."""

import asyncio
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, KNOWN
from outreach.cli.groups import Command
from outreach.cli.output import say
from outreach.core.errors import NotFound, Refused

if TYPE_CHECKING:
    from outreach.config import Config
    from outreach.settings.mail_providers import ProviderServers
    from outreach.settings.mailbox_section import NewMailbox, OAuthApplication
    from outreach.settings.server_finding import FoundServers

#: Stands where the person has to put the id that their provider gave them.
_CHANGE = "CHANGE"


@click.command(
    cls=Command,
    epilog="outreach mailbox add ana@brighttools.example\n"
    "outreach mailbox add ana@gmail.com --write\n"
    "outreach mailbox add ana@brighttools.example --oauth --client-id 8d1c… --write",
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
    "--offline", is_flag=True, help="Ask nobody: only providers that came with the program are found."
)
@click.option("--write", is_flag=True, help="Append it to config.toml; what stands there stays as it is.")
def add(
    address: str, name: str | None, oauth: bool | None, client_id: str, offline: bool, write: bool
) -> None:
    """Find the servers of a mailbox, and print its section of config.toml. With --write it is appended there.

    It is looked for in what is known of the large providers, in the SRV and MX records of the domain, and under the
    usual names, over TLS. Nobody logs in.
    """
    from outreach.config import load_config
    from outreach.settings.mailbox_section import append, name_for, section
    from outreach.settings.server_finding import find_servers

    config = workspace.config()
    taken = {each.name for each in config.mailboxes}
    _refuse_known(config, address, name)
    found = asyncio.run(find_servers(address, offline=offline))
    say(f"Found: {found.how}.")
    for remark in found.remarks:
        say(f"Note: {remark}")
    new = _new(address, name or name_for(address, taken), found, oauth, client_id)
    text = section(new)
    click.echo(text, nl=False)
    _advise(found.provider)
    if not write:
        say(f"Nothing was written. With --write it is appended to {config.path}.")
        return
    if new.oauth is not None and new.oauth.client_id == _CHANGE:
        raise Refused(
            "--write needs --client-id: the id of an application that you register with the provider, once for all "
            "mailboxes (docs/mailboxes.md says how)."
        )
    append(config.path, text, check=load_config)
    say(f"Appended to {config.path}.")
    _next(new)


def _refuse_known(config: "Config", address: str, name: str | None) -> None:
    for each in config.mailboxes:
        if each.address == address:
            raise Refused(f"{address} is in {config.path} already: the mailbox {each.name}.")
        if each.name == name:
            raise Refused(
                f"{config.path} has a mailbox {name} already: {each.address}. Choose another --name."
            )


def _new(address: str, name: str, found: "FoundServers", oauth: bool | None, client_id: str) -> "NewMailbox":
    from outreach.settings.keys import SentCopy
    from outreach.settings.mailbox_section import NewMailbox

    if found.smtp is None:
        raise NotFound(
            f"No server was found that takes mail from {address}. Ask your provider for the names of its SMTP and IMAP "
            "servers, and write [[mailboxes]] by hand: config.example.toml has every key."
        )
    if found.imap is None:
        say(
            "Note: no IMAP server was found. Without one no reply is ever seen: add [mailboxes.imap] by hand."
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


def _advise(provider: "ProviderServers | None") -> None:
    if provider is None:
        say("Most providers want an app password, and IMAP switched on in their settings.")
        return
    say(provider.advice)
    say(f"The provider says more: {provider.source}")


def _next(new: "NewMailbox") -> None:
    from outreach.settings.mailbox_section import secret_variable
    from outreach.settings.oauth import OAuthProvider

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
    say(f"  outreach mailbox authorize {new.name}")
