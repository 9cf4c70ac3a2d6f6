"""The same mails into a real Postfix, which writes each to its queue: there the server is the limit.

`python -m benchmarks.send_to_postfix` (as root, with Postfix and Dovecot installed): ours and bare aiosmtplib by
turns, 1,000 mails a run, the median of three.
"""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.send import Outreach
from benchmarks.send_peers import PEERS, Contender
from benchmarks.send_peers.contest import ROOT
from tests.support.dovecot import Dovecot
from tests.support.postfix import Postfix
from tests.support.servers import CATCH_ALL_DOMAIN, USERS, why_missing

MAILS, ROUNDS = 1_000, 3


def main() -> None:
    if missing := why_missing("postfix"):
        sys.exit(missing)
    # Read when the letters are addressed, here and in the children.
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OUTREACH_BENCH_DOMAIN": CATCH_ALL_DOMAIN}
    contenders: list[Contender] = [Outreach(environment), PEERS[0]]
    speeds: dict[str, list[float]] = {each.name: [] for each in contenders}
    with tempfile.TemporaryDirectory(prefix="outreach-postfix-") as name, _postfix(Path(name)) as postfix:
        for _ in range(ROUNDS):
            for each in contenders:
                child = subprocess.run(
                    each.command(Path(name), postfix.smtp, MAILS),
                    cwd=ROOT,
                    env=environment,
                    capture_output=True,
                    text=True,
                    timeout=600,
                    check=True,
                )
                speeds[each.name].append(MAILS / json.loads(child.stdout.splitlines()[-1])["seconds"])
    for name, measured in speeds.items():
        print(f"{name:50}  {statistics.median(measured):6,.0f} mails/s")


@contextlib.contextmanager
def _postfix(folder: Path) -> Iterator[Postfix]:
    folder.chmod(0o755)
    for name in ("dovecot", "postfix"):
        (folder / name).mkdir()
    dovecot = Dovecot(folder / "dovecot", USERS)
    with contextlib.ExitStack() as ending:
        dovecot.start()
        ending.callback(dovecot.stop)
        postfix = Postfix(folder / "postfix", dovecot)
        postfix.start()
        ending.callback(postfix.stop)
        yield postfix


if __name__ == "__main__":
    main()
