"""The turns of the daemon, wired to one configuration: planning, sending, reading, understanding, applying.

Used by `outreach run`, which lets APScheduler call the turns, and by the demo and the tests, which call them
by themselves with a clock that they set. The turns are the same.
"""

import asyncio
import dataclasses
import logging
import os
import platform
import random
import secrets
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Self

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
from outreach.config import (
    Config,
    chat_endpoint,
    database_url,
    named_folders,
    servers,
)
from outreach.core.clock import Clock, SystemClock
from outreach.core.draws import Draws, draw
from outreach.core.errors import OutreachError
from outreach.daemon.digest_turn import DigestTurn
from outreach.daemon.halting import Halting
from outreach.daemon.handoff_turn import HandOffTurn
from outreach.daemon.ledger import Ledger
from outreach.daemon.mailbox_leases import Leases
from outreach.daemon.mx_turn import MxTurn
from outreach.daemon.notice_turn import NoticeTurn
from outreach.daemon.nurture_turn import NurtureTurn
from outreach.daemon.offer_turn import OfferTurn
from outreach.daemon.reader import Reader, may_begin
from outreach.daemon.retention_turn import RetentionTurn
from outreach.daemon.rules import answer_rules, effect_rules, sending_rules, that_file_copies
from outreach.daemon.second_look import SecondLook
from outreach.daemon.sender import Sender
from outreach.daemon.sent_look import Doubts
from outreach.daemon.token_keeper import login_tokens
from outreach.daemon.turn_times import TurnLog
from outreach.daemon.understander import Understander, Understanding
from outreach.daemon.understanding_process import UnderstandingProcess
from outreach.database import locks
from outreach.database.clock import DatabaseClock, steady_seconds
from outreach.database.engine import Database, sqlite_path
from outreach.database.noes_beside import noes_path
from outreach.database.noes_filled_up import fill_up
from outreach.database.schema import require_current
from outreach.mail.imap import ImapTrouble
from outreach.mail.mx import MxLookup
from outreach.mail.smtp import SmtpConnection
from outreach.qualification import overdue
from outreach.qualification.waiting import waiting_for_person
from outreach.sending import mailboxes, outbox, restored, sent_folder
from outreach.sending.identity import SendingRules
from outreach.sending.journal import Journal, open_journal
from outreach.sending.leases import LeaseLost
from outreach.sending.planning import Planned, plan
from outreach.settings.dkim import MailboxSigner

log = logging.getLogger(__name__)


#: How often it is looked after who rests; what is due soon is put off in time by that.
NURTURE_EVERY = timedelta(minutes=5)

#: How long the end waits for copies that are not in their Sent folders yet. The next start files the others.
FILING_SECONDS = 20.0


class Engine:
    """Everything that turns, for one configuration and one database. Close it when done."""

    def __init__(
        self,
        config: Config,
        database: Database,
        *,
        clock: Clock | None = None,
        rng: random.Random | None = None,
        draws: Draws = draw,
        in_order: bool = False,
        journal: Journal | None = None,
        mx: MxLookup | None = None,
        understanding: Understanding | None = None,
    ) -> None:
        self.config = config
        self.database = database
        self.clock = clock or SystemClock()
        rng = rng or random.Random()
        # One mailbox after the other, so that two runs with the same seed draw the same numbers.
        self._in_order = in_order
        #: Why the opt-out link of our mails leads to nobody of ours; "" where it does not. Set by the web server.
        self.link_trouble = ""
        self.rules = dataclasses.replace(
            sending_rules(config, draws), link_is_ours=lambda: not self.link_trouble
        )
        for sends in self.rules.mailboxes.values():
            # A key that cannot sign is said at the start, and not at the first mail. It is kept from here on: who signs
            # is in the midst of a transaction, and a mail of ours that cannot be signed then is given up.
            if isinstance(sends.signer, MailboxSigner):
                _ = sends.signer.key
        self.effects = effect_rules(config, draws)
        #: Names this process in its claims and leases, as no other was or will be named.
        self.owner = f"{platform.node()}:{os.getpid()}:{secrets.token_hex(4)}"
        #: Of each mailbox, with its passwords as they were fetched now.
        self.servers = servers(config)
        read = [mailbox.name for mailbox in config.mailboxes if mailbox.imap is not None]
        self.leases = Leases(database, read, owner=self.owner, clock=self.clock)
        self.halting = Halting(
            database,
            self.rules,
            journal,
            owner=self.owner,
            clock=self.clock,
            heeds_presence=self.leases.is_needed,
        )
        ledger = Ledger(database, self.rules, owner=self.owner, clock=self.clock)
        self.senders = [
            Sender(
                database,
                self.rules,
                mailbox.name,
                SmtpConnection(
                    smtp,
                    tokens=login_tokens(database, config, mailbox, mailbox.smtp, clock=self.clock),
                ),
                ledger,
                clock=self.clock,
                keep=None if journal is None else self.halting.keep,
            )
            for mailbox, (smtp, _) in zip(config.mailboxes, self.servers, strict=True)
        ]
        self._files_copies = that_file_copies(config)
        doubts = Doubts(database, files_copies=self._files_copies)
        self.readers = [
            Reader(
                database,
                self.rules,
                mailbox.name,
                server,
                hold_account=self.effects.hold_account,
                files_copies=mailbox.name in self._files_copies,
                clock=self.clock,
                rng=rng,
                doubts=doubts,
                folders=named_folders(mailbox),
                tokens=login_tokens(database, config, mailbox, mailbox.imap, clock=self.clock),
                lease=self.leases.of(mailbox.name),
                note=self._note_tried if self.leases.is_needed else None,
            )
            for mailbox, (_, server) in zip(config.mailboxes, self.servers, strict=True)
            if server is not None
        ]
        self._mx = MxTurn(database, mx or MxLookup(), clock=self.clock)
        self._nurture = NurtureTurn(database, config, clock=self.clock, draws=draws)
        self._nurtured_at: datetime | None = None
        self._hand_off = HandOffTurn(database, config, clock=self.clock)
        self._answers = answer_rules(config)
        self._retention = RetentionTurn(database, config, clock=self.clock)
        endpoint = chat_endpoint(config.second_reader)
        self._notices = NoticeTurn(database, config, self.rules, clock=self.clock)
        self._offers = OfferTurn(database, config, self.rules, clock=self.clock)
        self._digest = DigestTurn(database, config, clock=self.clock)
        self._second_look = None if endpoint is None else SecondLook(database, endpoint, clock=self.clock)
        #: For `/metrics`.
        self.turns = TurnLog(steady_seconds)
        #: Set to let no new mail begin; what is being handed in goes on.
        self.stopping = False
        self.understander = Understander(
            database, self.effects, clock=self.clock, understanding=understanding
        )

    @classmethod
    def open(cls, config: Config) -> Self:
        """With the database of the configuration. Raises ConfigurationError where its schema is not current."""
        url = database_url(config.database)
        database = Database(url, noes=noes_path(sqlite_path(url), config.path))
        try:
            with database.reading() as session:
                require_current(session)
            fill_up(database)
            journal = open_journal(config.path, sqlite_path(database.url)) if config.live else None
            clock = None if database.is_sqlite else DatabaseClock(database)
            return cls(config, database, clock=clock, journal=journal, understanding=UnderstandingProcess())
        except BaseException:
            database.close()
            raise

    async def close(self) -> None:
        for reader in self.readers:
            await reader.close()
        await self.leases.leave()
        for sender in self.senders:
            await sender.close()
        await self.understander.close()
        self.halting.close()
        self.database.close()

    # --- turns -----------------------------------------------------------------------------------------------------

    @property
    def halted(self) -> bool:
        """An answer of a server could not be written into the database: nothing is sent until that is done."""
        return self.halting.is_on

    async def recover(self, *, all_owners: bool = False) -> None:
        """Take over what a dead sender held, and what the side journal kept for the database."""
        await self.halting.recover(all_owners=all_owners)

    async def say_if_restored(self) -> None:
        """Say loudly that this is a backup which nobody has agreed to send from yet."""
        found = await self.database.read(restored.standing)
        if found is not None:
            log.critical("database_was_restored", extra={"says": found.says, "advice": restored.NEXT_STEP})

    async def measure_clock(self) -> None:
        """Where the time is the database's: ask it again now and then."""
        if isinstance(self.clock, DatabaseClock) and self.clock.is_stale:
            await self.clock.measure()

    async def _note_tried(self, mailbox: str, looked: bool) -> None:
        await self.leases.note(mailbox, looked=looked)

    async def plan(self) -> Planned:
        planned = await self.database.write(plan_turn, self.rules, now=self.clock.now())
        if planned.anything:
            log.info("planned", extra={"queued": planned.queued, "finished": planned.finished})
        return planned

    async def with_mail(self) -> set[str]:
        """The mailboxes in whose queue a mail is due, and that may send: the others need no sender at this moment."""
        names = [sender.mailbox for sender in self.senders]
        try:
            return await self.database.read(_with_mail, names, self.clock.now(), live=self.rules.live)
        except SQLAlchemyError:
            self.halting.halt()
            log.exception("database_failed", extra={"mailboxes": len(names)})
            return set()

    async def send(self, sender: Sender) -> int:
        """Send from one mailbox until nothing more may go now; how many turns it took."""
        if self.halted or not may_begin(self.readers, sender.mailbox):
            return 0
        try:
            return await sender.send(lambda: self.stopping or self.halted)
        except SQLAlchemyError:
            self.halting.halt()
            log.exception("database_failed", extra={"mailbox": sender.mailbox})
            return 0

    async def nurture(self) -> None:
        """Wake, touch and look after who is not ready; one piece of it."""
        self._nurtured_at = self.clock.now()
        await self._nurture.turn()

    async def _nurture_now_and_then(self) -> None:
        now = self.clock.now()
        if self._nurtured_at is None or now - self._nurtured_at >= NURTURE_EVERY:
            await self.nurture()

    async def hand_off(self) -> None:
        """Remind salespeople of offers, pass on those that ran out, and offer what waits."""
        # Who has answered in time has answered, though nobody had looked into the mailbox yet.
        await self._offers.read_answers()
        await self._hand_off.turn()

    async def look_up(self) -> None:
        """Ask who runs the mail of the domains that are written to soon, for campaigns that want to know."""
        while await self._mx.turn():
            pass

    async def ask_second_reader(self) -> None:
        """Ask about the replies that this program is unsure of, where another one is configured."""
        while self._second_look is not None and not self.stopping and await self._second_look.turn():
            pass

    async def retain(self) -> None:
        """Once a day, take out the texts that have been kept for long enough."""
        while not self.stopping and await self._retention.turn():
            pass

    async def look_for_overdue_answers(self) -> None:
        """Whoever wants to talk to us and has waited for too long becomes a task."""
        now = self.clock.now()
        if await self.database.read(overdue.is_anything_due, self._answers, now=now):
            await self.database.write(overdue.see_to, self._answers, now=now)

    async def deliver_notices(self) -> None:
        """Tell who is to be told of replies."""
        while self.config.notices and not self.stopping and await self._notices.turn():
            pass

    async def mail_offers(self) -> None:
        """Read what salespeople answered by mail, and tell of offers who is to be told."""
        await self._offers.read_answers()
        while not self.stopping and await self._offers.turn():
            pass

    async def send_digest(self) -> None:
        """Tell the day by mail to whom the configuration names."""
        while not self.stopping and self.config.reports.digest_to and await self._digest.turn():
            pass

    async def send_all(self) -> int:
        return sum(await self._each([partial(self.send, sender) for sender in self.senders]))

    async def read_all(self) -> int:
        """Read every mailbox once; how many had news. One that cannot be read does not stop the others."""
        return sum(await self._each([partial(self._read, reader) for reader in self.readers]))

    async def file_copies(self) -> None:
        """Before the end: put into the Sent folders what was sent and is not there yet, for a restore rests on them.

        Nobody watches or sends any more. A mailbox that cannot be reached keeps nobody waiting for long.
        """
        before = await self.database.read(sent_folder.awaited, self._files_copies)
        readers = [reader for reader in self.readers if reader.mailbox in before.unfiled]
        if not readers:
            return
        try:
            async with asyncio.timeout(FILING_SECONDS):
                await self._each([partial(self._file, reader) for reader in readers])
        except TimeoutError:
            pass
        left = (await self.database.read(sent_folder.awaited, self._files_copies)).unfiled
        for name in sorted(left):
            log.warning("copies_not_filed", extra={"mailbox": name, "advice": "the next start files them"})

    async def understand(self) -> int:
        """Understand and apply everything that is stored; how many messages."""
        messages = 0
        while not self.stopping and (some := await self.understander.turn()):
            messages += some
        return messages

    async def once(self, *, read: bool = True) -> bool:
        """One turn of everything: read before sending, so that a reply stops a mail. True: something happened."""
        await self.measure_clock()
        await self.leases.now_and_then()
        await self.halting.recover_now_and_then()
        first_look = not all(reader.has_tried for reader in self.readers)
        news = await self.read_all() if read or first_look else 0
        understood = await self.understand()
        await self.deliver_notices()
        await self.look_up()
        await self._nurture_now_and_then()
        await self.hand_off()
        await self.mail_offers()
        await self.send_digest()
        await self.retain()
        planned = await self.plan()
        sent = await self.send_all()
        return bool(news or understood or planned.anything or sent)

    async def until_idle(self, *, read: bool = True) -> None:
        """Turn until nothing is due now. `read=False` for a caller who knows that no mailbox has news."""
        while await self.once(read=read):
            pass

    async def _each(self, turns: list[Callable[[], Coroutine[Any, Any, int]]]) -> list[int]:
        if self._in_order:
            return [await turn() for turn in turns]
        return list(await asyncio.gather(*(turn() for turn in turns)))

    async def _read(self, reader: Reader) -> bool:
        return bool(await _unless_trouble(reader, reader.turn))

    async def _file(self, reader: Reader) -> int:
        return await _unless_trouble(reader, reader.file_copies)


async def _unless_trouble(reader: Reader, work: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """What came of the work in the mailbox; 0 where it could not be read, or another daemon has it by now."""
    try:
        return await work()
    except LeaseLost:
        log.info("mailbox_left_to_another", extra={"mailbox": reader.mailbox})
    except (ImapTrouble, OSError) as trouble:
        log.warning("mailbox_not_read", extra={"mailbox": reader.mailbox, "trouble": str(trouble)})
    return 0


def _with_mail(session: Session, names: list[str], now: datetime, *, live: bool) -> set[str]:
    queued = outbox.with_queued(session, names, now)
    # What would be sent is told of a mailbox at rest too.
    return queued - mailboxes.at_rest(session, queued, now) if live else queued


def plan_turn(session: Session, rules: SendingRules, *, now: datetime) -> Planned:
    """One turn of planning, which heeds how many replies wait for a person. Of several daemons one does it."""
    if not locks.alone(session, locks.Turn.PLAN):
        return Planned()
    return plan(session, rules, now=now, waiting=waiting_for_person(session))


async def guarded(name: str, turn: Callable[[], Coroutine[Any, Any, object]]) -> bool:
    """Run one turn; whatever it raises is logged, and the loop around it goes on. Whether it ended well."""
    try:
        await turn()
        return True
    except OutreachError as error:
        log.warning("turn_failed", extra={"turn": name, "trouble": str(error)})
    except Exception:
        log.exception("turn_failed", extra={"turn": name})
    return False
