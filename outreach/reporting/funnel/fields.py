"""What `outreach report funnel --json` holds and `--by` takes. Help reads it, so it imports little."""

from outreach.reporting.by import By

BY: tuple[By, ...] = (
    By.LIST,
    By.SEGMENT,
    By.SOURCE,
    By.CAMPAIGN,
    By.SEQUENCE,
    By.STEP,
    By.TEMPLATE,
    By.MAILBOX,
    By.HOUR,
    By.PERSON,
)

FIELDS: dict[str, str] = {
    "report": "funnel",
    "since": "the first day that counts, or null: from the first fact on",
    "until": "the last day that counts",
    "as_of": "the moment as of which it was known",
    "by": "what the groups are, or null",
    "answers": "in people: sent, bounced, replied, positive, neutral, negative, response (replied of sent less "
    "bounced, with its interval); null with --by",
    "cycle_hours": "the prospecting cycle: median hours from first reply to accepted, or null",
    "stages": "each stage: stage, count (reached it for the first time in the period), share (of those who "
    "reached the stage before in the period, with its interval), goal_percent, median_hours (from "
    "the stage before)",
    "cohorts": "by the Monday of the week in which people were first mailed: week, counts by stage until as_of",
    "groups": "with --by, each group: name, answers as above, leads by stage (conversation, qualified, "
    "accepted, confirmed: reached in the period)",
}
