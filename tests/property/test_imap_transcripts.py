"""However the network slices what a server says, it is read alike; however it is mutilated, reading it ends.

The session talks to a transport in memory: no socket, no waiting, thousands of conversations in seconds.
"""

import asyncio
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.mail.imap import ImapSession, ImapTrouble
from outreach.mail.imap_opening import introduce
from outreach.mail.imap_protocol import ImapProtocol
from outreach.mail.servers import ImapServer, Password, Security

SERVER = ImapServer("127.0.0.1", 143, Security.NONE, Password("ann@alpha.example", "pw-ann"))
MUTANTS = 3_000
#: Rounds of the event loop after which a client that has said nothing more waits in vain.
PATIENCE = 12

BODIES = {
    7: b"Subject: * Re: (who) \r\n\r\n* 3 EXPUNGE\r\n)\r\nA1 OK {7}\r\n* BYE\r\n",
    9: b"From: olga.petrova@gamma.example\r\n\r\n\xd0\x94\xd0\xb0 \xff\xfe {3}\r\n",
    12: b"",
}


def _sizes() -> bytes:
    date = b'INTERNALDATE " 7-Jul-2025 09:30:00 +0200"'
    return b"".join(
        b"* %d FETCH (UID %d RFC822.SIZE %d %s EMAILID (M%d))\r\n" % (number, uid, len(raw), date, uid)
        for number, (uid, raw) in enumerate(BODIES.items(), start=1)
    )


def _bodies() -> bytes:
    return b"".join(
        b"* %d FETCH (UID %d BODY[] {%d}\r\n%s FLAGS (\\Seen \\*))\r\n" % (number, uid, len(raw), raw)
        for number, (uid, raw) in enumerate(BODIES.items(), start=1)
    )


#: What the server says: the greeting, then one answer after the other; `%t` is the tag.
CONVERSATION: tuple[bytes, ...] = (
    b"* OK [CAPABILITY IMAP4rev1] Ready. {3}\r\n",
    b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n%t OK Done.\r\n",
    b"* OK [ALERT] Nearly full.\r\n%t OK [CAPABILITY IMAP4rev1 IDLE] Welcome.\r\n",
    b"* CAPABILITY IMAP4rev1 IDLE OBJECTID\r\n* CAPABILITY UIDPLUS\r\n%t OK Done.\r\n",
    b'* LIST (\\Sent) "/" {12}\r\nSent * Items\r\n* LIST () NIL "a\\"b"\r\n* LIST () "/" inbox\r\n%t OK Done.\r\n',
    b"* FLAGS (\\Seen \\*)\r\n* 3 EXISTS\r\n* OK [UIDVALIDITY 42] Ok.\r\n* OK [UIDNEXT 13]\r\n%t OK [READ-ONLY] .\r\n",
    b"* SEARCH 7 9\r\n* SEARCH 12\r\n* 3 FETCH (FLAGS ())\r\n%t OK Done.\r\n",
    _sizes() + b"%t OK Done.\r\n",
    _bodies() + b"* 4 EXISTS\r\n* 1 EXPUNGE\r\n* 3 EXISTS\r\n%t OK Done.\r\n",
    b"* SEARCH\r\n%t OK Done.\r\n",
    b"+ idling\r\n* OK Still here.\r\n* 4 EXISTS\r\n",
    b"%t OK Done.\r\n",
    b"* BYE Until then.\r\n%t OK Done.\r\n",
)


class Wire(asyncio.Transport):
    """Answers every line of the client with the next answer, in pieces; hangs up when there is no more to say."""

    def __init__(self, protocol: ImapProtocol, answers: Sequence[bytes], sizes: Sequence[int]) -> None:
        super().__init__()
        self.protocol = protocol
        self.answers = list(answers)
        self.sizes: Iterator[int] = cycle(sizes)
        self.tag = b"*"
        self.spoken = 0
        self.closed = False
        self.loop = asyncio.get_running_loop()

    def write(self, data: Any) -> None:
        first = bytes(data).split(b" ")[0].strip()
        # The end of IDLE has no tag of its own.
        self.tag = self.tag if first == b"DONE" else first
        self._say()

    def greet(self) -> None:
        self._say()

    def abort(self) -> None:
        self._hang_up()

    def _say(self) -> None:
        self.spoken += 1
        answer = self.answers.pop(0).replace(b"%t", self.tag) if self.answers else b""
        pieces = []
        while answer:
            size = next(self.sizes)
            pieces.append(answer[:size])
            answer = answer[size:]
        self.loop.call_soon(self._deliver, pieces)

    def _deliver(self, pieces: list[bytes]) -> None:
        for piece in pieces:
            if not self.closed:
                self.protocol.data_received(piece)
        self.loop.call_soon(self._wait, self.spoken, PATIENCE)

    def _wait(self, spoken: int, rounds: int) -> None:
        if rounds and not self.closed:
            self.loop.call_soon(self._wait, spoken, rounds - 1)
        elif spoken == self.spoken:
            self._hang_up()

    def _hang_up(self) -> None:
        if not self.closed:
            self.closed = True
            self.loop.call_soon(self.protocol.connection_lost, None)


@dataclass
class Understood:
    """What a client has made of a conversation, and the trouble that ended it."""

    facts: list[object] = field(default_factory=list)
    trouble: ImapTrouble | None = None


async def converse(answers: Sequence[bytes], sizes: Sequence[int]) -> Understood:
    understood = Understood()
    protocol = ImapProtocol("wire")
    wire = Wire(protocol, answers, sizes)
    protocol.connection_made(wire)
    wire.greet()
    try:
        async with protocol.within(60, "the opening"):
            await introduce(protocol, SERVER)
        session = ImapSession(protocol, deadline=60)
        await _read(session, understood.facts.append)
        await session.close()
    except ImapTrouble as trouble:
        understood.trouble = trouble
    protocol.abort()
    return understood


async def _read(session: ImapSession, note: Callable[[object], None]) -> None:
    note((session.capabilities, session.alerts))
    note(await session.folders())
    note(await session.select("INBOX"))
    uids = await session.uids_after(0)
    note(uids)
    note([(message.uid, message.raw, message.provider_id) for message in await session.fetch(uids)])
    note(await session.uids_after(12))
    await session.idle()
    note("news")


async def bounded(answers: Sequence[bytes], sizes: Sequence[int]) -> Understood:
    async with asyncio.timeout(20):
        understood = await converse(answers, sizes)
    assert asyncio.all_tasks() == {asyncio.current_task()}
    return understood


def understand(answers: Sequence[bytes], sizes: Sequence[int] = (10**6,)) -> Understood:
    return asyncio.run(bounded(answers, sizes))


def test_the_conversation_is_understood() -> None:
    understood = understand(CONVERSATION)

    assert understood.trouble is None
    capabilities_and_alerts, folders, _, uids, messages, nothing, _ = understood.facts
    assert capabilities_and_alerts == (
        frozenset({"IMAP4REV1", "IDLE", "OBJECTID", "UIDPLUS"}),
        ("Nearly full.",),
    )
    assert [(folder.name, folder.role) for folder in folders] == [  # type: ignore[attr-defined]
        ("Sent * Items", "sent"),
        ('a"b', None),
        ("inbox", "inbox"),
    ]
    assert uids == [7, 9, 12]
    assert messages == [(uid, raw, f"M{uid}") for uid, raw in BODIES.items()]
    assert nothing == []


CLEAN = understand(CONVERSATION)


@settings(max_examples=200)
@given(sizes=st.lists(st.integers(1, 60), min_size=1, max_size=30))
def test_however_it_is_sliced_it_is_understood_alike(sizes: list[int]) -> None:
    assert understand(CONVERSATION, sizes) == CLEAN


FRAGMENTS = (
    *(b"\r\n", b"\n", b"\r", b"\0", b"* ", b"+ ", b"(", b")", b"[", b"]", b'"', b"\\", b"NIL", b"{0}\r\n"),
    *(b"{5}\r\n", b"{99999999}\r\n", b"{18446744073709551616}\r\n", b"%t OK \r\n", b"%t NO x\r\n"),
    *(b"* BYE\r\n", b"* BAD\r\n", b"+\r\n", b"* 0 FETCH ()\r\n", b"* SEARCH\r\n", b"* 5 EXPUNGE\r\n"),
    b"UID 4294967296 ",
    *(b"* 99999999999 EXISTS\r\n", b"\xff\xfe", b"{-1}\r\n", b"((((((", b"* OK [UIDVALIDITY 1]\r\n"),
)  # fmt: skip


def mutated(answers: Sequence[bytes], chance: random.Random) -> list[bytes]:
    """The conversation with one to three things wrong, the tags included."""
    wrong = list(answers)
    for _ in range(chance.randint(1, 3)):
        index = chance.randrange(len(wrong))
        wrong[index] = _damaged(wrong[index], chance)
        if chance.random() < 0.1:
            other = chance.randrange(len(wrong))
            wrong[index], wrong[other] = wrong[other], wrong[index]
    return wrong


def _damaged(answer: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(answer))
    end = min(len(answer), start + chance.choice((0, 1, 1, 2, 5, 30)))
    put_in = chance.choice((b"", chance.choice(FRAGMENTS), chance.randbytes(2), answer[start:end] * 2))
    return answer[:start] + put_in + answer[end:]


async def test_however_it_is_mutilated_reading_it_ends_in_a_result_or_in_our_trouble() -> None:
    ends = {"understood": 0, "trouble": 0}
    for seed in range(MUTANTS):
        chance = random.Random(seed)
        try:
            understood = await bounded(mutated(CONVERSATION, chance), [chance.randint(1, 200)])
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise
        ends["trouble" if understood.trouble else "understood"] += 1

    assert min(ends.values()) > MUTANTS // 10
