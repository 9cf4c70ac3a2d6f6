"""A name found in a text."""

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name as it should be written, and where it stands."""

    start: int
    end: int
    #: Nominative, given name first, without honorific.
    name: str
    #: 1.0 a known given name with a surname or an honorific; 0.5 only looks like one.
    certainty: float

    @property
    def words(self) -> frozenset[str]:
        return _words(self.name)


@lru_cache(maxsize=2048)
def _words(name: str) -> frozenset[str]:
    return frozenset(name.lower().replace("ё", "е").split())
