"""A workspace as a user has one: configuration, templates, sequences and database, driven through the command."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from tests.support.countries import allow_everywhere

OUTREACH = [sys.executable, "-c", "from outreach.cli.main import main; main()"]

_CONFIG = """
live = {live}

[sender]
name = "Ann Roe"
organisation = "Alpha Tools Ltd"
postal_address = "1 Harbour Row, Bristol BS1 4XX, United Kingdom"

[policy]
zone = "Europe/London"
# All recipients are at the one domain that the test server takes mail for.
per_domain_per_day = 0

[[mailboxes]]
name = "ann"
from = "Ann Roe <{address}>"
per_day = 5000
gap_seconds = [0, 0]
sent_copy = "{sent_copy}"
ca_file = "{ca_file}"

[mailboxes.ramp]
start = 5000
add = 0

[mailboxes.smtp]
host = "{smtp_host}"
port = {smtp_port}
security = "{smtp_security}"
password = {{ env = "ANN_PASSWORD" }}

[mailboxes.imap]
host = "localhost"
port = {imap_port}
security = "tls"
password = {{ env = "ANN_PASSWORD" }}
"""

#: Every hour of every day, so that a test need not wait for a morning.
_ALWAYS = """\
[window]
hours = ["00:00-24:00"]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
spread_minutes = 0
"""


def start_commands(name: str) -> list[tuple[str, ...]]:
    """What starts `who-handles-sales` over the rows on standard input."""
    campaign = ("campaign", "create", name, "--sequence", "who-handles-sales", "--list", name)
    return [
        ("prospects", "import", "-", "--list", name),
        (*campaign, "--mailbox", "ann"),
        ("campaign", "start", name),
    ]


class Workspace:
    """A folder with everything in it; `outreach` runs commands there as processes of their own."""

    def __init__(self, folder: Path, *, password: str) -> None:
        self.folder = folder
        self._environment = os.environ | {
            "ANN_PASSWORD": password,
            "OUTREACH_CONFIG": str(folder / "config.toml"),
            "OUTREACH_USER": "tester",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "NO_COLOR": "1",
        }

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        address: str,
        password: str,
        ca_file: Path,
        smtp_port: int,
        imap_port: int,
        smtp_host: str = "localhost",
        smtp_security: str = "starttls",
        sent_copy: str = "none",
        live: bool = True,
        one_at_a_time: bool = True,
    ) -> Self:
        """`one_at_a_time` as in a sequence file, for all of them: whether colleagues wait for their turn."""
        folder.mkdir(parents=True, exist_ok=True)
        workspace = cls(folder, password=password)
        allow_everywhere(folder)
        workspace.outreach("init", str(folder))
        (folder / "config.toml").write_text(
            _CONFIG.format(
                live=str(live).lower(),
                address=address,
                ca_file=ca_file,
                smtp_host=smtp_host,
                smtp_port=smtp_port,
                smtp_security=smtp_security,
                imap_port=imap_port,
                sent_copy=sent_copy,
            ),
            encoding="utf-8",
        )
        for sequence in (folder / "sequences").glob("*.toml"):
            text = re.sub(r"\[window\]\n(?:.+\n)+", _ALWAYS, sequence.read_text(encoding="utf-8"))
            text = text.replace("one_at_a_time = true", f"one_at_a_time = {str(one_at_a_time).lower()}")
            sequence.write_text(text, encoding="utf-8")
        return workspace

    def outreach(
        self, *words: str, stdin: str | None = None, may_fail: bool = False
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*OUTREACH, *words],
            input=stdin,
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode and not may_fail:
            raise AssertionError(f"outreach {' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
        return done

    def json(self, *words: str) -> Any:
        return json.loads(self.outreach(*words, "--json").stdout)

    def start_campaign(self, rows: str, *, name: str = "spring") -> None:
        """Import the rows (a CSV with its header) and start `who-handles-sales` over them."""
        first, *others = start_commands(name)
        self.outreach(*first, stdin=rows)
        for words in others:
            self.outreach(*words)

    def launch(self, *words: str) -> subprocess.Popen[str]:
        """Start a command that goes on; the caller ends it."""
        log = (self.folder / "daemon.log").open("a", encoding="utf-8")
        return subprocess.Popen(
            [*OUTREACH, *words], cwd=self.folder, env=self._environment, stdout=log, stderr=log, text=True
        )

    @contextlib.contextmanager
    def daemon(self) -> Iterator[subprocess.Popen[str]]:
        """`outreach run` while the block runs; it must drain and end with 0."""
        process = self.launch("run")
        try:
            yield process
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0, self.log()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait(10)

    def log(self) -> str:
        return (self.folder / "daemon.log").read_text(encoding="utf-8")
