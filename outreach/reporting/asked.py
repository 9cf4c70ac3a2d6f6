"""What somebody wants of a report, and what the configuration says that reports go by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from outreach.handoff.team import Team
from outreach.reporting.by import By
from outreach.reporting.digest.days import DigestRules
from outreach.reporting.forecast.capacity import Capacity
from outreach.reporting.goals import Goals
from outreach.reporting.mail_rules import MailRules
from outreach.reporting.period import Period


@dataclass(frozen=True, slots=True)
class ReportRules:
    """The team and what is expected of it."""

    zone: ZoneInfo
    team: Team = field(default_factory=Team)
    #: Whose each mailbox is, by their names.
    people_of_mailboxes: Mapping[str, str] = field(default_factory=dict)
    #: Norms a working day, by person and norm: {"ana": {"mails": 50}}.
    norms: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    #: The column of lists by which `--by segment` goes; or `country`, `language`, `title`.
    segment: str = "industry"
    goals: Goals = field(default_factory=Goals)
    currency: str = "EUR"
    capacity: Capacity = field(default_factory=Capacity)
    mail: MailRules = field(default_factory=MailRules)
    digest: DigestRules = field(default_factory=DigestRules)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question."""

    period: Period
    rules: ReportRules
    by: By | None = None
    #: What this report alone takes (its module's OPTIONS), by their names; what is not given is not in it.
    options: Mapping[str, Any] = field(default_factory=dict)
