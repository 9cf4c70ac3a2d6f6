"""Whatever a stranger wrote, an answer to it is one mail to them, with their words behind marks."""

import email
import email.policy
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from outreach.sending.answer_letters import Parent, Recipient, thread_of, write_answer
from outreach.sending.identity import SendingMailbox

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
ANN = SendingMailbox("ann", "Ann Roe", "ann@alpha.example", "Europe/London", 30, 5, 3, (90, 240))
OUR_ID = "<o.1.1000.0123456789abcdef01234567@alpha.example>"
ONCE = ("from", "to", "subject", "date", "message-id", "in-reply-to", "references")

hostile = st.text(max_size=200) | st.sampled_from(
    [
        "a\r\nBcc: x@evil.example",
        "=?utf-8?q?=0D=0ABcc:_x@evil.example?=",
        "<x@y.example>\r\n\r\nbody",
        "\x1b]0;owned\x07",
        "\u202egnp.exe",
    ]
)
ids = hostile | st.sampled_from(["<a@b.example>", "<c@d.example>", "<" + "x" * 900 + "@y.example>", ""])


@given(
    subject=hostile,
    name=hostile,
    writer=hostile,
    text=st.text(max_size=500),
    message_id=ids,
    references=st.lists(ids, max_size=40),
    language=st.sampled_from(["en", "ru"]),
)
def test_it_is_one_mail_to_one_person_whatever_they_wrote(
    subject: str, name: str, writer: str, text: str, message_id: str, references: list[str], language: str
) -> None:
    parent = Parent(message_id, references, subject, writer, NOW, text, language)

    written = write_answer(
        "Hello,\n\nyes.\n", parent, Recipient(name, "ana@acme.example"), ANN, message_id=OUR_ID, now=NOW
    )

    message = email.message_from_bytes(written.raw, policy=email.policy.compat32)
    names = [header.lower() for header in message]
    assert all(names.count(header) <= 1 for header in ONCE)
    assert not {"bcc", "cc", "reply-to", "sender"} & set(names)
    assert message["To"].endswith("<ana@acme.example>") or message["To"] == "ana@acme.example"
    assert message["Message-ID"] == OUR_ID
    assert max(map(len, written.raw.split(b"\r\n"))) <= 998
    said = message.get_payload(decode=True).decode()  # type: ignore[union-attr]
    own, _, below = said.replace("\r\n", "\n").partition("yes.\n")
    assert own == "Hello,\n\n"
    quote = [line for line in below.split("\n")[1:] if line]
    assert all(line.startswith(">") for line in quote[1:])
    assert "\x1b" not in said
    assert "\u202e" not in said


@given(message_id=ids, references=st.lists(ids, max_size=200))
def test_a_thread_keeps_its_beginning_and_ends_with_the_reply(message_id: str, references: list[str]) -> None:
    thread = thread_of(Parent(message_id, references, "", "", NOW, "", "en"))

    sound = [each for each in references if each in {"<a@b.example>", "<c@d.example>"} and each != message_id]
    assert len(thread) == len(set(thread)) <= 20
    if message_id == "<a@b.example>":
        assert thread[-1] == message_id
    if sound:
        assert thread[0] in {*sound, *references}
