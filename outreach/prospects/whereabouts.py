"""In which country somebody is: as the list says, else as their domain's ending says, else nobody knows."""

from functools import lru_cache

from outreach.core.addresses import domain_of
from outreach.prospects.countries import country_code

COUNTRY_OF_ENDING = {"uk": "GB", "su": "RU", "xn--p1ai": "RU", "xn--j1amh": "UA", "xn--90ais": "BY"}
#: Country endings that are sold to everybody and tell nothing.
_NOT_A_COUNTRY = frozenset("ai cc co fm gg io ly me nu sh so tv vc ws".split())


def country_of(country: str | None, address: str) -> str | None:
    """The ISO 3166 code; None where nobody knows. What is no country counts as not given.

    What the list says stands above the domain: somebody in Vienna may write from a `.de` address.
    """
    return _country_of(country, ending_of(address))


def ending_of(address: str) -> str:
    """What stands behind the last dot."""
    return domain_of(address).rpartition(".")[2]


def country_of_ending(ending: str) -> str | None:
    """The country that a domain's ending may stand for, not looked up yet."""
    if ending in COUNTRY_OF_ENDING:
        return COUNTRY_OF_ENDING[ending]
    return ending if len(ending) == 2 and ending not in _NOT_A_COUNTRY else None


# Asked several times for every mail, and a list has few countries and endings.
@lru_cache(maxsize=10_000)
def _country_of(country: str | None, ending: str) -> str | None:
    return country_code(country or "") or country_code(country_of_ending(ending) or "")
