"""A name that is known in part is completed by what its bearer writes, and by nobody else's words."""

import pytest

from outreach.inbox.names_learned import PersonsName, learned_name

DENISE = PersonsName("Denise", "Denise")
WHOLE = PersonsName("Denise Inchbold", "Denise", "Inchbold")


def test_the_name_beside_the_address_brings_the_family_name() -> None:
    assert learned_name(DENISE, shown="Denise Inchbold") == WHOLE


def test_a_russian_family_name_may_stand_first() -> None:
    known = PersonsName("Ольга", "Ольга")

    assert learned_name(known, shown="Соколова Ольга") == PersonsName("Соколова Ольга", "Ольга", "Соколова")


def test_a_signature_brings_it_where_nothing_stands_beside_the_address() -> None:
    signed = ["Best regards,", "Denise Inchbold", "Head of Sales"]

    assert learned_name(DENISE, shown="", signed=signed) == WHOLE


@pytest.mark.parametrize(
    "line", ["Thanks Denise", "Denise here", "Denise", "Dennis Inchbold", "Denise and the whole team"]
)
def test_other_lines_of_a_signature_bring_nothing(line: str) -> None:
    assert learned_name(DENISE, shown="", signed=[line]) == DENISE


@pytest.mark.parametrize("shown", ["Carol Inchbold", "Sales", "Denise from the team at Harbour Works"])
def test_the_name_of_somebody_else_brings_nothing(shown: str) -> None:
    assert learned_name(DENISE, shown=shown) == DENISE


def test_a_whole_name_stays_as_the_list_has_it() -> None:
    assert learned_name(WHOLE, shown="Denise Garrick") == WHOLE


def test_who_had_no_name_is_called_as_they_call_themselves() -> None:
    assert learned_name(PersonsName(), shown="Denise Inchbold") == WHOLE
    assert learned_name(PersonsName(), shown="", signed=["Best Regards"]) == PersonsName()
