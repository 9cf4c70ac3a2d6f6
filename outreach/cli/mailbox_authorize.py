"""`outreach mailbox authorize`: a person agrees that the program may use a mailbox (OAuth2)."""

import asyncio
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN
from outreach.cli.completing import mailbox_names
from outreach.cli.groups import Command
from outreach.cli.output import say
from outreach.core.errors import NotFound, Refused

if TYPE_CHECKING:
    from outreach.config import Config, Mailbox
    from outreach.mail.oauth_messages import DeviceCode, Grant
    from outreach.mail.oauth_providers import OAuthClient


@click.command(
    cls=Command,
    epilog="outreach mailbox authorize ana\n"
    "outreach mailbox authorize ana --no-browser --port 8400\n"
    "outreach mailbox authorize ana --device",
)
@click.argument("name", type=KNOWN, shell_complete=mailbox_names)
@click.option(
    "--device", is_flag=True, help="Show a code to type on another machine. Google has none for mail."
)
@click.option("--no-browser", is_flag=True, help="Show the address of the page, and open nothing.")
@click.option(
    "--port",
    type=click.IntRange(1024, 65_535),
    help="On which port of 127.0.0.1 the browser comes back, for a tunnel (ssh -L 8400:127.0.0.1:8400 HOST); by "
    "default any that is free.",
)
def authorize(name: str, device: bool, no_browser: bool, port: int | None) -> None:
    """Let the program use a mailbox with OAuth2: a page is opened on which you agree. What comes is kept encrypted.

    If the mailbox was paused for want of it, it sends again.
    """
    from outreach.config import oauth_client
    from outreach.core.clock import SystemClock
    from outreach.daemon.authorising import keep
    from outreach.settings.token_vault import vault_of

    config = workspace.config()
    box = _authorisable(config, name)
    client = oauth_client(box)
    assert client is not None
    with workspace.database(config) as database:
        # First whatever may be missing, then the person.
        if vault_of(config.tokens, config.root).prepare():
            say(
                f"{config.root}/token.key is written: keep it, and keep it apart from backups of the database."
            )
        grant = asyncio.run(
            _by_device(client, box) if device else _by_page(client, box, no_browser, port or 0)
        )
        goes_on = keep(database, config, box, grant, actor=workspace.actor(), clock=SystemClock())
    say(f"{name} is authorised." + (" It was paused for want of that, and sends again." if goes_on else ""))
    say(f"Next: outreach mailbox test {name}")


def _authorisable(config: "Config", name: str) -> "Mailbox":
    from outreach.settings.oauth import uses_oauth2

    box = config.mailbox(name)
    if box is None:
        known = ", ".join(each.name for each in config.mailboxes) or "none"
        raise NotFound(f"There is no mailbox {name} in {config.path}. Mailboxes: {known}.")
    if not uses_oauth2(box.smtp, box.imap):
        raise Refused(
            f'{name} logs in with a password: nothing is to be authorised. For OAuth2 set auth = "oauth2" in '
            "[mailboxes.smtp] and [mailboxes.imap], and add [mailboxes.oauth2]."
        )
    return box


async def _by_page(client: "OAuthClient", box: "Mailbox", no_browser: bool, port: int) -> "Grant":
    from outreach.daemon.authorising import BROWSER_SECONDS, by_browser

    def show(url: str) -> None:
        say(
            f"Open this page as {box.address} and agree; the answer is waited for {BROWSER_SECONDS / 60:.0f} minutes:"
        )
        # Bare and alone on its line: it is copied.
        say(url)
        if not no_browser:
            click.launch(url)

    return await by_browser(client, box, show=show, port=port)


async def _by_device(client: "OAuthClient", box: "Mailbox") -> "Grant":
    from outreach.daemon.authorising import by_device

    def show(code: "DeviceCode") -> None:
        say(
            f"On any machine open {code.verification_url} as {box.address} and type {code.user_code}; "
            f"that is good for {code.expires_in // 60} minutes."
        )

    return await by_device(client, box, show=show)
