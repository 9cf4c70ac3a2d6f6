"""What a domain's SPF comes to with all that it includes (RFC 7208), reckoned from what DNS has said so far.

The reckoning asks nobody: it says which questions are still open, and is made anew when they are answered. It ends
whatever the records say: after MOST_LOOKUPS questions of a record nothing more is followed.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from outreach.mail.dns_records import IpAddress
from outreach.mail.spf import ASKS, IpNetwork, Term, parse, spf_among

#: More make the record void for every receiver (RFC 7208, 4.6.4).
LIMIT = 10
#: So many are followed, so that it can be said by how many it is too long.
MOST_LOOKUPS = 30
_MOST_NETWORKS = 2_000


class Kind(StrEnum):
    """What is asked of DNS."""

    TEXTS = "TXT"
    MAIL_SERVERS = "MX"
    ADDRESSES = "A"


@dataclass(frozen=True, slots=True)
class Question:
    """One question to DNS."""

    kind: Kind
    name: str


#: What was answered, as text; None where DNS gave no answer.
Known = Mapping[Question, tuple[str, ...] | None]


@dataclass(slots=True)
class Reckoned:
    """What is known of the SPF of a domain."""

    #: Its records; one is right.
    records: tuple[str, ...] = ()
    #: What must be known before this is whole.
    wanted: set[Question] = field(default_factory=set)
    lookups: int = 0
    networks: set[IpNetwork] = field(default_factory=set)
    #: The domains whose records it takes over or redirects to, of all depths.
    includes: set[str] = field(default_factory=set)
    #: What a receiver takes for a broken record, a phrase each.
    faults: list[str] = field(default_factory=list)
    #: What DNS did not answer.
    unanswered: list[str] = field(default_factory=list)
    #: The sign of its `all`, also of a record that it redirects to; empty for none.
    ends: str = ""
    #: A term depends on the mail, so that nobody can tell beforehand whom it allows.
    depends: bool = False

    def covers(self, address: IpAddress) -> bool:
        """Whether the address is named as one that may send."""
        return any(address.version == network.version and address in network for network in self.networks)


def reckon(domain: str, known: Known) -> Reckoned:
    """As far as the answers go."""
    found = Reckoned()
    _follow(domain, known, found, (), allows=True, is_main=True)
    return found


def _follow(
    domain: str, known: Known, found: Reckoned, path: tuple[str, ...], *, allows: bool, is_main: bool = False
) -> None:
    """`is_main`: its `all` is that of the whole, which holds for the domain and what it redirects to."""
    if domain in path:
        _fault(found, f"it includes itself: {' > '.join((*path, domain))}")
        return
    texts = _answer(Question(Kind.TEXTS, domain), known, found)
    if texts is None:
        return
    records = spf_among(texts)
    if not path:
        found.records = records
    if len(records) != 1:
        if path:
            _fault(found, f"{domain}, which it includes, has {len(records) or 'no'} SPF record")
        return
    record = parse(records[0])
    for fault in record.faults:
        _fault(found, f"{domain}: {fault}" if path else fault)
    path = (*path, domain)
    for term in record.terms:
        _take(term, domain, known, found, path, allows=allows and term.sign == "+")
    if is_main:
        found.ends = record.ends
    if record.redirect and _counted(found):
        found.includes |= {record.redirect} if allows else set()
        _follow(record.redirect, known, found, path, allows=allows, is_main=is_main)


def _take(
    term: Term, domain: str, known: Known, found: Reckoned, path: tuple[str, ...], *, allows: bool
) -> None:
    if term.network is not None:
        _allow(found, [term.network] if allows else [])
    if term.name not in ASKS or not _counted(found):
        return
    target = term.value or domain
    if "%" in target or term.name in ("ptr", "exists"):
        found.depends = True
    elif term.name == "include":
        found.includes |= {target} if allows else set()
        _follow(target, known, found, path, allows=allows)
    else:
        _allow(found, _networks_of(term, target, known, found) if allows else [])


def _networks_of(term: Term, target: str, known: Known, found: Reckoned) -> list[IpNetwork]:
    hosts: tuple[str, ...] = (target,)
    if term.name == "mx":
        # More than ten make the term void (RFC 7208, 4.6.4).
        hosts = (_answer(Question(Kind.MAIL_SERVERS, target), known, found) or ())[:LIMIT]
    networks: list[IpNetwork] = []
    for host in hosts:
        for written in _answer(Question(Kind.ADDRESSES, host), known, found) or ():
            prefix = term.six if ":" in written else term.four
            networks.append(ipaddress.ip_network(f"{written}/{prefix}", strict=False))
    return networks


def _answer(question: Question, known: Known, found: Reckoned) -> tuple[str, ...] | None:
    if question not in known:
        found.wanted.add(question)
        return None
    answer = known[question]
    if answer is None:
        found.unanswered.append(f"{question.kind} {question.name}")
    return answer


def _counted(found: Reckoned) -> bool:
    """Count one more question; False where enough was followed."""
    found.lookups += 1
    return found.lookups <= MOST_LOOKUPS


def _allow(found: Reckoned, networks: list[IpNetwork]) -> None:
    if len(found.networks) < _MOST_NETWORKS:
        found.networks.update(networks)


def _fault(found: Reckoned, words: str) -> None:
    if len(found.faults) < LIMIT and words not in found.faults:
        found.faults.append(words)
