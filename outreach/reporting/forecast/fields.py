"""What `outreach report forecast --json` holds and `--by` takes. Help reads it, so it imports little."""

from dataclasses import dataclass
from typing import Any

from outreach.reporting.by import By

BY: tuple[By, ...] = ()

FIELDS: dict[str, str] = {
    "report": "forecast",
    "since": "the first day that is foreseen",
    "until": "the last day that is foreseen",
    "as_of": "the moment from which it is foreseen, and as of which everything is known",
    "by": "null",
    "claimed": "how often what comes shall lie in a range: 0.8",
    "months": "by month (the first is the rest of the current one): first, last, counts (by stage: expected, "
    "low, high), signed and due (by currency, in hundredths: expected, low, high)",
    "whole": "the same for all of these months together",
    "limits": "what keeps first mails from being more, and on how many days: mailboxes, new_per_day, people, "
    "stock, closed",
    "assumptions": "what it rests on: key, value, low, high (95 % where observed, else a guess), unit, known "
    "(observed, goal, book, target, guess, configuration or option), days (median of the delay), "
    "successes, trials",
    "back_test": "the same forecast made before the last three whole months, or null where there is too little "
    "before them: first, last, inside, figures (month, or null for all; what, expected, low, high, "
    "came, error_percent, is_inside)",
}


@dataclass(frozen=True, slots=True)
class Option:
    """What this report alone takes, whatever shows it. A value of None: it is not given."""

    name: str
    type: type
    default: Any
    least: int
    most: int
    help: str


OPTIONS: tuple[Option, ...] = (
    Option("months", int, 6, 1, 24, "How many months ahead, the current one included."),
    Option("refill", int, 0, 0, 1_000_000, "How many people a month join the lists from now on."),
)
