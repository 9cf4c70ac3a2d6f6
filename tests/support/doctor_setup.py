"""A set-up in which all is well: a mailbox on Dovecot and Postfix, and a zone that vouches for it. To be broken."""

import base64
import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from outreach.mail.dkim_signing import new_key, read_key
from tests.support.command_line import CommandLine
from tests.support.configuration import config_text
from tests.support.dovecot import Dovecot
from tests.support.postfix import Postfix
from tests.support.zone_server import ZoneServer, text

ANN = "ann@alpha.example"
SELECTOR = "k1"
#: As long as a public key of 2048 bits is in DER; nobody verifies with it.
KEY = base64.b64encode(random.Random(7).randbytes(294)).decode("ascii")

_MAILBOX = """\
sent_copy = "{sent_copy}"
{ca_file}
[mailboxes.smtp]
host = "{smtp_host}"
port = {smtp_port}
security = "{smtp_security}"
password = {{ env = "ANN_PASSWORD" }}
[mailboxes.imap]
host = "localhost"
port = {imap_port}
security = "tls"
password = {{ env = "ANN_PASSWORD" }}
{folders}
"""


def zone() -> dict[tuple[str, str], list[str]]:
    """Of a domain whose mail is proven to be its own."""
    return {
        ("alpha.example", "MX"): ["10 mx.alpha.example."],
        ("alpha.example", "TXT"): [text("v=spf1 ip4:192.0.2.0/24 include:_spf.relay.example -all")],
        ("_spf.relay.example", "TXT"): [text("v=spf1 ip4:198.51.100.0/24 ~all")],
        ("_dmarc.alpha.example", "TXT"): [text("v=DMARC1; p=reject; rua=mailto:dmarc@alpha.example")],
        (f"{SELECTOR}._domainkey.alpha.example", "TXT"): [text(f"v=DKIM1; k=rsa; p={KEY}")],
        # The server that mail is handed in to. That it stands on this machine is nobody's business out there.
        ("localhost", "A"): ["192.0.2.25"],
    }


def signed_mail(domain: str = "alpha.example", selector: str = SELECTOR) -> bytes:
    """A mail of Ann's to herself, as her provider has signed it."""
    return (
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain};\n"
        f" s={selector}; h=from:to:subject; bh=AAAA; b=AAAA\n"
        f"From: Ann Roe <{ANN}>\nTo: {ANN}\nSubject: note to myself\nMessage-ID: <note@alpha.example>\n\nhello\n"
    ).encode()


@dataclass
class Setup:
    """What a doctor looks at. `settings` are the places in the configuration."""

    outreach: CommandLine
    dovecot: Dovecot
    postfix: Postfix
    names: ZoneServer
    settings: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def healthy(cls, outreach: CommandLine, dovecot: Dovecot, postfix: Postfix, names: ZoneServer) -> "Setup":
        setup = cls(outreach, dovecot, postfix, names)
        setup.settings = {
            "sent_copy": "append",
            "ca_file": f'ca_file = "{dovecot.cert}"',
            "smtp_host": "localhost",
            "smtp_port": postfix.submission,
            "smtp_security": "starttls",
            "imap_port": dovecot.imaps,
            "folders": "",
        }
        outreach.environment["ANN_PASSWORD"] = dovecot.users[ANN]
        setup.configure()
        (outreach.folder / "outreach.db").chmod(0o600)
        dovecot.deliver(ANN, signed_mail(), sender=ANN)
        return setup

    @property
    def folder(self) -> Path:
        return self.outreach.folder

    def configure(self, **changed: Any) -> None:
        self.settings |= changed
        config = self.folder / "config.toml"
        config.write_text(config_text(_MAILBOX.format(**self.settings), live=True), encoding="utf-8")
        config.chmod(0o600)

    def signs_itself(self, *, published: str | None = "") -> None:
        """Ann's mailbox has a key of its own (Ed25519); DNS has what is said, with "" that very key."""
        pem = new_key("ed25519")
        file = self.folder / "dkim-ann.pem"
        file.write_text(pem)
        file.chmod(0o600)
        if published is not None:
            record = published or read_key(pem).record
            self.names.zone["own1._domainkey.alpha.example", "TXT"] = [text(record)]
        self.configure(folders='[mailboxes.dkim]\nselector = "own1"\nkey = { file = "dkim-ann.pem" }')

    def examined(self, *options: str, status: int = 0) -> list[dict[str, Any]]:
        """What `outreach doctor` finds."""
        words = ("doctor", "--name-server", self.names.address, *options, "--json")
        found = json.loads(self.outreach(*words, status=status).stdout)
        assert isinstance(found, list)
        return found
