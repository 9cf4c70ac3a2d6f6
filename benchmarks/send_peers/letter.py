"""The letter that every contender sends: about 1.2 KB with its headers, another for each of its recipients."""

import os
from pathlib import Path

SENDER = "Ann Roe <ann@alpha.example>"
SENDER_ADDRESS = "ann@alpha.example"

#: Double braces around names: Jinja2 and Django read it as it is.
TEMPLATE = Path(__file__).with_name("letter.txt")


#: One domain for everybody, where a real server takes mail for that one only.
DOMAIN = os.environ.get("OUTREACH_BENCH_DOMAIN", "")


def recipient(number: int) -> str:
    return f"robin-{number}@{DOMAIN}" if DOMAIN else f"robin@company-{number}.example"


def values(number: int) -> dict[str, str]:
    """What is filled in for one recipient."""
    return {
        "given_name": "Robin",
        "company": f"Company {number}",
        "city": f"Harbour {number % 97}",
        "sender": "Ann Roe",
    }


def subject(number: int) -> str:
    return f"Who looks after the printers at Company {number}?"
