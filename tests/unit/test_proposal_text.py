"""A proposal is one client's: with a gap, about nobody, or the same for two, it is none."""

from pathlib import Path

import pytest

from outreach.cli.leads_outcome import LOST_REASONS
from outreach.core.errors import ConfigurationError
from outreach.handoff.outcome_model import LostReason
from outreach.handoff.proposal_text import Client, fingerprint, why_not
from outreach.sequences.merge_context import AccountNames, ContactNames, MergeContext, SenderNames
from outreach.sequences.proposal_templates import lint_proposals, proposal_templates, unknown_questions
from outreach.sequences.rendering import CannotRender, render
from tests.support.lead_definitions import shipped

TEMPLATES = Path(__file__).parents[2] / "templates"
ACME = Client(
    "Acme", ("Maria Weber", "Maria", "Weber"), {"need": "yes", "requirements": "an interface"}, ("need",)
)
BETA = Client("Beta", ("Ben Roe", "Ben", "Roe"), {"need": "yes"}, ("need",))
TEXT = "Hello Maria,\n\nAcme needs an interface. We build it for 900 EUR.\n"


def context(**answers: str) -> MergeContext:
    return MergeContext(
        ContactNames("maria@acme.example", given_name="Maria"),
        AccountNames("Acme"),
        SenderNames("Ann Roe", "Alpha Tools Ltd", "1 Harbour Row"),
        answers=answers,
    )


def test_a_text_about_this_client_is_one() -> None:
    assert list(why_not(TEXT, ACME, asks=None)) == []


@pytest.mark.parametrize(
    ("text", "client", "asks", "told"),
    [
        (TEXT, Client("Acme", ("Maria",), {}, ("need", "fit")), None, "lacks an answer to: need, fit"),
        ("Acme: <<price>>", ACME, None, "still a gap"),
        ("Dear client, we build interfaces.", ACME, None, "It speaks of nobody"),
        (" \n", ACME, None, "The text is empty"),
        (TEXT, ACME, ("budget",), "Nothing in it comes from this client's answers"),
        (TEXT + "x" * 20_000, ACME, None, "more than 20,000 characters"),
    ],
)
def test_what_is_none_says_why(text: str, client: Client, asks: tuple[str, ...] | None, told: str) -> None:
    assert any(told in each for each in why_not(text, client, asks=asks))


def test_two_texts_that_differ_in_the_names_only_are_one_offer() -> None:
    other = TEXT.replace("Maria", "Ben").replace("Acme", "Beta").replace("\n\n", "\n")

    assert fingerprint(TEXT, ACME) == fingerprint(other, BETA)
    assert fingerprint(TEXT, ACME) != fingerprint(other.replace("900", "800"), BETA)


def test_a_name_inside_of_another_word_names_nobody() -> None:
    assert any("nobody" in each for each in why_not("It is planned.", Client("", ("Ann",)), asks=None))


def test_a_short_name_is_not_looked_for_inside_of_words() -> None:
    assert Client("Q", ("Al",)).called == ()


# --- templates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_shipped_template_is_filled_with_the_answers(language: str) -> None:
    (template,) = proposal_templates(TEMPLATES, language)

    body = render(template.text, context(requirements="an interface", starts="2026-05-01")).body

    assert "an interface" in body
    assert "2026-05-01" in body
    assert template.asks[0] == "requirements"


def test_an_answer_that_was_never_given_makes_no_text() -> None:
    (template,) = proposal_templates(TEMPLATES)

    with pytest.raises(CannotRender, match=r"answers\.requirements is not there"):
        render(template.text, context(need="yes"))


def test_an_answer_is_put_in_as_it_is_and_never_read_as_a_template() -> None:
    (template,) = proposal_templates(TEMPLATES)

    assert (
        "{{ sender.name }} {% if"
        in render(template.text, context(requirements="{{ sender.name }} {% if")).body
    )


def test_the_shipped_templates_are_sound_and_ask_what_the_definition_asks() -> None:
    folder = TEMPLATES / "proposals"

    assert list(lint_proposals(folder)) == []
    assert list(unknown_questions(folder, [each.id for each in shipped().questions])) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Hello {{ contact.given_name }}, we sell.", "it is a mass offer"),
        ("{{ answers }}", "not known"),
        ("{{ answers.need.upper() }}", "may not do"),
        ("{{ referrer.name }} {{ answers.need }}", "not known"),
    ],
)
def test_what_is_no_proposal_for_anybody_is_a_fault(tmp_path: Path, body: str, told: str) -> None:
    (tmp_path / "proposals").mkdir()
    (tmp_path / "proposals" / "offer.txt").write_text(f"Subject: Offer\n\n{body}\n", encoding="utf-8")

    assert [told in str(fault) for fault in lint_proposals(tmp_path / "proposals")] == [True]
    assert proposal_templates(tmp_path) == []


def test_an_answer_to_no_question_is_a_fault_with_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / "proposals").mkdir()
    (tmp_path / "proposals" / "offer.txt").write_text(
        "Subject: Offer\n\n{{ answers.budgett }}\n", encoding="utf-8"
    )

    (fault,) = unknown_questions(tmp_path / "proposals", ["budget"])

    assert (fault.line, fault.remedy) == (3, 'Did you mean "budget"?')


def test_a_mail_of_a_sequence_knows_no_answers() -> None:
    (template,) = proposal_templates(TEMPLATES)
    plain = MergeContext(context().contact, context().account, context().sender)

    with pytest.raises((CannotRender, ConfigurationError)):
        render(template.text, plain)


def test_the_command_line_knows_every_reason() -> None:
    assert tuple(each.value for each in LostReason) == LOST_REASONS
