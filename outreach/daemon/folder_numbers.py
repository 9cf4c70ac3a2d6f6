"""Whether the numbers of an IMAP folder still mean what they did, and how far they go."""

from outreach.mail.imap import ImapSession, Selected


async def is_anew(session: ImapSession, selected: Selected, uidvalidity: int, last_uid: int) -> bool:
    """Whether the numbers of the open folder mean something else than when it was read (RFC 3501, 2.3.1.1)."""
    if uidvalidity != selected.uidvalidity:
        return True
    if selected.uidnext is None or selected.uidnext > last_uid:
        return False
    # UIDNEXT never falls. Where it has, the folder was deleted and made again within the second that its server
    # takes UIDVALIDITY from; unless a message lies at or beyond it: then the server only tells it wrong.
    return not await session.uids_after(selected.uidnext - 1)


async def last_uid_of(session: ImapSession, selected: Selected) -> int:
    """The greatest UID that the folder had given out when it was opened, or a moment later."""
    if selected.uidnext is not None:
        return selected.uidnext - 1
    return max(await session.uids_after(0), default=0)
