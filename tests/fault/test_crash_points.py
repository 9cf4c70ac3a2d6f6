"""The daemon dies at every point on the way of a mail, starts again, and ends where an undisturbed run ends.

OUTREACH_CRASH_POINTS=all tries every point; else one of each stretch in which nothing is written down and the
server learns nothing of the mail.
"""

import os
from collections.abc import Iterator

import pytest

from tests.support.crashing_daemon import POINTS, CrashPoint, When, point
from tests.support.dovecot import Dovecot
from tests.support.postfix import Postfix
from tests.support.sending_line import NEXT_MAILS, Outcome, SendingLine
from tests.support.smtp_proxy import Place

#: The one in whose mail the daemon dies, and one behind them.
RECIPIENTS = 2

#: Whether the mail really went out, where the outbox cannot know. Everywhere else it does know.
DOUBTFUL = {
    "commit_points: after its commit": False,
    "body: before it is said": False,
    "body: after it": True,
    "dot: before it is said": True,
    "dot: after it": True,
    "record_answers: before its commit": True,
    # The next mail has passed its commit point in the same transaction.
    "record_answers: after its commit": False,
}
#: Only a run that cleans up after a crash comes there.
CLEANING_UP = [each for each in POINTS if each.what in ("recover", "note_seen")]
SENDING = [each for each in POINTS if each not in CLEANING_UP]
ALL = os.environ.get("OUTREACH_CRASH_POINTS") == "all"
_LEFT_OUT = {When.BEFORE, "greeting", "ehlo", "auth"}
TRIED = [each for each in SENDING if ALL or each.what == "connect" or not {each.what, each.when} & _LEFT_OUT]

#: Where the conversation stands when the daemon is killed, how much of the mail the server has by then, and
#: whether it went out, where the outbox cannot know.
KILLED: dict[str, tuple[Place, float, bool | None]] = {
    "connected, no greeting yet": (Place.GREETING, 0.0, None),
    "MAIL said": (Place.MAIL, 0.0, None),
    "RCPT said": (Place.RCPT, 0.0, None),
    "DATA said, no 354 yet": (Place.DATA, 0.0, None),
    "mail written, nothing of it arrived": (Place.BODY, 0.0, False),
    "mail written, half of it arrived": (Place.BODY, 0.5, False),
    "mail written, all but its end arrived": (Place.BODY, 0.99, False),
    "mail taken, no answer yet": (Place.DOT, 0.0, True),
}


@pytest.fixture(scope="module")
def line(
    tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot, postfix: Postfix
) -> Iterator[SendingLine]:
    dovecot.empty()
    with SendingLine(tmp_path_factory.mktemp("crashes") / "workspace", dovecot, postfix) as line:
        yield line


@pytest.fixture
def recipients(line: SendingLine) -> list[str]:
    """People whose first mail is due. Nothing else is under way, whatever the tests before have left."""
    return line.start_campaign(RECIPIENTS, alone=True)


@pytest.fixture(scope="module")
def undisturbed(line: SendingLine) -> list[Outcome]:
    """How it ends when nothing crashes."""
    recipients = line.start_campaign(RECIPIENTS, alone=True)
    line.run_until_idle()
    return line.outcomes(recipients)


def settle(line: SendingLine, recipients: list[str]) -> list[bool]:
    """Whether the mails that are doubtful had gone out, told by a person, after which the line goes on."""
    verdicts = [went_out for _, went_out in line.settle_by_hand(recipients)]
    if verdicts:
        line.run_until_idle()
    return verdicts


def test_the_points_are_all_that_a_mail_passes() -> None:
    assert len(TRIED) >= 10
    assert set(DOUBTFUL) < {each.name for each in SENDING}


def test_an_undisturbed_run_sends_one_mail_to_each(undisturbed: list[Outcome]) -> None:
    sent = Outcome(
        mails=(("ask", "sent", 1),),
        enrollment="active",
        next_step=1,
        next_is_due=True,
        counted=1,
        arrived=1,
        filed=1,
    )

    assert undisturbed == [sent] * RECIPIENTS


@pytest.mark.parametrize("at", TRIED, ids=str)
def test_a_crash_loses_nothing_and_sends_nothing_twice(
    at: CrashPoint, line: SendingLine, undisturbed: list[Outcome], recipients: list[str]
) -> None:
    line.crash(at)
    line.run_until_idle()

    assert settle(line, recipients) == ([DOUBTFUL[at.name]] if at.name in DOUBTFUL else [])
    assert line.outcomes(recipients) == undisturbed


@pytest.mark.parametrize("moment", [each for each in KILLED if ALL or each not in ("MAIL said", "RCPT said")])
def test_a_kill_in_the_middle_of_a_conversation_loses_nothing_and_sends_nothing_twice(
    moment: str, line: SendingLine, undisturbed: list[Outcome], recipients: list[str]
) -> None:
    place, share, went_out = KILLED[moment]
    line.crash(point("plan: after its commit"))
    line.proxy.hold_at(place, share=share)

    daemon = line.run()
    line.proxy.wait_until_held()
    daemon.kill()
    line.run_until_idle()

    assert settle(line, recipients) == ([] if went_out is None else [went_out])
    assert line.outcomes(recipients) == undisturbed


def test_a_kill_just_after_the_answer_leaves_the_mail_sent_or_doubtful(
    line: SendingLine, undisturbed: list[Outcome], recipients: list[str]
) -> None:
    line.crash(point("plan: after its commit"))
    line.proxy.hold_at(Place.TOLD)

    daemon = line.run()
    line.proxy.wait_until_held()
    daemon.kill()
    line.run_until_idle()

    # Whether the answer was written down in time is chance; that the mail went out is not.
    assert settle(line, recipients) in ([], [True])
    assert line.outcomes(recipients) == undisturbed


@pytest.mark.parametrize("at", CLEANING_UP, ids=str)
def test_a_crash_while_another_is_cleaned_up_changes_nothing(
    at: CrashPoint, line: SendingLine, undisturbed: list[Outcome], recipients: list[str]
) -> None:
    line.crash(point("dot: after it"))
    line.file_what_arrived(recipients)

    line.crash(at)
    line.run_until_idle()

    assert [mail.settled_by for mail in line.outbox(recipients)].count("sent_folder") == 1
    assert settle(line, recipients) == []
    assert line.outcomes(recipients) == undisturbed


def test_tries_that_a_crash_cut_short_do_not_count(
    line: SendingLine, undisturbed: list[Outcome], recipients: list[str]
) -> None:
    for _ in range(3):
        line.crash(point("claim: after its commit"))
    line.run_until_idle()

    assert line.outcomes(recipients) == undisturbed


def test_after_a_crash_the_sequence_goes_on_in_its_thread(line: SendingLine, recipients: list[str]) -> None:
    line.crash(point("body: after it"))
    line.crash(point("commit_points: after its commit"))
    line.run_until_idle()
    assert sorted(settle(line, recipients)) == [False, True]

    line.live_through(NEXT_MAILS)

    line.wait_until_delivered()
    for recipient in recipients:
        asked, reminded = line.outbox([recipient])
        assert (asked.step, reminded.step) == ("ask", "bump")
        assert line.message_ids(recipient) == [asked.message_id, reminded.message_id]
        assert line.in_reply_to(recipient) == [None, asked.message_id]
