"""What each report holds, by what it can be broken down, what it alone takes: read without the reports themselves."""

from importlib import import_module
from typing import Any

import click


def fields_of(name: str) -> dict[str, str]:
    fields: dict[str, str] = _of(name).FIELDS
    return fields


def breakdowns_of(name: str) -> tuple[str, ...]:
    return tuple(by.value for by in _of(name).BY)


def options_of(name: str) -> tuple[click.Option, ...]:
    return tuple(
        click.Option(
            [f"--{each.name}"],
            type=click.IntRange(each.least, each.most),
            default=each.default,
            show_default=True,
            help=each.help,
        )
        for each in getattr(_of(name), "OPTIONS", ())
    )


def _of(name: str) -> Any:
    return import_module(f"outreach.reporting.{name}.fields")
