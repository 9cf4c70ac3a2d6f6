"""What came of each wording: who got it, whose mail came back, who answered and what they meant."""

from dataclasses import replace

import pytest

from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.reporting.campaign.variant_counts import StepFigures, VariantFigures, variant_figures
from outreach.reporting.campaign.variants import NoWinnerYet
from outreach.sequences import campaigns
from outreach.sequences.definition import SequenceDefinition, Variant
from outreach.sequences.template_file import TemplateText
from tests.support.campaigns import sequence
from tests.support.mailroom import MARIA, Mailroom, a_bounce, a_reply, follow_up, sure

PEOPLE = [f"p{number}@c{number}.example" for number in range(12)]


def wording(name: str, body: str = "Who looks after the printers?") -> Variant:
    return Variant(name, (TemplateText(f"who/{name}.txt", "en", "Printers", f"Hello,\n\n{body}\n"),))


def tried(*texts: Variant) -> SequenceDefinition:
    """The usual two mails, the first in these wordings."""
    plain = sequence()
    return replace(plain, steps=(replace(plain.steps[0], variants=texts), plain.steps[1]))


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    """Twelve people at twelve companies have got one of two wordings."""
    room = Mailroom(sqlite_database)
    room.ask(*PEOPLE, definition=tried(wording("plain"), wording("short", "Who buys printers?")))
    return room


def figures(room: Mailroom) -> list[StepFigures]:
    with room.database.reading() as session:
        return variant_figures(session, campaigns.find(session, "spring"))


def figures_of(room: Mailroom, name: str) -> VariantFigures:
    (step,) = figures(room)
    (found,) = (each for each in step.variants if each.name == name)
    return found


def got(room: Mailroom, name: str) -> list[str]:
    """Who got this wording."""
    return [mail.recipient for mail in room.mails() if mail.variant == name]


def test_everybody_has_got_one_wording_and_is_counted_under_it(room: Mailroom) -> None:
    (step,) = figures(room)

    plain, short = step.variants
    assert (step.sequence, step.step, plain.name, short.name) == ("who", "ask", "plain", "short")
    assert plain.sent == len(got(room, "plain")) > 0
    assert short.sent == len(got(room, "short")) > 0
    assert plain.sent + short.sent == len(PEOPLE)
    assert isinstance(step.verdict, NoWinnerYet)


def test_who_answers_is_counted_once_and_by_what_they_meant_first(room: Mailroom) -> None:
    keen, kind, *_ = got(room, "short")
    room.answered(keen, sure(Intent.INTERESTED))
    room.answered(keen, sure(Intent.NOT_INTERESTED), text="On second thoughts, no.")
    room.answered(kind, sure(Intent.NOT_NOW))

    short = figures_of(room, "short")

    assert (short.replied, short.positive, short.opted_out) == (2, 1, 0)
    assert figures_of(room, "plain").replied == 0


def test_a_reviewers_word_goes_before_the_machines(room: Mailroom) -> None:
    keen = got(room, "short")[0]
    room.answered(keen, sure(Intent.OTHER))
    before = figures_of(room, "short").positive

    room.decide(room.review(), Intent.INTERESTED)

    assert (before, figures_of(room, "short").positive) == (0, 1)


def test_whoever_names_a_colleague_or_says_no_is_counted_as_that(room: Mailroom) -> None:
    helpful, done = got(room, "plain")[:2]
    room.answered(helpful, sure(Intent.REFERRAL, replace(MARIA, email=f"maria@{helpful.split('@')[1]}")))
    room.answered(done, sure(Intent.UNSUBSCRIBE))

    plain = figures_of(room, "plain")

    assert (plain.replied, plain.referrals, plain.opted_out, plain.positive) == (2, 1, 1, 0)


def test_an_answer_to_a_later_reminder_speaks_for_the_wording_that_came_first(room: Mailroom) -> None:
    late = got(room, "short")[0]
    room.later(days=2)
    room.send_all()

    room.answered(late, sure(Intent.INTERESTED))

    assert room.mail(late).step == "bump"
    assert figures_of(room, "short").replied == 1


def test_an_absence_notice_is_no_reply(room: Mailroom) -> None:
    away = got(room, "short")[0]

    room.answered(away, sure(Intent.OUT_OF_OFFICE))

    assert figures_of(room, "short").replied == 0


def test_what_came_back_was_not_delivered(room: Mailroom) -> None:
    dead = got(room, "plain")[0]
    dead_letter = sure(Intent.BOUNCE_HARD, bounced_address=dead, visible_text=None)

    room.receive(a_bounce(room.mail(dead), dead), dead_letter)

    plain = figures_of(room, "plain")
    assert (plain.sent - plain.delivered, plain.bounced) == (1, 1)


def test_mails_with_other_texts_are_left_out_and_counted_as_such(room: Mailroom) -> None:
    room.answered(got(room, "short")[0], sure(Intent.INTERESTED))
    newer = tried(wording("plain"), wording("short", "Whom may I ask about printers?"))
    room.do(
        lambda session: campaigns.start(
            session,
            campaigns.find(session, "spring"),
            {newer.name: newer, **{each.name: each for each in (follow_up(),)}},
            timing=room.rules.timing,
            actor="tester",
            now=room.now,
        )
    )

    (step,) = figures(room)

    assert [each.sent for each in step.variants] == [0, 0]
    assert step.other_wordings == len(PEOPLE)


def test_a_step_with_one_wording_is_no_trial(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(PEOPLE[0])

    assert figures(room) == []


def test_a_mail_by_nobody_we_know_counts_for_no_wording(room: Mailroom) -> None:
    room.receive(a_reply(None, "Hello?", sender="stranger@elsewhere.example"))

    (step,) = figures(room)

    assert sum(each.replied for each in step.variants) == 0
