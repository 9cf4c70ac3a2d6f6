"""`report referrals`, counted once more."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Any

from tests.acceptance.report_figures.sources import LEADS
from tests.acceptance.report_figures.stages import newcombe
from tests.support.report_figures import Told, checks, share

#: Everybody who was named by the end of the period, with what had become of them by `as_of`.
COLLEAGUES = """
SELECT named.referral, named.contact_id, named.inbound_id, json_extract(named.details, '$.via'), named.is_in,
    (SELECT depth FROM referral WHERE referral.id = named.referral),
    enrolled.enrollment_id, coalesce(answered.contact_id, enrolled.contact_id),
    answered.id IS NOT NULL,
    EXISTS (SELECT 1 FROM fact AS mail WHERE mail.kind = 'mail_sent' AND mail.enrollment_id = enrolled.enrollment_id),
    (
        SELECT kind FROM fact AS said WHERE said.referral = named.referral
        AND kind IN ('referral_approved', 'referral_refused') ORDER BY at DESC, id DESC LIMIT 1
    ),
    (
        SELECT reason FROM fact AS said WHERE said.referral = named.referral
        AND kind = 'referral_refused' ORDER BY at DESC, id DESC LIMIT 1
    ),
    EXISTS (
        SELECT 1 FROM task WHERE task.referral_id = named.referral AND kind = 'find_contact'
        AND created_at < :as_of AND (done_at IS NULL OR done_at >= :as_of)
    ),
    coalesce(
        (SELECT nullif(name, '') FROM account WHERE account.id = contact.account_id),
        (SELECT min(domain) FROM account_domain WHERE account_domain.account_id = contact.account_id), ''
    )
FROM fact AS named
LEFT JOIN contact ON contact.id = named.contact_id
LEFT JOIN fact AS enrolled ON enrolled.kind = 'referred_enrolled' AND enrolled.referral = named.referral
LEFT JOIN fact AS answered ON answered.kind = 'referral_answered' AND answered.referral = named.referral
WHERE named.kind = 'referred' AND named.at < :until
"""


@dataclass(frozen=True)
class Colleague:
    referral: int
    referrer: int
    inbound: int
    via: str
    is_in: bool
    depth: int | None
    run: int | None
    contact: int | None
    has_answered: bool
    was_written_to: bool
    last_word: str | None
    why: str | None
    is_sought: bool
    account: str

    @property
    def fate(self) -> str:
        if self.has_answered:
            return "answered"
        if self.was_written_to:
            return "written_to"
        if self.last_word is not None:
            return self.last_word.removeprefix("referral_")
        return "needs_address" if self.is_sought else "waiting"


@cache
def colleagues(told: Told) -> tuple[Colleague, ...]:
    found = tuple(Colleague(*row) for row in told.rows(COLLEAGUES))
    assert len({each.referral for each in found}) == len(found)
    return found


def fresh(told: Told) -> list[Colleague]:
    """Who was named in the period."""
    return [each for each in colleagues(told) if each.is_in]


@checks("referrals.total.naming")
def naming(told: Told) -> dict[str, Any]:
    """Of the people who answered in the period, who named a colleague in it; not machines."""
    letters = {each.inbound for each in fresh(told) if each.via != "automatic"}
    rows = told.rows("SELECT contact_id, inbound_id FROM fact WHERE kind = 'replied' AND is_in")
    return share(len({who for who, letter in rows if letter in letters}), len({who for who, _ in rows}))


@checks("referrals.total.named")
def named(told: Told) -> int:
    return len(fresh(told))


@checks("referrals.total.by_machines")
def by_machines(told: Told) -> int:
    return sum(each.via == "automatic" for each in fresh(told))


@checks("referrals.total.written_to")
def written_to(told: Told) -> int:
    return sum(each.was_written_to for each in fresh(told))


@checks("referrals.total.fates")
def fates(told: Told) -> dict[str, int]:
    found = Counter(each.fate for each in fresh(told))
    all_fates = ("answered", "written_to", "refused", "approved", "needs_address", "waiting")
    return {fate: found[fate] for fate in all_fates}


#: People whom a run's mail reached in the period, and who of them has answered it since.
REACHED = """
SELECT DISTINCT enrollment.contact_id, EXISTS (
    SELECT 1 FROM fact WHERE kind = 'replied' AND enrollment_id = enrollment.id AND at >= :since
) FROM enrollment
WHERE {which}
    AND EXISTS (SELECT 1 FROM fact WHERE kind = 'mail_sent' AND enrollment_id = enrollment.id AND is_in)
    AND NOT EXISTS (
        SELECT 1 FROM fact WHERE kind = 'bounced' AND bounce = 'bounce_hard' AND enrollment_id = enrollment.id
    )
"""


def answered(told: Told, which: str) -> tuple[int, int]:
    rows = told.rows(REACHED.format(which=which))
    return len({who for who, has in rows if has}), len({who for who, _ in rows})


@checks("referrals.total.answers")
def answers(told: Told) -> dict[str, Any]:
    """Katz and others 1978 for the ratio; Newcombe 1998 for the difference."""
    runs = ", ".join(str(each.run) for each in colleagues(told) if each.run is not None)
    ours, cold = answered(told, f"id IN ({runs})"), answered(told, "tag IS NULL AND NOT is_nurture")
    found: dict[str, Any] = {"referred": share(*ours), "cold": share(*cold), "verdict": "not_enough_data"}
    found |= dict.fromkeys(("points", "points_low", "points_high", "times", "times_low", "times_high"))
    if not ours[1] or not cold[1]:
        return found
    low, high = newcombe(ours, cold, 0.95)
    p, q = ours[0] / ours[1], cold[0] / cold[1]
    found |= {
        "verdict": _verdict(ours, cold),
        "points": 100 * (p - q),
        "points_low": 100 * low,
        "points_high": 100 * high,
    }
    if p and q:
        reach = NormalDist().inv_cdf(0.975) * sqrt(1 / ours[0] - 1 / ours[1] + 1 / cold[0] - 1 / cold[1])
        found |= {
            "times": p / q,
            "times_low": exp(log(p / q) - reach),
            "times_high": exp(log(p / q) + reach),
        }
    return found


def _verdict(ours: tuple[int, int], cold: tuple[int, int]) -> str:
    fewest = min(ours[1], cold[1])
    low, high = newcombe(ours, cold, 0.99)
    if fewest >= 20 and low > 0:
        return "more"
    if fewest >= 20 and high < 0:
        return "less"
    return "alike" if fewest >= 100 else "not_enough_data"


@checks("referrals.refusals[*]")
def refusals(told: Told) -> dict[str, Any]:
    reasons = Counter(each.why for each in fresh(told) if each.fate == "refused")
    return {f"{why}": {"count": count} for why, count in reasons.items()}


@checks("referrals.ways[*]")
def ways(told: Told) -> dict[str, Any]:
    return {
        via: {
            "named": len(some),
            "approved": sum(each.last_word == "referral_approved" for each in some),
            "refused": sum(each.fate == "refused" for each in some),
            "written_to": sum(each.was_written_to for each in some),
            "answered": sum(each.has_answered for each in some),
        }
        for via, some in _by(fresh(told), "via").items()
    }


@checks("referrals.depths[*]")
def depths(told: Told) -> dict[Any, Any]:
    """A chain ends with whoever has named nobody."""
    have_named = {each.referrer for each in colleagues(told)}
    return {
        depth: {
            "named": len(some),
            "written_to": sum(each.was_written_to for each in some),
            "answered": sum(each.has_answered for each in some),
            "ends": sum(each.contact not in have_named for each in some),
        }
        for depth, some in _by(fresh(told), "depth").items()
        if depth is not None
    }


def _by(some: list[Colleague], what: str) -> dict[Any, list[Colleague]]:
    found: dict[Any, list[Colleague]] = defaultdict(list)
    for each in some:
        found[getattr(each, what)].append(each)
    return found


#: Leads that our mail led to, by the referrals that lie between whom we asked first and them.
HOPS = f"""
SELECT coalesce((SELECT depth FROM referral WHERE referral.id = lead.referral_id), 0) AS hops,
    count(*) FILTER (WHERE opened >= :since AND opened < :until) AS leads,
    count(*) FILTER (WHERE known.qualified >= :since AND known.qualified < :until) AS qualified,
    count(*) FILTER (WHERE confirmed >= :since AND confirmed < :until) AS confirmed
FROM lead JOIN ({LEADS}) AS known ON known.id = lead.id WHERE lead.campaign_id IS NOT NULL GROUP BY 1
"""


@checks("referrals.hops[*]")
def hops(told: Told) -> dict[Any, Any]:
    return {
        number: {"leads": leads, "qualified": qualified, "confirmed": confirmed}
        for number, leads, qualified, confirmed in told.rows(HOPS)
        if leads or qualified or confirmed
    }


@checks("referrals.mean_hops")
def mean_hops(told: Told) -> float | None:
    [(number, confirmed)] = told.rows(f"SELECT sum(hops * confirmed), sum(confirmed) FROM ({HOPS})")
    return number / confirmed if confirmed else None


@checks("referrals.referrers[*]")
def referrers(told: Told) -> dict[str, Any]:
    """Companies whose people named somebody in the period, and the leads of whom they have ever named."""
    account_of = {each.referral: each.account for each in colleagues(told)}
    qualified = Counter(
        account_of.get(referral, "")
        for (referral,) in told.rows(
            f"SELECT lead.referral_id FROM lead JOIN ({LEADS}) AS known ON known.id = lead.id "
            "JOIN referral ON referral.id = lead.referral_id AND depth > 0 "
            "WHERE lead.campaign_id IS NOT NULL AND known.qualified >= :since AND known.qualified < :until"
        )
    )
    people = [each for each in fresh(told) if each.via != "automatic"]
    return {
        account: {
            "named": len(some),
            "written_to": sum(each.was_written_to for each in some),
            "answered": sum(each.has_answered for each in some),
            "qualified": qualified[account],
        }
        for account, some in _by(people, "account").items()
    }
