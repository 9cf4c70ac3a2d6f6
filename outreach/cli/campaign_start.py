"""What a campaign needs before it starts, and its start, in units of work that are short enough for others."""

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outreach.cli import workspace
from outreach.cli.ideal_customer import kept_profile
from outreach.cli.progress import progress
from outreach.core.errors import Refused

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.database.engine import Database
    from outreach.sending.moving_up import MovedUp, MovingUp
    from outreach.sequences.campaigns import Started
    from outreach.sequences.definition import SequenceDefinition
    from outreach.sequences.model import Campaign

#: Contacts, and runs, a transaction, so that a daemon beside us never waits long for the database.
BATCH = 300

#: Of `campaign start`.
START_FIELDS = {
    "campaign": "its name",
    "state": "of the campaign now; a paused one stays paused until it is resumed",
    "sequence": "its name",
    "version": "the version of its sequence that everybody has who had been sent nothing",
    "enrolled": "how many of the list were enrolled now",
    "left_out": "how many of the list were not, by reason",
    "moved": "objects, one for each sequence with runs on older versions: sequence, version, moved (how many runs have"
    " gone over to it), kept (objects with version and runs: those that finish an older one, for something of it went"
    " out or is going out), ended (how many runs have ended instead, by reason)",
    "live": "whether the daemon sends; else it says what it would send",
}


@dataclass(frozen=True, slots=True)
class Start:
    """What a start came to: whom of the list it took up, and who went over to an edited version."""

    started: "Started"
    moving: "MovingUp | None" = None

    @property
    def moved(self) -> "list[MovedUp]":
        return [] if self.moving is None else self.moving.told


def start_whole_campaign(database: "Database", config: "Config", name: str) -> Start:
    """The same as `start_campaign`, to the end of the list and of the runs, in units of work of their own.

    Whoever dies between two of them starts it again: that goes on.
    """
    with database.writing() as session:
        start = start_campaign(session, config, name, limit=BATCH)
    if start.moving is not None:
        _move_all(database, config, name, start.moving)
    with progress("enrolling", None) as advance:
        while not start.started.is_complete:
            advance(BATCH)
            with database.writing() as session:
                enroll_more(session, config, name, start.started)
    return start


def _move_all(database: "Database", config: "Config", name: str, moving: "MovingUp") -> None:
    with progress("moving to the newer version", moving.total) as advance:
        advance(moving.looked_at)
        while not moving.is_complete:
            before = moving.looked_at
            with database.writing() as session:
                move_more(session, config, name, moving)
            advance(moving.looked_at - before)
    if moving.is_overtaken:
        raise Refused(
            f"{name} was started again by somebody else meanwhile, with the files as they were then. Look at it:"
            f" `outreach campaign preview {shlex.quote(name)}`, and start it again where that is not what you want."
        )


def start_campaign(
    session: "Session",
    config: "Config",
    name: str,
    *,
    limit: int | None,
) -> Start:
    """Enroll up to `limit` people, once everything that a start needs has been looked at.

    Of those who are in it already, and have been sent nothing, up to as many go over to the files as they are now.
    """
    from outreach.daemon.rules import law_now, timing
    from outreach.sending import moving_up
    from outreach.sequences import campaigns
    from outreach.sequences.loading import load_with_targets
    from outreach.sequences.model import CampaignState

    # Before it is known whether it has begun: of two who start it at once, the second one starts it again.
    moving_up.wait_for_turn(session)
    found = campaigns.find(session, name)
    is_first = found.state is CampaignState.DRAFT
    _require_mailboxes(config, found)
    definitions = load_with_targets(found.sequence, config.sequences, config.templates)
    _require_honest_copy(config, definitions)
    rules, profile = timing(config), kept_profile(session, config)
    started = campaigns.start(
        session,
        found,
        definitions,
        timing=rules,
        actor=workspace.actor(),
        now=workspace.now(),
        limit=limit,
        law=law_now(config),
        profile=profile,
    )
    if is_first:
        return Start(started)
    moving = moving_up.begin(session, found, definitions, workspace.now())
    _go_on(session, config, found, moving, limit or moving.total + 1)
    return Start(started, moving)


def move_more(session: "Session", config: "Config", name: str, moving: "MovingUp") -> None:
    """Go on with those who go over to a newer version, where they were too many for one transaction."""
    from outreach.sending import moving_up
    from outreach.sequences import campaigns

    moving_up.wait_for_turn(session)
    _go_on(session, config, campaigns.find(session, name), moving, BATCH)


def _go_on(session: "Session", config: "Config", found: "Campaign", moving: "MovingUp", limit: int) -> None:
    from outreach.daemon.rules import timing
    from outreach.sending import moving_up

    moving_up.go_on(
        session,
        found,
        moving,
        timing=timing(config),
        actor=workspace.actor(),
        now=workspace.now(),
        limit=limit,
        profile=kept_profile(session, config),
    )


def moved_in_words(moved: "MovedUp", *, is_own: bool) -> list[str]:
    """`is_own`: of the campaign's own sequence, which need not be named."""
    whose = "" if is_own else f" of {moved.sequence}"
    told = [f"{moved.moved} moved to version {moved.version}{whose}" if moved.moved else ""]
    told += [
        f"{runs} under way {_finish(runs)} version {version}{whose}" for version, runs in moved.kept.items()
    ]
    said = "; ".join(each for each in told if each)
    lines = [f"{said}."] if said else []
    return lines + [f"{count} ended: {why}." for why, count in sorted(moved.ended.items())]


def _finish(runs: int) -> str:
    return "finishes" if runs == 1 else "finish"


def start_as_json(session: "Session", config: "Config", name: str, start: Start) -> dict[str, Any]:
    """With the fields of START_FIELDS."""
    from outreach.sequences import campaigns

    found = campaigns.find(session, name)
    return {
        "campaign": name,
        "state": found.state.value,
        "sequence": found.sequence,
        "version": campaigns.versions_in_use(session, found).current,
        "enrolled": start.started.enrolled,
        "left_out": dict(sorted(start.started.left_out.items())),
        "moved": [
            {
                "sequence": each.sequence,
                "version": each.version,
                "moved": each.moved,
                "kept": [{"version": version, "runs": runs} for version, runs in each.kept.items()],
                "ended": each.ended,
            }
            for each in start.moved
        ],
        "live": config.live,
    }


def enroll_more(session: "Session", config: "Config", name: str, started: "Started") -> None:
    """Go on with a start that was too long for one transaction."""
    from outreach.daemon.rules import law_now, timing
    from outreach.sending import moving_up
    from outreach.sequences import campaigns, versions

    moving_up.wait_to_enroll(session)
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
    from outreach.sending import moving_up
    from outreach.sequences import campaigns, versions

    moving_up.wait_to_enroll(session)
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
