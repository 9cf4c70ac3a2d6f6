"""Which folders of a mailbox are read, and in which order: those with a role, Gmail's All Mail, those named by us."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from outreach.mail.imap_answers import Folder
from outreach.mail.imap_names import FolderRole

#: Gmail's extension: a message has an id of its own, and every one that is not junk lies in All Mail.
GMAIL = "X-GM-EXT-1"


@dataclass(frozen=True, slots=True)
class NamedFolders:
    """What the configuration says of a mailbox's folders; it goes before what the server marks. "" says nothing."""

    inbox: str = "INBOX"
    junk: str = ""
    sent: str = ""
    #: Where a person or a filter files letters that then lie nowhere else.
    also_read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderToRead:
    """One folder that is read."""

    name: str
    #: It also holds what we wrote ourselves, or what has been read in another folder.
    is_mixed: bool = False


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """The folders of one mailbox, as they are used."""

    inbox: str
    #: Where the copies of our own mails lie; None where nobody knows.
    sent: str | None
    #: Whose news ends the wait: the Inbox, or Gmail's All Mail, which holds it.
    watched: str
    #: All that is read, the Inbox first.
    read: tuple[FolderToRead, ...]
    #: What a person should know about the choice, a sentence each.
    remarks: tuple[str, ...] = ()


def reading_plan(
    folders: Sequence[Folder], capabilities: Collection[str], named: NamedFolders | None = None
) -> ReadingPlan:
    """Which of these folders are read, on a server that can do this."""
    named = named or NamedFolders()
    listed = {folder.name for folder in folders if folder.selectable}
    marked = _by_role(folders)
    everything = marked.get(FolderRole.ALL) if GMAIL in capabilities else None
    wanted = [
        FolderToRead(named.inbox),
        *_folder(named.junk or marked.get(FolderRole.JUNK)),
        *_folder(everything, is_mixed=True),
        *(FolderToRead(name, is_mixed=True) for name in named.also_read),
    ]
    sent = named.sent or marked.get(FolderRole.SENT)
    read: dict[str, FolderToRead] = {}
    for folder in wanted:
        # Sent is looked into in a way of its own, with a cursor of its own.
        if folder.name == named.inbox or (folder.name in listed and folder.name != sent):
            read.setdefault(folder.name, folder)
    unknown = [name for name in (named.junk, named.sent, *named.also_read) if name and name not in listed]
    hidden = GMAIL in capabilities and everything is None
    return ReadingPlan(
        inbox=named.inbox,
        sent=sent,
        watched=everything or named.inbox,
        read=tuple(read.values()),
        remarks=(
            *(f'There is no folder "{name}", though the configuration names it.' for name in unknown),
            *((_ALL_MAIL_IS_HIDDEN,) if hidden else ()),
        ),
    )


_ALL_MAIL_IS_HIDDEN = (
    "Gmail hides All Mail: a reply that a filter archives is not seen. In Gmail's settings, under Labels, "
    'let All Mail "Show in IMAP".'
)


def _folder(name: str | None, *, is_mixed: bool = False) -> list[FolderToRead]:
    return [FolderToRead(name, is_mixed)] if name else []


def _by_role(folders: Sequence[Folder]) -> dict[FolderRole, str]:
    found: dict[FolderRole, str] = {}
    for folder in folders:
        if folder.role is not None and folder.selectable:
            found.setdefault(folder.role, folder.name)
    return found
