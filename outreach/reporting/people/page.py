"""`outreach report people`: the board, everybody's month and year, norms, conversions, acceptance, speed, and teams."""

from collections.abc import Sequence

from sqlmodel import Session

from outreach.reporting.asked import Asked
from outreach.reporting.page import Page, blocks
from outreach.reporting.people import counts as people_counts
from outreach.reporting.people import tables as people_tables
from outreach.reporting.people.activity import Activity
from outreach.reporting.people.answer_times import times_of
from outreach.reporting.people.board import ranked
from outreach.reporting.people.chains import chains_of, pairs_of
from outreach.reporting.people.document import document
from outreach.reporting.people.figures import Known, Person, people_of, responses_of
from outreach.reporting.people.lead_work import Story, deeds_of, stories_of
from outreach.reporting.people.spans import Span, Spans, spans_of
from outreach.reporting.people.whose import Whose

#: It is of people anyhow.


def page(session: Session, asked: Asked) -> Page:
    """Everybody in the team, and whoever else did anything in the period, its month or its year."""
    rules, spans = asked.rules, spans_of(asked.period)
    whose = Whose(rules.team, rules.people_of_mailboxes, rules.zone)
    stories = stories_of(
        people_counts.lead_facts(session, asked.period, whose),
        people_counts.account_managers(session, asked.period, whose),
    )
    people, unowned = _people(session, asked, spans, whose, stories)
    board = ranked((each.score for each in people if each.is_ranked), rules.currency)
    pairs = pairs_of(stories, asked.period, rules.currency)
    chains = chains_of(stories, asked.period, rules.currency)
    by_name = {each.name: each for each in people}
    sheet = people_tables.board(board, by_name)
    return Page(
        name="people",
        period=asked.period,
        blocks=blocks(
            people_tables.leader(board),
            sheet,
            people_tables.points(board),
            people_tables.policy(),
            people_tables.nobodys(unowned),
            people_tables.three_columns(people, spans),
            people_tables.norms(people),
            people_tables.conversions(people),
            people_tables.acceptance(people),
            people_tables.times(people),
            people_tables.pairs(pairs),
            people_tables.chains(chains),
        ),
        document=document(asked, spans, people, board, pairs, chains, unowned),
        sheet=sheet,
        by=None if asked.by is None else asked.by.value,
    )


def _people(
    session: Session, asked: Asked, spans: Spans, whose: Whose, stories: Sequence[Story]
) -> tuple[list[Person], int]:
    """Everybody's figures, and how many mails went out of mailboxes that are nobody's."""
    period = asked.period
    done = people_counts.done(session, spans, whose)
    replies = people_counts.replies(session, period)
    counts = {name: each[Span.PERIOD] for name, each in done.activities.items()}
    known = Known(
        activities=done.activities,
        deeds=deeds_of(stories),
        responses=responses_of(
            done.mailed, people_counts.dead(session, period, whose), replies, period, whose
        ),
        times=times_of(
            replies,
            people_counts.decisions(session, period, whose),
            people_counts.answers(session, period, whose),
            people_counts.offers_taken(session, period, whose),
            period,
            whose,
        ),
    )
    first = people_counts.first_fact(session, period.until)
    since = first if first is None or period.since is None else max(first, period.since)
    people = people_of(known, spans, whose, asked.rules.norms, since=since)
    return people, counts.get("", {}).get(Activity.MAILS, 0)
