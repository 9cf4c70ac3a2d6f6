"""The configuration that most tests have: Ann Roe of Alpha Tools, in London, with one mailbox."""

_HEAD = """\
live = {live}

[sender]
name = "Ann Roe"
organisation = "Alpha Tools Ltd"
postal_address = "1 Harbour Row, Bristol BS1 4XX, United Kingdom"

[policy]
zone = "Europe/London"

[[mailboxes]]
name = "ann"
from = "Ann Roe <ann@alpha.example>"
"""


def config_text(mailbox: str, *, live: bool = False) -> str:
    """`mailbox` is what Ann's has below its From: its servers, and whatever sections come behind."""
    return _HEAD.format(live=str(live).lower()) + mailbox
