"""Whether a machine wrote it, and which of a machine's few things it says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.core.intents import Intent
from outreach.inbox.message import read_message
from outreach.replies.automatic_reply import SURE, automatic_reply
from outreach.replies.reading import read
from outreach.replies.understanding import understand
from tests.support.reply_mail import RECEIVED, THEM, reply, sent_mail, verdict_on

AUTOMATIC = (("Auto-Submitted", "auto-replied"),)

BY_A_MACHINE = [
    (Intent.LEFT_COMPANY, "Mr Rao has been relieved of his duties with effect from 30 September."),
    (Intent.LEFT_COMPANY, "The person you wrote to has moved on. This box is not read."),
    (Intent.LEFT_COMPANY, "Frau Lose ist zum 30.9. aus dem Betrieb ausgeschieden."),
    (Intent.LEFT_COMPANY, "Veuillez noter que Luc Morin n'est plus à l'emploi de la maison."),
    (Intent.LEFT_COMPANY, "Le informamos que el Ing. Padilla dejó de laborar en esta empresa."),
    (Intent.LEFT_COMPANY, "С 30 октября я не являюсь сотрудником компании."),
    (
        Intent.LEFT_COMPANY,
        "Оксана Коваль більше не працює в компанії, з усіх питань пишіть на office@amesworks.example.",
    ),
    (Intent.OUT_OF_OFFICE, "I work Tuesday to Thursday only and will answer when I am next in."),
    (Intent.OUT_OF_OFFICE, "I am on jury service and cannot say when it ends."),
    (Intent.OUT_OF_OFFICE, "Я участвую в выставке и смогу ответить в среду."),
    (Intent.OUT_OF_OFFICE, "Доброго дня! Я у відпустці до 20 жовтня, повернуся у середу."),
    (Intent.OUT_OF_OFFICE, "Учебный отпуск, сессия. Дела переданы Глебу Ушакову."),
    (Intent.OUT_OF_OFFICE, "Me encuentro incapacitada y sin fecha de reintegro."),
    (Intent.AUTO_ACKNOWLEDGEMENT, "Дякуємо за ваш лист, ми отримали його і відповімо протягом доби."),
    (
        Intent.CHALLENGE,
        "This is my spam filter. I don't recognize your address: https://verify.mailgate.example/c/8f31",
    ),
    (
        Intent.CHALLENGE,
        "C'est la première fois que vous m'écrivez, recopiez les lettres : https://filtre.example/v",
    ),
]


@pytest.mark.parametrize(("intent", "text"), BY_A_MACHINE)
def test_what_a_machine_says_is_told_apart(intent, text):
    verdict = verdict_on(text, headers=AUTOMATIC, subject="Automatic reply")

    assert verdict.intent is intent


WITHOUT_HEADERS = [
    (
        Intent.AUTO_ACKNOWLEDGEMENT,
        "¡Recibimos tu mensaje!",
        "Gracias por escribirnos. Un asesor se pondrá en contacto contigo muy pronto.",
    ),
    (
        Intent.LEFT_COMPANY,
        "User left the organisation",
        "The user you are trying to reach has resigned. This is a system generated mail, do not reply.",
    ),
    (
        Intent.CHALLENGE,
        "Подтверждение отправителя [c-55182]",
        "Ваше сообщение задержано. Для доставки ответьте на это письмо, не изменяя тему.",
    ),
    (
        Intent.OUT_OF_OFFICE,
        "Away",
        "I am on annual leave until 26 October with no access to mail. For anything urgent ring 020 7946 0133.",
    ),
]


@pytest.mark.parametrize(("intent", "subject", "text"), WITHOUT_HEADERS)
def test_a_machine_is_known_without_any_header(intent, subject, text):
    assert verdict_on(text, subject=subject).intent is intent


PEOPLE = [
    "Sorry for the delay, I was on holiday. You want Jim Webb, jim@amesworks.example.",
    "Back from leave today. Not for us, thanks.",
    "War im Urlaub. Zuständig ist Frau Kern, kern@amesworks.example.",
    "Я был в отпуске, отвечаю только сейчас. Продажи веду я.",
    "Thanks for your email. I have passed it to our sales director, she will get back to you.",
]


@pytest.mark.parametrize("text", PEOPLE)
def test_a_person_who_speaks_of_absence_or_thanks_is_a_person(text):
    assert verdict_on(text, quoted=True).visible_text is not None


def _machine_after(seconds: float) -> float:
    sent = replace(sent_mail(), sent_at=RECEIVED - timedelta(seconds=seconds))
    message = read_message(reply("I am abroad this week."))
    found = automatic_reply(read(message, sent=sent, received_at=RECEIVED), ())
    return found.written_by_machine if found else 0.0


def test_an_answer_within_seconds_is_a_machines():
    assert _machine_after(8) >= SURE
    assert _machine_after(8) > _machine_after(7_200)


def test_a_read_receipt_in_words_is_no_acknowledgement():
    verdict = verdict_on(
        "Your message\n\n  To: Lee Ames\n  Sent: Monday 12 October\n\nwas read on Monday 12 October.",
        headers=AUTOMATIC,
        subject="Read: Who handles sales at Amesworks?",
    )

    assert verdict.intent is Intent.OTHER


def test_a_circular_of_a_machines_own_accord_is_no_answer():
    verdict = verdict_on(
        "Our privacy notice changes on 1 January. There is nothing that you need to do.",
        headers=(("Auto-Submitted", "auto-generated"),),
        subject="Changes to our notice",
        answers=False,
    )

    assert verdict.intent is Intent.OTHER


def test_a_dead_address_in_words_alone_counts_only_for_a_mail_of_ours():
    text = "Your message could not be delivered.\n\nlee.ames@amesworks.example: this user doesn't have an account here"
    raw = reply(
        text, sender="Mail System <mailer-daemon@mx.example>", subject="Undeliverable mail", answers=False
    )

    ours = understand(raw, sent=sent_mail(THEM), received_at=RECEIVED)
    nobodys = understand(raw, received_at=RECEIVED)

    assert (ours.intent, ours.bounced_address) == (Intent.BOUNCE_HARD, "lee.ames@amesworks.example")
    assert nobodys.intent is Intent.BOUNCE_SOFT
