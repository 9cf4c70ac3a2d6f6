"""The daemon dies while a person's answer goes out, and it arrives once: real Postfix, real Dovecot, `kill -9`."""

import json
from collections.abc import Iterator

import pytest

from tests.support.crashing_daemon import POINTS
from tests.support.dovecot import Dovecot
from tests.support.postfix import Postfix
from tests.support.sending_line import ANN, Mail, SendingLine

#: Where it dies, and whether the answer went out, where the outbox cannot know.
CRASHES: dict[str, bool | None] = {
    "claim: before its commit": None,
    "claim: after its commit": None,
    "commit_points: before its commit": None,
    "commit_points: after its commit": False,
    "body: after it": True,
    "dot: after it": True,
    "record_answers: before its commit": True,
}
BODY = "Hello,\n\nthank you. Shall we talk on Thursday?\n\nAnn\n"


@pytest.fixture(scope="module")
def line(
    tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot, postfix: Postfix
) -> Iterator[SendingLine]:
    dovecot.empty()
    with SendingLine(tmp_path_factory.mktemp("answers") / "workspace", dovecot, postfix) as line:
        yield line


@pytest.fixture
def answer(line: SendingLine, dovecot: Dovecot) -> Mail:
    """What Ann has answered to somebody who asked; it waits in the outbox."""
    (recipient,) = line.start_campaign(1, alone=True)
    line.run_until_idle()
    line.wait_until_delivered()
    (asked,) = line.message_ids(recipient)
    dovecot.deliver(ANN, a_question(recipient, asked), sender=recipient)
    line.run_until_idle()
    told = line.workspace.outreach("review", "list", "--json").stdout
    (review,) = [each for each in json.loads(told) if each["contact"] == recipient]
    # Decided as well, or it would hold the people of the next test, who work at the same company.
    words = ("review", "answer", str(review["id"]), "--file", "-", "--yes", "--decide", "question")
    line.workspace.outreach(*words, stdin=BODY)
    mail = line.outbox([recipient])[-1]
    assert (mail.state, mail.step[:7]) == ("queued", "answer-")
    return mail


def a_question(sender: str, answers: str) -> bytes:
    return (
        f"From: Robin <{sender}>\r\nTo: Ann <{ANN}>\r\nSubject: Re: your question\r\n"
        f"Message-ID: <question.{sender}>\r\nIn-Reply-To: {answers}\r\nReferences: {answers}\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        "Before I say anything: what is this about, and what would it cost us?\r\n"
    ).encode()


@pytest.mark.parametrize("name", CRASHES)
def test_an_answer_arrives_once_wherever_the_daemon_dies(name: str, line: SendingLine, answer: Mail) -> None:
    line.crash(next(each for each in POINTS if each.name == name))
    line.run_until_idle()
    settled = [went_out for _, went_out in line.settle_by_hand([answer.recipient])]
    line.run_until_idle()
    line.wait_until_delivered()

    assert settled == ([] if CRASHES[name] is None else [CRASHES[name]])
    assert line.message_ids(answer.recipient).count(str(answer.message_id)) == 1
    assert line.outbox([answer.recipient])[-1].state == "sent"
    assert line.filed()[str(answer.message_id)] == 1
    assert line.in_reply_to(answer.recipient)[-1] == f"<question.{answer.recipient}>"
