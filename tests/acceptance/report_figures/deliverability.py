"""`report deliverability`, counted once more: of all, by mailbox, by day and by hour."""

from collections import Counter
from datetime import timedelta
from typing import Any

from tests.acceptance.report_figures.overview import unread_at
from tests.support.report_figures import Told, checks, moment, share
from tests.support.told_worlds import LONDON, config_of

#: Every mail that went out in the period, with what is known of it: the worst that was reported, and what came back.
MAILS = """
SELECT sent.mailbox, sent.contact_id, sent.at,
    EXISTS (
        SELECT 1 FROM fact WHERE fact.outbound_id = sent.outbound_id AND kind = 'bounced' AND bounce = 'bounce_hard'
        AND fact.at >= :since
    ) AS is_dead,
    EXISTS (
        SELECT 1 FROM fact WHERE fact.outbound_id = sent.outbound_id AND kind = 'bounced' AND fact.at >= :since
    ) AS is_lost,
    EXISTS (
        SELECT 1 FROM fact WHERE fact.outbound_id = sent.outbound_id AND kind = 'complained'
    ) AS is_complaint,
    EXISTS (SELECT 1 FROM fact WHERE fact.outbound_id = sent.outbound_id AND kind = 'replied') AS is_answered,
    (
        SELECT count(*) FROM fact WHERE fact.outbound_id = sent.outbound_id AND kind = 'replied'
        AND inbound_id IN (
            SELECT inbound_id FROM fact WHERE kind = 'message_stored'
            AND json_extract(details, '$.folder') IN ('Junk', 'Spam')
        )
    ) AS in_junk,
    (
        SELECT coalesce(reason, 'unknown') FROM fact WHERE fact.outbound_id = sent.outbound_id AND kind = 'bounced'
        ORDER BY bounce = 'bounce_hard' DESC, fact.id LIMIT 1
    ) AS reason
FROM fact AS sent WHERE sent.kind = 'mail_sent' AND sent.is_in
"""

#: Mails that were refused in the period, by what the server said; whether for a dead address.
REFUSED = """
SELECT mailbox, outbound_id,
    trim(coalesce(answer_code, '') || ' ' || coalesce(answer_enhanced, '')) AS said,
    EXISTS (
        SELECT 1 FROM fact AS dead WHERE dead.kind = 'bounced' AND dead.inbound_id IS NULL
        AND dead.outbound_id = fact.outbound_id
    ) AS is_dead
FROM fact JOIN (SELECT id AS mail, answer_code, answer_enhanced FROM outbound_message) ON mail = outbound_id
WHERE kind = 'mail_refused' AND is_in GROUP BY outbound_id
"""

#: Mails that became doubtful in the period, and how that was settled.
DOUBTS = """
SELECT mailbox, CASE
    WHEN EXISTS (
        SELECT 1 FROM fact AS later WHERE later.outbound_id = fact.outbound_id AND later.id > fact.id AND (
            later.kind = 'mail_settled' AND json_extract(later.details, '$.sent')
            OR later.kind = 'mail_sent' AND later.at > fact.at
        )
    ) THEN 'settled_sent'
    WHEN EXISTS (
        SELECT 1 FROM fact AS later WHERE later.outbound_id = fact.outbound_id AND later.id > fact.id
        AND later.kind IN ('mail_settled', 'mail_refused')
    ) THEN 'settled_not_sent'
    ELSE 'doubtful' END AS fate
FROM fact WHERE kind = 'mail_doubtful' AND is_in
"""


def delivery(told: Told, mailbox: str | None) -> dict[str, Any]:
    """Of all mailboxes where none is named. The response is one of people, as in the funnel."""
    [(sent, dead, lost, complaints, junk)] = told.rows(
        "SELECT count(*), coalesce(sum(is_dead), 0), coalesce(sum(is_lost AND NOT is_dead), 0), "
        f"coalesce(sum(is_complaint), 0), coalesce(sum(in_junk), 0) FROM ({MAILS}) "
        "WHERE :mailbox IS NULL OR mailbox = :mailbox",
        mailbox=mailbox,
    )
    [(refused, refused_dead)] = told.rows(
        f"SELECT count(*), coalesce(sum(is_dead), 0) FROM ({REFUSED}) WHERE :mailbox IS NULL OR mailbox = :mailbox",
        mailbox=mailbox,
    )
    doubts = told.by(
        f"SELECT fate, count(*) FROM ({DOUBTS}) WHERE :mailbox IS NULL OR mailbox = :mailbox GROUP BY fate",
        mailbox=mailbox,
    )
    return {
        "sent": sent,
        "delivered": sent - dead - lost,
        "bounced": dead + refused_dead,
        "soft_bounced": lost,
        "complaints": complaints,
        "refused": refused,
        "refused_dead": refused_dead,
        **{fate: doubts.get(fate, 0) for fate in ("doubtful", "settled_sent", "settled_not_sent")},
        "replies_in_junk": junk,
        "bounce": share(dead + refused_dead, sent + refused_dead),
        "complaint": share(complaints, sent),
        "response": share(*response(told, mailbox)),
    }


def response(told: Told, mailbox: str | None) -> tuple[int, int]:
    """Of the people mailed whose address is not dead, how many have answered such a mail."""
    [(answered, reached)] = told.rows(
        "SELECT coalesce(sum(has_answered AND NOT is_gone), 0), count(*) FILTER (WHERE NOT is_gone) FROM ("
        f"SELECT max(is_answered) AS has_answered, max(is_dead) AS is_gone FROM ({MAILS}) "
        "WHERE :mailbox IS NULL OR mailbox = :mailbox GROUP BY contact_id)",
        mailbox=mailbox,
    )
    return answered, reached


@checks("deliverability.total")
def total(told: Told) -> dict[str, Any]:
    return delivery(told, None)


@checks("deliverability.groups[*]")
def groups(told: Told) -> dict[str, Any]:
    names = told.rows(
        f"SELECT mailbox FROM ({MAILS}) UNION SELECT mailbox FROM ({REFUSED}) UNION "
        f"SELECT mailbox FROM ({DOUBTS})"
    )
    return {name: delivery(told, name) for (name,) in names}


@checks("deliverability.reasons[*].mails")
def reasons(told: Told) -> dict[str, int]:
    mails = told.by(
        "SELECT CASE WHEN is_dead THEN 'hard' ELSE 'soft' END || '/' || reason, count(*) "
        f"FROM ({MAILS}) WHERE is_lost GROUP BY 1"
    )
    return mails | told.by(f"SELECT 'refused/' || said, count(*) FROM ({REFUSED}) GROUP BY 1")


def by_time(told: Told, form: str) -> dict[str, Any]:
    """By when the mails went out, on the clock of the office."""
    found: dict[str, Counter[str]] = {}
    for at, dead, answered in told.rows(f"SELECT at, is_dead, is_answered FROM ({MAILS})"):
        name = f"{moment(at).astimezone(LONDON):{form}}"
        counts = found.setdefault(name, Counter(sent=0, bounced=0, answered=0))
        counts.update({"sent": 1, "bounced": dead, "answered": answered})
    return {name: dict(counts) for name, counts in found.items()}


@checks("deliverability.days[*]")
def days(told: Told) -> dict[str, Any]:
    return by_time(told, "%Y-%m-%d")


@checks("deliverability.hours[*]")
def hours(told: Told) -> dict[str, Any]:
    return {str(int(hour)): counts for hour, counts in by_time(told, "%H").items()}


# --- how complete the reading is: as it is now ------------------------------------------------------------------------

UNREAD = {
    "pending": "SELECT mailbox, count(*) FROM inbound_message WHERE state = 'stored' GROUP BY mailbox",
    "set_aside": "SELECT mailbox, count(*) FROM inbound_message WHERE state = 'set_aside' GROUP BY mailbox",
    "unfetched": "SELECT mailbox, count(*) FROM unfetched_message GROUP BY mailbox",
}


def unread_messages(told: Told) -> dict[str, dict[str, int]]:
    """By mailbox of the configuration."""
    counts = {what: told.by(sql) for what, sql in UNREAD.items()}
    names = [each["name"] for each in config_of(told.folder)["mailboxes"]]
    return {name: {what: found.get(name, 0) for what, found in counts.items()} for name in names}


@checks("deliverability.reading")
def reading(told: Told) -> dict[str, Any]:
    boxes, as_of = unread_messages(told), moment(told.as_of)
    read_at = told.by("SELECT name, read_at FROM mailbox_status")
    for name, box in boxes.items():
        box["read_at"] = None if read_at.get(name) is None else moment(read_at[name]).isoformat()  # type: ignore[assignment]
        box["is_alarm"] = name in unread_at(told, as_of)
    return {
        **{what: sum(box[what] for box in boxes.values()) for what in UNREAD},
        "mailboxes": boxes,
        "late_folders": {
            f"{mailbox}/{folder}": {"read_at": moment(at).isoformat()}
            for mailbox, folder, at in told.rows("SELECT mailbox, folder, read_at FROM folder_cursor")
            if as_of - moment(at) > timedelta(hours=4)
        },
    }


@checks("deliverability.junk[*]")
def junk(told: Told) -> dict[str, Any]:
    """What was found in each of our Junk folders in the period."""
    rows = told.rows(
        "SELECT folder_cursor.mailbox, folder_cursor.folder, count(DISTINCT stored.inbound_id), "
        "count(DISTINCT stored.inbound_id) FILTER (WHERE reply.id IS NOT NULL), "
        "count(DISTINCT stored.inbound_id) FILTER (WHERE machine.id IS NOT NULL), "
        "count(DISTINCT stored.inbound_id) FILTER (WHERE matched_by = 'own') FROM folder_cursor "
        "LEFT JOIN fact AS stored ON stored.kind = 'message_stored' AND stored.is_in "
        "AND stored.mailbox = folder_cursor.mailbox "
        "AND json_extract(stored.details, '$.folder') = folder_cursor.folder "
        "LEFT JOIN fact AS reply ON reply.kind = 'replied' AND reply.inbound_id = stored.inbound_id "
        "LEFT JOIN fact AS machine ON machine.kind IN ('auto_replied', 'bounced', 'complained') "
        "AND machine.inbound_id = stored.inbound_id "
        "LEFT JOIN inbound_message ON inbound_message.id = stored.inbound_id "
        "WHERE folder_cursor.folder IN ('Junk', 'Spam') GROUP BY 1, 2"
    )
    return {
        f"{mailbox}/{folder}": {"stored": stored, "replies": replies, "automatic": automatic, "own": own}
        for mailbox, folder, stored, replies, automatic, own in rows
    }


@checks("deliverability.guards")
def guards(told: Told) -> dict[str, int]:
    """As configured, else as the example of the configuration says."""
    said = {"bounce_share": 3, "bounce_least": 50, "complaints": 2, "complaint_window": 1000}
    said |= config_of(told.folder).get("guards", {})
    return {"bounce_percent": said.pop("bounce_share"), **said}
