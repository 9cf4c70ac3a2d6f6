"""Which of the folders that were read is one for junk: as the configuration says, else by what servers call it.

The mark that a server puts on a folder is not kept; one under a name that nobody knows needs `imap.folders.junk`.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from outreach.mail.imap_folder_names import KNOWN_NAMES
from outreach.mail.imap_names import FolderRole

_GAPS = re.compile(r"[\s_-]+")
#: What parts the levels of a folder's name (RFC 3501, 5.1).
_SEPARATORS = re.compile(r"[/.\\]")


def is_junk(mailbox: str, folder: str, named: Mapping[str, str]) -> bool:
    """`named`: the Junk folders of the configuration, by mailbox."""
    if mailbox in named:
        return named[mailbox] == folder
    return _folded(folder) in _names() or _folded(_SEPARATORS.split(folder)[-1]) in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(_folded(name) for name in KNOWN_NAMES[FolderRole.JUNK])


def _folded(name: str) -> str:
    return _GAPS.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()
