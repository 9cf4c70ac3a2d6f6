"""Raw mail as other programs keep it: a file's name in a maildir, an entry in an mbox. Nothing is parsed or mended."""

import re
import time
from datetime import UTC, datetime

_FROM_LINE = re.compile(rb"^(>*From )", re.MULTILINE)
_PLAIN = re.compile(r"[!-~]{1,320}\Z")
#: Who stands in the separator of a mail that names no sender.
NOBODY = "MAILER-DAEMON"


def maildir_name(inbound_id: int, content_hash: str, received_at: datetime) -> str:
    """The same for the same message each time, and made of nothing that its writer wrote.

    Seconds, a unique part and where it was made, as in the maildir specification (cr.yp.to/proto/maildir.html).
    """
    return f"{int(received_at.timestamp())}.I{inbound_id}H{content_hash[:16]}.outreach"


def mbox_entry(raw: bytes, sender: str, received_at: datetime) -> bytes:
    """One message of an mbox, in its "mboxrd" form, which can be undone (RFC 4155 and its references).

    Lines end with LF there, and a line that looks like a separator gets one more ">".
    """
    named = sender if _PLAIN.match(sender) else NOBODY
    # asctime() is English whatever the locale, and in UTC as RFC 4155 wants it.
    separator = f"From {named} {time.asctime(received_at.astimezone(UTC).timetuple())}\n".encode()
    body = _FROM_LINE.sub(rb">\1", raw.replace(b"\r\n", b"\n"))
    return separator + body + (b"\n" if body.endswith(b"\n") else b"\n\n")
