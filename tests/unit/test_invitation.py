"""Invitations as RFC 5545 wants them: folded, escaped, in UTC; and only where a moment was agreed."""

import email
import email.policy
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from outreach.handoff.invitation import Meeting, agreed_time, invitation, with_invitation
from outreach.sending.compose import Letter, compose

ON, BERLIN = date(2026, 3, 31), ZoneInfo("Europe/Berlin")
MADE = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


def a_meeting(**changes: object) -> Meeting:
    values: dict[str, object] = {
        "uid": "lead-4-offer-7@alpha.example",
        "summary": "call at 15:30; with, Ana\\Otto",
        "description": "one\ntwo; three, four",
        "on": ON,
        "starts": datetime(2026, 3, 31, 13, 30, tzinfo=UTC),
        "organiser": "ann@alpha.example",
        "attendee": "dora@alpha.example",
        "attendee_name": 'Dora "D" Lind',
        "made_at": MADE,
    }
    return Meeting(**(values | changes))  # type: ignore[arg-type]


def unfolded(raw: bytes) -> list[str]:
    return raw.decode().replace("\r\n ", "").split("\r\n")


def test_moments_are_in_utc_and_text_is_escaped() -> None:
    lines = unfolded(invitation(a_meeting()))

    assert lines[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//outreach//hand-off//EN",
        "METHOD:REQUEST",
    ]
    assert "DTSTART:20260331T133000Z" in lines
    assert "DTEND:20260331T140000Z" in lines
    assert "DTSTAMP:20260303T100000Z" in lines
    assert "SUMMARY:call at 15:30\\; with\\, Ana\\\\Otto" in lines
    assert "DESCRIPTION:one\\ntwo\\; three\\, four" in lines
    assert any(line.startswith("ATTENDEE;CN=\"Dora 'D' Lind\";") and "RSVP=FALSE" in line for line in lines)


def test_a_day_without_a_time_is_a_whole_day() -> None:
    lines = unfolded(invitation(a_meeting(starts=None)))

    assert "DTSTART;VALUE=DATE:20260331" in lines
    assert "DTEND;VALUE=DATE:20260401" in lines


@pytest.mark.parametrize("text", ["x" * 500, "Позвонить Марии Ветровой " * 12, "漢字" * 90, "👍" * 60])
def test_lines_are_folded_at_75_octets_and_no_character_is_cut(text: str) -> None:
    raw = invitation(a_meeting(description=text))

    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert all(line.decode() is not None for line in raw.split(b"\r\n"))
    assert f"DESCRIPTION:{text.strip()}" in unfolded(raw)


def test_nothing_foreign_begins_a_line_of_its_own() -> None:
    evil = "hello\r\nATTENDEE:mailto:eve@elsewhere.example\nEND:VCALENDAR"
    lines = unfolded(invitation(a_meeting(summary=evil, description=evil, attendee_name=evil)))

    assert [line for line in lines if line.startswith("ATTENDEE:")] == []
    assert lines.count("END:VCALENDAR") == 1


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("call Ana at 15:30", BERLIN, datetime(2026, 3, 31, 13, 30, tzinfo=UTC)),
        # The clocks have gone forward two days before.
        ("call at 9:05", ZoneInfo("Europe/London"), datetime(2026, 3, 31, 8, 5, tzinfo=UTC)),
        ("call between 15:00 and 16:00", BERLIN, None),
        ("call Ana", BERLIN, None),
        ("ratio 3:1, version 1:20:30", BERLIN, None),
    ],
)
def test_a_time_is_what_the_next_step_names_once(text: str, zone: ZoneInfo, moment: datetime | None) -> None:
    assert agreed_time(text, ON, zone) == moment


def test_a_mail_carries_it_as_an_attachment() -> None:
    letter = Letter(
        "Ann", "ann@alpha.example", "", "dora@alpha.example", "Lead 4", "Привет\n", MADE, "<x@alpha.example>"
    )
    calendar = invitation(a_meeting())

    mail = email.message_from_bytes(with_invitation(compose(letter), calendar), policy=email.policy.default)

    text, attached = mail.iter_parts()
    assert mail.get_content_type() == "multipart/mixed"
    assert text.get_content().replace("\r\n", "\n") == "Привет\n"
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "REQUEST"
    assert attached.get_payload(decode=True) == calendar
    assert mail.defects == []
