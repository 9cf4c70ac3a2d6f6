"""Our simulated colleagues: whatever a person of us has to do in the line is done in its time, through the services."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from outreach.core.errors import OutreachError
from outreach.sandbox import callers, prospectors, sellers
from outreach.sandbox.hours import is_working
from outreach.sandbox.lead_desk import desks
from outreach.sandbox.office import Job, Office
from outreach.sandbox.our_team import OUR_ZONE

log = logging.getLogger(__name__)

#: What comes in the last days nobody of us decides on: the queue is there to be looked at.
LEFT_BEFORE_END = timedelta(days=12)
#: Nobody looks at what there is to do more often than this.
_LOOK_EVERY = timedelta(minutes=45)


class Colleagues:
    """All of us. Nobody remembers anything: what there is to do stands in the database."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._looked_at: datetime | None = None
        #: What there is to do next, as far as it is known.
        self.next_at: datetime | None = None
        #: What a service refused, and why; it is not tried again.
        self.refused: dict[str, str] = {}

    def turn(self, now: datetime) -> None:
        """Do what is due. Nothing happens outside our hours."""
        if not self._looks(now):
            return
        self._looked_at = now
        with self._office.database.reading() as session:
            waiting = sorted(self._jobs(session))
        due = [job for job in waiting if job.at <= now]
        for job in due:
            self._do(job, now)
        self.next_at = next((job.at for job in waiting if job.at > now), None)

    def _looks(self, now: datetime) -> bool:
        if not is_working(now.astimezone(ZoneInfo(OUR_ZONE))):
            return False
        has_rested = self._looked_at is None or now - self._looked_at >= _LOOK_EVERY
        return has_rested or (self.next_at is not None and self.next_at <= now)

    def _jobs(self, session: Session) -> Iterator[Job]:
        office = self._office
        yield from (job for job in prospectors.jobs(session, office) if job.what not in self.refused)
        for desk in desks(session):
            yield from (job for job in callers.jobs(desk, office) if job.what not in self.refused)
            yield from (job for job in sellers.jobs(session, desk, office) if job.what not in self.refused)

    def _do(self, job: Job, now: datetime) -> None:
        try:
            job.do(now)
        except OutreachError as error:
            self.refused[job.what] = str(error)
            log.warning("colleague_refused", extra={"job": job.what, "why": str(error)})
