"""What is read from the bytes of a message that somebody else's program wrote."""

import base64

import pytest

from outreach.inbox.message import Defect, read_message
from tests.support.foreign_mail import mail, multipart, returned


def test_names_are_decoded_and_addresses_are_lower_case():
    raw = mail(
        sender="=?koi8-r?B?6dLJzsEg88/Lz8zP18E=?= <Irina.S@URALPROFIL.example>",
        headers=('Cc: "Doe, Jane" <jane@x.example>, bare@y.example, team: ann@z.example;',),
    )

    message = read_message(raw)

    assert message.sender == ("Ирина Соколова", "irina.s@uralprofil.example")
    assert message.cc == (("Doe, Jane", "jane@x.example"), ("", "bare@y.example"), ("", "ann@z.example"))


def test_a_comma_inside_an_encoded_name_separates_nothing():
    raw = mail(headers=("Cc: =?utf-8?q?Roe=2C_Ann?= <ann@x.example>",))

    message = read_message(raw)

    assert message.cc == (("Roe, Ann", "ann@x.example"),)


def test_a_character_cut_in_two_by_neighbouring_encoded_words_is_joined():
    first, second = base64.b64encode("Прив".encode()[:5]), base64.b64encode("Прив".encode()[5:])
    raw = mail(subject=f"=?utf-8?b?{first.decode()}?=\n =?utf-8?b?{second.decode()}?=")

    message = read_message(raw)

    assert message.subject == "Прив"


def test_an_encoded_line_break_in_a_subject_does_not_become_one():
    message = read_message(mail(subject="=?utf-8?q?Hi=0ABcc:_x=40y.example?="))

    assert "\n" not in message.subject


def test_ids_of_the_thread_are_read_even_when_they_are_folded():
    raw = mail(
        headers=(
            "In-Reply-To: <a1@leadbridge.example>",
            "References: <a0@leadbridge.example>\n\t<a1@leadbridge.\n example>",
        )
    )

    message = read_message(raw)

    assert message.in_reply_to == ("<a1@leadbridge.example>",)
    assert message.references == ("<a0@leadbridge.example>", "<a1@leadbridge.example>")


def test_the_date_is_utc_and_nonsense_is_a_defect():
    sound, senseless = read_message(mail()), read_message(mail().replace(b"Mon, 5 Oct 2026", b"yesterday"))

    assert sound.date is not None
    assert sound.date.isoformat() == "2026-10-05T11:13:05+00:00"
    assert senseless.date is None
    assert Defect.BAD_DATE in senseless.defects


def test_the_plain_part_is_the_text_and_the_html_is_kept():
    content_type, body = multipart(
        "alternative",
        "Content-Type: text/plain; charset=utf-8\n\nNot me.",
        "Content-Type: text/html; charset=utf-8\n\n<p>Not <b>me</b>.</p>",
    )

    message = read_message(mail(body, content_type=content_type))

    assert message.text.strip() == "Not me."
    assert message.html is not None
    assert "<b>" in message.html


@pytest.mark.parametrize("stub", ["", "Your mail program does not support HTML."])
def test_an_empty_plain_part_gives_way_to_the_html(stub):
    content_type, body = multipart(
        "alternative", f"Content-Type: text/plain\n\n{stub}", "Content-Type: text/html\n\n<p>Ask Jo.</p>"
    )

    message = read_message(mail(body, content_type=content_type))

    assert message.text == "Ask Jo."


def test_flowed_lines_are_joined_and_quote_marks_stay():
    text = "This is one \nparagraph.\n> quoted \n> line\n-- \nMark"

    message = read_message(mail(text, content_type="text/plain; format=flowed"))

    assert message.text == "This is one paragraph.\n> quoted line\n-- \nMark"


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("cp1251", "windows-1251"),
        ("koi8-r", "koi8-r"),
        ("koi8-r", "windows-1251"),
        ("cp1251", "koi8-r"),
        ("cp1251", "iso-8859-1"),
        ("koi8-r", "us-ascii"),
        ("cp1251", "x-unknown"),
        ("utf-8", "iso-8859-1"),
        ("utf-8", "windows-1251"),
    ],
)
def test_russian_text_is_read_whatever_its_label_says(written, label):
    text = "Здравствуйте! Продажами у нас занимается Анна Петрова, звоните ей после обеда."
    raw = mail("BODY", content_type=f"text/plain; charset={label}").replace(b"BODY", text.encode(written))

    message = read_message(raw)

    assert message.text == text


@pytest.mark.parametrize(
    ("written", "label"), [("cp1252", "iso-8859-1"), ("cp1252", ""), ("utf-8", ""), ("latin-1", "us-ascii")]
)
def test_german_text_is_read_whatever_its_label_says(written, label):
    text = "Für Rückfragen wenden Sie sich bitte an Herrn Müller, Größe egal."
    raw = mail("BODY", content_type=f"text/plain; charset={label}").replace(b"BODY", text.encode(written))

    message = read_message(raw)

    assert message.text == text


def test_a_russian_word_in_capitals_keeps_its_label():
    raw = mail("BODY", content_type="text/plain; charset=windows-1251").replace(
        b"BODY", "СТОП".encode("cp1251")
    )

    message = read_message(raw)

    assert message.text == "СТОП"


def test_utf8_that_was_encoded_twice_is_mended():
    twice = "Прекратите писать".encode().decode("latin-1").encode()

    message = read_message(mail("BODY").replace(b"BODY", twice))

    assert message.text == "Прекратите писать"


@pytest.mark.parametrize("label", ["idna", "zlib_codec", "unicode_escape", "rot13", "x" * 500, "../../etc"])
def test_a_charset_label_loads_no_codec_that_is_not_for_text(label):
    message = read_message(mail(r"a\u0041 b", content_type=f"text/plain; charset={label}"))

    assert message.text == r"a\u0041 b"


def test_base64_with_dirt_in_it_and_base64_that_is_none_are_read():
    dirty = base64.b64encode(b"Not me, sorry about that.").decode().rstrip("=") + "!"
    named = mail(dirty, headers=("Content-Transfer-Encoding: base64",))
    plain = mail("Not me, (really).", headers=("Content-Transfer-Encoding: base64",))

    assert read_message(named).text.startswith("Not me, sorry about tha")
    assert read_message(plain).text == "Not me, (really)."


def test_line_ends_of_any_kind_are_read_alike():
    raw = mail("one\ntwo")

    texts = {read_message(raw.replace(b"\r\n", end)).text for end in (b"\r\n", b"\n", b"\r", b"\r\r\n")}

    assert texts == {"one\ntwo"}


def test_a_boundary_that_begins_like_another_is_not_taken_for_it():
    body = "--edge\nContent-Type: text/plain\n\none\n--edge-inner\ntwo\n--edge--\n"

    message = read_message(mail(body, content_type='multipart/mixed; boundary="edge"'))

    assert message.text.strip() == "one\n--edge-inner\ntwo"


def test_a_multipart_without_its_boundary_parameter_is_still_taken_apart():
    body = "--found-it\nContent-Type: text/plain\n\nNot me.\n--found-it--\n"

    message = read_message(mail(body, content_type="multipart/mixed"))

    assert message.text.strip() == "Not me."


def test_attachments_are_named_and_no_text():
    content_type, body = multipart(
        "mixed",
        "Content-Type: text/plain\n\nSee attached.",
        (
            "Content-Type: text/plain; name*=utf-8''%D0%BF%D0%BB%D0%B0%D0%BD.txt\nContent-Disposition: "
            "attachment\n\nsecret"
        ),
    )

    message = read_message(mail(body, content_type=content_type))

    assert message.attachments == ("план.txt",)
    assert "secret" not in message.text


def test_an_attached_message_is_opened_but_is_not_the_writers_text():
    content_type, body = multipart(
        "mixed",
        "Content-Type: text/plain\n\nFYI",
        f"Content-Type: message/rfc822\n\n{returned()}\nOur old text.",
    )

    message = read_message(mail(body, content_type=content_type))

    assert message.text.strip() == "FYI"
    assert "To: rob@brackley.example" in message.attached_messages[0]
    assert "Our old text." in message.attached_messages[0]


def test_the_method_of_a_calendar_part_is_told():
    content_type, body = multipart(
        "mixed",
        "Content-Type: text/plain\n\nAccepted: demo",
        "Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR",
    )

    message = read_message(mail(body, content_type=content_type))

    assert message.calendar_method == "REPLY"


def test_text_without_any_header_is_text():
    message = read_message(b"just some words\nand more")

    assert message.text == "just some words\nand more"
    assert message.sender == ("", "")


def test_headers_are_found_in_any_case_and_each_value_is_kept():
    message = read_message(mail(headers=("X-Loop: one", "x-loop: =?utf-8?q?zw=C3=B6lf?=")))

    assert message.headers["X-LOOP"] == "one"
    assert message.headers.all("x-loop") == ("one", "zwölf")
    assert message.headers.get("x-none") is None


@pytest.mark.parametrize(
    ("raw", "defect"),
    [
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 1_000, Defect.TOO_MANY_PARTS),
        (b"X: y\n" * 5_000 + b"\nhi", Defect.TOO_MANY_HEADERS),
        (b"Subject: " + b"a" * 50_000 + b"\n\nhi", Defect.HEADER_TOO_LONG),
        (b"Content-Type: multipart/mixed; boundary=b\n\nno such line", Defect.NO_BOUNDARY),
    ],
)
def test_what_goes_beyond_the_limits_is_a_defect_and_the_rest_is_read(raw, defect):
    message = read_message(raw)

    assert defect in message.defects


def test_nesting_without_end_stops_at_the_limit():
    raw = b"the end"
    for level in range(200):
        raw = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) + raw

    message = read_message(raw)

    assert Defect.TOO_DEEP in message.defects
