"""The configuration as the values that each stage decides by."""

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from outreach.config import (
    CompanyRule,
    Config,
    Guards,
    Mailbox,
    ReferralApproval,
    Role,
    SentCopy,
    TeamMember,
)
from outreach.core.draws import Draws, draw
from outreach.prospects.law import Law
from outreach.sending.identity import GuardRules, Sender, SendingMailbox, SendingRules
from outreach.sending.providers import provider_of_host
from outreach.sequences.holidays import ClosedDays, DateRange
from outreach.sequences.timing import Timing
from outreach.sequences.window import DAYS, HourRange, Window
from outreach.settings.countries_file import WatchedLaw, load_law
from outreach.settings.dkim import MailboxSigner

if TYPE_CHECKING:
    from outreach.handoff.offer_notices import TellingRules
    from outreach.handoff.rules import HandOffRules
    from outreach.handoff.team import Colleague
    from outreach.handoff.working_hours import WorkingHours
    from outreach.qualification.effects import EffectRules
    from outreach.qualification.overdue import AnswerRules
    from outreach.reporting.asked import ReportRules
    from outreach.reporting.digest.days import DigestRules
    from outreach.reporting.forecast.capacity import Capacity
    from outreach.reporting.goals import Goals
    from outreach.reporting.mail_rules import MailRules

#: Of a salesperson who is no longer in the team.
OFFICE_HOURS = (HourRange(9 * 60, 17 * 60),)
#: Which days a country's weekend is on is asked for one year, and taken for all.
LIKE_EVERY_YEAR = 2026

#: How long a not-now rests when neither the message nor the reviewer names a day.
NOT_NOW_DAYS = 90


def timing(config: Config, draws: Draws = draw) -> Timing:
    """What moments are reckoned by."""
    return Timing(
        default_zone=config.policy.zone,
        draws=draws,
        default_country=config.policy.country or None,
        public_holidays=config.policy.public_holidays,
        closed_days=config.policy.closed_days,
    )


def sending_rules(config: Config, draws: Draws = draw) -> SendingRules:
    """What planning and sending obey."""
    return SendingRules(
        sender=Sender(
            name=config.sender.name,
            organisation=config.sender.organisation,
            postal_address=config.sender.postal_address,
            public_url=config.http.public_url if config.http.enabled else "",
        ),
        mailboxes={
            mailbox.name: SendingMailbox(
                name=mailbox.name,
                from_name=mailbox.from_name,
                address=mailbox.address,
                zone=mailbox.zone,
                per_day=mailbox.per_day,
                ramp_start=mailbox.ramp.start,
                ramp_step=mailbox.ramp.add,
                gap_seconds=mailbox.gap_seconds,
                is_read=mailbox.imap is not None,
                new_per_day=mailbox.new_per_day,
                provider=provider_of_host(mailbox.smtp.host),
                signer=signer_of(config, mailbox),
            )
            for mailbox in config.mailboxes
        },
        timing=timing(config, draws),
        live=config.live,
        # Where the file says 0, there is no limit.
        per_domain=config.policy.per_domain_per_day or None,
        per_free_mail_domain=config.policy.per_free_mail_domain_per_day or None,
        guards=guard_rules(config.guards),
        people=max(1, sum(member.role is Role.PROSPECTOR for member in config.team)),
        replies_per_person=config.policy.replies_per_person,
        law=WatchedLaw(config.policy.countries),
    )


def signer_of(config: Config, mailbox: Mailbox) -> MailboxSigner | None:
    """Who signs the mail of a mailbox; its key is not read before the first mail."""
    if mailbox.dkim is None:
        return None
    return MailboxSigner(mailbox.dkim, mailbox=mailbox.name, address=mailbox.address, config=config.path)


def that_file_copies(config: Config) -> tuple[str, ...]:
    """The mailboxes into whose Sent folder we put the copies."""
    return tuple(
        mailbox.name
        for mailbox in config.mailboxes
        if mailbox.sent_copy is SentCopy.APPEND and mailbox.imap is not None
    )


def law_now(config: Config) -> Law:
    """The countries' rules. Raises ConfigurationError with everything that is wrong in their file."""
    return load_law(config.policy.countries)


def guard_rules(guards: Guards) -> GuardRules:
    """When mailboxes and campaigns pause themselves."""
    return GuardRules(
        bounce_share=guards.bounce_share,
        bounce_window=guards.bounce_window,
        bounce_least=guards.bounce_least,
        complaints=guards.complaints,
        complaint_window=guards.complaint_window,
    )


def effect_rules(config: Config, draws: Draws = draw) -> "EffectRules":
    """What the consequences of replies obey."""
    # Understanding is behind these; a command that only looks at limits need not wait for it.
    from outreach.qualification.effects import EffectRules
    from outreach.qualification.notice_ways import Channel
    from outreach.referrals.approval import ReferralPolicy
    from outreach.referrals.facts import ReferralRules

    sending = sending_rules(config, draws)
    return EffectRules(
        sending=sending,
        referrals=ReferralRules(
            policy=ReferralPolicy(
                automatic=config.policy.referral_approval is ReferralApproval.AUTOMATIC,
                max_per_reply=config.policy.max_referrals_per_reply,
                max_depth=config.policy.max_referral_depth,
            ),
            # One of the team is no prospect either, from whatever address they write to us.
            own_addresses=frozenset(mailbox.address for mailbox in config.mailboxes)
            | frozenset(member.address for member in config.team),
            timing=timing(config, draws),
            law=sending.law,
        ),
        hold_account=config.policy.company_rule is CompanyRule.ACCOUNT,
        out_of_office_days=config.policy.out_of_office_default_days,
        not_now_days=NOT_NOW_DAYS,
        # Nothing leaves before that is said, a notice neither.
        notices=tuple(Channel(each.name, each.to, frozenset(each.on)) for each in config.notices)
        if config.live
        else (),
    )


def answer_rules(config: Config) -> "AnswerRules":
    """When somebody who wants to talk to us has waited for too long."""
    from outreach.qualification.overdue import AnswerRules

    return AnswerRules(config.answers.within_hours, timing(config))


def hand_off_rules(config: Config) -> "HandOffRules":
    """The team, the routing and the clock of the hand-off."""
    from outreach.handoff.routing import RoutingRule
    from outreach.handoff.rules import HandOffRules
    from outreach.handoff.team import Team

    asked = config.hand_off
    return HandOffRules(
        team=Team(tuple(_colleague(member, config) for member in config.team)),
        routing=tuple(
            RoutingRule(
                to=rule.to,
                segment=rule.segment,
                language=rule.language,
                country=rule.country,
                source=rule.source,
                list=rule.list,
                choose=rule.choose,
            )
            for rule in asked.routing
        ),
        aim=timedelta(hours=asked.aim_hours),
        limit=timedelta(hours=asked.limit_hours),
        automatic=asked.automatic,
        office=_working_hours(config, "", "", (), OFFICE_HOURS, ()),
    )


def telling_rules(config: Config, sending: SendingRules) -> "TellingRules":
    """What is told of offers, to whom, and in which words."""
    from outreach.handoff.offer_notices import TellingRules

    return TellingRules(
        team=hand_off_rules(config).team,
        sending=sending,
        templates=config.templates,
        by_mail=config.hand_off.notify_by_mail,
        by_webhook=bool(config.hand_off.webhook),
        fields=config.hand_off.crm.fields,
    )


def report_rules(config: Config) -> "ReportRules":
    """What every report is asked with."""
    from outreach.reporting.asked import ReportRules

    return ReportRules(
        zone=ZoneInfo(config.policy.zone),
        team=hand_off_rules(config).team,
        people_of_mailboxes=people_of_mailboxes(config),
        norms={member.person: dataclasses.asdict(member.norms) for member in config.team},
        segment=config.hand_off.segment,
        goals=_goals(config),
        currency=config.hand_off.currency,
        capacity=capacity(config),
        mail=mail_rules(config),
        digest=digest_rules(config),
    )


def capacity(config: Config) -> "Capacity":
    """How much can be sent and worked."""
    from outreach.reporting.forecast.capacity import Capacity

    sending = sending_rules(config)
    country = config.policy.country if config.policy.public_holidays else None
    return Capacity(
        mailboxes=tuple(sending.mailboxes.values()),
        people=sending.people,
        replies_per_person=sending.replies_per_person,
        closed=ClosedDays(country or None, config.policy.closed_days),
    )


def mail_rules(config: Config) -> "MailRules":
    """What figures about mail are held against."""
    from outreach.reporting.mail_rules import MailRules

    sending = sending_rules(config)
    return MailRules(
        mailboxes=sending.mailboxes,
        guards=sending.guards,
        unread_alarm=timedelta(hours=config.policy.unread_alarm_hours),
        junk={
            mailbox.name: mailbox.imap.folders.junk
            for mailbox in config.mailboxes
            if mailbox.imap is not None and mailbox.imap.folders.junk
        },
    )


def digest_rules(config: Config) -> "DigestRules":
    """When and to whom the day is told."""
    from outreach.reporting.digest.days import DigestRules

    return DigestRules(
        at=config.reports.digest_at,
        office=hand_off_rules(config).office,
        to=config.reports.digest_to,
    )


def people_of_mailboxes(config: Config) -> dict[str, str]:
    """Whose each mailbox is: of whoever names it, else of the first in the team whose address it writes from."""
    named = {name: member.person for member in config.team for name in member.mailboxes}
    by_address: dict[str, str] = {}
    for member in config.team:
        # Whoever names some has these and no others.
        if not member.mailboxes:
            by_address.setdefault(member.address, member.person)
    own = {mailbox.name: by_address.get(mailbox.address) for mailbox in config.mailboxes}
    return {name: person for name, person in (own | named).items() if person is not None}


def _goals(config: Config) -> "Goals":
    """The goals as shares; a stage without one is left out."""
    from outreach.reporting.goals import Goals
    from outreach.reporting.stage import Stage

    deal = config.reports.deal
    per_cents = dataclasses.asdict(config.reports.goals)
    return Goals(
        shares={Stage(name): per_cent / 100 for name, per_cent in per_cents.items() if per_cent},
        deal_cents=None if deal is None else deal.cents,
        currency=config.hand_off.currency if deal is None else deal.currency,
    )


def _colleague(member: TeamMember, config: Config) -> "Colleague":
    from outreach.handoff.team import Colleague

    hours = _working_hours(
        config, member.zone, member.country, member.working_days, member.working_hours, member.absent
    )
    return Colleague(
        name=member.person,
        address=member.address,
        role=member.role,
        hours=hours,
        languages=member.languages,
        full_name=member.full_name,
        phone=member.phone,
    )


def _working_hours(
    config: Config,
    zone: str,
    country: str,
    days: tuple[str, ...],
    hours: tuple[HourRange, ...],
    absent: tuple[DateRange, ...],
) -> "WorkingHours":
    """Somebody's hours; what they do not say is as for all of us. Our closed days are theirs as well."""
    from outreach.handoff.working_hours import WorkingHours

    where = country or config.policy.country
    closed = ClosedDays(where if where and config.policy.public_holidays else None, config.policy.closed_days)
    free = closed.weekend(LIKE_EVERY_YEAR)
    worked = [DAYS.index(day) for day in days] or [day for day in range(7) if day not in free]
    return WorkingHours(
        zone=ZoneInfo(zone or config.policy.zone), week=Window.of(worked, hours), closed=closed, absent=absent
    )
