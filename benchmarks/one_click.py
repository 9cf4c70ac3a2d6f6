"""The one-click opt-out under attack: `python -m benchmarks.one_click`.

A million random tokens against the check, some thousands over HTTP, and how long an honest POST takes beside 500 slow
clients, from one address and from 250. The server is another process.
"""

import asyncio
import contextlib
import os
import random
import statistics
import string
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx

from outreach.mail.opt_out_server import Misses, OptOutDesk, OptOutServer, application
from outreach.sending.one_click import TOKEN_LENGTH, is_ours, token_for

KEY = b"k" * 32
ALPHABET = string.ascii_letters + string.digits + "-_"
TOKENS = int(os.environ.get("OUTREACH_ONE_CLICK_TOKENS", "1000000"))
OVER_HTTP, SLOW, HONEST = 2_000, 500, 50
OURS = token_for(KEY, "ana@acme.example")


async def serve() -> None:
    hits = 0

    async def opt_out(_token: str) -> None:
        nonlocal hits
        hits += 1

    async def health() -> tuple[bool, dict[str, Any]]:
        return True, {"hits": hits}

    desk = OptOutDesk(lambda token: is_ours(KEY, token), opt_out, health)
    # Every guess is answered, and none turned away unseen.
    server = OptOutServer(application(desk, misses=Misses(limit=10**9)), host="127.0.0.1", port=0)
    print(await server.start(), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await server.stop()


def random_token(draw: random.Random) -> str:
    return "".join(draw.choices(ALPHABET, k=TOKEN_LENGTH))


@contextlib.asynccontextmanager
async def slow(port: int, addresses: int) -> AsyncIterator[None]:
    writers = []
    for number in range(SLOW):
        source = f"127.1.{number % addresses // 250}.{number % addresses % 250 + 1}"
        _, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
        writer.write(b"POST /u/x HTTP/1.1\r\nHost: x\r\nContent-Length: 26\r\n\r\nL")
        writers.append(writer)
    yield
    for writer in writers:
        writer.close()


async def honest(port: int) -> str:
    """Each with a connection of its own, from another address."""
    took, failed = [], 0
    transport_of = httpx.AsyncHTTPTransport
    for _ in range(HONEST):
        async with httpx.AsyncClient(
            transport=transport_of(local_address="127.0.9.9"), trust_env=False
        ) as one:
            begun = time.perf_counter()
            answer = await one.post(
                f"http://127.0.0.1:{port}/u/{OURS}", data={"List-Unsubscribe": "One-Click"}
            )
            took.append((time.perf_counter() - begun) * 1000)
            failed += answer.status_code != 200
    return f"median {statistics.median(took):.1f} ms, worst {max(took):.1f} ms, {failed} of {HONEST} failed"


async def attack(port: int) -> None:
    draw = random.Random(8)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        for _ in range(OVER_HTTP):
            assert (await client.post(f"/u/{random_token(draw)}")).status_code == 200
        hits = (await client.get("/health")).json()["hits"]
    say(f"{OVER_HTTP:,} random tokens over HTTP: {hits} hits")
    say(f"honest POST, nobody else: {await honest(port)}")
    for addresses in (1, 250, 500):
        async with slow(port, addresses):
            say(f"honest POST beside {SLOW} slow clients of {addresses} addresses: {await honest(port)}")


def main() -> None:
    draw, begun = random.Random(7), time.perf_counter()
    hits = sum(is_ours(KEY, random_token(draw)) for _ in range(TOKENS))
    say(f"{TOKENS:,} random tokens: {hits} hits in {time.perf_counter() - begun:.0f} s")
    command = [sys.executable, "-m", "benchmarks.one_click", "serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        asyncio.run(attack(int(server.stdout.readline())))
        server.stdin.close()


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        asyncio.run(serve())
    else:
        main()
