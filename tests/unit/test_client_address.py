"""Whose request it is: what is said in X-Forwarded-For counts only from our own proxies."""

from ipaddress import ip_network

import pytest

from outreach.mail.client_address import client_of, is_trusted

PROXIES = (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("2001:db8:1::/48"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        # Whoever comes without a proxy may say what they like.
        ("192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        ("127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        # What a client has invented stands left of what our proxy has seen.
        ("127.0.0.1", ["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.9", "198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7, 10.1.2.3"], "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7:4711"], "198.51.100.7"),
        ("::ffff:127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["[2001:db8:2:3::4]:443"], "2001:db8:2:3::/64"),
        ("2001:db8:2:3::4", [], "2001:db8:2:3::/64"),
        ("127.0.0.1", ["unknown"], "127.0.0.1"),
        ("127.0.0.1", [""], "127.0.0.1"),
        ("10.0.0.1", ["10.0.0.2"], "10.0.0.2"),
        ("testclient", ["198.51.100.7"], "testclient"),
    ],
)
def test_the_client(peer: str, forwarded: list[str], client: str) -> None:
    assert client_of(peer, forwarded, PROXIES) == client


def test_only_what_is_named_is_trusted() -> None:
    assert is_trusted("10.9.9.9", PROXIES)
    assert not is_trusted("192.0.2.1", PROXIES)
    assert not is_trusted("", PROXIES)
