"""`report people`, counted once more."""

from collections import Counter, defaultdict
from typing import Any

from tests.acceptance.report_figures.deeds import HANDS
from tests.acceptance.report_figures.people_figures import (
    PARTS,
    POINTS,
    _activities,
    acceptance,
    activity,
    conversions,
    deeds,
    norms,
    part_of,
    response,
    results,
    spans,
    times,
    waits,
)
from tests.acceptance.report_figures.working_time import team_of
from tests.support.report_figures import Told, checks

# --- the report -------------------------------------------------------------------------------------------------------


def everybody(told: Told) -> list[str]:
    """The team, and whoever else did anything in one of the spans."""
    active = {person for span in activity(told).values() for person, did in span.items() if any(did.values())}
    for first in spans(told).values():
        active |= {each["person"] for each in deeds(told) if first <= each["at"] < told.until}
    active |= {person for some in waits(told).values() for person in some}
    return [*team_of(told), *sorted(active - set(team_of(told)) - {""})]


@checks("people.people[*].period")
def in_the_period(told: Told) -> dict[str, Any]:
    return _spans(told, "period")


@checks("people.people[*].month")
def in_the_month(told: Told) -> dict[str, Any]:
    return _spans(told, "month")


@checks("people.people[*].year")
def in_the_year(told: Told) -> dict[str, Any]:
    return _spans(told, "year")


def _spans(told: Told, span: str) -> dict[str, Any]:
    first, nothing = spans(told)[span], dict.fromkeys(_activities(told), 0)
    return {
        person: {
            "activity": activity(told)[span].get(person, nothing),
            "results": {part: results(told, person, part, first) for part in PARTS},
        }
        for person in everybody(told)
    }


def of_norms(told: Told, what: str) -> dict[str, Any]:
    return {
        person: {name: norm[what] for name, norm in norms(told, person).items()} for person in everybody(told)
    }


@checks("people.people[*].norms[*].a_day")
def norms_a_day(told: Told) -> dict[str, Any]:
    return of_norms(told, "a_day")


@checks("people.people[*].norms[*].working_days")
def days_of_norms(told: Told) -> dict[str, Any]:
    return of_norms(told, "working_days")


@checks("people.people[*].norms[*].expected", places=1)
def expected_by_norms(told: Told) -> dict[str, Any]:
    return of_norms(told, "expected")


@checks("people.people[*].norms[*].done")
def done_of_norms(told: Told) -> dict[str, Any]:
    return of_norms(told, "done")


@checks("people.people[*].norms[*].share", places=4)
def shares_of_norms(told: Told) -> dict[str, Any]:
    return of_norms(told, "share")


@checks("people.people[*].response")
def responses(told: Told) -> dict[str, Any]:
    return {person: response(told, person) for person in everybody(told)}


@checks("people.people[*].conversions[*]")
def all_conversions(told: Told) -> dict[str, Any]:
    return {person: conversions(told, person) for person in everybody(told)}


@checks("people.people[*].acceptance")
def all_acceptance(told: Told) -> dict[str, Any]:
    return {
        person: {part: acceptance(told, person, part) for part in ("finder", "salesperson")}
        for person in everybody(told)
    }


@checks("people.people[*].times")
def all_times(told: Told) -> dict[str, Any]:
    return {person: times(told, person) for person in everybody(told)}


@checks("people.points")
def points(_told: Told) -> dict[str, int]:
    """As docs/reports.md says."""
    return POINTS


def scored(told: Told, person: str) -> dict[str, int]:
    did, sold = activity(told)["period"].get(person, {}), acceptance(told, person, "salesperson")
    rejected = acceptance(told, person, "finder")["rejected"]
    return {
        "found": results(told, person, "finder")["confirmed"],
        "sold": results(told, person, "salesperson")["confirmed"],
        "turned_down": rejected.get("clerical", 0) + rejected.get("definitional", 0),
        "untouched": sold["untouched"],
        "bounced": did.get("bounced", 0),
        "complained": did.get("complained", 0),
    }


@checks("people.board[*]")
def board(told: Told) -> dict[str, Any]:
    """By points, then acceptance, then what was contracted in euros; equals share a place."""
    rows = {}
    for person in everybody(told):
        counts, role = scored(told, person), team_of(told).get(person, {}).get("role")
        if role not in ("prospector", "salesperson") and not any(counts.values()):
            continue
        part = "salesperson" if part_of(told, person) == "salesperson" else "finder"
        found, sold = (results(told, person, each)["contracted"] for each in ("finder", "salesperson"))
        rows[person] = {
            "points": sum(POINTS[what] * count for what, count in counts.items()),
            **counts,
            "acceptance": acceptance(told, person, part)["rate"],
            "contracted": dict(Counter(found) + Counter(sold)),
        }
    for row in rows.values():
        row["place"] = 1 + sum(_rank(other) > _rank(row) for other in rows.values())
    return rows


def _rank(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["points"], row["acceptance"]["percent"] or 0, row["contracted"].get("EUR", 0)


@checks("people.pairs[*]")
def pairs(told: Told) -> dict[str, Any]:
    return _through(told, "SELECT finder || '/' || hand, kind, lead, cents, currency, is_credited FROM ({})")


@checks("people.chains[*]")
def chains(told: Told) -> dict[str, Any]:
    """Of leads that were won."""
    return _through(
        told,
        "SELECT finder || '/' || hand || '/' || coalesce(nullif(manager, ''), 'None'), "
        "kind, lead, cents, currency, is_credited FROM ({}) "
        "WHERE lead IN (SELECT lead FROM fact WHERE kind = 'lead_won')",
    )


def _through(told: Told, sql: str) -> dict[str, Any]:
    kinds = {
        "answered": ("lead_accepted", "lead_rejected", "lead_untouched"),
        "accepted": ("lead_accepted",),
        "confirmed": ("lead_confirmed",),
        "contracts": ("lead_won",),
    }
    rows = defaultdict(list)
    for hands, *row in told.rows(sql.format(HANDS)):
        rows[hands].append(row)
    found = {}
    for hands, some in rows.items():
        counts = {
            what: len(
                {
                    lead
                    for kind, lead, _, _, is_credited in some
                    if kind in wanted and (kind != "lead_confirmed" or is_credited)
                }
            )
            for what, wanted in kinds.items()
        }
        money = {
            name: _purse((cents, currency) for kind, _, cents, currency, _ in some if kind == wanted)
            for name, wanted in (("contracted", "lead_won"), ("paid", "payment_received"))
        }
        if counts["answered"] or counts["confirmed"] or counts["contracts"] or money["paid"]:
            found[hands] = counts | money
    return found


def _purse(amounts: Any) -> dict[str, int]:
    purse: Counter[str] = Counter()
    for cents, currency in amounts:
        purse[currency] += cents
    return dict(purse)


@checks("people.mails_of_nobody")
def mails_of_nobody(told: Told) -> int:
    return activity(told)["period"].get("", {}).get("mails", 0)
