"""The fields that `outreach review … --json` promises."""

QUEUE_FIELDS = {
    "id": "the review's number",
    "state": "waiting or decided",
    "received_at": "when the reply came",
    "from": "as the reply says it",
    "contact": "the address of the contact whom we wrote to, or null",
    "proposed": "what the program thinks that it means",
    "confidence": "0 to 1",
    "why": "why a person has to decide",
    "intent": "what the person decided, or null",
    "decided_by": "who, or null",
    "value": "1 to 3: how much is lost by letting it lie; each day of waiting counts one more",
    "subject": "as it is read",
    "account": "the company that we wrote to",
    "campaign": "its name",
    "sequence": "its name",
    "assigned_to": "who is to look at it; empty: whoever comes first",
    "snoozed_until": "until when it is not shown, or null",
    "note": "the newest",
    "first_line": "of what the writer newly wrote",
}

PERSON = "objects with name, email, phone, title"

REVIEW_FIELDS = {
    "id": "the review's number",
    "state": "waiting or decided",
    "received_at": "when the reply came",
    "from": "as the reply says it",
    "subject": "as it is read",
    "answers": "our mail that it answers, or null",
    "why": "why a person has to decide",
    "proposed": "what the program thinks that it means",
    "confidence": "0 to 1",
    "text": "what the writer newly wrote",
    "evidence": "objects with rule, intent, text, weight",
    "referrals": f"whom it names: {PERSON}",
    "intent": "what the person decided, or null",
    "decided_by": "who, or null",
    "note": "kept with the decision",
    "account": "the company that we wrote to",
    "account_status": "where it stands with us",
    "assigned_to": "who is to look at it; empty: whoever comes first",
    "snoozed_until": "until when it is not shown, or null",
    "callback_phone": "where they want to be called; empty where they do not say",
    "second_opinion": "what a second reader takes it for: an object with intent and text, or null",
    "thread": "the conversation: objects with at, ours, sender, subject, text",
    "colleagues": "who is known at the account: objects with address, name, title, runs",
    "kept_referrals": "what is kept of whom it names: objects with id, name, email, state, reason",
    "notes": "objects with written_by, written_at, text",
    "other_reviews": "numbers of what else waits of the same account",
}

OUTCOME_FIELDS = {
    "id": "the review's number",
    "intent": "what was decided",
    "enrollment_state": "what has become of the contact's run, or null where the message is not ours",
    "account_status": "what their company is to us now, or null where the message is not ours",
    "referrals": "what has become of those whom the reply named, as `outreach referrals list` shows them",
}

FORETOLD_FIELDS = {
    "id": "the review's number",
    "intent": "the decision",
    "would": "what it would do, a sentence each; one that cannot be done says why",
}
