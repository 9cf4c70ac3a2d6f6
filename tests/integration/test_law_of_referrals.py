"""A colleague whom a reply names, in a country whose law wants consent: a person decides, and a record lets it go."""

from dataclasses import replace

import pytest

from outreach.core.intents import Intent
from outreach.core.shipped import shipped
from outreach.database.engine import Database
from outreach.prospects.law import FixedLaw
from outreach.prospects.lists import edit_list
from outreach.prospects.service import NewContact
from outreach.referrals.model import Referral, ReferralState
from outreach.settings.countries_file import load_law
from tests.support.desk import rules
from tests.support.mailroom import MARIA, Mailroom, follow_up, sure

ANA = "ana@acme.example"
LAW = FixedLaw(load_law(shipped("countries.toml")))


def a_room(database: Database, country: str) -> Mailroom:
    """Ana, in that country and with her consent on record, has had our first mail."""
    room = Mailroom(database, replace(rules(), law=LAW))
    room.effects = replace(room.effects, referrals=replace(room.effects.referrals, law=LAW))
    consent = "consent: form at the fair, 2026-03-01"
    room.campaign(NewContact(ANA, "Acme", country=country, line=1), targets=(follow_up(),))
    room.do(edit_list, "spring", actor="tester", now=room.now, legal_basis=consent)
    room.send_all()
    return room


def named_by_ana(room: Mailroom) -> Referral:
    room.answered(ANA, sure(Intent.REFERRAL, MARIA))
    (referral,) = room.referrals()
    return referral


@pytest.mark.parametrize("country", ["DE", "RU", "CA"])
def test_where_consent_is_asked_for_a_colleagues_word_waits_for_a_person(
    database: Database, country: str
) -> None:
    room = a_room(database, country)

    referral = named_by_ana(room)

    assert referral.state is ReferralState.PROPOSED
    assert "a colleague's word is not enough there" in referral.reason


@pytest.mark.parametrize("country", ["US", "GB"])
def test_elsewhere_they_are_written_to_and_the_mail_says_who_named_them(
    database: Database, country: str
) -> None:
    room = a_room(database, country)

    referral = named_by_ana(room)
    room.later(minutes=1)
    sent = room.send_all()

    assert referral.state is ReferralState.ENROLLED
    assert sent == [MARIA.email]
    assert room.mail().law_ground == ("referral" if country == "GB" else "")
    assert ("A colleague of yours gave us your name" in room.mail().body) == (country == "GB")
