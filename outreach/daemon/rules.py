"""The configuration as the values that each stage decides by."""

from outreach.config import CompanyRule, Config, ReferralApproval
from outreach.core.draws import Draws, draw
from outreach.qualification.effects import EffectRules
from outreach.referrals.approval import ReferralPolicy
from outreach.referrals.facts import ReferralRules
from outreach.sending.identity import Sender, SendingMailbox, SendingRules
from outreach.sequences.timing import Timing

#: How long a not-now rests when neither the message nor the reviewer names a day.
NOT_NOW_DAYS = 90


def timing(config: Config, draws: Draws = draw) -> Timing:
    """What moments are reckoned by."""
    return Timing(default_zone=config.policy.zone, draws=draws)


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
            )
            for mailbox in config.mailboxes
        },
        timing=timing(config, draws),
        live=config.live,
    )


def effect_rules(config: Config, draws: Draws = draw) -> EffectRules:
    """What the consequences of replies obey."""
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
