"""What each of us did and brought about, and how long it took them: counted once more for `report people`."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from typing import Any

from tests.acceptance.report_figures.deeds import DEEDS
from tests.acceptance.report_figures.working_time import days_worked, seconds_worked, team_of
from tests.support.fact_tables import NAME
from tests.support.report_figures import Told, middle, moment, share
from tests.support.told_worlds import LONDON, midnight

PARTS = ("finder", "salesperson", "account_manager")
RESULTS = (
    *("qualified", "accepted", "rejected", "untouched", "returned", "confirmed"),
    *("proposals", "meetings", "contracts"),
)
PART_OF_ROLE = {"prospector": "finder", "salesperson": "salesperson", "account-manager": "account_manager"}
POINTS = {"found": 100, "sold": 100, "turned_down": -20, "untouched": -20, "bounced": -1, "complained": -50}


def spans(told: Told) -> dict[str, str]:
    """When each begins; all end with the period: it, the month and the year of its last day."""
    last = (moment(told.until) - timedelta(microseconds=1)).astimezone(LONDON).date()
    return {
        "period": told.since,
        "month": midnight(last.replace(day=1)),
        "year": midnight(date(last.year, 1, 1)),
    }


# --- what they did ----------------------------------------------------------------------------------------------------


def _owner(told: Told, mailbox: str) -> str:
    """Whose a mailbox is, as SQL; '' where it is nobody's."""
    whens = " ".join(
        f"WHEN '{each}' THEN '{person}'"
        for person, member in team_of(told).items()
        for each in member.get("mailboxes", ())
    )
    return f"CASE {mailbox} {whens} ELSE '' END"


def _activities(told: Told) -> dict[str, str]:
    """Each as SQL that gives a person and how many."""
    box, actor = _owner(told, "mailbox"), NAME.format("actor")
    mail = "coalesce(outbound_id, -id)"
    of_letter = "(SELECT mailbox FROM inbound_message WHERE inbound_message.id = fact.inbound_id)"
    since = "at >= :first AND at < :until"
    return {
        "mails": f"SELECT {box}, count(*) FROM fact WHERE kind = 'mail_sent' AND {since} GROUP BY 1",
        "calls": f"SELECT {actor}, count(*) FROM fact WHERE kind = 'task_done' AND {since} "
        "AND json_extract(details, '$.kind_of_task') IN ('call', 'call_back') GROUP BY 1",
        "replies": f"SELECT {actor}, count(DISTINCT inbound_id) FROM fact WHERE kind = 'review_decided' AND {since} "
        "GROUP BY 1",
        "answers": f"SELECT {actor}, count(*) FROM fact WHERE kind = 'answer_sent' AND {since} GROUP BY 1",
        "referrals": f"SELECT {_owner(told, of_letter)}, count(*) FROM fact WHERE kind = 'referred' AND {since} "
        "GROUP BY 1",
        "bounced": f"SELECT {box}, count(DISTINCT {mail}) FROM fact WHERE kind = 'bounced' "
        f"AND bounce = 'bounce_hard' AND {since} GROUP BY 1",
        "complained": f"SELECT {box}, count(DISTINCT {mail}) FROM fact WHERE kind = 'complained' "
        f"AND {since} GROUP BY 1",
    }


@cache
def activity(told: Told) -> dict[str, dict[str, dict[str, int]]]:
    """By span and person; whose nobody is, is ''."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for span, first in spans(told).items():
        by_person: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_activities(told), 0))
        for what, sql in _activities(told).items():
            for person, count in told.rows(sql, first=first):
                by_person[person][what] = count
        found[span] = by_person
    return found


# --- what came of it --------------------------------------------------------------------------------------------------


@cache
def deeds(told: Told) -> list[dict[str, Any]]:
    names = ("part", "person", "result", "lead", "at", "is_in", "reason", "cents", "currency")
    return [dict(zip(names, row, strict=True)) for row in told.rows(DEEDS)]


def of(told: Told, person: str, part: str, first: str | None = None) -> list[dict[str, Any]]:
    """Their deeds in a part, since `first`; of the period where none is named."""
    return [
        each
        for each in deeds(told)
        if (each["person"], each["part"]) == (person, part)
        and (each["is_in"] if first is None else first <= each["at"] < told.until)
    ]


def results(told: Told, person: str, part: str, first: str | None = None) -> dict[str, Any]:
    """Leads, each once; money as it was told."""
    some = of(told, person, part, first)
    return {
        **{result: len({each["lead"] for each in some if each["result"] == result}) for result in RESULTS},
        "contracted": _money(some, "contracts"),
        "paid": _money(some, "paid"),
    }


def _money(some: list[dict[str, Any]], result: str) -> dict[str, int]:
    purse: Counter[str] = Counter()
    for each in some:
        if each["result"] == result:
            purse[each["currency"]] += each["cents"]
    return dict(purse)


def acceptance(told: Told, person: str, part: str) -> dict[str, Any]:
    """Each offer for itself. What went to the wrong one of us counts neither for nor against the finder."""
    some = Counter((each["result"], each["reason"]) for each in of(told, person, part))
    accepted = sum(count for (result, _), count in some.items() if result == "accepted")
    untouched = sum(count for (result, _), count in some.items() if result == "untouched")
    rejected = {reason: count for (result, reason), count in some.items() if result == "rejected"}
    misrouted = rejected.get("procedural", 0) if part == "finder" else 0
    trials = accepted + untouched + sum(rejected.values()) - misrouted
    return {
        "accepted": accepted,
        "untouched": untouched,
        "rejected": rejected,
        "rate": share(accepted, trials),
    }


STEPS = {
    "finder": (("qualified", "accepted"), ("accepted", "confirmed")),
    "salesperson": (("accepted", "confirmed"), ("confirmed", "meetings"), ("confirmed", "contracts")),
}


def conversions(told: Told, person: str) -> dict[str, Any]:
    """Of the leads that came so far in the period, how many came further since, through whomever."""
    found = {}
    for part, steps in STEPS.items():
        for before, after in steps:
            first: dict[int, str] = {}
            for each in sorted(of(told, person, part), key=lambda deed: deed["at"]):
                if each["result"] == before:
                    first.setdefault(each["lead"], each["at"])
            went_on = {
                each["lead"]
                for each in deeds(told)
                if each["result"] == after and each["lead"] in first and each["at"] >= first[each["lead"]]
            }
            found[f"{part}/{before}/{after}"] = share(len(went_on), len(first))
    return found


def response(told: Told, person: str) -> dict[str, Any]:
    """Of the people to whom mail went out of their mailboxes, and whose address is not dead, who has answered it."""
    [(answered, reached)] = told.rows(
        "SELECT count(*) FILTER (WHERE has_answered), count(*) FROM (SELECT max(EXISTS ("
        "SELECT 1 FROM fact WHERE kind = 'replied' AND outbound_id = sent.outbound_id)) AS has_answered, "
        "max(EXISTS (SELECT 1 FROM fact WHERE kind = 'bounced' AND bounce = 'bounce_hard' "
        "AND outbound_id = sent.outbound_id AND at >= :since)) AS is_dead FROM fact AS sent "
        f"WHERE kind = 'mail_sent' AND is_in AND {_owner(told, 'mailbox')} = :person "
        "GROUP BY contact_id) WHERE NOT is_dead",
        person=person,
    )
    return share(answered, reached)


# --- norms and times --------------------------------------------------------------------------------------------------


def norms(told: Told, person: str) -> dict[str, Any]:
    """Norms by the days that they worked, from the first fact that any of them could count."""
    member = team_of(told).get(person, {})
    first = told.one(
        "SELECT min(at) FROM event WHERE at < :until "
        "AND kind IN ('mail_sent', 'review_decided', 'referred', 'lead_qualified')"
    )
    days = days_worked(member, max(first, told.since), min(told.until, told.as_of))
    did = activity(told)["period"].get(person, {})
    taker = "salesperson" if part_of(told, person) == "salesperson" else "finder"
    done = {
        **{what: did.get(what, 0) for what in ("mails", "replies", "referrals")},
        "qualified": results(told, person, "finder")["qualified"],
        "accepted": results(told, person, taker)["accepted"],
    }
    return {
        norm: {
            "a_day": a_day,
            "working_days": days,
            "expected": a_day * days,
            "done": done[norm],
            "share": done[norm] / (a_day * days) if days else None,
        }
        for norm, a_day in member.get("norms", {}).items()
    }


def part_of(told: Told, person: str) -> str:
    """Of whoever has no stage, that in which they did most."""
    role = team_of(told).get(person, {}).get("role", "")
    if role in PART_OF_ROLE:
        return PART_OF_ROLE[role]
    counts = Counter(each["part"] for each in deeds(told) if each["person"] == person)
    return max(PARTS, key=lambda part: counts[part])


#: Replies of the period by people who want to talk, with when they were first read, or answered, and by whom.
FIRST = """
SELECT came, (SELECT at FROM fact WHERE id = done), (SELECT {name} FROM fact WHERE id = done) FROM (
    SELECT min(at) AS came, (
        SELECT id FROM fact WHERE kind = '{kind}' AND fact.inbound_id = reply.inbound_id AND fact.at >= :since
        ORDER BY fact.at, fact.id LIMIT 1
    ) AS done
    FROM reply WHERE is_in AND said IN ('interested', 'right_person', 'question') GROUP BY inbound_id
) WHERE done IS NOT NULL
"""


@cache
def waits(told: Told) -> dict[str, dict[str, list[float]]]:
    """Seconds of their working time by what they did, and person."""
    found: dict[str, dict[str, list[float]]] = {}
    for what, kind in (("read", "review_decided"), ("answered", "answer_sent")):
        found[what] = defaultdict(list)
        for came, done, person in told.rows(FIRST.format(kind=kind, name=NAME.format("actor"))):
            found[what][person].append(seconds_worked(team_of(told).get(person, {}), came, done))
    found["accepted"] = defaultdict(list)
    for person, seconds in told.rows(
        "SELECT lower(salesperson), worked_seconds FROM offer WHERE answered_at >= :since "
        "AND answered_at < min(:until, :as_of) AND state IN ('accepted', 'confirmed', 'returned', 'ended')"
    ):
        found["accepted"][person].append(seconds)
    return found


def times(told: Told, person: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    counted = {"read": "replies_read", "answered": "replies_answered", "accepted": "offers_accepted"}
    for what, count in counted.items():
        seconds = waits(told)[what].get(person, [])
        half = middle(seconds)
        found |= {f"{what}_seconds": None if half is None else round(half), count: len(seconds)}
    return found
