"""10,000 messages read from Dovecot, stored durably, understood and applied: `make bench-read`.

Beside mbsync and offlineimap. All read the same mailbox over a plain line on loopback, one after the other in the
same run; Dovecot is another process and not counted. `OUTREACH_BENCH_READ=100000` reads ten times as many; only
ratios within one run mean anything.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.read_box import PASSWORD, USER, fill_maildir, make_workspace
from tests.support.dovecot import Dovecot
from tests.support.processes import server_folder

MESSAGES = int(os.environ.get("OUTREACH_BENCH_READ", "10000"))
PEOPLE = int(os.environ.get("OUTREACH_BENCH_PEOPLE", "30000"))
#: Goals: stored, so many times mbsync's rate; stored, understood and applied on one core, messages a second.
TIMES_MBSYNC, TOGETHER = 1.5, 400
_LONGEST = 3_600

_MBSYNC = """
FSync yes

IMAPAccount box
Host 127.0.0.1
Port {port}
User {user}
Pass {password}
SSLType None
AuthMechs LOGIN

IMAPStore far
Account box

MaildirStore near
Path {folder}/mail/
Inbox {folder}/mail/INBOX
SubFolders Verbatim

Channel box
Far :far:INBOX
Near :near:INBOX
Create Near
Sync Pull
SyncState {folder}/state-
"""

_OFFLINEIMAP = """
[general]
accounts = box
metadata = {folder}/meta
fsync = true

[Account box]
localrepository = near
remoterepository = far

[Repository near]
type = Maildir
localfolders = {folder}/mail

[Repository far]
type = IMAP
remotehost = 127.0.0.1
remoteport = {port}
remoteuser = {user}
remotepass = {password}
ssl = no
starttls = no
readonly = True
folderfilter = lambda name: name == "INBOX"
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run took: messages, seconds on the clock, seconds of CPU, peak memory."""

    name: str
    messages: int
    wall: float
    cpu: float
    peak_mb: float

    def line(self) -> str:
        rate = f"{self.messages / self.wall:8.0f} /s  {self.messages / self.cpu:8.0f} a CPU second"
        return f"{self.name:44} {self.wall:8.1f} s {rate} {self.peak_mb:6.0f} MB"


def main() -> None:
    folder = server_folder()
    dovecot = Dovecot(folder / "dovecot", {USER: PASSWORD})
    try:
        dovecot.start()
        bytes_ = _make(folder, dovecot)
        print(
            f"{MESSAGES} messages, {bytes_ / MESSAGES:.0f} bytes each; {PEOPLE} people enrolled\n", flush=True
        )
        figures = [
            _told(run(folder, dovecot))
            for run in (_mbsync, _store, _together, _together_pinned, _offlineimap)
        ]
        _judge([each for each in figures if each is not None])
    finally:
        dovecot.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _make(folder: Path, dovecot: Dovecot) -> int:
    make_workspace(folder / "made", PEOPLE, dovecot.imap)
    maildir = dovecot.maildir(USER)
    written = fill_maildir(maildir, folder / "made", MESSAGES)
    dovecot.own(maildir.parent)
    # The first opening of a new folder writes its index: nobody should pay for that.
    dovecot.doveadm("mailbox", "status", "-u", USER, "messages", "INBOX")
    dovecot.doveadm("fetch", "-u", USER, "size.virtual", "mailbox", "INBOX")
    return written


def _told(figures: Figures | None) -> Figures | None:
    if figures is not None:
        print(figures.line(), flush=True)
    return figures


def _store(folder: Path, _dovecot: Dovecot) -> Figures:
    return _ours("outreach, stored durably", folder, "store")


def _together(folder: Path, _dovecot: Dovecot) -> Figures:
    return _ours("outreach, stored + understood + applied", folder, "all")


def _together_pinned(folder: Path, _dovecot: Dovecot) -> Figures:
    return _ours("the same on one core", folder, "all", ("taskset", "--cpu-list", "0"))


def _ours(name: str, folder: Path, wanted: str, prefix: tuple[str, ...] = ()) -> Figures:
    workspace = folder / "workspace"
    shutil.rmtree(workspace, ignore_errors=True)
    shutil.copytree(folder / "made", workspace)
    config = workspace / "config.toml"
    config.write_text(config.read_text().replace(str(folder / "made"), str(workspace)))
    command = [*prefix, sys.executable, "-m", "benchmarks.read_turn", str(workspace), wanted]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=_LONGEST)
    told = json.loads(done.stdout)
    return Figures(name, told["messages"], told["wall"], told["cpu"], told["peak_mb"])


def _mbsync(folder: Path, dovecot: Dovecot) -> Figures | None:
    near = folder / "mbsync"
    (near / "mail").mkdir(parents=True)
    (near / "rc").write_text(_MBSYNC.format(folder=near, port=dovecot.imap, user=USER, password=PASSWORD))
    return _peer("mbsync, with fsync", ["mbsync", "-q", "-c", str(near / "rc"), "box"], near)


def _offlineimap(folder: Path, dovecot: Dovecot) -> Figures | None:
    near = folder / "offlineimap"
    (near / "mail").mkdir(parents=True)
    (near / "rc").write_text(
        _OFFLINEIMAP.format(folder=near, port=dovecot.imap, user=USER, password=PASSWORD)
    )
    return _peer(
        "offlineimap3, with fsync", ["offlineimap", "-o", "-u", "quiet", "-c", str(near / "rc")], near
    )


def _peer(name: str, command: list[str], near: Path) -> Figures | None:
    if shutil.which(command[0]) is None:
        print(f"{name:44} is not installed (apt-get install isync offlineimap3)")
        return None
    before, began = _children(), time.perf_counter()
    done = subprocess.run(command, check=False, timeout=_LONGEST, capture_output=True, text=True)
    if done.returncode:
        print(f"{name:44} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
        return None
    wall, after = time.perf_counter() - began, _children()
    messages = sum(1 for part in ("new", "cur") for _ in (near / "mail" / "INBOX" / part).iterdir())
    return Figures(name, messages, wall, after[0] - before[0], after[1])


def _children() -> tuple[float, float]:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _judge(figures: list[Figures]) -> None:
    rates = {each.name: each.messages / each.wall for each in figures}
    stored, mbsync = rates["outreach, stored durably"], rates.get("mbsync, with fsync")
    if mbsync:
        print(f"\nstored, times mbsync:  {stored / mbsync:.2f} (goal {TIMES_MBSYNC})")
    print(f"all on one core:       {rates['the same on one core']:.0f} a second (goal {TOGETHER})")


if __name__ == "__main__":
    main()
