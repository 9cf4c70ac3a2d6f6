"""Writing stored mail into a maildir or an mbox: never over anything that is there, never under a foreign name."""

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from outreach.core.errors import Refused
from outreach.inbox.mail_files import maildir_name, mbox_entry
from outreach.inbox.stored_mail import StoredMail

_FOLDERS = ("tmp", "new", "cur")
#: File systems without hard links say one of these.
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


class Maildir:
    """A maildir, new or one that is there. What an earlier export has put into it stays as it is."""

    def __init__(self, folder: Path) -> None:
        """Raises Refused where something else is there."""
        self._folder = folder
        if folder.exists() and not _may_be_maildir(folder):
            raise Refused(f"{folder} is there and is no maildir. Name a new folder, or an empty one.")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in _FOLDERS:
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        # A mail program moves what it has shown from new to cur, and puts flags behind the name.
        self._known = {
            entry.name.partition(":")[0] for name in ("new", "cur") for entry in os.scandir(folder / name)
        }

    def add(self, mail: StoredMail) -> bool:
        """Put the message there, byte for byte, as old as it is; False where it is there already."""
        name = maildir_name(mail.id, mail.content_hash, mail.received_at)
        if name in self._known:
            return False
        unfinished = self._folder / "tmp" / name
        # Left by an export that was killed; nobody else makes such names.
        unfinished.unlink(missing_ok=True)
        with _created(unfinished) as file:
            file.write(mail.raw)
        moment = mail.received_at.timestamp()
        os.utime(unfinished, (moment, moment))
        _publish(unfinished, self._folder / "new" / name)
        self._known.add(name)
        return True


@contextlib.contextmanager
def new_mbox(path: Path) -> Iterator[BinaryIO]:
    """A file to write entries to, which is at `path` when the block ends well, and nowhere otherwise.

    Raises Refused where a file is there already.
    """
    if os.path.lexists(path):
        raise Refused(f"{path} is there already. Name a new file: nothing is ever written over.")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with _created(unfinished) as file:
            yield file
        _publish(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_mbox(file: BinaryIO, mails: Iterable[StoredMail]) -> Iterator[StoredMail]:
    """Write each message as an entry, and hand it on when it is written."""
    for mail in mails:
        file.write(mbox_entry(mail.raw, mail.sender_address, mail.received_at))
        yield mail


def _may_be_maildir(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    return all((folder / name).is_dir() for name in _FOLDERS) or not any(folder.iterdir())


@contextlib.contextmanager
def _created(path: Path) -> Iterator[BinaryIO]:
    """A new file that only its owner reads, on the disk when the block ends: mail is private."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file


def _publish(unfinished: Path, path: Path) -> None:
    """Give a finished file its name. A link, unlike a rename, fails where the name is taken."""
    try:
        os.link(unfinished, path, follow_symlinks=False)
    except FileExistsError:
        raise Refused(f"{path} is there already. Nothing is ever written over.") from None
    except OSError as error:
        if error.errno not in _NO_LINKS or os.path.lexists(path):
            raise
        unfinished.rename(path)
        return
    unfinished.unlink()
