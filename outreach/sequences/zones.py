"""Where a recipient is: the time zone as the list says, else by country, else by domain, else as configured.

And the country as the list says, else by domain, else as configured.
"""

from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from outreach.prospects import whereabouts
from outreach.prospects.whereabouts import COUNTRY_OF_ENDING, ending_of

# Countries with several zones: where most of the business is. zone.tab lists others first.
_MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MX": "America/Mexico_City",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}


def zone_of(*, time_zone: str | None, country: str | None, address: str, default: str) -> ZoneInfo:
    """The recipient's zone. A name that is no zone counts as not given. `default` must be one."""
    return _zone_of(time_zone, country, ending_of(address), default)


def country_of(*, country: str | None, address: str, default: str | None = None) -> str | None:
    """The recipient's country (ISO 3166). What is no country counts as not given."""
    return whereabouts.country_of(country, address) or default


# Asked several times for every mail, and a list has few countries and endings.
@lru_cache(maxsize=10_000)
def _zone_of(time_zone: str | None, country: str | None, ending: str, default: str) -> ZoneInfo:
    guesses = (
        time_zone,
        zone_of_country(country),
        zone_of_country(whereabouts.country_of_ending(ending)),
        default,
    )
    return next(zone for guess in guesses if guess and (zone := _zone(guess)) is not None)


def zone_of_country(country: str | None) -> str | None:
    """The main zone of an ISO 3166 country code; "UK" is taken for what is meant."""
    if not country:
        return None
    code = COUNTRY_OF_ENDING.get(country.lower(), country.upper())
    return _MAIN_ZONES.get(code) or _first_zones().get(code)


@lru_cache(maxsize=1_000)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(maxsize=1)
def _first_zones() -> dict[str, str]:
    """The first zone of each country in the time zone database's own table."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="ascii")
    first: dict[str, str] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            first.setdefault(country, zone)
    return first
