"""A workspace whose mailbox logs in to Dovecot and Postfix with tokens of the tests' own authorisation server."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from outreach.config import Config, Mailbox, imap_server, load_config, smtp_server
from outreach.core.clock import SystemClock
from outreach.daemon import authorising
from outreach.daemon.token_keeper import LoginTokens, TokenKeeper, login_tokens
from outreach.database.engine import Database
from outreach.mail.imap import ImapSession
from outreach.mail.imap_tokens import open_session
from outreach.mail.oauth_messages import Grant
from outreach.mail.outcomes import Answer
from outreach.mail.smtp import SmtpConnection
from outreach.sending import mailbox_tokens, mailboxes
from outreach.sending.mailbox_tokens import Kept
from outreach.settings.token_vault import FernetVault, HeldTokens, vault_of
from tests.support.databases import founded_sqlite
from tests.support.servers import Dovecot, Postfix
from tests.support.token_server import CLIENT_ID, SCOPE, TokenServer

ANN = "ann@alpha.example"
MAIL = b"From: ann@alpha.example\r\nTo: info@beta.example\r\nSubject: by token\r\n\r\nHello.\r\n"

CONFIG = """
live = true

[sender]
name = "Ann Roe"
organisation = "Alpha Tools Ltd"
postal_address = "1 Harbour Row, Bristol BS1 4XX, United Kingdom"

[database]
url = "{url}"

[[mailboxes]]
name = "ann"
from = "Ann Roe <ann@alpha.example>"
ca_file = "{ca}"

[mailboxes.smtp]
host = "localhost"
port = {smtp}
security = "starttls"
auth = "oauth2"

[mailboxes.imap]
host = "localhost"
port = {imap}
security = "tls"
auth = "oauth2"

[mailboxes.oauth2]
provider = "custom"
client_id = "{client}"
scopes = ["{scope}", "offline_access"]
authorize_url = "{server}/authorize"
token_url = "{server}/token"
device_url = "{server}/device"
"""


class MovableClock:
    """The system's, and as much later as a test wants."""

    later = timedelta()

    def now(self) -> datetime:
        return SystemClock().now() + self.later


@dataclass
class OAuthMailbox:
    """Ann's mailbox."""

    config: Config
    database: Database
    server: TokenServer
    clock: MovableClock

    @property
    def mailbox(self) -> Mailbox:
        return self.config.mailboxes[0]

    @property
    def keeper(self) -> TokenKeeper:
        return TokenKeeper(self.database, self.config, self.mailbox, clock=self.clock)

    @property
    def tokens(self) -> LoginTokens:
        made = login_tokens(self.database, self.config, self.mailbox, self.mailbox.smtp, clock=self.clock)
        assert made is not None
        return made

    def authorise(self) -> bool:
        """As `outreach mailbox authorize` does, without a browser."""
        given = self.server.grant(ANN)
        vault = vault_of(self.config.tokens, self.config.root)
        assert isinstance(vault, FernetVault)
        vault.prepare()
        grant = Grant(given["access_token"], given["refresh_token"], given["expires_in"])
        return authorising.keep(
            self.database, self.config, self.mailbox, grant, actor="tester", clock=self.clock
        )

    @property
    def kept(self) -> Kept:
        with self.database.reading() as session:
            found = mailbox_tokens.kept(session, "ann")
        assert found is not None
        return found

    @property
    def held(self) -> HeldTokens:
        """What a process that starts now would go on with."""
        return vault_of(self.config.tokens, self.config.root).open("ann", self.kept.sealed)

    @property
    def paused_why(self) -> str:
        with self.database.reading() as session:
            return mailboxes.status_of(session, "ann").paused_why

    async def send(self) -> Answer:
        connection = SmtpConnection(smtp_server(self.mailbox), tokens=self.tokens)

        async def goes() -> bool:
            return True

        try:
            return await connection.deliver(
                sender=ANN, recipient="info@beta.example", message=MAIL, commit_point=goes
            )
        finally:
            await connection.close()

    async def open(self) -> ImapSession:
        server = imap_server(self.mailbox)
        assert server is not None
        return await open_session(server, self.tokens, deadline=20)

    async def read(self) -> int:
        """How many mails lie in the Inbox; raises ImapTrouble."""
        session = await self.open()
        try:
            return (await session.select("INBOX")).exists
        finally:
            await session.close()

    def process(self, *words: str) -> "subprocess.Popen[str]":
        """A process of its own that asks for a token (see token_process.py)."""
        command = [sys.executable, "-m", "tests.support.token_process", str(self.config.path), *words]
        root = Path(__file__).parents[2]
        path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
        environment = os.environ | {"PYTHONPATH": path}
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=root
        )


def ended(process: "subprocess.Popen[str]", within: float = 60.0) -> str:
    """What it printed; AssertionError where it failed."""
    try:
        out, err = process.communicate(timeout=within)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
    assert process.returncode == 0, err
    return out.strip()


@contextmanager
def oauth_mailbox(
    folder: Path, server: TokenServer, dovecot: Dovecot | None = None, postfix: Postfix | None = None
) -> Iterator[OAuthMailbox]:
    """Without mail servers its addresses lead nowhere: enough for who only asks for tokens."""
    url = f"sqlite:///{folder / 'outreach.db'}"
    (folder / "config.toml").write_text(
        CONFIG.format(
            url=url,
            ca=dovecot.cert if dovecot else "none.pem",
            smtp=postfix.submission if postfix else 587,
            imap=dovecot.imaps if dovecot else 993,
            client=CLIENT_ID,
            scope=SCOPE,
            server=server.url,
        )
    )
    with founded_sqlite(folder / "outreach.db") as database:
        yield OAuthMailbox(load_config(folder / "config.toml"), database, server, MovableClock())
