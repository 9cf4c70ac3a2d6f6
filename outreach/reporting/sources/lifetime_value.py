"""What a won client is worth over all the months that they pay. Decisions only.

Months that a client pays × what they pay a month. Whoever still pays has only paid *so far*: to take that for the whole
would make every client worth too little, to leave them out would do so even more, since the best stay longest. Where
there are clients enough, the months are therefore reckoned by Kaplan & Meier 1958, J. Am. Statist. Assoc. 53:457, which
takes from those who still pay what they tell: at least so long.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: Of fewer clients of one currency nothing is said.
LEAST_CLIENTS = 5
#: From so many on, the months to come are reckoned too.
LEAST_FOR_MONTHS_TO_COME = 20
#: Nothing is reckoned beyond the month up to which so many clients have been seen.
LEAST_SEEN = 5
#: So many whole months without a payment, and a client is taken to be gone.
SILENT_MONTHS = 2


class Reckoned(StrEnum):
    """How a lifetime value came about."""

    NOT_ENOUGH_DATA = "not_enough_data"
    #: What was paid up to now, a client; more will come from those who stay.
    SO_FAR = "so_far"
    #: Paid months by Kaplan and Meier, up to the longest that enough clients were seen for.
    KAPLAN_MEIER = "kaplan_meier"


@dataclass(frozen=True, slots=True)
class Client:
    """One won lead. `months`: for how many months they have paid. Money in hundredths of `currency`."""

    currency: str
    months: int
    paid_cents: int
    is_gone: bool


@dataclass(frozen=True, slots=True)
class LifetimeValue:
    """Of the clients of one currency. `value_cents` is `months` × `monthly_cents`; None where too little is known.

    `up_to` bounds what was reckoned: paid months beyond it are left out, and the true value is higher.
    """

    currency: str
    clients: int
    gone: int
    how: Reckoned
    months: float | None = None
    monthly_cents: int | None = None
    value_cents: int | None = None
    up_to: int | None = None


def client(payments: Mapping[date, int], currency: str, *, won_on: date, known_on: date) -> Client:
    """A client as they were known on a day. `payments`: what stands for each month, by its first day."""
    paid = {month: cents for month, cents in payments.items() if cents > 0}
    newest = max((*paid, won_on))
    silent = _months(known_on) - _months(newest) - 1
    return Client(currency, len(paid), sum(payments.values()), silent >= SILENT_MONTHS)


def lifetime_values(clients: Iterable[Client]) -> tuple[LifetimeValue, ...]:
    """By currency, in the order of their codes."""
    by_currency: defaultdict[str, list[Client]] = defaultdict(list)
    for each in clients:
        by_currency[each.currency].append(each)
    return tuple(_value(currency, by_currency[currency]) for currency in sorted(by_currency))


def _value(currency: str, clients: Sequence[Client]) -> LifetimeValue:
    count, gone = len(clients), sum(each.is_gone for each in clients)
    months, paid = sum(each.months for each in clients), sum(each.paid_cents for each in clients)
    if count < LEAST_CLIENTS or months == 0:
        return LifetimeValue(currency, count, gone, Reckoned.NOT_ENOUGH_DATA)
    monthly = paid / months
    how, average, up_to = Reckoned.SO_FAR, months / count, None
    if count >= LEAST_FOR_MONTHS_TO_COME:
        up_to = seen_up_to(clients)
        how, average = Reckoned.KAPLAN_MEIER, mean_months(clients, up_to)
    return LifetimeValue(currency, count, gone, how, average, round(monthly), round(average * monthly), up_to)


def seen_up_to(clients: Sequence[Client]) -> int:
    """The paid month that at least `LEAST_SEEN` clients have come to; that of the longest where there are fewer."""
    longest_first = sorted((each.months for each in clients), reverse=True)
    return longest_first[min(LEAST_SEEN, len(longest_first)) - 1]


def mean_months(clients: Sequence[Client], up_to: int) -> float:
    """How many months a client pays on average, of the first `up_to`: the area under Kaplan and Meier's curve.

    `curve` is the share that pays for more than so many months. Who has paid for as many and is not gone has been seen
    up to there, and is left out from there on.
    """
    curve, area = 1.0, 0.0
    for month in range(up_to):
        seen = sum(each.months >= month for each in clients)
        left = sum(each.is_gone and each.months == month for each in clients)
        curve *= 1 - left / seen
        area += curve
    return area


def _months(day: date) -> int:
    return 12 * day.year + day.month
