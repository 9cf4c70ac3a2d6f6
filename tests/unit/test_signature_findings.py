"""Whether what a mailbox signs with is what DNS has, and whether the one-click opt-out is covered, in words."""

import pytest

from outreach.mail.dkim import Key, Signature, parse_key, parse_keys, parse_signature
from outreach.mail.dkim_signing import KINDS, new_key, read_key
from outreach.reporting.findings import Finding, Severity
from outreach.reporting.signature_findings import OwnKey, of_one_click, of_own_key

OWN = Signature("alpha.example", "s1")
BOTH = "from:to:list-unsubscribe:list-unsubscribe-post"


def own(*published: Key, kind: str = "rsa", public: str = "AAAA", trouble: str = "") -> OwnKey:
    return OwnKey(OWN, kind, public, None if trouble else published, trouble)


def of(own_key: OwnKey) -> Finding:
    found = of_own_key("ann", own_key)
    assert found.remedy or found.severity is Severity.OK
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_record_that_we_print_is_the_key_that_signs(kind: str) -> None:
    key = read_key(new_key(kind))

    published = parse_keys((key.record,))
    found = of(own(*published, kind=key.kind, public=key.public))

    assert found.severity is Severity.OK
    assert "DNS has this very key" in found.says


def test_white_space_in_a_published_key_is_none() -> None:
    published = parse_keys(("v=DKIM1; k=rsa; p=AA AA\t",))

    assert of(own(*published)).severity is Severity.OK


@pytest.mark.parametrize(
    ("own_key", "severity", "says", "next_step"),
    [
        (own(), "error", "DNS has no key there", "`outreach mailbox dkim ann` prints the record"),
        (own(Key("rsa", 2048, public="BBBB")), "error", "another key", "Publish the key that signs"),
        (
            own(Key("ed25519", None, public="AAAA")),
            "error",
            "DNS says ed25519",
            "Publish the record as it is",
        ),
        (own(Key("rsa", None, is_revoked=True)), "error", "taken back", "another selector"),
        (
            own(Key("rsa", 2048, public="AAAA"), Key("rsa", 2048, public="BBBB")),
            "error",
            "2 keys",
            "one record",
        ),
        (own(Key("rsa", 2048, is_test=True, public="AAAA")), "warning", "t=y", "Take t=y out"),
        (own(trouble="no answer within 5 seconds"), "warning", "no answer within 5 seconds", "--check"),
    ],
)
def test_what_keeps_signatures_from_being_checked_is_told_with_its_next_step(
    own_key: OwnKey, severity: str, says: str, next_step: str
) -> None:
    found = of(own_key)

    assert found.severity.value == severity
    assert says in found.says
    assert next_step in found.remedy


def test_a_foreign_text_beside_the_key_is_no_key() -> None:
    texts = ("google-site-verification=xyz", "v=spf1 -all", "v=DKIM1; p=AAAA")

    assert [key.public for key in parse_keys(texts)] == ["AAAA"]
    assert parse_key(texts[:2]) is None


def test_a_signature_tells_what_it_covers() -> None:
    found = parse_signature("v=1; d=alpha.example; s=s1; h=From : To:\r\n List-Unsubscribe; bh=A; b=A")

    assert found == Signature("alpha.example", "s1")
    assert found.covers == {"from", "to", "list-unsubscribe"}


def test_a_mailbox_that_signs_for_itself_covers_the_opt_out() -> None:
    assert list(of_one_click("ann", signs=True, seen=None)) == []


def test_without_a_mail_to_oneself_it_cannot_be_told_whether_the_opt_out_is_covered() -> None:
    (found,) = of_one_click("ann", signs=False, seen=None)

    assert found.severity is Severity.WARNING
    assert "--send-test" in found.remedy


@pytest.mark.parametrize("covers", ["from:to:subject", "from:list-unsubscribe"])
def test_a_provider_that_does_not_cover_both_fields_costs_the_button(covers: str) -> None:
    seen = parse_signature(f"v=1; d=alpha.example; s=k1; h={covers}; b=A")

    (found,) = of_one_click("ann", signs=False, seen=seen)

    assert found.severity is Severity.WARNING
    assert "list-unsubscribe-post" in found.says
    assert "[mailboxes.dkim]" in found.remedy


def test_a_provider_that_covers_both_is_enough() -> None:
    seen = parse_signature(f"v=1; d=alpha.example; s=k1; h={BOTH}; b=A")

    (found,) = of_one_click("ann", signs=False, seen=seen)

    assert found.severity is Severity.OK
