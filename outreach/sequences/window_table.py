"""The `[window]` of a sequence file: a preset, ranges of hours for some days, or ranges for each day."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from outreach.sequences.toml_file import Table, did_you_mean
from outreach.sequences.window import (
    DAYS,
    PRESETS,
    SPREAD_MINUTES,
    HourRange,
    Window,
    joined_ranges,
    range_from,
)

WINDOW_KEYS: Mapping[str, str] = {
    "days": "the open days",
    "hours": "the open hours: a preset, ranges for all days, or a table by day",
    "zone": "the zone of recipients whose own is not known",
    "spread_minutes": "within how many minutes of the first open moment a mail that is due at once goes",
}


def window_in(table: Table) -> Window:
    """The window under `[window]`; office hours where it says nothing."""
    table.allow_only(WINDOW_KEYS)
    hours = table.values.get("hours", "office")
    if isinstance(hours, dict):
        week = _hours_by_day(table)
    elif isinstance(hours, str) and "-" not in hours:
        week = _preset_week(table, hours)
    else:
        week = _same_hours(table)
    if not any(week):
        if not table.source.faults:
            table.fault(None, "is never open.", "Give at least one day with hours.")
        week = PRESETS["office"].week
    return Window(week, _zone(table), table.number("spread_minutes", SPREAD_MINUTES, least=0, most=240))


def _preset_week(table: Table, preset: str) -> tuple[tuple[HourRange, ...], ...]:
    if preset not in PRESETS:
        remedy = f'It can be {" or ".join(f"{name!r}" for name in PRESETS)}, or ranges: ["09:00-12:00"].'
        table.fault("hours", f'is "{preset}".', remedy)
        return ()
    week = PRESETS[preset].week
    if "days" not in table:
        return week
    hours = next(filter(None, week))
    days = _days(table)
    return tuple(hours if day in days else () for day in range(7))


def _same_hours(table: Table) -> tuple[tuple[HourRange, ...], ...]:
    ranges = _ranges(table, "hours")
    days = _days(table)
    return tuple(ranges if day in days else () for day in range(7))


def _hours_by_day(table: Table) -> tuple[tuple[HourRange, ...], ...]:
    hours = table.table("hours")
    hours.allow_only(DAYS)
    if "days" in table:
        table.fault("days", "stands beside hours by day, which name the days already.", "Delete it.")
    return tuple(_ranges(hours, day) if day in hours else () for day in DAYS)


def _days(table: Table) -> set[int]:
    days: set[int] = set()
    for name in table.texts("days", DAYS[:5]):
        if name.lower() in DAYS:
            days.add(DAYS.index(name.lower()))
        else:
            remedy = did_you_mean(name, DAYS) or f"There are: {', '.join(DAYS)}."
            table.fault("days", f'"{name}" is no day.', remedy)
    return days


def _ranges(table: Table, key: str) -> tuple[HourRange, ...]:
    ranges: list[HourRange] = []
    for text in table.texts(key):
        try:
            ranges.append(range_from(text))
        except ValueError as error:
            table.fault(key, str(error), 'Write it as "09:00-17:30".')
    return joined_ranges(ranges)


def _zone(table: Table) -> str | None:
    zone = table.text("zone")
    if not zone:
        return None
    try:
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.fault("zone", f'"{zone}" is no time zone.', 'Give an IANA name: "Europe/Berlin".')
        return None
