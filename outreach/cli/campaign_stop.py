"""The end of a campaign, in units of work that are short enough for others."""

from typing import TYPE_CHECKING

from outreach.cli import workspace
from outreach.cli.progress import progress

if TYPE_CHECKING:
    from outreach.config import Config

#: Runs a transaction, so that a daemon beside us never waits long for the database.
BATCH = 300


def stop_campaign(config: "Config", name: str) -> int:
    """Nothing of it goes out from the first commit on; its runs end behind that. How many ended now."""
    from outreach.sequences import campaigns

    with workspace.database(config) as opened:
        with opened.writing() as session:
            found = campaigns.find(session, name)
            campaigns.stop(session, found, actor=workspace.actor(), now=workspace.now())
            total = campaigns.runs_left(session, found)
        ended = 0
        with progress("ending runs", total) as advance:
            while True:
                with opened.writing() as session:
                    found = campaigns.find(session, name)
                    batch = campaigns.end_runs(session, found, now=workspace.now(), limit=BATCH)
                ended += batch
                advance(batch)
                if batch < BATCH:
                    return ended
