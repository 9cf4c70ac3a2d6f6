"""What `outreach reload` takes up: everything that people write is read again, and all of it has to be right."""

import dataclasses
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from outreach.config import Config, chat_endpoint, load_config, oauth_client, servers
from outreach.core.errors import ConfigurationError, Fault, OutreachError
from outreach.daemon.engine import Engine
from outreach.mail.servers import ImapServer, SmtpServer
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


def read_again(now: Config) -> ReadAgain:
    """Everything read anew. It blocks: secrets are fetched. Raises ConfigurationError with all that is wrong."""
    found = load_config(now.path)
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
    names = await engine.database.read(taking_up.sequences_of_running)
    definitions = _loaded(names, config.sequences, config.templates)
    taken = await engine.database.write(
        taking_up.take_up, definitions, actor="daemon", now=engine.clock.now()
    )
    for each in taken:
        log.info("sequence_taken_up", extra=dataclasses.asdict(each))
    return taken


def _loaded(names: list[str], sequences: Path, templates: Path) -> dict[str, SequenceDefinition]:
    """A campaign goes on with its frozen version where its file is gone; a file with a fault was refused before."""
    loaded: dict[str, SequenceDefinition] = {}
    for name in names:
        try:
            loaded |= load_with_targets(name, sequences, templates)
        except OutreachError as error:
            log.warning("sequence_not_taken_up", extra={"sequence": name, "trouble": str(error)})
    return loaded
