"""What a forecast is made of, read by plain SQL as of any moment: who came when, who went on, and what was signed."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from tests.support.report_figures import Told, moment
from tests.support.told_worlds import LONDON, config_of

STOOD = "at < :then AND (taken_back_at IS NULL OR taken_back_at >= :then)"
LEAD = "json_extract(details, '$.lead')"
FACT_OF = {
    "conversation": "lead_opened",
    "qualified": "lead_qualified",
    "offered": "lead_offered",
    "accepted": "lead_accepted",
    "confirmed": "lead_confirmed",
    "proposal": "lead_proposed",
    "meeting": "lead_met",
    "contract": "lead_won",
}
#: From where to where, in the order of the line.
PASSAGES = (
    ("mailed", "replied"),
    ("referred", "replied"),
    ("replied", "conversation"),
    *zip(FACT_OF, list(FACT_OF)[1:], strict=False),
)
#: One of those who came to a stage: how many days ago that was, and how long ago they went on, or left without.
One = tuple[int, int | None, int | None]


@dataclass(frozen=True)
class Signed:
    on: date
    cents: int
    currency: str
    months: int | None
    starts_on: date | None
    paid: int


class Known:
    """As of a moment."""

    def __init__(self, told: Told, then: str) -> None:
        self.told, self.then, self.as_of = told, then, moment(then)
        self.today = self.as_of.astimezone(LONDON).date()
        self.flows = self._people() | self._leads()
        went = Counter(
            min(on, came) for came, on, _ in self.flows["replied", "conversation"] if on is not None
        )
        opened = Counter(came for came, _, _ in self.flows["conversation", "qualified"])
        #: Leads of people who had not answered us before, by days ago.
        self.outside = opened - went

    def ago(self, at: str | None) -> int | None:
        return None if at is None else (self.as_of - moment(at)).days

    def first(self, what: str) -> dict[int, str]:
        """When it first happened to each person."""
        return self.told.by(
            f"SELECT contact_id, min(at) FROM event WHERE {what} AND {STOOD} AND contact_id IS NOT NULL "
            "GROUP BY contact_id",
            then=self.then,
        )

    def _people(self) -> dict[tuple[str, str], list[One]]:
        mailed, replied = self.first("kind = 'mail_sent'"), self.first("kind = 'replied'")
        named, opened = self.first("kind = 'referred_enrolled'"), self.first("kind = 'lead_opened'")
        over = self.first(
            "(kind = 'opted_out' OR kind = 'bounced' AND json_extract(details, '$.bounce') = 'bounce_hard')"
        )
        found: dict[tuple[str, str], list[One]] = {each: [] for each in PASSAGES[:3]}
        for who, at in mailed.items():
            stage = "referred" if who in named else "mailed"
            found[stage, "replied"].append(self._one(at, replied.get(who), over.get(who)))
        for who, at in replied.items():
            lead = opened.get(who, "")
            found["replied", "conversation"].append(self._one(at, lead if lead >= at else None, None))
        return found

    def _leads(self) -> dict[tuple[str, str], list[One]]:
        came = {
            kind: self.first_of_leads(kind) for kind in (*FACT_OF.values(), "lead_lost", "lead_disqualified")
        }
        found = {}
        for passage in PASSAGES[3:]:
            start, end = (came[FACT_OF[stage]] for stage in passage)
            found[passage] = [
                self._one(at, end.get(lead), _earlier(came, lead)) for lead, at in start.items()
            ]
        return found

    def first_of_leads(self, kind: str) -> dict[int, str]:
        return self.told.by(
            f"SELECT {LEAD}, min(at) FROM event WHERE kind = :kind AND {STOOD} GROUP BY 1",
            kind=kind,
            then=self.then,
        )

    def _one(self, came: str, went: str | None, left: str | None) -> One:
        """What is noted later than what follows from it happened at the same time."""
        ago = self.ago(came) or 0
        on, off = self.ago(went), self.ago(left)
        if on is not None:
            return ago, min(on, ago), None
        return ago, None, None if off is None else min(off, ago)

    @property
    def sent(self) -> dict[tuple[str, date], int]:
        """Mails of the last five weeks by mailbox and day, on the office's clock as it stands at the moment."""
        offset = self.as_of.astimezone(LONDON).utcoffset() or timedelta()
        rows = self.told.rows(
            f"SELECT mailbox, at FROM event WHERE kind = 'mail_sent' AND {STOOD} AND mailbox IS NOT NULL",
            then=self.then,
        )
        days = Counter((mailbox, (moment(at) + offset).date()) for mailbox, at in rows)
        first = self.today - timedelta(days=35)
        return {key: count for key, count in days.items() if first <= key[1] < self.today}

    @property
    def stock(self) -> int:
        """People on lists to whom nothing went."""
        on_lists: int = self.told.one(
            "SELECT count(DISTINCT contact_id) FROM prospect WHERE created_at < :then", then=self.then
        )
        return max(on_lists - len(self.flows["mailed", "replied"]), 0)

    @property
    def weekdays(self) -> set[int]:
        """On which running campaigns may write, as they are now."""
        rows = self.told.rows(
            "SELECT definition FROM campaign JOIN sequence_version ON sequence_version.id = sequence_version_id "
            "WHERE state = 'running'"
        )
        weeks = [json.loads(definition)["window"]["week"] for (definition,) in rows]
        return {day for week in weeks for day, hours in enumerate(week) if hours}

    @property
    def contracts(self) -> list[Signed]:
        paid = self.told.by(
            f"SELECT {LEAD}, sum(json_extract(details, '$.amount_cents')) FROM event "
            f"WHERE kind = 'payment_received' AND {STOOD} GROUP BY 1",
            then=self.then,
        )
        rows = self.told.rows(
            f"SELECT {LEAD}, min(event.at), json_extract(details, '$.amount_cents'), "
            "json_extract(details, '$.currency'), months, starts_on FROM event "
            f"LEFT JOIN contract ON contract.lead_id = {LEAD} AND contract.at < :then "
            f"WHERE kind = 'lead_won' AND event.{STOOD} GROUP BY {LEAD} ORDER BY {LEAD}",
            then=self.then,
        )
        return [
            Signed(
                moment(at).astimezone(LONDON).date(),
                cents,
                currency,
                months,
                None if starts_on is None else date.fromisoformat(starts_on),
                paid.get(lead, 0),
            )
            for lead, at, cents, currency, months, starts_on in rows
        ]

    def came(self, since: str, until: str) -> dict[str, int]:
        """Who came to each stage in some days."""
        firsts = {stage: self.first_of_leads(kind) for stage, kind in FACT_OF.items()}
        firsts["replied"] = self.first("kind = 'replied'")
        named = self.first("kind = 'referred_enrolled'")
        firsts["mailed"] = {
            who: at for who, at in self.first("kind = 'mail_sent'").items() if who not in named
        }
        return {stage: sum(since <= at < until for at in of.values()) for stage, of in firsts.items()}

    def signed(self, since: str, until: str) -> dict[str, int]:
        """What was signed in some days, by the first contract of each lead."""
        return self.told.by(
            "SELECT currency, sum(cents) FROM ("
            "SELECT min(at) AS at, json_extract(details, '$.currency') AS currency, "
            "json_extract(details, '$.amount_cents') AS cents FROM event "
            f"WHERE kind = 'lead_won' AND {STOOD} GROUP BY {LEAD}"
            ") WHERE at >= :begin AND at < :end GROUP BY currency",
            then=self.then,
            begin=since,
            end=until,
        )


def _earlier(came: dict[str, dict[int, str]], lead: int) -> str | None:
    ends = [came[kind][lead] for kind in ("lead_lost", "lead_disqualified") if lead in came[kind]]
    return min(ends, default=None)


@dataclass(frozen=True)
class Box:
    """What the configuration says of a mailbox; a ramp of five mails and three more each day where it says none."""

    name: str
    per_day: int
    new_per_day: int | None
    start: int
    add: int

    def allowed(self, days: int) -> int:
        return min(self.per_day, self.start + self.add * days)

    @property
    def ramp(self) -> int:
        missing = self.per_day - self.start
        return -(-missing // self.add) if missing > 0 and self.add else 0


def boxes(told: Told) -> list[Box]:
    found = []
    for each in config_of(told.folder)["mailboxes"]:
        ramp = {"start": 5, "add": 3} | each.get("ramp", {})
        found.append(Box(each["name"], each["per_day"], each.get("new_per_day"), ramp["start"], ramp["add"]))
    return found


@cache
def known_at(told: Told, then: str) -> Known:
    return Known(told, then)


def day_ahead(as_of: datetime, ahead: int) -> date:
    """The local day in which most of the day that begins so many days later lies."""
    return (as_of + timedelta(days=ahead, hours=12)).astimezone(LONDON).date()
