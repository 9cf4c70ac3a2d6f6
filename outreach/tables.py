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
from outreach.sending import model as sending
from outreach.sequences import model as sequences

MODULES = (
    audit,
    events,
    workspace,
    prospects,
    sequences,
    sending,
    inbox,
    replies,
    referrals,
    qualification,
    notice,
    leads,
    handoff,
    outcomes,
    offer_mails,
)
METADATA = SQLModel.metadata
