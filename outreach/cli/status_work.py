"""What `outreach status` counts, and what of it is wrong."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.cli.doctor_machine_checks import LEAST_FREE
from outreach.core.untrusted import one_line
from outreach.daemon.running_daemons import FREE_THE_PORT, LINK_LEADS_ELSEWHERE
from outreach.database.engine import sqlite_path
from outreach.inbox.model import InboundMessage, InboundState
from outreach.inbox.reading_state import alarm_in_words
from outreach.qualification.waiting import waiting_for_person
from outreach.referrals.model import Referral, ReferralState
from outreach.sending import mailboxes, restored, sent_folder
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences.model import Campaign, CampaignState, Task, TaskState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outreach.config import Config
    from outreach.daemon.running_daemons import RunningDaemon
    from outreach.inbox.reading_state import MailboxReading
    from outreach.sending.identity import SendingRules

#: A copy is filed some seconds after its mail went out. One that is older than this waits for something else.
_FILED_WITHIN = timedelta(minutes=5)

#: Of mails that have not come to their end.
_UNDER_WAY = (OutboundState.QUEUED, OutboundState.CLAIMED, OutboundState.IN_FLIGHT)


@dataclass(frozen=True, slots=True)
class Work:
    """How much there is of everything that a daemon, or a person, has before them."""

    queued: int
    doubtful: int
    pending: int
    set_aside: int
    reviews: int
    referrals: int
    tasks: int
    campaigns: int


def work_of(session: Session) -> Work:
    """Six counts, each over an index."""
    out = _by_state(session, OutboundMessage.state, [*_UNDER_WAY, OutboundState.DOUBTFUL])
    came = _by_state(session, InboundMessage.state, [InboundState.STORED, InboundState.SET_ASIDE])
    return Work(
        queued=sum(out.get(state, 0) for state in _UNDER_WAY),
        doubtful=out.get(OutboundState.DOUBTFUL, 0),
        pending=came.get(InboundState.STORED, 0),
        set_aside=came.get(InboundState.SET_ASIDE, 0),
        reviews=waiting_for_person(session),
        referrals=_count(session, col(Referral.state) == ReferralState.PROPOSED),
        tasks=_count(session, col(Task.state) == TaskState.OPEN),
        campaigns=_count(session, col(Campaign.state) == CampaignState.RUNNING),
    )


def mailbox_rows(
    session: Session,
    rules: "SendingRules",
    read: "Sequence[MailboxReading]",
    files_copies: "Sequence[str]",
    now: datetime,
) -> list[dict[str, Any]]:
    """One mailbox each: what it sent, what it may, what is in its way, and how many copies are not filed yet."""
    backlogs = sent_folder.backlogs(session, files_copies)
    spent = mailboxes.spent_by(session, set(rules.mailboxes), now)
    known = mailboxes.statuses(session, rules.mailboxes)
    reading = {each.mailbox: each for each in read}
    return [
        {
            "name": name,
            "sent_24h": spent[name],
            "allowed_24h": mailboxes.allowed(known[name], each, now),
            "paused": (known[name].paused_why or "by hand") if known[name].paused_at else None,
            "closed_until": known[name].closed_until,
            "is_read": each.is_read,
            "read_at": reading[name].read_at,
            "alarm": alarm_in_words(reading[name]) if reading[name].is_alarm else None,
            "unfiled": backlogs[name].count if name in backlogs else 0,
            "unfiled_since": backlogs[name].oldest if name in backlogs else None,
            "trouble": one_line(known[name].reading_trouble),
        }
        for name, each in rules.mailboxes.items()
    ]


def free_bytes(config: "Config") -> int:
    """On the disk that the database lies on; with PostgreSQL, on that of the workspace."""
    database = sqlite_path(config.database.url)
    return shutil.disk_usage(config.root if database is None else database.parent).free


def of_daemons(daemons: "Sequence[RunningDaemon]", now: datetime) -> Iterator[str]:
    """What is wrong with those that run, or that none does."""
    if not daemons:
        yield "no daemon runs on this database: start the service, or `outreach run`"
    for each in daemons:
        if each.hangs(now) and each.beat is not None:
            yield f"{each.name} has said nothing since {each.beat.at:%Y-%m-%d %H:%M} UTC: restart it, and see its log"
            continue
        if each.beat is None:
            continue
        if each.beat.halted:
            yield "sending has stopped because the database cannot be written: is the disk full? See the log"
        failing = sorted(name for name, turn in each.beat.turns.items() if turn.fails)
        if failing:
            yield f"the last turn of {', '.join(failing)} failed: the log says why (turn_failed)"


def of_links(daemons: "Sequence[RunningDaemon]") -> Iterator[str]:
    """Of a daemon that lives, and has lost the port of its web server: a restart would not give it back."""
    for each in daemons:
        if each.link_trouble:
            yield f"{LINK_LEADS_ELSEWHERE}: {one_line(each.link_trouble)} {FREE_THE_PORT}"


def of_the_rest(session: Session, rows: list[dict[str, Any]], free: int, now: datetime) -> Iterator[str]:
    """What a person has to mend: restored, paused by itself, not read, copies not filed, no room."""
    standing = restored.standing(session)
    if standing is not None:
        yield f"{standing.says}. {restored.NEXT_STEP.removesuffix('.')}"
    for row in rows:
        if row["paused"] not in (None, "by hand") and standing is None:
            yield f"{row['name']} is paused: {row['paused']}. Then `outreach mailbox resume {row['name']}`"
        if row["alarm"]:
            yield row["alarm"]
        if row["unfiled"] and now - row["unfiled_since"] > _FILED_WITHIN:
            yield _of_copies(row)
    if free < LEAST_FREE:
        yield f"{free >> 20} MiB are free where the database lies: make room, or nothing is sent"


def _of_copies(row: dict[str, Any]) -> str:
    trouble = row["trouble"] or "no daemon reads the mailbox, or it has no Sent folder"
    return (
        f"{row['name']}: {row['unfiled']} sent, and not in its Sent folder yet, the oldest since "
        f"{row['unfiled_since']:%Y-%m-%d %H:%M} UTC ({trouble}): a backup that is restored now would not know of "
        f"them. Let the daemon run, and see `outreach doctor --mailbox {row['name']}`"
    )


def _by_state(session: Session, state: Any, wanted: list[Any]) -> dict[Any, int]:
    rows = session.exec(select(state, sa.func.count()).where(col(state).in_(wanted)).group_by(state)).all()
    return {found: int(count) for found, count in rows}


def _count(session: Session, wanted: sa.ColumnElement[bool]) -> int:
    return int(session.exec(select(sa.func.count()).where(wanted)).one())
