"""A restore killed before every line that it comes to, on SQLite and on PostgreSQL: never neither the old nor the new.

python -m benchmarks.killed_restores [--every 1]
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.killed_restores import KilledRestores, on_postgresql, on_sqlite
from tests.support.postgresql import PostgreSQL
from tests.support.processes import server_folder
from tests.support.servers import why_missing


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1, help="Only every so-many-th line.")
    every = parser.parse_args().every
    with tempfile.TemporaryDirectory() as folder:
        _kill("SQLite", lambda name: on_sqlite(Path(folder) / name), every)
        if missing := why_missing("postgresql"):
            sys.exit(missing)
        server = PostgreSQL(server_folder() / "postgresql")
        server.start()
        try:
            _kill(
                "PostgreSQL",
                lambda name: on_postgresql(Path(folder) / f"p{name}", server.url(server.create_database())),
                every,
            )
        finally:
            server.stop()


def _kill(what: str, made: Callable[[str], KilledRestores], every: int) -> None:
    lines = made("trial").lines()
    began = time.monotonic()
    restores = made("killed")
    old, new = restores.survives(range(1, lines + 1, every))
    restores.restore()
    again = "goes well" if restores.is_restored() else "DOES NOT go well"
    print(
        f"{what}: {lines} lines, {old + new} kills in {time.monotonic() - began:.0f} s: as before {old}, "
        f"restored {new}, neither 0; a restore afterwards {again}",
        flush=True,
    )


if __name__ == "__main__":
    main()
