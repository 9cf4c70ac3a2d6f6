"""Where a recipient is: the time zone as the list says, else by country, else by domain, else as configured.

And the country as the list says, else by domain, else as configured.
"""

from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from outreach.core.addresses import domain_of
from outreach.prospects.countries import country_code

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
_COUNTRY_OF_ENDING = {"uk": "GB", "su": "RU", "xn--p1ai": "RU", "xn--j1amh": "UA", "xn--90ais": "BY"}
#: Country endings that are sold to everybody and tell nothing.
_NOT_A_COUNTRY = frozenset("ai cc co fm gg io ly me nu sh so tv vc ws".split())


def zone_of(*, time_zone: str | None, country: str | None, address: str, default: str) -> ZoneInfo:
    """The recipient's zone. A name that is no zone counts as not given. `default` must be one."""
    return _zone_of(time_zone, country, _ending(address), default)


def country_of(*, country: str | None, address: str, default: str | None = None) -> str | None:
    """The recipient's country (ISO 3166). What is no country counts as not given."""
    return _country_of(country, _ending(address)) or default


# Asked several times for every mail, and a list has few countries and endings.
@lru_cache(maxsize=10_000)
def _zone_of(time_zone: str | None, country: str | None, ending: str, default: str) -> ZoneInfo:
    guesses = (time_zone, zone_of_country(country), zone_of_country(_country(ending)), default)
    return next(zone for guess in guesses if guess and (zone := _zone(guess)) is not None)


@lru_cache(maxsize=10_000)
def _country_of(country: str | None, ending: str) -> str | None:
    return country_code(country or "") or country_code(_country(ending) or "")


def zone_of_country(country: str | None) -> str | None:
    """The main zone of an ISO 3166 country code; "UK" is taken for what is meant."""
    if not country:
        return None
    code = _COUNTRY_OF_ENDING.get(country.lower(), country.upper())
    return _MAIN_ZONES.get(code) or _first_zones().get(code)


def _ending(address: str) -> str:
    return domain_of(address).rpartition(".")[2]


def _country(ending: str) -> str | None:
    if ending in _COUNTRY_OF_ENDING:
        return _COUNTRY_OF_ENDING[ending]
    return ending if len(ending) == 2 and ending not in _NOT_A_COUNTRY else None


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
