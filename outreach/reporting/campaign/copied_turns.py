"""The daemon's own turns on a copy of its database, with servers that take every mail and a clock that jumps.

Nothing here decides anything: planning, claiming, the commit point and what follows from an answer are the very
functions that send. Chance is drawn by what it is for, so the copy draws what the daemon will draw.

The daemon does everything every few seconds, and nearly always nothing comes of it. Here a mailbox is asked when
its queue may move, and planned is what has come due, or all that is due when there may be room again.
"""

from collections.abc import Collection, Iterator, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.sending import claiming, commit_point, outbox, service
from outreach.sending.identity import SendingRules
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sending.next_moment import (
    LOOK_AGAIN,
    DueRun,
    Queue,
    WaitsForRoom,
    came_due,
    comes_due,
    holds_end,
    queues,
    waits_for_room,
)
from outreach.sending.planning import BATCH, Planned, plan

_TAKEN = Answer(Outcome.SENT, Phase.DOT, 250)
_WITHHELD = Answer(Outcome.WITHHELD, Phase.DATA)
_OWNER = "forecast"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
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
        self._queues: dict[str, Queue] = {}
        self._waits = WaitsForRoom()
        self._planned_until = _LONG_AGO

    def moments(self, now: datetime, until: datetime) -> Iterator[datetime]:
        """Turn at every moment before `until` at which something can happen; each, once nothing more can."""
        self._settle(now)
        moment: datetime | None = now
        while moment is not None and moment < until:
            self.full_domains.clear()
            self._turn(moment)
            yield moment
            moment = self._next(moment)

    def _next(self, now: datetime) -> datetime | None:
        queued = (queue.moves_at for queue in self._queues.values())
        known = (comes_due(self._copy, now), self._waits.room_at, *queued)
        return min((each for each in known if each is not None), default=None)

    def _settle(self, now: datetime) -> None:
        """What is being handed in at this very moment is taken; what is claimed waits for its next claim."""
        in_flight = select(OutboundMessage.id).where(OutboundMessage.state == OutboundState.IN_FLIGHT)
        going = self._copy.exec(in_flight).all()
        outbox.recover(self._copy, now, all_owners=True)
        for each in going:
            service.settle_as_sent(self._copy, each or 0, self.rules, by=_OWNER, now=now)
        self._copy.commit()

    def _turn(self, now: datetime) -> None:
        """Everything that can be done at one moment."""
        self._plan_what_came_due(now)
        while self._send_all(now):
            self._plan_anew(now)

    # --- planning --------------------------------------------------------------------------------------------------

    def _plan_what_came_due(self, now: datetime) -> None:
        """Plan what may be planned now and could not be before."""
        since, self._planned_until = self._planned_until, now
        if since == _LONG_AGO or holds_end(self._copy, now):
            self._plan_anew(now)
            return
        mailboxes = {name for name, room_at in self._waits.follow_ups.items() if room_at <= now}
        openings = any(room_at <= now for room_at in self._waits.openings.values())
        seen: set[int] = set()
        while True:
            # Whoever ends may give their turn to a colleague, who is due at once.
            due = [each for each in came_due(self._copy, since, now) if each.run not in seen]
            seen |= {each.run for each in due}
            may_go = [each for each in due if not self._is_behind_others(each)]
            if not (may_go or mailboxes or openings):
                return
            self._plan_some(may_go, mailboxes, openings, now)
            mailboxes, openings = set(), False

    def _plan_some(self, due: list[DueRun], mailboxes: set[str], openings: bool, now: datetime) -> None:
        """Plan these, and where there may be room: whatever else is due has found none before, and finds none now."""
        came = {each.mailbox for each in due if each.mailbox is not None} & self.rules.mailboxes.keys()
        opens = any(each.mailbox is None for each in due)
        placed = self._plan_all(now, follow_ups_of=mailboxes | came, openings=openings or opens)
        if mailboxes or openings or placed < len(due):
            self._waits = waits_for_room(self._copy, self.rules, now, waiting=self._waiting)

    def _plan_anew(self, now: datetime) -> None:
        """Plan everything that is due, whatever is known of it."""
        self._plan_all(now)
        self._waits = waits_for_room(self._copy, self.rules, now, waiting=self._waiting)
        self._look_into_queues(self.rules.mailboxes, now)

    def _is_behind_others(self, due: DueRun) -> bool:
        """Whether it is a mail for which there is no room: others that have been due for longer wait for it."""
        if due.mailbox is None:
            return due.campaign in self._waits.openings
        return due.needs_room and due.mailbox in self._waits.follow_ups

    def _plan_all(self, now: datetime, **only: Any) -> int:
        """Plan until nothing more can be planned now; how many runs need not be looked at again at this moment."""
        placed = 0
        while True:
            planned = self._plan(now, **only)
            turned = planned.queued + planned.tasks + planned.finished + planned.postponed
            placed += turned
            # Whoever was put off has had the place of somebody else.
            if not planned.postponed and turned < BATCH:
                break
        if placed:
            self._look_into_queues(self.rules.mailboxes, now)
        return placed

    def _plan(
        self, now: datetime, *, follow_ups_of: Set[str] | None = None, openings: bool = True
    ) -> Planned:
        planned = plan(
            self._copy,
            self.rules,
            now=now,
            waiting=self._waiting,
            follow_ups_of=follow_ups_of,
            openings=openings,
        )
        self._copy.commit()
        self.full_domains |= planned.full_domains
        return planned

    # --- sending ---------------------------------------------------------------------------------------------------

    def _send_all(self, now: datetime) -> bool:
        """Send from every mailbox whose queue may move; whether something can be planned now because of it."""
        asked = {name: queue.mails for name, queue in self._queues.items() if _may_move(queue, now)}
        if not asked:
            return False
        due = came_due(self._copy, now - _TICK, now)
        sent = {name: self._send(name, now) for name in self.rules.mailboxes if name in asked}
        self._look_into_queues(asked, now)
        left = {name: queue.mails for name, queue in self._queues.items()}
        if any(asked[name] - sent[name] != left.get(name, 0) for name in asked):
            # Something was taken back, and has left its room to others.
            return True
        # A step that follows at once, or a colleague whose turn it is now.
        return len(came_due(self._copy, now - _TICK, now)) > len(due)

    def _look_into_queues(self, names: Collection[str], now: datetime) -> None:
        found = queues(self._copy, self.rules, names, now)
        kept = {name: queue for name, queue in self._queues.items() if name not in names}
        self._queues = kept | found

    def _send(self, mailbox: str, now: datetime) -> int:
        """Send from one mailbox until nothing more may go now; how many went."""
        sent = 0
        rests = self.rules.mailbox(mailbox).gap_seconds[1] > 0
        while claims := claiming.claim(self._copy, self.rules, mailbox, owner=_OWNER, now=now):
            may_go = commit_point.commit_points(self._copy, claims, now, self.rules.law.current())
            answers = [(claim, _TAKEN if claim.token in may_go else _WITHHELD) for claim in claims]
            service.record_answers(self._copy, answers, self.rules, now=now)
            self._copy.commit()
            sent += len(may_go)
            if rests and may_go:
                break
        # A claim that came to nothing may have moved what it looked at.
        self._copy.commit()
        return sent


def _may_move(queue: Queue, now: datetime) -> bool:
    """Whether it may at this moment. What was looked at before all could be sent is to be looked at again."""
    return queue.moves_at is not None and queue.moves_at <= now + LOOK_AGAIN
