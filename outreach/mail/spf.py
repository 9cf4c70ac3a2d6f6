"""Who may send for a domain (SPF, RFC 7208): one record, read into terms. A hostile one yields faults, no exception."""

import ipaddress
import re
from dataclasses import dataclass

from outreach.core.untrusted import one_line

IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

#: What is longer is read so far: DNS has records of 64 KB, no honest one has 4.
LONGEST, _MOST_TERMS = 4_000, 200
_TERM = re.compile(
    r"(?P<sign>[+~?-]?)(?P<name>[a-z0-9]+)(?::(?P<value>[^/\s]*))?"
    r"(?:/(?P<four>\d{1,3}))?(?://(?P<six>\d{1,3}))?",
    re.IGNORECASE,
)
_MODIFIER = re.compile(r"(?P<name>[a-z][a-z0-9_.-]*)=(?P<value>\S*)", re.IGNORECASE)
#: Mechanisms that ask DNS; a record may make ten such questions, with those of all that it includes (RFC 7208, 4.6.4).
ASKS = frozenset({"include", "a", "mx", "ptr", "exists"})
_KNOWN = ASKS | {"all", "ip4", "ip6"}
_NEEDS_VALUE = frozenset({"include", "exists", "ip4", "ip6"})


@dataclass(frozen=True, slots=True)
class Term:
    """A mechanism. `sign` is "+", "-", "~" or "?"; `value` the domain it names, in lower case, or empty."""

    sign: str
    name: str
    value: str = ""
    #: What `ip4` and `ip6` name.
    network: IpNetwork | None = None
    #: The prefix lengths of `a` and `mx`.
    four: int = 32
    six: int = 128


@dataclass(frozen=True, slots=True)
class SpfRecord:
    """The terms up to `all`, in their order; what comes behind it is never looked at (RFC 7208, 5.1)."""

    terms: tuple[Term, ...] = ()
    redirect: str = ""
    #: What a receiver takes for a broken record, a phrase each.
    faults: tuple[str, ...] = ()

    @property
    def ends(self) -> str:
        """The sign of `all`; empty where there is none."""
        return next((term.sign for term in self.terms if term.name == "all"), "")


def spf_among(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Those TXT records that are SPF records."""
    return tuple(text for text in texts if re.match(r"v=spf1(?: |\Z)", text, re.IGNORECASE))


def parse(text: str) -> SpfRecord:
    """The record without its `v=spf1`."""
    terms: list[Term] = []
    faults = ["it is longer than 4,000 characters"] if len(text) > LONGEST else []
    redirect = ""
    for word in text[:LONGEST].split(" ")[1 : _MOST_TERMS + 1]:
        if not word:
            continue
        if modifier := _MODIFIER.fullmatch(word):
            if modifier["name"].lower() == "redirect":
                redirect = redirect or _domain(modifier["value"])
            continue
        read = _term(word)
        if isinstance(read, str):
            faults.append(read)
        elif not terms or terms[-1].name != "all":
            terms.append(read)
    # A record with `all` never gets to its redirect (RFC 7208, 6.1).
    has_all = any(term.name == "all" for term in terms)
    return SpfRecord(tuple(terms), "" if has_all else redirect, tuple(faults[:5]))


def _term(word: str) -> Term | str:
    """The term, or what is wrong with it."""
    shown = one_line(word, 60)
    if word.lower().lstrip("+-~?").startswith(("ip4:", "ip6:")):
        return _ip_term(word, shown)
    found = _TERM.fullmatch(word)
    name = found["name"].lower() if found else ""
    if found is None or name not in _KNOWN:
        return f'"{shown}" is no mechanism of SPF'
    value = _domain(found["value"] or "")
    if name in _NEEDS_VALUE and not value:
        return f'"{shown}" names nothing'
    four, six = int(found["four"] or 32), int(found["six"] or 128)
    if four > 32 or six > 128:
        return f'"{shown}" has an impossible prefix'
    return Term(found["sign"] or "+", name, value, four=four, six=six)


def _ip_term(word: str, shown: str) -> Term | str:
    sign = word[0] if word[0] in "+-~?" else "+"
    name, _, value = word.lstrip("+-~?").partition(":")
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return f'"{shown}" is no network'
    if (network.version == 4) != (name.lower() == "ip4"):
        return f'"{shown}" has an address of the other kind'
    return Term(sign, name.lower(), network=network)


def _domain(value: str) -> str:
    return one_line(value, 253).lower().rstrip(".")
