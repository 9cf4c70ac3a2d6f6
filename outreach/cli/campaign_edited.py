"""Whether the files of a campaign's sequence say something else than what goes out, and what takes them up."""

import shlex
from typing import TYPE_CHECKING

from outreach.core.errors import OutreachError

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.sequences.model import Campaign


def files_changed(session: "Session", config: "Config", campaign: "Campaign") -> bool:
    """Whether the files, read now, are another version than the campaign's. Files with a fault are `lint`'s to tell."""
    from outreach.sequences import versions
    from outreach.sequences.loading import load_with_targets

    if campaign.sequence_version_id is None:
        return False
    try:
        loaded = load_with_targets(campaign.sequence, config.sequences, config.templates)
    except OutreachError:
        return False
    frozen = versions.definition_of(session, campaign.sequence_version_id)
    targets = ((each, versions.latest(session, name)) for name, each in loaded.items() if name != frozen.name)
    return loaded[frozen.name].digest != frozen.digest or any(
        newest is not None and newest.digest != each.digest for each, newest in targets
    )


def edited_in_words(session: "Session", config: "Config", campaign: "Campaign") -> str | None:
    """A sentence where `campaign start` would change what goes out; None where the files are what goes out."""
    from outreach.sending import moving_up
    from outreach.sequences import campaigns
    from outreach.sequences.model import CampaignState

    if campaign.state in {CampaignState.DRAFT, CampaignState.STOPPED}:
        return None
    version = campaigns.versions_in_use(session, campaign).current
    start = f"`outreach campaign start {shlex.quote(campaign.name)}`"
    if files_changed(session, config, campaign):
        return (
            f"The files of {campaign.sequence} have been edited since version {version}, which goes out: {start} takes"
            " them up, for whoever has been sent nothing yet too."
        )
    unsent = moving_up.unsent_on_older(session, campaign)
    if unsent:
        return f"{unsent} of it have been sent nothing and have an older version: {start} gives them version {version}."
    return None
