"""The daemon's own turns on a copy of its database, with servers that take every mail and a clock that jumps.

Nothing here decides anything: planning, claiming, the commit point and what follows from an answer are the very
functions that send. Chance is drawn by what it is for, so the copy draws what the daemon will draw.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.sending import claiming, outbox, service
from outreach.sending.identity import SendingRules
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sending.next_moment import next_moment
from outreach.sending.planning import Planned, plan

_TAKEN = Answer(Outcome.SENT, Phase.DOT, 250)
_WITHHELD = Answer(Outcome.WITHHELD, Phase.DATA)
_OWNER = "forecast"


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

    def moments(self, now: datetime, until: datetime) -> Iterator[datetime]:
        """Turn at every moment before `until` at which something can happen; each, once nothing more can."""
        self._settle(now)
        moment: datetime | None = now
        while moment is not None and moment < until:
            self.full_domains.clear()
            while self._once(moment):
                pass
            yield moment
            moment = next_moment(self._copy, self.rules, moment)
            self._copy.commit()

    def _settle(self, now: datetime) -> None:
        """What is being handed in at this very moment is taken; what is claimed waits for its next claim."""
        in_flight = select(OutboundMessage.id).where(OutboundMessage.state == OutboundState.IN_FLIGHT)
        going = self._copy.exec(in_flight).all()
        outbox.recover(self._copy, now, all_owners=True)
        for each in going:
            service.settle_as_sent(self._copy, each or 0, self.rules, by=_OWNER, now=now)
        self._copy.commit()

    def _once(self, now: datetime) -> bool:
        """One turn of everything, as the daemon's; True: something happened."""
        planned = self._plan(now)
        sent = [self._send(name, now) for name in self.rules.mailboxes]
        return planned.anything or any(sent)

    def _plan(self, now: datetime) -> Planned:
        planned = plan(self._copy, self.rules, now=now, waiting=self._waiting)
        self._copy.commit()
        self.full_domains |= planned.full_domains
        return planned

    def _send(self, mailbox: str, now: datetime) -> bool:
        """Send from one mailbox until nothing more may go now; whether anything went."""
        sent = False
        while claims := claiming.claim(self._copy, self.rules, mailbox, owner=_OWNER, now=now):
            may_go = outbox.commit_points(self._copy, claims, now)
            answers = [(claim, _TAKEN if claim.token in may_go else _WITHHELD) for claim in claims]
            service.record_answers(self._copy, answers, self.rules, now=now)
            self._copy.commit()
            sent = True
        # A claim that came to nothing may have moved what it looked at.
        self._copy.commit()
        return sent
