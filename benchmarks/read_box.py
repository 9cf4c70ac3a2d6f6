"""What is read in `benchmarks.read`: a workspace that has written to many, and a Dovecot mailbox with what came back.

The messages are the labelled replies of the tests (bounces, absences, people, newsletters in five languages), each
time from another recipient in answer to the mail that went to them, and of about 2.5 KB.
"""

import base64
import itertools
import json
import os
import re
from collections.abc import Iterator
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.planned_world import fill
from outreach.database.engine import Database
from outreach.database.workspace import workspace_key
from outreach.sending.message_ids import message_id
from outreach.sending.model import OutboundMessage
from tests.support.databases import NOW

CORPORA = ("replies_sample.jsonl", "fresh_replies.jsonl")
MAILBOX, USER, PASSWORD = "box-0", "ann@alpha.example", "pw-ann"
SIZE = 2_500

_CONFIG = """
live = true

[database]
url = "sqlite:///{folder}/outreach.db"

[sender]
name = "Ann Roe"
organisation = "Alpha Tools Ltd"
postal_address = "1 Harbour Row, Bristol BS1 4XX, United Kingdom"

[policy]
zone = "Europe/London"

[[mailboxes]]
name = "{mailbox}"
from = "Ann Roe <{user}>"

[mailboxes.smtp]
host = "127.0.0.1"
port = 9
security = "none"

[mailboxes.imap]
host = "127.0.0.1"
port = {port}
security = "none"
username = "{user}"
password = {{ file = "{folder}/password" }}
"""


def make_workspace(folder: Path, people: int, imap_port: int) -> None:
    """A configuration and a database in which so many people are enrolled; most were written to."""
    folder.mkdir(parents=True, exist_ok=True)
    words = {"folder": folder, "mailbox": MAILBOX, "user": USER, "port": imap_port}
    (folder / "config.toml").write_text(_CONFIG.format(**words))
    password = folder / "password"
    password.write_text(PASSWORD)
    password.chmod(0o600)
    database = fill(folder, people)
    with database.writing() as session:
        key = workspace_key(session)
        mails = session.execute(
            sa.select(OutboundMessage.id, OutboundMessage.enrollment_id, OutboundMessage.recipient)
        )
        ids = [
            {
                "row": row,
                "known_as": message_id(
                    key, mailbox_address=USER, enrollment_id=run, step_index=0, recipient=to
                ),
            }
            for row, run, to in mails
        ]
    table = OutboundMessage.__table__  # type: ignore[attr-defined]
    change = sa.update(table).where(table.c.id == sa.bindparam("row"))
    with database.engine.begin() as connection:
        connection.execute(change.values(message_id=sa.bindparam("known_as")), ids)
    database.close()


def fill_maildir(maildir: Path, workspace: Path, messages: int) -> int:
    """Put so many messages into the folder, as a delivery agent does; how many bytes in all."""
    for part in ("cur", "new", "tmp"):
        (maildir / part).mkdir(parents=True, exist_ok=True)
    written = 0
    database = Database(f"sqlite:///{workspace / 'outreach.db'}")
    with database.reading() as session:
        mails = [
            tuple(row)
            for row in session.execute(
                sa.select(OutboundMessage.message_id, OutboundMessage.recipient).order_by(OutboundMessage.id)
            )
        ]
    database.close()
    began = int(NOW.timestamp())
    for number, (_, (known_as, recipient)) in enumerate(
        zip(range(messages), itertools.cycle(mails), strict=False)
    ):
        raw = _message(_samples()[number % len(_samples())], number, known_as, recipient)
        file = maildir / "new" / f"{began + number}.M{number}P1.bench"
        file.write_bytes(raw.replace(b"\r\n", b"\n"))
        os.utime(file, (began + number, began + number))
        written += len(raw)
    return written


def _message(sample: dict[str, Any], number: int, known_as: str, recipient: str) -> bytes:
    """The sample as it would have come back to this mail from this recipient."""
    raw: bytes = sample["raw"]
    for theirs, ours in ((sample["message_id"], known_as), (sample["to"], recipient), (sample["from"], USER)):
        raw = raw.replace(theirs.encode(), ours.encode())
    raw = re.sub(rb"(?im)^(Message-ID:\s*<)", rb"\g<1>%d." % number, raw, count=1)
    trace = f"X-Trace: {number}\r\n".encode()
    missing = SIZE - len(raw) - len(trace)
    while missing > 120:
        by = f"by mx.alpha.example with ESMTPS id {number:08x}{missing:08x}"
        trace += f"Received: from relay{missing}.carrier.example {by}\r\n".encode()
        missing = SIZE - len(raw) - len(trace)
    return trace + raw


_SAMPLES: list[dict[str, Any]] = []


def _samples() -> list[dict[str, Any]]:
    if not _SAMPLES:
        _SAMPLES.extend(_read_samples())
    return _SAMPLES


def _read_samples() -> Iterator[dict[str, Any]]:
    for name in CORPORA:
        with (Path("tests/corpus") / name).open(encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                yield {
                    "raw": base64.b64decode(line["raw_b64"]),
                    "message_id": line["outbound"]["message_id"],
                    "from": parseaddr(line["outbound"]["from"])[1],
                    "to": parseaddr(line["outbound"]["to"])[1],
                }
