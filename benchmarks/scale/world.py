"""The outside: servers that take a mail, put it off or refuse it, and people who answer in their own time.

In this process and without a socket: `WorldLine` stands where an SMTP connection does, `WorldFolder` where an IMAP
session does. Everything on our side of them is the program as it runs.
"""

import heapq
import pickle
import re
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from benchmarks.scale.people import SEED, account_of, behaviour_of, greylists, person_at
from benchmarks.scale.witness import Witness
from outreach.core.clock import Clock
from outreach.mail.imap import FetchedMessage, Selected
from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.mail.servers import Security, SmtpServer
from outreach.mail.smtp import CommitPoint, SmtpConnection
from outreach.sandbox.draw import draw
from outreach.sandbox.people import reaction
from outreach.sandbox.person import Behaviour
from outreach.sandbox.received import read_mail
from outreach.sandbox.scheduled import ScheduledMail, Truth

INBOX, JUNK = "INBOX", "Junk"

#: Of mails: how many a filter refuses for good, and after how many the line breaks at the final dot.
UNWANTED, LINE_BREAKS = 0.001, 0.000_2
#: Of full mailboxes, how many say so at the door.
FULL_AT_THE_DOOR = 0.5

ACCEPTED = Answer(Outcome.SENT, Phase.DOT, 250, text="2.0.0 Ok: queued")
GREYLISTED = Answer(
    Outcome.REFUSED_FOR_NOW, Phase.RCPT, 450, "4.2.0", "Recipient address rejected: Greylisted"
)
FULL = Answer(Outcome.REFUSED_FOR_NOW, Phase.RCPT, 452, "4.2.2", "Mailbox full")
NO_SUCH_USER = Answer(Outcome.REFUSED, Phase.RCPT, 550, "5.1.1", "User unknown")
NOT_WANTED = Answer(Outcome.REFUSED, Phase.DOT, 554, "5.7.1", "we do not want this")
LINE_BROKE = Answer(Outcome.DOUBTFUL, Phase.DOT, text="the line broke")
WITHHELD = Answer(Outcome.WITHHELD, Phase.DATA)

_KEPT = ("_coming", "_welcome", "_put_off", "_earlier", "folders", "truths", "doubts", "answers_of_servers")

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>\s]+>)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Doubt:
    """The line broke after the body: the Sent folder tells later whether it arrived."""

    at: datetime
    message_id: str
    arrived: bool


class World:
    """What lies in our mailboxes, what is on its way to them, and what whoever reads it would understand."""

    def __init__(self, clock: Clock, witness: Witness, mailbox_of: dict[str, str]) -> None:
        """`mailbox_of`: the name of each of our mailboxes, by address."""
        self._clock = clock
        self._witness = witness
        self._mailbox_of = mailbox_of
        self._coming: list[ScheduledMail] = []
        self._welcome: set[int] = set()
        self._put_off: dict[int, datetime] = {}
        self._earlier: dict[str, tuple[datetime, ...]] = {}
        self.folders: defaultdict[tuple[str, str], Folder] = defaultdict(Folder)
        #: What answers that wait for a person mean, by Message-ID.
        self.truths: dict[str, Truth] = {}
        self.doubts: list[Doubt] = []
        #: Of all folders; another one where what had been in them is gone.
        self.uidvalidity = 1
        #: Seconds that the outside itself has taken.
        self.seconds = 0.0
        self.answers_of_servers: defaultdict[str, int] = defaultdict(int)

    def keep(self, path: Path) -> None:
        """Write down what the outside remembers, for a run that goes on later."""
        kept = {name: getattr(self, name) for name in _KEPT}
        beside = path.with_suffix(".new")
        beside.write_bytes(pickle.dumps(kept))
        beside.replace(path)

    def remember(self, path: Path) -> bool:
        """Go on from there. False where nothing was kept: then nobody answers what they got before."""
        if not path.exists():
            self.uidvalidity += 1
            return False
        for name, value in pickle.loads(path.read_bytes()).items():
            setattr(self, name, value)
        return True

    # --- what servers say -------------------------------------------------------------------------------------------

    def at_the_door(self, recipient: str) -> Answer | None:
        """A refusal at RCPT; None is a welcome."""
        with self.at_work():
            answer = self._refusal(recipient, self._clock.now())
            if answer is not None:
                self.answers_of_servers[str(answer.code)] += 1
            return answer

    def _refusal(self, recipient: str, now: datetime) -> Answer | None:
        account, behaviour = account_of(recipient), behaviour_of(recipient)
        if account is None or behaviour is Behaviour.DEAD_AT_ONCE:
            return NO_SUCH_USER
        if greylists(account) and account not in self._welcome:
            since = self._put_off.setdefault(account, now)
            if now - since < timedelta(minutes=5):
                return GREYLISTED
            self._welcome.add(account)
            del self._put_off[account]
        if behaviour is Behaviour.MAILBOX_FULL and draw(SEED, "door", recipient) < FULL_AT_THE_DOOR:
            return FULL
        return None

    def at_the_dot(self, sender: str, recipient: str, message: bytes, mailbox: str) -> Answer:
        """The whole mail is there."""
        with self.at_work():
            answer = self._taken(sender, recipient, message, mailbox)
            self.answers_of_servers[str(answer.code or answer.outcome.value)] += 1
            return answer

    def _taken(self, sender: str, recipient: str, message: bytes, mailbox: str) -> Answer:
        found = _MESSAGE_ID.search(message)
        assert found is not None, "a mail without a Message-ID"
        message_id, now = found[1].decode("ascii"), self._clock.now()
        if draw(SEED, "unwanted", message_id) < UNWANTED:
            return NOT_WANTED
        breaks = draw(SEED, "breaks", message_id) < LINE_BREAKS
        arrives = not breaks or draw(SEED, "arrives", message_id) < 0.5
        if arrives:
            self._witness.arrived(message_id, recipient, mailbox, now)
            self._react(sender, recipient, message, now)
        if breaks:
            self.doubts.append(Doubt(now + timedelta(hours=1), message_id, arrives))
        return LINE_BROKE if breaks else ACCEPTED

    def _react(self, sender: str, recipient: str, message: bytes, now: datetime) -> None:
        if behaviour_of(recipient) is Behaviour.SILENT:
            return
        person = person_at(recipient)
        if person is None:
            return
        earlier = self._earlier.get(recipient, ())
        self._earlier[recipient] = (*earlier, now)
        mail = read_mail(message, envelope_sender=sender, recipient=recipient, now=now, earlier=earlier)
        for answer in reaction(person, mail, now, SEED):
            heapq.heappush(self._coming, answer)

    # --- what comes back --------------------------------------------------------------------------------------------

    def pass_time(self) -> None:
        """Put what is due by now into our mailboxes."""
        with self.at_work():
            now = self._clock.now()
            while self._coming and self._coming[0].at <= now:
                mail = heapq.heappop(self._coming)
                name = self._mailbox_of.get(mail.to.split("+")[0].lower(), self._mailbox_of.get(mail.to, ""))
                if name:
                    self.folders[name, JUNK if mail.looks_like_junk else INBOX].deliver(mail)

    def next_at(self) -> datetime | None:
        """When the next answer comes."""
        return self._coming[0].at if self._coming else None

    def with_news(self) -> list[tuple[str, str]]:
        """Mailboxes and folders in which something lies that was not fetched."""
        return sorted(where for where, folder in self.folders.items() if folder.waiting)

    def was_read(self, mailbox: str, folder: str) -> int:
        """What lay there is stored now; how much it was."""
        now, read = self._clock.now(), self.folders[mailbox, folder].taken()
        for mail in read:
            self._witness.read(mail.message_id, mail.writer, mail.truth.intent.value, now)
            self.truths[mail.message_id] = mail.truth
        return len(read)

    def settled_by_now(self) -> list[Doubt]:
        """Doubts of which the Sent folder tells the end."""
        now = self._clock.now()
        due = [each for each in self.doubts if each.at <= now]
        self.doubts = [each for each in self.doubts if each.at > now]
        return due

    @contextmanager
    def at_work(self) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - began


class Folder:
    """One folder of one of our mailboxes. What has been fetched and stored is not kept."""

    def __init__(self) -> None:
        self.waiting: list[tuple[int, ScheduledMail]] = []
        self.next_uid = 1

    def deliver(self, mail: ScheduledMail) -> None:
        self.waiting.append((self.next_uid, mail))
        self.next_uid += 1

    def taken(self) -> list[ScheduledMail]:
        taken, self.waiting = [mail for _, mail in self.waiting], []
        return taken


class WorldFolder:
    """What an IMAP session answers, of the folders that lie in this process."""

    def __init__(self, world: World, mailbox: str) -> None:
        self._world, self._mailbox = world, mailbox
        self._folder = Folder()

    async def select(self, folder: str) -> Selected:
        self._folder = self._world.folders[self._mailbox, folder]
        return Selected(self._world.uidvalidity, self._folder.next_uid, len(self._folder.waiting))

    async def uids_after(self, uid: int) -> list[int]:
        return [each for each, _ in self._folder.waiting if each > uid]

    async def uids_since(self, _day: date) -> list[int]:
        return await self.uids_after(0)

    async def fetch(self, uids: Sequence[int]) -> list[FetchedMessage]:
        wanted = set(uids)
        return [
            FetchedMessage(uid, len(mail.raw), mail.at, mail.raw)
            for uid, mail in self._folder.waiting
            if uid in wanted
        ]

    async def batches(self, uids: Sequence[int]) -> AsyncIterator[list[FetchedMessage]]:
        yield await self.fetch(uids)


class WorldLine(SmtpConnection):
    """What stands where the connection to a mailbox's server would."""

    def __init__(self, world: World, mailbox: str) -> None:
        super().__init__(SmtpServer("127.0.0.1", 25, Security.NONE))
        self._world, self._mailbox = world, mailbox

    async def deliver(
        self,
        *,
        sender: str,
        recipient: str,
        message: bytes,
        commit_point: CommitPoint,
        copy_to: str | None = None,
    ) -> Answer:
        refused = self._world.at_the_door(recipient)
        if refused is not None:
            return refused
        if not await commit_point():
            return WITHHELD
        return self._world.at_the_dot(sender, recipient, message, self._mailbox)
