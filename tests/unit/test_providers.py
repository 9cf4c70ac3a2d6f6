"""Who runs a domain's mail, and which mailboxes its people are best written to from."""

import pytest

from outreach.core.addresses import is_free_mail
from outreach.sending.providers import (
    GOOGLE,
    MAIL_RU,
    MICROSOFT,
    PROVIDERS,
    UNKNOWN,
    YANDEX,
    ZOHO,
    preferred,
    provider_of_domain,
    provider_of_host,
    provider_of_mx,
)


@pytest.mark.parametrize(
    ("host", "provider"),
    [
        ("aspmx.l.google.com", GOOGLE),
        ("ALT1.ASPMX.L.GOOGLE.COM.", GOOGLE),
        ("aspmx2.googlemail.com", GOOGLE),
        ("smtp.gmail.com", GOOGLE),
        ("acme-example.mail.protection.outlook.com", MICROSOFT),
        ("acme-example.a-v1.mx.microsoft", MICROSOFT),
        ("smtp.office365.com", MICROSOFT),
        ("mx.yandex.net", YANDEX),
        ("smtp.yandex.ru", YANDEX),
        ("emx.mail.ru", MAIL_RU),
        ("smtp.mail.ru", MAIL_RU),
        ("mx2.zoho.eu", ZOHO),
        ("smtppro.zoho.com", ZOHO),
        ("mailsec.protonmail.ch", "proton"),
        ("mta7.am0.yahoodns.net", "yahoo"),
        ("mx01.mail.icloud.com", "apple"),
        ("in1-smtp.messagingengine.com", "fastmail"),
        ("mx00.emig.gmx.net", "gmx"),
        ("mx00.kundenserver.de", "ionos"),
        ("eu-smtp-inbound-1.mimecast.com", UNKNOWN),
        ("mx.acme.example", UNKNOWN),
        ("notgoogle.com", UNKNOWN),
        ("google.com.acme.example", UNKNOWN),
        ("127.0.0.1", UNKNOWN),
        ("localhost", UNKNOWN),
        ("", UNKNOWN),
        (".", UNKNOWN),
    ],
)
def test_a_server_is_known_by_what_its_name_ends_in(host: str, provider: str) -> None:
    assert provider_of_host(host) == provider


def test_a_record_that_only_proves_ownership_is_nobodys_mail_server() -> None:
    assert provider_of_mx(("mx.acme.example", "x7f3.mx-verification.google.com")) == UNKNOWN


def test_the_most_preferred_server_decides() -> None:
    assert provider_of_mx(("mx.yandex.net", "aspmx.l.google.com")) == YANDEX


def test_a_domain_without_a_mail_server_has_no_provider() -> None:
    assert provider_of_mx(()) == UNKNOWN


def test_a_providers_own_domain_needs_no_look_up() -> None:
    assert provider_of_domain("GMail.com") == GOOGLE
    assert provider_of_domain("acme.example") is None


def test_the_own_domains_of_providers_are_free_mail() -> None:
    unknown = [each for provider in PROVIDERS for each in provider.domains if not is_free_mail(each)]

    assert unknown == []


def test_no_name_belongs_to_two_providers() -> None:
    hosts = [ending for provider in PROVIDERS for ending in provider.hosts]
    domains = [domain for provider in PROVIDERS for domain in provider.domains]

    assert len(hosts) == len(set(hosts))
    assert len(domains) == len(set(domains))


OURS = {"ann": GOOGLE, "bob": MICROSOFT, "cat": GOOGLE, "dan": UNKNOWN}


@pytest.mark.parametrize(
    ("recipient", "names"),
    [(GOOGLE, ["ann", "cat"]), (MICROSOFT, ["bob"]), (YANDEX, list(OURS)), (UNKNOWN, list(OURS))],
)
def test_a_recipient_is_written_to_from_their_own_provider_else_from_anywhere(
    recipient: str, names: list[str]
) -> None:
    assert preferred(OURS, recipient) == names


def test_where_no_mailbox_has_room_none_is_preferred() -> None:
    assert preferred({}, GOOGLE) == []
