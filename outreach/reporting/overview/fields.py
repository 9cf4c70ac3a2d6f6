"""What `outreach report overview --json` holds and `--by` takes. Help reads it, so it imports little."""

from outreach.reporting.by import By

BY: tuple[By, ...] = ()

FIELDS: dict[str, str] = {
    "report": "which report this is",
    "since": "the first day that counts, or null: from the first fact on",
    "until": "the last day that counts",
    "as_of": "the moment as of which it was known",
    "by": "always null",
    "figures": "each with now and before (as much time before; null without a beginning): replies (people who "
    "answered for the first time), response (replies / (sent - bounced), in people; the time before "
    "as it was known when it was as old), qualified, accepted, confirmed and contracts (leads, "
    "imported ones too, each once), contracted and revenue (what was paid), in hundredths by "
    "currency",
    "verdict": "weak, not_enough_data, keeps_up, or no_measure, as in `outreach report stages`",
    "weak_link": "the stage whose shortfall costs the most, as in `outreach report stages`, or null",
    "acceptance": "of the leads offered whose time was up, how many sales accepted, as a stage there",
    "waiting": "what waits for a person: reviews, overdue_answers, late_offers (past their aim)",
    "mailboxes": "paused (why, by mailbox) and unread (not read for too long)",
}
