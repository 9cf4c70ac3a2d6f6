"""The daemon's own turns on a copy of its database, with servers that take every mail and a clock that jumps.

Nothing here decides anything: planning, claiming, the commit point and what follows from an answer are the very
functions that send. Chance is drawn by what it is for, so the copy draws what the daemon will draw.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.sending import claiming, outbox, service
from outreach.sending.identity import SendingRules
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sending.next_moment import LOOK_AGAIN, Queue, comes_due, queues, room_comes
from outreach.sending.planning import BATCH, Planned, plan

_TAKEN = Answer(Outcome.SENT, Phase.DOT, 250)
_WITHHELD = Answer(Outcome.WITHHELD, Phase.DATA)
_OWNER = "forecast"
#: Moments are not told apart below this.
_TICK = timedelta(microseconds=1)


class CopiedTurns:
    """Everything that is sent from a copy. `waiting`: replies that wait for a person, all along."""

    def __init__(self, copy: Session, rules: SendingRules, *, waiting: int) -> None:
        self._copy = copy
        # A daemon that runs reads its mailboxes, and rehearses at the moments at which it would send.
        read = {name: replace(mailbox, is_read=False) for name, mailbox in rules.mailboxes.items()}
        self.rules = replace(rules, mailboxes=read, live=True)
        self._waiting = waiting
        #: Domains that had got all their mails when there was one more for them, at the moment turned last.
        self.full_domains: set[str] = set()
        self._plan_at: datetime | None = datetime.min.replace(tzinfo=UTC)
        #: When there may be room for what was due and found none.
        self._room_at: datetime | None = None
        self._queues: dict[str, Queue] = {}

    def moments(self, now: datetime, until: datetime) -> Iterator[datetime]:
        """Turn at every moment before `until` at which something can happen; each, once nothing more can.

        The daemon does everything every few seconds. Here a mailbox is asked when its queue may move, and all is
        planned when something has come due or there is room again: at any other moment nothing would come of it.
        """
        self._settle(now)
        moment: datetime | None = now
        while moment is not None and moment < until:
            self.full_domains.clear()
            self._turn(moment)
            yield moment
            known = [self._plan_at, *(queue.moves_at for queue in self._queues.values())]
            moment = min((each for each in known if each is not None), default=None)

    def _turn(self, now: datetime) -> None:
        """Everything that can be done at one moment."""
        to_plan = self._plan_at is not None and self._plan_at <= now
        while True:
            planned = self._plan_all(now) if to_plan else False
            changed = self._send_all(now)
            due_at = comes_due(self._copy, now - _TICK)
            # A step that follows at once, a colleague whose turn it is now, or room in a queue.
            to_plan = due_at == now or (changed and self._room_at is not None)
            if not to_plan or not (planned or changed):
                break
        later = (due_at if due_at != now else comes_due(self._copy, now), self._room_at)
        self._plan_at = min((each for each in later if each is not None), default=None)
        self._copy.commit()

    def _plan_all(self, now: datetime) -> bool:
        """Plan until nothing more can be planned now; whether anything was."""
        planned = self._plan(now)
        anything = planned.anything
        while _leaves_some(planned):
            planned = self._plan(now)
        self._room_at = room_comes(self._copy, self.rules, now, waiting=self._waiting)
        self._look_into_queues(self.rules.mailboxes, now)
        return anything

    def _send_all(self, now: datetime) -> bool:
        """Send from every mailbox whose queue may move; whether a queue lost more, or less, than went out."""
        asked = {name: queue.mails for name, queue in self._queues.items() if _may_move(queue, now)}
        sent = {name: self._send(name, now) for name in self.rules.mailboxes if name in asked}
        self._look_into_queues(asked, now)
        left = {name: queue.mails for name, queue in self._queues.items()}
        return any(asked[name] - sent[name] != left.get(name, 0) for name in asked)

    def _look_into_queues(self, names: Collection[str], now: datetime) -> None:
        found = queues(self._copy, self.rules, names, now)
        kept = {name: queue for name, queue in self._queues.items() if name not in names}
        self._queues = kept | found

    def _settle(self, now: datetime) -> None:
        """What is being handed in at this very moment is taken; what is claimed waits for its next claim."""
        in_flight = select(OutboundMessage.id).where(OutboundMessage.state == OutboundState.IN_FLIGHT)
        going = self._copy.exec(in_flight).all()
        outbox.recover(self._copy, now, all_owners=True)
        for each in going:
            service.settle_as_sent(self._copy, each or 0, self.rules, by=_OWNER, now=now)
        self._copy.commit()

    def _plan(self, now: datetime) -> Planned:
        planned = plan(self._copy, self.rules, now=now, waiting=self._waiting)
        self._copy.commit()
        self.full_domains |= planned.full_domains
        return planned

    def _send(self, mailbox: str, now: datetime) -> int:
        """Send from one mailbox until nothing more may go now; how many went."""
        sent = 0
        rests = self.rules.mailbox(mailbox).gap_seconds[1] > 0
        while claims := claiming.claim(self._copy, self.rules, mailbox, owner=_OWNER, now=now):
            may_go = outbox.commit_points(self._copy, claims, now)
            answers = [(claim, _TAKEN if claim.token in may_go else _WITHHELD) for claim in claims]
            service.record_answers(self._copy, answers, self.rules, now=now)
            self._copy.commit()
            sent += len(may_go)
            if rests and may_go:
                break
        # A claim that came to nothing may have moved what it looked at.
        self._copy.commit()
        return sent


def _leaves_some(planned: Planned) -> bool:
    """Whether there may be more to plan at the same moment: others had the places of what was not queued."""
    return planned.queued >= BATCH or bool(
        planned.tasks or planned.finished or planned.postponed or planned.woken
    )


def _may_move(queue: Queue, now: datetime) -> bool:
    """Whether it may at this moment. What was looked at before all could be sent is to be looked at again."""
    return queue.moves_at is not None and queue.moves_at <= now + LOOK_AGAIN
