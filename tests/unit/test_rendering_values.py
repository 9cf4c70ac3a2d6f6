"""From template and values to a mail: what is known is said, what is missing reads well or stops the mail."""

from dataclasses import replace

import pytest

from outreach.sequences.merge_context import (
    AccountNames,
    ContactNames,
    MergeContext,
    ReferrerNames,
    SenderNames,
)
from outreach.sequences.rendering import CannotRender, Rendered, fields_used, render, split_footer
from outreach.sequences.template_file import TemplateText

SENDER = SenderNames(
    name="Julia Brandt", organisation="Northlight Ltd", postal_address="12 Harbour Road\nBristol BS1 4QT"
)
ANNA = ContactNames(
    address="anna@acme.example",
    given_name="Anna",
    family_name="Lind",
    title="CFO",
    language="en",
    fields={"city": "Kiel"},
)
NOBODY = ContactNames(address="info@acme.example")
CONTEXT = MergeContext(contact=ANNA, account=AccountNames("Acme", "acme.example"), sender=SENDER)


def text(body: str, subject: str | None = "Hello") -> TemplateText:
    return TemplateText("demo/ask.txt", "en", subject, body, body_line=3 if subject else 1)


def said(body: str, contact: ContactNames = ANNA, **more: object) -> str:
    return render(text(body), replace(CONTEXT, contact=contact, **more)).body  # type: ignore[arg-type]


def test_names_are_put_in() -> None:
    mail = render(
        text("Dear {{ contact.name }} of {{ account.name }},\n", "For {{ contact.title }}"), CONTEXT
    )

    assert mail == Rendered("For CFO", "Dear Anna Lind of Acme,\n")


def test_a_bump_has_no_subject() -> None:
    assert render(text("Once more?\n", None), CONTEXT).subject is None


@pytest.mark.parametrize(
    ("idiom", "known", "unknown"),
    [
        ('Hello {{ contact.given_name or "there" }},', "Hello Anna,", "Hello there,"),
        ("Hello{% if contact.given_name %} {{ contact.given_name }}{% endif %},", "Hello Anna,", "Hello,"),
        ('Hello {{ contact.given_name | default("there") }},', "Hello Anna,", "Hello there,"),
        (
            "{% if contact.given_name %}Dear {{ contact.given_name }}{% else %}Hello{% endif %},",
            "Dear Anna,",
            "Hello,",
        ),
        ('{% set who = contact.given_name or "all" %}Hello {{ who }},', "Hello Anna,", "Hello all,"),
    ],
)
def test_a_missing_given_name_reads_well(idiom: str, known: str, unknown: str) -> None:
    assert said(idiom) == f"{known}\n"
    assert said(idiom, NOBODY) == f"{unknown}\n"


def test_a_line_of_tags_alone_leaves_no_gap_and_a_tag_at_the_end_eats_no_line() -> None:
    body = (
        "Hello{% if contact.title %} {{ contact.title }}{% endif %}\n"
        "{% if contact.given_name %}\nP.S. {{ contact.given_name }}\n{% endif %}\n"
        "Bye {# soon #}\nJulia\n"
    )

    assert said(body) == "Hello CFO\nP.S. Anna\nBye\nJulia\n"
    assert said(body, NOBODY) == "Hello\nBye\nJulia\n"


def test_a_full_name_is_made_of_its_parts_but_never_taken_apart() -> None:
    assert said("{{ contact.name }}") == "Anna Lind\n"
    assert said("[{{ contact.given_name }}]", replace(NOBODY, name="Anna Lind")) == "[]\n"


def test_further_columns_of_the_list_are_fields() -> None:
    contact = replace(ANNA, fields={"city": "Kiel", "Job title": "boss"})

    assert said('{{ contact.fields.city }} {{ contact.fields["Job title"] }}', contact) == "Kiel boss\n"
    assert fields_used(
        text('{{ contact.fields.city }}{{ contact.fields["Job title"] }}', "{{ contact.fields.x }}")
    ) == {
        "city",
        "Job title",
        "x",
    }


@pytest.mark.parametrize("name", ["items", "keys", "get", "values", "pop"])
def test_a_column_may_be_called_like_anything_in_python(name: str) -> None:
    assert said(f"{{{{ contact.fields.{name} }}}}", replace(ANNA, fields={name: "ours"})) == "ours\n"


def test_a_column_that_is_not_there_stops_the_mail_and_names_its_line() -> None:
    with pytest.raises(CannotRender) as raised:
        said('{{ contact.fields.city | default("Kiel") }}\n{{ contact.fields.floor }}\n', NOBODY)

    assert str(raised.value) == (
        "demo/ask.txt, line 4: contact.fields.floor is not there for this contact. "
        'Fill it, or write {{ contact.fields.floor | default("…") }}.'
    )


def test_a_missing_referrer_stops_the_mail() -> None:
    with pytest.raises(CannotRender, match=r"line 3: referrer\.name is not there"):
        said("{{ referrer.name }} sent me.")


def test_a_referrer_and_the_subject_they_answered_can_be_named() -> None:
    body = said(
        '{{ referrer.name }} answered "{{ original_subject }}".',
        referrer=ReferrerNames(address="p@acme.example", given_name="Peter", family_name="Novak"),
        original_subject="Who handles sales?",
    )

    assert body == 'Peter Novak answered "Who handles sales?".\n'


def test_a_column_that_is_there_and_empty_is_empty() -> None:
    contact = replace(NOBODY, fields={"city": ""})

    assert said('{{ contact.fields.city or "your town" }}', contact) == "your town\n"
    assert said("{% if contact.fields.city is defined %}known{% endif %}", contact) == "known\n"


def test_filters_are_few_and_gentle() -> None:
    contact = replace(ANNA, title="mcDONALD")

    assert said("{{ contact.title | upper }} {{ contact.title | lower }}", contact) == "MCDONALD mcdonald\n"
    assert said('{{ " x " | trim }}{{ contact.title | capitalize }}', contact) == "xMcDONALD\n"


def test_nothing_is_escaped_because_nothing_is_html() -> None:
    assert said("{{ account.name }}", account=AccountNames('Müller & Söhne <GmbH> "Nord"')) == (
        'Müller & Söhne <GmbH> "Nord"\n'
    )


def test_the_footer_mark_gets_the_space_that_editors_strip() -> None:
    mail = render(text("Hello\n\n--\nNorthlight\nBristol\n"), CONTEXT)

    assert mail.body == "Hello\n\n-- \nNorthlight\nBristol\n"
    assert (mail.message, mail.footer) == ("Hello", "Northlight\nBristol")


def test_only_the_first_mark_begins_the_footer() -> None:
    assert split_footer("a\n-- \nb\n-- \nc\n") == ("a", "b\n-- \nc")
    assert split_footer("a -- b\n") == ("a -- b", "")


def test_our_own_postal_address_may_have_several_lines() -> None:
    assert said("--\n{{ sender.postal_address }}\n") == "--\n12 Harbour Road\nBristol BS1 4QT\n"
    assert said("x\n--\n{{ sender.postal_address }}\n") == "x\n-- \n12 Harbour Road\nBristol BS1 4QT\n"


def test_line_ends_are_lf_and_no_line_ends_in_spaces() -> None:
    assert said("a   \nb {{ contact.fields.gap }}\n\n\n", replace(ANNA, fields={"gap": " "})) == "a\nb\n"


def test_a_subject_is_one_line_even_of_an_address_in_several() -> None:
    mail = render(text("Hello", "From {{ sender.postal_address }}"), CONTEXT)

    assert mail.subject == "From 12 Harbour Road Bristol BS1 4QT"


def test_an_empty_subject_stops_the_mail() -> None:
    with pytest.raises(CannotRender, match="line 1: makes an empty subject"):
        render(
            text("Hello", "{{ contact.fields.city }}"),
            replace(CONTEXT, contact=replace(ANNA, fields={"city": ""})),
        )
