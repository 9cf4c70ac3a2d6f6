"""How complete the reading of mail is, and what lay in Junk folders: read from cursors, stored messages and facts.

How far the folders are read, and what waits, is no fact but a state of now, also in a report of an earlier day.
"""

from collections import Counter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.database.events import Event
from outreach.database.statements import among
from outreach.inbox.model import FolderCursor, InboundMessage, MatchedBy
from outreach.inbox.reading_state import reading_state
from outreach.reporting.counted import falls_in, stands
from outreach.reporting.deliverability.figures import FolderLate, FolderSeen, Reading
from outreach.reporting.deliverability.junk_folders import is_junk
from outreach.reporting.mail_rules import MailRules
from outreach.reporting.period import Period

_FACT: Any = Event.__table__  # type: ignore[attr-defined]
_CURSOR: Any = FolderCursor.__table__  # type: ignore[attr-defined]
_MESSAGE: Any = InboundMessage.__table__  # type: ignore[attr-defined]

_MACHINES = frozenset({Happened.AUTO_REPLIED, Happened.BOUNCED, Happened.COMPLAINED})

#: A folder of a mailbox.
Folder = tuple[str, str]


def reading(session: Session, period: Period, rules: MailRules, junk: dict[int, Folder]) -> Reading:
    """The mailboxes of the configuration. `junk`: messages that lay in a Junk folder, from `in_junk`."""
    cursors = session.execute(sa.select(_CURSOR.c.mailbox, _CURSOR.c.folder, _CURSOR.c.read_at)).all()
    read_at = {(mailbox, folder): at for mailbox, folder, at in cursors}
    late = [
        FolderLate(mailbox, folder, at)
        for (mailbox, folder), at in sorted(read_at.items())
        if mailbox in rules.mailboxes and period.as_of - at > rules.unread_alarm
    ]
    return Reading(
        mailboxes=reading_state(
            session, rules.mailboxes.values(), period.as_of, alarm_after=rules.unread_alarm
        ),
        late=tuple(late),
        junk=tuple(_seen(session, period, rules, junk, read_at)),
    )


def in_junk(session: Session, period: Period, rules: MailRules) -> dict[int, Folder]:
    """Every message that was found in a Junk folder until the period's `as_of`, with that folder, by its id."""
    folder = _FACT.c.details["folder"].as_string()
    cursors = sa.select(_CURSOR.c.mailbox, _CURSOR.c.folder)
    folders = sorted(
        {name for mailbox, name in session.execute(cursors) if is_junk(mailbox, name, rules.junk)}
    )
    if not folders:
        return {}
    statement = sa.select(_FACT.c.inbound_id, _FACT.c.mailbox, folder).where(
        _FACT.c.kind == Happened.MESSAGE_STORED, stands(period), folder.in_(folders)
    )
    return {
        number: (mailbox, name)
        for number, mailbox, name in session.execute(statement)
        if is_junk(mailbox, name, rules.junk)
    }


def _seen(
    session: Session, period: Period, rules: MailRules, junk: dict[int, Folder], read_at: dict[Folder, Any]
) -> list[FolderSeen]:
    """What was found in each Junk folder in the period, by when it was found."""
    found = _kinds_of(session, period, junk)
    counts: dict[Folder, Counter[str]] = {}
    for number, kinds in found.items():
        counts.setdefault(junk[number], Counter()).update(["stored", *kinds])
    folders = {each for each in read_at if is_junk(*each, rules.junk)} | set(counts)
    return [
        FolderSeen(
            mailbox=mailbox,
            folder=folder,
            read_at=read_at.get((mailbox, folder)),
            stored=(theirs := counts.get((mailbox, folder), Counter()))["stored"],
            replies=theirs["reply"],
            automatic=theirs["automatic"],
            own=theirs["own"],
        )
        for mailbox, folder in sorted(folders)
    ]


def _kinds_of(session: Session, period: Period, junk: dict[int, Folder]) -> dict[int, set[str]]:
    """What each message of these that was stored in the period turned out to be."""
    ids = {"ids": sorted(junk)}
    stored = sa.select(_FACT.c.inbound_id).where(
        _FACT.c.kind == Happened.MESSAGE_STORED, falls_in(period), among(_FACT.c.inbound_id, "ids")
    )
    kinds: dict[int, set[str]] = {number: set() for number in session.execute(stored, ids).scalars()}
    about = sa.select(_FACT.c.inbound_id, _FACT.c.kind).where(
        _FACT.c.kind.in_((Happened.REPLIED, *_MACHINES)), stands(period), among(_FACT.c.inbound_id, "ids")
    )
    for number, kind in session.execute(about, ids):
        if number in kinds:
            kinds[number].add("reply" if kind == Happened.REPLIED else "automatic")
    own = sa.select(_MESSAGE.c.id).where(
        among(_MESSAGE.c.id, "ids"), _MESSAGE.c.matched_by == MatchedBy.OWN.value
    )
    for number in session.execute(own, ids).scalars():
        if number in kinds:
            kinds[number].add("own")
    return kinds
