"""Sends the daily digest: claimed in the database, then handed in, then written down. None goes twice for a day.

A crash between the claim and the answer of the server means that it is not sent again: one too few does less harm.
"""

import asyncio
import logging
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session

from outreach.config import Config, Mailbox, smtp_server
from outreach.core.addresses import domain_of
from outreach.core.clock import Clock
from outreach.core.errors import OutreachError
from outreach.core.untrusted import one_line
from outreach.daemon.rules import report_rules, signer_of
from outreach.daemon.token_keeper import login_tokens
from outreach.database.engine import Database
from outreach.database.workspace import keyed_hash, workspace_key
from outreach.mail.outcomes import Answer, Outcome
from outreach.mail.smtp import SmtpConnection
from outreach.reporting.digest import counts as digest_counts
from outreach.reporting.digest import mails as digest_mails
from outreach.reporting.digest import text as digest_text
from outreach.reporting.digest.days import is_due
from outreach.reporting.digest.mails import Claimed
from outreach.sending.compose import Letter, compose

log = logging.getLogger(__name__)


class DigestTurn:
    """One digest a turn, to one address."""

    def __init__(self, database: Database, config: Config, *, clock: Clock) -> None:
        self._database = database
        self._config = config
        self._rules = report_rules(config)
        self._clock = clock
        self._rehearsed: date | None = None

    async def turn(self) -> bool:
        """Send one that is due, or see to it that it is tried again. True: there may be another one."""
        rules = self._rules.digest
        if not self._config.live:
            self._rehearse()
            return False
        if not await self._database.read(digest_mails.anything_to_do, rules, self._clock.now()):
            return False
        claimed = await self._database.write(digest_mails.claim, rules, self._clock.now())
        if claimed is None:
            return False
        await self._send(claimed)
        return True

    def _rehearse(self) -> None:
        """Nothing leaves before the configuration says so; once a day the log says what would have gone out."""
        now = self._clock.now()
        day = now.astimezone(self._rules.zone).date()
        if self._rules.digest.to and self._rehearsed != day and is_due(day, now, self._rules.digest):
            self._rehearsed = day
            log.info("digest_rehearsed", extra={"day": day.isoformat(), "people": len(self._rules.digest.to)})

    async def _send(self, claimed: Claimed) -> None:
        facts = {"day": claimed.day.isoformat(), "digest": claimed.row_id, "attempt": claimed.attempts}
        try:
            answer = await self._handed_in(claimed)
        except (OutreachError, OSError) as error:
            # Nothing of it was transmitted: no server, no secret, no mailbox.
            await self._failed(claimed, str(error))
            log.warning("digest_not_sent", extra=facts | {"trouble": one_line(str(error))})
            return
        match answer.outcome:
            case Outcome.SENT:
                await self._database.write(digest_mails.sent, claimed, self._clock.now())
                log.info("digest_sent", extra=facts)
                return
            case Outcome.DOUBTFUL:
                await self._database.write(digest_mails.doubtful, claimed, str(answer))
            case _:
                await self._failed(claimed, str(answer), for_good=answer.outcome is Outcome.REFUSED)
        log.warning("digest_not_sent", extra=facts | {"trouble": str(answer)})

    async def _failed(self, claimed: Claimed, trouble: str, *, for_good: bool = False) -> None:
        await self._database.write(
            digest_mails.failed,
            claimed,
            trouble,
            self._rules.digest,
            self._clock.now(),
            for_good=for_good,
        )

    async def _handed_in(self, claimed: Claimed) -> Answer:
        """Over a connection of its own: the sender of the mailbox is not held up."""
        mailbox = sending_mailbox(self._config)
        if mailbox is None:
            raise OutreachError("there is no mailbox to send it from")
        raw = await self._database.read(self._composed, claimed, mailbox)
        if (signer := signer_of(self._config, mailbox)) is not None:
            # In a thread: the key may be asked of a password manager.
            raw = await asyncio.to_thread(signer, raw, self._clock.now())
        connection = SmtpConnection(
            await asyncio.to_thread(smtp_server, mailbox),
            tokens=login_tokens(self._database, self._config, mailbox, mailbox.smtp, clock=self._clock),
        )
        try:
            return await connection.deliver(
                sender=mailbox.address, recipient=claimed.address, message=raw, commit_point=_goes
            )
        finally:
            await connection.close()

    def _composed(self, session: Session, claimed: Claimed, mailbox: Mailbox) -> bytes:
        now, language = self._clock.now(), self._config.reports.language.value
        digest = digest_counts.read(session, claimed.day, self._rules, now)
        about = f"{claimed.day.isoformat()}|{claimed.address}"
        number = keyed_hash(workspace_key(session), "digest", about)[:32]
        return compose(
            Letter(
                sender_name=mailbox.from_name,
                sender=mailbox.address,
                recipient_name="",
                recipient=claimed.address,
                subject=one_line(digest_text.subject(digest, language), 150).replace("=?", "= ?"),
                body=digest_text.body(digest, language),
                date=now.astimezone(ZoneInfo(mailbox.zone)).replace(microsecond=0),
                message_id=f"<digest_{number}@{domain_of(mailbox.address)}>",
                automatic=True,
            )
        )


def sending_mailbox(config: Config) -> Mailbox | None:
    """From which mailbox the digest goes: the one that the configuration names, else the first."""
    if config.reports.digest_mailbox:
        return config.mailbox(config.reports.digest_mailbox)
    return next(iter(config.mailboxes), None)


async def _goes() -> bool:
    return True
