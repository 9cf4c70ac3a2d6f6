"""Good copy passes, bad copy is told: one table of mails, and which rules each of them breaks."""

from dataclasses import dataclass

import pytest

from outreach.sequences.copy_rules import MAX_WORDS, RULES, Copy, Severity
from outreach.sequences.merge_context import (
    AccountNames,
    ContactNames,
    MergeContext,
    ReferrerNames,
    SenderNames,
)
from outreach.sequences.rendering import Rendered

SENDER = SenderNames("Julia Brandt", "Northlight Ltd", "12 Harbour Road, Bristol BS1 4QT")
SENDER_RU = SenderNames("Юлия Брандт", "ООО «Полярис»", "170000, Тверь, ул. Садовая, 12")
REFERRER = ReferrerNames("peter@acme.example", "Peter Novak")

FOOTER = """
Thank you,
Julia Brandt

--\x20
Northlight Ltd, 12 Harbour Road, Bristol BS1 4QT
Not interested? Just say so and I won't write again.
"""
FOOTER_RU = """
С уважением,
Юлия Брандт

--\x20
ООО «Полярис», 170000, Тверь, ул. Садовая, 12
Неинтересно? Просто скажите, и я больше не буду Вам писать.
"""
ASK = "Hello Anna,\n\nCould you tell me who handles sales at Acme?\n"
ASK_RU = "Здравствуйте, Анна!\n\nПодскажите, пожалуйста, кто у Вас отвечает за продажи?\n"


@dataclass(frozen=True)
class Mail:
    """A mail as the rules see it, good in everything that is not said."""

    message: str = ASK
    subject: str | None = "Who handles sales at Acme?"
    footer: str = FOOTER
    language: str = "en"
    referral: bool = False

    def copy(self) -> Copy:
        context = MergeContext(
            contact=ContactNames("anna@acme.example"),
            account=AccountNames("Acme"),
            sender=SENDER_RU if self.language == "ru" else SENDER,
            referrer=REFERRER if self.referral else None,
        )
        rendered = Rendered(self.subject, f"{self.message}{self.footer}")
        return Copy(rendered, context, self.language, self.subject is not None, self.referral)


def russian(
    message: str = ASK_RU, subject: str | None = "Кто у Вас отвечает за продажи?", **more: object
) -> Mail:
    return Mail(message, subject, str(more.pop("footer", FOOTER_RU)), "ru", **more)  # type: ignore[arg-type]


def broken(mail: Mail) -> set[str]:
    return {rule.name for rule in RULES if list(rule.check(mail.copy()))}


GOOD = {
    "the plain ask": Mail(),
    "the plain ask in Russian": russian(),
    "a bump without a subject": Mail("Hello,\n\nMay I ask once more who handles sales?\n", None),
    "a call, asked of somebody who was named": Mail(
        "Hello,\n\nI asked who handles sales, and Peter Novak suggested I write to you. "
        "Would ten minutes on the phone suit you?\n",
        "Peter Novak suggested I write to you",
        referral=True,
    ),
    "a word that only looks like a call": Mail("Hello,\n\nWho handles what you call sales?\n"),
    "an abbreviation": Mail("Hello,\n\nWho handles CRM and VAT questions, e.g. at ACME?\n"),
    "an address of a colleague": Mail("Hello,\n\nShould I write to sales@acme.example about this?\n"),
    "a courtesy with a mark": Mail("Hello Anna!\n\nWho handles sales?\n\nMany thanks!\n"),
    "a dash and a list of numbers": Mail("Hello,\n\nWho handles sales in 2026, 2027 - and after?\n"),
    "an ellipsis": Mail("Hello,\n\nOne thing ... who handles sales?\n"),
    "a subject about a report": Mail(subject="Report on sales: who reads it?"),
    "an IT company in Russian": russian("Здравствуйте!\n\nКто в IT-отделе отвечает за CRM?\n"),
    "a no that is a word": Mail(
        footer="\nJulia Brandt\n-- \nNorthlight Ltd, 12 Harbour Road, Bristol BS1 4QT\nUnsubscribe: answer with no.\n"
    ),
}

BAD = {
    "two questions": (Mail(f"{ASK}\nAnd who does marketing?\n"), {"one-question"}),
    "no question": (Mail("Hello,\n\nI am looking for your head of sales.\n"), {"one-question"}),
    "a reminder that asks nothing": (Mail("Hello,\n\nJust a reminder.\n", None), {"reminder-asks"}),
    "two asks in one question": (
        Mail("Hello,\n\nWho handles sales, or would you have time for a quick call?\n"),
        {"one-ask"},
    ),
    "two asks, one of them no question": (
        Mail(f"{ASK}\nI'd love to have a short chat with you too.\n"),
        {"one-ask"},
    ),
    "two asks, one of them an offer": (
        Mail("Hello,\n\nWho handles sales? Feel free to book a slot in my calendar.\n"),
        {"one-ask"},
    ),
    "two asks in Russian": (
        russian("Здравствуйте!\n\nКто отвечает за продажи, и удобно ли Вам созвониться?\n"),
        {"one-ask"},
    ),
    "a novel": (Mail(f"{ASK}\n{'We know a lot. ' * 20}\n"), {"short", "paragraph-length"}),
    "a long subject": (
        Mail(subject="Who handles sales and business development at Acme these days?"),
        {"subject-length"},
    ),
    "a monster of a paragraph": (Mail(f"{ASK}\n{'incomprehensibilities ' * 14}\n"), {"paragraph-length"}),
    "lines broken by hand": (
        Mail("Hello,\n\nCould you please tell me which of your colleagues is the\none who handles sales?\n"),
        {"whole-lines"},
    ),
    "markup": (Mail(f"{ASK}\n<b>Thanks</b>\n"), {"no-html"}),
    "a pixel": (Mail(f'{ASK}\n<img src="https://t.example/p.gif" width=1>\n'), {"no-html", "no-link"}),
    "an entity": (Mail("Hello,\n\nWho handles sales &amp; marketing?\n"), {"no-html"}),
    "a link": (Mail(f"{ASK}\nhttps://northlight.example/sales\n"), {"no-link"}),
    "a site without a scheme": (Mail(f"{ASK}\nSee northlight.example for more.\n"), {"no-link"}),
    "a shortened link": (Mail(f"{ASK}\nbit.ly/3xYz\n"), {"no-link"}),
    "a link in the subject": (Mail(subject="See www.northlight.example"), {"no-link"}),
    "a link in the footer": (Mail(footer=f"{FOOTER}https://northlight.example\n"), {"footer-link"}),
    "a tracked link in the footer": (
        Mail(footer=f"{FOOTER}https://northlight.example/?utm_source=cold\n"),
        {"footer-link", "no-link"},
    ),
    "a fake answer": (Mail(subject="Re: sales at Acme"), {"honest-subject"}),
    "a fake forward": (Mail(subject="FWD: sales"), {"honest-subject"}),
    "a counted fake answer": (Mail(subject="RE[2]: sales"), {"honest-subject"}),
    "a German fake answer": (Mail(subject="AW: Vertrieb"), {"honest-subject"}),
    "a Russian fake answer": (russian(subject="Отв: продажи"), {"honest-subject"}),
    "a conversation that never was": (
        Mail("Hello,\n\nAs we discussed, who handles sales?\n"),
        {"no-false-history"},
    ),
    "thanks for nothing": (
        Mail("Hello,\n\nThanks for your interest. Who handles sales?\n"),
        {"no-false-history"},
    ),
    "a Russian conversation that never was": (
        russian("Здравствуйте!\n\nКак мы договаривались, кто отвечает за продажи?\n"),
        {"no-false-history"},
    ),
    "a referral that nobody made": (
        Mail("Hello,\n\nPeter suggested I write to you. Who handles sales?\n"),
        {"no-claimed-referral"},
    ),
    "what somebody is made to have said": (
        Mail("Hello,\n\nPeter said I should ask you: who handles sales?\n"),
        {"no-claimed-referral"},
    ),
    "a Russian referral that nobody made": (
        russian("Здравствуйте!\n\nПишу по рекомендации Петра. Кто отвечает за продажи?\n"),
        {"no-claimed-referral"},
    ),
    "a referral without a name": (
        Mail("Hello,\n\nA colleague suggested I write to you. Would you have ten minutes?\n", referral=True),
        {"names-referrer"},
    ),
    "nobody": (
        Mail(
            footer="\n-- \n12 Harbour Road, Bristol BS1 4QT\nNot interested? Say so and I won't write again.\n"
        ),
        {"identity"},
    ),
    "no address": (Mail(footer=FOOTER.replace("12 Harbour Road, ", "")), {"postal-address"}),
    "no way to say no": (Mail(footer=FOOTER.replace("I won't write again", "that is fine")), {"easy-no"}),
    "a promise without a way": (Mail(footer=FOOTER.replace("Just say so and", "Then")), {"easy-no"}),
    "no way to say no in Russian": (
        russian(footer=FOOTER_RU.replace("Просто скажите, и я больше не буду Вам писать.", "Это ничего.")),
        {"easy-no"},
    ),
    "no footer mark": (Mail(footer=FOOTER.replace("-- \n", "")), {"footer", "one-question"}),
    "a hole in the greeting": (Mail("Hello ,\n\nWho handles sales?\n"), {"no-holes"}),
    "a hole in the middle": (Mail("Hello,\n\nWho handles sales at  these days?\n"), {"no-holes"}),
    "a hole at the end": (Mail("Hello,\n\nWho handles sales at ?\n"), {"no-holes"}),
    "a hole in the subject": (Mail(subject="Sales at"), {"no-holes"}),
    "empty brackets": (Mail("Hello,\n\nWho handles sales ()?\n"), {"no-holes"}),
    "a hole in Russian": (russian("Здравствуйте, !\n\nКто отвечает за продажи?\n"), {"no-holes"}),
    "a placeholder": (Mail("Hello [First name],\n\nWho handles sales?\n"), {"no-placeholder"}),
    "a tag of another program": (Mail("Hello *|NAME|*,\n\nWho handles sales?\n"), {"no-placeholder"}),
    "braces": (Mail("Hello {{ name }},\n\nWho handles sales?\n"), {"no-placeholder"}),
    "single braces": (Mail("Hello {first_name},\n\nWho handles sales?\n"), {"no-placeholder"}),
    "a pitch": (
        Mail("Hello,\n\nOur platform doubles revenue, guaranteed. Who handles sales?\n"),
        {"no-pitch"},
    ),
    "a Russian pitch": (
        russian("Здравствуйте!\n\nПредлагаем выгодные условия. Кто отвечает за продажи?\n"),
        {"no-pitch"},
    ),
    "pressure": (Mail("Hello,\n\nThis is urgent. Who handles sales?\n"), {"no-pressure"}),
    "a shouting subject": (Mail(subject="IMPORTANT question"), {"quiet-subject"}),
    "an excited subject": (Mail(subject="A question!"), {"quiet-subject"}),
    "a shouting message": (Mail("Hello,\n\nWho handles SALES AND MARKETING?\n"), {"quiet-message"}),
    "an excited message": (Mail(f"{ASK}\nI am so looking forward to it!\n"), {"quiet-message"}),
    "a zero-width space": (Mail("Hello,\n\nWho handles sa\u200bles?\n"), {"visible"}),
    "a soft hyphen in the subject": (Mail(subject="Who handles sa\u00adles?"), {"visible"}),
    "a Latin letter in a Russian word": (
        russian("Здравствуйте!\n\nКто у Bас отвечает за продажи?\n"),
        {"one-alphabet"},
    ),
    "English in a Russian file": (russian(ASK), {"right-language"}),
    "Russian in an English file": (Mail(ASK_RU, footer=FOOTER_RU + FOOTER), {"right-language"}),
    "a language without words": (Mail(language="fi"), {"known-language"}),
}


@pytest.mark.parametrize("mail", GOOD.values(), ids=GOOD)
def test_good_copy_passes(mail: Mail) -> None:
    assert broken(mail) == set()


@pytest.mark.parametrize(("mail", "rules"), BAD.values(), ids=BAD)
def test_bad_copy_is_told_by_its_rules_and_no_others(mail: Mail, rules: set[str]) -> None:
    assert broken(mail) == rules


def test_every_rule_has_bad_copy_that_breaks_it() -> None:
    assert {rule for _, rules in BAD.values() for rule in rules} == {rule.name for rule in RULES}


def test_the_limit_of_words_is_where_it_says() -> None:
    # Greeting and question have 8 words, thanks and name 4.
    at_most = Mail(
        f"Hello,\n\nWho handles sales at Acme, please?\n\n{'word ' * (MAX_WORDS - 12)}.\n".replace(" .", ".")
    )
    one_more = Mail(at_most.message.replace("Hello", "Hello Anna"))

    assert "short" not in broken(at_most)
    assert "short" in broken(one_more)


def test_the_footer_does_not_count_as_the_message() -> None:
    assert broken(Mail(footer=f"{FOOTER}Registered in Bristol? {'word ' * 100}\n")) == set()


def test_what_deceives_or_hides_who_writes_blocks_a_start() -> None:
    blocking = {rule.name for rule in RULES if rule.severity is Severity.ERROR}

    assert blocking >= {
        "one-question", "one-ask", "short", "no-html", "no-link", "honest-subject", "no-false-history",
        "no-claimed-referral", "names-referrer", "identity", "postal-address", "easy-no", "no-holes",
    }  # fmt: skip


def test_every_finding_says_what_is_wrong_in_a_sentence() -> None:
    for mail, _ in BAD.values():
        for rule in RULES:
            for finding in rule.check(mail.copy()):
                assert finding.problem.endswith(".")
                assert finding.remedy or finding.excerpt
