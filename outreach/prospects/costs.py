"""What a list has cost: an amount and its currency, as a person writes them."""

import re
from dataclasses import dataclass

_COST = re.compile(
    r"(?P<before>[A-Za-z]{3})?\s*"
    r"(?P<whole>\d{1,3}(?:[ ,']\d{3}){1,3}|\d{1,12})(?:[.,](?P<cents>\d{1,2}))?"
    r"\s*(?P<after>[A-Za-z]{3})?"
)
_BETWEEN_THOUSANDS = re.compile(r"[ ,']")


class NotACost(ValueError):
    """The text is no amount with a currency; the message says how to write one."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Money: hundredths of a currency (ISO 4217 code in capitals)."""

    cents: int
    currency: str

    def __str__(self) -> str:
        return f"{self.cents // 100:,}.{self.cents % 100:02} {self.currency}"


def read_cost(text: str) -> Cost:
    """`250 EUR`, `EUR 1,250.50` or `1250,5 eur`. Raises NotACost."""
    found = _COST.fullmatch(text.strip())
    currency = (found["before"] or found["after"]) if found else None
    if found is None or currency is None or (found["before"] and found["after"]):
        raise NotACost("write an amount and its currency, such as 250 EUR or 1,250.50 USD")
    whole = int(_BETWEEN_THOUSANDS.sub("", found["whole"]))
    return Cost(whole * 100 + int((found["cents"] or "0").ljust(2, "0")), currency.upper())
