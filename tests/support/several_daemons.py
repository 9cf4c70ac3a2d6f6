"""Several daemons on one PostgreSQL, before Postfix and Dovecot; what became of every mail is read in the maildirs.

People are enrolled all at once and become due a few at a time, so that the daemons are at work for as long as a test
wants them to be.
"""

import contextlib
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from outreach.sandbox.imap_server import INBOX
from tests.support.countries import allow_everywhere
from tests.support.dovecot import CATCH_ALL_DOMAIN, Dovecot
from tests.support.forked_workspace import NO_TIME, ForkedWorkspace, Order
from tests.support.ports import LOOPBACK
from tests.support.postfix import Postfix
from tests.support.postgresql import PostgreSQL
from tests.support.quick_daemon import Pace, QuickDaemon
from tests.support.sending_line import message_id_of
from tests.support.waiting import wait_for
from tests.support.workspace import _ALWAYS

#: Our mailboxes, as Dovecot knows them.
MAILBOXES = {
    "ann": "ann@alpha.example",
    "sdr": "sdr@alpha.example",
    "maria": "maria.weber@beta.example",
    "john": "john.smith@beta.example",
}

_CONFIG = """
live = true

[sender]
name = "Ann Roe"
organisation = "Alpha Tools Ltd"
postal_address = "1 Harbour Row, Bristol BS1 4XX, United Kingdom"

[database]
url = "{url}"

[policy]
zone = "Europe/London"
# All recipients are at the one domain that the test server takes mail for.
per_domain_per_day = 0
"""
_MAILBOX = """
[[mailboxes]]
name = "{name}"
from = "Ann Roe <{address}>"
per_day = 10000
gap_seconds = [0, 0]
sent_copy = "append"

[mailboxes.ramp]
start = 10000
add = 0

[mailboxes.smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
username = "{address}"
password = {{ file = "password-{name}" }}

[mailboxes.imap]
host = "127.0.0.1"
port = {imap}
security = "none"
username = "{address}"
password = {{ file = "password-{name}" }}
"""

_LEFT = """
SELECT count(*) FROM enrollment LEFT JOIN outbound_message o ON o.enrollment_id = enrollment.id
WHERE (enrollment.due_at <= now() AND enrollment.next_step = 0)
   OR o.state IN ('queued', 'claimed', 'in_flight')
"""
_LEFT_IN_WORDS = """
SELECT e.state, e.next_step, e.due_at <= now(), o.state, o.mailbox, o.attempts, o.owner, o.lease_until, o.due_at,
       o.answer_text, count(*)
FROM enrollment e LEFT JOIN outbound_message o ON o.enrollment_id = e.id
WHERE (e.due_at <= now() AND e.next_step = 0) OR o.state IN ('queued', 'claimed', 'in_flight')
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 11 DESC LIMIT 20
"""
_MAILBOXES_IN_WORDS = """
SELECT now(), name, paused_at, paused_why, trouble, closed_until, next_send_at, read_at
FROM mailbox_status ORDER BY name
"""
_SESSIONS_IN_WORDS = """
SELECT application_name, state, wait_event_type, wait_event, now() - xact_start, pg_blocking_pids(pid), left(query, 120)
FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_HELD = """
SELECT (SELECT count(*) FROM outbound_message WHERE state = 'claimed' AND owner = %(owner)s),
       (SELECT count(*) FROM mailbox_lease WHERE owner = %(owner)s AND until > clock_timestamp() - interval '1 day'
                                             AND token <> '')
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What a daemon holds: claimed mails, and mailboxes that it reads."""

    claims: int
    mailboxes: int


@dataclass(slots=True)
class Figures:
    """What a loop has shown. Moments in seconds."""

    kills: int = 0
    stops: int = 0
    database_kills: int = 0
    #: From the kill, or the stop, until nothing that the daemon held is its own any more.
    claims_taken_over: list[float] = field(default_factory=list)
    mailboxes_taken_over: list[float] = field(default_factory=list)
    doubtful: int = 0
    doubtful_and_sent: int = 0


class SeveralDaemons:
    """`with SeveralDaemons(folder, postgresql, dovecot, postfix, people=…) as line`."""

    def __init__(
        self,
        folder: Path,
        postgresql: PostgreSQL,
        dovecot: Dovecot,
        postfix: Postfix,
        *,
        people: int,
        pace: Pace | None = Pace(),  # noqa: B008 - frozen
        smtp: int | None = None,
        daemons: int = 3,
    ) -> None:
        self._folder = folder
        self._postgresql = postgresql
        self._dovecot = dovecot
        self._smtp = smtp or postfix.unsecured
        self._people = people
        self._pace = pace
        self._wanted = daemons
        self.daemons: list[QuickDaemon] = []
        self.due = 0
        self.letters: list[str] = []
        self.figures = Figures()

    def __enter__(self) -> Self:
        self.database_name = self._postgresql.create_database()
        self.url = self._postgresql.url(self.database_name)
        self._make_workspace()
        with contextlib.ExitStack() as ending:
            ending.callback(self._end)
            self._enroll()
            for _ in range(self._wanted):
                self.start()
            self._ending = ending.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    def _end(self) -> None:
        for daemon in self.daemons:
            daemon.kill()

    # --- the workspace ---------------------------------------------------------------------------------------------

    def _make_workspace(self) -> None:
        from outreach.database.engine import Database
        from outreach.database.schema import upgrade
        from outreach.database.workspace import found

        upgrade(self.url)
        database = Database(self.url)
        with database.writing() as session:
            found(session, datetime.now(UTC))
        database.close()
        self.workspace = ForkedWorkspace(self._folder, password="")
        self._folder.mkdir(parents=True)
        allow_everywhere(self._folder)
        self.workspace.outreach("init", str(self._folder))
        text = _CONFIG.format(url=self.url.replace("+psycopg", ""))
        for name, address in MAILBOXES.items():
            secret = self._folder / f"password-{name}"
            secret.touch(mode=0o600)
            secret.write_text(self._dovecot.password(address), encoding="utf-8")
            text += _MAILBOX.format(name=name, address=address, smtp=self._smtp, imap=self._dovecot.imap)
        (self._folder / "config.toml").write_text(text, encoding="utf-8")
        for sequence in (self._folder / "sequences").glob("*.toml"):
            head, _, tail = sequence.read_text(encoding="utf-8").partition("[window]\n")
            rest = tail[tail.index("\n[") :] if "\n[" in tail else ""
            text = head.replace("one_at_a_time = true", "one_at_a_time = false") + _ALWAYS + rest
            sequence.write_text(text.replace("one_at_a_time = true", "one_at_a_time = false"), "utf-8")

    def _enroll(self) -> None:
        """Everybody is enrolled, and due in a year."""
        self.recipients = [f"robin-{number}@{CATCH_ALL_DOMAIN}" for number in range(self._people)]
        rows = "".join(f"{address},Robin\n" for address in self.recipients)
        create = ("campaign", "create", "all", "--sequence", "who-handles-sales", "--list", "all")
        mailboxes = [word for name in MAILBOXES for word in ("--mailbox", name)]
        self.workspace.in_one_go(
            ("prospects", "import", "-", "--list", "all"),
            (*create, *mailboxes),
            ("campaign", "start", "all"),
            stdin=f"email,first name\n{rows}",
        )
        self.execute("UPDATE enrollment SET due_at = now() + interval '1 year'")

    # --- what happens ----------------------------------------------------------------------------------------------

    def start(self, *options: str, wrong_by: timedelta = NO_TIME) -> QuickDaemon:
        """One more daemon: `outreach run` with these options."""
        log = self._folder / "daemon.log"
        order = Order(
            (("run", *options),), self._folder, self.workspace._environment, Path(os.devnull), log, log
        )
        daemon = QuickDaemon(order, self._pace, wrong_by=wrong_by)
        self.daemons.append(daemon)
        return daemon

    def let_become_due(self, people: int) -> None:
        """So many more people are to be written to now."""
        self.execute(
            "UPDATE enrollment SET due_at = now() WHERE contact_id IN (SELECT id FROM contact ORDER BY id"
            f" OFFSET {self.due} LIMIT {people})"
        )
        self.due = min(self.due + people, self._people)

    def deliver_letter(self, mailbox: str) -> None:
        """Somebody whom nobody asked writes to one of our mailboxes."""
        number = len(self.letters)
        self.letters.append(f"<letter-{number}@elsewhere.example>")
        raw = (
            f"From: Lee <lee-{number}@elsewhere.example>\r\nTo: {MAILBOXES[mailbox]}\r\n"
            f"Subject: The minutes, part {number}\r\nMessage-ID: {self.letters[-1]}\r\n"
            f"Date: {datetime.now(UTC):%a, %d %b %Y %H:%M:%S +0000}\r\n\r\nHere they are.\r\n"
        )
        self._dovecot.deliver(MAILBOXES[mailbox], raw.encode())

    def begun(self) -> list[tuple[QuickDaemon, str]]:
        """The daemons that have said that they live, each with what it calls itself."""
        owners = {
            str(owner).split(":")[-2]: str(owner)
            for (owner,) in self.select("SELECT owner FROM daemon_presence")
        }
        return [(each, owners[str(each.pid)]) for each in self.daemons if str(each.pid) in owners]

    def held_by(self, owner: str) -> Held:
        (row,) = self.select(_HELD, {"owner": owner})
        return Held(*row)

    def shares(self) -> list[int]:
        """How many mailboxes each daemon that has any reads at this moment, by the time of the database."""
        rows = self.select(
            "SELECT count(*) FROM mailbox_lease WHERE until BETWEEN clock_timestamp() AND"
            " clock_timestamp() + interval '1 minute' GROUP BY owner ORDER BY 1"
        )
        return [int(count) for (count,) in rows]

    def wait_until_taken_over(self, owner: str, *, began: float, within: float) -> None:
        """Until nothing that it held is its own any more; the moments go into the figures."""
        held = self.held_by(owner)
        claims, mailboxes = bool(held.claims), bool(held.mailboxes)

        def nothing_left() -> bool:
            nonlocal claims, mailboxes
            now, held = time.monotonic(), self.held_by(owner)
            if claims and not held.claims:
                claims = False
                self.figures.claims_taken_over.append(now - began)
            if mailboxes and not held.mailboxes:
                mailboxes = False
                self.figures.mailboxes_taken_over.append(now - began)
            return not (claims or mailboxes)

        self._wait(nothing_left, f"what {owner} held to be taken over", within)

    def forgive_tries(self) -> None:
        """Chance kills the reader of the same letter three times as it never would in life."""
        self.execute("UPDATE inbound_message SET attempts = 0 WHERE state = 'stored'")

    def bring_to_an_end(self, stuck_after: float = 120.0) -> None:
        """All that is due goes out; a person looks after what is doubtful, and what they find not sent goes out too.

        `stuck_after`: seconds in which nothing at all went out.
        """
        for _ in range(5):
            self._wait_until_nothing_is_left(stuck_after)
            self._wait_until_delivered()
            if not self._settle():
                return
        raise AssertionError("there was no end of doubt")

    def _wait_until_nothing_is_left(self, stuck_after: float) -> None:
        """A busy machine may need its time for all that the rounds have left, but something goes out."""
        while left := self._left():
            self._wait(lambda left=left: self._left() < left, f"one of {left} mails to go out", stuck_after)  # type: ignore[misc]

    def _left(self) -> int:
        return int(self.select(_LEFT)[0][0])

    def _wait(self, condition: Callable[[], bool], what: str, within: float) -> None:
        """With all that there is to say about why it was in vain."""
        try:
            wait_for(condition, what, within=within)
        except AssertionError as trouble:
            for name, statement in (
                ("left", _LEFT_IN_WORDS),
                ("mailboxes", _MAILBOXES_IN_WORDS),
                ("leases", "SELECT clock_timestamp(), * FROM mailbox_lease ORDER BY mailbox"),
                ("sessions", _SESSIONS_IN_WORDS),
            ):
                trouble.add_note(f"{name}:\n" + "\n".join(map(str, self.select(statement))))
            said = (self._folder / "daemon.log").read_text(encoding="utf-8", errors="replace")
            trouble.add_note(f"the daemons: {said[-6_000:]}")
            raise

    def _settle(self) -> int:
        """Be the person who looks into the recipients' mailboxes and resolves what is doubtful; how many that were."""
        doubtful = self.select(
            "SELECT id, recipient, message_id FROM outbound_message WHERE state = 'doubtful'"
        )
        commands = []
        for number, recipient, message_id in doubtful:
            went_out = message_id in self.arrived(recipient)
            self.figures.doubtful += 1
            self.figures.doubtful_and_sent += went_out
            commands.append(("outbox", "resolve", str(number), "sent" if went_out else "not-sent"))
        for at in range(0, len(commands), 200):
            self.workspace.in_one_go(*commands[at : at + 200])
        return len(doubtful)

    def _wait_until_delivered(self) -> None:
        sent = "SELECT recipient, message_id FROM outbound_message WHERE state = 'sent'"
        left = [row for row in self.select(sent) if row[1] not in self.arrived(row[0])]

        def all_are_there() -> bool:
            left[:] = [row for row in left if row[1] not in self.arrived(row[0])]
            return not left

        wait_for(all_are_there, f"{len(left)} mails to be delivered: {left[:3]}", within=60)

    # --- what became of it -----------------------------------------------------------------------------------------

    def arrived(self, recipient: str) -> list[str]:
        return [message_id_of(raw) for raw in self._dovecot.messages(recipient)]

    def doubled_and_lost(self) -> tuple[list[str], list[str]]:
        """Who has got a mail twice, and who was to get one and has not."""
        counts = {recipient: Counter(self.arrived(recipient)) for recipient in self.recipients[: self.due]}
        doubled = [who for who, ids in counts.items() if ids.total() > 1]
        return doubled, [who for who, ids in counts.items() if not ids]

    def copies_filed_twice(self) -> int:
        """Copies in our Sent folders beyond the first one of each mail."""
        filed = Counter(
            message_id_of(raw)
            for address in MAILBOXES.values()
            for raw in self._dovecot.messages(address, "Sent")
        )
        return sum(count - 1 for count in filed.values())

    def letters_stored(self) -> Counter[str]:
        rows = self.select("SELECT message_id FROM inbound_message WHERE folder = %s", INBOX)
        return Counter(str(message_id) for (message_id,) in rows)

    def execute(self, statement: str) -> None:
        with self._connect() as connection:
            connection.execute(statement.encode())

    def select(self, statement: str, *about: Any) -> list[tuple[Any, ...]]:
        arguments = about[0] if about and isinstance(about[0], dict) else about or None
        with self._connect() as connection:
            return connection.execute(statement.encode(), arguments).fetchall()

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        address = f"host={LOOPBACK} port={self._postgresql.port} user=outreach dbname={self.database_name}"
        return psycopg.connect(address, autocommit=True)

    def log(self) -> str:
        return (self._folder / "daemon.log").read_text(encoding="utf-8")


def _two_or_more(begun: list[tuple[QuickDaemon, str]]) -> list[tuple[QuickDaemon, str]]:
    return begun if len(begun) > 1 else []


class KillLoop:
    """Rounds in which one of the daemons is killed, or stopped for a while, in the midst of work."""

    def __init__(self, line: SeveralDaemons, rng: random.Random, *, a_round: int = 6) -> None:
        self._line = line
        self._rng = rng
        self._a_round = a_round

    def run(self, rounds: int) -> None:
        for number in range(rounds):
            self._line.let_become_due(self._a_round)
            if number % 5 == 0:
                self._line.deliver_letter(self._rng.choice(sorted(MAILBOXES)))
            self._round()
            self._line.forgive_tries()

    def _round(self) -> None:
        line, rng = self._line, self._rng
        # One that has just been started anew may still be beginning: two at work are enough.
        begun = wait_for(lambda: _two_or_more(line.begun()), "daemons to be at work", within=60)
        victim, owner = rng.choice(begun)
        # At a moment when it has something in hand, mostly; and a little later.
        if rng.random() < 0.8:
            end = time.monotonic() + 0.5
            while not line.held_by(owner).claims and time.monotonic() < end:
                time.sleep(0.002)
        time.sleep(rng.uniform(0, 0.05))
        if rng.random() < 0.5:
            self._kill(victim, owner)
        else:
            self._stop(victim, owner)

    def _kill(self, victim: QuickDaemon, owner: str) -> None:
        line, began = self._line, time.monotonic()
        assert victim.running, line.log()[-4000:]
        victim.kill()
        line.figures.kills += 1
        line.daemons.remove(victim)
        line.start()
        if self._rng.random() < 0.3:
            line.wait_until_taken_over(owner, began=began, within=60)

    def _stop(self, victim: QuickDaemon, owner: str) -> None:
        """For a moment, in which nobody notices; or until all that it had is taken over, so that it wakes too late."""
        line, began = self._line, time.monotonic()
        victim.stop()
        line.figures.stops += 1
        try:
            if self._rng.random() < 0.3:
                line.wait_until_taken_over(owner, began=began, within=60)
            time.sleep(self._rng.uniform(0, 0.3))
        finally:
            victim.wake()


class DatabaseKillLoop:
    """PostgreSQL itself is killed in the midst of sending, and started again at once."""

    def __init__(
        self, line: SeveralDaemons, postgresql: PostgreSQL, rng: random.Random, *, a_round: int
    ) -> None:
        self._line = line
        self._postgresql = postgresql
        self._rng = rng
        self._a_round = a_round

    def run(self, rounds: int) -> None:
        for _ in range(rounds):
            self._line.let_become_due(self._a_round)
            sent = self._sent()
            goal = sent + self._rng.randint(1, self._a_round // 2)
            wait_for(lambda goal=goal: self._sent() >= goal, "mails to go out", within=60)  # type: ignore[misc]
            time.sleep(self._rng.uniform(0, 0.05))
            self._postgresql.kill()
            self._start_again()
            self._line.figures.database_kills += 1

    def _start_again(self) -> None:
        """One that was just being forked may outlive the others for a moment, and is in the way that long."""
        for _ in range(20):
            with contextlib.suppress(RuntimeError):
                return self._postgresql.start()
            time.sleep(0.1)
        raise AssertionError("PostgreSQL does not start again")

    def _sent(self) -> int:
        return int(self._line.select("SELECT count(*) FROM outbound_message WHERE state = 'sent'")[0][0])
