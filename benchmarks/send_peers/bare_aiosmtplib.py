"""Ready bytes through `aiosmtplib.SMTP.sendmail` over ten connections: `python -m … PORT MAILS`. Keeps nothing."""

import asyncio
import sys

import aiosmtplib

from benchmarks.send_peers import letter
from benchmarks.send_peers.report import Measured

CONNECTIONS = 10


def main() -> None:
    port, count = int(sys.argv[1]), int(sys.argv[2])
    mails = [(letter.recipient(number), ready_bytes(number)) for number in range(count)]
    asyncio.run(send_all(port, mails))


def ready_bytes(number: int) -> bytes:
    text = letter.TEMPLATE.read_text(encoding="utf-8")
    for name, value in letter.values(number).items():
        text = text.replace(f"{{{{ {name} }}}}", value)
    headers = [
        f"From: {letter.SENDER}",
        f"To: {letter.recipient(number)}",
        f"Subject: {letter.subject(number)}",
        "Date: Tue, 03 Mar 2026 10:00:00 +0000",
        f"Message-ID: <{number:032x}@alpha.example>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 7bit",
    ]
    return ("\n".join(headers) + "\n\n" + text).encode().replace(b"\n", b"\r\n")


async def send_all(port: int, mails: list[tuple[str, bytes]]) -> None:
    with Measured():
        await asyncio.gather(*(send(port, mails[first::CONNECTIONS]) for first in range(CONNECTIONS)))


async def send(port: int, mails: list[tuple[str, bytes]]) -> None:
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
        for recipient, raw in mails:
            await client.sendmail(letter.SENDER_ADDRESS, [recipient], raw)


if __name__ == "__main__":
    main()
