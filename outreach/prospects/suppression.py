"""Under which keys a no is looked up: the address, its domain, and every domain above that."""

from functools import lru_cache

from outreach.core.addresses import domain_of, normalise
from outreach.database.workspace import keyed_hash
from outreach.prospects.model import SuppressionKind


@lru_cache(maxsize=4_096)
def suppression_key(workspace_key: bytes, value: str) -> str:
    """The keyed hash under which `value` (a normalised address, or a domain in lower case) is kept."""
    return keyed_hash(workspace_key, "suppression", value)


def suppression_keys(workspace_key: bytes, address: str) -> tuple[str, ...]:
    """Every key under which a no to `address` may stand: itself, `mail.acme.example`, `acme.example`, `example`."""
    labels = domain_of(address).split(".")
    domains = [".".join(labels[start:]) for start in range(len(labels))]
    return tuple(suppression_key(workspace_key, value) for value in (address, *domains))


def suppressible(text: str) -> tuple[SuppressionKind, str]:
    """What a person means by `ana@acme.example`, `acme.example`, `@acme.example` or `*.acme.example`.

    A domain covers what lies below it. Raises NotAnAddress.
    """
    value = text.strip().lower()
    if "@" in value.lstrip("@"):
        return SuppressionKind.ADDRESS, normalise(value)
    domain = value.removeprefix("@").removeprefix("*.")
    return SuppressionKind.DOMAIN, domain_of(normalise(f"x@{domain}"))
