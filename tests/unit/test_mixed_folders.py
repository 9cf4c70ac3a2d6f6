"""What of a folder that also holds our own mail is a letter to us."""

import pytest

from outreach.inbox.mixed_folders import is_own
from outreach.sending.message_ids import message_id
from tests.support.databases import KEY

ANN = "ann@alpha.example"
OURS = message_id(KEY, mailbox_address=ANN, enrollment_id=7, step_index=0, recipient="ana@acme.example")


def own(fields: str, *labels: str) -> bool:
    raw = fields.replace("\n", "\r\n").encode() + b"\r\n\r\n"
    return is_own(raw, frozenset(labels), address=ANN, key=KEY)


@pytest.mark.parametrize(
    "sender", ["ann@alpha.example", "Ann Roe <Ann@Alpha.example>", '"Roe, Ann" <ann@alpha.example>']
)
def test_what_bears_our_own_address_is_ours(sender: str) -> None:
    assert own(f"From: {sender}\nMessage-ID: <1@mail.example>")


@pytest.mark.parametrize(
    "sender",
    ["ana@acme.example", "ann@alpha.example.evil.example", '"ann@alpha.example" <ana@acme.example>', ""],
)
def test_what_bears_another_address_is_a_letter(sender: str) -> None:
    assert not own(f"From: {sender}\nMessage-ID: <1@mail.example>")


def test_a_mail_of_ours_is_known_by_its_message_id_whoever_it_says_it_is_from() -> None:
    assert own(f"From: sales@alpha.example\nMessage-ID: {OURS}")
    assert own(f"From: sales@alpha.example\nMessage-ID: {OURS.upper()}")
    assert not own(f"From: ana@acme.example\nIn-Reply-To: {OURS}\nMessage-ID: <1@mail.example>")


def test_a_message_id_that_only_looks_like_ours_is_anybodys() -> None:
    forged = OURS.replace(OURS[8:12], "beef")

    assert not own(f"From: ana@acme.example\nMessage-ID: {forged}")


@pytest.mark.parametrize(
    ("labels", "ours"),
    [
        (("\\sent",), True),
        (("\\draft",), True),
        (("\\sent", "\\important"), True),
        (("\\sent", "\\inbox"), False),
        (("\\inbox",), False),
        (("sent",), False),
        ((), False),
    ],
)
def test_gmails_labels_say_what_was_sent_from_any_address(labels: tuple[str, ...], ours: bool) -> None:
    assert own("From: ann.roe@other.example", *labels) is ours


def test_a_header_that_makes_no_sense_is_no_mail_of_ours() -> None:
    assert not own("\x00\xff")
