"""What `outreach report people --json` holds and `--by` takes. Help reads it, so it imports little."""

from outreach.reporting.by import By

BY: tuple[By, ...] = (By.PERSON,)

FIELDS: dict[str, str] = {
    "report": "which report this is",
    "since": "the first day that counts, or null: from the first fact on",
    "until": "the last day that counts",
    "as_of": "the moment as of which it was known",
    "by": "what it is broken down by, or null",
    "month": "the month of `people[].month`, as 2026-03: that of the last day, up to it",
    "points": "what the board counts, and the points of each",
    "board": "place (equals share one), person, points, each thing counted, acceptance rate, and what was "
    "contracted on their leads, in hundredths by currency",
    "people": "each person: role (null: not in the team), part; period, month and year, each with activity and"
    " with results by part (leads, each once; money in hundredths by currency); norms of the period;"
    " response rate; conversions; acceptance by part with reasons; times in seconds of their working"
    " time",
    "pairs": "finder and salesperson: leads offered and answered, accepted, confirmed, contracts, and money",
    "chains": "finder, salesperson and account manager (null: the salesperson keeps the client) of leads that "
    "were won",
    "mails_of_nobody": "mails of the period out of mailboxes that are nobody's in the configuration",
}
