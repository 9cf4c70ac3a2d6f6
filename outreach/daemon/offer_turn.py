"""Mail and webhook of the hand-off: answers to offers that came by mail, then what is to be told, one a turn."""

import asyncio
import json
import logging
from datetime import date, datetime
from typing import Any

from outreach.config import Config, smtp_server
from outreach.core.clock import Clock
from outreach.core.errors import OutreachError
from outreach.daemon.rules import hand_off_rules, telling_rules
from outreach.daemon.token_keeper import login_tokens
from outreach.database.engine import Database
from outreach.handoff import mail_answers, offer_notices
from outreach.handoff.mail_answers import Came
from outreach.handoff.offer_notices import OfferMail, TakenOffer
from outreach.mail.outcomes import Outcome
from outreach.mail.smtp import SmtpConnection
from outreach.mail.webhook import NotTaken, post, signed
from outreach.sending.identity import SendingRules
from outreach.settings.secrets import resolve

log = logging.getLogger(__name__)

_JSON = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "outreach"}
#: What a mail server takes for good refuses a mail for good.
_FOR_GOOD = frozenset({Outcome.REFUSED})


class OfferTurn:
    """Reads what salespeople answered, and tells them what they are to be told."""

    def __init__(self, database: Database, config: Config, rules: SendingRules, *, clock: Clock) -> None:
        self._database = database
        self._config = config
        self._rules = hand_off_rules(config)
        self._telling = telling_rules(config, rules)
        self._clock = clock

    async def read_answers(self) -> list[Came]:
        """Everything that was read since the last look."""
        found: list[Came] = []
        while await self._database.read(mail_answers.anything_new):
            found += await self._database.write(mail_answers.look, self._rules, self._clock.now())
        for each in found:
            facts = {"inbound": each.inbound_id, "lead": each.lead_id, "why": each.why}
            log.info("offer_answered_by_mail", extra=facts | {"came": each.came.value})
        return found

    async def turn(self) -> bool:
        """Deliver one notice, or see to it that it is tried again. True: there may be another one that is due."""
        # Nothing leaves before the configuration says so; what is written waits.
        if not self._config.live:
            return False
        taken = await self._database.write(offer_notices.take_up, self._telling, self._clock.now())
        if taken is None:
            return False
        facts = {"notice": taken.notice_id, "offer": taken.offer_id, "kind": taken.kind.value}
        try:
            await self._deliver(taken)
        except NotTaken as refusal:
            await self._database.write(
                offer_notices.failed,
                taken,
                refusal.trouble,
                self._clock.now(),
                asked_for=refusal.asked_for,
                for_good=refusal.for_good,
            )
            log.warning("offer_not_told", extra=facts | {"trouble": refusal.trouble})
        else:
            await self._database.write(offer_notices.delivered, taken, self._clock.now())
            log.info("offer_told", extra=facts)
        return True

    async def _deliver(self, taken: TakenOffer) -> None:
        """Raises NotTaken, whatever went wrong."""
        if taken.trouble:
            raise NotTaken(taken.trouble, for_good=True)
        try:
            if taken.mail is not None:
                await self._by_mail(taken.mail)
            else:
                await self._by_webhook(taken)
        except NotTaken:
            raise
        except (OutreachError, OSError) as error:
            raise NotTaken(str(error)) from None

    async def _by_mail(self, mail: OfferMail) -> None:
        """Over a connection of its own: the sender of the mailbox is not held up."""
        mailbox = self._config.mailbox(mail.mailbox)
        if mailbox is None:
            raise NotTaken(f"the mailbox {mail.mailbox} is not in the configuration any more", for_good=True)
        connection = SmtpConnection(
            await asyncio.to_thread(smtp_server, mailbox),
            tokens=login_tokens(self._database, self._config, mailbox, mailbox.smtp, clock=self._clock),
        )
        try:
            answer = await connection.deliver(
                sender=mailbox.address, recipient=mail.recipient, message=mail.raw, commit_point=_goes
            )
        finally:
            await connection.close()
        if answer.outcome is not Outcome.SENT:
            raise NotTaken(str(answer), for_good=answer.outcome in _FOR_GOOD)

    async def _by_webhook(self, taken: TakenOffer) -> None:
        told = self._config.hand_off
        body = offer_json(taken)
        headers: dict[str, str] = {"webhook-id": taken.event_id}
        if told.webhook_secret is not None:
            # It may have to be waited for; and it is fetched anew, so that a changed one counts.
            secret = await asyncio.to_thread(resolve, told.webhook_secret)
            headers = signed(secret, taken.event_id, self._clock.now(), body)
        await post(told.webhook, body, _JSON | headers)


def offer_json(taken: TakenOffer) -> bytes:
    """`{"type": "lead.offered", "timestamp", "data"}`; the data has the event's id and the CRM's own columns."""
    event = {
        "type": f"lead.{taken.kind.value}",
        "timestamp": taken.at.isoformat(),
        "data": {
            "event_id": taken.event_id,
            "offer": taken.offer_id,
            "fields": {name: _plain(value) for name, value in (taken.record or {}).items()},
        },
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


async def _goes() -> bool:
    return True
