"""What `outreach report stages --json` holds and `--by` takes. Help reads it, so it imports little."""

from outreach.reporting.by import By

BY: tuple[By, ...] = (By.LIST, By.CAMPAIGN, By.SEQUENCE, By.MAILBOX, By.PERSON)

FIELDS: dict[str, str] = {
    "report": "which report this is",
    "since": "the first day that counts, or null: from the first fact on",
    "until": "the last day that counts",
    "as_of": "the moment as of which it was known",
    "by": "what it is broken down by, or null",
    "verdict": "weak, not_enough_data, keeps_up, or no_measure where no stage has a goal or an earlier time",
    "weak_link": "the stage whose shortfall costs the most, as in stages, or null",
    "confidence": "of each stage's interval in the verdict: 0.99 shared out among those that are judged",
    "contract": "what one is worth: cents, currency, from (goal or contracts), contracts that were averaged; or "
    "null",
    "stages": "each stage of the funnel: from, standing, rate of those whose time was up, wait_days, against "
    "(goal or before), expected_percent, before, low_percent and high_percent of the verdict, more "
    "cases that would tell, and cost: people, missing, factors (stage, percent, from actual, goal or"
    " so_far), lost, unit, cents, currency",
    "line": "each stage of work: role, counts, done, norm and per_day of one person, rate, goal_percent, "
    "to_next, median_hours, is_weak",
    "groups": "with --by: name, verdict, weak_link and stages of each group by itself, at most 50; else null",
}
