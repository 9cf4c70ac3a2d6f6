"""Which address somebody probably has, by the pattern that the account's known addresses follow. Decisions only.

What comes out is shown to a person who looks for the address. Nothing is ever written to it by itself: a guess that
bounces costs the sender's name, and one that arrives reaches the wrong person.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from outreach.core.addresses import domain_of, is_free_mail
from outreach.prospects.person_names import split_name

_MOST = 3


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody at the account, with their address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Likely:
    """An address that somebody may have; `seen` of `of` known addresses with a name follow its pattern."""

    address: str
    pattern: str
    seen: int
    of: int

    def __str__(self) -> str:
        if not self.seen:
            return f"{self.address} (a guess: we know nobody's address there)"
        if self.of == 1:
            return f"{self.address} (written like the one that we know there)"
        return f"{self.address} (written like {self.seen} of the {self.of} that we know there)"


_Local = Callable[[str, str], str]

#: What addresses are made of, the most usual first.
_PATTERNS: Mapping[str, _Local] = {
    "first.last": lambda first, last: f"{first}.{last}",
    "f.last": lambda first, last: f"{first[0]}.{last}",
    "flast": lambda first, last: f"{first[0]}{last}",
    "first": lambda first, _last: first,
    "last": lambda _first, last: last,
    "first_last": lambda first, last: f"{first}_{last}",
    "firstlast": lambda first, last: f"{first}{last}",
    "last.first": lambda first, last: f"{last}.{first}",
    "last.f": lambda first, last: f"{last}.{first[0]}",
    "lastf": lambda first, last: f"{last}{first[0]}",
    "first-last": lambda first, last: f"{first}-{last}",
    "firstl": lambda first, last: f"{first}{last[0]}",
    "last_f": lambda first, last: f"{last}_{first[0]}",
    "f_last": lambda first, last: f"{first[0]}_{last}",
}

#: Russian letters as passports and as most people write them; the first is what is guessed where nothing is known.
_SCHEMES: tuple[Mapping[str, str], ...] = tuple(
    dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяё", spelled.split(","), strict=True))
    for spelled in (
        "a,b,v,g,d,e,zh,z,i,y,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,,y,,e,yu,ya,e",
        "a,b,v,g,d,e,zh,z,i,i,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,ie,y,,e,iu,ia,e",
        "a,b,v,g,d,e,zh,z,i,j,k,l,m,n,o,p,r,s,t,u,f,h,c,ch,sh,sch,,y,,e,ju,ja,e",
        "a,b,v,g,d,e,zh,z,i,y,k,l,m,n,o,p,r,s,t,u,f,h,ts,ch,sh,sch,,y,,e,yu,ya,yo",
    )
)
#: Letters that Latin alphabets write with two where they have no sign for them.
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ı": "i"})


def likely_addresses(name: str, known: Iterable[Known], domains: Iterable[str]) -> tuple[Likely, ...]:
    """At most three addresses for a name, the likeliest first; none where the name says too little.

    Patterns are learned from `known` at those `domains`; where none is, the three most usual ones are guessed.
    """
    parts = _parts(name)
    theirs = list(dict.fromkeys(domain for domain in domains if not is_free_mail(domain)))
    if parts is None or not theirs:
        return ()
    at_account = [
        each for each in known if domain_of(each.address) in theirs and _parts(each.name) is not None
    ]
    domain = _usual_domain(at_account, theirs)
    learned = Counter(pattern for each in at_account for pattern in _patterns_of(each)).most_common()
    if not learned:
        guesses = list(_PATTERNS)[:_MOST]
        return tuple(Likely(f"{_local(pattern, *parts, 0)}@{domain}", pattern, 0, 0) for pattern in guesses)
    found: dict[str, Likely] = {}
    for (pattern, scheme), seen in learned:
        address = f"{_local(pattern, *parts, scheme)}@{domain}"
        found.setdefault(address, Likely(address, pattern, seen, len(at_account)))
    taken = {each.address for each in at_account}
    return tuple(each for address, each in found.items() if address not in taken)[:_MOST]


def _parts(name: str) -> tuple[str, str] | None:
    """Given and family name in lower case; None where either is missing."""
    split = split_name(" ".join(name.split()))
    given, family = (_letters(part) for part in (split.given, split.family))
    return (given, family) if given and family else None


def _letters(part: str) -> str:
    """The last word of a part, without its punctuation; a hyphen within stays."""
    words = [word.strip(".,'’-") for word in part.casefold().split()]
    return words[-1] if words else ""


def _patterns_of(known: Known) -> Iterator[tuple[str, int]]:
    """The patterns that an address may follow, each with the spelling; of equal ones the more usual spelling."""
    parts = _parts(known.name)
    assert parts is not None, "asked for before"
    local = known.address.partition("@")[0].partition("+")[0]
    for pattern in _PATTERNS:
        for scheme in range(len(_SCHEMES)):
            if _local(pattern, *parts, scheme) == local:
                yield pattern, scheme
                break


def _local(pattern: str, given: str, family: str, scheme: int) -> str:
    return _PATTERNS[pattern](_in_latin(given, scheme), _in_latin(family, scheme))


def _in_latin(word: str, scheme: int) -> str:
    """A name as an address may have it: transliterated, without accents. Odd schemes write ä as a, even ones as ae."""
    spelled = "".join(_SCHEMES[scheme].get(letter, letter) for letter in word)
    spelled = spelled.translate(_PLAIN if scheme % 2 else _GERMAN)
    bare = unicodedata.normalize("NFD", spelled).encode("ascii", "ignore").decode()
    kept = "".join(letter for letter in bare if letter.isalnum() or letter == "-")
    return kept or "x"


def _usual_domain(known: Iterable[Known], domains: list[str]) -> str:
    counted = Counter(domain_of(each.address) for each in known)
    return counted.most_common(1)[0][0] if counted else domains[0]
