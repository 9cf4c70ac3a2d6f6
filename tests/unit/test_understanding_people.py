"""Whom a message names, put together from what stands in the text and on the Cc line."""

import pytest

from outreach.core.intents import Intent
from outreach.replies.likeness import resembles
from outreach.replies.understanding import RULES_ALONE, understand
from outreach.replies.verdict import Via
from tests.support.reply_mail import RECEIVED, reply, sent_mail, verdict_on

REFERRALS = (
    ("Talk to Ana Ruiz, ana.ruiz@amesworks.example", "Ana Ruiz", "ana.ruiz@amesworks.example"),
    ("It's our MD, Kirsten Vale (kvale@amesworks.example).", "Kirsten Vale", "kvale@amesworks.example"),
    ("kelly runs that, kelly [at] amesworks [dot] example", "Kelly", "kelly@amesworks.example"),
    (
        "You need Ivan Petkov: ivan dot petkov at harrowgate hyphen pumps dot example.",
        "Ivan Petkov",
        "ivan.petkov@harrowgate-pumps.example",
    ),
    (
        "Contact Leland Tarrant:\nleland.tarrant@\namesworks.example",
        "Leland Tarrant",
        "leland.tarrant@amesworks.example",
    ),
    (
        "Sales is Ifeoma Okafor, iokafor at the same domain as mine.",
        "Ifeoma Okafor",
        "iokafor@amesworks.example",
    ),
    ("Try sales@ - they pick up everything there", None, "sales@amesworks.example"),
    (
        "Talk to Tim Jarrold, the address is first name dot surname at our domain.",
        "Tim Jarrold",
        "tim.jarrold@amesworks.example",
    ),
    ("вам к Жене, почта evgeny собака amesworks точка example", "Женя", "evgeny@amesworks.example"),
    (
        "обратитесь к Петровой Анне: petrova.a@amesworks.example",
        "Анна Петрова",
        "petrova.a@amesworks.example",
    ),
    (
        "Fragen Sie Frau Petersen, i.petersen(at)amesworks(punkt)example",
        "Petersen",
        "i.petersen@amesworks.example",
    ),
    ("Voyez avec Solène Maupin (s.maupin@amesworks.example).", "Solène Maupin", "s.maupin@amesworks.example"),
    ("El responsable es Xoán Freire: xfreire@amesworks.example", "Xoán Freire", "xfreire@amesworks.example"),
    (
        "For Benelux that's Annemiek de Vos, annemiek.devos@amesworks.example.",
        "Annemiek de Vos",
        "annemiek.devos@amesworks.example",
    ),
)


@pytest.mark.parametrize(("text", "name", "email"), REFERRALS)
def test_a_person_is_named_with_an_address(text: str, name: str | None, email: str):
    verdict = verdict_on(text)

    assert verdict.intent is Intent.REFERRAL
    assert [(p.name, p.email) for p in verdict.referrals] == [(name, email)]


def test_two_people_keep_their_own_addresses():
    verdict = verdict_on(
        "Domestic = Graham Tidy, graham.tidy@amesworks.example\nExport = Helle Brandt, helle.brandt@amesworks.example"
    )

    assert {(p.name, p.email) for p in verdict.referrals} == {
        ("Graham Tidy", "graham.tidy@amesworks.example"),
        ("Helle Brandt", "helle.brandt@amesworks.example"),
    }


@pytest.mark.parametrize(
    ("text", "name", "phone"),
    [
        ("Colin does that. Ring him, 01632 960114.", "Colin", "+441632960114"),
        ("Wendell took it over. Wendell Pryce, 479-555-0163.", "Wendell Pryce", "+14795550163"),
        ("Звоните Людмиле Степановне, 8 (863) 000-45-10", "Людмила Степановна", "+78630004510"),
        ("Zuständig ist Herr Dr. Ahrendt, Durchwahl 030 23125 144.", "Dr. Ahrendt", "+493023125144"),
        ("Appelez ma fille Élodie au 06 39 98 12 45", "Élodie", "+33639981245"),
    ],
)
def test_a_person_is_named_with_a_number_and_no_call_back_is_asked(text: str, name: str, phone: str):
    verdict = verdict_on(text)

    assert [(p.name, p.phone) for p in verdict.referrals] == [(name, phone)]
    assert verdict.callback_phone is None


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("Yes that's me. Give me a ring on 07700 900 482 tomorrow.", "+447700900482"),
        ("давай созвонимся завтра, мой +7 943 000-91-40", "+79430009140"),
        ("Gerne. Rufen Sie mich an: 0171 39200 44.", "+491713920044"),
    ],
)
def test_the_writers_own_number_is_to_be_called(text: str, phone: str):
    verdict = verdict_on(text)

    assert verdict.intent is Intent.INTERESTED
    assert verdict.callback_phone == phone
    assert verdict.referrals == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Passed on to Hamid Karimi. He'll shout if it's of interest.", ["Hamid Karimi"]),
        ("Переслала ваше письмо Андрею Викторовичу Цою.", ["Андрей Викторович Цой"]),
        ("Votre demande a été transmise à M. Kerbrat.", ["Kerbrat"]),
        ("Ich habe Ihre Mail an unsere Chefin weitergeleitet.", [None]),
    ],
)
def test_what_was_passed_on_is_marked_so(text: str, names: list[str | None]):
    verdict = verdict_on(text)

    assert verdict.intent is Intent.REFERRAL
    assert [p.name for p in verdict.referrals] == names
    assert {p.via for p in verdict.referrals} == {Via.FORWARDED}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bother Neil Astley instead, he enjoys this.", ["Neil Astley"]),
        ("MARCUS FIELD HANDLES THAT.", ["Marcus Field"]),
        ("not me. ask priya", ["Priya"]),
        ("Wenden Sie sich an Sabine MÜLLER.", ["Sabine Müller"]),
        ("Voyez avec Mme LEFEBVRE Sophie", ["Sophie Lefebvre"]),
        ("Demandez M. Saïdi le matin.", ["Saïdi"]),
        ("frag mal torben röhr, der weiß das", ["Torben Röhr"]),
        ("i ned, mei Schwager da Xaver", ["Xaver"]),
        ("Marketing macht Dennis, Vertrieb macht Ayşe.", ["Dennis", "Ayşe"]),
        ("Moi je suis à la compta, le commercial c'est Jordan.", ["Jordan"]),
        ("Eso es de Gonzalo, el de ventas", ["Gonzalo"]),
        ("Kollege Yilmaz weiß mehr.", ["Yilmaz"]),
        ("You need to speak to Mr Garside's daughter Rebecca", ["Rebecca"]),
        ("Speak with Niamh O'Brien-Walsh", ["Niamh O'Brien-Walsh"]),
        ("спросите марину ковалеву, она у нас по продажам", ["Марина Ковалева"]),
        ("Ведает этим Аркадий Семенович, фамилия Бурлаков, пишите ему.", ["Аркадий Семенович Бурлаков"]),
        ("Это к Виталику из сбыта.", ["Виталик"]),
        ("Написал Наташе, она ответит", ["Наташа"]),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, names: list[str]):
    assert [p.name for p in verdict_on(text).referrals] == names


@pytest.mark.parametrize(
    "text",
    [
        "Dave passed your mail on to me. I'm happy to talk.",
        "Your mail was forwarded to me by Anna Lee, how can I help?",
        "Это я. Мне ваше письмо переслал Иван Петров.",
        "C'est moi. Marc m'a transmis votre message.",
        "Soy yo. Me pasó tu correo Juan.",
        "That's me. Marta here, what do you need?",
        "Danke Herr Field, kein Bedarf.",
    ],
)
def test_who_passed_our_mail_to_the_writer_is_nobody_to_turn_to(text: str):
    assert verdict_on(text).referrals == ()


def test_two_who_share_the_address_of_an_office_both_have_it():
    verdict = verdict_on("Write to hello@amesworks.example, fao Dougie or Bernadette Sim.")

    assert {(p.name, p.email) for p in verdict.referrals} == {
        ("Dougie", "hello@amesworks.example"),
        ("Bernadette Sim", "hello@amesworks.example"),
    }


def test_an_address_spelled_out_says_the_whole_name():
    verdict = verdict_on("best bet is dwight, dwight dot fenn at amesworks dot example")

    assert [p.name for p in verdict.referrals] == ["Dwight Fenn"]


def test_a_part_of_the_house_is_no_person():
    verdict = verdict_on("Zuständig ist unsere Kalkulation (kalkulation@amesworks.example).")

    assert [(p.name, p.email, p.title) for p in verdict.referrals] == [
        (None, "kalkulation@amesworks.example", "Kalkulation")
    ]


def test_a_short_form_in_the_text_is_the_one_on_the_cc_line():
    verdict = verdict_on(
        "Adding Fran, she sees to new customers.", cc="Francisca Montero <fm@amesworks.example>"
    )

    assert [(p.name, p.via) for p in verdict.referrals] == [("Francisca Montero", Via.CC)]


def test_of_several_on_the_cc_line_the_one_spoken_of_is_meant():
    verdict = verdict_on(
        "Mr. Anthony from sales is the person, he is in cc here.",
        cc="Anthony Fernandes <af@amesworks.example>, Store <store@amesworks.example>",
    )

    assert [p.email for p in verdict.referrals] == ["af@amesworks.example"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ask our chief operating officer, Renata Cobb.", "chief operating officer"),
        ("Tyrell Gaines, practice manager, does that.", "practice manager"),
        (
            "Свяжитесь с ведущим специалистом отдела маркетинга Юшкевич Алиной.",
            "ведущий специалист отдела маркетинга",
        ),
        ("Переслала руководителю отдела развития Анне Белоус.", "руководитель отдела развития"),
    ],
)
def test_a_title_is_told_whole_and_in_the_nominative(text: str, title: str):
    assert [p.title for p in verdict_on(text).referrals] == [title]


def test_a_notice_from_the_mailbox_of_who_left_names_a_stand_in_and_no_referral():
    verdict = verdict_on(
        "Lee Ames has left the company. Queries may be directed to Zanele Dube, zd@amesworks.example"
    )

    assert verdict.intent is Intent.LEFT_COMPANY
    assert verdict.referrals == ()
    assert [p.name for p in verdict.alternates] == ["Zanele Dube"]


def test_a_colleague_who_took_the_work_over_is_the_referral():
    verdict = verdict_on(
        "Lee Ames no longer works here. I have taken over his work.",
        sender="Rafa Kos <rafa@amesworks.example>",
    )

    assert [(p.name, p.email) for p in verdict.referrals] == [("Rafa Kos", "rafa@amesworks.example")]


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("Sales line is 617-555-0144, they can help", "+16175550144"),
        ("Обратитесь на ресепшн, вас соединят: +7 495 000-28-82", "+74950002882"),
        ("call my dad on 020 7946 0163", "+442079460163"),
    ],
)
def test_a_number_of_the_house_or_of_a_relation_is_no_call_back(text: str, phone: str):
    verdict = understand(reply(text), sent=sent_mail(), received_at=RECEIVED, model=RULES_ALONE)

    assert [p.phone for p in verdict.referrals] == [phone]
    assert verdict.callback_phone is None


def test_whoever_asks_for_themselves_at_a_number_is_to_be_called_there():
    verdict = verdict_on("It's me mate, free Thursday. Ring the shop on 020 7946 0118, ask for Lee.")

    assert verdict.callback_phone == "+442079460118"


def test_the_writer_we_and_the_addressee_are_nobody_we_are_referred_to():
    verdict = verdict_on(
        "Hi Jo, Lee here. Jo Field wrote to the right one, I run sales. lee.ames@amesworks.example"
    )

    assert verdict.referrals == ()


def test_a_surname_first_on_the_cc_line_is_turned_round():
    verdict = verdict_on("Ich nehme Frau Engel in Kopie.", cc='"Engel, Petra" <engel@amesworks.example>')

    assert [(p.name, p.email, p.via) for p in verdict.referrals] == [
        ("Petra Engel", "engel@amesworks.example", Via.CC)
    ]


def test_a_copied_colleague_of_whom_nothing_is_said_is_not_referred():
    verdict = verdict_on("Not interested, thanks.", cc="Tom Berg <t.berg@amesworks.example>")

    assert verdict.referrals == ()


def test_an_address_put_together_from_a_description_is_looked_at_first():
    verdict = verdict_on("Try sales@ - they pick up everything there")

    assert verdict.needs_review
    assert "an address was put together from a description" in verdict.doubts


@pytest.mark.parametrize(
    ("name", "local", "alike"),
    [
        ("Тимур Хасанов", "t.khasanov", True),
        ("Paul Dray", "pdray", True),
        ("Jens Albers", "albers", True),
        ("Maria Weber", "mw", True),
        ("Maria Weber", "info", False),
        ("Ana Ruiz", "tom.berg", False),
    ],
)
def test_a_local_part_is_known_by_the_name_it_is_built_from(name: str, local: str, alike: bool):
    assert resembles(name, local) is alike
