"""A person with a mail program at the same mailbox: moves letters about, as people and filters do."""

import imaplib
import random
from types import TracebackType
from typing import Self

from tests.support.dovecot import Dovecot
from tests.support.ports import LOOPBACK


class MailProgram:
    """`with MailProgram(dovecot, address) as program`: one connection, like any mail program's."""

    def __init__(self, dovecot: Dovecot, address: str) -> None:
        self._dovecot = dovecot
        self._address = address

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.shutdown()

    def _open(self) -> None:
        self._line = imaplib.IMAP4(LOOPBACK, self._dovecot.imap, timeout=30)
        self._line.login(self._address, self._dovecot.password(self._address))

    def move_some(self, source: str, target: str, rng: random.Random, *, most: int = 4) -> int:
        """Move one or several letters; how many. None where the folder is empty."""
        try:
            return self._move(source, target, rng, most)
        except imaplib.IMAP4.abort:
            # Dovecot hangs up on whoever has a folder open that is numbered anew.
            self._open()
            return self._move(source, target, rng, most)

    def _move(self, source: str, target: str, rng: random.Random, most: int) -> int:
        self._line.select(source)
        _, found = self._line.uid("SEARCH", "ALL")
        uids = found[0].split()
        chosen = rng.sample(uids, min(len(uids), rng.randint(1, most)))
        if chosen:
            status, answer = self._line.uid("MOVE", b",".join(chosen).decode("ascii"), target)
            assert status == "OK", answer
        self._line.unselect()
        return len(chosen)

    def flags(self, folder: str) -> list[bytes]:
        """The flags of every letter in the folder, as the server tells them."""
        status, count = self._line.select(folder, readonly=True)
        assert status == "OK", count
        if count == [b"0"]:
            return []
        _, found = self._line.fetch("1:*", "(FLAGS)")
        self._line.unselect()
        return [line for line in found if isinstance(line, bytes)]
