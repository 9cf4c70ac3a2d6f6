"""`report sources`, counted once more, by list."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from tests.support.report_figures import Told, checks, moment, share
from tests.support.told_worlds import LONDON

#: Each lead with the list that it is owed to, its first moments, and the confirmation that stands: the first since
#: sales last sent it back.
LEADS = """
SELECT id, coalesce((SELECT name FROM prospect_list WHERE prospect_list.id = lead.list_id), 'None') AS list,
    (SELECT min(at) FROM fact WHERE fact.lead = lead.id AND kind = 'lead_opened') AS opened,
    (SELECT min(at) FROM fact WHERE fact.lead = lead.id AND kind = 'lead_qualified') AS qualified,
    (
        SELECT min(at) FROM fact WHERE fact.lead = lead.id AND kind = 'lead_confirmed' AND at > coalesce((
            SELECT max(at) FROM fact AS back WHERE back.lead = lead.id AND back.kind = 'lead_returned'
        ), '')
    ) AS confirmed,
    (SELECT min(at) FROM fact WHERE fact.lead = lead.id AND kind = 'lead_won') AS won
FROM lead
"""
OF_LEADS = ("opened", "qualified", "confirmed", "won")


def leads_of(told: Told, name: str) -> dict[str, int]:
    counts = ", ".join(f"count(*) FILTER (WHERE {what} >= :since AND {what} < :until)" for what in OF_LEADS)
    [found] = told.rows(f"SELECT {counts} FROM ({LEADS}) WHERE :list = '' OR list = :list", list=name)
    return dict(zip(("leads", "qualified", "confirmed", "won"), found, strict=True))


def confirmed_of_its_leads(told: Told, name: str) -> int:
    return int(
        told.one(
            f"SELECT count(*) FROM ({LEADS}) "
            "WHERE list = :list AND opened >= :since AND opened < :until AND confirmed IS NOT NULL",
            list=name,
        )
    )


def money_of(told: Told, kind: str, name: str) -> dict[str, int]:
    """Contracts by when their lead was won, payments by when they came; corrections reckoned in."""
    found = told.by(
        f"SELECT currency, sum(cents) FROM fact JOIN ({LEADS}) AS known ON known.id = fact.lead "
        "WHERE kind = :kind AND is_in AND (:list = '' OR list = :list) GROUP BY currency",
        kind=kind,
        list=name,
    )
    return {currency: cents for currency, cents in found.items() if cents}


def cost_of(told: Told, name: str) -> dict[str, int]:
    return told.by(
        "SELECT cost_currency, sum(cost_cents) FROM prospect_list WHERE cost_cents IS NOT NULL "
        "AND created_at >= :since AND created_at < :until AND (:list = '' OR name = :list) GROUP BY cost_currency",
        list=name,
    )


def to_whom(told: Told, kind: str, name: str) -> int:
    """Prospects of the list to whom a campaign over it did this."""
    return int(
        told.one(
            "SELECT count(DISTINCT prospect.contact_id) FROM fact "
            "JOIN campaign ON campaign.id = fact.campaign_id "
            "JOIN prospect ON prospect.list_id = campaign.list_id AND prospect.contact_id = fact.contact_id "
            "JOIN prospect_list ON prospect_list.id = prospect.list_id "
            "WHERE kind = :kind AND is_in AND prospect.created_at < :until AND prospect_list.name = :list",
            kind=kind,
            list=name,
        )
    )


def returned(cost: dict[str, int], paid: dict[str, int]) -> int | None:
    """(paid - cost) / cost, where there is a cost and all of it is in one currency."""
    if len(cost) != 1 or set(paid) - set(cost):
        return None
    [(currency, cents)] = cost.items()
    return round(100 * (paid.get(currency, 0) - cents) / cents)


@checks("sources.groups[*]")
def groups(told: Told) -> dict[str, Any]:
    """Lists of which nothing is known in the period are left out."""
    names = [name for (name,) in told.rows("SELECT name FROM prospect_list")]
    found = {name: _group(told, name) for name in names}
    return {name: each for name, each in found.items() if _has_anything(each)}


def _group(told: Told, name: str) -> dict[str, Any]:
    counts, cost = leads_of(told, name), cost_of(told, name)
    paid = money_of(told, "payment_received", name)
    joined = "SELECT count(*) FROM prospect JOIN prospect_list ON prospect_list.id = list_id "
    return {
        "prospects": told.one(
            joined + "WHERE name = :list AND prospect.created_at >= :since AND prospect.created_at < :until",
            list=name,
        ),
        "mailed": to_whom(told, "mail_sent", name),
        "replied": to_whom(told, "replied", name),
        **counts,
        "confirmed_of_leads": share(confirmed_of_its_leads(told, name), counts["leads"]),
        "contracted": money_of(told, "lead_won", name),
        "paid": paid,
        "cost": cost,
        "cost_a_lead": {
            currency: round(cents / counts["leads"]) for currency, cents in cost.items() if counts["leads"]
        },
        "return_percent": returned(cost, paid),
        "lifetime": lifetime_of(told, name),
    }


def _has_anything(group: dict[str, Any]) -> bool:
    counted = ("prospects", "mailed", "replied", "leads", "qualified", "confirmed", "won", "cost", "paid")
    return any(group[each] for each in counted)


@checks("sources.total")
def total(told: Told) -> dict[str, Any]:
    cost, paid = cost_of(told, ""), money_of(told, "payment_received", "")
    return {
        **leads_of(told, ""),
        "contracted": money_of(told, "lead_won", ""),
        "paid": paid,
        "cost": cost,
        "return_percent": returned(cost, paid),
    }


@checks("sources.lifetime[*]")
def lifetime(told: Told) -> dict[str, Any]:
    return lifetime_of(told, "")


# --- what a client is worth -------------------------------------------------------------------------------------------


def lifetime_of(told: Told, name: str) -> dict[str, Any]:
    clients = defaultdict(list)
    for lead, currency, won in told.rows(
        f"SELECT known.id, fact.currency, won FROM ({LEADS}) AS known JOIN fact ON fact.lead = known.id "
        "WHERE kind = 'lead_won' AND won >= :since AND won < :until AND (:list = '' OR list = :list)",
        list=name,
    ):
        clients[currency].append(_client(told, lead, currency, won))
    return {currency: _worth(each) for currency, each in clients.items()}


def _client(told: Told, lead: int, currency: str, won: str) -> tuple[int, int, bool]:
    """For how many months they have paid, what, and whether two whole months have passed without a payment."""
    months: Counter[date] = Counter()
    for month, cents in told.rows(
        "SELECT json_extract(details, '$.month'), cents FROM fact "
        "WHERE kind = 'payment_received' AND lead = :lead AND currency = :currency",
        lead=lead,
        currency=currency,
    ):
        months[date.fromisoformat(month)] += cents
    paid = [month for month, cents in months.items() if cents > 0]
    newest, today = max([*paid, _day(won)]), _day(told.as_of)
    silent = (today.year - newest.year) * 12 + today.month - newest.month - 1
    return len(paid), sum(months.values()), silent >= 2


def _day(at: str) -> date:
    return moment(at).astimezone(LONDON).date()


def _worth(clients: list[tuple[int, int, bool]]) -> dict[str, Any]:
    """Paid months × what is paid a month. From twenty clients on by Kaplan and Meier: who still pays pays on."""
    count, gone = len(clients), sum(is_gone for _, _, is_gone in clients)
    months, cents = sum(each[0] for each in clients), sum(each[1] for each in clients)
    found: dict[str, Any] = {"clients": count, "gone": gone, "how": "not_enough_data"}
    found |= dict.fromkeys(("months", "monthly_cents", "value_cents", "up_to"))
    if count < 5 or not months:
        return found
    average, up_to, how = months / count, None, "so_far"
    if count >= 20:
        how, up_to = "kaplan_meier", sorted((each[0] for each in clients), reverse=True)[4]
        average = _area(clients, up_to)
    monthly = cents / months
    return found | {
        "how": how,
        "months": average,
        "monthly_cents": round(monthly),
        "value_cents": round(average * monthly),
        "up_to": up_to,
    }


def _area(clients: list[tuple[int, int, bool]], up_to: int) -> float:
    """Under the curve of those who pay for more than 0, 1, 2 … months."""
    area, stay = 0.0, 1.0
    for month in range(up_to):
        at_risk = [each for each in clients if each[0] >= month]
        stay -= stay * sum(months == month and is_gone for months, _, is_gone in at_risk) / len(at_risk)
        area += stay
    return area
