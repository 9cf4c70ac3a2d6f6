"""Nurture, turn by turn: the sequences are read from their files only when somebody rests who may need them."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from outreach.config import Config
from outreach.core.clock import Clock
from outreach.core.draws import Draws, draw
from outreach.core.errors import OutreachError
from outreach.daemon.rules import law_now, timing
from outreach.database import locks
from outreach.database.engine import Database
from outreach.prospects.law import EVERYTHING_ALLOWED
from outreach.qualification.leads import nurturing
from outreach.qualification.leads.nurture import TouchRule, wakes_from
from outreach.qualification.leads.nurture_campaign import NurtureRules
from outreach.qualification.leads.nurturing import Nurtured
from outreach.sending import moving_up
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.lint import lint_copy
from outreach.sequences.loading import load_with_targets
from outreach.sequences.merge_context import SenderNames

log = logging.getLogger(__name__)


class NurtureTurn:
    """Wakes, enrolls, puts off and asks to look again: everything that `nurturing.turn` does."""

    def __init__(self, database: Database, config: Config, *, clock: Clock, draws: Draws = draw) -> None:
        self._database = database
        self._config = config
        self._clock = clock
        self._draws = draws
        self._accounts_at: datetime | None = None

    async def turn(self) -> Nurtured:
        now = self._clock.now()
        wanted = await self._database.read(nurturing.wanted, now)
        looks_at_accounts = self._accounts_at is None or now - self._accounts_at >= nurturing.LOOK_EVERY
        if not (wanted.anything or looks_at_accounts):
            return Nurtured()
        self._accounts_at = now if looks_at_accounts else self._accounts_at
        rules = partial(nurture_rules, self._config, with_files=wanted.rest, draws=self._draws)
        done = await self._database.write(_turn, rules, now=now, looks_at_accounts=looks_at_accounts)
        if done.anything:
            log.info(
                "nurtured",
                extra={
                    "woken": done.woken,
                    "enrolled": done.enrolled,
                    "tasks": done.tasks,
                    "cooled": done.cooled,
                },
            )
        return done


def _turn(
    session: Session, rules: Callable[[], NurtureRules], *, now: datetime, looks_at_accounts: bool
) -> Nurtured:
    """The files are read when it is our turn: what was read before could be older than what `campaign start` has just
    taken up."""
    if not locks.alone(session, locks.Turn.NURTURE):
        return Nurtured()
    moving_up.wait_to_enroll(session)
    return nurturing.turn(session, rules(), now=now, looks_at_accounts=looks_at_accounts)


def nurture_rules(config: Config, *, with_files: bool, draws: Draws = draw) -> NurtureRules:
    """What nurture obeys. `with_files` reads the sequences; one that has a fault is said in the log and not used."""
    wakes = wakes_from(config.nurture.wakes)
    wanted = [config.nurture.sequence] if config.nurture.mails else []
    wanted += [wakes.sequence] if wakes.sequence is not None else []
    definitions: dict[str, SequenceDefinition] = {}
    for name in wanted if with_files else ():
        definitions |= _loaded(config, name)
    return NurtureRules(
        timing=timing(config, draws),
        mailboxes=config.nurture.mailboxes or tuple(mailbox.name for mailbox in config.mailboxes),
        sequence=config.nurture.sequence if config.nurture.mails else "",
        campaign=config.nurture.campaign,
        wakes=wakes,
        touches=TouchRule(config.nurture.most_a_week, timedelta(days=config.nurture.longest_silence_days)),
        definitions=definitions,
        law=law_now(config) if with_files else EVERYTHING_ALLOWED,
    )


def _loaded(config: Config, name: str) -> Mapping[str, SequenceDefinition]:
    """A sequence and those that its answers lead to; nothing where one of them may not be sent."""
    try:
        found = load_with_targets(name, config.sequences, config.templates)
    except OutreachError as error:
        log.warning("nurture_sequence_unusable", extra={"sequence": name, "trouble": str(error)})
        return {}
    sender = SenderNames(config.sender.name, config.sender.organisation, config.sender.postal_address)
    faults = [
        fault
        for definition in found.values()
        for fault in lint_copy(definition, sender, shown_folder=str(config.templates))
        if not fault.warning
    ]
    if faults or found[name].requires_referral:
        advice = f"outreach lint says what is wrong with {name}"
        log.warning("nurture_sequence_unusable", extra={"sequence": name, "advice": advice})
        return {}
    return found
