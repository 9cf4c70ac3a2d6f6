"""How single values of a configuration file are read: each reader knows one kind and says what is wrong."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from outreach.core.addresses import NotAnAddress, normalise
from outreach.core.untrusted import one_line, smuggles_a_header
from outreach.settings.reading import Place, Wrong
from outreach.settings.secrets import SecretKind, SecretRef

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\Z")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})\Z|\[?[0-9a-fA-F:.]+\]?\Z")
_ADDRESS_LINE = re.compile(r"\s*\"?([^\"<>]*?)\"?\s*<([^<>]*)>\s*\Z")
E = TypeVar("E", bound=StrEnum)

_KEPT_IN = '{ env = "…" }, { file = "…" }, { command = "pass show …" } or { keyring = "…" }'


@dataclass(frozen=True, slots=True)
class From:
    """Who a mail is from: the name as people read it, may be empty, and the normalised address."""

    name: str
    address: str


def shown(value: object) -> str:
    """The value as TOML would have it, shortened, fit for a terminal."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{one_line(value, 60)}"' if isinstance(value, str) else one_line(str(value), 60)


def boolean(value: object, _place: Place) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"must be true or false, not {shown(value)}.", "Write it without quotes.")
    return value


def number(least: int, most: int) -> Callable[[object, Place], int]:
    """Reads a whole number in the closed range."""

    def read(value: object, _place: Place) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Wrong(f"must be a whole number, not {shown(value)}.", "Write it without quotes.")
        if not least <= value <= most:
            raise Wrong(f"{value} is out of range.", f"It may be {least} to {most}.")
        return value

    return read


def number_range(least: int, most: int) -> Callable[[object, Place], tuple[int, int]]:
    """Reads `[from, to]`, both in the closed range."""
    end = number(least, most)

    def read(value: object, place: Place) -> tuple[int, int]:
        if not isinstance(value, list) or len(value) != 2:
            raise Wrong(f"must be two numbers, not {shown(value)}.", "Write it as [90, 240].")
        low, high = end(value[0], place), end(value[1], place)
        if low > high:
            raise Wrong(f"{low} is more than {high}.", "The smaller one stands first.")
        return low, high

    return read


def text(*, most: int = 200, lines: bool = False) -> Callable[[object, Place], str]:
    """Reads a text that is not empty; of several lines where `lines` says so."""

    def read(value: object, _place: Place) -> str:
        if not isinstance(value, str):
            raise Wrong(f"must be a text, not {shown(value)}.", 'Write it in "quotes".')
        cleaned = value.strip()
        if not cleaned:
            raise Wrong("is empty.", "It cannot be.")
        if smuggles_a_header(cleaned.replace("\n", " ") if lines else cleaned):
            raise Wrong("has control characters or an encoded word in it.", "Write it as plain text.")
        if len(cleaned) > most:
            raise Wrong(f"is {len(cleaned)} characters long.", f"It may have {most}.")
        return cleaned

    return read


def texts(most: int) -> Callable[[object, Place], tuple[str, ...]]:
    """Reads a list of texts, as written and in order, none of them twice."""
    one = text()

    def read(value: object, place: Place) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise Wrong(f"must be a list, not {shown(value)}.", 'Write it as ["One", "Another"].')
        if len(value) > most:
            raise Wrong(f"has {len(value)} entries.", f"It may have {most}.")
        return tuple(dict.fromkeys(one(each, place) for each in value))

    return read


def short_name(value: object, place: Place) -> str:
    """Reads a name that is used in commands: small letters, digits, hyphens."""
    name = text()(value, place)
    if not _NAME.match(name):
        raise Wrong(f"{shown(name)} is not a short name.", "Use up to 40 of a-z, 0-9 and -.")
    return name


def choice(allowed: type[E]) -> Callable[[object, Place], E]:
    """Reads one of an enum's values."""
    values = [each.value for each in allowed]

    def read(value: object, _place: Place) -> E:
        if isinstance(value, str) and value in values:
            return allowed(value)
        close = get_close_matches(str(value), values, n=1)
        meant = f' Did you mean "{close[0]}"?' if close else ""
        quoted = ", ".join(f'"{each}"' for each in values)
        raise Wrong(f"{shown(value)} is not one of its values.", f"It may be {quoted}.{meant}")

    return read


def zone(value: object, place: Place) -> str:
    """Reads a name of the IANA time zone database."""
    name = text()(value, place)
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        # "Europe" is a folder, and "../x" a path: both are no zones either.
        close = get_close_matches(name, available_timezones(), n=1)
        meant = f'Did you mean "{close[0]}"?' if close else 'Write it as "Europe/Berlin".'
        raise Wrong(f"{shown(name)} is not a time zone.", meant) from None
    return name


def language(value: object, place: Place) -> str:
    """Reads a language as ISO 639-1 has it."""
    code = text()(value, place).lower()
    if not re.fullmatch(r"[a-z]{2}", code):
        raise Wrong(f"{shown(code)} is not a language.", 'Write it as "en" or "ru".')
    return code


def address(value: object, place: Place) -> str:
    try:
        return normalise(text(most=320)(value, place))
    except NotAnAddress as error:
        raise Wrong(f"{error}.", 'Write it as "ana@acme.example".') from None


def address_line(value: object, place: Place) -> From:
    """Reads `Name <address>` or a bare address."""
    line = text(most=500)(value, place)
    named = _ADDRESS_LINE.match(line)
    if named is None:
        return From("", address(line, place))
    return From(named[1].strip(), address(named[2], place))


def host(value: object, place: Place) -> str:
    name = text()(value, place)
    if not _HOST.match(name):
        raise Wrong(
            f"{shown(name)} is not the name of a server.", "Write it without a scheme and without a port."
        )
    return name


def web_address(value: object, place: Place) -> str:
    """Reads an https URL. Its host may be this machine's over http, for a try."""
    url = text(most=2_000)(value, place)
    try:
        parts = urlsplit(url)
        known = parts.hostname and (
            parts.scheme == "https" or parts.hostname in {"localhost", "127.0.0.1", "::1"}
        )
    except ValueError:
        known = None
    if not known or parts.scheme not in {"https", "http"}:
        raise Wrong(f"{shown(url)} is not an https address.", 'Write it as "https://mail.acme.example/x".')
    if parts.password is not None:
        # The value is not shown: a password stands in it.
        raise Wrong("has a password in it.", "A secret never stands in this file.")
    return url


def path(value: object, place: Place) -> Path:
    """Reads a path; a relative one starts from the configuration file's folder, `~` is the home folder."""
    written = text(most=4_000)(value, place)
    try:
        return place.root / Path(written).expanduser()
    except RuntimeError:
        raise Wrong(
            f"{shown(written)}: nobody here has such a home folder.", "Write the whole path."
        ) from None


def secret(value: object, place: Place) -> SecretRef:
    """Reads where a secret is kept. A secret itself is refused, and not shown."""
    if isinstance(value, str):
        raise Wrong("must not stand in this file.", f"Say where it is kept: {_KEPT_IN}.")
    if not isinstance(value, dict) or len(value) != 1:
        raise Wrong("must say where it is kept.", f"Write {_KEPT_IN}.")
    [(kind, kept_at)] = value.items()
    if kind not in set(SecretKind):
        raise Wrong(f"cannot be kept in {shown(kind)}.", f"Write {_KEPT_IN}.")
    kept = text(most=4_000)(kept_at, place)
    return SecretRef(SecretKind(kind), str(path(kept, place)) if kind == SecretKind.FILE else kept)
