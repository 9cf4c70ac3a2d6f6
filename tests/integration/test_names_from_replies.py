"""What a reply tells of its writer's name is kept with the contact."""

import pytest

from outreach.core.intents import Intent
from outreach.prospects.service import contact_at
from tests.support.databases import Refillable
from tests.support.mailroom import Mailroom, asked, sure

ANA = "ana@acme.example"


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    room = asked(migrated_sqlite, ANA)
    room.sql("UPDATE contact SET name = 'Ana', given_name = 'Ana', family_name = ''")
    return room


def name_of_ana(room: Mailroom) -> tuple[str, str, str]:
    with room.database.reading() as session:
        ana = contact_at(session, ANA)
        assert ana is not None
        return ana.name, ana.given_name, ana.family_name


def test_the_family_name_is_learned_from_the_name_beside_the_address(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.QUESTION), sender=f"Ana Ruiz <{ANA}>")

    assert name_of_ana(room) == ("Ana Ruiz", "Ana", "Ruiz")


def test_the_family_name_is_learned_from_the_signature(room: Mailroom) -> None:
    text = "How much is it?\n\nBest regards,\nAna Ruiz\nHead of Sales\nTel. +44 20 7946 0123\n"

    room.answered(ANA, sure(Intent.QUESTION), sender=ANA, text=text)

    assert name_of_ana(room) == ("Ana Ruiz", "Ana", "Ruiz")


def test_another_name_at_the_same_address_is_not_taken_for_theirs(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.QUESTION), sender=f"Ben Field <{ANA}>")

    assert name_of_ana(room) == ("Ana", "Ana", "")
