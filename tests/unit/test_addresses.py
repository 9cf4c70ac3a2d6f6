"""Which text is an address, how one is spelled, and which company a domain belongs to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.addresses import (
    NotAnAddress,
    domain_of,
    is_free_mail,
    is_role_address,
    normalise,
    registrable_domain,
)

#: What people write, and the one spelling under which it is known.
SPELLINGS = {
    "ana@acme.example": "ana@acme.example",
    "  Ana.Ruiz@ACME.Example \n": "ana.ruiz@acme.example",
    "o'neill+news@acme.example": "o'neill+news@acme.example",
    "ana@bücher.example": "ana@xn--bcher-kva.example",
    "ana@BÜCHER.example": "ana@xn--bcher-kva.example",
    "ana@пример.рф": "ana@xn--e1afmkfd.xn--p1ai",
    "ana@mail.acme.co.uk": "ana@mail.acme.co.uk",
    "a" * 64 + "@acme.example": "a" * 64 + "@acme.example",
}

#: What is no address that a mail of ours could go to.
REFUSED = [
    "",
    " ",
    "@",
    "ana",
    "ana@",
    "@acme.example",
    "ana@@acme.example",
    "ana@acme",
    "ana@localhost",
    "ana@.example",
    "ana@acme..example",
    "ana@-acme.example",
    "ana@acme.example.",
    "ana@acme_inc.example",
    "ana@[127.0.0.1]",
    "ana@127.0.0.1",
    ".ana@acme.example",
    "ana.@acme.example",
    "ana..ruiz@acme.example",
    "ana ruiz@acme.example",
    '"ana ruiz"@acme.example',
    "Ana <ana@acme.example>",
    "ana@acme.example, ben@acme.example",
    "ana@acme.example;ben@acme.example",
    "ána@acme.example",
    "ana\u200b@acme.example",
    "ana\r\nBcc: x@evil.example",
    "ana@acme.example\r\nDATA\r\n.\r\n@x.example",
    "ana\0@acme.example",
    "=?utf-8?q?=0ABcc:?=@acme.example",
    "a" * 65 + "@acme.example",
    "ana@" + "a" * 64 + ".example",
    "ana@" + ".".join(["a" * 60] * 5) + ".example",
    "a" * 60 + "@" + ".".join(["b" * 60] * 3) + ".cccccc.example",
]


@pytest.mark.parametrize(("text", "address"), SPELLINGS.items())
def test_an_address_has_one_spelling(text: str, address: str) -> None:
    assert normalise(text) == address
    assert normalise(address) == address


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_address_is_refused_in_one_printable_line(text: str) -> None:
    with pytest.raises(NotAnAddress) as raised:
        normalise(text)

    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 500


@given(st.text(max_size=60) | st.text("ab.@-+\r\n \0é", max_size=30))
def test_whatever_is_taken_can_be_said_to_a_server(text: str) -> None:
    try:
        address = normalise(text)
    except NotAnAddress:
        return

    local, _, domain = address.rpartition("@")
    assert address.isascii()
    assert address == address.lower()
    assert not set(address) & set(' \t\r\n<>,;:()[]"\\\0')
    assert 1 <= len(local) <= 64
    assert "." in domain
    assert normalise(address) == address


@pytest.mark.parametrize(
    ("domain", "registered"),
    [
        ("acme.example", "acme.example"),
        ("mail.acme.example", "acme.example"),
        ("a.b.c.acme.example", "acme.example"),
        ("MAIL.Acme.co.uk", "acme.co.uk"),
        ("acme.com.au", "acme.com.au"),
        ("xn--bcher-kva.xn--p1ai", "xn--bcher-kva.xn--p1ai"),
        ("shop.acme.msk.ru", "acme.msk.ru"),
        ("acme.github.io", "acme.github.io"),
        ("co.uk", "co.uk"),
        ("example", "example"),
    ],
)
def test_the_domain_that_somebody_registered(domain: str, registered: str) -> None:
    assert registrable_domain(domain) == registered


def test_a_domain_is_what_stands_behind_the_last_at() -> None:
    assert domain_of("a@b@ACME.example") == "acme.example"


@pytest.mark.parametrize("domain", ["gmail.com", "Yandex.RU", "mail.ru", "web.de", "outlook.com"])
def test_free_mail_says_nothing_about_an_employer(domain: str) -> None:
    assert is_free_mail(domain)


@pytest.mark.parametrize("domain", ["acme.example", "mail.acme.example", "notgmail.com", "gmail.com.example"])
def test_a_companys_domain_does(domain: str) -> None:
    assert not is_free_mail(domain)


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("info@acme.example", True),
        ("Sales@acme.example", True),
        ("sales.emea@acme.example", True),
        ("support+de@acme.example", True),
        ("no-reply@acme.example", True),
        ("ana@acme.example", False),
        ("infante@acme.example", False),
        ("ana.sales@acme.example", False),
    ],
)
def test_an_office_is_no_person(address: str, role: bool) -> None:
    assert is_role_address(address) is role
