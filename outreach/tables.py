"""Every table of the program, so that migrations see them all."""

from sqlmodel import SQLModel

from outreach.database import audit, events, workspace
from outreach.handoff import mail_model as offer_mails
from outreach.handoff import model as handoff
from outreach.handoff import outcome_model as outcomes
from outreach.inbox import model as inbox
from outreach.prospects import model as prospects
from outreach.qualification import model as qualification
from outreach.qualification import notice
from outreach.qualification.leads import model as leads
from outreach.referrals import model as referrals
from outreach.replies import model as replies
from outreach.reporting.digest import model as reporting
from outreach.sending import lease_model as leases
from outreach.sending import model as sending
from outreach.sending import token_model as tokens
from outreach.sequences import model as sequences

MODULES = (
    audit,
    events,
    workspace,
    prospects,
    sequences,
    sending,
    leases,
    tokens,
    inbox,
    replies,
    referrals,
    qualification,
    notice,
    leads,
    handoff,
    outcomes,
    offer_mails,
    reporting,
)
METADATA = SQLModel.metadata
