"""What strangers put into DNS and headers: reading it ends, and never raises."""

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.mail import dkim, dmarc, spf
from outreach.mail.spf_reckoning import MOST_LOOKUPS, Kind, Question, reckon

NAMES = st.sampled_from(["a.example", "b.example", "c.example", "%{i}.example", "", "a" * 300, "ü.example"])
WORDS = st.one_of(
    st.builds(
        "{}{}:{}".format,
        st.sampled_from(["", "+", "-", "~", "?"]),
        st.sampled_from(["include", "a", "mx"]),
        NAMES,
    ),
    st.builds("redirect={}".format, NAMES),
    st.sampled_from(
        ["all", "-all", "ptr", "mx//129", "a/33", "ip4:1.2.3.4/99", "ip6:::/0", "exists:%{i}.example"]
    ),
    st.text(max_size=30),
)
RECORDS = st.lists(WORDS, max_size=12).map(lambda words: " ".join(["v=spf1", *words]))
ANSWERS = st.one_of(st.none(), st.lists(st.one_of(RECORDS, st.text(max_size=50)), max_size=3).map(tuple))


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(["a.example", "b.example", "c.example"]), ANSWERS))
def test_a_reckoning_of_spf_ends_whatever_the_records_say(texts: dict[str, tuple[str, ...] | None]) -> None:
    known = {Question(Kind.TEXTS, name): answer for name, answer in texts.items()}

    found = reckon("a.example", known)

    assert len(found.faults) <= 10
    assert len(found.wanted) <= 400
    assert found.lookups <= MOST_LOOKUPS + 12 * MOST_LOOKUPS
    assert all(fault.isprintable() for fault in found.faults)


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    record = dmarc.parse(text)

    assert record.policy in ("none", "quarantine", "reject")
    assert 0 <= record.per_cent <= 100
    assert spf.parse(f"v=spf1 {text}").ends in ("", "+", "-", "~", "?")
    dkim.parse_key((text, f"p={text}", f"v=DKIM1; k=rsa; p={text}"))


@settings(max_examples=200)
@given(st.text(max_size=80), st.text(max_size=80))
def test_a_signature_leads_to_a_name_of_dns_or_to_nothing(domain: str, selector: str) -> None:
    found = dkim.parse_signature(f"v=1; d={domain}; s={selector}")

    assert found is None or (
        found.key_name.isascii() and found.key_name.isprintable() and " " not in found.key_name
    )
