"""Whatever is said when: a mail passes the commit point only if nothing that was committed before forbids it.

All orders of what a sender does with one mail and of what somebody does to forbid it, on SQLite, which has one
writer: there every interleaving of two daemons is one of these orders. For PostgreSQL see
test_no_at_the_same_moment.py.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest

from outreach.mail.outcomes import Answer
from outreach.sending.model import OutboundState
from outreach.sending.outbox import Claim
from tests.support.databases import Refillable
from tests.support.desk import ACCEPTED, LINE_BROKE, UNWANTED, WITHHELD
from tests.support.mailroom import Mailroom
from tests.support.noes import ANA, AT_ONCE, BEN, IN_MOVES, Move

SENDER = ("claim", "commit", "answer")
BODIES = {"accepted": ACCEPTED, "refused": UNWANTED, "the line broke": LINE_BROKE}

#: One of each kind that the commit point asks for in another way.
DIFFERENT = (
    "the address opts out",
    "the account is held",
    "the campaign is paused",
    "the mailbox is paused",
)
FOR_A_WHILE = (
    "taken back",
    "held and released",
    "avoided for a while",
    "paused and resumed",
    "the mailbox for a while",
    "a ticket number",
)


def orders(*lengths: int) -> Iterator[tuple[int, ...]]:
    """All ways to lay sequences of these lengths into one another: whose turn it is, one after the other."""
    if not any(lengths):
        yield ()
    for who, length in enumerate(lengths):
        if length:
            for rest in orders(*lengths[:who], length - 1, *lengths[who + 1 :]):
                yield (who, *rest)


def about_to_be_reminded(refillable: Refillable) -> Mailroom:
    """Ana and Ben have been asked; the reminders wait in the outbox. Done once, and copied from then on."""
    name = "about-to-be-reminded"
    if not refillable.keeps(name):
        room = Mailroom(refillable.refilled())
        room.ask(ANA, BEN)
        room.later(days=3)
        room.plan()
        refillable.keep(name)
    room = Mailroom(refillable.refilled(name))
    room.later(days=3)
    return room


class Meeting:
    """One sender with one mail to Ana, and those who forbid it; each does its next move when told."""

    def __init__(self, room: Mailroom, body: Answer, noes: Sequence[Sequence[Move]]) -> None:
        self.room = room
        self.body = body
        self.noes = [list(moves) for moves in noes]
        self.forbidding = [False for _ in noes]
        self.sender = list(SENDER)
        self.claim: Claim | None = None
        self.passed = False

    @property
    def is_forbidden(self) -> bool:
        return any(self.forbidding)

    def turn(self, who: int) -> None:
        if who == 0:
            getattr(self, f"_{self.sender.pop(0)}")()
            return
        move = self.noes[who - 1].pop(0)
        self.room.do(move.unit(self.room))
        self.forbidding[who - 1] = move.forbids

    def _claim(self) -> None:
        self.claim = _claim_for_ana(self.room)
        assert self.claim is not None or self.is_forbidden

    def _commit(self) -> None:
        if self.claim is not None:
            self.passed = self.room.commit(self.claim)
            assert self.passed is not self.is_forbidden

    def _answer(self) -> None:
        if self.claim is not None:
            self.room.answer(self.claim, self.body if self.passed else WITHHELD)


def _claim_for_ana(room: Mailroom) -> Claim | None:
    """Ana's mail, whatever else waits before it."""
    for _ in range(3):
        claim = room.claim()
        if claim is None or claim.recipient == ANA:
            return claim
    raise AssertionError("Ana's mail never came")


def what_goes_to_ana(room: Mailroom, days: int) -> list[str]:
    """What the daemon still sends to her."""
    sent = []
    for _ in range(days):
        room.recover()
        room.plan()
        while (claim := room.send()) is not None:
            if claim.recipient == ANA and room.mail(ANA).state is OutboundState.SENT:
                sent.append(room.mail(ANA).step)
        room.later(days=1)
    return sent


def bring_together(
    refillable: Refillable, body: Answer, noes: Sequence[Sequence[Move]], order: Sequence[int]
) -> None:
    meeting = Meeting(about_to_be_reminded(refillable), body, noes)
    for who in order:
        meeting.turn(who)
    if meeting.is_forbidden or meeting.passed:
        assert what_goes_to_ana(meeting.room, days=2) == [], "it went out after all, or twice"


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("no", AT_ONCE)
def test_a_no_before_the_commit_point_holds_the_mail_back(
    no: str, body: str, migrated_sqlite: Refillable
) -> None:
    for order in orders(len(SENDER), 1):
        bring_together(migrated_sqlite, BODIES[body], [AT_ONCE[no]], order)


@pytest.mark.parametrize("no", IN_MOVES)
def test_so_does_every_move_of_one_that_takes_several(no: str, migrated_sqlite: Refillable) -> None:
    moves = IN_MOVES[no]

    for order in orders(len(SENDER), len(moves)):
        bring_together(migrated_sqlite, ACCEPTED, [moves], order)


@pytest.mark.parametrize(("first", "second"), list(combinations(DIFFERENT, 2)))
def test_two_noes_hold_it_back_in_any_order(first: str, second: str, migrated_sqlite: Refillable) -> None:
    noes = [AT_ONCE[first], AT_ONCE[second]]

    for order in orders(len(SENDER), 1, 1):
        bring_together(migrated_sqlite, ACCEPTED, noes, order)


@pytest.mark.parametrize("withdrawn", FOR_A_WHILE)
def test_what_is_taken_back_takes_no_other_no_with_it(withdrawn: str, migrated_sqlite: Refillable) -> None:
    noes = [IN_MOVES[withdrawn], AT_ONCE["the domain is suppressed"]]

    for order in orders(2, 2, 1):
        # Claimed before: what counts is the commit point.
        bring_together(migrated_sqlite, ACCEPTED, noes, (0, *order))
