"""Delivers notices of replies: taken up, commit, talk, written down. One that nobody takes holds up nothing else."""

import asyncio
import logging

from outreach.config import Config, Mailbox, smtp_server
from outreach.core.clock import Clock
from outreach.core.errors import OutreachError
from outreach.daemon.notice_forms import notice_mail, slack_json, telegram_json, webhook_json
from outreach.daemon.token_keeper import login_tokens
from outreach.database.engine import Database
from outreach.mail.outcomes import Outcome
from outreach.mail.smtp import SmtpConnection
from outreach.mail.token_source import TokenSource
from outreach.mail.webhook import NotTaken, post, signed
from outreach.qualification import notices
from outreach.qualification.notice_ways import NoticeWay
from outreach.qualification.notices import Told
from outreach.sending.identity import SendingRules
from outreach.settings.notices import TELEGRAM, Notice
from outreach.settings.secrets import resolve

log = logging.getLogger(__name__)

_JSON = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "outreach"}

#: What a mail server takes for good refuses a notice for good.
_FOR_GOOD = frozenset({Outcome.REFUSED})


class NoticeTurn:
    """Takes up what is due, a notice a turn."""

    def __init__(self, database: Database, config: Config, rules: SendingRules, *, clock: Clock) -> None:
        self._database = database
        self._channels = {each.name: each for each in config.notices}
        self._deliver = Delivery(config, rules, database)
        self._clock = clock

    async def turn(self) -> bool:
        """Deliver one notice, or see to it that it is tried again. True: there may be another one that is due."""
        taken = await self._database.write(notices.take_up, self._clock.now())
        if taken is None:
            return False
        facts = {"notice": taken.notice_id, "channel": taken.channel, "attempt": taken.attempts}
        try:
            channel = self._channels.get(taken.channel)
            if channel is None:
                raise NotTaken("the configuration has no such channel any more", for_good=True)
            await self._deliver(channel, taken.told, self._clock)
        except NotTaken as refusal:
            await self._database.write(
                notices.failed,
                taken,
                refusal.trouble,
                self._clock.now(),
                asked_for=refusal.asked_for,
                for_good=refusal.for_good,
            )
            log.warning("notice_not_taken", extra=facts | {"trouble": refusal.trouble})
        else:
            await self._database.write(notices.delivered, taken, self._clock.now())
            log.info("notice_delivered", extra=facts)
        return True


class Delivery:
    """Hands one notice in, whichever way. Raises NotTaken, whatever went wrong."""

    def __init__(self, config: Config, rules: SendingRules, database: Database) -> None:
        self._database = database
        self._config = config
        self._rules = rules

    async def __call__(self, channel: Notice, told: Told, clock: Clock) -> None:
        try:
            # A secret may have to be waited for; and it is fetched anew, so that a changed one counts.
            secret = "" if channel.secret is None else await asyncio.to_thread(resolve, channel.secret)
            match channel.to:
                case NoticeWay.MAIL:
                    await self._by_mail(channel, told, clock)
                case NoticeWay.WEBHOOK:
                    body = webhook_json(told, with_text=channel.with_text)
                    headers = signed(secret, told.event_id, clock.now(), body)
                    await post(channel.url, body, _JSON | headers)
                case NoticeWay.SLACK:
                    await post(secret, slack_json(told, with_text=channel.with_text), _JSON)
                case NoticeWay.TELEGRAM:
                    url = f"{(channel.url or TELEGRAM).rstrip('/')}/bot{secret}/sendMessage"
                    await post(url, telegram_json(told, channel.chat, with_text=channel.with_text), _JSON)
        except NotTaken:
            raise
        except (OutreachError, OSError) as error:
            raise NotTaken(str(error)) from None

    async def _by_mail(self, channel: Notice, told: Told, clock: Clock) -> None:
        mailbox = self._config.mailbox(told.mailbox) or next(iter(self._config.mailboxes), None)
        if mailbox is None:
            raise NotTaken("there is no mailbox to send it from", for_good=True)
        ours = self._rules.mailbox(mailbox.name)
        raw = notice_mail(told, ours, channel.address, with_text=channel.with_text)
        tokens = login_tokens(self._database, self._config, mailbox, mailbox.smtp, clock=clock)
        await _hand_in(mailbox, channel.address, raw, tokens)


async def _hand_in(mailbox: Mailbox, recipient: str, raw: bytes, tokens: TokenSource | None) -> None:
    """Over a connection of its own: the sender of the mailbox is not held up."""
    connection = SmtpConnection(await asyncio.to_thread(smtp_server, mailbox), tokens=tokens)
    try:
        answer = await connection.deliver(
            sender=mailbox.address, recipient=recipient, message=raw, commit_point=_goes
        )
    finally:
        await connection.close()
    if answer.outcome is not Outcome.SENT:
        raise NotTaken(str(answer), for_good=answer.outcome in _FOR_GOOD)


async def _goes() -> bool:
    return True
