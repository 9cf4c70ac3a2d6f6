"""The simulated people: what comes back from each character, always the same, and readable as real mail."""

import email
import email.policy
import importlib
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from outreach.core.addresses import normalise
from outreach.core.errors import MissingExtra
from outreach.core.intents import AUTOMATIC, Intent
from outreach.sandbox.door import refusal
from outreach.sandbox.draw import draw, shuffled
from outreach.sandbox.hours import at_work, is_working
from outreach.sandbox.mail_programs import MailProgram
from outreach.sandbox.names import Case, Gender, Language, person_names
from outreach.sandbox.people import reaction
from outreach.sandbox.person import NAMES_A_COLLEAGUE, PROSPECT_SHARES, Behaviour, Person, deal
from outreach.sandbox.population import CSV_COLUMNS, population, prospects_csv
from outreach.sandbox.scheduled import ScheduledMail
from tests.support.sandbox_people import MONDAY, US, a_person, our_mail

WORLDS = range(3)
BY_HAND = [
    Behaviour.REFERS,
    Behaviour.REFERS_WITH_CC,
    Behaviour.REFERS_BY_NAME,
    Behaviour.REFERS_BY_PHONE,
    Behaviour.FORWARDS,
    Behaviour.RIGHT_PERSON,
    Behaviour.INTERESTED,
    Behaviour.QUESTION,
    Behaviour.NOT_NOW,
    Behaviour.NOT_INTERESTED,
    Behaviour.OPT_OUT,
    Behaviour.WRONG_PERSON,
]


def parsed(mail: ScheduledMail) -> EmailMessage:
    message = email.message_from_bytes(mail.raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(mail: ScheduledMail) -> str:
    body = parsed(mail).get_body(("plain", "html"))
    assert body is not None
    return str(body.get_content())


def reactions_to_two_mails(person: Person, seed: int) -> list[ScheduledMail]:
    """To a first mail and to a reminder five days later."""
    later = MONDAY + timedelta(days=7)
    first = reaction(person, our_mail(person), MONDAY, seed)
    return first + reaction(person, our_mail(person, now=later, earlier=(MONDAY,)), later, seed)


def the_answer(person: Person, seed: int = 1) -> ScheduledMail:
    """The first thing that comes back, whether to the first mail or to the reminder."""
    return reactions_to_two_mails(person, seed)[0]


@cache
def everybodys_mail(seed: int) -> list[tuple[Person, ScheduledMail]]:
    people = [p for p in population(seed, 120).everybody.values() if p.behaviour is not Behaviour.SILENT]
    return [(person, mail) for person in people for mail in reactions_to_two_mails(person, seed)]


# Always the same


def test_two_populations_of_one_seed_agree() -> None:
    first, second = population(7, 120), population(7, 120)

    assert first == second
    assert prospects_csv(first.prospects) == prospects_csv(second.prospects)


def test_another_seed_makes_other_people() -> None:
    assert set(population(7, 120).everybody) != set(population(8, 120).everybody)


def test_what_somebody_does_does_not_depend_on_who_was_asked_before() -> None:
    people = list(population(7, 60).everybody.values())

    forwards = {person.address: reactions_to_two_mails(person, 7) for person in people}
    backwards = {person.address: reactions_to_two_mails(person, 7) for person in reversed(people)}

    assert forwards == backwards


def test_every_message_id_is_there_once() -> None:
    ids = [mail.message_id for _, mail in everybodys_mail(3)]

    assert len(ids) == len(set(ids))


# Who they are


@pytest.mark.parametrize("seed", WORLDS)
def test_a_world_of_120_shows_every_character_and_is_mostly_silent(seed: int) -> None:
    characters = Counter(person.behaviour for person in population(seed, 120).prospects)

    assert set(characters) == set(Behaviour)
    assert 0.35 <= 1 - characters[Behaviour.SILENT] / 120 <= 0.45


@pytest.mark.parametrize("seed", WORLDS)
def test_a_world_of_120_has_about_70_accounts_in_two_languages(seed: int) -> None:
    prospects = population(seed, 120).prospects

    assert 65 <= len({person.company.domain for person in prospects}) <= 75
    assert {person.language for person in prospects} == set(Language)
    assert any(person.name is None and person.address.startswith("info@") for person in prospects)


def test_shares_come_out_to_within_one_person_and_groups_get_their_part() -> None:
    groups = [[f"{n}@a.example" for n in range(300)], [f"{n}@b.example" for n in range(200)]]

    dealt = deal(groups, PROSPECT_SHARES, 1, "test")

    everybody = Counter(dealt.values())
    second = Counter(dealt[address] for address in groups[1])
    for behaviour, share in PROSPECT_SHARES:
        assert abs(everybody[behaviour] - share / 2) <= 1
        assert abs(second[behaviour] - share / 5) <= 1


@pytest.mark.parametrize("seed", WORLDS)
def test_whoever_names_a_colleague_has_one_who_lives_in_the_world(seed: int) -> None:
    world = population(seed, 120)

    for person in world.everybody.values():
        assert (person.colleague is not None) == (person.behaviour in NAMES_A_COLLEAGUE)
        if person.colleague is not None:
            assert world.everybody[person.colleague.address] == person.colleague


def test_every_address_is_one_and_fictional() -> None:
    for address in population(7, 900).everybody:
        assert normalise(address) == address
        assert address.endswith(".example")


def test_the_list_has_a_line_a_prospect_under_its_header() -> None:
    people = population(7, 40).prospects

    lines = prospects_csv(people).splitlines()

    assert lines[0] == ",".join(CSV_COLUMNS)
    assert [line.split(",")[0] for line in lines[1:]] == [person.address for person in people]


def test_russian_names_are_declined() -> None:
    names = person_names(Language.RUSSIAN, 20, 1, "x")
    woman = next(n for n in names if n.gender is Gender.WOMAN and n.last_in().endswith("ова"))
    man = next(n for n in names if n.gender is Gender.MAN and n.last_in().endswith(("ов", "ин", "ев")))

    assert woman.last_in(Case.DATIVE) == woman.last_in()[:-1] + "ой"
    assert woman.last_in(Case.ACCUSATIVE) == woman.last_in()[:-1] + "у"
    assert man.last_in(Case.DATIVE) == man.last_in() + "у"
    assert man.last_in(Case.INSTRUMENTAL) == man.last_in() + "ым"
    assert woman.formal().endswith("на")
    assert man.formal(Case.DATIVE).endswith("ичу")


# What they write


@pytest.mark.parametrize("seed", WORLDS)
def test_every_mail_parses_without_a_defect(seed: int) -> None:
    for person, mail in everybodys_mail(seed):
        message = parsed(mail)
        assert not message.defects, (person, message.defects)
        assert all(not part.defects for part in message.walk())
        assert message["Message-ID"] == mail.message_id
        assert parsedate_to_datetime(message["Date"]) == mail.at
        assert "{" not in text_of(mail)


@pytest.mark.parametrize("seed", WORLDS)
def test_every_mail_by_hand_is_from_its_writer_and_to_us(seed: int) -> None:
    for _, mail in everybodys_mail(seed):
        if mail.return_path:
            message = parsed(mail)
            assert mail.truth.intent not in AUTOMATIC
            assert getaddresses([message["From"]])[0][1] == mail.return_path == mail.writer
            assert getaddresses([message["To"]])[0][1] == US


@pytest.mark.parametrize("seed", WORLDS)
def test_people_answer_in_the_working_hours_of_their_zone(seed: int) -> None:
    everybody = population(seed, 120).everybody

    for person, mail in everybodys_mail(seed):
        if mail.return_path:
            writer = everybody.get(mail.writer, person)
            assert is_working(mail.at.astimezone(ZoneInfo(writer.company.zone)))


@pytest.mark.parametrize("program", MailProgram)
@pytest.mark.parametrize("language", Language)
def test_every_program_quotes_us_and_keeps_the_thread(program: MailProgram, language: Language) -> None:
    person = a_person(Behaviour.RIGHT_PERSON, language, program=program)
    kept = []
    for seed in range(20):
        mail = the_answer(person, seed)
        message = parsed(mail)
        kept.append(message["In-Reply-To"] == mail.answers and message["References"] == mail.answers)
        assert str(message["Subject"]).lower().startswith("re: ")
        assert ("who handles sales" if language is Language.ENGLISH else "отвечает за продажи") in text_of(
            mail
        )

    # Now and then the headers are lost, as they are in life.
    assert sum(kept) >= 15


def test_a_second_mail_in_a_thread_is_answered_with_the_whole_chain_of_references() -> None:
    person = a_person(Behaviour.QUESTION)
    seed = next(s for s in range(99) if not reaction(person, our_mail(person), MONDAY, s))
    reminder = our_mail(person, now=MONDAY, earlier=(MONDAY,), thread="<first@fairmile.example>")

    [mail] = reaction(person, reminder, MONDAY, seed)

    assert str(parsed(mail)["References"]).split() == ["<first@fairmile.example>", reminder.message_id]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("behaviour", BY_HAND)
def test_every_wording_can_be_said_by_everybody(behaviour: Behaviour, language: Language) -> None:
    texts = set()
    for place in range(8):
        mail = the_answer(a_person(behaviour, language, place=place), seed=place)
        texts.add(text_of(mail))
        assert "{" not in text_of(mail)

    assert len(texts) > 4


@pytest.mark.parametrize("language", Language)
def test_a_referral_gives_the_address_of_a_colleague(language: Language) -> None:
    person = a_person(Behaviour.REFERS, language)
    assert person.colleague is not None

    mail = the_answer(person)

    assert mail.truth.intent is Intent.REFERRAL
    assert [(n.address, n.via) for n in mail.truth.named] == [(person.colleague.address, "text")]
    assert person.colleague.address in text_of(mail)


def test_a_referral_by_cc_has_the_colleague_in_copy() -> None:
    person = a_person(Behaviour.REFERS_WITH_CC)
    assert person.colleague is not None

    mail = the_answer(person)

    assert [address for _, address in getaddresses([parsed(mail)["Cc"]])] == [person.colleague.address]
    assert mail.truth.named[0].via == "cc"


@pytest.mark.parametrize("language", Language)
def test_a_referral_by_name_or_phone_gives_no_address(language: Language) -> None:
    for behaviour, has_phone in ((Behaviour.REFERS_BY_NAME, False), (Behaviour.REFERS_BY_PHONE, True)):
        person = a_person(behaviour, language)
        assert person.colleague is not None

        mail = the_answer(person)

        assert mail.truth.named[0].address is None
        assert (mail.truth.named[0].phone is not None) is has_phone
        assert person.colleague.address not in text_of(mail)


def test_when_our_mail_is_passed_on_the_colleague_writes_a_new_thread_days_later() -> None:
    person = a_person(Behaviour.FORWARDS)
    assert person.colleague is not None

    told, news = reactions_to_two_mails(person, 1)

    assert (told.writer, news.writer) == (person.address, person.colleague.address)
    assert news.at - told.at >= timedelta(hours=20)
    assert parsed(news)["In-Reply-To"] is None
    assert news.truth.intent in (Intent.QUESTION, Intent.INTERESTED)


@pytest.mark.parametrize("language", Language)
def test_an_absence_notice_is_marked_as_automatic_and_tells_the_first_day_back(language: Language) -> None:
    person = a_person(Behaviour.AWAY, language)

    [mail] = reaction(person, our_mail(person), MONDAY, 1)

    assert mail.truth.intent is Intent.OUT_OF_OFFICE
    assert parsed(mail)["Auto-Submitted"]
    assert mail.return_path == ""
    assert mail.truth.return_on is not None
    assert mail.truth.return_on.weekday() < 5
    assert mail.at - MONDAY < timedelta(minutes=2)


def test_who_was_away_answers_by_hand_after_the_return() -> None:
    person = a_person(Behaviour.AWAY, back_as=Behaviour.RIGHT_PERSON)
    [notice] = reaction(person, our_mail(person), MONDAY, 1)
    assert notice.truth.return_on is not None
    back = datetime.combine(notice.truth.return_on, datetime.min.time(), UTC) + timedelta(hours=15)

    [mail] = reaction(person, our_mail(person, now=back, earlier=(MONDAY,)), back, 1)

    assert mail.truth.intent is Intent.RIGHT_PERSON


@pytest.mark.parametrize(
    ("behaviour", "intent", "status"),
    [
        (Behaviour.DEAD_LATER, Intent.BOUNCE_HARD, "5.1.1"),
        (Behaviour.MAILBOX_FULL, Intent.BOUNCE_SOFT, "5.2.2"),
    ],
)
def test_a_bounce_is_a_delivery_report_with_our_message_in_it(
    behaviour: Behaviour, intent: Intent, status: str
) -> None:
    person = a_person(behaviour)

    [mail] = reaction(person, our_mail(person), MONDAY, 1)

    message = parsed(mail)
    assert message.get_content_type() == "multipart/report"
    assert message.get_param("report-type") == "delivery-status"
    _, report, original = message.iter_parts()
    fields = list(report.walk())[-1]
    assert fields["Final-Recipient"] == f"rfc822; {person.address}"
    assert (fields["Action"], fields["Status"]) == ("failed", status)
    assert our_mail(person).message_id in original.as_string()
    assert (mail.truth.intent, mail.truth.bounced_address) == (intent, person.address)


def test_who_says_not_now_names_a_month_that_is_to_come() -> None:
    person = a_person(Behaviour.NOT_NOW)

    mail = the_answer(person)

    assert mail.truth.resume_on is not None
    assert mail.truth.resume_on.day == 1
    assert mail.truth.resume_on > mail.at.date()
    assert mail.truth.resume_on.strftime("%B") in text_of(mail)


def test_some_press_the_unsubscribe_button_and_the_mail_goes_where_it_says() -> None:
    person = a_person(Behaviour.OPT_OUT)
    mail = our_mail(person, button="<mailto:nora+out@fairmile.example?subject=leave%20me>")

    sent = [one for seed in range(40) for one in reaction(person, mail, MONDAY, seed)]

    pressed = [one for one in sent if one.to == "nora+out@fairmile.example"]
    assert 0 < len(pressed) < len(sent)
    assert parsed(pressed[0])["Subject"] == "leave me"
    assert {one.truth.intent for one in sent} == {Intent.UNSUBSCRIBE}


def test_nobody_answers_twice_by_hand() -> None:
    for behaviour in BY_HAND:
        person = a_person(behaviour)
        by_hand = [mail for mail in reactions_to_two_mails(person, 1) if mail.writer == person.address]

        assert len(by_hand) == 1, behaviour


# At the door


def test_a_dead_address_and_an_unknown_one_are_refused_for_good() -> None:
    dead = a_person(Behaviour.DEAD_AT_ONCE)

    for person in (dead, None):
        refused = refusal(person, dead.address, [], MONDAY, 1)
        assert refused is not None
        assert refused.permanent
        assert refused.reply.startswith("550 5.1.1 ")


def test_a_greylisting_server_lets_in_who_comes_again_after_a_while() -> None:
    person = a_person(Behaviour.SILENT, greylisted=True)
    soon, later = MONDAY + timedelta(minutes=1), MONDAY + timedelta(minutes=15)

    first = refusal(person, person.address, [], MONDAY, 1)
    hasty = refusal(person, person.address, [MONDAY], soon, 1)
    patient = refusal(person, person.address, [MONDAY, soon], later, 1)

    assert first is not None and first.reply.startswith("450 4.2.0 ")
    assert hasty is not None
    assert patient is None


def test_full_mailboxes_say_so_at_the_door_or_later_but_never_both_ways_at_once() -> None:
    at_the_door = 0
    for place in range(40):
        person = a_person(Behaviour.MAILBOX_FULL, place=place)
        refused = refusal(person, person.address, [], MONDAY, 1)
        at_the_door += (
            refused is not None and refused.reply.startswith("452 4.2.2 ") and not refused.permanent
        )

    assert 10 < at_the_door < 30


# What it stands on


@pytest.mark.parametrize(
    ("library", "module"), [("pymap.imap", "imap_server"), ("aiosmtpd.smtp", "smtp_server")]
)
def test_without_the_extra_the_error_says_how_to_get_it(
    library: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, f"outreach.sandbox.{module}", raising=False)

    with pytest.raises(MissingExtra, match=r"^The mail world .*outreach\[demo\]"):
        importlib.import_module(f"outreach.sandbox.{module}")


# Chance and hours


def test_a_draw_belongs_to_its_key_and_its_seed() -> None:
    draws = [draw(seed, "a", key) for seed in range(20) for key in range(50)]

    assert draw(3, "a", 7) == draw(3, "a", 7)
    assert len(set(draws)) == len(draws)
    assert 0.45 < sum(draws) / len(draws) < 0.55
    assert draw(1, "a", "bc") != draw(1, "ab", "c")
    assert sorted(shuffled(range(9), 1, "x")) == list(range(9))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-09-07T08:59:00+00:00", "2026-09-07T08:59:00+00:00"),
        ("2026-09-07T03:00:00+00:00", "2026-09-07T08:00:00+00:00"),
        ("2026-09-11T17:30:00+00:00", "2026-09-14T08:00:00+00:00"),
        ("2026-09-12T12:00:00+00:00", "2026-09-14T08:00:00+00:00"),
        # The night in which the clocks go back: nine o'clock is nine o'clock.
        ("2026-10-24T12:00:00+00:00", "2026-10-26T09:00:00+00:00"),
    ],
)
def test_what_falls_outside_working_hours_waits_for_the_morning_in_london(now: str, expected: str) -> None:
    moment = at_work(datetime.fromisoformat(now), "Europe/London", morning=0.0)

    assert moment == datetime.fromisoformat(expected)
