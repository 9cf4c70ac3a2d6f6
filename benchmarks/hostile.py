"""Ten thousand mutants of the project's own samples, and what was built to hurt, through the worker process.

`make bench-hostile`, or `python -m benchmarks.hostile --also FOLDER` with a folder of somebody else's mail, a message
a file: for each a verdict, within the limits of the process. The program fails where one has none, or takes longer
than the limit, or where the process had to be made anew.
"""

import argparse
import asyncio
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from outreach.daemon.understanding_child import CPU_SECONDS, MEMORY_BYTES
from outreach.daemon.understanding_process import UnderstandingProcess
from outreach.inbox.message import Defect
from outreach.qualification.service import Pending, Unread
from tests.support.hostile_mail import (
    BUILDS,
    HEADERS,
    IN_HEADERS,
    OURS,
    RECEIVED,
    a_long,
    a_long_header,
    mutants,
    repeated,
)


@dataclass(slots=True)
class Tally:
    """What came of one set of messages."""

    messages: int = 0
    seconds: list[float] = field(default_factory=list)
    slowest: str = ""
    troubles: list[str] = field(default_factory=list)
    intents: Counter[str] = field(default_factory=Counter)


async def read_all(process: UnderstandingProcess, named: Iterable[tuple[str, bytes]]) -> Tally:
    """One after the other, so that the time of each is its own."""
    tally = Tally()
    for name, raw in named:
        before = processor_time(process.pid)
        (result,) = await process.understand([Pending(tally.messages, raw, RECEIVED, OURS)])
        took = processor_time(process.pid) - before
        if took >= max(tally.seconds, default=0.0):
            tally.slowest = name
        tally.messages += 1
        tally.seconds.append(took)
        if isinstance(result, Unread):
            tally.troubles.append(f"{name}: {result.trouble}")
        elif Defect.UNREADABLE in result.message.defects or _gave_up(result.verdict.doubts):
            tally.troubles.append(f"{name}: an exception, {'; '.join(result.verdict.doubts)}")
        else:
            tally.intents[result.verdict.intent.value] += 1
        if took > CPU_SECONDS:
            tally.troubles.append(f"{name}: {took:.2f} s")
    return tally


def _gave_up(doubts: Iterable[str]) -> bool:
    return any(doubt.startswith("could not be understood") for doubt in doubts)


def built_to_hurt(size: int) -> Iterator[tuple[str, bytes]]:
    """Every piece as a text, a page and a report of so many bytes, in every header, and the constructions."""
    for name, piece in repeated().items():
        yield f"text of {name!r}", a_long(piece, size)
        yield f"page of {name!r}", a_long(piece, size, content_type="text/html")
        yield f"report of {name!r}", a_long(piece, size, report=True)
    for header in HEADERS:
        for piece in IN_HEADERS:
            yield f"{header} of {piece!r}", a_long_header(header, piece, 60_000)
    for name, build in BUILDS.items():
        yield name, build()


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def tell(title: str, tally: Tally) -> None:
    ordered = sorted(tally.seconds)
    print(f"{title}: {tally.messages} messages, a verdict for {sum(tally.intents.values())}")
    print(
        f"  processor time: median {ordered[len(ordered) // 2] * 1000:.1f} ms, 99th percentile "
        f"{ordered[len(ordered) * 99 // 100] * 1000:.1f} ms, slowest {ordered[-1] * 1000:.0f} ms ({tally.slowest})"
    )
    print("  " + ", ".join(f"{intent} {count}" for intent, count in tally.intents.most_common(6)))
    for trouble in tally.troubles[:20]:
        print(f"  TROUBLE {trouble}")


def processor_time(pid: int | None) -> float:
    """Seconds that the process has worked, to the nanosecond (Linux); how busy the machine is does not matter."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    except (OSError, IndexError):
        return 0.0


def peak_memory(pid: int) -> float:
    """Megabytes that the process has held at most."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


async def measure(count: int, seed: int, also: list[Path], size: int) -> bool:
    process = UnderstandingProcess()
    await process.ready()
    first = process.pid
    assert first is not None
    print(
        f"load {os.getloadavg()[0]:.1f}; worker at rest {peak_memory(first):.0f} MB, limit {MEMORY_BYTES >> 20} MB"
    )
    sets: list[tuple[str, Iterable[tuple[str, bytes]]]] = [
        *((folder.name, files(folder)) for folder in also),
        (
            "mutants",
            ((f"mutant {at} of seed {seed}", raw) for at, raw in enumerate(mutants(count, seed=seed))),
        ),
        (f"built to hurt, {size:,} bytes each", built_to_hurt(size)),
    ]
    troubles = 0
    for title, messages in sets:
        tally = await read_all(process, messages)
        tell(title, tally)
        troubles += len(tally.troubles)
        if process.pid is not None:
            print(f"  peak memory of the worker so far {peak_memory(process.pid):.0f} MB")
    print(
        f"troubles: {troubles}; the process {'lived through all' if process.pid == first else 'was made anew'}"
    )
    await process.close()
    return troubles == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--size", type=int, default=1_000_000, help="bytes of what was built to hurt")
    parser.add_argument("--also", type=Path, action="append", default=[], metavar="FOLDER")
    told = parser.parse_args()
    sys.exit(0 if asyncio.run(measure(told.mutants, told.seed, told.also, told.size)) else 1)


if __name__ == "__main__":
    main()
