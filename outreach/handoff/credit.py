"""Who and what a lead is owed to: its list, segment, campaign, the mail that brought the answer, its finder, and
whoever sent us on. Decisions only: what goes in was read already, and every share says why.

A finder has credit for a lead that sales has confirmed, and that somebody else has confirmed. All else led to the lead
whether it was any good or not, and is credited with it as it is: that is how good and bad sources are told apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class OwedTo(StrEnum):
    """What a lead can be owed to."""

    LIST = "list"
    SEGMENT = "segment"
    CAMPAIGN = "campaign"
    SEQUENCE = "sequence"
    TEMPLATE = "template"
    STEP = "step"
    MAILBOX = "mailbox"
    FINDER = "finder"
    #: Whom we had asked first of all.
    ROOT = "root"
    #: Everybody who sent us on. A lead counts once for each, so their sums overlap.
    REFERRER = "referrer"


@dataclass(frozen=True, slots=True)
class OurMail:
    """A mail of ours that was answered. `variant` is the wording that they got."""

    sequence: str
    step: str
    variant: str
    mailbox: str

    def __str__(self) -> str:
        return (
            f"{self.sequence}/{self.step} from {self.mailbox}"
            if self.sequence
            else f"an answer of {self.mailbox}"
        )


@dataclass(frozen=True, slots=True)
class Hop:
    """Somebody who sent us on, and which mail of ours they answered with it."""

    who: str
    mail: OurMail | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That sales confirmed it, and nobody has sent it back since. `is_own`: by whoever found it."""

    by: str
    at: datetime
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """What is known of where one lead came from. Money: hundredths by currency."""

    lead: int
    source: str = ""
    list: str = ""
    campaign: str = ""
    segment: str = ""
    finder: str = ""
    #: The mail whose answer opened it; None for one that asked by itself, or was imported.
    mail: OurMail | None = None
    #: From whom we asked first to whoever named them; empty where nobody did.
    chain: tuple[Hop, ...] = ()
    confirmation: Confirmation | None = None
    is_won: bool = False
    contracted: Mapping[str, int] = field(default_factory=dict)
    paid: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Share:
    """One to whom, or to which, a lead is owed."""

    source: OwedTo
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Credit:
    """All of a lead's shares, and what has none of it and why."""

    shares: tuple[Share, ...]
    withheld: tuple[Share, ...] = ()

    def names(self, source: OwedTo) -> tuple[str, ...]:
        return tuple(each.name for each in self.shares if each.source is source)


def credit(facts: LeadFacts) -> Credit:
    """What one lead is owed to."""
    shares = [
        Share(OwedTo.LIST, facts.list, "they stand on it"),
        Share(OwedTo.SEGMENT, facts.segment, "what their list says of them"),
        Share(OwedTo.CAMPAIGN, facts.campaign, "it wrote to them"),
    ]
    if facts.mail is not None:
        shares += _of_mail(facts.mail)
    if facts.chain:
        root, *_ = facts.chain
        shares.append(Share(OwedTo.ROOT, root.who, f"asked first of all, answered {root.mail or 'us'}"))
        ways = [*(hop.who for hop in facts.chain[1:]), "them"]
        shares += [
            Share(OwedTo.REFERRER, hop.who, f"sent us to {to}, answering {hop.mail or 'us'}")
            for hop, to in zip(facts.chain, ways, strict=True)
        ]
    finder, why_not = _of_finder(facts)
    known = tuple(share for share in (*shares, *finder) if share.name)
    return Credit(known, why_not)


def _of_mail(mail: OurMail) -> list[Share]:
    why = "the mail whose answer opened it"
    if not mail.sequence:
        return [Share(OwedTo.MAILBOX, mail.mailbox, "an answer of a person, which they answered")]
    return [
        Share(OwedTo.SEQUENCE, mail.sequence, why),
        Share(OwedTo.STEP, f"{mail.sequence}/{mail.step}", why),
        Share(OwedTo.TEMPLATE, f"{mail.sequence}/{mail.variant or mail.step}", why),
        Share(OwedTo.MAILBOX, mail.mailbox, why),
    ]


def _of_finder(facts: LeadFacts) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    """The finder's share, or why there is none."""
    if not facts.finder:
        return (), ()
    confirmation = facts.confirmation
    if confirmation is None:
        return (), (Share(OwedTo.FINDER, facts.finder, "sales has not confirmed it"),)
    if confirmation.is_own:
        return (), (
            Share(OwedTo.FINDER, facts.finder, f"{confirmation.by} confirmed what they found themselves"),
        )
    why = f"found it; {confirmation.by} confirmed it on {confirmation.at:%Y-%m-%d}"
    return (Share(OwedTo.FINDER, facts.finder, why),), ()


# --- sums -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Sum:
    """What all leads that are owed to one source have come to. `cost` and `returned` are known of lists only."""

    name: str
    leads: int = 0
    confirmed: int = 0
    won: int = 0
    contracted: dict[str, int] = field(default_factory=dict)
    paid: dict[str, int] = field(default_factory=dict)
    cost: dict[str, int] = field(default_factory=dict)

    @property
    def return_percent(self) -> int | None:
        """What was paid above the cost, in per cent of it; None where the two are not in one currency."""
        if len(self.cost) != 1:
            return None
        ((currency, cost),) = self.cost.items()
        if cost <= 0 or not set(self.paid) <= {currency}:
            return None
        return round((self.paid.get(currency, 0) - cost) * 100 / cost)


def sums(
    leads: Iterable[LeadFacts], by: OwedTo, *, costs: Mapping[str, Mapping[str, int]] | None = None
) -> list[Sum]:
    """For each list, template, finder … what its leads came to, the best paid first.

    A finder's row counts what they have credit for. A list that cost money and brought nothing has a row too.
    """
    found: dict[str, Sum] = {name: Sum(name, cost=dict(cost)) for name, cost in (costs or {}).items()}
    for facts in leads:
        for name in dict.fromkeys(credit(facts).names(by)):
            _add(found.setdefault(name, Sum(name)), facts)
    return sorted(found.values(), key=_best_first)


def _add(row: Sum, facts: LeadFacts) -> None:
    row.leads += 1
    row.confirmed += facts.confirmation is not None
    row.won += facts.is_won
    for mine, theirs in ((row.contracted, facts.contracted), (row.paid, facts.paid)):
        for currency, cents in theirs.items():
            mine[currency] = mine.get(currency, 0) + cents


def _best_first(row: Sum) -> tuple[int, int, int, int, str]:
    return (-sum(row.paid.values()), -sum(row.contracted.values()), -row.confirmed, -row.leads, row.name)
