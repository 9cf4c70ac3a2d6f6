"""When somebody is back, and when somebody may be asked again. Today is Tuesday, 13 October 2026."""

from datetime import date

import pytest

from outreach.replies.prose import prose
from outreach.replies.resume_date import resume_day
from outreach.replies.return_date import guessed_return_day, return_day

TODAY = date(2026, 10, 13)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I am out of the office from 12 October until Friday 23 October.", date(2026, 10, 26)),
        ("On leave, back on Monday, October 19.", date(2026, 10, 19)),
        ("I'm away 19th-23rd October inclusive.", date(2026, 10, 26)),
        ("I will not return until 11/30/2026.", date(2026, 11, 30)),
        ("Back at my desk on Friday; texts are better.", date(2026, 10, 16)),
        ("We are closed and reopen Tuesday 5 January 2027.", date(2027, 1, 5)),
        ("I'm out until Monday.", date(2026, 10, 19)),
        ("Нахожусь в отпуске с 5 по 18 октября.", date(2026, 10, 19)),
        ("Меня не будет до 20 октября включительно.", date(2026, 10, 21)),
        ("Я в командировке. Буду на месте 26-го.", date(2026, 10, 26)),
        ("Отпуск 12-23 октября. Вернусь - отвечу.", date(2026, 10, 26)),
        ("Ich bin bis einschl. 16.10.2026 nicht im Haus.", date(2026, 10, 19)),
        ("Bin in KW 43 auf Montage. Danach wieder für Sie da.", date(2026, 10, 26)),
        ("Ich bin ab dem 02.11. wieder für Sie da.", date(2026, 11, 2)),
        ("Je suis absente du 12 au 20 octobre inclus.", date(2026, 10, 21)),
        ("De retour le mardi 5 janvier.", date(2027, 1, 5)),
        ("Estoy de vacaciones del 5 al 16 de octubre.", date(2026, 10, 19)),
        ("Vuelvo el miércoles 21 de octubre.", date(2026, 10, 21)),
        ("ooo. back weds", date(2026, 10, 14)),
        ("Annual leave 12/10 - 16/10. Back Monday.", date(2026, 10, 19)),
        ("On vacation through Oct. 23rd, returning the following Monday.", date(2026, 10, 26)),
        ("Closed on Monday 2 November; open again on Tuesday.", date(2026, 11, 3)),
        ("I will be away from October 12 for two weeks.", date(2026, 10, 26)),
        ("I'm on leave until the end of October.", date(2026, 11, 2)),
        ("Will come back office on Oct.19.", date(2026, 10, 19)),
        ("С 12 октября в отпуске на 14 календарных дней.", date(2026, 10, 26)),
        ("На море, выхожу двадцать третьего ноября", date(2026, 11, 23)),
        ("Буду до пт на выставке, увидимся 19 октября!", date(2026, 10, 19)),
        ("Я у відпустці, повернуся 26 жовтня.", date(2026, 10, 26)),
        ("Ich bin in KW 42 und 43 im Urlaub.", date(2026, 10, 26)),
        ("Wir lesen uns am Montag.", date(2026, 10, 19)),
        (
            "Ich beantworte Ihre Nachricht am nächsten Arbeitstag, also am Montag, 19. Oktober.",
            date(2026, 10, 19),
        ),
        ("Fermeture annuelle du 24 décembre au 3 janvier. Réouverture le 4.", date(2027, 1, 4)),
        ("On se retrouve lundi 19.", date(2026, 10, 19)),
        ("Fermé le mercredi 11 novembre, nous répondrons dès le lendemain.", date(2026, 11, 12)),
        ("Cerrado los días 7 y 8 de diciembre. Retomaremos la actividad el miércoles 9.", date(2026, 12, 9)),
        ("Regreso el quince de enero.", date(2027, 1, 15)),
    ],
)
def test_the_first_working_day_back(text: str, day: date):
    found = return_day(prose(text).plain, TODAY, american=False)

    assert found.day == day
    assert found.sure


@pytest.mark.parametrize(
    "text",
    [
        "I'm on maternity leave and expect to return in the spring.",
        "I'm travelling with limited access to email.",
        "Ящик будет удалён 31.10.2026.",
        "Ich bin zurzeit krank.",
        "I only work Mondays and Wednesdays, so bear with me.",
        "Ich bin Mo bis Do erreichbar.",
        "Gone until the new year.",
        "I've moved to the Leeds office as of 12 October.",
        "Call reception on +7 495 000-12-21.",
    ],
)
def test_no_day_is_made_up(text: str):
    assert return_day(prose(text).plain, TODAY, american=False).day is None


@pytest.mark.parametrize(
    ("american", "day"), [(True, date(2026, 11, 5)), (False, date(2027, 5, 11))], ids=["US", "elsewhere"]
)
def test_a_numeric_date_is_read_as_its_writer_does_but_never_surely(american: bool, day: date):
    found = return_day("i am back on 11/5.", TODAY, american=american)

    assert found.day == day
    assert not found.sure


def test_a_weekday_beside_the_date_settles_its_order():
    found = return_day("back monday 10/12.", date(2026, 10, 5), american=False)

    assert (found.day, found.sure) == (date(2026, 10, 12), True)


@pytest.mark.parametrize(
    "text",
    [
        "out until thursday.",
        "back on monday 20 october.",
        "out until friday 16 october. back on 2 november.",
    ],
    ids=["until a weekday", "a weekday that does not fit", "two days that do not agree"],
)
def test_a_day_that_can_be_read_in_two_ways_is_not_sure(text: str):
    assert not return_day(text, TODAY, american=False).sure


@pytest.mark.parametrize(
    "text",
    [
        "out this week and next.",
        "back in two weeks.",
        "the office is closed on friday 30 october.",
    ],
    ids=["weeks of which the first is unknown", "counted from an unknown day", "one day off"],
)
def test_a_day_that_had_to_be_counted_out_is_not_sure(text: str):
    found = return_day(text, TODAY, american=False)

    assert found.day is not None
    assert not found.sure


def test_the_only_day_ahead_in_an_absence_notice_is_a_guess():
    text = prose("Penguins! See this space, 14 December.").plain

    found = guessed_return_day(text, TODAY, american=False)

    assert (found.day, found.sure) == (date(2026, 12, 14), False)


@pytest.mark.parametrize(
    "text", ["away from 14 december.", "not available on 14 december.", "2 november, 14 december."]
)
def test_a_day_on_which_nobody_is_there_is_no_guess(text: str):
    assert guessed_return_day(text, TODAY, american=False).day is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ping me in March.", date(2027, 3, 1)),
        ("Ask again in the second week of January.", date(2027, 1, 11)),
        ("Try again in H2 next year", date(2027, 7, 1)),
        ("Q4 next year at the earliest", date(2027, 10, 1)),
        ("Six months from now please", date(2027, 4, 13)),
        ("in a couple of weeks", date(2026, 10, 27)),
        ("Can you nudge me a week on Thursday?", date(2026, 10, 22)),
        ("We only open in March, drop me a note a month before.", date(2027, 2, 1)),
        ("Позовите меня двадцать третьего ноября", date(2026, 11, 23)),
        ("Bis Ende November sind wir dicht, danach gern", date(2026, 12, 1)),
        ("Je commence le 4 janvier, écrivez-moi la semaine du 18", date(2027, 1, 18)),
        ("Budget for next year is fixed, sorry, not now", None),
        ("Вернёмся к этому в новом году", None),
        ("Circle back in Q1 please.", date(2027, 1, 1)),
        ("Check back with me in six weeks?", date(2026, 11, 24)),
        ("Drop me a line after 9 November.", date(2026, 11, 10)),
        ("Circle back w/c 11/16.", date(2026, 11, 16)),
        ("Year end for us is 31 January. Leave it till after that please.", date(2027, 2, 1)),
        ("Напишите в ноябре.", date(2026, 11, 1)),
        ("После 15 января вернёмся к разговору.", date(2027, 1, 16)),
        ("Вернитесь с этим во втором квартале.", date(2027, 4, 1)),
        ("Давайте через две недели.", date(2026, 10, 27)),
        ("Melden Sie sich ab KW 2 noch einmal.", date(2027, 1, 11)),
        ("Recontactez-moi le 15 février, pas avant.", date(2027, 2, 15)),
        ("Escríbame después del 7 de enero.", date(2027, 1, 8)),
        ("Slammed until after the holidays. Try me then", None),
        ("Maybe later.", None),
    ],
)
def test_the_day_from_which_to_ask_again(text: str, day: date | None):
    assert resume_day(prose(text).plain, TODAY, american=False) == day
