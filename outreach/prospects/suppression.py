"""Under which keys a no is looked up: the address, its domain, every domain above that, the company."""

from dataclasses import dataclass
from functools import lru_cache

from outreach.core.addresses import domain_of, normalise
from outreach.database.workspace import keyed_hash
from outreach.prospects.model import SuppressionKind, SuppressionReason

#: What the recipient said, as against what happened or what we decided.
SAID_BY_THEM = (SuppressionReason.OPTED_OUT, SuppressionReason.COMPLAINED, SuppressionReason.ERASED)

#: Whoever was erased has an address here in place of their own. No mail can go there (RFC 2606, 2), and a
#: suppression of the whole domain sees to it that nobody tries.
ERASED_DOMAIN = "erased.invalid"


@dataclass(frozen=True, slots=True)
class No:
    """One no that is to be written down, of an address, a domain or an account. `value` is as it is kept."""

    kind: SuppressionKind
    value: str
    reason: SuppressionReason
    note: str = ""


@lru_cache(maxsize=4_096)
def suppression_key(workspace_key: bytes, value: str) -> str:
    """The keyed hash under which `value` (a normalised address, or a domain in lower case) is kept."""
    return keyed_hash(workspace_key, "suppression", value)


def suppression_keys(workspace_key: bytes, address: str) -> tuple[str, ...]:
    """Every key under which a no to `address` may stand: itself, `mail.acme.example`, `acme.example`, `example`.

    Not its company's: that takes the database (`suppressing.keys_of`), or the account's number (`account_key`).
    """
    labels = domain_of(address).split(".")
    domains = [".".join(labels[start:]) for start in range(len(labels))]
    return tuple(suppression_key(workspace_key, value) for value in (address, *domains))


def account_key(workspace_key: bytes, account_id: int) -> str:
    """The key under which a no to a whole account stands."""
    return suppression_key(workspace_key, account_value(account_id))


def account_value(account_id: int | str) -> str:
    """What such a no is kept as. No address and no domain reads like it."""
    return f"account:{account_id}"


def erased_address(workspace_key: bytes, address: str) -> str:
    """What stands for an address that was erased: the same each time, and no way back from it."""
    return f"{keyed_hash(workspace_key, 'erased', address)[:40]}@{ERASED_DOMAIN}"


def suppressible(text: str) -> tuple[SuppressionKind, str]:
    """What a person means by `ana@acme.example`, `acme.example`, `@acme.example`, `*@acme.example` or `*.acme.example`.

    A domain covers what lies below it, however it is written: who says "nothing to acme.example" does not mean that
    mail.acme.example is fine, and who writes `*.acme.example` hardly wants to go on writing to acme.example. Raises
    NotAnAddress.
    """
    value = text.strip().lower()
    if value.startswith("*@"):
        # How lists of others write a whole domain. As an address it would be nobody's.
        value = value[1:]
    if "@" in value.lstrip("@"):
        return SuppressionKind.ADDRESS, normalise(value)
    domain = value.removeprefix("@").removeprefix("*.")
    return SuppressionKind.DOMAIN, domain_of(normalise(f"x@{domain}"))


def outweighs(said: SuppressionReason, known: SuppressionReason) -> bool:
    """Whether a reason takes the place of one that is known.

    A person's own no takes that of a bounce or of a colleague's entry: else somebody could lift it as one of those.
    """
    return said in SAID_BY_THEM and known not in SAID_BY_THEM
