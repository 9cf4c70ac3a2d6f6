"""The keys of `[[team]]` and `[hand_off]`: who is who, when they work, and how a lead gets to a salesperson."""

from pathlib import Path

from outreach.handoff.routing import Choose, Segment
from outreach.handoff.team import Role
from outreach.prospects.model import Source
from outreach.sequences.holidays import DateRange
from outreach.sequences.window import DAYS, HourRange, joined_ranges, range_from
from outreach.settings import calendar, values
from outreach.settings.crm import Crm
from outreach.settings.reading import Check, Place, Wrong, setting, settings_class, table_of, tables_of
from outreach.settings.secrets import SecretRef


@settings_class
class Norms:
    """What somebody does on a working day, for the reports. 0: no norm."""

    mails: int = setting(values.number(0, 10_000), "First mails and follow-ups sent.", default=0)
    replies: int = setting(values.number(0, 10_000), "New replies worked.", default=0)
    referrals: int = setting(values.number(0, 10_000), "Referrals received.", default=0)
    qualified: int = setting(values.number(0, 10_000), "Leads qualified.", default=0)
    accepted: int = setting(values.number(0, 10_000), "Leads accepted.", default=0)


def _languages(value: object, place: Place) -> tuple[str, ...]:
    """Reads a list of languages."""
    return tuple(values.language(each, place) for each in values.texts(30)(value, place))


def _working_days(value: object, place: Place) -> tuple[str, ...]:
    """Reads a list of days of the week."""
    days = tuple(each.lower()[:3] for each in values.texts(7)(value, place))
    unknown = next((each for each in days if each not in DAYS), None)
    if unknown is not None or not days:
        raise Wrong(f"{values.shown(value)} are no days of the week.", f"There are: {', '.join(DAYS)}.")
    return days


def _working_hours(value: object, place: Place) -> tuple[HourRange, ...]:
    """Reads a list of hours of one day."""
    try:
        ranges = tuple(range_from(each) for each in values.texts(10)(value, place))
    except ValueError as error:
        raise Wrong(str(error), 'Write ["09:00-12:30", "13:30-17:00"].') from None
    if not ranges:
        raise Wrong("is empty.", 'Write ["09:00-17:00"].')
    return joined_ranges(ranges)


@settings_class
class TeamMember:
    """Somebody who reviews, qualifies or sells."""

    person: str = setting(values.short_name, "What commands and reports call them: a-z, 0-9 and hyphens.")
    address: str = setting(values.address, "Where notices to them go.")
    role: Role = setting(
        values.choice(Role),
        '"prospector", "salesperson", "account-manager" or "manager".',
        default=Role.PROSPECTOR,
    )
    full_name: str = setting(
        values.text(most=100),
        "The name under which contacts get to know them.",
        default="",
        default_text="`person`, with a capital letter",
    )
    phone: str = setting(
        values.text(most=60), "The number that contacts may call.", default="", default_text="none"
    )
    languages: tuple[str, ...] = setting(
        _languages,
        'The languages in which they sell: `["de", "en"]`. A lead with another one goes to somebody else.',
        default=(),
        default_text="all",
    )
    zone: str = setting(values.zone, "Their time zone.", default="", default_text="that of `[policy]`")
    country: str = setting(
        calendar.country,
        "The country (ISO 3166) whose public holidays and weekend they have.",
        default="",
        default_text="that of `[policy]`",
    )
    working_days: tuple[str, ...] = setting(
        _working_days,
        'On which days they work: `["mon", "tue", "wed"]`.',
        default=(),
        default_text="all but the weekend of their country",
    )
    working_hours: tuple[HourRange, ...] = setting(
        _working_hours,
        "In which hours of their own clock.",
        default=(HourRange(9 * 60, 17 * 60),),
        default_text='`["09:00-17:00"]`',
    )
    absent: tuple[DateRange, ...] = setting(
        calendar.days,
        'When they are away: `"2026-12-24..2027-01-06"`. No lead goes to them, no clock of theirs runs, and a manager '
        "may act for them.",
        default=(),
    )
    mailboxes: tuple[str, ...] = setting(
        values.texts(100),
        "Their mailboxes, by name: what is sent from them is theirs in reports.",
        default=(),
        default_text="those whose `from` is their address",
    )
    norms: Norms = setting(
        table_of(Norms), "What they do on a working day. 0: no norm.", default_factory=Norms
    )


def _segment(value: object, place: Place) -> Segment:
    """Reads what fields of the contact have to say, as `industry=steel`: of one field any will do."""
    fields: dict[str, tuple[str, ...]] = {}
    for each in values.texts(100)(value, place):
        name, equals, said = (part.strip() for part in each.partition("="))
        if not (name and equals and said):
            raise Wrong(f"{values.shown(each)} is no field with its value.", 'Write ["industry=steel"].')
        fields[name] = (*fields.get(name, ()), said)
    return tuple(fields.items())


def _countries(value: object, place: Place) -> tuple[str, ...]:
    """Reads a list of countries."""
    return tuple(calendar.country(each, place) for each in values.texts(250)(value, place))


def _sources(value: object, place: Place) -> tuple[str, ...]:
    """Reads a list of sources."""
    return tuple(values.choice(Source)(each, place).value for each in values.texts(3)(value, place))


@settings_class
class Routing:
    """Which leads go to which salespeople. The first rule counts whose conditions all hold; none holds always."""

    to: tuple[str, ...] = setting(
        values.texts(100),
        "The salespeople, as `[[team]]` calls them.",
        default=(),
        default_text="all of them",
    )
    choose: Choose = setting(
        values.choice(Choose),
        '"least_load": whoever of them has the fewest leads offered or accepted. "round_robin": whoever was offered '
        "one longest ago.",
        default=Choose.LEAST_LOAD,
    )
    segment: Segment = setting(
        _segment,
        'What fields of the contact say, `title` and `account` included: `["industry=steel", "industry=metal"]`.',
        default=(),
        default_text="any",
    )
    language: tuple[str, ...] = setting(
        _languages,
        "The contact's language, else that of their reply.",
        default=(),
        default_text="any",
    )
    country: tuple[str, ...] = setting(
        _countries,
        "The contact's country, as their list or their domain tells.",
        default=(),
        default_text="any",
    )
    source: tuple[str, ...] = setting(_sources, '"seed", "net" or "spear".', default=(), default_text="any")
    list: tuple[str, ...] = setting(
        values.texts(1_000), "The list that the lead came from.", default=(), default_text="any"
    )


def _currency(value: object, place: Place) -> str:
    """Reads a currency (ISO 4217)."""
    code = values.text(most=10)(value, place).upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise Wrong(f"{values.shown(value)} is no currency.", 'Write it as "EUR".')
    return code


def _aim_before_limit(aim: int, limit: int) -> Wrong | None:
    return Wrong(f"{aim} is later than limit_hours, {limit}.", "Remind first.") if aim > limit else None


@settings_class
class HandOff:
    """How a qualified lead gets to a salesperson."""

    aim_hours: int = setting(
        values.number(1, 1_000), "Business hours until the salesperson is reminded.", default=24
    )
    limit_hours: int = setting(
        values.number(1, 1_000), "Business hours until an untouched lead goes back to the pool.", default=72
    )
    automatic: bool = setting(
        values.boolean,
        "Whether whoever is qualified is offered at once; else a person says `outreach leads offer`.",
        default=False,
    )
    routing: tuple[Routing, ...] = setting(
        tables_of(Routing, unique={}),
        "To whom leads go; the first rule that fits counts. Without a rule: whoever has the least to do.",
        default=(),
    )
    notify_by_mail: bool = setting(values.boolean, "Whether the salesperson is told by mail.", default=True)
    webhook: str = setting(
        values.web_address, "The https address that is told as well.", default="", default_text="none"
    )
    webhook_secret: SecretRef | None = setting(
        values.secret,
        "Where the key that signs the webhook is kept.",
        default=None,
        default_text="not signed",
    )

    bonus: Path = setting(values.path, "The bonus rules.", default=Path(), default_text='"bonus.toml"')
    currency: str = setting(_currency, "The currency of amounts that are given without one.", default="EUR")
    segment: str = setting(
        values.text(most=60),
        "The column of your lists by which `outreach leads credit --by segment` counts; `country`, `language` or "
        "`title` as well.",
        default="industry",
    )
    introduce: bool = setting(
        values.boolean,
        "Whether `outreach leads introduce` may write to the contact and put the salesperson on copy.",
        default=False,
    )
    crm: Crm = setting(table_of(Crm), "What a CRM calls our fields.", default_factory=Crm)

    CHECKS = (Check("aim_hours", ("aim_hours", "limit_hours"), _aim_before_limit),)
