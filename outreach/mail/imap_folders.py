"""Which of a mailbox's folders is Sent, Junk or All Mail: as the server marks it, else by its name."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.mail.imap_folder_names import KNOWN_NAMES
from outreach.mail.imap_names import FolderRole


@dataclass(frozen=True, slots=True)
class ListedFolder:
    """A line of LIST. `separator` parts the levels of the name, None where it has none."""

    name: str
    separator: str | None
    #: In lower case.
    attributes: frozenset[str]


#: RFC 6154, and what Gmail's older XLIST called the same.
SPECIAL_USE: dict[str, FolderRole] = {
    "\\inbox": FolderRole.INBOX,
    "\\sent": FolderRole.SENT,
    "\\junk": FolderRole.JUNK,
    "\\spam": FolderRole.JUNK,
    "\\all": FolderRole.ALL,
    "\\allmail": FolderRole.ALL,
    "\\archive": FolderRole.ARCHIVE,
    "\\drafts": FolderRole.DRAFTS,
    "\\trash": FolderRole.TRASH,
}

# Folders stand at the top, below INBOX (Courier, Cyrus), or below the name of Google's service.
_PARENTS = frozenset({"inbox", "[gmail]", "[google mail]", "mail"})
_GAPS = re.compile(r"[\s_-]+")


def roles_of(folders: Sequence[ListedFolder]) -> list[FolderRole | None]:
    """What each folder is for, None where nobody can tell. By its name, only one folder gets a role."""
    roles = [_marked_role(folder) for folder in folders]
    for role, names in KNOWN_NAMES.items():
        if role not in roles and (found := _by_name(folders, roles, names)) is not None:
            roles[found] = role
    return roles


def _marked_role(folder: ListedFolder) -> FolderRole | None:
    if folder.name.upper() == "INBOX":
        return FolderRole.INBOX
    # A folder may bear two marks; the order of the table decides.
    return next((role for mark, role in SPECIAL_USE.items() if mark in folder.attributes), None)


def _by_name(
    folders: Sequence[ListedFolder], roles: Sequence[FolderRole | None], names: Sequence[str]
) -> int | None:
    """Where the folder stands that has no role yet, can be opened, and bears the likeliest of the names."""
    ranks = {_folded(name): rank for rank, name in reversed(list(enumerate(names)))}
    candidates = [
        (ranks[leaf], index)
        for index, folder in enumerate(folders)
        if roles[index] is None and (leaf := _leaf(folder)) in ranks and "\\noselect" not in folder.attributes
    ]
    return min(candidates)[1] if candidates else None


def _leaf(folder: ListedFolder) -> str:
    """The last part of the name, folded; empty where anything but a known parent stands before it."""
    *parents, leaf = folder.name.split(folder.separator) if folder.separator else [folder.name]
    return _folded(leaf) if all(_folded(parent) in _PARENTS for parent in parents) else ""


def _folded(name: str) -> str:
    return _GAPS.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()
