"""TCP ports on loopback that test servers may take while several test processes do the same."""

import itertools
import random
import socket
from contextlib import suppress
from pathlib import Path

LOOPBACK = "127.0.0.1"

# The system picks the near end of outgoing connections from the ephemeral range; a server that was
# promised a port in there can lose it to any client before it listens.
LOWEST = 15000
EPHEMERAL_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")

# A UDP socket of the same number says "taken" to every other test process and falls with this one.
_reservations: dict[int, socket.socket] = {}


def reserve_port() -> int:
    """A port that nobody listens on and that no other test process is given while this one lives."""
    highest = _first_ephemeral() - 1
    for _ in range(1000):
        port = random.randint(LOWEST, highest)
        if _reserve(port):
            return port
    raise RuntimeError(f"No free port between {LOWEST} and {highest}.")


def reserve_ports(count: int) -> list[int]:
    return list(itertools.islice(iter(reserve_port, None), count))


def _first_ephemeral() -> int:
    with suppress(OSError, ValueError):
        first = int(EPHEMERAL_RANGE.read_text().split()[0])
        if first > LOWEST + 1000:
            return first
    return 32768


def _reserve(port: int) -> bool:
    claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        claim.bind((LOOPBACK, port))
        with socket.socket() as probe:
            probe.bind((LOOPBACK, port))
    except OSError:
        claim.close()
        return False
    _reservations[port] = claim
    return True
