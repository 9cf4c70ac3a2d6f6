"""The facts that the funnel is counted from, in the past tense. Reports only count these."""

from enum import StrEnum


class Happened(StrEnum):
    """One kind of fact each."""

    #: A batch of people has joined a list; how many is among the details.
    PROSPECT_IMPORTED = "prospect_imported"
    CAMPAIGN_STARTED = "campaign_started"
    CAMPAIGN_PAUSED = "campaign_paused"
    CAMPAIGN_RESUMED = "campaign_resumed"
    CAMPAIGN_STOPPED = "campaign_stopped"
    ENROLLED = "enrolled"
    RE_ENROLLED = "re_enrolled"
    STEP_EXPIRED = "step_expired"
    TASK_OPENED = "task_opened"
    TASK_DONE = "task_done"
    MAIL_SENT = "mail_sent"
    MAIL_REFUSED = "mail_refused"
    MAIL_DOUBTFUL = "mail_doubtful"
    MAIL_SETTLED = "mail_settled"
    #: A person's answer to a reply: put into the outbox, gone out, taken back.
    ANSWER_WRITTEN = "answer_written"
    ANSWER_SENT = "answer_sent"
    ANSWER_WITHDRAWN = "answer_withdrawn"
    #: A notice of a reply got through, or is not tried again.
    NOTICE_DELIVERED = "notice_delivered"
    NOTICE_GIVEN_UP = "notice_given_up"
    MAILBOX_PAUSED = "mailbox_paused"
    MAILBOX_RESUMED = "mailbox_resumed"
    #: A backup was put in the place of the database.
    DATABASE_RESTORED = "database_restored"
    MESSAGE_STORED = "message_stored"
    MESSAGE_SET_ASIDE = "message_set_aside"
    MESSAGE_TRIED_AGAIN = "message_tried_again"
    #: Newer rules read a stored message differently.
    RECLASSIFIED = "reclassified"
    REPLIED = "replied"
    AUTO_REPLIED = "auto_replied"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    OPTED_OUT = "opted_out"
    REFERRED = "referred"
    REFERRAL_APPROVED = "referral_approved"
    REFERRAL_REFUSED = "referral_refused"
    REFERRED_ENROLLED = "referred_enrolled"
    REFERRAL_ANSWERED = "referral_answered"
    REVIEW_ASKED = "review_asked"
    REVIEW_DECIDED = "review_decided"
    LEAD_OPENED = "lead_opened"
    LEAD_QUALIFIED = "lead_qualified"
    #: Held against the definition, and found short of it.
    LEAD_FELL_SHORT = "lead_fell_short"
    LEAD_LEVEL_CHANGED = "lead_level_changed"
    LEAD_OFFERED = "lead_offered"
    #: The salesperson was reminded of an offer that they had not answered in time.
    LEAD_REMINDED = "lead_reminded"
    LEAD_ACCEPTED = "lead_accepted"
    LEAD_REJECTED = "lead_rejected"
    #: The salesperson let the time pass.
    LEAD_UNTOUCHED = "lead_untouched"
    #: Sales sent it back to be qualified once more.
    LEAD_RETURNED = "lead_returned"
    #: Sales has talked to them: the finder has the credit.
    LEAD_CONFIRMED = "lead_confirmed"
    LEAD_DISQUALIFIED = "lead_disqualified"
    #: They have a proposal, were met, signed, or it came to nothing.
    LEAD_PROPOSED = "lead_proposed"
    LEAD_MET = "lead_met"
    LEAD_WON = "lead_won"
    LEAD_LOST = "lead_lost"
    #: Money for a month of a contract; a correction is a fact of its own, with the difference.
    PAYMENT_RECEIVED = "payment_received"
    LEAD_NURTURED = "lead_nurtured"
    LEAD_WOKEN = "lead_woken"
    ACCOUNT_RATED = "account_rated"
    ACCOUNTS_MERGED = "accounts_merged"
    ACCOUNT_SPLIT = "account_split"
    ACCOUNT_CHANGE_UNDONE = "account_change_undone"
    SUPPRESSED = "suppressed"
    UNSUPPRESSED = "unsuppressed"
