"""Our Message-IDs: the same for the same mail, and nobody else can make one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sending.message_ids import OurMessageId, id_named_in, may_be_to, message_id, recognise

KEY, OTHER_KEY = bytes(32), b"x" * 32
OURS = message_id(KEY, mailbox_address="ann@alpha.example", enrollment_id=42, step_index=1)


def test_the_same_mail_has_the_same_id() -> None:
    again = message_id(KEY, mailbox_address="ann@alpha.example", enrollment_id=42, step_index=1)

    assert again == OURS
    assert OURS.startswith("<o.42.1.")
    assert OURS.endswith("@alpha.example>")


def test_every_step_run_domain_and_workspace_has_another() -> None:
    ids = {
        message_id(key, mailbox_address=f"ann@{domain}", enrollment_id=enrollment, step_index=step)
        for key in (KEY, OTHER_KEY)
        for domain in ("alpha.example", "beta.example")
        for enrollment in (1, 11, 111)
        for step in (1, 11)
    }

    assert len(ids) == 24


@pytest.mark.parametrize(
    "text",
    [
        OURS,
        OURS.strip("<>"),
        f"  {OURS}\r\n",
        OURS.replace("alpha.example", "ALPHA.Example"),
    ],
    ids=["as it was", "without brackets", "with blanks", "domain in capitals"],
)
def test_our_id_is_known_again(text: str) -> None:
    assert recognise(KEY, text) == OurMessageId(42, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<>",
        "<o.42.1.@alpha.example>",
        OURS.replace(".1.", ".2."),
        OURS.replace("42", "43"),
        OURS.replace("42", "٤٢"),
        OURS.replace("alpha", "beta"),
        OURS.replace("@alpha.example", ""),
        OURS.replace("@", "@evil.example@"),
        OURS.replace("<o", "<p"),
        f"{OURS} {OURS}",
        f"x{OURS}",
        OURS.replace("42", "4" * 400),
        "<o.42.1." + "0" * 24 + "@alpha.example>",
        "<o.42.1." + "٠" * 24 + "@alpha.example>",
        "<CAHk-abc@mail.example>",
    ],
    ids=range(16),
)
def test_what_we_did_not_make_is_not_ours(text: str) -> None:
    assert recognise(KEY, text) is None


def test_the_id_of_another_workspace_is_not_ours() -> None:
    assert recognise(OTHER_KEY, OURS) is None


@given(
    st.integers(1, 10**18 - 1), st.integers(0, 9_999), st.sampled_from(["a.example", "xn--bcher-kva.example"])
)
def test_whatever_we_make_is_known_again(enrollment: int, step: int, domain: str) -> None:
    made = message_id(KEY, mailbox_address=f"ann@{domain}", enrollment_id=enrollment, step_index=step)

    assert recognise(KEY, made) == OurMessageId(enrollment, step)


@given(st.text(max_size=100))
def test_recognising_never_fails(text: str) -> None:
    assert recognise(KEY, text) is None


# --- whom it is to ---------------------------------------------------------------------------------------------------


def to(recipient: str | None, *, enrollment: int = 42, key: bytes = KEY) -> str:
    return message_id(
        key,
        mailbox_address="ann@alpha.example",
        enrollment_id=enrollment,
        step_index=1,
        recipient=recipient,
    )


def test_the_same_step_to_somebody_else_has_another_id() -> None:
    assert len({to(None), to("ana@acme.example"), to("ben@acme.example")}) == 3
    assert to("Ana@ACME.example") == to("ana@acme.example")


def test_an_id_tells_whom_its_mail_may_have_gone_to() -> None:
    known, before = recognise(KEY, to("ana@acme.example")), recognise(KEY, to(None))
    assert known is not None
    assert before is not None

    assert (known.enrollment_id, known.step_index) == (42, 1)
    assert may_be_to(KEY, known, "Ana@acme.example")
    assert not may_be_to(KEY, known, "ben@acme.example")
    assert may_be_to(KEY, before, "ben@acme.example"), "an id from before does not say"


@pytest.mark.parametrize("digit", range(24))
def test_no_digit_of_the_hash_can_be_changed(digit: int) -> None:
    ours = to("ana@acme.example")
    at = len("<o.42.1.") + digit
    forged = ours[:at] + ("0" if ours[at] != "0" else "1") + ours[at + 1 :]

    assert recognise(KEY, forged) is None


def test_an_id_to_somebody_belongs_to_its_workspace_and_enrollment() -> None:
    ours = to("ana@acme.example")

    assert recognise(OTHER_KEY, ours) is None
    assert recognise(KEY, ours.replace("o.42.", "o.43.")) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<mailto:ann@alpha.example?subject=unsubscribe%20{name}>", True),
        ("<https://alpha.example/u/{name}>, <mailto:ann@alpha.example>", True),
        ("<mailto:ann@alpha.example?subject=unsubscribe>", False),
        ("x{name}", False),
        ("{name}0", False),
        ("", False),
    ],
)
def test_our_name_is_found_in_a_text(text: str, found: bool) -> None:
    ours = to("ana@acme.example")
    name = ours[1:-1].partition("@")[0]

    read = id_named_in(text.format(name=name), mailbox_address="ann@alpha.example")

    assert read == (ours if found else None)
