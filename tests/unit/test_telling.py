"""The sentences about consequences, for a reader who knows neither our tables nor how mail works."""

from sqlmodel import Session

from outreach.database.traces import Change
from outreach.qualification.telling import told


def test_who_waits_for_approval_is_told_with_the_place_and_without_mail_headers() -> None:
    named = {
        "name": "Olga Weir",
        "email": "olga@acme.example",
        "title": "",
        "phone": "",
        "state": "proposed",
        "reason": "the reply does not answer a mail of ours by its Message-ID",
    }

    sentences = told(Session(), [Change("referral", (1,), None, named)])

    assert sentences == (
        "keeps Olga Weir for your approval in `outreach referrals list`: "
        "nothing proves that the reply belongs to our mail, though it looks like it",
    )


def test_a_guessed_address_is_told_without_the_name_of_its_pattern() -> None:
    note = "Olga Weir; perhaps weir.o@acme.example (last.f, as 2 of 2 known there)"
    task = {"kind": "find_contact", "contact_id": None, "note": note, "state": "open", "phone": ""}

    sentences = told(Session(), [Change("task", (1,), None, task)])

    assert sentences == (
        "opens a task to find an address: "
        "Olga Weir; perhaps weir.o@acme.example (so are 2 of 2 that we know there)",
    )
