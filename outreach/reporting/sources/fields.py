"""What `outreach report sources --json` holds and `--by` takes. Help reads it, so it imports little."""

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
    By.PERSON,
)

FIELDS: dict[str, str] = {
    "report": "sources",
    "since": "the first day that counts, or null: from the first fact on",
    "until": "the last day that counts",
    "as_of": "the moment as of which it was known",
    "by": "what the groups are: list (default), segment, source, campaign, sequence, step, template, "
    "mailbox, person",
    "segment": "the column of lists that segments go by",
    "groups": "of each: name (null: belongs to none), prospects (null where groups have none), mailed, "
    "replied, leads, qualified, confirmed, won, confirmed_of_leads (a rate), contracted, paid, cost,"
    " cost_a_lead (objects: hundredths by currency), return_percent (null where it cannot be told), "
    "lifetime (as below)",
    "total": "leads, qualified, confirmed, won, contracted, paid, cost and return_percent of all groups "
    "together",
    "lifetime": "of all won clients, for each currency: clients, gone, how (not_enough_data, so_far or "
    "kaplan_meier), months, monthly_cents, value_cents, up_to (months beyond it are left out)",
}
