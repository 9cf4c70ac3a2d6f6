"""Every phase of handing in a mail, times every way in which a server or a network can fail in it.

All cases run at once, each against a server of its own. The misbehaviour happens on the first connection;
after it the test does what the queue would do: it hands in again what was surely not taken, and nothing else.
Then another mail goes through the same SmtpConnection, to show that no late answer is taken for its own.
"""

import asyncio
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import pytest

from outreach.mail.servers import Password, Security, SmtpServer
from outreach.mail.smtp import Answer, Outcome, SmtpConnection, Timeouts
from tests.support.certificate import make_certificate
from tests.support.misbehaving_smtp import LOOPBACK, PASSWORD, USERNAME, Fault, Kind, MisbehavingSmtp

SENT, NOT_SENT, DOUBTFUL = Outcome.SENT, Outcome.NOT_SENT, Outcome.DOUBTFUL
LATER, REFUSED = Outcome.REFUSED_FOR_NOW, Outcome.REFUSED

SENDER = "ann@alpha.example"
FIRST, SECOND, BEFORE = "first@beta.example", "second@beta.example", "before@beta.example"

#: Seconds for the phase in which nothing comes, and for all others, which a busy machine must never reach.
SHORT, LONG = 0.3, 60.0

FAULTS = {
    "drop": (Kind.DROP, ""),
    "reset": (Kind.RESET, ""),
    "stall": (Kind.STALL, ""),
    "slow": (Kind.SLOW, ""),
    "4xx": (Kind.REPLY, "450 4.3.2 Not now"),
    "421": (Kind.REPLY, "421 4.3.2 Closing"),
    "5xx": (Kind.REPLY, "550 5.7.1 No"),
    "other 2xx": (Kind.REPLY, "252 2.0.0 Perhaps"),
    "3xx": (Kind.REPLY, "334 Go on"),
    "garbage": (Kind.GARBAGE, ""),
    "half a line, drop": (Kind.HALF_THEN_DROP, ""),
    "half a line, stall": (Kind.HALF_THEN_STALL, ""),
    "early answer": (Kind.EARLY, ""),
}

BROKEN = dict.fromkeys(
    ["drop", "reset", "stall", "garbage", "half a line, drop", "half a line, stall", "3xx"], NOT_SENT
)
REPLIES = {"4xx": LATER, "421": LATER, "5xx": REFUSED}
BEFORE_THE_COMMIT = BROKEN | REPLIES | {"slow": SENT, "other 2xx": SENT, "early answer": NOT_SENT}
# A kept line that fails before MAIL was accepted is replaced, and nobody hears of it.
ON_A_KEPT_LINE = dict.fromkeys([*BROKEN, "421", "slow", "other 2xx", "early answer"], SENT) | {
    "4xx": LATER,
    "5xx": REFUSED,
}
AFTER_THE_COMMIT = dict.fromkeys(BROKEN, DOUBTFUL) | REPLIES | {"slow": SENT, "other 2xx": SENT}

EXPECTED: dict[str, dict[str, Outcome]] = {
    "greeting": {kind: outcome for kind, outcome in BEFORE_THE_COMMIT.items() if kind != "early answer"},
    "ehlo": BEFORE_THE_COMMIT,
    # 220 opens the handshake, 235 the mailbox, 354 the mail: another yes is none.
    "starttls": BEFORE_THE_COMMIT | {"other 2xx": NOT_SENT},
    "tls": dict.fromkeys(["drop", "reset", "stall", "garbage"], NOT_SENT),
    "auth": BEFORE_THE_COMMIT | {"other 2xx": NOT_SENT},
    "mail": BEFORE_THE_COMMIT,
    "rcpt": BEFORE_THE_COMMIT,
    "data": BEFORE_THE_COMMIT | {"other 2xx": NOT_SENT},
    "body, first octet": AFTER_THE_COMMIT,
    "body, 50 %": AFTER_THE_COMMIT,
    "body, 99 %": AFTER_THE_COMMIT,
    # An answer to the dot that comes with the 354 was seen before the commit point.
    "dot": AFTER_THE_COMMIT | {"early answer": NOT_SENT},
    "rset": dict.fromkeys([*BROKEN, *REPLIES, "slow", "other 2xx"], SENT),
    "next mail": ON_A_KEPT_LINE,
    "quit": dict.fromkeys([kind for kind in FAULTS if kind != "early answer"], SENT),
}

SHARES = {"body, first octet": 0.0, "body, 50 %": 0.5, "body, 99 %": 0.99}
GLUED_TO = {
    "ehlo": "greeting",
    "starttls": "ehlo",
    "auth": "ehlo",
    "mail": "ehlo",
    "rcpt": "mail",
    "data": "rcpt",
    "dot": "data",
    "next mail": "dot",
}
CASES = [(phase, kind) for phase, kind in product(EXPECTED, FAULTS) if kind in EXPECTED[phase]]
Case = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one case came to."""

    answer: Answer
    second: Answer
    #: The answer to handing the first mail in again, where that was right to do.
    again: Answer | None
    mails: list[tuple[str, bytes]]
    commits: int

    def copies(self, recipient: str) -> int:
        return [to for to, _ in self.mails].count(recipient)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Case, Seen]]:
    yield asyncio.run(run_all(tmp_path_factory.mktemp("tls")))


def test_the_matrix_is_whole() -> None:
    assert len(CASES) >= 150
    assert all(set(FAULTS) - set(EXPECTED[phase]) <= {"early answer"} for phase in EXPECTED if phase != "tls")


@pytest.mark.parametrize("case", CASES, ids=": ".join)
def test_a_fault_has_its_outcome(case: Case, seen: dict[Case, Seen]) -> None:
    phase, kind = case

    answer = seen[case].answer

    assert answer.outcome is EXPECTED[phase][kind], str(answer)


@pytest.mark.parametrize("case", CASES, ids=": ".join)
def test_no_fault_leads_to_a_double_or_a_loss(case: Case, seen: dict[Case, Seen]) -> None:
    result = seen[case]

    assert result.copies(FIRST) <= 1
    if Outcome.SENT in (result.answer.outcome, result.again.outcome if result.again else None):
        assert result.copies(FIRST) == 1
    if result.answer.outcome is REFUSED:
        assert result.copies(FIRST) == 0


@pytest.mark.parametrize("case", CASES, ids=": ".join)
def test_what_was_surely_not_taken_can_be_handed_in_again(case: Case, seen: dict[Case, Seen]) -> None:
    result = seen[case]

    assert result.again is None or result.again.outcome is Outcome.SENT


@pytest.mark.parametrize("case", CASES, ids=": ".join)
def test_the_next_mail_gets_its_own_answer(case: Case, seen: dict[Case, Seen]) -> None:
    result = seen[case]

    assert result.second.outcome is Outcome.SENT
    assert [content for to, content in result.mails if to == SECOND] == [on_the_wire(SECOND)]


@pytest.mark.parametrize("case", CASES, ids=": ".join)
def test_the_commit_point_is_passed_once_a_try_at_most(case: Case, seen: dict[Case, Seen]) -> None:
    result = seen[case]
    tries = 3 if result.again else 2

    assert result.commits <= tries
    if result.answer.outcome in (SENT, DOUBTFUL):
        assert result.commits == tries


async def run_all(folder: Path) -> dict[Case, Seen]:
    certificate = make_certificate(folder)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate.file, certificate.key)
    # More at once would only wait for the processor, and longer than some limits.
    room = asyncio.Semaphore(40)

    async def one(case: Case) -> Seen:
        async with room, asyncio.timeout(LONG):
            return await run(*case, tls=tls, ca_file=str(certificate.file))

    return dict(zip(CASES, await asyncio.gather(*map(one, CASES)), strict=True))


async def run(phase: str, kind: str, *, tls: ssl.SSLContext, ca_file: str) -> Seen:
    secured = phase in ("starttls", "tls")
    async with MisbehavingSmtp(*faults(phase, kind), tls=tls if secured else None) as server:
        smtp = SmtpConnection(
            SmtpServer(
                host=LOOPBACK,
                port=server.port,
                security=Security.STARTTLS if secured else Security.NONE,
                login=Password(USERNAME, PASSWORD) if phase in ("auth", "starttls", "tls") else None,
                ca_file=ca_file,
            ),
            timeouts=limits(phase, kind),
        )
        commits: list[str] = []
        if phase == "rset":
            assert (await hand_in(smtp, BEFORE, [])).outcome is REFUSED
        if phase == "next mail":
            assert (await hand_in(smtp, BEFORE, [])).outcome is SENT
        answer = await hand_in(smtp, FIRST, commits)
        again = await hand_in(smtp, FIRST, commits) if answer.outcome in (NOT_SENT, LATER) else None
        if phase == "quit":
            await smtp.close()
            await server.misbehaved.wait()
        second = await hand_in(smtp, SECOND, commits)
        await smtp.close()
        assert server.misbehaved.is_set()
        return Seen(answer, second, again, server.mails, len(commits))


def faults(phase: str, kind: str) -> list[Fault]:
    what, reply = FAULTS[kind]
    fault = Fault(phase, what, reply=reply, glued_to=GLUED_TO.get(phase, ""))
    if phase in SHARES:
        return [replace(fault, phase="body", share=SHARES[phase])]
    if phase == "rset":
        # A refused mail before it is what makes the client say RSET.
        return [Fault("rcpt", Kind.REPLY, reply="550 5.1.1 Unknown"), fault]
    if phase == "next mail":
        occasion = 1 if what is Kind.EARLY else 2
        return [replace(fault, phase="mail", occasion=occasion)]
    return [fault]


def limits(phase: str, kind: str) -> Timeouts:
    if "stall" not in kind:
        return Timeouts.all(LONG)
    if phase in SHARES:
        return replace(Timeouts.all(LONG), body=SHORT, dot=SHORT)
    limited = {"next mail": "mail", "quit": "rset"}.get(phase, phase)
    return replace(Timeouts.all(LONG), **{limited: SHORT})


async def hand_in(smtp: SmtpConnection, recipient: str, commits: list[str]) -> Answer:
    async def commit() -> bool:
        commits.append(recipient)
        return True

    return await smtp.deliver(
        sender=SENDER, recipient=recipient, message=mail_to(recipient), commit_point=commit
    )


def mail_to(recipient: str) -> bytes:
    body = b"".join(b"Line %d of a mail of some length.\r\n" % number for number in range(80))
    return b"To: " + recipient.encode() + b"\r\nSubject: who handles sales?\r\n\r\n" + body


def on_the_wire(recipient: str) -> bytes:
    return mail_to(recipient) + b".\r\n"
