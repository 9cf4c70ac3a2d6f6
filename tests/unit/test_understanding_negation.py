"""Words that mean one thing and, negated or under a condition, another."""

import pytest

from outreach.core.intents import Intent
from tests.support.reply_mail import verdict_on

OPT_OUTS = (
    "Please stop emailing me.",
    "Don't contact me or anyone at this company again.",
    "No more emails.",
    "I would prefer that you not contact me.",
    "Take us off your list",
    "unsubcribe pls",
    "We do not wish to be contacted by your company in future.",
    "Больше не пишите мне.",
    "Прошу удалить мои контакты из базы.",
    "Bitte nehmen Sie mich aus Ihrem Verteiler.",
    "Merci de ne plus me contacter.",
    "Dejen de escribirme.",
)
NO_OPT_OUTS = (
    "Please don't hesitate to contact me.",
    "Don't contact me before March, we are moving.",
    "We'll stop by your booth.",
    "If you don't hear from me by Friday, call me again.",
    "Please do not use the office address, write to Ana Ruiz: ana.ruiz@amesworks.example",
    "Your first mail went to spam, sorry. Send me a deck.",
    "Where did you get my email address?",
    "На почту не пишите, лучше позвоните мне: +7 912 000-45-67",
    "Письмо попало в спам, только увидел. Пришлите презентацию.",
    "Lassen Sie uns nächste Woche telefonieren.",
    "N'hésitez pas à me rappeler.",
    "¿De dónde ha sacado mi correo?",
)


@pytest.mark.parametrize("text", OPT_OUTS)
def test_however_it_is_worded_an_opt_out_is_one(text: str):
    verdict = verdict_on(text, quoted=True)

    assert verdict.intent is Intent.UNSUBSCRIBE
    assert verdict.referrals == ()


@pytest.mark.parametrize("text", NO_OPT_OUTS)
def test_words_of_an_opt_out_in_another_sense_are_none(text: str):
    assert verdict_on(text).intent is not Intent.UNSUBSCRIBE


@pytest.mark.parametrize(
    ("said", "negated"),
    [
        (("That's me.", Intent.RIGHT_PERSON), ("That's not me.", Intent.WRONG_PERSON)),
        (("I handle sales.", Intent.RIGHT_PERSON), ("I don't handle sales.", Intent.WRONG_PERSON)),
        (("We are interested.", Intent.INTERESTED), ("We are not interested.", Intent.NOT_INTERESTED)),
        (("Это ко мне.", Intent.RIGHT_PERSON), ("Это не ко мне.", Intent.WRONG_PERSON)),
        (("Интересно, пришлите.", Intent.INTERESTED), ("Не интересно.", Intent.NOT_INTERESTED)),
        (
            ("Dafür bin ich zuständig.", Intent.RIGHT_PERSON),
            ("Dafür bin ich nicht zuständig.", Intent.WRONG_PERSON),
        ),
        (("C'est moi.", Intent.RIGHT_PERSON), ("Ce n'est pas moi.", Intent.WRONG_PERSON)),
        (("Me interesa.", Intent.INTERESTED), ("No me interesa.", Intent.NOT_INTERESTED)),
    ],
)
def test_a_negation_turns_the_meaning(said: tuple[str, Intent], negated: tuple[str, Intent]):
    assert verdict_on(said[0]).intent is said[1]
    assert verdict_on(negated[0]).intent is negated[1]


@pytest.mark.parametrize(
    "text",
    [
        "Before I pass you on to anybody, what is it you are selling?",
        "Напишите, о чём хотите поговорить, тогда я пойму, к кому вас направить.",
    ],
)
def test_a_referral_under_a_condition_is_a_question(text: str):
    verdict = verdict_on(text)

    assert verdict.intent is Intent.QUESTION
    assert verdict.referrals == ()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("We're not looking, but try Sunita Rao: sunita@fellgate-coatings.example", Intent.REFERRAL),
        ("I do. We're sorted for agencies though.", Intent.RIGHT_PERSON),
        ("That's me. Could you do Thursday at 2?", Intent.INTERESTED),
        ("Interesting, but not a priority for us this year. Maybe later.", Intent.NOT_NOW),
        ("откуда у вас мой адрес??? удалите немедленно", Intent.UNSUBSCRIBE),
    ],
)
def test_of_several_things_said_the_riskier_one_to_miss_counts(text: str, intent: Intent):
    assert verdict_on(text).intent is intent


def test_evidence_says_which_words_decided():
    verdict = verdict_on("Take us off your list")

    assert any(hit.rule == "optout.remove_me" and "off" in hit.text for hit in verdict.evidence)
