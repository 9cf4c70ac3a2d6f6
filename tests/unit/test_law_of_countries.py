"""What a country's rule says about one mail: the rules that come with the program, and what they add to a mail."""

from datetime import date

import pytest

from outreach.core.shipped import shipped
from outreach.prospects.law import (
    EVERYTHING_ALLOWED,
    Condition,
    Decision,
    Kind,
    Law,
    Rule,
    facts_of,
    judge,
    nothing_allowed,
)
from outreach.prospects.law_text import added_text, below
from outreach.prospects.legal_basis import GROUNDS, Ground, fault_of_basis, read_basis
from outreach.prospects.whereabouts import country_of
from outreach.settings.countries_file import load_law, stale

LAW = load_law(shipped("countries.toml"))
US = {
    "name": "Ann Roe",
    "organisation": "Alpha Tools Ltd",
    "postal_address": "1 Harbour Row\nBristol BS1 4XX",
    "address": "ann@alpha.example",
}
NEEDS_CONSENT = ("DE", "AT", "PL", "IT", "ES", "NL", "RU", "UA", "JP", None)
SHIPPED = ("US", "CA", "GB", "DE", "AT", "PL", "FR", "IT", "ES", "NL", "RU", "UA", "AU")


def ruled(
    country: str | None, *bases: str, address: str = "ana@acme.example", company: str = "Acme", kind=Kind.COLD
):  # type: ignore[no-untyped-def]
    return judge(LAW, facts_of(address, country, company, bases, kind))


def test_the_shipped_rules_have_every_country_that_is_promised_with_source_and_review() -> None:
    missing = [code for code in SHIPPED if code not in LAW.rules]
    bare = [rule.code for rule in LAW.rules.values() if not (rule.source and rule.name and rule.reviewed_on)]

    assert (missing, bare) == ([], [])


@pytest.mark.parametrize("country", NEEDS_CONSENT)
def test_where_consent_is_asked_for_nothing_less_will_do(country: str | None) -> None:
    lesser = [f"{ground}: somewhere" for ground in GROUNDS if ground is not Ground.CONSENT]

    ruling, consented = ruled(country, *lesser), ruled(country, "consent: fair in Oslo, 2026-03-01")

    assert not ruling.allowed
    assert "recorded consent is missing" in ruling.missing
    assert '--legal-basis "consent: where and when"' in ruling.remedy
    assert consented.allowed
    assert consented.ground is Ground.CONSENT


def test_where_several_grounds_would_do_all_are_named_and_none_is_suggested() -> None:
    ruling = ruled("GB")

    assert "--legal-basis and whichever is true, with where and when behind it" in ruling.remedy
    named = [ground for ground in GROUNDS if f'"{ground}: …"' in ruling.remedy]
    assert set(named) == set(LAW.rules["GB"].accepts) & set(GROUNDS)
    assert len(named) == 5


def test_an_american_may_be_written_to_without_a_record() -> None:
    ruling = ruled("US")

    assert ruling.allowed
    assert ruling.stored.decision == "conditions"


@pytest.mark.parametrize("country", ["CA", "AU"])
def test_a_published_work_address_counts_as_implied_consent_only_where_the_law_says_so(country: str) -> None:
    published = "published: acme.example/team, seen 2026-03-01"

    assert not ruled(country, "legitimate interest: we think so").allowed
    assert ruled(country, published).ground is Ground.PUBLISHED
    assert not ruled("DE", published).allowed


def test_the_best_of_several_grounds_is_the_one_that_is_kept() -> None:
    ruling = ruled("GB", "legitimate interest: their web site", "customer: since 2020")

    assert ruling.ground is Ground.CUSTOMER


@pytest.mark.parametrize(
    ("country", "address", "company"),
    [("GB", "ana@gmail.com", "Acme"), ("GB", "ana@acme.example", ""), ("FR", "ana@orange.fr", "Acme")],
)
def test_a_private_address_is_refused_where_only_companies_are_written_to(
    country: str, address: str, company: str
) -> None:
    ground = "legitimate interest: their web site"

    assert not ruled(country, ground, address=address, company=company).allowed
    assert ruled(country, "consent: form, 2026-03-01", address=address, company=company).allowed


def test_a_colleagues_word_is_no_consent_and_is_a_ground_where_an_interest_is_one() -> None:
    german = ruled("DE", kind=Kind.REFERRED)
    canadian = ruled("CA", kind=Kind.REFERRED)
    british = ruled("GB", kind=Kind.REFERRED)

    assert not german.allowed
    assert not canadian.allowed
    assert british.ground is Ground.REFERRAL


def test_a_persons_own_answer_is_no_advertising() -> None:
    ruling = ruled("DE", kind=Kind.ANSWER)

    assert ruling.allowed
    assert ruling.added == ()


def test_a_blocked_country_gets_nothing_whatever_is_recorded() -> None:
    law = Law(Rule("default", Decision.BLOCKED, source="ours", version=1))

    ruling = judge(law, facts_of("ana@acme.example", "FR", "Acme", ("consent: form, 2026-03-01",)))

    assert not ruling.allowed


def test_without_rules_everything_goes_and_with_unreadable_ones_nothing() -> None:
    facts = facts_of("ana@acme.example", "DE", "", ())

    assert judge(EVERYTHING_ALLOWED, facts).allowed
    assert not judge(nothing_allowed("countries.toml has faults"), facts).allowed


@pytest.mark.parametrize(
    ("listed", "address", "expected"),
    [
        ("Germany", "ana@acme.com", "DE"),
        ("AT", "ana@acme.de", "AT"),
        (None, "ana@acme.co.uk", "GB"),
        (None, "ana@xn--e1afmkfd.xn--p1ai", "RU"),
        (None, "ana@acme.com", None),
        (None, "ana@acme.io", None),
        ("Middle-earth", "ana@acme.ru", "RU"),
    ],
)
def test_the_list_says_the_country_before_the_domain_does(
    listed: str | None, address: str, expected: str | None
) -> None:
    assert country_of(listed, address) == expected


# --- what is recorded ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["consent: form at the fair, 2026-03-01", "Legitimate  Interest: their site", "PUBLISHED: acme.example"],
)
def test_a_ground_is_a_word_a_colon_and_where_and_when(text: str) -> None:
    assert read_basis(text) is not None
    assert fault_of_basis(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("consent", '"consent" needs where and when behind it'),
        ("consent: ", '"consent" needs where and when behind it'),
        ("concent: form", 'Did you mean "consent: …"?'),
        ("they will like it", "names no ground"),
        ("referral: Bob said so", "names no ground"),
    ],
)
def test_what_is_no_ground_is_refused_with_the_words_that_are(text: str, told: str) -> None:
    assert read_basis(text) is None
    assert told in (fault_of_basis(text) or "")


# --- what stands below the mail ------------------------------------------------------------------------------------


def test_the_text_below_is_in_the_language_of_the_mail_and_in_english_elsewhere() -> None:
    ruling = ruled("RU", "consent: выставка, 2026-03-01")

    russian = added_text(
        ruling, language="ru", sender=US, body="Alpha Tools Ltd 1 Harbour Row Bristol BS1 4XX"
    )
    french = added_text(
        ruling, language="fr", sender=US, body="Alpha Tools Ltd 1 Harbour Row Bristol BS1 4XX"
    )

    assert russian == "Реклама. Alpha Tools Ltd, 1 Harbour Row\nBristol BS1 4XX."
    assert french.startswith("Advertising.")


def test_where_the_address_is_from_is_told_as_it_was_recorded() -> None:
    ruling = ruled("DE", "consent: Formular auf der Messe in Köln, 2026-03-01")

    added = added_text(
        ruling, language="de", sender=US, body="Alpha Tools Ltd, 1 Harbour Row, Bristol BS1 4XX"
    )

    assert "Ihre Adresse haben wir von hier: Formular auf der Messe in Köln, 2026-03-01." in added


def test_who_we_are_is_added_only_where_the_mail_does_not_say_it() -> None:
    ruling = ruled("US")

    silent = added_text(ruling, language="en", sender=US, body="Who handles printers?")
    said = added_text(
        ruling, language="en", sender=US, body="Hello\n-- \nAlpha Tools Ltd\n1 Harbour Row\nBristol BS1 4XX"
    )

    assert silent.startswith("Ann Roe, Alpha Tools Ltd\n1 Harbour Row")
    assert said == "This is a commercial message from Alpha Tools Ltd."


def test_a_recorded_detail_is_put_in_as_it_is_and_never_read_as_a_text_with_places() -> None:
    ruling = ruled("DE", "consent: {{ sender.address }} {{7*7}}")

    added = added_text(ruling, language="en", sender=US, body="")

    assert "{{ sender.address }} {{7*7}}" in added


def test_nothing_added_leaves_the_mail_byte_for_byte() -> None:
    body = "Hello\n\n-- \nAnn \n"

    assert below(body, "") == body
    assert below(body, "Below.") == "Hello\n\n-- \nAnn\n\nBelow.\n"


# --- versions ------------------------------------------------------------------------------------------------------


def test_a_change_that_forgot_to_count_up_is_another_version_all_the_same() -> None:
    first = Rule("DE", Decision.CONSENT, accepts=(Ground.CONSENT,), version=3)
    changed = Rule("DE", Decision.CONSENT, accepts=(Ground.CONSENT, Ground.CUSTOMER), version=3)

    assert first.stamp.startswith("3-")
    assert first.stamp != changed.stamp


def test_a_rule_that_was_not_reviewed_for_a_year_is_pointed_out() -> None:
    law = Law(Rule("default", Decision.ALLOW, reviewed_on=date(2026, 3, 15)))
    path = shipped("countries.toml")

    assert stale(path, law, date(2027, 3, 14)) == []
    assert [fault.warning for fault in stale(path, law, date(2027, 3, 15))] == [True]


def test_every_condition_says_who_sees_to_it() -> None:
    from outreach.prospects.law import CONDITIONS

    assert set(CONDITIONS) == set(Condition)
