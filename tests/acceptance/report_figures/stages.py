"""`report stages`, counted once more: the judgement on each stage, and the nine stages of work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import ceil, prod, sqrt
from statistics import NormalDist
from typing import Any

from tests.acceptance.report_figures.funnel import AT_ONCE, COMES_FROM, STAGES, median_of, share_of
from tests.acceptance.report_figures.working_time import days_worked, team_of
from tests.support.report_figures import Told, checks, moment, share, wilson
from tests.support.told_worlds import goals_of

DAY = timedelta(days=1)
#: Of two numbers: how many of how many.
Of = tuple[int, int]


@dataclass(frozen=True)
class Way:
    """The way into one stage: of people whose time was up in the period, in as much time before, and so far."""

    wait: timedelta
    now: Of
    in_time: Of
    before: Of
    so_far: Of


@cache
def way_into(told: Told, stage: str) -> Way:
    rows = told.rows(
        "SELECT start.at, way.at FROM reached AS start "
        "LEFT JOIN way ON way.stage = :stage AND way.who = start.who WHERE start.stage = :before",
        stage=stage,
        before=COMES_FROM[stage],
    )
    both = [(moment(start), None if came is None else moment(came)) for start, came in rows]
    wait = DAY if stage in AT_ONCE else wait_of([came - start for start, came in both if came is not None])
    since, until = moment(told.since) - wait, moment(told.until) - wait
    before = since - (until - since)

    def counted(first: datetime | None, end: datetime, *, in_time: bool) -> Of:
        tried = [each for each in both if (first is None or first <= each[0]) and each[0] < end]
        went = [
            came
            for start, came in tried
            if came is not None and (stage in AT_ONCE or not in_time or came - start <= wait)
        ]
        return len(went), len(tried)

    return Way(
        wait,
        now=counted(since, until, in_time=False),
        in_time=counted(since, until, in_time=True),
        before=counted(before, since, in_time=True),
        so_far=counted(None, until, in_time=False),
    )


def wait_of(took: list[timedelta]) -> timedelta:
    """Within which nineteen of twenty went on; two weeks where twenty have not, half a year at the most."""
    lengths = sorted(max(each, timedelta()) for each in took)
    if len(lengths) < 20:
        return min(max([14 * DAY, *lengths]), 180 * DAY)
    return min(max(lengths[len(lengths) * 19 // 20], DAY), 180 * DAY)


def newcombe(one: Of, other: Of, confidence: float) -> tuple[float, float]:
    """The difference of two shares, by the score intervals of both (Newcombe 1998, method 10)."""
    (x, m), (y, n) = one, other
    p, q = x / m, y / n
    (p_low, p_high), (q_low, q_high) = wilson(x, m, confidence), wilson(y, n, confidence)
    below, above = sqrt((p - p_low) ** 2 + (q_high - q) ** 2), sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    return p - q - below, p - q + above


@dataclass(frozen=True)
class Held:
    """A way, with what it is held against: a goal (then `before` is None), or the time before."""

    way: Way
    expected: float
    before: Of | None

    @property
    def rate(self) -> Of:
        return self.way.now if self.before is None else self.way.in_time

    @property
    def actual(self) -> float | None:
        successes, trials = self.rate
        return successes / trials if trials else None

    @property
    def people(self) -> int:
        return self.rate[1] if self.before is None else min(self.rate[1], self.before[1])


def held(told: Told) -> dict[str, Held | None]:
    goals = goals_of(told.folder)
    found: dict[str, Held | None] = {}
    for stage in COMES_FROM:
        way = way_into(told, stage)
        found[stage] = None
        if stage in goals:
            found[stage] = Held(way, goals[stage] / 100, None)
        elif way.before[0]:
            found[stage] = Held(way, way.before[0] / way.before[1], way.before)
    return found


def confidence_of(all_held: Mapping[str, Held | None]) -> float:
    """One in a hundred, shared out among the stages of which there are twenty people."""
    judged = sum(each is not None and each.people >= 20 for each in all_held.values())
    return 1 - 0.01 / max(judged, 1)


@checks("stages.confidence", places=5)
def confidence(told: Told) -> float:
    return confidence_of(held(told))


@checks("stages.contract")
def contract(told: Told) -> dict[str, Any] | None:
    """What one is worth: the mean of those so far, in euros, else in the currency of most. No goal says it here."""
    rows = told.rows(
        "SELECT currency, count(*), sum(cents) FROM fact WHERE kind = 'lead_won' GROUP BY currency "
        "ORDER BY currency = 'EUR' DESC, count(*) DESC, currency DESC LIMIT 1"
    )
    if not rows:
        return None
    [(currency, count, cents)] = rows
    return {"cents": round(cents / count), "currency": currency, "from": "contracts", "contracts": count}


def bounds(each: Held, level: float) -> tuple[float, float]:
    """In which the share may lie."""
    if each.before is None:
        return wilson(*each.rate, level)
    if not each.rate[1]:
        return 0.0, 1.0
    low, high = newcombe(each.rate, each.before, level)
    return max(each.expected + low, 0.0), min(each.expected + high, 1.0)


def standing(each: Held, level: float) -> str:
    low, high = bounds(each, level)
    if each.actual is None or each.people < 20:
        return "not_enough_data"
    if high < each.expected and each.actual < 0.95 * each.expected:
        return "weak"
    return "keeps_up" if low >= 0.8 * each.expected else "not_enough_data"


def more(each: Held, level: float) -> int:
    """How many find a shortfall as large as it looks, a fifth at the least, four times in five (Fleiss 1981)."""
    least = each.expected / 5
    shortfall = least if each.actual is None else max(each.expected - each.actual, least)
    p, q = each.expected, each.expected - shortfall
    alpha, beta = NormalDist().inv_cdf((1 + level) / 2), NormalDist().inv_cdf(0.8)
    if each.before is None:
        spread = alpha * sqrt(p * (1 - p)) + beta * sqrt(q * (1 - q))
    else:
        middle = (p + q) / 2
        spread = alpha * sqrt(2 * middle * (1 - middle)) + beta * sqrt(p * (1 - p) + q * (1 - q))
    return max(max(ceil((spread / shortfall) ** 2), 20) - each.people, 1)


@cache
def judged(told: Told) -> dict[str, dict[str, Any]]:
    all_held = held(told)
    level = confidence_of(all_held)
    return {stage: judgement(told, stage, all_held, level) for stage in COMES_FROM}


def judgement(told: Told, stage: str, all_held: Mapping[str, Held | None], level: float) -> dict[str, Any]:
    each, way = all_held[stage], way_into(told, stage)
    found: dict[str, Any] = {
        "from": COMES_FROM[stage],
        "rate": share(*way.now),
        "wait_days": way.wait / DAY,
        **dict.fromkeys(
            ("against", "expected_percent", "before", "low_percent", "high_percent", "more", "cost")
        ),
        "standing": "no_measure",
    }
    if each is None:
        return found
    low, high = bounds(each, level)
    stands = standing(each, level)
    return found | {
        "standing": stands,
        "rate": share(*each.rate),
        "against": "goal" if each.before is None else "before",
        "expected_percent": 100 * each.expected,
        "before": None if each.before is None else share(*each.before),
        "low_percent": 100 * low,
        "high_percent": 100 * high,
        "more": more(each, level) if stands == "not_enough_data" else None,
        "cost": cost(told, stage, each) if stands == "weak" else None,
    }


#: Along which a person comes to a contract.
MAIN_LINE = [stage for stage in STAGES if stage not in ("referred", "referral_replies")]


def downstream(stage: str) -> list[str]:
    if stage == "referred":
        return ["referral_replies", *downstream("replied")]
    if stage == "referral_replies":
        return downstream("replied")
    return MAIN_LINE[MAIN_LINE.index(stage) + 1 : MAIN_LINE.index("contract") + 1]


def cost(told: Told, stage: str, each: Held) -> dict[str, Any]:
    people = each.rate[1]
    missing = people * (each.expected - (each.actual or 0.0))
    factors: dict[str, Any] = {}
    for further in downstream(stage):
        factor = _factor(told, further)
        if factor is None:
            break
        factors[further] = factor
    lost = missing * prod(factor["percent"] / 100 for factor in factors.values())
    unit = [stage, *factors][-1]
    worth = contract(told) if unit in ("contract", "paid") else None
    return {
        "people": people,
        "missing": missing,
        "factors": factors,
        "lost": lost,
        "unit": unit,
        "cents": None if worth is None else round(lost * worth["cents"]),
        "currency": None if worth is None else worth["currency"],
    }


def _factor(told: Told, stage: str) -> dict[str, Any] | None:
    """The share of the period where twenty people tell it, else the goal, else the share so far."""
    way, goal = way_into(told, stage), goals_of(told.folder).get(stage)
    if way.now[1] >= 20 and way.now[0]:
        return {"percent": 100 * way.now[0] / way.now[1], "from": "actual", "rate": share(*way.now)}
    if goal is not None:
        return {"percent": goal, "from": "goal", "rate": None}
    if not way.so_far[0]:
        return None
    return {"percent": 100 * way.so_far[0] / way.so_far[1], "from": "so_far", "rate": share(*way.so_far)}


@checks("stages.stages[*]")
def judgements(told: Told) -> dict[str, dict[str, Any]]:
    return judged(told)


def weakest(told: Told) -> dict[str, Any] | None:
    """Of those that fall short, the one that costs most: what is lost in contracts before what is not."""
    weak = {stage: each for stage, each in judged(told).items() if each["standing"] == "weak"}
    if not weak:
        return None
    stage = max(
        weak,
        key=lambda name: (weak[name]["cost"]["unit"] in ("contract", "paid"), weak[name]["cost"]["lost"]),
    )
    return {"stage": stage, **weak[stage]}


def verdict_of(told: Told) -> str:
    present = {each["standing"] for each in judged(told).values()}
    return next(each for each in ("weak", "not_enough_data", "keeps_up", "no_measure") if each in present)


@checks("stages.verdict")
def verdict(told: Told) -> str:
    return verdict_of(told)


@checks("stages.weak_link")
def weak_link(told: Told) -> dict[str, Any] | None:
    return weakest(told)


# --- the line ---------------------------------------------------------------------------------------------------------

#: Work, its role, what is counted, whose share and time it has, to which stage it leads, and the norm.
WORK = (
    ("first_mail", "prospector", "mails", "delivered", "replied", "mails"),
    ("gatekeeper", "prospector", "replied", "replied", "referred", "replies"),
    ("decision_maker", "prospector", "referral_replies", "referral_replies", "conversation", None),
    ("need", "prospector", "qualified", "qualified", "offered", "qualified"),
    ("hand_off", "salesperson", "accepted", "accepted", "proposal", "accepted"),
    ("proposal", "salesperson", "proposal", "proposal", "meeting", None),
    ("meeting", "salesperson", "meeting", "meeting", "contract", None),
    ("contract", "salesperson", "contract", "contract", "paid", None),
    ("account", "account-manager", "paid", "paid", None, None),
)


def done_in(told: Told, counts: str) -> int:
    if counts == "mails":
        return int(told.one("SELECT count(*) FROM fact WHERE kind = 'mail_sent' AND is_in"))
    return int(
        told.one(
            "SELECT count(*) FROM reached WHERE stage = :stage AND at >= :since AND at < :until", stage=counts
        )
    )


def days_of_role(told: Told, role: str) -> float:
    """Person-days from the first mail on."""
    first = told.one("SELECT min(at) FROM event WHERE kind = 'mail_sent'")
    people = [member for member in team_of(told).values() if member["role"] == role]
    return sum(days_worked(each, max(first, told.since), min(told.until, told.as_of)) for each in people)


def norm_of_role(told: Told, role: str, norm: str | None) -> float | None:
    wanted = [each.get("norms", {}).get(norm, 0) for each in team_of(told).values() if each["role"] == role]
    said = [each for each in wanted if each]
    return sum(said) / len(said) if said else None


@checks("stages.line[*]")
def line(told: Told) -> dict[str, dict[str, Any]]:
    goals, weak = goals_of(told.folder), weakest(told)
    answers_for = {
        "confirmed": "hand_off",
        "offered": "hand_off",
        "mailed": "first_mail",
        "positive": "gatekeeper",
    }
    found = {}
    for work, role, counts, measures, leads_to, norm in WORK:
        done, days = done_in(told, counts), days_of_role(told, role)
        found[work] = {
            "role": role,
            "counts": counts,
            "done": done,
            "norm": norm_of_role(told, role, norm),
            "per_day": done / days if days >= 1 else None,
            "rate": share_of(told, measures),
            "goal_percent": goals.get(measures),
            "to_next": None if leads_to is None else share_of(told, leads_to),
            "median_hours": median_of(told, measures),
        }
        if weak is not None:
            found[work]["is_weak"] = work == answers_for.get(weak["stage"], measures_of(weak["stage"]))
    return found


def measures_of(stage: str) -> str:
    """The work that a stage is measured by."""
    return next((work for work, _, _, measures, _, _ in WORK if measures == stage), "need")
