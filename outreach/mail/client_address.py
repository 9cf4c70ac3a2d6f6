"""Whose request it is: the peer's, or where a proxy of ours brings it, whom that proxy names (X-Forwarded-For)."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
_Address = IPv4Address | IPv6Address


def is_trusted(peer: str, proxies: Sequence[Network]) -> bool:
    """Whether this is a proxy of ours. What is no address never is."""
    address = _parsed(peer)
    return address is not None and _is_within(address, proxies)


def client_of(peer: str, forwarded: Sequence[str], proxies: Sequence[Network]) -> str:
    """The client's address as rate limits know it. `forwarded` are the X-Forwarded-For fields in order.

    Each proxy adds at the right end whom it heard from, and what stands left of the last one that we do not know is
    the client's own invention: so it is read from the right, as far as our own proxies reach.
    """
    found = _parsed(peer)
    if found is None:
        return peer
    named = [each.strip() for field in forwarded for each in field.split(",")]
    while named and _is_within(found, proxies):
        before = _parsed(named.pop())
        if before is None:
            break
        found = before
    return _one_of(found)


def _one_of(address: _Address) -> str:
    """One customer of an IPv6 provider has 2^64 addresses at least (RFC 6177): they count as one."""
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, 64), strict=False))


def _is_within(address: _Address, networks: Sequence[Network]) -> bool:
    return any(address.version == each.version and address in each for each in networks)


def _parsed(text: str) -> _Address | None:
    """`192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]:443`; an IPv4 address in IPv6 dress is that."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped
