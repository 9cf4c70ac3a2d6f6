"""The demo plays the whole process: every stage happens, by the rules, and as the world's truth allows."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from outreach.cli.demo_text import report
from outreach.core.intents import Intent
from outreach.sandbox.demo_truth import Reading
from outreach.sandbox.our_team import TEAM
from tests.support.demo_quarter import Quarter, played

#: Who means one of these wants to talk, or can be asked again.
_GLADLY = (Intent.RIGHT_PERSON, Intent.INTERESTED, Intent.QUESTION, Intent.NOT_NOW)


def test_every_stage_is_reached(quarter: Quarter) -> None:
    told = quarter.demo.figures

    line = {
        "mails": told.mails_sent,
        "replies": told.replies,
        "referrals": told.referrals,
        "decisions": told.reviews_decided,
        "answers": told.answers_sent,
        "inquiries": told.inquiries,
        "leads": told.leads,
        "qualified": told.leads_qualified,
        "offered": told.leads_offered,
        "accepted": told.leads_accepted,
        "confirmed": told.leads_confirmed,
        "proposals": told.leads_proposed,
        "meetings": told.leads_met,
        "contracts": told.contracts,
        "payments": told.payments,
    }
    assert [stage for stage, count in line.items() if count == 0] == []
    assert told.leads >= told.leads_qualified >= told.leads_offered >= told.leads_accepted
    assert told.leads_accepted >= told.leads_confirmed >= told.leads_proposed >= told.leads_met
    assert told.leads_met >= told.contracts
    assert 0 < told.paid_cents <= told.contracts_cents


def test_no_service_refused_what_our_colleagues_did(quarter: Quarter) -> None:
    assert quarter.demo.refused == {}


def test_everybody_of_us_has_done_their_part_and_nobody_another_ones(quarter: Quarter) -> None:
    roles = {each.person: each.role for each in TEAM}
    part_of = {
        "review_decided": {"prospector"},
        "lead_qualified": {"prospector"},
        "lead_accepted": {"salesperson"},
        "lead_confirmed": {"salesperson"},
        "lead_won": {"salesperson"},
        "payment_received": {"account-manager"},
    }

    done = quarter.rows("SELECT DISTINCT kind, actor FROM event")

    for kind, allowed in part_of.items():
        assert {roles[actor] for each, actor in done if each == kind} == allowed, kind
    assert {"rita", "pavel", "dora", "emil", "alma"} <= {actor for _, actor in done}


def test_people_of_us_decide_as_it_was_meant(quarter: Quarter) -> None:
    meant = {reading.message_id: reading.meant.value for reading in quarter.demo.readings}

    decided = quarter.rows(
        "SELECT inbound_message.message_id, review.intent FROM review "
        "JOIN inbound_message ON inbound_message.id = review.inbound_id WHERE review.state = 'decided'"
    )

    assert decided
    assert [intent for _, intent in decided] == [meant[message_id] for message_id, _ in decided]


def test_nobody_is_qualified_who_neither_answered_nor_asked(quarter: Quarter) -> None:
    answered = {each.writer for each in quarter.demo.readings if each.meant in _GLADLY}

    qualified = _people(quarter, "lead_qualified", "AND json_extract(details, '$.source') = 'spear'")

    assert qualified
    assert qualified <= answered


def test_who_said_no_for_good_gets_no_mail_and_is_no_lead(quarter: Quarter) -> None:
    no_since = _first(each for each in quarter.demo.readings if each.meant is Intent.UNSUBSCRIBE)

    sent = quarter.rows("SELECT recipient, sent_at FROM outbound_message WHERE sent_at IS NOT NULL")
    leads = quarter.rows(
        "SELECT contact.address, lead.state FROM lead JOIN contact ON contact.id = lead.contact_id"
    )

    assert no_since
    assert quarter.demo.wrongly_mailed == 0
    assert [who for who, at in sent if who in no_since and _moment(at) > no_since[who]] == []
    assert [who for who, state in leads if who in no_since and state not in ("disqualified", "lost")] == []


def test_the_replies_of_the_last_days_still_wait(quarter: Quarter) -> None:
    waiting = quarter.rows(
        "SELECT inbound_message.received_at FROM review "
        "JOIN inbound_message ON inbound_message.id = review.inbound_id WHERE review.state = 'waiting'"
    )

    assert quarter.demo.figures.replies_awaiting_review == len(waiting) > 0
    assert min(at for (at,) in waiting) >= "2026-05-20"


def test_our_colleagues_work_in_the_daytime_of_working_days(quarter: Quarter) -> None:
    """Of the moments that people of us wrote down; imports come when they come."""
    done = quarter.rows(
        "SELECT at FROM event WHERE kind IN ('review_decided', 'lead_accepted', 'lead_confirmed', 'lead_won')"
    )

    moments = [_moment(at) for (at,) in done]

    assert moments
    assert {moment.weekday() for moment in moments} <= {0, 1, 2, 3, 4}
    # Nine to six in London, in winter and in summer.
    assert all(8 <= moment.hour < 18 for moment in moments)


def test_sources_differ_in_cost_and_outcome(quarter: Quarter) -> None:
    lists = quarter.rows("SELECT name, source, cost_cents FROM prospect_list ORDER BY name")

    assert lists == [
        ("directory", "spear", 24_000),
        ("trade-fair", "spear", 60_000),
        ("website", "net", None),
    ]
    segments = quarter.rows("SELECT DISTINCT json_extract(fields, '$.industry') FROM contact")
    assert {name for (name,) in segments if name} == {"machinery", "materials", "consumer goods", "services"}


def test_the_report_fits_into_eighty_columns_and_tells_the_sale(quarter: Quarter) -> None:
    lines = report(quarter.demo).splitlines()

    told = quarter.demo.figures
    assert lines[0] == "Thirteen weeks from Monday 2 March 2026, seed 1"
    assert max(map(len, lines)) < 80
    assert any(f" {told.contracts}  contracts, worth " in line for line in lines)


def test_two_runs_with_one_seed_agree_in_whatever_our_colleagues_did(tmp_path: Path) -> None:
    """Shorter than a quarter: it is played twice."""
    once, again = (played(tmp_path / name, weeks=4, prospects=14) for name in ("once", "again"))

    assert again.demo == once.demo
    assert min(once.demo.figures.reviews_decided, once.demo.figures.leads_accepted) > 0


def _people(quarter: Quarter, kind: str, besides: str = "") -> set[str]:
    rows = quarter.rows(
        "SELECT DISTINCT contact.address FROM event JOIN contact ON contact.id = event.contact_id "
        f"WHERE event.kind = '{kind}' {besides}"
    )
    return {address for (address,) in rows}


def _first(readings: Iterable[Reading]) -> dict[str, datetime]:
    """When somebody first wrote one of these."""
    found: dict[str, datetime] = {}
    for reading in readings:
        found.setdefault(reading.writer, reading.at)
    return found


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(f"{stored}+00:00")
