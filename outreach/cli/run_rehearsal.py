"""What `outreach run --once` says on the terminal in a rehearsal: every mail that is due now, or when the next one is.

A terminal is no log: here addresses and subjects are shown. The log has numbers, which `outreach outbox show` takes.
"""

import shlex
from typing import TYPE_CHECKING

from outreach.cli.output import say, text
from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    from outreach.reporting.campaign.rehearsal import Next, Rehearsal

#: The gate that only says the moment again.
DUE = "due"
#: Of an address, and of a subject.
_LONGEST = 320


def show_rehearsal(found: "Rehearsal") -> None:
    """Every time, whatever the log has said before."""
    for each in found.would_send:
        text(
            f"would send to {one_line(each.recipient, _LONGEST)}: {one_line(each.subject, _LONGEST)}"
            f"  [{each.campaign}, {each.step}, from {each.mailbox}]"
        )
    if found.more:
        say(f"And {found.more} more that are due: `outreach outbox list`.")
    if found.waiting and found.would_send:
        say(
            f"{found.waiting} more are due and wait for room under the limits:"
            " `outreach campaign forecast NAME` says when."
        )
    if found.would_send:
        return
    if found.following is None:
        say("Nothing is due now, and nothing comes by itself. `outreach campaign list` shows what there is.")
        return
    _say_next(found.following)


def _say_next(following: "Next") -> None:
    whom = f"{following.step} to {one_line(following.recipient, _LONGEST)} ({following.campaign})"
    if following.at is None:
        say(f"Nothing is due now. Next would be {whom}, and a person has to do something first:")
    else:
        theirs = following.at.astimezone(following.zone)
        say(
            f"Nothing is due now. Next is {whom}, not before {following.at:%a %Y-%m-%d %H:%M} UTC"
            f" ({theirs:%a %H:%M} in {following.zone}). Until then:"
        )
    for gate in following.shut:
        if gate.name == DUE:
            continue
        say(f"  {gate.name}: {one_line(gate.says, _LONGEST)}")
    name = shlex.quote(following.campaign)
    say(
        f"`outreach campaign forecast {name}` says what goes when, `outreach campaign preview {name}` what it says."
    )
