"""When another address is the same person's, and when it could be anybody's."""

import pytest

from outreach.inbox.same_person import Known, is_same_person, main_address, spellings

ANA = Known("ana.ruiz@acme.example", "Ana Ruiz")


def is_ana(sender: str, name: str = "", *, same_account: bool = False, known: Known = ANA) -> bool:
    return is_same_person(known, sender, name, same_account=same_account)


@pytest.mark.parametrize(
    "name", ["Ana Ruiz", "RUIZ Ana", "Ruiz, Ana", "Ana María Ruiz", "Ána Ruíz", "Ａｎａ Ruiz"]
)
def test_the_same_name_in_any_order_and_with_a_middle_name(name: str) -> None:
    assert is_ana("someone@home.example", name)


@pytest.mark.parametrize("name", ["", "Ana", "Ruiz", "Ana Gomez", "A. Ruiz", "Acme Ana", "ana.ruiz"])
def test_half_a_name_is_many_peoples(name: str) -> None:
    assert is_ana("someone@home.example", name) is (name == "ana.ruiz")


def test_where_no_name_is_known_the_address_may_give_it() -> None:
    assert is_ana("x@home.example", "Ana Ruiz", known=Known("ana_ruiz@acme.example"))
    assert not is_ana("x@home.example", "A Ruiz", known=Known("a.ruiz@acme.example"))
    assert not is_ana("x@home.example", "Ana", known=Known("ana@acme.example"))


def test_the_same_name_before_the_at_counts_at_the_same_company_only() -> None:
    assert is_ana("ana.ruiz@acme-group.example", same_account=True)
    assert not is_ana("ana.ruiz@home.example")


@pytest.mark.parametrize("known", ["info@acme.example", "sales@acme.example"])
def test_an_office_has_no_other_address_and_is_none(known: str) -> None:
    assert not is_ana("ana@acme.example", "Ana Ruiz", known=Known(known, "Ana Ruiz"), same_account=True)
    assert not is_ana(known, "Ana Ruiz", same_account=True)


@pytest.mark.parametrize(
    ("address", "main"),
    [
        ("Ana+news@Acme.example", "ana@acme.example"),
        ("a.n.a+x@googlemail.com", "ana@gmail.com"),
        ("ana.ruiz@ya.ru", "ana-ruiz@yandex.ru"),
        ("ana@me.com", "ana@icloud.com"),
        ("ana@pm.me", "ana@proton.me"),
        ("a.n.a@acme.example", "a.n.a@acme.example"),
        ("+odd@acme.example", "+odd@acme.example"),
        # Sold side by side, and different people.
        ("ana@outlook.com", "ana@outlook.com"),
        ("ana@bk.ru", "ana@bk.ru"),
    ],
)
def test_the_mailbox_behind_an_address(address: str, main: str) -> None:
    assert main_address(address) == main


def test_every_spelling_is_of_the_same_mailbox() -> None:
    found = spellings("ana+x@ya.ru")

    assert {"ana@ya.ru", "ana@yandex.ru"} <= set(found)
    assert {main_address(each) for each in found} == {"ana@yandex.ru"}
