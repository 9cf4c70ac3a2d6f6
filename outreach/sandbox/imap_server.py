"""An IMAP server on loopback, inside the program: pymap with its memory for a disk.

What is changed in pymap: folders with their SPECIAL-USE (RFC 6154), a UIDVALIDITY that belongs to the folder
instead of to chance, the world's clock instead of the machine's, no indexing of what is only stored.
"""

import asyncio
import ssl
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from outreach.core.clock import Clock
from outreach.core.errors import MissingExtra

try:
    from proxyprotocol.reader import ProxyProtocolReader
    from proxyprotocol.sock import SocketInfo
    from proxyprotocol.version import ProxyProtocolVersion
    from pymap.backend.dict import Config, Login
    from pymap.backend.dict.filter import FilterSet
    from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
    from pymap.concurrent import Event, Subsystem
    from pymap.config import BackendCapability
    from pymap.imap import IMAPServer
    from pymap.listtree import ListEntry, ListTree
    from pymap.mime import MessageContent
    from pymap.parsing.message import AppendMessage
    from pymap.selected import SelectedMailbox
    from pymap.user import UserMetadata
    from pysasl import SASLAuth
    from pysasl.hashing import Cleartext
except ImportError as error:
    raise MissingExtra("demo", "the mail world of the demo") from error

INBOX, SENT, JUNK = "INBOX", "Sent", "Junk"

#: Besides the INBOX: name and SPECIAL-USE attribute.
FOLDERS = {SENT: b"Sent", JUNK: b"Junk"}


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A message as it lies in a folder."""

    uid: int
    received_at: datetime
    raw: bytes


class LoopbackImapServer:
    """Mailboxes in memory, served on 127.0.0.1 in the running loop. Mail lives as long as the object does."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._config = _Config()
        self._login = Login(self._config)
        self._serve_imap = IMAPServer(self._login, self._config)
        self._folders: dict[str, _Folders] = {}
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    def add_account(self, login: str, password: str) -> None:
        """A user with an empty INBOX, Sent and Junk."""
        folders = _Folders(login, self._clock)
        self._folders[login] = folders
        self._config.set_cache[login] = (folders, FilterSet())
        self._login.users_dict[login] = UserMetadata(self._config, login, password=password)

    async def start(self) -> None:
        """Listens on a free port."""
        without_proxy = ProxyProtocolReader(ProxyProtocolVersion.get(None))
        connected = without_proxy.get_callback(self._serve)
        self._server = await asyncio.start_server(connected, host="127.0.0.1", port=0)

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None, "not started"
        return int(self._server.sockets[0].getsockname()[1])

    async def deliver(self, login: str, raw: bytes, received_at: datetime, *, folder: str = INBOX) -> int:
        """Puts a message into a folder from the server's side; whoever idles there is told. Returns its UID.

        `received_at` becomes the INTERNALDATE.
        """
        into = self._folders[login].named(folder)
        stored = await into.append(AppendMessage(raw, received_at), recent=True)
        return int(stored.uid)

    def mails(self, login: str, folder: str = INBOX) -> list[StoredMail]:
        """What lies in a folder, oldest first."""
        return self._folders[login].named(folder).stored()

    def is_watched(self, login: str, folder: str = INBOX) -> bool:
        """Whether a client idles on a folder, so that a delivery would be told at once."""
        return self._folders[login].named(folder).watchers > 0

    async def close(self) -> None:
        """Stops listening and ends every connection, idle ones too."""
        if self._server is not None:
            self._server.close()
        connections = list(self._connections)
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()
            self._server = None

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: SocketInfo
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._serve_imap(reader, writer, peer)
        finally:
            self._connections.discard(task)


class _Config(Config):
    """Passwords in clear and no threads: everything is on loopback and made up."""

    def __init__(self) -> None:
        super().__init__(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host="127.0.0.1",
            port=0,
            demo_data=False,
            demo_user="",
            demo_password="",
            tls_enabled=False,
            # Given, so that pymap neither loads certificates that the environment names nor starts threads.
            ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),
            invalid_user_sleep=0.0,
            admin_key=b"",
        )
        self._mechanisms = SASLAuth.defaults()

    @property
    def tls_auth(self) -> SASLAuth:
        # pymap's own searches all installed packages for mechanisms, at every connection.
        return self._mechanisms

    @property
    def backend_capability(self) -> BackendCapability:
        # Without OBJECTID (RFC 8474): its numbers are part of the indexing that _Folder leaves out.
        return BackendCapability(idle=True, object_id=False, multi_append=True, custom=[b"SPECIAL-USE"])

    @property
    def greeting(self) -> bytes:
        # pymap's own asks the resolver for the name of this machine.
        return b"Sandbox ready."


class _Folder(MailboxData):
    """A folder that keeps what it is given and looks into it only when a client asks.

    pymap's own reads every message on arrival, for thread and content numbers that our client never asks for.
    """

    def __init__(self, parent: "_Folders", login: str, name: str, clock: Clock) -> None:
        super().__init__(parent._content_cache, parent._thread_cache)
        self._clock = clock
        self.watchers = 0
        self._uid_validity = 1 + int.from_bytes(blake2b(f"{login}/{name}".encode(), digest_size=3).digest())

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> Message:
        when = append_msg.when or self._clock.now()
        content = MessageContent.parse(append_msg.literal)
        async with self.messages_lock.write_lock():
            self._max_uid += 1
            stored = Message(self._max_uid, when, append_msg.flag_set, recent=recent, content=content)
            self._messages[self._max_uid] = stored
            self._mod_sequences.update([self._max_uid])
            self._updated.set()
        return stored

    async def update_selected(
        self, selected: SelectedMailbox, *, wait_on: Event | None = None
    ) -> SelectedMailbox:
        if wait_on is None or self._has_news_for(selected):
            return await super().update_selected(selected)
        self.watchers += 1
        try:
            return await super().update_selected(selected, wait_on=wait_on)
        finally:
            self.watchers -= 1

    def _has_news_for(self, selected: SelectedMailbox) -> bool:
        # pymap waits for the next change even if one came just before, and the client would not hear of it.
        return selected.mod_sequence is not None and selected.mod_sequence < self._mod_sequences.highest

    def stored(self) -> list[StoredMail]:
        return [
            StoredMail(one.uid, one.internal_date, bytes(one._content or b""))
            for one in self._messages.values()
        ]


class _Folders(MailboxSet):
    """One user's folders."""

    def __init__(self, login: str, clock: Clock) -> None:
        super().__init__()
        self._ours = {name: _Folder(self, login, name, clock) for name in (INBOX, *FOLDERS)}
        self._inbox = self._ours[INBOX]
        self._set = {name: self._ours[name] for name in FOLDERS}

    def named(self, name: str) -> _Folder:
        return self._ours[name]

    async def list_mailboxes(self) -> ListTree:
        return _SpecialUseTree(self.delimiter).update(INBOX, *self._set)


class _SpecialUseTree(ListTree):
    def list(self) -> Iterable[ListEntry]:
        return (_SpecialUseEntry(e.name, e.exists, e.marked, e.has_children) for e in super().list())


class _SpecialUseEntry(ListEntry):
    @property
    def attributes(self) -> Sequence[bytes]:
        use = FOLDERS.get(self.name)
        return [*super().attributes, *([use] if use else [])]
