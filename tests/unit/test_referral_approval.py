"""Invariant 4 as a table: what must be true for a named person to be written to without anybody looking."""

from dataclasses import fields, replace
from typing import Any

import pytest

from outreach.referrals.approval import (
    Decision,
    Judged,
    ReferralFacts,
    ReferralPolicy,
    judge_by_hand,
    judge_referral,
)

#: A colleague at the account's domain, named by whom we asked, in an answer to our very mail.
CLEAR = ReferralFacts(
    has_address=True,
    answers_our_message_id=True,
    writer_at_account=True,
    address_at_account=True,
)
REFUSE, WAIT, NEEDS_ADDRESS = Decision.REFUSE, Decision.WAIT, Decision.NEEDS_ADDRESS
NOT_AUTOMATIC = ReferralPolicy(automatic=False)

#: The lines of the table in their order: what is wrong, what follows, a word of the reason.
LINES: list[tuple[dict[str, Any], Decision, str]] = [
    ({"has_address": False}, NEEDS_ADDRESS, "without an address"),
    ({"is_over": True}, REFUSE, "campaign was stopped"),
    ({"can_be_followed": False}, REFUSE, "sequence of the follow-up"),
    ({"is_ours": True}, REFUSE, "our own mailboxes"),
    ({"writes_in_their_place": True}, REFUSE, "answer them"),
    ({"is_referrer": True}, REFUSE, "named themselves"),
    ({"suppressed": True}, REFUSE, "said no"),
    ({"account_avoided": "their company is a customer"}, REFUSE, "customer"),
    ({"under_way": True}, REFUSE, "under way"),
    ({"had_follow_up": True}, REFUSE, "before"),
    ({"account_asks_first": "a person decides about their company"}, WAIT, "a person decides"),
    ({"law_forbids": "Germany: recorded consent is missing"}, WAIT, "consent"),
    ({"named_by_machine": True}, WAIT, "automatic reply"),
    ({"answers_our_message_id": False}, WAIT, "nothing proves"),
    ({"writer_at_account": False}, WAIT, "account that we wrote to"),
    ({"address_at_account": False}, WAIT, "domain"),
    ({"named_before": 3}, WAIT, "more people"),
    ({"depth": 4}, WAIT, "chain"),
]


def test_a_clear_referral_is_approved() -> None:
    assert judge_referral(CLEAR, ReferralPolicy()) == Judged(Decision.APPROVE)


@pytest.mark.parametrize(("wrong", "decision", "word"), LINES, ids=[next(iter(line[0])) for line in LINES])
def test_each_thing_wrong_is_enough(wrong: dict[str, Any], decision: Decision, word: str) -> None:
    judged = judge_referral(replace(CLEAR, **wrong), ReferralPolicy())

    assert judged.decision is decision
    assert word in judged.reason


@pytest.mark.parametrize("number", range(len(LINES) - 1))
def test_of_two_things_wrong_the_one_higher_in_the_table_decides(number: int) -> None:
    (first, decision, word), (second, _, _) = LINES[number], LINES[number + 1]

    judged = judge_referral(replace(CLEAR, **(second | first)), ReferralPolicy())

    assert judged.decision is decision
    assert word in judged.reason


def test_the_table_above_knows_every_fact() -> None:
    tried = {name for wrong, _, _ in LINES for name in wrong}

    assert {field.name for field in fields(ReferralFacts)} - tried == {"on_copy"}


def test_an_address_elsewhere_is_good_where_the_referrer_put_it_on_copy() -> None:
    on_copy = replace(CLEAR, address_at_account=False, on_copy=True)

    assert judge_referral(on_copy, ReferralPolicy()).decision is Decision.APPROVE


@pytest.mark.parametrize(
    ("last", "one_more"), [({"named_before": 2}, {"named_before": 3}), ({"depth": 3}, {"depth": 4})]
)
def test_the_third_person_and_the_third_link_are_the_last(
    last: dict[str, Any], one_more: dict[str, Any]
) -> None:
    policy = ReferralPolicy(max_per_reply=3, max_depth=3)

    assert judge_referral(replace(CLEAR, **last), policy).decision is Decision.APPROVE
    assert judge_referral(replace(CLEAR, **one_more), policy).decision is WAIT


def test_nothing_is_approved_where_the_configuration_wants_a_person() -> None:
    judged = judge_referral(CLEAR, NOT_AUTOMATIC)

    assert judged.decision is WAIT
    assert "configuration" in judged.reason


@pytest.mark.parametrize(("wrong", "decision", "word"), LINES, ids=[next(iter(line[0])) for line in LINES])
def test_a_person_may_approve_what_waits_and_nothing_else(
    wrong: dict[str, Any], decision: Decision, word: str
) -> None:
    judged = judge_by_hand(replace(CLEAR, **wrong))

    assert judged.decision is (Decision.APPROVE if decision is WAIT else decision)
    assert judged.reason == "" or word in judged.reason


def test_no_set_of_facts_is_approved_by_itself_without_the_message_id_of_ours() -> None:
    flags = [field.name for field in fields(ReferralFacts) if field.type in (bool, "bool")]

    approved = [
        facts
        for facts in (replace(CLEAR, **_bits(flags, number)) for number in range(2 ** len(flags)))
        if judge_referral(facts, ReferralPolicy()).decision is Decision.APPROVE
    ]

    # Out of 16,384: at the domain, on copy, or both.
    assert len(approved) == 3
    assert all(facts.answers_our_message_id and facts.writer_at_account for facts in approved)
    assert all(facts.address_at_account or facts.on_copy for facts in approved)


def _bits(names: list[str], number: int) -> dict[str, bool]:
    return {name: bool(number >> position & 1) for position, name in enumerate(names)}
