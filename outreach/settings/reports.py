"""The keys of `[reports]`: what is expected of each stage of the line, what a client is worth, who gets the digest."""

import re
from datetime import time
from enum import StrEnum

from outreach.prospects.costs import Cost, NotACost, read_cost
from outreach.settings import values
from outreach.settings.reading import Place, Wrong, setting, settings_class, table_of

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class ReportLanguage(StrEnum):
    ENGLISH = "en"
    RUSSIAN = "ru"


def _per_cent(value: object, _place: Place) -> float:
    """Reads a share in per cent; a fraction of one will do."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong(f"must be a number, not {values.shown(value)}.", "Write it as 7 or 7.5.")
    # Whatever is not between these is refused, and so is "nan", which is between nothing.
    if not 0 <= value <= 100:
        raise Wrong(f"{value} is out of range.", "It may be 0 to 100.")
    return float(value)


def _amount(value: object, place: Place) -> Cost:
    """Reads an amount with its currency."""
    try:
        cost = read_cost(values.text(most=40)(value, place))
    except NotACost:
        raise Wrong(f"{values.shown(value)} is no amount.", 'Write it as "12000 EUR".') from None
    if cost.cents == 0:
        raise Wrong("is nothing.", "Leave it out: then what contracts came to so far counts.")
    return cost


def _clock(value: object, place: Place) -> time:
    """Reads a time of the day."""
    found = _CLOCK.fullmatch(values.text(most=10)(value, place))
    if found is None:
        raise Wrong(f"{values.shown(value)} is no time of the day.", 'Write it as "08:00".')
    return time(int(found[1]), int(found[2]))


def _addresses(value: object, place: Place) -> tuple[str, ...]:
    """Reads a list of addresses."""
    return tuple(dict.fromkeys(values.address(each, place) for each in values.texts(50)(value, place)))


@settings_class
class StageGoals:
    """Of a hundred who reached the stage before, how many shall reach this one. 0: no goal."""

    mailed: float = setting(_per_cent, "Of the prospects, to how many a mail goes.", default=0.0)
    delivered: float = setting(_per_cent, "Of those mailed, with how many it arrives.", default=0.0)
    replied: float = setting(
        _per_cent,
        "Of those whom a mail reached, how many answer. Ross & Tyler, Predictable Revenue: 7 to 9 % do.",
        default=7.0,
    )
    positive: float = setting(_per_cent, "Of those who answered, how many want to go on.", default=0.0)
    referred: float = setting(_per_cent, "Of those who answered, how many name a colleague.", default=0.0)
    referral_replies: float = setting(
        _per_cent, "Of the colleagues who were named, how many answer.", default=0.0
    )
    conversation: float = setting(
        _per_cent, "Of those who want to go on, with how many a conversation begins.", default=0.0
    )
    qualified: float = setting(
        _per_cent, "Of the conversations, how many meet the lead definition.", default=0.0
    )
    offered: float = setting(
        _per_cent, "Of the qualified leads, how many are offered to a salesperson.", default=0.0
    )
    accepted: float = setting(
        _per_cent,
        "Of those offered, how many sales accepts: the usual target of a hand-off by a written definition.",
        default=90.0,
    )
    confirmed: float = setting(_per_cent, "Of those accepted, how many sales confirms.", default=0.0)
    proposal: float = setting(_per_cent, "Of those confirmed, how many get a proposal.", default=0.0)
    meeting: float = setting(_per_cent, "Of the proposals, how many lead to a meeting.", default=0.0)
    contract: float = setting(_per_cent, "Of the meetings, how many end with a contract.", default=0.0)
    paid: float = setting(_per_cent, "Of the contracts, how many are paid.", default=0.0)


@settings_class
class Reports:
    """What reports measure by, and to whom the day is told."""

    deal: Cost | None = setting(
        _amount,
        'What a contract is worth on average, as "12000 EUR": the cost of a weak stage is reckoned with it.',
        default=None,
        default_text="what contracts came to so far",
    )
    digest_to: tuple[str, ...] = setting(
        _addresses,
        "Who gets the daily digest by mail: addresses in your team. Empty: nobody.",
        default=(),
        default_text="nobody",
    )
    digest_at: time = setting(
        _clock, "When, by the clock of `[policy]`.", default=time(8), default_text='"08:00"'
    )
    digest_mailbox: str = setting(
        values.text(), "From which mailbox, by its name.", default="", default_text="the first"
    )
    language: ReportLanguage = setting(
        values.choice(ReportLanguage),
        'The language of the digest, and of reports that are not asked for another: "en" or "ru".',
        default=ReportLanguage.ENGLISH,
    )
    goals: StageGoals = setting(
        table_of(StageGoals),
        "The goal of each stage in per cent of those who reached the stage before. 0: no goal.",
        default_factory=StageGoals,
    )
