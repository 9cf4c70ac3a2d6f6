"""What a domain asks receivers to do with mail that is not proven to be its own (DMARC, RFC 7489).

Whatever a record says, it is never an exception.
"""

import re
from dataclasses import dataclass

from outreach.core.addresses import registrable_domain
from outreach.core.untrusted import one_line

_LONGEST = 4_000
_TAG = re.compile(r"\s*([A-Za-z]{1,20})\s*=\s*(.*?)\s*\Z", re.DOTALL)
_POLICIES = ("none", "quarantine", "reject")


@dataclass(frozen=True, slots=True)
class DmarcRecord:
    """A record. `policy` is what is asked for the domain itself, `for_subdomains` for those below it."""

    policy: str
    for_subdomains: str
    #: Whether only the very same domain counts as aligned, for DKIM and for SPF.
    strict_dkim: bool = False
    strict_spf: bool = False
    #: Of how many mails in a hundred the policy is asked for.
    per_cent: int = 100
    reports_to: str = ""
    #: What a receiver takes for a broken record, a phrase each.
    faults: tuple[str, ...] = ()


def dmarc_among(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Those TXT records that are DMARC records: they begin so, to the letter (RFC 7489, 6.3)."""
    return tuple(text for text in texts if re.match(r"v\s*=\s*DMARC1\s*(?:;|\Z)", text))


def parse(text: str) -> DmarcRecord:
    """A record that `dmarc_among` has found. A policy that is none of the three is read as "none"."""
    tags, faults = _tags(text)
    policy = tags.get("p", "").lower()
    if policy not in _POLICIES:
        faults.append(f'p is "{one_line(policy, 30)}"' if policy else "it has no p")
        policy = "none"
    below = tags.get("sp", policy).lower()
    share = tags.get("pct", "100")
    return DmarcRecord(
        policy=policy,
        for_subdomains=below if below in _POLICIES else policy,
        strict_dkim=tags.get("adkim", "r").lower() == "s",
        strict_spf=tags.get("aspf", "r").lower() == "s",
        per_cent=min(int(share), 100) if share.isascii() and share.isdigit() and len(share) < 4 else 100,
        reports_to=one_line(tags.get("rua", ""), 200),
        faults=tuple(faults),
    )


def is_aligned(from_domain: str, proven: str, *, strict: bool) -> bool:
    """Whether a domain that SPF or DKIM has proven stands for the one in From (RFC 7489, 3.1)."""
    if from_domain.lower() == proven.lower():
        return True
    return not strict and registrable_domain(from_domain) == registrable_domain(proven)


def _tags(text: str) -> tuple[dict[str, str], list[str]]:
    tags: dict[str, str] = {}
    faults: list[str] = []
    for part in text[:_LONGEST].split(";")[:50]:
        found = _TAG.match(part)
        if found is not None:
            tags.setdefault(found[1].lower(), found[2])
        elif part.strip() and not faults:
            faults.append(f'"{one_line(part, 40)}" is no tag')
    return tags, faults
