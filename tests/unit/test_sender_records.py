"""SPF, DKIM and DMARC records as DNS has them, read and reckoned; who wrote them owes us nothing."""

import base64
from ipaddress import ip_address

import pytest

from outreach.mail import dkim, dmarc, spf
from outreach.mail.spf_reckoning import LIMIT, MOST_LOOKUPS, Kind, Question, Reckoned, reckon

ALPHA = "alpha.example"
INSIDE, OUTSIDE = ip_address("192.0.2.7"), ip_address("203.0.113.7")


def reckoned(records: dict[str, str | list[str]], **others: tuple[str, ...]) -> Reckoned:
    """Of alpha.example; `others` are the answers to further questions, "MX_name" or "A_name", dots as underscores."""
    known: dict[Question, tuple[str, ...] | None] = {
        Question(Kind.TEXTS, name): (texts,) if isinstance(texts, str) else tuple(texts)
        for name, texts in records.items()
    }
    for question, answer in others.items():
        kind, _, name = question.partition("_")
        known[Question(Kind(kind), name.replace("_", "."))] = answer
    return reckon(ALPHA, known)


# --- SPF ------------------------------------------------------------------------------------------------------------


def test_networks_of_the_record_and_of_what_it_includes_may_send() -> None:
    found = reckoned(
        {
            ALPHA: "v=spf1 ip4:192.0.2.0/24 include:relay.example -all",
            "relay.example": "v=spf1 ip6:2001:db8::/32 -all",
        }
    )

    assert found.covers(INSIDE)
    assert found.covers(ip_address("2001:db8::1"))
    assert not found.covers(OUTSIDE)
    assert (found.lookups, found.includes, found.ends, found.faults) == (1, {"relay.example"}, "-", [])


def test_the_addresses_of_mail_servers_may_send() -> None:
    found = reckoned(
        {ALPHA: "v=spf1 mx a:web.example/28 ~all"},
        MX_alpha_example=("mx.alpha.example",),
        A_mx_alpha_example=("192.0.2.7",),
        A_web_example=("203.0.113.1",),
    )

    assert found.covers(INSIDE)
    assert found.covers(OUTSIDE), "a /28 around the address"
    assert found.wanted == set()


def test_what_is_not_known_yet_is_asked_for() -> None:
    first = reckoned({})
    second = reckoned({ALPHA: "v=spf1 include:relay.example a -all"})

    assert first.wanted == {Question(Kind.TEXTS, ALPHA)}
    assert second.wanted == {Question(Kind.TEXTS, "relay.example"), Question(Kind.ADDRESSES, ALPHA)}


def test_a_minus_allows_nobody() -> None:
    assert not reckoned({ALPHA: "v=spf1 -ip4:192.0.2.0/24 ?all"}).covers(INSIDE)


def test_nothing_behind_all_counts() -> None:
    assert not reckoned({ALPHA: "v=spf1 -all ip4:192.0.2.0/24"}).covers(INSIDE)


def test_a_redirect_takes_the_other_record_with_its_end() -> None:
    found = reckoned(
        {ALPHA: "v=spf1 redirect=_spf.yandex.net", "_spf.yandex.net": "v=spf1 ip4:192.0.2.0/24 ~all"}
    )

    assert found.covers(INSIDE)
    assert (found.ends, found.includes) == ("~", {"_spf.yandex.net"})


def test_the_end_of_what_is_included_is_not_the_end_of_the_record() -> None:
    assert reckoned({ALPHA: "v=spf1 include:b.example", "b.example": "v=spf1 +all"}).ends == ""


def test_two_records_are_told_and_none_is_followed() -> None:
    found = reckoned({ALPHA: ["v=spf1 ip4:192.0.2.0/24 -all", "v=spf1 -all", "v=spf10 what"]})

    assert len(found.records) == 2
    assert not found.covers(INSIDE)


def test_a_record_that_includes_itself_ends_and_is_broken() -> None:
    found = reckoned(
        {ALPHA: "v=spf1 include:b.example -all", "b.example": "v=spf1 include:alpha.example -all"}
    )

    assert found.faults == ["it includes itself: alpha.example > b.example > alpha.example"]


def test_an_include_without_a_record_breaks_the_whole() -> None:
    found = reckoned({ALPHA: "v=spf1 include:gone.example -all", "gone.example": []})

    assert found.faults == ["gone.example, which it includes, has no SPF record"]


def test_a_tree_that_doubles_at_each_level_is_left_after_so_many_questions() -> None:
    tree: dict[str, str | list[str]] = {
        f"d{level}.example": f"v=spf1 include:d{level + 1}.example include:d{level + 1}.example -all"
        for level in range(40)
    }

    found = reckoned({ALPHA: "v=spf1 include:d0.example -all", **tree})

    assert LIMIT < MOST_LOOKUPS < found.lookups < 3 * MOST_LOOKUPS


@pytest.mark.parametrize(
    ("word", "fault"),
    [
        ("ip4:192.0.2.999", "is no network"),
        ("ip4:2001:db8::1", "the other kind"),
        ("ip6:192.0.2.1", "the other kind"),
        ("include:", "names nothing"),
        ("inlcude:b.example", "is no mechanism"),
        ("a/99", "an impossible prefix"),
        ("a:b.example//200", "an impossible prefix"),
    ],
)
def test_what_is_no_term_is_a_fault(word: str, fault: str) -> None:
    (found,) = spf.parse(f"v=spf1 {word} -all").faults

    assert fault in found


# --- DMARC ----------------------------------------------------------------------------------------------------------


def test_a_dmarc_record_is_read() -> None:
    record = dmarc.parse("v=DMARC1; p=reject; sp=none; adkim=s; aspf=r; pct=50; rua=mailto:a@alpha.example;")

    assert (record.policy, record.for_subdomains) == ("reject", "none")
    assert (record.strict_dkim, record.strict_spf, record.per_cent) == (True, False, 50)
    assert (record.reports_to, record.faults) == ("mailto:a@alpha.example", ())


@pytest.mark.parametrize(
    ("text", "fault"),
    [("v=DMARC1", "it has no p"), ("v=DMARC1; p=monitor", 'p is "monitor"'), ("v=DMARC1; p", "tag")],
)
def test_a_broken_dmarc_record_asks_for_nothing(text: str, fault: str) -> None:
    record = dmarc.parse(text)

    assert record.policy == "none"
    assert fault in record.faults[0]


@pytest.mark.parametrize("text", ["v=DMARC2; p=none", "p=none; v=DMARC1", "v=spf1 -all", ""])
def test_other_texts_are_no_dmarc_records(text: str) -> None:
    assert dmarc.dmarc_among((text,)) == ()


def test_a_subdomain_is_aligned_unless_strictly() -> None:
    assert dmarc.is_aligned("alpha.co.uk", "mail.alpha.co.uk", strict=False)
    assert not dmarc.is_aligned("alpha.co.uk", "mail.alpha.co.uk", strict=True)
    assert dmarc.is_aligned("alpha.co.uk", "Alpha.co.uk", strict=True)
    assert not dmarc.is_aligned("alpha.co.uk", "beta.co.uk", strict=False)


# --- DKIM -----------------------------------------------------------------------------------------------------------


def test_a_signature_tells_where_its_key_is() -> None:
    found = dkim.parse_signature(
        "v=1; a=rsa-sha256; d=Alpha.Example;\r\n s=k1.\r\n sub; h=from:to; b=AA=\r\n ="
    )

    assert found == dkim.Signature("alpha.example", "k1.sub")
    assert found.key_name == "k1.sub._domainkey.alpha.example"


@pytest.mark.parametrize(
    "header", ["", "d=a.example", "d=a.example; s=../x", "d=a.example; s=", "d=" + "a" * 300]
)
def test_a_signature_that_names_nothing_is_none(header: str) -> None:
    assert dkim.parse_signature(header) is None


def key(length: int, **tags: str) -> dkim.Key | None:
    written = base64.b64encode(bytes(length)).decode("ascii")
    more = "".join(f"; {name}={value}" for name, value in tags.items())
    return dkim.parse_key((f"v=DKIM1{more}; p={written}",))


@pytest.mark.parametrize(("length", "bits"), [(94, 512), (162, 1024), (294, 2048), (422, 3072), (550, 4096)])
def test_the_length_of_an_rsa_key_is_told(length: int, bits: int) -> None:
    found = key(length)

    assert found is not None
    assert found.bits == bits


def test_keys_that_do_not_count_are_told() -> None:
    revoked = dkim.parse_key(("v=DKIM1; p=",))
    broken = dkim.parse_key(("v=DKIM1; p=%%%",))
    test = key(294, t="s:y")

    assert revoked is not None
    assert revoked.is_revoked
    assert broken is not None
    assert broken.fault
    assert test is not None
    assert test.is_test
    assert dkim.parse_key(("v=spf1 -all", "some=thing")) is None
