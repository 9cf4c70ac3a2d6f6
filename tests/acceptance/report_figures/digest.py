"""`report digest`, counted once more: of the working day before, as it was known at eight in the morning."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.acceptance.report_figures.deliverability import unread_messages
from tests.acceptance.report_figures.overview import paused_at, unread_at, waiting_at
from tests.support.report_figures import Told, checks, moment
from tests.support.told_worlds import LONDON, midnight

DAY = timedelta(days=1)

#: Each figure as the different things that it counts, of the facts that stood then.
FIGURES = {
    "sent": "count(*) FILTER (WHERE kind = 'mail_sent')",
    "replies": "count(DISTINCT inbound_id) FILTER (WHERE kind = 'replied')",
    "positive": "count(DISTINCT inbound_id) FILTER (WHERE kind = 'replied' AND said IN "
    "('referral', 'right_person', 'interested', 'question'))",
    "neutral": "count(DISTINCT inbound_id) FILTER (WHERE kind = 'replied' AND said NOT IN ('referral', "
    "'right_person', 'interested', 'question', 'not_interested', 'unsubscribe', 'complaint'))",
    "negative": "count(DISTINCT inbound_id) FILTER (WHERE kind = 'replied' AND said IN "
    "('not_interested', 'unsubscribe', 'complaint'))",
    "referrals": "count(*) FILTER (WHERE kind = 'referred')",
    "offered": "count(DISTINCT lead) FILTER (WHERE kind = 'lead_offered')",
    "accepted": "count(DISTINCT lead) FILTER (WHERE kind = 'lead_accepted')",
    "confirmed": "count(DISTINCT lead) FILTER (WHERE kind = 'lead_confirmed')",
    "won": "count(DISTINCT lead) FILTER (WHERE kind = 'lead_won')",
    "bounced": "count(DISTINCT outbound_id) FILTER (WHERE kind = 'bounced' AND bounce = 'bounce_hard')",
    "complaints": "count(DISTINCT outbound_id) FILTER (WHERE kind = 'complained')",
}
#: Facts of some days as they were known then, with what a reply was known to mean.
KNOWN = """
WITH stood AS (
    SELECT *, json_extract(details, '$.intent') AS intent, json_extract(details, '$.lead') AS lead,
        json_extract(details, '$.bounce') AS bounce
    FROM event WHERE at < :then AND (taken_back_at IS NULL OR taken_back_at >= :then)
)
SELECT stood.*, coalesce((
    SELECT decided.intent FROM stood AS decided
    WHERE decided.kind = 'review_decided' AND decided.inbound_id = stood.inbound_id
    ORDER BY decided.at DESC, decided.id DESC LIMIT 1
), intent) AS said
FROM stood WHERE at >= :first AND at < :end
"""


def day_of(told: Told) -> date:
    return (moment(told.as_of) - timedelta(microseconds=1)).astimezone(LONDON).date()


def sent_at(told: Told) -> str:
    eight = datetime.combine(day_of(told), time(8), LONDON).astimezone(UTC)
    return f"{eight:%Y-%m-%d %H:%M:%S.%f}"


def days_of(told: Told) -> tuple[date, date]:
    """The working day before and what came since: on a Monday from Friday on. No day is a holiday here."""
    last = day_of(told) - DAY
    return (last - 2 * DAY if last.weekday() == 6 else last - DAY if last.weekday() == 5 else last), last


def counted(told: Told, first: date, last: date) -> dict[str, int]:
    [counts] = told.rows(
        f"SELECT {', '.join(FIGURES.values())} FROM ({KNOWN})",
        then=sent_at(told),
        first=midnight(first),
        end=midnight(last + DAY),
    )
    return dict(zip(FIGURES, counts, strict=True))


@checks("digest.figures")
def figures(told: Told) -> dict[str, Any]:
    """Beside the average of the same days of the four weeks before, as far as mail went out by then."""
    first, last = days_of(told)
    began = told.one("SELECT min(at) FROM event WHERE kind = 'mail_sent'")
    weeks = [(first - 7 * ago * DAY, last - 7 * ago * DAY) for ago in range(1, 5)]
    before = [counted(told, *week) for week in weeks if began < midnight(week[1] + DAY)]
    now = counted(told, first, last)
    return {
        name: {"count": count, "usual": sum(week[name] for week in before) / len(before) if before else None}
        for name, count in now.items()
    }


@checks("digest.waiting")
def waiting(told: Told) -> dict[str, int]:
    return waiting_at(told, sent_at(told))


@checks("digest.mailboxes")
def mailboxes(told: Told) -> dict[str, Any]:
    unread = unread_at(told, moment(sent_at(told)))
    return {"paused": paused_at(told, sent_at(told)), "unread": {name: name for name in unread}}


@checks("digest.unread_messages")
def unread(told: Told) -> int:
    return sum(sum(box.values()) for box in unread_messages(told).values())


@checks("digest.mails[*]")
def mails(told: Told) -> dict[str, Any]:
    """The digests of two weeks."""
    rows = told.rows("SELECT day, address, state, attempts, sent_at, trouble FROM digest")
    first, last = f"{day_of(told) - 13 * DAY}", f"{day_of(told)}"
    return {
        f"{day}/{address}": {
            "state": state,
            "attempts": attempts,
            "sent_at": None if at is None else moment(at).isoformat(),
            "trouble": trouble,
        }
        for day, address, state, attempts, at, trouble in rows
        if first <= day <= last
    }
