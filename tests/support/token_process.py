"""A process that asks for the first mailbox's access token: `python -m tests.support.token_process CONFIG [WORDS]`.

`dies` kills itself without a word when the token is there and nothing was done with it yet. `later` thinks that it is
two hours later. Prints a short fingerprint of the token.
"""

import asyncio
import hashlib
import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
from outreach.config import database_url, load_config
from outreach.core.clock import SystemClock
from outreach.daemon.token_keeper import TokenKeeper
from outreach.database.engine import Database


class Later:
    def now(self) -> datetime:
        return SystemClock().now() + timedelta(hours=2)


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def main(config_file: str, *words: str) -> None:
    config = load_config(Path(config_file))
    database = Database(database_url(config.database))
    clock = Later() if "later" in words else SystemClock()
    keeper = TokenKeeper(database, config, config.mailboxes[0], clock=clock)
    token = asyncio.run(keeper.token())
    if "dies" in words:
        os.kill(os.getpid(), signal.SIGKILL)
    print(fingerprint(token))
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
