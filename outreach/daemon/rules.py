"""The configuration as the values that each stage decides by."""

from typing import TYPE_CHECKING

from outreach.config import CompanyRule, Config, Guards, ReferralApproval, Role
from outreach.core.draws import Draws, draw
from outreach.sending.identity import GuardRules, Sender, SendingMailbox, SendingRules
from outreach.sending.providers import provider_of_host
from outreach.sequences.timing import Timing

if TYPE_CHECKING:
    from outreach.qualification.effects import EffectRules

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
    )


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
    from outreach.referrals.approval import ReferralPolicy
    from outreach.referrals.facts import ReferralRules

    return EffectRules(
        sending=sending_rules(config, draws),
        referrals=ReferralRules(
            policy=ReferralPolicy(
                automatic=config.policy.referral_approval is ReferralApproval.AUTOMATIC,
                max_per_reply=config.policy.max_referrals_per_reply,
                max_depth=config.policy.max_referral_depth,
            ),
            own_addresses=frozenset(mailbox.address for mailbox in config.mailboxes),
            timing=timing(config, draws),
        ),
        hold_account=config.policy.company_rule is CompanyRule.ACCOUNT,
        out_of_office_days=config.policy.out_of_office_default_days,
        not_now_days=NOT_NOW_DAYS,
    )
