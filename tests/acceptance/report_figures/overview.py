"""`report overview`, counted once more."""

from datetime import datetime, timedelta
from typing import Any

from tests.acceptance.report_figures.funnel import answers_of
from tests.acceptance.report_figures.stages import judged, verdict_of, weakest
from tests.support.report_figures import Told, checks, moment

LEADS = {
    "qualified": "lead_qualified",
    "accepted": "lead_accepted",
    "confirmed": "lead_confirmed",
    "contracts": "lead_won",
}
MONEY = {"contracted": "lead_won", "revenue": "payment_received"}


def money(told: Told, kind: str, when: str = "is_in") -> dict[str, int]:
    return told.by(
        f"SELECT currency, sum(cents) FROM fact WHERE kind = :kind AND {when} GROUP BY currency", kind=kind
    )


@checks("overview.figures")
def figures(told: Told) -> dict[str, Any]:
    """Each beside as much time before, of which is told what was known when it was as old."""
    now, before = (":since", ":until"), (":before", ":since")
    late = moment(told.as_of) - moment(told.until)
    known_then = f"{moment(told.since) + late:%Y-%m-%d %H:%M:%S.%f}"
    found: dict[str, Any] = {
        "replies": {"now": first_replies(told, now), "before": first_replies(told, before)},
        "response": {
            "now": answers_of(told, "is_in", told.as_of)["response"],
            "before": answers_of(told, "is_before", known_then)["response"],
        },
    }
    for name, kind in LEADS.items():
        found[name] = {"now": leads(told, kind, now), "before": leads(told, kind, before)}
    for name, kind in MONEY.items():
        found[name] = {"now": money(told, kind), "before": money(told, kind, "is_before")}
    return found


def first_replies(told: Told, between: tuple[str, str]) -> int:
    first, last = between
    sql = f"SELECT count(*) FROM reached WHERE stage = 'replied' AND at >= {first} AND at < {last}"
    return int(told.one(sql))


def leads(told: Told, kind: str, between: tuple[str, str]) -> int:
    """Each once, when it first came so far; imported ones too."""
    first, last = between
    return int(
        told.one(
            "SELECT count(*) FROM (SELECT min(at) AS at FROM fact WHERE kind = :kind GROUP BY lead) "
            f"WHERE at >= {first} AND at < {last}",
            kind=kind,
        )
    )


@checks("overview.verdict")
def verdict(told: Told) -> str:
    return verdict_of(told)


@checks("overview.weak_link")
def weak_link(told: Told) -> dict[str, Any] | None:
    return weakest(told)


@checks("overview.acceptance")
def acceptance(told: Told) -> dict[str, Any]:
    return {"stage": "accepted", **judged(told)["accepted"]}


def waiting_at(told: Told, as_of: str) -> dict[str, int]:
    """As it was then; an offer's aim is the one that is known now."""
    counts = {
        "reviews": "FROM review WHERE created_at < :then AND (state = 'waiting' OR decided_at >= :then)",
        "overdue_answers": "FROM task WHERE kind = 'answer_overdue' AND created_at < :then "
        "AND (state = 'open' OR done_at >= :then)",
        "late_offers": "FROM offer WHERE aim_at < :then AND (state = 'open' OR answered_at >= :then)",
    }
    return {name: told.one(f"SELECT count(*) {sql}", then=as_of) for name, sql in counts.items()}


@checks("overview.waiting")
def waiting(told: Told) -> dict[str, int]:
    return waiting_at(told, told.as_of)


def paused_at(told: Told, as_of: str) -> dict[str, str]:
    """Mailboxes whose last fact of the two is that they were paused."""
    rows = told.rows(
        "SELECT mailbox, kind, json_extract(details, '$.why') FROM fact "
        "WHERE kind IN ('mailbox_paused', 'mailbox_resumed') AND at < :then ORDER BY at, id",
        then=as_of,
    )
    last = {mailbox: (kind, why) for mailbox, kind, why in rows}
    return {mailbox: why for mailbox, (kind, why) in last.items() if kind == "mailbox_paused"}


@checks("overview.mailboxes")
def mailboxes(told: Told) -> dict[str, Any]:
    return {
        "paused": paused_at(told, told.as_of),
        "unread": {name: name for name in unread_at(told, moment(told.as_of))},
    }


def unread_at(told: Told, as_of: datetime) -> list[str]:
    """Not read for more than four hours, as far as is known of now."""
    rows = told.rows("SELECT name, read_at FROM mailbox_status WHERE read_at IS NOT NULL")
    return [name for name, read_at in rows if as_of - moment(read_at) > timedelta(hours=4)]
