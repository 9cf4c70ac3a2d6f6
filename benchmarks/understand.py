"""How fast messages are understood, on one core: `python -m benchmarks.understand`, or `make bench-understand`.

Median, 99th percentile and messages a second over the labelled messages of the tests, the time and memory it takes
to begin; the rules alone, with the model, and beside them what others do with the same bytes: flufl.bounce (is it a
bounce) with mail-parser-reply (which text is new). These two are fetched by nobody: install them
into the interpreter that runs this, or name a folder where they are with `--peers`.
"""

import argparse
import base64
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

CORPORA = ("replies_sample.jsonl", "fresh_replies.jsonl")
AIM_MS = 3.0
ROUNDS = 3

_BEGIN = """
import resource, time
began = time.perf_counter()
from outreach.replies.understanding import understand
understand({raw!r})
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--peers", type=Path, help="a folder (site-packages) with flufl.bounce and mail-parser-reply"
    )
    chosen = options.parse_args()
    if chosen.peers:
        sys.path.append(str(chosen.peers))
    lines = _lines()
    raws = [base64.b64decode(line["raw_b64"]) for line in lines]
    print(
        f"{len(raws)} messages, {ROUNDS} rounds, one core; load {os.getloadavg()[0]:.1f} of {os.cpu_count()}"
    )
    print(f"{'':34} median    99th  messages/s   (ms; the aim is {AIM_MS:.0f} ms in the middle)")
    for name, work in (*_ours(lines), *_peers()):
        _measure(name, work, raws)
    _start(raws[0])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of this run                 {memory:6.0f} MB at most")


def _lines() -> list[dict[str, Any]]:
    found = []
    for name in CORPORA:
        with (Path("tests/corpus") / name).open(encoding="utf-8") as stream:
            found += [json.loads(line) for line in stream]
    return found


def _ours(lines: list[dict[str, Any]]) -> list[tuple[str, Callable[[int, bytes], object]]]:
    from outreach.replies.explain import moment, sent_mail
    from outreach.replies.understanding import RULES_ALONE, understand

    known = [(sent_mail(line["outbound"]), moment(line["received_at"])) for line in lines]

    def alone(number: int, raw: bytes) -> object:
        sent, received_at = known[number]
        return understand(raw, sent=sent, received_at=received_at, model=RULES_ALONE)

    def whole(number: int, raw: bytes) -> object:
        sent, received_at = known[number]
        return understand(raw, sent=sent, received_at=received_at)

    return [("outreach, rules alone", alone), ("outreach", whole)]


def _peers() -> list[tuple[str, Callable[[int, bytes], object]]]:
    try:
        from flufl.bounce import all_failures
        from mailparser_reply import EmailReplyParser
    except ImportError as missing:
        print(f"flufl.bounce + mail-parser-reply: left out, {missing.name} is not installed")
        return []
    languages = ["en", "ru", "de", "fr", "es"]
    able = [one for one in languages if _reads(EmailReplyParser, one)]

    def both(_number: int, raw: bytes) -> object:
        message = message_from_bytes(raw, policy=default)
        failed = all_failures(message_from_bytes(raw))
        body = message.get_body(("plain", "html"))
        text = body.get_content() if body is not None else ""
        return failed, EmailReplyParser(languages=able).parse_reply(text=text)

    return [("flufl.bounce + mail-parser-reply", both)]


def _reads(parser: Any, language: str) -> bool:
    try:
        parser(languages=[language]).parse_reply(text="a")
    except Exception:
        return False
    return True


def _measure(name: str, work: Callable[[int, bytes], object], raws: list[bytes]) -> None:
    failed = 0
    times: list[float] = []
    for turn in range(ROUNDS + 1):
        for number, raw in enumerate(raws):
            began = time.process_time_ns()
            try:
                work(number, raw)
            except Exception:
                failed += turn == 1
            if turn:  # the first round fills caches and loads tables
                times.append((time.process_time_ns() - began) / 1e6)
    times.sort()
    remark = f"  ({failed} raised)" if failed else ""
    middle, late, rate = (
        statistics.median(times),
        times[len(times) * 99 // 100],
        1000 / statistics.mean(times),
    )
    print(f"{name:34} {middle:6.2f}  {late:6.2f}  {rate:10.0f}{remark}")


def _start(raw: bytes) -> None:
    """From nothing to the first verdict, in a process of its own; the bare interpreter is not counted."""
    told = subprocess.run(
        [sys.executable, "-c", _BEGIN.format(raw=raw)], check=True, capture_output=True, text=True
    ).stdout.split()
    print(f"imports and the first message      {1000 * float(told[0]):6.0f} ms, {int(told[1]) / 1024:.0f} MB")


if __name__ == "__main__":
    main()
