"""HTML as the eye sees it: hidden text left out, quoted mail marked."""

import pytest

from outreach.inbox.html_text import html_to_text


def visible(html: str) -> str:
    return " ".join(html_to_text(html).text.split())


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="display:none">x@evil.example</span>',
        '<div style="DISPLAY: none"><p>x<b>y</b></p></div>',
        '<span style="font-size:0px">x</span>',
        '<p style="font-size: 1px;">x</p>',
        '<span style="visibility:hidden">x</span>',
        '<div style="max-height:0;overflow:hidden">x</div>',
        '<div style="mso-hide:all">x</div>',
        "<div hidden>x</div>",
        '<font color="#ffffff">x</font>',
        '<span style="color:#FFF">x</span>',
        '<span style="position:absolute;left:-9999px">x</span>',
        "<style>p {color:red}</style>",
        "<script>alert(1)</script>",
        "<!-- x -->",
        "<!--[if mso]><p>x</p><![endif]-->",
        "<title>x</title>",
    ],
)
def test_what_the_eye_does_not_see_is_left_out(hidden):
    assert visible(f"<body><p>Ask</p>{hidden}<p>Jo.</p></body>") == "Ask Jo."


def test_white_letters_on_a_coloured_ground_are_seen():
    assert visible('<td bgcolor="#003366"><font color="white">Book now</font></td>') == "Book now"


def test_hidden_text_is_told_of():
    assert html_to_text('a<span style="display:none">b</span>').hidden
    assert not html_to_text("a<span>b</span>").hidden


def test_a_hidden_paragraph_that_is_never_closed_ends_with_the_next():
    assert visible('<p style="display:none">x<p>Ask Jo.') == "Ask Jo."


def test_a_block_quote_is_marked_and_an_indent_is_not():
    quoted = html_to_text('<p>Yes.</p><blockquote type="cite"><p>Is it you?</p></blockquote>').text
    indented = html_to_text(
        '<p>Two:</p><blockquote style="margin:0 0 0 40px;border:none">Ann</blockquote>'
    ).text

    assert "> Is it you?" in quoted
    assert indented.split("\n")[-1] == "Ann"


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="yahoo_quoted"><div>Old words.</div></div>',
        (
            '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Tom</div><div>Old '
            "words.</div>"
        ),
        '<div name="quote" style="border-left:2px solid #C3D9E5">Old words.</div>',
        (
            "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal>From: "
            "Tom</p></div><p>Old words.</p>"
        ),
        '<div id="ms-outlook-mobile-reference-message"><p>Old words.</p></div>',
    ],
)
def test_the_boxes_of_mail_programs_are_marked_as_quotes(quote):
    lines = html_to_text(f"<div>New words.</div>{quote}").text.split("\n")

    assert "New words." in lines
    assert "> Old words." in lines


def test_the_marked_signature_is_given_apart():
    page = html_to_text('<div>Ask Jo.</div><div class="gmail_signature"><div>Mark</div><div>Ops</div></div>')

    assert page.signature == "Mark\nOps"


def test_a_name_that_links_to_an_address_is_told():
    page = html_to_text(
        '<p>Write to <a href="mailto:Jo@acme.example?subject=x">our Jo</a>, <a '
        'href="mailto:b@c.example">b@c.example</a>'
    )

    assert page.mail_links == (("our Jo", "jo@acme.example"),)
    assert page.text == "Write to our Jo, b@c.example"


def test_words_tables_and_lists_keep_their_lines():
    html = (
        "<p>For&nbsp;you &amp; "
        "me:</p><ul><li>Ann</li><li>Bob</li></ul><table><tr><td>a</td><td>b</td></tr></table>"
    )

    assert html_to_text(html).text.split("\n") == ["For you & me:", "", "- Ann", "- Bob", "a b"]


def test_outlooks_paragraphs_are_lines():
    assert html_to_text("<p class=MsoNormal>one<o:p></o:p></p><p class=MsoNormal>two</p>").text == "one\ntwo"


@pytest.mark.parametrize(
    "html",
    ["<", "<<<<", "a < b > c", "<p", "</", "<!--", "<style>", "<a href='", "&#x110000;", "<div>" * 5_000],
)
def test_broken_html_is_read_as_far_as_it_goes(html):
    assert isinstance(html_to_text(html).text, str)
