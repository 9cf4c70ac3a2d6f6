"""Templates that would eat the machine, and values that would be more than words."""

import resource
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.core.errors import ConfigurationError
from outreach.core.untrusted import smuggles_a_header
from outreach.sequences.merge_context import AccountNames, ContactNames, MergeContext, SenderNames
from outreach.sequences.rendering import MAX_BODY, CannotRender, check_template, render
from outreach.sequences.template_file import TemplateText
from outreach.sequences.template_syntax import MAX_DEPTH

SENDER = SenderNames("Julia Brandt", "Northlight Ltd", "12 Harbour Road, Bristol")
CONTEXT = MergeContext(ContactNames("anna@acme.example", given_name="Anna"), AccountNames("Acme"), SENDER)


def text(body: str, subject: str = "Hello") -> TemplateText:
    return TemplateText("demo/ask.txt", "en", subject, body, body_line=3)


def told(body: str) -> str:
    return "\n".join(str(fault) for fault in check_template(text(body), file="ask.txt"))


def with_value(value: str) -> MergeContext:
    return replace(
        CONTEXT, contact=ContactNames("anna@acme.example", given_name=value, fields={"note": value})
    )


HOSTILE = [
    "{{ 'x' * 10 ** 9 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ '%900000000d' % 1 }}",
    "{{ 'x'.rjust(10 ** 9) }}",
    "{{ 'x' | center(1000000000) }}",
    "{{ contact.name | replace('', 'xxxxxxxx') }}",
    "{% for a in range(10 ** 9) %}x{% endfor %}",
    "{% for a in contact.name %}{{ a }}{% endfor %}",
    "{% set a %}xx{% endset %}{{ a }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include 'ask.txt' %}",
    "{% import 'ask.txt' as other %}",
    "{% extends 'ask.txt' %}",
    "{% block a %}{% endblock %}",
    "{% call f() %}x{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% with a = 1 %}{% endwith %}",
    "{{ contact.__class__ }}",
    "{{ contact['__class__'] }}",
    "{{ contact.fields.__class__.__mro__ }}",
    "{{ contact.given_name.format }}",
    "{{ contact.given_name[0] }}",
    "{{ contact.given_name[:1] }}",
    "{{ ''.__class__ }}",
    "{{ self }}",
    "{{ cycler }}",
    "{{ config }}",
    "{{ request.environ }}",
    "{{ contact }}",
    "{{ contact.fields }}",
    "{{ [contact.name] | join }}",
    "{{ {'a': 1} }}",
    "{{ -1 }}",
    "{{ contact.name | attr('x') }}",
    "{{ contact.name | default('a', 'b', 'c') }}",
    "{{ contact.name is string }}",
    "{% set contact = 'me' %}",
    "{% set a, b = 'me', 'you' %}",
    "{% if contact.name %}",
    "{{ contact.name",
    "{% nonsense %}",
    "{{ " + "9" * 5_000 + " }}",
]


@pytest.mark.parametrize("body", HOSTILE)
def test_what_no_mail_needs_is_refused_with_its_line_and_never_run(body: str) -> None:
    faults = check_template(text(f"Hello\n{body}\n"), file="ask.txt")

    assert faults
    assert all(fault.line in (3, 4, 5) for fault in faults)
    with pytest.raises(ConfigurationError):
        render(text(f"Hello\n{body}\n"), CONTEXT)


@pytest.mark.parametrize(
    "body",
    [
        "{{ " + "(" * 3_000 + "contact.name" + ")" * 3_000 + " }}",
        "{{ " + "not " * 3_000 + "contact.name }}",
        "{{ " + " or ".join(["contact.name"] * 900) + " }}",
        "{% if contact.name %}" * 500 + "x" + "{% endif %}" * 500,
        "{{ contact.name" + " | upper" * 1_500 + " }}",
    ],
)
def test_deep_nesting_is_refused_before_anything_is_compiled(body: str) -> None:
    assert "nested too deeply" in told(body)


def test_as_much_nesting_as_a_mail_needs_is_fine() -> None:
    depth = MAX_DEPTH // 2 - 2
    body = "{% if contact.given_name %}" * depth + "x" + "{% endif %}" * depth

    assert told(body) == ""
    assert render(text(body), CONTEXT).body == "x\n"


def test_refusing_a_greedy_template_takes_no_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for body in HOSTILE:
        check_template(text(body), file="ask.txt")

    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kib < 50_000


def test_a_mail_that_grows_too_long_is_stopped_while_it_grows() -> None:
    template = text("{{ contact.fields.note }}" * 600)
    render(template, with_value("x"))
    tracemalloc.start()

    with pytest.raises(CannotRender, match=f"makes more than {MAX_BODY} characters"):
        render(template, with_value("x" * 400))

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000


@pytest.mark.parametrize(
    "value", ["{{7*7}}", "{% for a in b %}", "{{ sender.postal_address }}", "{#", "%}", "{{"]
)
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    mail = render(text("Hello {{ contact.given_name }}!", "For {{ contact.fields.note }}"), with_value(value))

    assert mail.body == f"Hello {value}!\n"
    assert mail.subject == f"For {value}"


@pytest.mark.parametrize(
    "value", ["=?utf-8?q?=0ABcc:_eve=40evil.example?=", "=?UTF-8?B?CkJjYzogZXZl?=", "a =?x?Q?b?= c"]
)
def test_an_encoded_word_never_reaches_a_subject(value: str) -> None:
    with pytest.raises(CannotRender, match="line 1: a value would break out of the subject"):
        render(text("Hello", "For {{ contact.given_name }}"), with_value(value))


@pytest.mark.parametrize(
    "value", ["Anna\r\nBcc: eve@evil.example", "Anna\nBcc: e", "Anna\u2028Bcc: e", "Anna\x00\x1b[2J"]
)
def test_a_value_adds_no_line_to_subject_or_body(value: str) -> None:
    mail = render(text("Hello {{ contact.given_name }}", "For {{ contact.fields.note }}"), with_value(value))

    assert mail.body.count("\n") == 1
    assert mail.subject is not None
    assert not smuggles_a_header(mail.subject)
    assert "\x1b" not in mail.body
    assert "\x00" not in mail.body


def test_a_value_cannot_turn_the_text_around() -> None:
    mail = render(text("Hello {{ contact.given_name }}"), with_value("An\u202ena\u2066\u200b"))

    assert mail.body == "Hello Anna\n"


def test_a_value_is_cut_at_a_sensible_length() -> None:
    mail = render(text("{{ contact.given_name }}|{{ contact.fields.note }}"), with_value("x" * 1_000_000))

    name, note = mail.body.rstrip("\n").split("|")
    assert len(name) == 200
    assert len(note) == 500


@settings(max_examples=200)
@given(value=st.text(max_size=80))
def test_whatever_a_list_holds_the_mail_keeps_its_form(value: str) -> None:
    template = text("Hello {{ contact.given_name }},\n\n--\nfooter\n", "For you{{ contact.fields.note }}")

    try:
        mail = render(template, with_value(value))
    except CannotRender as error:
        assert error.fault.line == 1
        return

    assert mail.subject is not None
    assert "\n" not in mail.subject
    assert not smuggles_a_header(mail.subject)
    assert mail.body.count("\n") == 4
    assert mail.footer == "footer"


# Pieces of templates in any order: most are broken, some are cruel.
_PIECES = st.sampled_from(
    "{{ }} {% %} {# #} {%- -%} if endif else elif set for in range contact . given_name fields [ ] ( ) ' \" | ~ * ** "
    "+ - % == < or and not is defined upper default , 9 x \n : = endfor macro".split(" ")
)


@settings(max_examples=400)
@given(pieces=st.lists(_PIECES, max_size=30))
def test_a_template_of_any_pieces_is_refused_or_rendered_and_nothing_else(pieces: list[str]) -> None:
    template = text(" ".join(pieces) + "\n")

    faults = check_template(template, file="ask.txt")

    assert all(fault.problem and (fault.line or 0) >= 3 for fault in faults)
    if not faults:
        try:
            assert len(render(template, CONTEXT).body) <= MAX_BODY + 1
        except CannotRender as error:
            assert error.fault.file == "demo/ask.txt"
