"""What `/metrics` says: counts of the database and times of this daemon. No person, no address, no company is in it."""

import os
import platform
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database.engine import sqlite_path
from outreach.inbox.model import InboundMessage, InboundState
from outreach.mail.prometheus_text import Metric, MetricKind, Sample, exposition
from outreach.qualification.notice import Notice
from outreach.qualification.waiting import waiting_for_person
from outreach.sending.mailboxes import statuses
from outreach.sending.model import OutboundMessage, OutboundState

if TYPE_CHECKING:
    from outreach.daemon.engine import Engine
    from outreach.mail.http_connections import Tally

_G, _C = MetricKind.GAUGE, MetricKind.COUNTER

#: Every metric that there is; docs/operations.md lists the same.
METRICS: tuple[Metric, ...] = (
    Metric("outreach_build_info", _G, "Always 1.", ("version", "python", "database")),
    Metric("outreach_live", _G, "1 where mail leaves (live = true)."),
    Metric("outreach_halted", _G, "1 where sending has stopped since the database takes no answer."),
    Metric("outreach_mails", _G, "Mails of the outbox by state.", ("mailbox", "state")),
    Metric("outreach_mails_due", _G, "Queued mails whose moment has come.", ("mailbox",)),
    Metric("outreach_inbound", _G, "Messages that came in, not understood yet or unreadable.", ("state",)),
    Metric("outreach_reviews_waiting", _G, "Replies that wait for a person."),
    Metric("outreach_notices", _G, "Notices by state; given_up are those that failed.", ("state",)),
    Metric("outreach_mailbox_paused", _G, "1 where a mailbox is paused or closed.", ("mailbox",)),
    Metric("outreach_mailbox_trouble", _G, "1 where the last try failed.", ("mailbox", "what")),
    Metric(
        "outreach_mailbox_unread_seconds",
        _G,
        "Seconds since it was read to its end; missing where it never was.",
        ("mailbox",),
    ),
    Metric("outreach_database_bytes", _G, "Size of the database, its write-ahead log included."),
    Metric("outreach_turn_lag_seconds", _G, "How late each turn of the daemon is.", ("turn",)),
    Metric("outreach_turn_seconds", _G, "How long the last turn took.", ("turn",)),
    Metric("outreach_turn_failures_total", _C, "Turns that ended with an error.", ("turn",)),
    Metric(
        "outreach_http_connections_total", _C, "Connections to this server, by what became of them.", ("was",)
    ),
)

Measured = dict[str, list[Sample]]

# One statement over one index for all mailboxes, states and what is due.
_MAILS = sa.select(
    col(OutboundMessage.mailbox),
    col(OutboundMessage.state),
    sa.func.count(),
    sa.func.sum(sa.case((col(OutboundMessage.due_at) <= sa.bindparam("now"), 1), else_=0)),
).group_by(col(OutboundMessage.mailbox), col(OutboundMessage.state))
_INBOUND = (
    sa.select(col(InboundMessage.state), sa.func.count())
    .where(col(InboundMessage.state).in_((InboundState.STORED, InboundState.SET_ASIDE)))
    .group_by(col(InboundMessage.state))
)
_NOTICES = sa.select(col(Notice.state), sa.func.count()).group_by(col(Notice.state))


def measure(session: Session, mailboxes: Sequence[str], now: datetime) -> Measured:
    """What the database says."""
    mails = session.execute(_MAILS, {"now": now}).all()
    inbound = dict.fromkeys((InboundState.STORED, InboundState.SET_ASIDE), 0)
    inbound |= dict(session.execute(_INBOUND).all())
    known = statuses(session, mailboxes)
    return {
        "outreach_mails": [((name, state.value), count) for name, state, count, _ in mails],
        "outreach_mails_due": [
            ((name,), due or 0) for name, state, _, due in mails if state is OutboundState.QUEUED
        ],
        "outreach_inbound": [((state.value,), count) for state, count in inbound.items()],
        "outreach_reviews_waiting": [((), waiting_for_person(session))],
        "outreach_notices": [((state.value,), count) for state, count in session.execute(_NOTICES)],
        "outreach_mailbox_paused": [
            (
                (name,),
                each.paused_at is not None or (each.closed_until is not None and each.closed_until > now),
            )
            for name, each in known.items()
        ],
        "outreach_mailbox_trouble": [
            ((name, what), bool(trouble))
            for name, each in known.items()
            for what, trouble in (("sending", each.trouble), ("reading", each.reading_trouble))
        ],
        "outreach_mailbox_unread_seconds": [
            ((name,), max(0.0, (now - each.read_at).total_seconds()))
            for name, each in known.items()
            if each.read_at is not None
        ],
        "outreach_database_bytes": [((), _bytes(session))],
    }


def of_this_process(engine: "Engine", tally: "Tally") -> Measured:
    """What the daemon knows by itself."""
    database = "sqlite" if engine.database.is_sqlite else "postgresql"
    now = engine.turns.clock()
    turns = engine.turns.turns.items()
    return {
        "outreach_build_info": [((version("outreach"), platform.python_version(), database), 1)],
        "outreach_live": [((), engine.config.live)],
        "outreach_halted": [((), engine.halted)],
        "outreach_turn_lag_seconds": [((name,), each.lag(now)) for name, each in turns],
        "outreach_turn_seconds": [((name,), each.seconds) for name, each in turns],
        "outreach_turn_failures_total": [((name,), each.failures) for name, each in turns],
        "outreach_http_connections_total": [
            (("opened",), tally.opened),
            (("let_go",), tally.let_go),
            (("refused",), tally.refused),
        ],
    }


def page(measured: Measured) -> str:
    """The page, in the order of METRICS. What is measured and not among them is a mistake of ours."""
    unknown = measured.keys() - {each.name for each in METRICS}
    assert not unknown, unknown
    return exposition((each, measured.get(each.name, [])) for each in METRICS)


def _bytes(session: Session) -> int:
    bind = session.get_bind()
    if bind.dialect.name != "sqlite":
        return int(session.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())
    path = sqlite_path(bind.engine.url.render_as_string(hide_password=False))
    files = [] if path is None else [f"{path}{ending}" for ending in ("", "-wal")]
    return sum(os.path.getsize(each) for each in files if os.path.exists(each))
