"""What a campaign needs before it starts, and its start, in units of work that are short enough for others."""

from typing import TYPE_CHECKING

from outreach.cli import workspace
from outreach.cli.ideal_customer import kept_profile
from outreach.core.errors import Refused

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.sequences.campaigns import Started
    from outreach.sequences.definition import SequenceDefinition
    from outreach.sequences.model import Campaign

#: Contacts a transaction, so that a daemon beside us never waits long for the database.
BATCH = 300


def start_campaign(
    session: "Session",
    config: "Config",
    name: str,
    *,
    limit: int | None,
) -> "Started":
    """Enroll up to `limit` people, once everything that a start needs has been looked at."""
    from outreach.daemon.rules import law_now, timing
    from outreach.sequences import campaigns
    from outreach.sequences.loading import load_with_targets

    found = campaigns.find(session, name)
    _require_mailboxes(config, found)
    definitions = load_with_targets(found.sequence, config.sequences, config.templates)
    _require_honest_copy(config, definitions)
    return campaigns.start(
        session,
        found,
        definitions,
        timing=timing(config),
        actor=workspace.actor(),
        now=workspace.now(),
        limit=limit,
        law=law_now(config),
        profile=kept_profile(session, config),
    )


def enroll_more(session: "Session", config: "Config", name: str, started: "Started") -> None:
    """Go on with a start that was too long for one transaction."""
    from outreach.daemon.rules import law_now, timing
    from outreach.sequences import campaigns, versions

    found = campaigns.find(session, name)
    assert found.sequence_version_id is not None
    campaigns.enroll_more(
        session,
        found,
        versions.definition_of(session, found.sequence_version_id),
        started,
        timing=timing(config),
        now=workspace.now(),
        limit=BATCH,
        law=law_now(config),
        profile=kept_profile(session, config),
    )


def enroll_one(session: "Session", config: "Config", name: str, contact_id: int) -> None:
    """Enroll one contact of the list of a campaign that runs."""
    from outreach.daemon.rules import law_now, timing
    from outreach.sequences import campaigns, versions

    found = campaigns.find(session, name)
    assert found.sequence_version_id is not None
    campaigns.enroll_more(
        session,
        found,
        versions.definition_of(session, found.sequence_version_id),
        campaigns.Started(),
        timing=timing(config),
        now=workspace.now(),
        limit=1,
        only=contact_id,
        law=law_now(config),
        profile=kept_profile(session, config),
    )


def _require_honest_copy(config: "Config", definitions: "dict[str, SequenceDefinition]") -> None:
    """Errors of the copy rules block a start; warnings are `outreach lint`'s to say."""
    from outreach.core.errors import ConfigurationError
    from outreach.sequences.lint import lint_copy
    from outreach.sequences.merge_context import SenderNames

    sender = SenderNames(config.sender.name, config.sender.organisation, config.sender.postal_address)
    faults = [
        fault
        for definition in definitions.values()
        for fault in lint_copy(definition, sender, shown_folder=str(config.templates))
        if not fault.warning
    ]
    if faults:
        raise ConfigurationError(faults)


def _require_mailboxes(config: "Config", found: "Campaign") -> None:
    gone = [name for name in found.mailboxes if config.mailbox(name) is None]
    if gone:
        raise Refused(
            f"{config.path} has no mailbox {', '.join(gone)} any more, which {found.name} sends from."
        )
