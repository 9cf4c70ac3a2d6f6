"""How long a command takes from nothing to its end: `python benchmarks/start_up.py`, whole processes, median of ten.

The aims are 0.3 s for `outreach --help` and 1 s for `outreach campaign status`. Beside them stands what the bare
interpreter takes, and the imports that cannot be spared.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TIMES = 10
OUTREACH = [sys.executable, "-c", "from outreach.cli.main import main; main()"]

#: What is measured → its aim in seconds, if it has one.
CASES: dict[str, tuple[list[str], float | None]] = {
    "python -c pass": ([sys.executable, "-c", "pass"], None),
    "python -c 'import click'": ([sys.executable, "-c", "import click"], None),
    "python -c 'import sqlmodel'": ([sys.executable, "-c", "import sqlmodel"], None),
    "outreach --help": ([*OUTREACH, "--help"], 0.3),
    "outreach campaign status": ([*OUTREACH, "campaign", "status"], 1.0),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "OUTREACH_CONFIG": str(Path(folder) / "config.toml"),
            "PYTHONPATH": str(Path(__file__).parents[1]),
        }
        _run([*OUTREACH, "init", folder], environment)
        print(f"{'':28}  median  least  of {TIMES} runs, in seconds; load {os.getloadavg()[0]:.1f}")
        for name, (command, aim) in CASES.items():
            seconds = [_run(command, environment) for _ in range(TIMES)]
            wanted = "" if aim is None else f"  (aim {aim:.1f})"
            print(f"{name:28}  {statistics.median(seconds):6.3f}  {min(seconds):5.3f}{wanted}")


def _run(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
