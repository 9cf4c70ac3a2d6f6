"""The funnel against counts in plain SQL over the same facts, on both databases."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database import events
from outreach.database.columns import UtcDateTime
from outreach.database.engine import Database
from outreach.prospects.model import Source
from outreach.reporting.asked import Asked, ReportRules
from outreach.reporting.by import By
from outreach.reporting.funnel import fields as funnel_fields
from outreach.reporting.funnel import page as funnel_page
from outreach.reporting.funnel.figures import Cohort, Funnel
from outreach.reporting.funnel.groups import Group
from outreach.reporting.funnel.reckoning import cohorts, funnel
from outreach.reporting.grouping import BY, grouped
from outreach.reporting.page import Word
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate
from outreach.reporting.shown import in_words
from outreach.reporting.stage import COMES_FROM, Stage
from outreach.reporting.stage_facts import stage_moments
from outreach.reporting.words import LANGUAGES
from tests.support.databases import NOW, Refillable
from tests.support.report_world import DAY, HOUR, WEEK, ReportWorld

LONDON = ZoneInfo("Europe/London")
LATER = NOW + timedelta(days=365)
MAILBOXES = {"ann": "Ana", "bob": "Bo"}

_STANDS = "at < :as_of AND (taken_back_at IS NULL OR taken_back_at >= :as_of)"


def _of(kind: str, who: str = "contact_id", more: str = "") -> str:
    return (
        f"SELECT {who} AS who, min(at) AS at FROM event WHERE kind = '{kind}' AND {_STANDS} {more} GROUP BY 1"
    )


def _of_lead(kind: str, more: str = "") -> str:
    return _of(kind, "CAST(details ->> 'lead' AS INTEGER)", f"AND inbound_id IS NOT NULL {more}")


_HARD = f"SELECT contact_id FROM event WHERE kind = 'bounced' AND details ->> 'bounce' = 'bounce_hard' AND {_STANDS}"
#: What everybody's first reply means: the last word of a reviewer, else what was read.
_MEANT = f"""
    SELECT e.contact_id AS who, e.at AS at, coalesce(
        (SELECT d.details ->> 'intent' FROM event d WHERE d.kind = 'review_decided' AND d.inbound_id = e.inbound_id
         AND d.at < :as_of AND (d.taken_back_at IS NULL OR d.taken_back_at >= :as_of)
         ORDER BY d.at DESC, d.id DESC LIMIT 1),
        e.details ->> 'intent') AS intent
    FROM event e JOIN ({_of("replied")}) f ON f.who = e.contact_id AND f.at = e.at WHERE e.kind = 'replied'
"""
_POSITIVE = "('interested', 'question', 'right_person', 'referral')"
#: Who came to each stage when.
REACHED: dict[Stage, str] = {
    Stage.PROSPECTS: "SELECT contact_id AS who, min(created_at) AS at FROM prospect WHERE created_at < :as_of"
    " GROUP BY 1",
    Stage.MAILED: _of("mail_sent"),
    Stage.DELIVERED: _of("mail_sent", more=f"AND contact_id NOT IN ({_HARD})"),
    Stage.REPLIED: _of("replied"),
    Stage.POSITIVE: f"SELECT who, at FROM ({_MEANT}) m WHERE intent IN {_POSITIVE}",
    Stage.REFERRED: _of("referred", "CAST(details ->> 'referral' AS INTEGER)"),
    Stage.REFERRAL_REPLIES: _of(
        "referral_answered",
        "CAST(details ->> 'referral' AS INTEGER)",
        # Named by a reply that still counts as one that names somebody.
        """AND details ->> 'referral' IN (SELECT r.details ->> 'referral' FROM event r WHERE r.kind = 'referred'
            AND r.at < :as_of AND (r.taken_back_at IS NULL OR r.taken_back_at >= :as_of))""",
    ),
    Stage.CONVERSATION: _of_lead("lead_opened"),
    Stage.QUALIFIED: _of_lead("lead_qualified"),
    Stage.OFFERED: _of_lead("lead_offered"),
    Stage.ACCEPTED: _of_lead("lead_accepted"),
    Stage.CONFIRMED: _of_lead("lead_confirmed"),
    Stage.PROPOSAL: _of_lead("lead_proposed"),
    Stage.MEETING: _of_lead("lead_met"),
    Stage.CONTRACT: _of_lead("lead_won"),
    Stage.PAID: _of_lead("payment_received", "AND CAST(details ->> 'amount_cents' AS INTEGER) > 0"),
}
#: The same by the people of the stage before, where that is another kind of thing.
BY_PEOPLE = {
    Stage.REFERRED: _of("referred"),
    Stage.CONVERSATION: _of("lead_opened", more="AND inbound_id IS NOT NULL"),
}
_IN_PERIOD = "at >= :since AND at < :until"


def period(since: datetime | None = None, until: datetime = LATER, as_of: datetime | None = None) -> Period:
    return Period(since, until, as_of or LATER, LONDON)


def in_sql(session: Session, statement: str, over: Period) -> list[Any]:
    """The rows of a statement in plain SQL."""
    moments = {"since": over.since or NOW - timedelta(days=9_999), "until": over.until, "as_of": over.as_of}
    used = {name: at for name, at in moments.items() if f":{name}" in statement}
    typed = [sa.bindparam(name, value, type_=UtcDateTime()) for name, value in used.items()]
    return list(session.execute(sa.text(statement).bindparams(*typed)))


def count(session: Session, statement: str, over: Period) -> int:
    return int(in_sql(session, f"SELECT count(*) FROM ({statement}) counted", over)[0][0])


def reckoned(database: Database, over: Period) -> Funnel:
    with database.reading() as session:
        return funnel(stage_moments(session, over), over)


def weeks(database: Database, over: Period) -> tuple[Cohort, ...]:
    with database.reading() as session:
        return cohorts(stage_moments(session, over), over)


def by(database: Database, dimension: By, over: Period | None = None) -> dict[str, Group]:
    rules = ReportRules(zone=LONDON, people_of_mailboxes=MAILBOXES)
    with database.reading() as session:
        return {each.name: each for each in grouped(session, Asked(over or period(), rules, dimension))}


@pytest.fixture
def season(request: pytest.FixtureRequest, database: Database) -> Database:
    """Twelve weeks from March on, in which summer time begins, with a fact of most kinds taken back."""
    if not database.is_sqlite:
        return told(database)
    refillable: Refillable = request.getfixturevalue("migrated_sqlite")
    if not refillable.keeps("funnel season"):
        told(database)
        refillable.keep("funnel season")
    return refillable.refilled("funnel season")


def told(database: Database) -> Database:
    world = ReportWorld(database, seed=11)
    world.season(500, wordings=("a", "b"), shares={Stage.REPLIED: 0.3, Stage.MAILED: 0.95})
    with database.writing() as session:
        for kind in ("replied", "bounced", "lead_opened", "lead_confirmed", "referred", "review_decided"):
            for (number,) in in_sql(
                session, f"SELECT id FROM event WHERE kind = '{kind}' AND id % 7 = 0", period()
            ):
                events.take_back_these(session, [number], now=NOW + 8 * WEEK)
    return database


PERIODS = {
    "all": period(),
    "a month": period(NOW + 3 * WEEK, NOW + 7 * WEEK),
    "as of a day between": period(NOW + 2 * WEEK, NOW + 6 * WEEK, NOW + 6 * WEEK),
    "before facts were taken back": period(until=NOW + 8 * WEEK, as_of=NOW + 8 * WEEK),
}


@pytest.mark.parametrize("over", PERIODS.values(), ids=PERIODS)
def test_every_count_is_the_same_in_plain_sql(season: Database, over: Period) -> None:
    found = reckoned(season, over)

    with season.reading() as session:
        counted = {
            stage: count(session, f"SELECT who FROM ({reached}) r WHERE {_IN_PERIOD}", over)
            for stage, reached in REACHED.items()
        }
    assert {each.stage: each.count for each in found.stages} == counted
    assert min(counted.values()) > 0 or over is not PERIODS["all"]


@pytest.mark.parametrize("over", PERIODS.values(), ids=PERIODS)
def test_every_share_is_the_same_in_plain_sql(season: Database, over: Period) -> None:
    found = reckoned(season, over)

    with season.reading() as session:
        for stage, before in COMES_FROM.items():
            base = f"SELECT who FROM ({REACHED[before]}) b WHERE {_IN_PERIOD}"
            since = f"SELECT DISTINCT who FROM ({BY_PEOPLE.get(stage, REACHED[stage])}) s"
            came = count(session, f"{base} AND who IN ({since})", over)
            assert found.of(stage).share == Rate(came, count(session, base, over)), stage


@pytest.mark.parametrize("over", PERIODS.values(), ids=PERIODS)
def test_answers_are_the_same_in_plain_sql(season: Database, over: Period) -> None:
    found = reckoned(season, over).answers

    sent = f"""SELECT contact_id AS who, min(at) AS at FROM event WHERE kind = 'mail_sent' AND {_STANDS}
        AND {_IN_PERIOD} GROUP BY 1"""
    # Nobody of the season is written to again after an answer or a bounce: their only one is the one since.
    bounced = f"SELECT DISTINCT who FROM ({sent}) s WHERE who IN ({_HARD})"
    meant = f"""SELECT m.intent AS intent FROM ({sent}) s JOIN ({_MEANT}) m ON m.who = s.who
        WHERE s.who NOT IN ({_HARD}) AND m.at >= s.at"""
    with season.reading() as session:
        assert found.sent == count(session, sent, over)
        assert found.bounced == count(session, bounced, over)
        assert found.replied == count(session, meant, over)
        for number, intents in (
            (found.positive, _POSITIVE),
            (found.negative, "('not_interested', 'unsubscribe', 'complaint')"),
        ):
            assert number == count(session, f"{meant} AND m.intent IN {intents}", over)
    assert found.neutral == found.replied - found.positive - found.negative
    assert found.replied > 0


def test_the_cycle_is_the_median_from_the_first_reply_to_accepted(season: Database) -> None:
    found = reckoned(season, period())

    with season.reading() as session:
        pairs = in_sql(
            session,
            f"""SELECT a.at, f.at FROM event a JOIN ({_of("replied")}) f ON f.who = a.contact_id
                WHERE a.kind = 'lead_accepted' AND a.inbound_id IS NOT NULL""",
            period(),
        )
    took = sorted(_moment(accepted) - _moment(replied) for accepted, replied in pairs)
    middle = len(took) // 2
    median = took[middle] if len(took) % 2 else (took[middle - 1] + took[middle]) / 2
    assert found.cycle is not None
    assert abs(found.cycle - median) < timedelta(milliseconds=1)


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(f"{value}+00:00")


def test_cohorts_add_up_to_the_funnel(season: Database) -> None:
    found, all_weeks = reckoned(season, period()), weeks(season, period())

    for stage in Stage:
        if stage is not Stage.PROSPECTS:
            assert sum(week.counts[stage] for week in all_weeks) == found.of(stage).count, stage


def test_150_sent_50_bounced_and_10_replies_are_ten_per_cent(database: Database) -> None:
    world = ReportWorld(database)
    campaign = world.a_campaign("spring", world.a_list("spring"))
    mails = [world.mailed(world.a_person(None), campaign, NOW + HOUR) for _ in range(150)]
    for sent in mails[:50]:
        world.bounced(sent)
    for sent in mails[50:60]:
        world.replied(sent)
    world.save()

    answers = reckoned(database, period()).answers

    assert (answers.sent, answers.bounced, answers.replied) == (150, 50, 10)
    assert answers.response.value == 0.1
    assert by(database, By.CAMPAIGN)["spring"].answers == answers


def test_a_reviewers_last_word_goes_before_the_machines(database: Database) -> None:
    world, sent = one_mail(database)
    came = world.replied(sent, intent=Intent.NOT_INTERESTED)
    world.decided(came, Intent.OTHER, NOW + 2 * DAY)
    world.decided(came, Intent.REFERRAL, NOW + 3 * DAY)
    world.save()

    then = reckoned(database, period(until=NOW + 2 * DAY, as_of=NOW + 2 * DAY)).answers
    now = reckoned(database, period()).answers

    assert (then.negative, then.positive) == (1, 0)
    assert (now.negative, now.positive) == (0, 1)


def test_the_first_reply_decides_what_somebody_meant(database: Database) -> None:
    world, sent = one_mail(database)
    world.replied(sent, NOW + DAY, Intent.NOT_NOW)
    world.replied(sent, NOW + 2 * DAY, Intent.INTERESTED)
    world.save()

    found = reckoned(database, period())

    assert (found.answers.replied, found.answers.neutral) == (1, 1)
    assert found.of(Stage.POSITIVE).count == 0


def test_a_bounce_for_now_is_none_and_neither_is_what_a_machine_says(database: Database) -> None:
    world, sent = one_mail(database)
    world.bounced(sent, hard=False)
    world.auto_replied(sent, NOW + DAY)
    world.save()

    found = reckoned(database, period())

    assert found.of(Stage.DELIVERED).count == 1
    assert (found.answers.bounced, found.answers.replied) == (0, 0)


def test_a_lead_that_was_returned_and_confirmed_again_is_one(database: Database) -> None:
    world, sent = one_mail(database)
    lead = world.a_lead(world.replied(sent))
    world.offered(lead, NOW + 2 * DAY, accepted_at=NOW + 3 * DAY, confirmed_at=NOW + 4 * DAY)
    world.lead_did(lead, Happened.LEAD_RETURNED, NOW + 5 * DAY)
    world.offered(lead, NOW + 6 * DAY, accepted_at=NOW + 7 * DAY, confirmed_at=NOW + 8 * DAY)
    world.save()

    found = reckoned(database, period())
    second_time = reckoned(database, period(since=NOW + 8 * DAY))

    assert found.of(Stage.CONFIRMED).count == 1
    assert found.of(Stage.CONFIRMED).median == DAY
    assert second_time.of(Stage.CONFIRMED).count == 0


def test_money_that_went_back_is_no_payment_and_imported_leads_are_not_of_our_line(
    database: Database,
) -> None:
    world, sent = one_mail(database)
    lead = world.a_lead(world.replied(sent))
    world.paid(lead, NOW + 9 * DAY, cents=-500)
    imported = world.an_imported_lead(world.a_person(None), NOW + DAY)
    world.lead_did(imported, Happened.LEAD_QUALIFIED, NOW + 2 * DAY)
    world.save()

    found = reckoned(database, period())

    assert found.of(Stage.CONVERSATION).count == 1
    assert found.of(Stage.QUALIFIED).count == 0
    assert found.of(Stage.PAID).count == 0


def test_a_lead_that_wrote_from_elsewhere_belongs_to_whom_we_had_written_to(database: Database) -> None:
    world, sent = one_mail(database)
    assistant = world.a_person(None)
    came = world.replied(sent, writer=assistant)
    world.a_lead(came, contact_id=assistant)
    world.save()

    found = reckoned(database, period())

    assert found.of(Stage.CONVERSATION).share == Rate(1, 1)
    assert weeks(database, period())[0].counts[Stage.CONVERSATION] == 1


def test_a_report_of_an_earlier_day_is_made_again_as_it_was_then(database: Database) -> None:
    world, sent = one_mail(database)
    came = world.replied(sent)
    lead = world.a_lead(came)
    world.save()
    over = period(until=NOW + 2 * DAY, as_of=NOW + 2 * DAY)
    then, groups_then = reckoned(database, over), by(database, By.LIST, over)

    world.bounced(sent, NOW + 3 * DAY)
    world.lead_did(lead, Happened.LEAD_QUALIFIED, NOW + 4 * DAY)
    world.mailed(world.a_person(None, at=NOW + 3 * DAY), sent.campaign_id, NOW + 3 * DAY)
    world.save()
    with database.writing() as session:
        kinds = [Happened.REPLIED, Happened.LEAD_OPENED]
        events.take_back(session, kinds, inbound_id=came.id, now=NOW + 5 * DAY)

    assert reckoned(database, over) == then
    assert by(database, By.LIST, over) == groups_then
    assert reckoned(database, period()).of(Stage.REPLIED).count == 0
    assert reckoned(database, period()) != then


# --- groups


def _keys_of_mails(dimension: By) -> str:
    """The group of each mail in plain SQL, as `name`."""
    return {
        By.CAMPAIGN: "c.name",
        By.LIST: "l.name",
        By.SOURCE: "l.source",
        By.SEGMENT: "coalesce(k.fields ->> 'industry', '')",
        By.SEQUENCE: "n.sequence",
        By.STEP: "o.sequence || '/' || o.step",
        By.TEMPLATE: """CASE WHEN o.step = 'ask' AND o.variant = 'b' THEN 'season/ask-b.txt'
            WHEN o.step = 'ask' THEN 'season/ask-a.txt' ELSE 'who/' || o.step || '.txt' END""",
        By.MAILBOX: "o.mailbox",
        By.PERSON: "CASE o.mailbox WHEN 'ann' THEN 'ana' WHEN 'bob' THEN 'bo' ELSE '' END",
    }[dimension]


_MAILS = """
    SELECT {key} AS name, o.contact_id AS who, o.id AS id FROM outbound_message o
    JOIN campaign c ON c.id = o.campaign_id JOIN prospect_list l ON l.id = c.list_id
    JOIN contact k ON k.id = o.contact_id JOIN enrollment n ON n.id = o.enrollment_id
    WHERE o.id IN (SELECT outbound_id FROM event WHERE kind = 'mail_sent' AND {stands} AND {in_period})
"""


@pytest.mark.parametrize("over", [PERIODS["all"], PERIODS["a month"]], ids=["all", "a month"])
def test_groups_of_mails_are_the_same_in_plain_sql(season: Database, over: Period) -> None:
    for dimension in BY:
        if dimension is not By.HOUR:
            found = by(season, dimension, over)

            assert_same_in_plain_sql(season, found, dimension, over)


def assert_same_in_plain_sql(season: Database, found: dict[str, Group], dimension: By, over: Period) -> None:
    mails = _MAILS.format(key=_keys_of_mails(dimension), stands=_STANDS, in_period=_IN_PERIOD)
    dead = f"""SELECT DISTINCT m.name, m.who FROM ({mails}) m JOIN event e ON e.outbound_id = m.id
        WHERE e.kind = 'bounced' AND e.details ->> 'bounce' = 'bounce_hard' AND {_STANDS}"""
    replied = f"""SELECT DISTINCT m.name, m.who FROM ({mails}) m JOIN event e ON e.outbound_id = m.id
        WHERE e.kind = 'replied' AND {_STANDS}"""
    with season.reading() as session:
        sent, bounced, answered = (
            dict(in_sql(session, f"SELECT name, count(DISTINCT who) FROM ({each}) g GROUP BY name", over))
            for each in (mails, dead, replied)
        )
    answers = {name: group.answers for name, group in found.items() if group.answers.sent}
    assert {name: each.sent for name, each in answers.items()} == sent, dimension
    assert {name: each.bounced for name, each in answers.items() if each.bounced} == bounced, dimension
    assert {name: each.replied for name, each in answers.items() if each.replied} == answered, dimension


def test_hours_are_those_of_the_offices_clock_in_winter_and_in_summer(season: Database) -> None:
    found = by(season, By.HOUR)

    with season.reading() as session:
        mails = in_sql(
            session, f"SELECT at, contact_id FROM event WHERE kind = 'mail_sent' AND {_STANDS}", period()
        )
    people: defaultdict[str, set[int]] = defaultdict(set)
    for at, who in mails:
        people[f"{_moment(at).astimezone(LONDON):%H}"].add(who)
    assert {name: group.answers.sent for name, group in found.items()} == {
        name: len(who) for name, who in people.items()
    }


def test_leads_of_all_groups_are_those_of_the_funnel(season: Database) -> None:
    over = PERIODS["a month"]
    whole = reckoned(season, over)

    for dimension in BY:
        found = by(season, dimension, over)
        for stage in (Stage.CONVERSATION, Stage.QUALIFIED, Stage.ACCEPTED, Stage.CONFIRMED):
            leads = sum(group.reached(stage) for group in found.values())
            assert leads == whole.of(stage).count, (dimension, stage)


def test_a_person_is_whose_mailbox_it_is_then_the_finder_then_the_salesperson(database: Database) -> None:
    world, sent = one_mail(database)
    lead = world.a_lead(world.replied(sent), finder="Rita")
    world.lead_did(lead, Happened.LEAD_QUALIFIED, NOW + 2 * DAY)
    world.offered(lead, NOW + 2 * DAY, to="sam", accepted_at=NOW + 3 * DAY, confirmed_at=NOW + 4 * DAY)
    world.save()

    found = by(database, By.PERSON)

    assert set(found) == {"ana", "rita", "sam"}
    assert found["ana"].answers.replied == 1
    assert dict(found["rita"].leads) == {Stage.CONVERSATION: 1, Stage.QUALIFIED: 1}
    assert dict(found["sam"].leads) == {Stage.ACCEPTED: 1, Stage.CONFIRMED: 1}


def test_a_reply_counts_for_the_step_that_it_answers(database: Database) -> None:
    world, sent = one_mail(database)
    bump = world.mailed(sent.contact_id, sent.campaign_id, NOW + 3 * DAY, step="bump")
    world.replied(bump)
    world.save()

    found = by(database, By.STEP)

    assert {name: (each.answers.sent, each.answers.replied) for name, each in found.items()} == {
        "who/ask": (1, 0),
        "who/bump": (1, 1),
    }


# --- the page


def test_every_page_has_its_words_and_its_documented_fields(season: Database) -> None:
    rules = ReportRules(zone=LONDON, people_of_mailboxes=MAILBOXES)
    for dimension in (None, *BY):
        with season.reading() as session:
            page = funnel_page.page(session, Asked(period(), rules, dimension))

        assert set(json.loads(json.dumps(page.document))) == set(funnel_fields.FIELDS)
        words = [*_words(page.blocks), *_words(page.sheet)]
        assert all(in_words(word, language) for word in words for language in LANGUAGES)
        assert page.sheet.rows


def _words(part: Any) -> Iterator[Word]:
    """Every Word in a page, and the columns' titles."""
    if isinstance(part, Word):
        yield part
    elif isinstance(part, tuple | list):
        for each in part:
            yield from _words(each)
    elif hasattr(part, "__dataclass_fields__"):
        if hasattr(part, "columns"):
            yield from (Word(f"column.{column.key}") for column in part.columns)
        for name in part.__dataclass_fields__:
            yield from _words(getattr(part, name))


def test_a_page_of_nothing_can_be_shown(database: Database) -> None:
    with database.reading() as session:
        page = funnel_page.page(session, Asked(period(), ReportRules(zone=LONDON)))

    assert page.document["answers"]["response"]["percent"] is None
    assert page.document["cohorts"] == []


def one_mail(database: Database) -> tuple[ReportWorld, Any]:
    """A world in which one person of a list has got one mail."""
    world = ReportWorld(database)
    spring = world.a_list("spring", source=Source.SPEAR)
    campaign = world.a_campaign("spring", spring)
    return world, world.mailed(world.a_person(spring), campaign, NOW + HOUR)
