"""Which domains take no mail: what DNS has said, kept for a while, so that the next list need not ask again."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database.engine import Database
from outreach.database.statements import among, insert_if_absent
from outreach.prospects.model import DomainMail

#: A domain seldom stops taking mail; one that did not may have been mended.
KEPT = timedelta(days=30)
KEPT_IF_NOT = timedelta(days=1)

#: Asks DNS; what it did not answer is left out.
Ask = Callable[[Collection[str]], Mapping[str, bool]]


class DeadDomainsFinder:
    """For one import: which domains surely take no mail. What is unknown is not among them, and is asked once."""

    def __init__(self, database: Database, ask: Ask, *, now: Callable[[], datetime], keep: bool) -> None:
        """`keep`: whether answers are written down, in short transactions of their own."""
        self._database = database
        self._ask = ask
        self._now = now
        self._keep = keep
        self._found: dict[str, bool] = {}
        self._unknown: set[str] = set()

    def __call__(self, domains: Collection[str]) -> set[str]:
        new = [each for each in domains if each not in self._found and each not in self._unknown]
        if new:
            self._learn(new)
        return {domain for domain in domains if self._found.get(domain) is False}

    def _learn(self, domains: list[str]) -> None:
        now = self._now()
        with self._database.reading() as session:
            known = known_domains(session, domains, now=now)
        answers = dict(self._ask([domain for domain in domains if domain not in known]))
        if answers and self._keep:
            with self._database.writing() as session:
                note_domains(session, answers, now=now)
        self._found |= known | answers
        self._unknown.update(domain for domain in domains if domain not in self._found)


def known_domains(session: Session, domains: Iterable[str], *, now: datetime) -> dict[str, bool]:
    """What was looked up not too long ago."""
    rows = session.execute(_KNOWN, {"domains": sorted(domains)}).all()
    return {
        domain: takes_mail
        for domain, takes_mail, looked_up_at in rows
        if now - looked_up_at < (KEPT if takes_mail else KEPT_IF_NOT)
    }


def note_domains(session: Session, answers: Mapping[str, bool], *, now: datetime) -> None:
    """In one order, so that two imports never wait for one another in a circle."""
    for domain, takes_mail in sorted(answers.items()):
        insert_if_absent(session, DomainMail, domain=domain, takes_mail=takes_mail, looked_up_at=now)
        session.connection().execute(_NOTE, {"which": domain, "takes": takes_mail, "at": now})


_DOMAIN: sa.Table = DomainMail.__table__  # type: ignore[attr-defined]
_KNOWN = sa.select(col(DomainMail.domain), col(DomainMail.takes_mail), col(DomainMail.looked_up_at)).where(
    among(col(DomainMail.domain), "domains")
)
_NOTE = (
    sa.update(_DOMAIN)
    .where(_DOMAIN.c.domain == sa.bindparam("which"))
    .values(takes_mail=sa.bindparam("takes"), looked_up_at=sa.bindparam("at"))
)
