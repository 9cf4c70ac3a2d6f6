"""One line of sending on real servers: a workspace, the relay before Postfix, the recipients' maildirs.

What became of every mail is read where nobody can be wrong about it: in the database's own file, past the
program, and in the maildirs.
"""

import contextlib
import email.parser
import email.policy
import imaplib
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.support.crashing_daemon import CrashPoint
from tests.support.dovecot import CATCH_ALL_DOMAIN, Dovecot
from tests.support.forked_workspace import ForkedCommand, ForkedWorkspace
from tests.support.ports import LOOPBACK
from tests.support.postfix import Postfix
from tests.support.smtp_proxy import SmtpProxy, Weather
from tests.support.waiting import wait_for
from tests.support.workspace import start_commands

ANN = "ann@alpha.example"

#: Well after the half hour within which a first mail is due.
FIRST_MAILS = timedelta(hours=1)
#: Well after the three working days until the next mail, and until silence counts as the answer.
NEXT_MAILS = timedelta(days=8)

_OUTBOX = """
SELECT o.id, o.recipient, o.step, o.state, o.message_id, o.settled_by, o.attempts, o.owner IS NOT NULL,
       e.state, e.next_step, e.due_at IS NOT NULL,
       (SELECT count(*) FROM event WHERE event.outbound_id = o.id AND event.kind = 'mail_sent')
FROM outbound_message AS o JOIN enrollment AS e ON e.id = o.enrollment_id
ORDER BY o.id
"""
_WAITING = """
SELECT (SELECT count(*) FROM outbound_message WHERE state IN ('queued', 'claimed'))
     + (SELECT count(*) FROM enrollment WHERE state = 'active' AND next_step = 0 AND due_at IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Mail:
    """One row of the outbox with its enrollment."""

    id: int
    recipient: str
    step: str
    state: str
    message_id: str | None
    settled_by: str | None
    attempts: int
    was_claimed: bool
    enrollment: str
    next_step: int
    next_is_due: bool
    #: How often the funnel counts it.
    counted: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended for one recipient, without anything that differs from run to run."""

    #: Step, state and the number of tries.
    mails: tuple[tuple[str, str, int], ...]
    enrollment: str
    next_step: int
    next_is_due: bool
    counted: int
    arrived: int
    filed: int


class SendingLine:
    """`with SendingLine(folder, dovecot, postfix) as line`.

    `provider_files` lets the server put a copy of what it takes into the Sent folder, as the large ones do;
    else the program does that itself.
    """

    def __init__(
        self,
        folder: Path,
        dovecot: Dovecot,
        postfix: Postfix,
        *,
        weather: Weather | None = None,
        provider_files: bool = False,
    ) -> None:
        self._dovecot = dovecot
        self._running: list[ForkedCommand] = []
        self._campaigns = 0
        self.sent_folder = SentFolder(dovecot)
        files = self.sent_folder.file if provider_files else None
        self.proxy = SmtpProxy(postfix.unsecured, weather=weather, files=files)
        self._folder = folder
        self._sent_copy = "server" if provider_files else "append"

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as ending:
            ending.enter_context(self.proxy)
            ending.callback(self.sent_folder.close)
            ending.callback(self._end_commands)
            self.workspace = ForkedWorkspace.create(
                self._folder,
                address=ANN,
                password=self._dovecot.password(ANN),
                ca_file=self._dovecot.cert,
                smtp_host=LOOPBACK,
                smtp_port=self.proxy.port,
                smtp_security="none",
                imap_port=self._dovecot.imaps,
                sent_copy=self._sent_copy,
                one_at_a_time=False,
            )
            self._ending = ending.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    # --- what people and their machines do -------------------------------------------------------------------------

    def start_campaign(self, recipients: int, *, alone: bool = False) -> list[str]:
        """A campaign over so many new people at a domain where everybody exists; their addresses. All are due.

        `alone`: the campaign before it is stopped, whatever has become of its mails.
        """
        name, before = f"campaign{self._campaigns + 1}", f"campaign{self._campaigns}"
        addresses = [f"{name}-{number}@{CATCH_ALL_DOMAIN}" for number in range(recipients)]
        commands = start_commands(name)
        if alone and self._campaigns:
            commands.insert(0, ("campaign", "stop", before))
        self._campaigns += 1
        rows = "".join(f"{address},Robin\n" for address in addresses)
        self.workspace.in_one_go(*commands, stdin=f"email,first name\n{rows}")
        self.let_pass(FIRST_MAILS)
        return addresses

    def let_pass(self, time: timedelta) -> None:
        self.workspace.ahead += time

    def live_through(self, time: timedelta) -> None:
        """Let days pass, and run on each: a daemon that stood still so long would find its reminders late."""
        for _ in range(time.days):
            self.let_pass(timedelta(days=1))
            self.run_until_idle()

    def run(self, *words: str) -> ForkedCommand:
        """`outreach run`, going on until somebody ends it."""
        command = self.workspace.fork("run", *words)
        self._running = [each for each in self._running if each.running] + [command]
        return command

    def run_until_idle(self) -> None:
        assert self.run("--until-idle").wait(120) == 0, self.workspace.log()

    def crash(self, at: CrashPoint) -> None:
        """A run that kills itself there."""
        status = self.workspace.fork("run", "--until-idle", crash_at=at).wait()
        assert status == -9, f"The run never came to {at}, it ended with {status}:\n{self.workspace.log()}"

    def file_what_arrived(self, recipients: Iterable[str]) -> None:
        """Put a copy of all that they have got into our Sent folder, as a provider does that is late with it."""
        self.wait_until_delivered()
        for recipient in recipients:
            for raw in self._dovecot.messages(recipient):
                self.sent_folder.file(raw)

    def settle_by_hand(self, recipients: Iterable[str] | None = None) -> list[tuple[Mail, bool]]:
        """Be the person who looks into the recipients' mailboxes and resolves what is doubtful.

        The mails that were, and whether they had gone out; all mails, or those to some recipients.
        """
        self.wait_until_delivered()
        doubtful = [mail for mail in self.outbox(recipients) if mail.state == "doubtful"]
        verdicts = [(mail, mail.message_id in self.message_ids(mail.recipient)) for mail in doubtful]
        for mail, went_out in verdicts:
            self.workspace.outreach("outbox", "resolve", str(mail.id), "sent" if went_out else "not-sent")
        return verdicts

    # --- what became of it -----------------------------------------------------------------------------------------

    def wait_until_delivered(self) -> None:
        """Until all that the server has said yes to lies in the maildirs."""
        self.proxy.wait_until_quiet()
        missing = Counter((taken.recipient, taken.message_id) for taken in self.proxy.taken)

        def none_is_missing() -> bool:
            for recipient, message_id in list(missing):
                arrived = self.message_ids(recipient).count(message_id)
                if arrived >= missing[recipient, message_id]:
                    del missing[recipient, message_id]
            return not missing

        wait_for(none_is_missing, f"the mails {missing} to be delivered", within=60)

    def outbox(self, recipients: Iterable[str] | None = None) -> list[Mail]:
        """Every mail, or those to some recipients, in the order in which they were planned."""
        wanted = None if recipients is None else set(recipients)
        mails = [Mail(*row) for row in self._select(_OUTBOX)]
        return [mail for mail in mails if wanted is None or mail.recipient in wanted]

    def waiting(self) -> int:
        """How many mails are queued or could be: first mails that are not planned yet, and what is in the queue."""
        return int(self._select(_WAITING)[0][0])

    def message_ids(self, recipient: str) -> list[str]:
        """The Message-IDs of all that lies in a recipient's mailbox."""
        return [message_id_of(raw) for raw in self._dovecot.messages(recipient)]

    def in_reply_to(self, recipient: str) -> list[str | None]:
        """What the mails in a recipient's mailbox answer, in the order of their arrival."""
        return [header(raw, "In-Reply-To") for raw in self._dovecot.messages(recipient)]

    def filed(self) -> Counter[str]:
        """How many copies of each mail lie in our Sent folder."""
        return Counter(message_id_of(raw) for raw in self._dovecot.messages(ANN, "Sent"))

    def outcomes(self, recipients: list[str]) -> list[Outcome]:
        """How it ended for each of them."""
        self.wait_until_delivered()
        filed = self.filed()
        return [self._outcome(self.outbox([recipient]), recipient, filed) for recipient in recipients]

    def _outcome(self, mails: list[Mail], recipient: str, filed: Counter[str]) -> Outcome:
        arrived = self.message_ids(recipient)
        last = mails[-1]
        assert len(set(arrived)) == len(arrived), f"{recipient} has got a mail twice: {arrived}"
        return Outcome(
            mails=tuple((mail.step, mail.state, mail.attempts) for mail in mails),
            enrollment=last.enrollment,
            next_step=last.next_step,
            next_is_due=last.next_is_due,
            counted=sum(mail.counted for mail in mails),
            arrived=len(arrived),
            filed=sum(filed[message_id] for message_id in arrived),
        )

    def _select(self, statement: str) -> list[tuple[Any, ...]]:
        # Read-only, so that it is the daemon that comes back to the write-ahead log of a crash, not we.
        path = self.workspace.folder / "outreach.db"
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as database:
            return database.execute(statement).fetchall()

    def _end_commands(self) -> None:
        for command in self._running:
            if command.running:
                command.kill()


class SentFolder:
    """Puts copies into Ann's Sent folder, over one connection, as her provider does."""

    def __init__(self, dovecot: Dovecot) -> None:
        self._dovecot = dovecot
        self._one_at_a_time = threading.Lock()
        self._line: imaplib.IMAP4 | None = None

    def file(self, raw: bytes) -> None:
        with self._one_at_a_time:
            if self._line is None:
                self._line = imaplib.IMAP4(LOOPBACK, self._dovecot.imap, timeout=30)
                self._line.login(ANN, self._dovecot.password(ANN))
            status, answer = self._line.append("Sent", r"(\Seen)", "", raw)
            assert status == "OK", answer

    def close(self) -> None:
        if self._line is not None:
            self._line.logout()
            self._line = None


def message_id_of(raw: bytes) -> str:
    return str(header(raw, "Message-ID"))


def header(raw: bytes, name: str) -> str | None:
    """One header field as it stands there, or None."""
    headers = email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(raw)
    return None if headers[name] is None else str(headers[name])
