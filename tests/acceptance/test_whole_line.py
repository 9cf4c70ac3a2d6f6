"""From a list to the follow-up "referred by a colleague", as processes on real servers."""

from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from pathlib import Path

import pytest

from tests.support.servers import Dovecot, Postfix
from tests.support.waiting import wait_for
from tests.support.workspace import Workspace

ANN = "ann@alpha.example"
JOHN = "john.smith@beta.example"
MARIA = "maria.weber@beta.example"
INFO = "info@gamma.example"
LIST = "email,first name,last name,company\njohn.smith@beta.example,John,Smith,Beta Works\ninfo@gamma.example,,,Gamma\n"


@pytest.fixture
def workspace(tmp_path: Path, empty_mailboxes: Dovecot, postfix: Postfix) -> Workspace:
    return Workspace.create(
        tmp_path / "workspace",
        address=ANN,
        password=empty_mailboxes.password(ANN),
        ca_file=empty_mailboxes.cert,
        smtp_port=postfix.submission,
        imap_port=empty_mailboxes.imaps,
        sent_copy="append",
    )


def received(dovecot: Dovecot, address: str, count: int = 1) -> list[Message]:
    raw = dovecot.wait_for_messages(address, count, within=60)
    return [message_from_bytes(each, policy=default) for each in raw]


def reply_to(mail: Message, text: str, *, sender: str, name: str) -> bytes:
    reply = EmailMessage()
    reply["From"] = f"{name} <{sender}>"
    reply["To"] = str(mail["From"])
    reply["Subject"] = f"Re: {mail['Subject']}"
    reply["Message-ID"] = f"<reply-{abs(hash(text))}@{sender.partition('@')[2]}>"
    reply["In-Reply-To"] = reply["References"] = str(mail["Message-ID"])
    reply["Date"] = str(mail["Date"])
    quoted = "On Tue, 2 Jun 2026 at 09:12, Ann Roe <ann@alpha.example> wrote:\n> Who handles sales?\n"
    reply.set_content(f"{text}\n\n{quoted}")
    return reply.as_bytes()


def deliver(postfix: Postfix, raw: bytes, *, sender: str) -> None:
    """As a foreign server would: over SMTP, to the side where Postfix receives mail."""
    import smtplib

    with smtplib.SMTP("127.0.0.1", postfix.smtp, timeout=20) as smtp:
        smtp.sendmail(sender, [ANN], raw)


def state_of(workspace: Workspace, address: str) -> str:
    return str(workspace.json("prospects", "show", address)["enrollments"][-1]["state"])


def test_a_reply_that_names_a_colleague_leads_to_the_follow_up_and_a_no_ends_it(
    workspace: Workspace, empty_mailboxes: Dovecot, postfix: Postfix
) -> None:
    workspace.start_campaign(LIST)

    with workspace.daemon():
        (first,) = received(empty_mailboxes, JOHN)
        (asked,) = received(empty_mailboxes, INFO)
        assert first["Subject"] == "Who handles sales at Beta Works?"
        assert "Hello John," in first.get_content()  # type: ignore[attr-defined]

        named = "Please talk to Maria Weber, maria.weber@beta.example, she runs sales."
        deliver(postfix, reply_to(first, named, sender=JOHN, name="John Smith"), sender=JOHN)

        (follow_up,) = received(empty_mailboxes, MARIA)
        assert follow_up["X-Outreach-Tag"] == "referred-by-a-colleague"
        assert "John Smith" in follow_up.get_content()  # type: ignore[attr-defined]
        assert follow_up["To"] == f"Maria Weber <{MARIA}>"
        assert follow_up["Cc"] is None
        assert state_of(workspace, JOHN) == "referred"

        deliver(
            postfix, reply_to(asked, "Please remove me from your list.", sender=INFO, name=""), sender=INFO
        )
        wait_for(lambda: state_of(workspace, INFO) == "opted_out", "the opt-out is honoured", within=60)

    assert workspace.outreach("suppress", "check", INFO, may_fail=True).returncode == 1
    assert len(empty_mailboxes.messages(JOHN)) == 1
    assert len(empty_mailboxes.messages(INFO)) == 1
    status = workspace.json("campaign", "status", "spring")
    assert status["sent"] == 3
    assert status["referral_follow_ups_sent"] == 1
    assert status["opted_out"] == 1


def test_the_mailbox_is_read_without_a_trace_and_copies_are_filed(
    workspace: Workspace, empty_mailboxes: Dovecot, postfix: Postfix
) -> None:
    workspace.start_campaign(LIST)

    with workspace.daemon():
        (first,) = received(empty_mailboxes, JOHN)
        deliver(postfix, reply_to(first, "What is this about?", sender=JOHN, name="John Smith"), sender=JOHN)
        wait_for(lambda: workspace.json("review", "list"), "the question awaits review", within=60)
        wait_for(lambda: len(empty_mailboxes.messages(ANN, "Sent")) == 2, "both copies are filed", within=60)

    unseen = [path.name for path in empty_mailboxes.maildir(ANN).glob("new/*")]
    seen = [
        path.name
        for path in empty_mailboxes.maildir(ANN).glob("cur/*")
        if "S" in path.name.partition(":2,")[2]
    ]
    assert len(unseen) + len(list(empty_mailboxes.maildir(ANN).glob("cur/*"))) == 1
    assert seen == []


def test_nothing_leaves_while_the_configuration_is_not_live(
    tmp_path: Path, empty_mailboxes: Dovecot, postfix: Postfix
) -> None:
    workspace = Workspace.create(
        tmp_path / "rehearsal",
        address=ANN,
        password=empty_mailboxes.password(ANN),
        ca_file=empty_mailboxes.cert,
        smtp_port=postfix.submission,
        imap_port=empty_mailboxes.imaps,
        live=False,
    )
    workspace.start_campaign(LIST)

    done = workspace.outreach("run", "--until-idle")

    assert done.stderr.count("would_send ") == 2
    assert empty_mailboxes.messages(JOHN) == []
    assert [mail["state"] for mail in workspace.json("outbox", "list")] == ["queued", "queued"]
