"""What a contender says of itself at its end: one line of JSON on standard output."""

import json
import resource
import time
from pathlib import Path
from types import TracebackType
from typing import Self


class Measured:
    """`with Measured():` around what counts: from the first line of the first mail to the answer to the last."""

    def __enter__(self) -> Self:
        self._cpu = _cpu_seconds()
        self._began = time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        seconds = time.perf_counter() - self._began
        if kind is None:
            figures = {"seconds": seconds, "cpu_seconds": _cpu_seconds() - self._cpu, "peak_kib": _peak_kib()}
            print(json.dumps(figures), flush=True)


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak_kib() -> int:
    # Not getrusage: Linux lets a child begin with the peak of the parent that it was forked from.
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
