"""What the unsubscribe button of a mail program writes: the subject that our own List-Unsubscribe has asked for.

RFC 2369, 3.2. The letter is mostly empty, so no rule about words can see it; its subject cannot mean anything else.
"""

import re
from dataclasses import replace

from outreach.core.intents import Intent
from outreach.inbox.message import Message
from outreach.replies.verdict import Hit, Verdict

_SUBJECT = re.compile(r"unsubscribe o\.[0-9]{1,18}\.[0-9]{1,4}\.[0-9a-f]{24}\Z", re.IGNORECASE)


def heeding_the_button(verdict: Verdict, message: Message) -> Verdict:
    """The verdict, or where the button wrote the message the only one that there can be. Whose it is, is looked up."""
    subject = " ".join(message.subject.split())
    if not _SUBJECT.match(subject):
        return verdict
    hit = Hit("structure.unsubscribe_button", Intent.UNSUBSCRIBE, subject, 0.99)
    return replace(
        verdict,
        intent=Intent.UNSUBSCRIBE,
        confidence=hit.weight,
        needs_review=False,
        evidence=(hit, *verdict.evidence),
        doubts=(),
    )
