"""What DNS says of a sending domain, in words: whether mail from it is proven to be its own, and what to do."""

from ipaddress import ip_address

import pytest

from outreach.mail.dkim import Key, Signature
from outreach.mail.domain_look import DomainLook
from outreach.mail.spf_reckoning import Kind, Question, reckon
from outreach.reporting.domain_findings import of_domain
from outreach.reporting.findings import Finding, Severity

ALPHA = "alpha.example"
SOUND = Key("rsa", 2048)
OWN, RELAY = Signature(ALPHA, "k1"), Signature("mailer.example", "m1")
GOOGLE = "smtp.gmail.com"


def look(
    *,
    spf: str | None = "v=spf1 include:_spf.google.com ~all",
    server: str = GOOGLE,
    dmarc: str | None = "v=DMARC1; p=reject",
    dmarc_of: str = ALPHA,
    keys: dict[Signature, Key | None] | None = None,
    guessed: bool = False,
    domain: str = ALPHA,
) -> DomainLook:
    """A domain that sends through Google and signs as itself, if nothing else is said."""
    known: dict[Question, tuple[str, ...] | None] = {
        Question(Kind.TEXTS, domain): () if spf is None else (spf,),
        Question(Kind.TEXTS, "_spf.google.com"): ("v=spf1 ip4:198.51.100.0/24 ~all",),
        Question(Kind.TEXTS, "_spf.other.example"): ("v=spf1 ip4:192.0.2.0/24 ~all",),
    }
    return DomainLook(
        domain,
        mail_servers=("mx.alpha.example",),
        spf=reckon(domain, known),
        dmarc_of=dmarc_of if dmarc else "",
        dmarc=(dmarc,) if dmarc else (),
        keys={OWN: SOUND} if keys is None else keys,
        keys_are_guessed=guessed,
        handed_in_at={server: (ip_address("198.51.100.5"),)},
    )


def found(each: DomainLook) -> list[Finding]:
    told = list(of_domain(each))
    assert all(finding.remedy for finding in told if finding.severity is not Severity.OK)
    return told


def troubles(each: DomainLook) -> list[tuple[str, str]]:
    return [
        (finding.severity.value, finding.says)
        for finding in found(each)
        if finding.severity is not Severity.OK
    ]


def test_a_domain_that_is_proven_has_no_trouble() -> None:
    assert troubles(look()) == []


def test_a_provider_that_spf_does_not_include_is_named_with_what_to_add() -> None:
    told = found(look(spf="v=spf1 include:_spf.other.example ~all"))

    (warned,) = [each for each in told if each.severity is Severity.WARNING]
    assert "SPF does not allow smtp.gmail.com" in warned.says
    assert warned.remedy == "Add include:_spf.google.com to the SPF record of alpha.example."


def test_a_provider_may_be_reached_by_redirect() -> None:
    assert troubles(look(spf="v=spf1 redirect=_spf.google.com")) == []


def test_a_server_of_nobody_that_we_know_counts_by_its_address() -> None:
    inside = look(server="mail.alpha.example", spf="v=spf1 ip4:198.51.100.0/24 -all")
    outside = look(server="mail.alpha.example", spf="v=spf1 ip4:203.0.113.0/24 -all")

    assert troubles(inside) == []
    ((severity, says),) = troubles(outside)
    assert severity == "warning"
    assert "cannot be told" in says


def test_dmarc_that_rejects_what_is_not_aligned_is_in_the_way() -> None:
    told = troubles(look(spf="v=spf1 include:_spf.other.example ~all", keys={RELAY: SOUND}))

    assert ("error", "signed by mailer.example") in [(severity, says[-24:]) for severity, says in told]


@pytest.mark.parametrize(
    ("dmarc", "severity"),
    [("v=DMARC1; p=reject", "error"), ("v=DMARC1; p=quarantine", "error"), ("v=DMARC1; p=none", "warning")],
)
def test_how_bad_it_is_depends_on_what_dmarc_asks_for(dmarc: str, severity: str) -> None:
    told = troubles(look(spf="v=spf1 include:_spf.other.example ~all", keys={RELAY: SOUND}, dmarc=dmarc))

    assert [each for each, says in told if "DMARC asks" in says] == [severity]


def test_a_subdomain_falls_under_sp_of_the_domain_that_was_registered() -> None:
    sub = look(
        domain="mail.alpha.example",
        spf=None,
        keys={RELAY: SOUND},
        dmarc="v=DMARC1; p=none; sp=reject",
        dmarc_of=ALPHA,
    )

    assert any(severity == "error" and "to refuse mail" in says for severity, says in troubles(sub))


def test_a_signature_of_the_registered_domain_is_aligned_unless_dmarc_is_strict() -> None:
    relaxed = look(domain="mail.alpha.example", spf=None)
    strict = look(domain="mail.alpha.example", spf=None, dmarc="v=DMARC1; p=reject; adkim=s")

    assert [severity for severity, _ in troubles(relaxed)] == ["warning"]
    assert any(severity == "error" and "DMARC asks" in says for severity, says in troubles(strict))


def test_where_no_signed_mail_was_seen_it_cannot_be_told() -> None:
    nothing = look(keys={}, guessed=True)
    guessed = look(guessed=True)

    ((severity, says),) = troubles(nothing)
    assert severity == "warning"
    assert "cannot be told" in says
    assert troubles(guessed) == []
    assert any("no signed mail of ours was seen" in each.says for each in found(guessed))


@pytest.mark.parametrize(
    ("key", "severity", "words"),
    [
        (None, "error", "no such key"),
        (Key("rsa", None, is_revoked=True), "error", "taken back"),
        (Key("rsa", None, fault="the key is not base64"), "error", "not base64"),
        (Key("rsa", 512), "error", "512 bits"),
        (Key("rsa", 1024), "warning", "1024 bits"),
        (Key("rsa", 2048, is_test=True), "warning", "t=y"),
    ],
)
def test_a_key_that_is_not_good_is_told(key: Key | None, severity: str, words: str) -> None:
    told = troubles(look(keys={OWN: key}))

    assert [each for each, says in told if words in says] == [severity]


@pytest.mark.parametrize(
    ("spf", "severity", "words"),
    [
        ("v=spf1 -all", "error", "nobody may send"),
        ("v=spf1 include:_spf.google.com", "warning", "says nothing of others"),
        ("v=spf1 include:_spf.google.com +all", "warning", "anybody may send"),
        ("v=spf1 inculde:_spf.google.com ~all", "error", "no mechanism"),
        (None, "warning", "no SPF record"),
    ],
)
def test_an_spf_record_that_is_not_good_is_told(spf: str | None, severity: str, words: str) -> None:
    told = troubles(look(spf=spf))

    assert [each for each, says in told if words in says] == [severity]


def test_no_dmarc_and_two_of_them_are_told() -> None:
    twice = look()
    twice.dmarc = twice.dmarc * 2

    assert any("no DMARC record" in says for _, says in troubles(look(dmarc=None)))
    assert any("there are 2 records" in says for _, says in troubles(twice))


def test_a_domain_without_mx_is_told_and_one_that_takes_no_mail() -> None:
    none, null, bare = look(), look(), look()
    none.mail_servers, null.mail_servers, bare.mail_servers = (), (".",), ()
    bare.has_address = True

    assert [troubles(each)[0][0] for each in (none, null, bare)] == ["error", "error", "warning"]


def test_what_dns_did_not_answer_is_told_once() -> None:
    silent = DomainLook(ALPHA, unanswered=["DNS does not say", "DNS does not say that either"])

    told = [says for severity, says in troubles(silent) if severity == "warning"]

    assert any("and 1 more" in says for says in told)


def test_a_free_mail_domain_is_its_providers_business() -> None:
    ((severity, says),) = troubles(DomainLook("gmail.com"))

    assert severity == "warning"
    assert "free mailboxes" in says
