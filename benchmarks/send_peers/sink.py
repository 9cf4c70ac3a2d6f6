"""Postfix's smtp-sink: takes everything, keeps nothing, counts."""

import os
import re
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.ports import LOOPBACK, reserve_port
from tests.support.processes import ServerProcess, find_program

_COUNTED = re.compile(rb"mesg=(\d+)")


class Sink:
    """`with Sink(folder) as sink`: listens on `sink.port` until the block ends."""

    def __init__(self, folder: Path) -> None:
        program = find_program("smtp-sink")
        if program is None:
            raise RuntimeError(why_missing())
        self.port = reserve_port()
        account = ("-u", "nobody") if os.geteuid() == 0 else ()
        self._folder = folder
        self._command = [program, *account, "-c", f"{LOOPBACK}:{self.port}", "128"]

    def __enter__(self) -> Self:
        self._log.unlink(missing_ok=True)
        self._process = ServerProcess(self._command, folder=self._folder)
        self._process.wait_until_greeting(self.port, b"220")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.stop()

    @property
    def taken(self) -> int:
        """How many mails it has taken since it was started."""
        counts = _COUNTED.findall(self._log.read_bytes())
        return int(counts[-1]) if counts else 0

    @property
    def _log(self) -> Path:
        return self._folder / "output.log"


def why_missing() -> str:
    """What is in the way of starting one; empty where nothing is."""
    return "" if find_program("smtp-sink") else "smtp-sink is not installed (it is in the package postfix)"
