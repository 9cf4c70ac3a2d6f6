"""Seconds and memory of every report over a million facts: `python -m benchmarks.reports`.

Each report, and each of its breakdowns (`--by`), is made in a process of its own, as the command does it, over all
time. Beside it stands one SQL aggregate over the same table in the same process: how many people there are of each kind
of fact. The aim is two seconds, or what the aggregate takes if that is more; `cpu` is what would be left of the seconds
on a machine that has nothing else to do. The database is built once, in a temporary folder, unless `--world FILE` names
one that is kept.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.report_world import END, PEOPLE, PROSPECTS, fill

AIM = 2.0
RUNS = 3
_AGGREGATE = "SELECT kind, count(DISTINCT contact_id) FROM event WHERE taken_back_at IS NULL GROUP BY kind"


def main() -> None:
    options = _options()
    if options.one is not None:
        print(json.dumps(_made(Path(options.world), options.one)))
        return
    with tempfile.TemporaryDirectory() as folder:
        world = Path(options.world or f"{folder}/outreach.db")
        if not world.exists():
            began = time.monotonic()
            fill(world, options.prospects)
            print(f"built in {time.monotonic() - began:.0f} s")
        _measure(world, options)


def _measure(world: Path, options: argparse.Namespace) -> None:
    first = _run(world, "")
    print(f"{first['facts']:,} facts, {first['prospects']:,} prospects, {world.stat().st_size >> 20:,} MiB")
    print(f"a process that has only asked for the aggregate: {first['peak']:.0f} MiB")
    print(f"\n{'report':32}{'seconds':>9}{'cpu':>7}{'aggregate':>11}{'MiB':>7}")
    slow = []
    for name in options.reports or _reports():
        runs = [_run(world, name) for _ in range(options.runs)]
        if trouble := [run["trouble"] for run in runs if "trouble" in run]:
            print(f"{name:32}{trouble[0]}")
            continue
        seconds, cpu, aggregate = (
            statistics.median(run[key] for run in runs) for key in ("seconds", "cpu", "aggregate")
        )
        peak = max(run["peak"] for run in runs)
        print(f"{name:32}{seconds:>9.2f}{cpu:>7.2f}{aggregate:>11.2f}{peak:>7.0f}", flush=True)
        if seconds > max(AIM, aggregate):
            slow.append(name)
    print(f"\nslower than {AIM:.0f} s and than the aggregate: {', '.join(slow) or 'none'}")


def _reports() -> Iterator[str]:
    """Every report, alone and with each breakdown: `funnel`, `funnel/list`."""
    from outreach.cli.report import REPORTS
    from outreach.cli.report_fields import breakdowns_of

    for name in REPORTS:
        yield name
        yield from (f"{name}/{by}" for by in breakdowns_of(name))


def _run(world: Path, name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.reports", "--world", str(world), "--one", name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        return {"trouble": done.stderr.strip().splitlines()[-1][:80]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _made(world: Path, name: str) -> dict[str, Any]:
    """One report in this process."""
    import sqlalchemy as sa

    import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
    from outreach.database.engine import Database
    from outreach.reporting.asked import Asked, ReportRules
    from outreach.reporting.by import By
    from outreach.reporting.period import Period

    zone = ZoneInfo("Europe/London")
    report, _, by = name.partition("/")
    rules = ReportRules(zone=zone, people_of_mailboxes=PEOPLE)
    asked = Asked(Period(None, END, END, zone), rules, By(by) if by else None)
    make = import_module(f"outreach.reporting.{report}.page").page if report else None
    found: dict[str, Any] = {}
    database = Database(f"sqlite:///{world}")
    with database.reading() as session:
        began = time.perf_counter()
        session.execute(sa.text(_AGGREGATE)).all()
        found["aggregate"] = time.perf_counter() - began
        if make is None:
            found["facts"] = session.execute(sa.text("SELECT count(*) FROM event")).scalar_one()
            found["prospects"] = session.execute(sa.text("SELECT count(*) FROM prospect")).scalar_one()
        else:
            began, worked = time.perf_counter(), time.process_time()
            make(session, asked)
            found["seconds"] = time.perf_counter() - began
            found["cpu"] = time.process_time() - worked
    database.close()
    # Linux counts it in KiB.
    return found | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("reports", nargs="*", help="such as funnel or funnel/list; all of them by default")
    parser.add_argument("--prospects", type=int, default=PROSPECTS)
    parser.add_argument("--runs", type=int, default=RUNS, help="the median of so many is shown")
    parser.add_argument("--world", help="the database; made there if there is none")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
