"""A claim outlives the conversation that it is for, else somebody takes it over while a mail is being handed in."""

from dataclasses import fields

from outreach.mail.smtp_line import Timeouts
from outreach.sending.commit_point import IN_FLIGHT_LEASE
from tests.support.desk import rules

AFTER_COMMIT = ("body", "dot")


def test_the_lease_of_a_mail_in_flight_outlasts_the_longest_answer_to_it() -> None:
    assert IN_FLIGHT_LEASE.total_seconds() > Timeouts().after_commit


def test_the_lease_of_a_claim_outlasts_every_wait_up_to_the_commit_point() -> None:
    from outreach.sending.identity import SendingRules

    waits = Timeouts()
    before = sum(getattr(waits, limit.name) for limit in fields(waits) if limit.name not in AFTER_COMMIT)
    known = rules()
    by_default = SendingRules(known.sender, known.mailboxes, known.timing, live=True)

    assert by_default.lease_seconds > before
