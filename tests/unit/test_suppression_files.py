"""Lists of noes in the formats of others: only who means no is taken, and nobody is lost without a word."""

import io
from collections import Counter

import pytest

from outreach.prospects.model import SuppressionKind, SuppressionReason
from outreach.prospects.suppression_files import (
    KeptNo,
    NoExport,
    NoFile,
    NoFormat,
    Passed,
    Row,
    Taken,
    Unreadable,
    csv_writer,
    exported,
    write_row,
)
from tests.support.databases import NOW

UNSUBSCRIBED = """\
"Email Address","First Name","MEMBER_RATING","OPTIN_TIME","UNSUB_TIME","UNSUB_CAMPAIGN_TITLE","UNSUB_REASON",LEID
ana@acme.example,Ana,2,"2024-01-02 10:00:00","2025-03-04 11:00:00","Spring","NO_LONGER_INTERESTED",1
ben@beta.example,Ben,2,"2024-01-02 10:00:00","2025-03-04 11:00:00","Spring","SPAM",2
"""
CLEANED = """\
Email Address,First Name,MEMBER_RATING,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,LEID
ana@acme.example,Ana,1,2025-03-04 11:00:00,Spring,1
"""
SUBSCRIBED = """\
Email Address,First Name,MEMBER_RATING,OPTIN_TIME,LEID
ana@acme.example,Ana,2,2024-01-02 10:00:00,1
"""
LISTMONK = """\
uuid,email,name,attributes,status,created_at
1,ana@acme.example,Ana,"{""city"": ""Porto"", ""tags"": [1, 2]}",blocklisted,2024-01-02
2,ben@beta.example,Ben,{},enabled,2024-01-02
3,cid@gamma.example,Cid,{},disabled,2024-01-02
"""
LISTMONK_JSON = """\
{"data": {"results": [
  {"email": "ana@acme.example", "status": "blocklisted", "lists": []},
  {"email": "ben@beta.example", "status": "enabled", "lists": [{"subscription_status": "unsubscribed"}]},
  {"email": "cid@gamma.example", "status": "enabled",
   "lists": [{"subscription_status": "unsubscribed"}, {"subscription_status": "confirmed"}]}
]}}
"""


def read(text: str | bytes, form: NoFormat | None = None) -> tuple[NoFormat, list[Row]]:
    file = NoFile(io.BytesIO(text.encode() if isinstance(text, str) else text), form=form)
    return file.form, list(file.rows())


def taken(rows: list[Row]) -> dict[str, SuppressionReason]:
    return {row.no.value: row.no.reason for row in rows if isinstance(row, Taken)}


@pytest.mark.parametrize(
    ("text", "form", "noes"),
    [
        (
            UNSUBSCRIBED,
            NoFormat.MAILCHIMP,
            {
                "ana@acme.example": SuppressionReason.OPTED_OUT,
                "ben@beta.example": SuppressionReason.COMPLAINED,
            },
        ),
        (CLEANED, NoFormat.MAILCHIMP, {"ana@acme.example": SuppressionReason.BOUNCED}),
        (SUBSCRIBED, NoFormat.MAILCHIMP, {}),
        (LISTMONK, NoFormat.LISTMONK, {"ana@acme.example": SuppressionReason.OPTED_OUT}),
        (
            LISTMONK_JSON,
            NoFormat.LISTMONK,
            dict.fromkeys(("ana@acme.example", "ben@beta.example"), SuppressionReason.OPTED_OUT),
        ),
    ],
    ids=["unsubscribed", "cleaned", "subscribed", "listmonk", "listmonk's JSON"],
)
def test_an_export_is_recognised_and_only_its_noes_are_taken(
    text: str, form: NoFormat, noes: dict[str, SuppressionReason]
) -> None:
    found, rows = read(text)

    assert found is form
    assert taken(rows) == noes
    assert not [row for row in rows if isinstance(row, Unreadable)]


def test_who_is_passed_over_is_told_with_what_the_file_says() -> None:
    _, rows = read(LISTMONK)

    assert Counter(row.why for row in rows if isinstance(row, Passed)) == {"enabled": 1, "disabled": 1}


def test_plain_lines_have_remarks_and_bad_ones_are_named_by_their_line() -> None:
    form, rows = read("# ours\nana@acme.example # by phone\n\n*.rival.example\nnobody at all\n")

    assert form is NoFormat.PLAIN
    assert taken(rows) == dict.fromkeys(("ana@acme.example", "rival.example"), SuppressionReason.BY_HAND)
    assert [(row.line, row.entry) for row in rows if isinstance(row, Unreadable)] == [(5, "nobody at all")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_a_file_may_come_in_any_encoding(encoding: str) -> None:
    _, rows = read("email,note\nana@acme.example,Müller\n".encode(encoding))

    assert taken(rows) == {"ana@acme.example": SuppressionReason.BY_HAND}


def test_a_csv_may_say_why_and_who_is_subscribed_is_no_no() -> None:
    form, rows = read(
        "email;reason;note\nana@acme.example;hard bounce;\nben@beta.example;subscribed;\n'+x@y.example;moved;gone\n"
    )

    assert form is NoFormat.CSV
    assert taken(rows) == {
        "ana@acme.example": SuppressionReason.BOUNCED,
        "+x@y.example": SuppressionReason.BY_HAND,
    }


def test_a_quote_that_is_never_closed_costs_its_line_alone() -> None:
    _, rows = read(
        'email,attributes,status\nana@acme.example,"{,blocklisted\nben@beta.example,{},blocklisted\n'
    )

    assert taken(rows) == {"ben@beta.example": SuppressionReason.OPTED_OUT}
    assert [row.line for row in rows if isinstance(row, Unreadable)] == [2]


def kept(value: str | None, reason: SuppressionReason = SuppressionReason.OPTED_OUT) -> KeptNo:
    kind = SuppressionKind.ADDRESS if value is None or "@" in value else SuppressionKind.DOMAIN
    return KeptNo(value, kind, reason, "=1+1", "ann", NOW)


@pytest.mark.parametrize("form", [NoExport.CSV, NoExport.MAILCHIMP, NoExport.LISTMONK, NoExport.PLAIN])
def test_what_goes_out_comes_back_as_the_same_no(form: NoExport) -> None:
    from outreach.prospects.suppression_files import HEADERS

    written = io.StringIO()
    noes = [kept("ana@acme.example"), kept("+b@x.example", SuppressionReason.BOUNCED)]
    rows = [HEADERS[form]] if form in HEADERS else []
    for row in [*rows, *(exported(each, form) or [] for each in noes)]:
        if form is NoExport.PLAIN:
            written.write(f"{row[0]}\n")
        else:
            write_row(csv_writer(written), row)

    _, back = read(written.getvalue())

    assert list(taken(back)) == ["ana@acme.example", "+b@x.example"]
    if form in (NoExport.CSV, NoExport.MAILCHIMP):
        assert list(taken(back).values()) == [each.reason for each in noes]


def test_a_spreadsheet_calculates_nothing_of_an_export() -> None:
    written = io.StringIO()

    write_row(csv_writer(written), exported(kept("+b@x.example"), NoExport.CSV) or [])

    assert written.getvalue().startswith("'+b@x.example,address,opted_out,'=1+1,ann,")


def test_a_hash_and_what_the_other_program_has_no_place_for_are_left_out() -> None:
    assert exported(kept(None), NoExport.CSV) is None
    assert exported(kept("rival.example"), NoExport.MAILCHIMP) is None
    assert exported(kept("rival.example"), NoExport.PLAIN) == ["rival.example"]
