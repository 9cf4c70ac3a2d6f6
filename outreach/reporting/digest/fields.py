"""What `outreach report digest --json` holds and `--by` takes. Help reads it, so it imports little."""

from outreach.reporting.by import By

BY: tuple[By, ...] = ()

FIELDS: dict[str, str] = {
    "report": "which report this is",
    "since": "the first day that it tells of",
    "until": "the last day that it tells of",
    "as_of": "the moment as of which it was known",
    "by": "always null",
    "day": "on whose morning it is sent; with --as-of an earlier one",
    "figures": "sent, replies, positive, neutral, negative, referrals, offered, accepted, confirmed, won, "
    "bounced, complaints: each with count, and usual (the average of the same days in the last four "
    "weeks, or null)",
    "waiting": "what waits for a person: reviews, overdue_answers, late_offers",
    "mailboxes": "paused (why, by mailbox) and unread (not read for too long)",
    "unread_messages": "messages that are not understood, not readable or not handed out",
    "weak_link": "the weak link of the last 30 days in a sentence, or null",
    "mails": "the digests of the last days: day, address, state, attempts, sent_at, trouble",
}
