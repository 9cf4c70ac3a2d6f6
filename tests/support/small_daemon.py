"""The daemon's engine in this process, between an SMTP server that may misbehave and a mailbox on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from outreach.config import Config, load_config
from outreach.daemon.engine import Engine
from outreach.sandbox.imap_server import INBOX, LoopbackImapServer
from outreach.sending.journal import Journal
from tests.support.campaigns import earliest
from tests.support.countries import allow_everywhere
from tests.support.mailbox_reader import ANN, SECRET, Impatient, RoomClock
from tests.support.mailroom import Mailroom, effect_rules
from tests.support.misbehaving_smtp import MisbehavingSmtp

_CONFIG = """
live = {live}

[sender]
name = "Ann Roe"
organisation = "Alpha Tools Ltd"
postal_address = "1 Harbour Row, Bristol BS1 4XX, United Kingdom"

[database]
url = "{url}"

[policy]
zone = "Europe/London"

[[mailboxes]]
name = "ann"
from = "Ann Roe <{address}>"
per_day = 100
gap_seconds = [0, 0]
sent_copy = "{sent_copy}"

[mailboxes.ramp]
start = 100
add = 0

[mailboxes.smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"

[mailboxes.imap]
host = "127.0.0.1"
port = {imap_port}
security = "none"
username = "{address}"
password = {{ file = "password" }}
"""


@dataclass(frozen=True)
class SmallDaemon:
    """An engine with what it is connected to; `room` looks into its database and sets its clock."""

    engine: Engine
    room: Mailroom
    smtp: MisbehavingSmtp
    imap: LoopbackImapServer

    async def receive(self, *raws: bytes, folder: str = INBOX) -> None:
        """Letters arrive in Ann's mailbox now."""
        for raw in raws:
            await self.imap.deliver(ANN, raw, self.room.now, folder=folder)

    def sent_to(self) -> list[str]:
        """Who has got a mail, in the order of sending."""
        return [recipient for recipient, _ in self.smtp.mails]


@asynccontextmanager
async def small_daemon(
    room: Mailroom,
    folder: Path,
    *,
    smtp: MisbehavingSmtp | None = None,
    live: bool = True,
    journal: Journal | None = None,
    also: str = "",
    sent_copy: str = "server",
) -> AsyncIterator[SmallDaemon]:
    """An engine over the room's database and clock, as `outreach run` builds it from a configuration.

    `also` stands at the end of the configuration.
    """
    clock = RoomClock(room)
    imap = LoopbackImapServer(clock)
    imap.add_account(ANN, SECRET)
    await imap.start()
    async with smtp or MisbehavingSmtp() as relay:
        config = _config(folder, room, relay.port, imap.port, live, also, sent_copy)
        engine = Engine(
            config,
            room.database,
            clock=clock,
            rng=Impatient(),
            draws=earliest,
            in_order=True,
            journal=journal,
        )
        room.rules = engine.rules
        room.effects = effect_rules(engine.rules)
        try:
            yield SmallDaemon(engine, room, relay, imap)
        finally:
            for reader in engine.readers:
                await reader.close()
            for sender in engine.senders:
                await sender.close()
            await imap.close()


def _config(
    folder: Path, room: Mailroom, smtp_port: int, imap_port: int, live: bool, also: str, sent_copy: str
) -> Config:
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(SECRET, encoding="utf-8")
    path = folder / "config.toml"
    text = _CONFIG.format(
        live=str(live).lower(),
        url=room.database.url,
        address=ANN,
        smtp_port=smtp_port,
        imap_port=imap_port,
        sent_copy=sent_copy,
    )
    path.write_text(text + also, encoding="utf-8")
    allow_everywhere(folder)
    return load_config(path)
