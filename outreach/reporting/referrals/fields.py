"""What `outreach report referrals --json` holds and `--by` takes. Help reads it, so it imports little."""

from outreach.reporting.by import By

BY: tuple[By, ...] = (By.LIST, By.CAMPAIGN, By.SEQUENCE, By.TEMPLATE, By.MAILBOX)

FIELDS: dict[str, str] = {
    "report": "referrals",
    "since": "the first day that counts, or null: from the first fact on",
    "until": "the last day that counts",
    "as_of": "the moment as of which it was known",
    "by": "what the groups are: list, campaign, sequence, template or mailbox of the mail that was "
    "answered; or null",
    "total": "naming (a rate: of the people who answered, how many named a colleague), named (colleagues), "
    "by_machines (of these, by notices of absence or departure), written_to, fates (an object: how "
    "many are answered, written_to, refused, approved, needs_address, waiting; each colleague is one"
    " of these), answers",
    "groups": "the same for each group, with its name (null: belongs to none); answers is null by template",
    "refusals": "why colleagues were refused: reason, count",
    "ways": "how they were named: via (text, cc, forwarded or automatic), named, approved, refused, "
    "written_to, answered",
    "depths": "how long chains are: depth (1: named by somebody whom we had asked ourselves), named, "
    "written_to, answered, ends (they have named nobody further)",
    "hops": "how many referrals lie between whom we asked first and the lead: hops, leads, qualified, "
    "confirmed",
    "mean_hops": "the mean over confirmed leads, or null",
    "referrers": "the companies whose people named colleagues: account, named, written_to, answered, qualified "
    "(leads)",
}
