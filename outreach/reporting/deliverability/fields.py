"""What `outreach report deliverability --json` holds and `--by` takes. Help reads it, so it imports little."""

from outreach.reporting.by import By

BY: tuple[By, ...] = (By.MAILBOX, By.DOMAIN, By.HOUR, By.DAY, By.CAMPAIGN, By.STEP, By.TEMPLATE)

FIELDS: dict[str, str] = {
    "report": "deliverability",
    "since": "the first day that counts, or null: from the first fact on",
    "until": "the last day that counts",
    "as_of": "the moment as of which it was known",
    "by": "what the groups are: mailbox, domain, hour, day, campaign, step or template",
    "total": "all mails of the period: sent, delivered, bounced, soft_bounced, complaints, refused (of these "
    "refused_dead), doubtful, settled_sent, settled_not_sent, replies_in_junk; bounce, complaint, "
    "response as rates",
    "groups": "the same for each group, with its name and marks (bounces, complaints: above a guard; "
    "worse_bounces, worse_complaints: surely worse than all others); at most 200, the rest in one "
    "called null",
    "response_of": "what response rates of groups count: people; by hour and by day mails",
    "reasons": "why mails did not arrive: kind (hard, soft or refused), reason, mails",
    "days": "by day, of mails: day, sent, bounced, answered",
    "hours": "by hour of the office's clock, of mails: hour, sent, bounced, answered",
    "reading": "how complete the reading of mail is now: is_complete, pending, set_aside, unfetched, mailboxes,"
    " late_folders",
    "junk": "what was found in Junk folders: mailbox, folder, read_at, stored, replies, automatic, own",
    "guards": "the limits that marks are held against: bounce_percent, bounce_least, complaints, "
    "complaint_window",
}
