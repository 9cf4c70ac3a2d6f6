"""By which Message-IDs and addresses a message may answer one of ours. Whose they are is looked up elsewhere."""

from outreach.inbox.message import Message


def mentioned_ids(message: Message) -> tuple[str, ...]:
    """Message-IDs in order of trust: In-Reply-To, References (last first), returned headers, quoted text."""
    raise NotImplementedError


def quoted_addresses(message: Message) -> tuple[str, ...]:
    """Addresses in quoted header blocks, attribution lines and returned mail: whom our mail may have gone to."""
    raise NotImplementedError
