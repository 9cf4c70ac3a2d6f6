"""200 mailboxes idling over TLS on Dovecot: `make bench-idle`.

Memory a mailbox, CPU at rest, and, when the server dies and comes back, the time until the last one reads again and
how many logged in within the busiest second. The server is another process, and not counted.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.support.dovecot import CATCH_ALL_DOMAIN, CATCH_ALL_PASSWORD, Dovecot
from tests.support.processes import server_folder

MAILBOXES = int(os.environ.get("OUTREACH_IDLE_MAILBOXES", "200"))
REST_SECONDS = 30
GOAL_KB, GOAL_CPU = 400, 0.01

_LOGIN = re.compile(r"^(\w+ \d+ [\d:]+) imap-login: Info: Login:", re.MULTILINE)


def main() -> None:
    folder = server_folder()
    dovecot = Dovecot(folder / "dovecot", {})
    try:
        dovecot.start()
        workspace = _workspace(folder / "workspace", dovecot)
        _measure(workspace, dovecot)
    finally:
        dovecot.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _measure(workspace: Path, dovecot: Dovecot) -> None:
    for number in range(MAILBOXES):
        dovecot.deliver(_address(number), _letter(number, "before"))
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.idle_turn", str(workspace), str(REST_SECONDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        rest = _said(child)
        print(f"mailboxes           {MAILBOXES}")
        memory = f"{rest['kb_each']:.0f} KB (goal under {GOAL_KB}); the process has {rest['mb']:.0f} MB"
        print(f"memory a mailbox    {memory}")
        print(
            f"CPU at rest         {rest['cpu']:.2%} of a core over {REST_SECONDS} s (goal under {GOAL_CPU:.0%})"
        )
        began = len(_logins(dovecot))
        dovecot.kill()
        time.sleep(2)
        dovecot.start()
        back = time.monotonic()
        for number in range(MAILBOXES):
            dovecot.deliver(_address(number), _letter(number, "after"))
        assert child.stdin is not None
        child.stdin.write("cut\n")
        child.stdin.flush()
        _said(child)
        print(
            f"cut all at once     the last has read its mail {time.monotonic() - back:.1f} s after the server is back"
        )
        busiest = Counter(_logins(dovecot)[began:]).most_common(1)
        print(f"without a stampede  {busiest[0][1] if busiest else 0} log-ins in the busiest second")
    finally:
        child.stdin and child.stdin.close()
        child.wait(timeout=60)


def _said(child: "subprocess.Popen[str]") -> dict[str, Any]:
    assert child.stdout is not None
    line = child.stdout.readline()
    if not line:
        raise RuntimeError("the reading process ended")
    told: dict[str, Any] = json.loads(line)
    return told


def _logins(dovecot: Dovecot) -> list[str]:
    return _LOGIN.findall(dovecot.log())


def _address(number: int) -> str:
    return f"box-{number}@{CATCH_ALL_DOMAIN}"


def _letter(number: int, when: str) -> bytes:
    head = f"From: Ana <ana@acme.example>\r\nTo: {_address(number)}\r\nSubject: {when} {number}\r\n"
    return f"{head}Message-ID: <{when}.{number}@acme.example>\r\n\r\nHello.\r\n".encode()


def _workspace(folder: Path, dovecot: Dovecot) -> Path:
    folder.mkdir()
    (folder / "password").write_text(CATCH_ALL_PASSWORD)
    (folder / "password").chmod(0o600)
    parts = [
        f'[database]\nurl = "sqlite:///{folder}/outreach.db"\n[sender]\nname = "Ann Roe"\n'
        'organisation = "Alpha Tools Ltd"\npostal_address = "1 Harbour Row, Bristol"\n'
    ]
    for number in range(MAILBOXES):
        parts.append(
            f'[[mailboxes]]\nname = "box-{number}"\nfrom = "Ann Roe <{_address(number)}>"\nca_file = "{dovecot.cert}"\n'
            '[mailboxes.smtp]\nhost = "127.0.0.1"\nport = 9\nsecurity = "none"\n'
            f'[mailboxes.imap]\nhost = "localhost"\nport = {dovecot.imaps}\nsecurity = "tls"\n'
            f'password = {{ file = "{folder}/password" }}\n'
        )
    (folder / "config.toml").write_text("\n".join(parts))
    return folder


if __name__ == "__main__":
    main()
