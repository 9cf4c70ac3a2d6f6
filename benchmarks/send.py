"""Durable mails a second from queued to sent, beside others that keep nothing: `make bench-send`.

4,000 mails of about 1.2 KB, composed from a template, over ten connections into Postfix's smtp-sink. The others
stand in `send_peers`; all take turns, and each figure is the median of three rounds. Only ratios within one run
mean anything on a shared machine.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.send_peers import PEERS, run_rounds, table
from benchmarks.send_peers.contest import ROOT
from benchmarks.send_peers.sink import why_missing

#: Goals: this share of bare aiosmtplib, so many times nodemailer, megabytes at most.
OF_AIOSMTPLIB, TIMES_NODEMAILER, MOST_MB = 0.5, 1.3, 60


class Outreach:
    """Ours: queue in SQLite, every mail committed before its body, every answer after it."""

    name = "outreach, queue in SQLite (FULL), 10 connections"

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = environment

    def make_ready(self, _folder: Path) -> str:
        return ""

    def command(self, folder: Path, port: int, mails: int) -> list[str]:
        queue = folder / "queue"
        shutil.rmtree(queue, ignore_errors=True)
        queue.mkdir()
        # In a process of its own: the run must not inherit what this has imported.
        prepare = f"from benchmarks.send_queue import prepare; prepare({str(queue)!r}, {mails})"
        subprocess.run(
            [sys.executable, "-c", prepare], check=True, cwd=ROOT, timeout=600, env=self._environment
        )
        return [sys.executable, "-m", "benchmarks.send_queue", str(queue), str(port)]

    def environment(self, _folder: Path) -> dict[str, str]:
        return {}


def main() -> None:
    if missing := why_missing():
        sys.exit(missing)
    figures = run_rounds([Outreach(), *PEERS])
    print(table(figures))
    ours, bare, nodemailer = figures[0], figures[1], figures[2]
    print(f"\nload {os.getloadavg()[0]:.1f}")
    print(f"of bare aiosmtplib: {ours.per_second / bare.per_second:.2f} (goal {OF_AIOSMTPLIB})")
    if nodemailer.per_second:
        print(f"times nodemailer:   {ours.per_second / nodemailer.per_second:.2f} (goal {TIMES_NODEMAILER})")
    print(f"peak memory:        {ours.peak_mb:.0f} MB (goal {MOST_MB})")


if __name__ == "__main__":
    main()
