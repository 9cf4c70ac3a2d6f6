"""What `outreach reload` takes up: everything that people write is read again, and all of it has to be right."""

import asyncio
import dataclasses
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from outreach.config import (
    Config,
    chat_endpoint,
    load_config,
    oauth_client,
    require_own_values,
    servers,
)
from outreach.core.errors import ConfigurationError, Fault, OutreachError
from outreach.daemon.engine import Engine
from outreach.daemon.opt_out_door import not_listening
from outreach.mail.listening import bound, health_at, is_taken
from outreach.mail.servers import ImapServer, SmtpServer
from outreach.sending import moving_up
from outreach.sequences import taking_up
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.loading import load_with_targets
from outreach.sequences.taking_up import TakenUp

log = logging.getLogger(__name__)

#: Sections that belong to the process: the lock and the side journal lie beside the database.
NEEDS_RESTART = ("database",)


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """A configuration without a fault, and what it says that only a restart takes up."""

    config: Config
    servers: tuple[tuple[SmtpServer, ImapServer | None], ...]
    needs_restart: tuple[str, ...]

    def differs(self, engine: Engine) -> bool:
        """Whether another engine is needed for it: passwords count too."""
        return self.config != engine.config or self.servers != engine.servers


def on_port(config: Config, http_port: int | None) -> Config:
    """With the port of the web server that somebody has named for this process alone."""
    if http_port is None:
        return config
    return dataclasses.replace(config, http=dataclasses.replace(config.http, port=http_port))


def read_again(now: Config, *, http_port: int | None = None, database_is: str = "") -> ReadAgain:
    """Everything read anew. It blocks: secrets are fetched. Raises ConfigurationError with all that is wrong.

    `database_is`: what the web servers of this database's daemons call it.
    """
    found = on_port(load_config(now.path), http_port)
    _require_port(now, found, database_is)
    require_own_values(found)
    if faults := [fault for fault in faults_of_files(found) if not fault.warning]:
        raise ConfigurationError(faults)
    kept = {name: getattr(now, name) for name in NEEDS_RESTART}
    changed = tuple(name for name in NEEDS_RESTART if getattr(found, name) != kept[name])
    try:
        fetched = servers(found)
        for mailbox in found.mailboxes:
            oauth_client(mailbox)
        chat_endpoint(found.second_reader)
    except OutreachError as error:
        raise ConfigurationError([Fault(str(found.path), str(error))]) from None
    return ReadAgain(dataclasses.replace(found, **kept), fetched, changed)


def _require_port(now: Config, found: Config, database_is: str) -> None:
    """Raise ConfigurationError where the web server is to move to a port that somebody else has: the daemon would end.

    Another daemon of the same database may have it: then both take turns there.
    """
    if not found.http.enabled or (now.http.enabled and _address(found) == _address(now)):
        return
    try:
        for each in bound(*_address(found)):
            each.close()
    except OSError as error:
        if is_taken(error) and database_is and _said_at(found) == database_is:
            return
        raise ConfigurationError([not_listening(found, error)]) from None


def _address(config: Config) -> tuple[str, int]:
    return config.http.host, config.http.port


def _said_at(config: Config) -> object:
    said = asyncio.run(health_at(*_address(config)))
    return None if said is None else said.get("database_is")


def faults_of_files(config: Config) -> Iterator[Fault]:
    """What is wrong in the files beside the configuration, as `outreach lint` says it."""
    from outreach.handoff.bonus_file import read_bonus
    from outreach.qualification.leads.definition_file import FILE_NAME, read_definition
    from outreach.sequences.ideal_customer_file import read_profile
    from outreach.sequences.lint import Folders, lint
    from outreach.sequences.merge_context import SenderNames
    from outreach.settings.countries_file import read_law

    sender = SenderNames(config.sender.name, config.sender.organisation, config.sender.postal_address)
    yield from lint((config.sequences, config.templates), sender, Folders(config.sequences, config.templates))
    yield from read_law(config.policy.countries)[1]
    for file, read in (
        (config.root / FILE_NAME, read_definition),
        (config.policy.ideal_customer, read_profile),
        (config.hand_off.bonus, read_bonus),
    ):
        if file.exists():
            yield from read(file)[1]


async def take_up_sequences(engine: Engine, config: Config) -> list[TakenUp]:
    """The running campaigns give newcomers their sequences as the files have them now."""
    taken = await engine.database.write(_take_up, config, engine.clock.now())
    for each in taken:
        log.info("sequence_taken_up", extra=dataclasses.asdict(each))
    return taken


def _take_up(session: Session, config: Config, now: datetime) -> list[TakenUp]:
    """The files are read when nobody else takes up any: what was read before could be older than what they took up."""
    moving_up.wait_to_enroll(session)
    names = taking_up.sequences_of_running(session)
    definitions = _loaded(names, config.sequences, config.templates)
    return taking_up.take_up(session, definitions, actor="daemon", now=now)


def _loaded(names: list[str], sequences: Path, templates: Path) -> dict[str, SequenceDefinition]:
    """A campaign goes on with its frozen version where its file is gone; a file with a fault was refused before."""
    loaded: dict[str, SequenceDefinition] = {}
    for name in names:
        try:
            loaded |= load_with_targets(name, sequences, templates)
        except OutreachError as error:
            log.warning("sequence_not_taken_up", extra={"sequence": name, "trouble": str(error)})
    return loaded
