"""What a list of prospects may look like, what is made of it, and what is refused at the door."""

import csv
import io
import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.core.addresses import NotAnAddress, normalise
from outreach.prospects.columns import ColumnField, merge_field
from outreach.prospects.encodings import BLOCK_BYTES, MAX_LINE, sounds_like
from outreach.prospects.hygiene import LONGEST_NAME, LONGEST_TEXT
from outreach.prospects.person_names import split_name
from outreach.prospects.reading import (
    BadRow,
    ImportRow,
    ListFormat,
    UnreadableList,
    open_list,
    read_rows,
    write_bad_rows,
)
from outreach.prospects.rows import BadCell, read_address

Rows = list[ImportRow | BadRow]


def read(text: str | bytes, mapping: Mapping[str, str] | None = None) -> Rows:
    source = text if isinstance(text, bytes) else text.encode()
    return list(read_rows(io.BytesIO(source), name="list.csv", mapping=mapping))


def only(rows: Rows) -> ImportRow:
    [row] = rows
    assert isinstance(row, ImportRow), row
    return row


def reason(rows: Rows) -> str:
    [row] = rows
    assert isinstance(row, BadRow), row
    return row.reason


def good(rows: Rows) -> list[ImportRow]:
    return [row for row in rows if isinstance(row, ImportRow)]


def bad(rows: Rows) -> list[BadRow]:
    return [row for row in rows if isinstance(row, BadRow)]


# --- columns


def test_columns_are_known_by_their_names() -> None:
    row = only(
        read(
            "E-mail,First Name,Last name,Job Title,Company,Phone,Country,Language,Time zone,Website,Team size\n"
            "ana@acme.example,Ana,Ruiz,Head of Sales,Acme,+44 20 7946 0123,Spain,English,Europe/Madrid,"
            "https://www.acme.example/about,12\n"
        )
    )

    assert row._replace(raw=()) == ImportRow(
        line=2,
        address="ana@acme.example",
        given_name="Ana",
        family_name="Ruiz",
        name="Ana Ruiz",
        title="Head of Sales",
        phone="+44 20 7946 0123",
        company="Acme",
        domain="acme.example",
        website="https://www.acme.example/about",
        country="ES",
        language="en",
        time_zone="Europe/Madrid",
        fields={"team_size": "12", "website": "https://www.acme.example/about"},
    )


def test_columns_are_known_by_their_russian_names() -> None:
    row = only(
        read(
            "ФИО;Должность;Компания;Эл. почта;Телефон;Страна;Сайт;Отрасль\n"
            "Иванова Анна Петровна;директор;ООО «Завод»;anna@zavod.example;+7 495 000-00-01;Россия;"
            "zavod.example;металл\n"
        )
    )

    assert (row.given_name, row.family_name, row.name) == ("Анна", "Иванова", "Иванова Анна Петровна")
    assert (row.title, row.company, row.address) == ("директор", "ООО «Завод»", "anna@zavod.example")
    assert (row.phone, row.country, row.language) == ("+7 495 000-00-01", "RU", "ru")
    assert (row.domain, row.fields) == ("zavod.example", {"отрасль": "металл", "website": "zavod.example"})


def test_a_mapping_goes_before_known_names() -> None:
    text = "email,work mail,boss,secret\nold@acme.example,new@acme.example,Ana Ruiz,x\n"

    row = only(read(text, {"Work Mail": "email", "boss": "name", "secret": "ignore"}))

    assert (row.address, row.name) == ("new@acme.example", "Ana Ruiz")
    assert row.fields == {"email": "old@acme.example"}


def test_every_wrong_mapping_is_named_at_once() -> None:
    mapping = {"email": "adress", "nmae": "name", "a": "title", "b": "title"}

    with pytest.raises(UnreadableList) as caught:
        read("email,name,a,b\nana@acme.example,Ana,,\n", mapping)

    unknown_field, unknown_column, twice = map(str, caught.value.faults)
    assert 'list.csv, email: "adress" is not a field. Did you mean "address"?' in unknown_field
    assert 'there is no column "nmae". The columns are: email, name, a, b.' in unknown_column
    assert "two columns are mapped to title" in twice
    assert caught.value.exit_code == 1


def test_a_list_without_a_header_is_read_by_what_is_in_it() -> None:
    rows = good(read("Acme;ana@acme.example\nBeta;bob@beta.example\n"))

    assert [(row.line, row.address, row.fields) for row in rows] == [
        (1, "ana@acme.example", {"column_1": "Acme"}),
        (2, "bob@beta.example", {"column_1": "Beta"}),
    ]


def test_a_bare_list_of_addresses_is_a_list() -> None:
    assert [row.address for row in good(read("ana@acme.example\r\nbob@acme.example"))] == [
        "ana@acme.example",
        "bob@acme.example",
    ]


def test_a_column_called_address_may_be_a_street() -> None:
    row = only(read("Address,Contact,Who\n12 Harbour Row,ana@acme.example,Ana\n"))

    assert row.address == "ana@acme.example"
    assert row.fields == {"address": "12 Harbour Row", "who": "Ana"}


def test_a_list_without_addresses_says_how_to_name_the_column() -> None:
    with pytest.raises(UnreadableList, match=r"the columns are: a, b\. .*--map COLUMN=address"):
        read("a,b\n1,2\n")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Team size", "team_size"),
        ("2023 revenue", "column_2023_revenue"),
        ("Отрасль (ОКВЭД)", "отрасль_оквэд"),
        ("%", "column_3"),
        ("__class__", "class"),
        ("\x1b[31mred", "red"),
    ],
)
def test_a_further_column_is_a_merge_field_under_a_name_that_templates_can_say(
    header: str, name: str
) -> None:
    assert merge_field(header, 2) in {name, f"column_{name}"}


def test_columns_of_one_name_are_both_kept() -> None:
    row = only(read("email,tag,Tag,tag\nana@acme.example,a,b,c\n"))

    assert sorted(row.fields.values()) == ["a", "b", "c"]


# --- how the file is written


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_recognised(delimiter: str) -> None:
    text = "email,name,company\nana@acme.example,Ana,Acme\nbob@acme.example,Bob,\n".replace(",", delimiter)

    assert [row.name for row in good(read(text))] == ["Ana", "Bob"]


def test_the_line_that_spreadsheets_write_about_the_delimiter_is_heeded() -> None:
    rows = good(read("sep=|\nemail|a,b,c\nana@acme.example|1,2,3\n"))

    assert [(row.line, row.fields) for row in rows] == [(3, {"a_b_c": "1,2,3"})]


RUSSIAN = "email;имя;фамилия\nanna@zavod.example;Анна;Петрова\nsergey@zavod.example;СЕРГЕЙ;ЖУКОВ\n"
GERMAN = "email;first name;last name\nj@acme.example;Jürgen;Weiß\nf@acme.example;François;Nuñez\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r"]
)
def test_a_russian_list_is_read_in_its_encoding(encoding: str) -> None:
    rows = good(read(RUSSIAN.encode(encoding)))

    assert [row.name for row in rows] == ["Анна Петрова", "СЕРГЕЙ ЖУКОВ"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1", "cp1252"])
def test_a_western_list_is_read_in_its_encoding(encoding: str) -> None:
    assert [row.name for row in good(read(GERMAN.encode(encoding)))] == ["Jürgen Weiß", "François Nuñez"]


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
@pytest.mark.parametrize("word", ["Анна", "ПЁТР", "Щукин Юрий", "ООО «Хлеб»", "г. Жуковский", "и"])
def test_one_russian_word_says_the_encoding(word: str, encoding: str) -> None:
    if "«" in word and encoding == "koi8-r":
        word = word.replace("«", "").replace("»", "")

    assert sounds_like(word.encode(encoding)) == encoding


@pytest.mark.parametrize(
    "word", ["Müller", "Weiß", "García Núñez", "Hélène", "Łukasz"[1:] + "é", "Åse Sørensen"]
)
def test_one_western_word_says_the_encoding(word: str) -> None:
    assert sounds_like(word.encode("cp1252")) == "cp1252"


def test_a_foreign_letter_far_behind_plain_text_is_still_read() -> None:
    plain = "".join(f"p{number}@acme.example;Ann;Lee\n" for number in range(12_000))
    text = (
        "email;имя;фамилия\n".encode("cp1251") + plain.encode() + "a@acme.example;Анна;Ли\n".encode("cp1251")
    )
    assert len(text) > BLOCK_BYTES

    rows = good(read(text))

    assert (len(rows), rows[-1].name) == (12_001, "Анна Ли")


def test_a_damaged_row_in_a_utf8_list_is_reported_not_guessed() -> None:
    text = (
        RUSSIAN.encode()
        + "igor@zavod.example;Игорь;Львов\n".encode("cp1251")
        + "z@zavod.example;Я;Ю\n".encode()
    )

    rows = read(text)

    assert [row.line for row in good(rows)] == [2, 3, 5]
    assert "were lost: the file mixes encodings" in reason(list(bad(rows)))


def test_old_line_ends_are_line_ends() -> None:
    assert [row.line for row in good(read("email,name\ra@acme.example,A\rb@acme.example,B"))] == [2, 3]


def test_blank_lines_and_rows_of_empty_cells_are_no_rows_but_lines() -> None:
    rows = read('\n\nemail,name\n\na@acme.example,A\n,\n"",""\n  ,\n\nb@acme.example,B\n\n')

    assert [row.line for row in rows] == [5, 10]


@pytest.mark.parametrize(
    ("start", "says"),
    [
        (b"", "the list is empty"),
        (b"\n \n\t\n", "the list is empty"),
        (b"PK\x03\x04rest", "Save the sheet as XLSX or as CSV"),
        (b"\x1f\x8brest", "gunzip"),
        (b'[{"email": "a@acme.example"}]', "jq -c"),
        (b'"email,name\nana@acme.example,Ana\n', "opened and never closed"),
        (b"{bad\n{worse\n", "no line of it is a JSON object"),
    ],
)
def test_what_is_no_list_is_refused_with_the_next_step(start: bytes, says: str) -> None:
    with pytest.raises(UnreadableList, match=says):
        read(start)


def test_the_format_can_be_demanded() -> None:
    source = io.BytesIO(b"email\tname\nana@acme.example\tAna; Maria\n")

    found = open_list(source, name="list", format=ListFormat.TSV)

    assert [row.name for row in good(list(found.rows()))] == ["Ana; Maria"]
    assert (found.encoding, found.bytes_read) == ("utf-8", 39)


# --- addresses and names


@pytest.mark.parametrize(
    ("cell", "address", "name"),
    [
        ("ana@acme.example", "ana@acme.example", ""),
        ("  Ana@ACME.Example ", "ana@acme.example", ""),
        ("\u00a0ana@acme.example\u200b", "ana@acme.example", ""),
        ("Ana Ruiz <ana@acme.example>", "ana@acme.example", "Ana Ruiz"),
        ('"Ruiz, Ana" <ana@acme.example>', "ana@acme.example", "Ruiz, Ana"),
        ("<ana@acme.example>;", "ana@acme.example", ""),
        ("mailto:ana@acme.example?subject=Hi", "ana@acme.example", ""),
        ("MAILTO:ana%2Bx@acme.example", "ana+x@acme.example", ""),
        ("ana@acme.example, ", "ana@acme.example", ""),
        ("ana@bücher.example", "ana@xn--bcher-kva.example", ""),
        ("иван@завод.example".replace("иван", "ivan"), "ivan@xn--80aegj1b.example", ""),
        ("o'brien@acme.example", "o'brien@acme.example", ""),
    ],
)
def test_an_address_is_found_in_what_people_write(cell: str, address: str, name: str) -> None:
    assert read_address(cell) == (address, name)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("", "has no address"),
        ("-", "is not an address"),
        ("ana@@acme.example", '"ana@@acme.example" is not an address'),
        ("ana.acme.example", "is not an address"),
        ("ana @acme.example x", "is not an address"),
        ("ana@acme", "is not an address"),
        ("ana@localhost", "is not an address"),
        ("ana@acme..example", "is not an address"),
        ("ana@-acme.example", "is not an address"),
        ("ana@127.0.0.1", "is not an address"),
        ("a@acme.example; b@acme.example", "is 2 addresses: keep one"),
        ("a@acme.example,b@acme.example / c@x.example", "is 3 addresses"),
        ("Ana <a@acme.example>, Bob <b@acme.example>", "is 2 addresses"),
        ("a@acme.example\nb@acme.example", "is 2 addresses"),
        ("mailto:a%0ABcc:b@acme.example", "control characters"),
        ("ana@асmе.example", "written to look like another one"),
        ("ana@асе.com", "written to look like another one"),
        ("ana@xn--80ak6aa92e.com", "written to look like another one"),
        (f"{'x' * 250}@acme.example", "more than 64 characters before"),
        (f"{'x' * 201} <ana@acme.example>", "the name beside the address"),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(cell: str, says: str) -> None:
    with pytest.raises(BadCell, match=says):
        read_address(cell)


def test_a_domain_in_one_alphabet_looks_like_nothing_else() -> None:
    assert read_address("ivan@завод.рф")[0] == "ivan@xn--80aegj1b.xn--p1ai"
    assert read_address("ivan@москва.example")[0] == "ivan@xn--80adxhks.example"


@pytest.mark.parametrize(
    ("name", "given_name", "family"),
    [
        ("Ana Ruiz", "Ana", "Ruiz"),
        ("Ana", "Ana", ""),
        ("Ana Maria Ruiz", "Ana", "Ruiz"),
        ("Ruiz, Ana", "Ana", "Ruiz"),
        ("Ana Ruiz, PhD", "Ana", "Ruiz"),
        ("Dr. Jan van der Berg", "Jan", "van der Berg"),
        ("Иван Петров", "Иван", "Петров"),
        ("Петров Иван", "Иван", "Петров"),
        ("Петров Иван Сергеевич", "Иван", "Петров"),
        ("Иван Сергеевич Петров", "Иван", "Петров"),
        ("Анна Сергеевна", "Анна", ""),
        ("Семёнова Алёна Ильинична", "Алёна", "Семёнова"),
        ("г-н Пётр Ёлкин", "Пётр", "Ёлкин"),
    ],
)
def test_a_whole_name_is_taken_apart(name: str, given_name: str, family: str) -> None:
    assert split_name(name) == (given_name, family)


def test_the_name_beside_the_address_counts_where_the_list_has_none() -> None:
    rows = good(read("name,email\n,Ana Ruiz <ana@acme.example>\nBob,X Y <bob@acme.example>\n"))

    assert [(row.given_name, row.family_name, row.name) for row in rows] == [
        ("Ana", "Ruiz", "Ana Ruiz"),
        ("Bob", "", "Bob"),
    ]


def test_an_address_in_the_place_of_a_name_is_no_name() -> None:
    assert only(read("email,name\nana@acme.example,ana@acme.example\n")).name == ""


@pytest.mark.parametrize(
    ("row", "language"),
    [
        ("a@acme.example,Ann,", None),
        ("a@zavod.ru,Ann,", "ru"),
        ("a@завод.рф,Ann,", "ru"),
        ("a@acme.example,Анна,", "ru"),
        ("a@acme.example,Ann,Россия", "ru"),
        ("a@acme.example,Ann,Казахстан", "ru"),
        ("a@acme.example,Анна,Ukraine", None),
        ("a@zavod.ua,Олена,", None),
        ("a@acme.example,Андрій,", None),
        ("a@zavod.bg,Иван,", None),
        ("a@acme.example,Jürgen,Deutschland", None),
    ],
)
def test_the_language_is_suggested_only_where_it_is_russian(row: str, language: str | None) -> None:
    assert only(read(f"email,name,country\n{row}\n")).language == language


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("DE", "DE"),
        ("deu", "DE"),
        (" Germany ", "DE"),
        ("Германия", "DE"),
        ("U.S.A.", "US"),
        ("США", "US"),
        ("United  Kingdom", "GB"),
        ("UK", "GB"),
        ("Российская Федерация", "RU"),
        ("bt", "BT"),
    ],
)
def test_a_country_is_known_by_its_names(written: str, code: str) -> None:
    assert only(read(f"email;country\na@acme.example;{written}\n")).country == code


def test_what_is_no_code_is_kept_as_a_field() -> None:
    text = (
        "email,country,language,time zone,domain\n"
        "a@acme.example,Atlantis,Elvish,Moon/Base,not a domain\n"
        "b@acme.example,,ru-RU,Europe/Moscow,www.Завод.example\n"
    )

    unknown, known = good(read(text))

    assert (unknown.country, unknown.language, unknown.time_zone, unknown.domain) == (None, None, None, None)
    assert unknown.fields == {
        "country": "Atlantis",
        "language": "Elvish",
        "time_zone": "Moon/Base",
        "domain": "not a domain",
    }
    assert (known.language, known.time_zone, known.domain) == ("ru", "Europe/Moscow", "xn--80aegj1b.example")


# --- hostile and broken rows


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("ana@acme.example,Ana", "has 2 cells, the header has 4: some are missing"),
        ("ana@acme.example", "has 1 cell, the header has 4: some are missing"),
        ("ana@acme.example,Ana,Acme,x,y", "has 5 cells, the header has 4: too many"),
        ("ana@acme.example,An\x00a,Acme,x", "name has zero bytes in it"),
        ("ana@acme.example,Ana,Acme,x\x00", "note has zero bytes in it"),
        ("ana@acme.example,\x1b[31mAna\x1b[0m,Acme,x", "name has control characters in it"),
        ("ana@acme.example,\x1b]52;c;aGk=\x07,Acme,x", "name has control characters in it"),
        ("ana@acme.example,A\x9b31mna,Acme,x", "name has control characters in it"),
        ("ana@acme.example,A\x7fna,Acme,x", "name has control characters in it"),
        ("ana@acme.example,A\u2028na,Acme,x", "name has control characters in it"),
        ("ana@acme.example,\u202eanA,Acme,x", "turn the direction of writing"),
        ("ana\u202e@acme.example,Ana,Acme,x", "email has signs in it that turn"),
        ("an\x08a@acme.example,Ana,Acme,x", "email has control characters in it"),
        ('"ana@acme.example\nBcc: b@x.example",Ana,Acme,x', "email has a line break and a header in it"),
        ('ana@acme.example,"Ana\nBcc: b@x.example",Acme,x', "name has a line break and a header in it"),
        ('ana@acme.example,Ana,"Acme\n X-Evil: 1",x', "company has a line break and a header in it"),
        ('ana@acme.example,"Ana\nRuiz",Acme,x', "name has control characters in it"),
        ("ana@acme.example,Ana\rBcc: b@x.example,Acme,x", "name has a line break and a header in it"),
        ("ana@acme.example,=?utf-8?q?=0ABcc:b@x.example?=,Acme,x", "name has an encoded word"),
        ("ana@acme.example,Ana,=?UTF-8?B?CkJjYzo=?=,x", "company has an encoded word"),
        ("=?utf-8?q?ana?=@acme.example,Ana,Acme,x", "email has an encoded word"),
        ("ana@acme.example,A\ufffdna,Acme,x", "name has characters in it that were lost"),
        (
            f"ana@acme.example,{'A' * (LONGEST_NAME + 1)},Acme,x",
            "name is 201 characters long, it may have 200",
        ),
        (
            f"ana@acme.example,Ana,Acme,{'x' * (LONGEST_TEXT + 1)}",
            "note is 5001 characters long, it may have 5000",
        ),
        (f"ana@acme.example,Ana,Acme,{'x' * (MAX_LINE + 1)}", "is longer than 262,144 characters"),
        ('ana@acme.example,Ana,Acme,"x', "opened and never closed"),
        ('ana@acme.example,"Ana,Acme,x', "opened and never closed"),
        ('ana@acme.example,"""Ana",Acme,x', "begins with a quote"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_its_cells(row: str, says: str) -> None:
    rows = read(f"email,name,company,note\n{row}\nbob@acme.example,Bob,Acme,y\n")

    [refused] = bad(rows)
    assert says in refused.reason
    assert refused.line == 2
    assert refused.raw[0].startswith(row.strip('"')[:3])
    assert [each.name for each in good(rows)] == ["Bob"]


@pytest.mark.parametrize(
    ("company", "cleaned"),
    [
        ("\x1b[31mAcme\x1b[0m", "Acme"),
        ("\x1b]52;c;aGk=\x07Acme", "Acme"),
        ("\u202eAcme", "Acme"),
        ("Ac\x08me", "Ac me"),
        ('"Acme\nSpain"', "Acme Spain"),
        ("Acme \u00a0 Spain", "Acme Spain"),
        ("  Acme   Spain ", "Acme Spain"),
        ('"Acme\u200b, Inc"', "Acme, Inc"),
        ('"The ""Best"""', 'The "Best"'),
        ('"Acme" Ltd', "Acme Ltd"),
        ('17" Screens', '17" Screens'),
        ("'=1+1", "=1+1"),
        ("{{7*7}}", "{{7*7}}"),
        ("{% for x in y %}", "{% for x in y %}"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("'; DROP TABLE contacts;--", "'; DROP TABLE contacts;--"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("[bold]Acme[/]", "[bold]Acme[/]"),
        ("<b>Acme</b>", "<b>Acme</b>"),
    ],
)
def test_elsewhere_what_is_not_printable_is_cleaned_and_all_else_is_literal(
    company: str, cleaned: str
) -> None:
    row = only(read(f"email,company,note\nana@acme.example,{company},{company}\n"))

    assert (row.company, row.fields["note"]) == (cleaned, cleaned)


def test_an_unclosed_quote_costs_its_own_line_only() -> None:
    rows = read(
        "email,name,company\n"
        'a@acme.example,"Ann,Acme\n'
        "b@acme.example,Bob,Acme\n"
        'c@acme.example,"Cy",Acme\n'
        'd@acme.example,Dan,"Acme\n'
        'e@acme.example,"Eve","Acme, Inc"\n'
        'f@acme.example,Flo,Acme"\n'
        'g@acme.example,Gus,"Acme\nof Spain"\n'
        '"h@acme.example,Hal,Acme'
    )

    assert [(row.line, row.raw[0]) for row in bad(rows)] == [
        (2, "a@acme.example"),
        (5, "d@acme.example"),
        (10, '"h@acme.example'),
    ]
    assert [row.address[0] for row in good(rows)] == ["b", "c", "e", "f", "g"]
    assert good(rows)[-1].company == "Acme of Spain"


def test_two_unclosed_quotes_that_make_a_pair_do_not_merge_two_people() -> None:
    rows = read('company,name,email\n"Acme"",Ann,a@acme.example\n""Beta","Bob","b@beta.example"\n')

    assert [row.line for row in bad(rows)] == [2]
    assert [(row.name, row.address) for row in good(rows)] == [("Bob", "b@beta.example")]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_no_quote_too_many_makes_a_prospect_vanish_or_take_anothers_name(seed: int) -> None:
    text, people = damaged_list(random.Random(seed))

    rows = read(text)

    for row in good(rows):
        assert people[row.address] in row.name
    refused = "".join("".join(row.raw) for row in bad(rows)).replace('"', "")
    assert all(address in refused for address in people.keys() - {row.address for row in good(rows)})


def damaged_list(dice: random.Random) -> tuple[str, dict[str, str]]:
    """A list in which some rows have a quote too many somewhere behind the address, and who is in it."""
    header = dice.choice(["email,name,company", "company,name,email", "name,email,company,notes"]).split(",")
    people, text = {}, ",".join(header) + "\n"
    for number in range(dice.randint(1, 12)):
        address, name = f"p{number}@acme{number}.example", f"Lee{number}"
        people[address] = name
        row = {
            "email": address,
            "name": f"Ann {name}",
            "company": dice.choice(["Acme", "Acme, Inc", 'The "Best"', "Two\nlines", ""]),
            "notes": dice.choice(["x", "y, z", "line\nmore, b@c.example", ""]),
        }
        written = io.StringIO()
        csv.writer(written, lineterminator="\n", quoting=dice.choice([0, 1])).writerow(
            [row[each] for each in header]
        )
        line = written.getvalue()
        for _ in range(dice.choice([0, 0, 1, 2])):
            at = dice.choice([line.index(","), len(line) - 1, line.rindex(",") + 1])
            line = f'{line[:at]}"{line[at:]}'
        text += line
    return text, people


class EndlessLine(io.RawIOBase):
    """A header, a line of 64 MB without an end, and one row behind it; made as it is read."""

    def __init__(self) -> None:
        self._parts = iter([b"email,name\n", *[b"x" * BLOCK_BYTES] * 256, b"\nana@acme.example,Ana\n"])

    def read(self, size: int = -1) -> bytes:
        return next(self._parts, b"")


def test_an_endless_line_is_refused_in_bounded_memory() -> None:
    rows = list(read_rows(EndlessLine(), name="endless"))  # type: ignore[arg-type]

    assert [row.line for row in rows] == [2, 3]
    assert "is longer than" in reason(list(bad(rows)))
    assert len(bad(rows)[0].raw[0]) <= 1_000


# --- JSON lines


def test_json_lines_are_a_list() -> None:
    rows = read(
        '{"email": "ana@acme.example", "first_name": "Ana", "size": 12, "vip": true, "tags": ["a", "b"]}\n\n'
        '{"name": "Bob Lee", "email": "bob@acme.example", "deep": {"x": [1]}, "none": null}\n'
    )

    ana, bob = good(rows)
    assert (ana.line, ana.given_name, bob.line, bob.name) == (1, "Ana", 3, "Bob Lee")
    assert {key: ana.fields[key] for key in ("size", "vip", "tags")} == {
        "size": "12",
        "vip": "true",
        "tags": "a, b",
    }
    assert (bob.fields["deep"], bob.fields["none"], bob.fields["size"]) == ('{"x": [1]}', "", "")


def test_a_key_that_comes_up_late_is_a_column_from_there_on() -> None:
    early = '{"email": "p@acme.example"}\n' * 300

    *_, last = good(read(early + '{"email": "q@acme.example", "phone": "1", "new": "x"}\n'))

    assert (last.phone, last.fields) == ("1", {"new": "x"})


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{bad", "is not JSON"),
        ("[1]", "is not a JSON object"),
        ('"ana@acme.example"', "is not a JSON object"),
        ("[" * 100_000, "is not JSON: too deep"),
        ('{"email": ' + "9" * 5_000 + "}", "is not JSON: too deep or too long"),
        ('{"name": "Ana"}', "has no address"),
        ('{"email": ["a@acme.example", "b@acme.example"]}', "is 2 addresses"),
        ('{"email": "a@acme.example", "name": "A\\u0000"}', "zero bytes"),
        ('{"email": "a@acme.example", "name": "A\\u001b[31m"}', "control characters"),
        ('{"email": "a@acme.example", "name": "A\\ud800"}', "control characters"),
        ('{"email": "a@acme.example", "name": "A\\nBcc: x@y.example"}', "a line break and a header"),
    ],
)
def test_a_bad_json_line_is_refused_as_it_stands(line: str, says: str) -> None:
    rows = read('{"email": "ana@acme.example", "name": "Ana"}\n' + line + "\n")

    [refused] = bad(rows)
    assert says in refused.reason
    assert refused.raw == (line,)


def test_no_json_list_grows_columns_without_end() -> None:
    lines = "".join(
        json.dumps({"email": "a@acme.example", f"k{number}": "x"}) + "\n" for number in range(400)
    )

    rows = read(lines)

    assert len(rows) == 400
    assert "has keys of its own" in bad(rows)[-1].reason


# --- the errors file


def errors_file(text: str) -> str:
    found = open_list(io.BytesIO(text.encode()), name="list.csv")
    stream = io.StringIO(newline="")
    write_bad_rows(stream, found.header, bad(list(found.rows())))
    return stream.getvalue()


BROKEN = (
    "email;name;company;phone\n"
    "ana@acme.example;Ana;Acme;1\n"
    'bob@@acme.example;Bob;"Acme; Inc";+44 20 7946 0123\n'
    "cy@acme.example;Cy\n"
    'dan@acme.example;"Dan;=1+1;2\n'
    "eve@acme.example;E\x00ve;Acme;3\n"
)


def test_the_errors_file_has_reason_and_line_before_the_cells() -> None:
    header, bob, cy, dan, eve = csv.reader(io.StringIO(errors_file(BROKEN)))

    assert header == ["refused_because", "refused_line", "email", "name", "company", "phone"]
    assert bob[1:] == ["3", "bob@@acme.example", "Bob", "Acme; Inc", "'+44 20 7946 0123"]
    assert cy[1:] == ["4", "cy@acme.example", "Cy"]
    assert dan[1:] == ["5", "dan@acme.example", '"Dan', "'=1+1", "2"]
    assert eve[3] == "E\ufffdve"


def test_an_errors_file_that_nobody_mended_is_refused_again() -> None:
    once = errors_file(BROKEN)

    rows = read(once)

    assert good(rows) == []
    assert len(bad(rows)) == 4
    assert errors_file(once).splitlines()[0] == once.splitlines()[0]


def test_the_mended_errors_file_completes_the_import() -> None:
    mended = (
        errors_file(BROKEN)
        .replace("bob@@", "bob@")
        .replace("cy@acme.example,Cy", "cy@acme.example,Cy,Acme,")
        .replace('"""Dan"', "Dan")
        .replace("E\ufffdve", "Eve")
    )

    rows = good(read("\ufeff" + mended))

    assert [(row.name, row.company, row.phone) for row in rows] == [
        ("Bob", "Acme; Inc", "+44 20 7946 0123"),
        ("Cy", "Acme", ""),
        ("Dan", "=1+1", "2"),
        ("Eve", "Acme", "3"),
    ]
    assert all(row.fields == {} for row in rows)


def test_json_errors_are_json_lines_below_their_reasons() -> None:
    written = errors_file('{"email": "ana@acme.example"}\n{"email": "bob@@acme.example"}\n{bad\n')

    first, bob, second, broken = written.splitlines()
    assert first.startswith('# line 2: "bob@@acme.example" is not an address')
    assert second == "# line 3: is not JSON: Expecting property name enclosed in double quotes"
    assert (bob, broken) == ('{"email": "bob@@acme.example"}', "{bad")
    assert [row.address for row in good(read(written.replace("@@", "@").replace("{bad\n", "")))] == [
        "bob@acme.example"
    ]


# --- properties

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\x00\ufffd"), max_size=30)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"email,name\n", "почта;имя\n".encode("cp1251"), b'{"email": "x"}\n']),
)
def test_no_bytes_at_all_raise_anything_but_a_refusal_of_the_whole(junk: bytes, start: bytes) -> None:
    try:
        rows = read(start + junk)
    except UnreadableList:
        return

    assert all(isinstance(row, ImportRow | BadRow) for row in rows)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["ana@acme.example", "b@@x", "c@acme.example"]), CELLS, CELLS), max_size=12
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_in_a_well_formed_list_every_line_is_a_row_or_a_bad_row(
    lines: list[tuple[str, str, str]], delimiter: str, quoting: int, encoding: str
) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")  # type: ignore[arg-type]
    writer.writerows([("email", "name", "note"), *lines])

    rows = read(written.getvalue().encode(encoding))

    assert [row.line for row in rows] == list(range(2, len(lines) + 2))
    for row, (address, _, note) in zip(rows, lines, strict=True):
        if isinstance(row, ImportRow):
            assert row.address == address
            assert row.name.replace("\u200c", "").replace("\u200d", "").isprintable()
            assert (
                not note.isprintable()
                or row.fields["note"].split() == note.removeprefix("'").split()
                or "'" in note
            )


@settings(max_examples=300, deadline=None)
@given(st.from_regex(r"[A-Za-z0-9._+-]{1,12}@[A-Za-z0-9.-]{1,16}\.[a-z]{1,10}", fullmatch=True))
def test_the_short_way_of_reading_an_address_agrees_with_the_long_one(text: str) -> None:
    try:
        expected = normalise(text)
    except NotAnAddress:
        expected = None

    try:
        found = read_address(text)[0]
    except BadCell:
        found = None

    assert found == expected


def test_every_field_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "lists.md").read_text(encoding="utf-8")

    assert all(f"| `{target.value}` |" in page for target in ColumnField)


def test_every_field_can_be_mapped_to() -> None:
    read_field: Callable[[ImportRow, str], object] = getattr
    for target in ColumnField:
        if target in (ColumnField.ADDRESS, ColumnField.IGNORE):
            continue
        value = {"country": "ES", "language": "es", "time_zone": "UTC", "domain": "x.example"}.get(
            target, "value"
        )

        row = only(read(f"email,zzz\nana@acme.example,{value}\n", {"zzz": target.value}))

        assert read_field(row, target.value) == value
