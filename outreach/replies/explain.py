"""`outreach replies explain --jsonl`: a line with a raw message in, a line with its verdict out, no database."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from outreach.replies.understanding import SentMail, understand
from outreach.replies.verdict import Verdict, verdict_to_dict


def explain_line(line: Mapping[str, Any]) -> dict[str, Any]:
    """One line's verdict. A line whose message cannot be read gets one too; the fault stands in `doubts`.

    In: `{"id", "raw_b64", "outbound"?: {"message_id", "from", "to", "subject", "text"}, "received_at"?}`.
    """
    raw = _raw(line.get("raw_b64"))
    if raw is None:
        verdict = Verdict(doubts=("raw_b64 is missing or not base64",))
    else:
        verdict = understand(
            raw, sent=sent_mail(line.get("outbound")), received_at=moment(line.get("received_at"))
        )
    return {"id": line.get("id"), **verdict_to_dict(verdict)}


def sent_mail(outbound: object) -> SentMail | None:
    """Our mail as the line describes it; None where the line does not."""
    if not isinstance(outbound, Mapping):
        return None
    texts = {key: value if isinstance(value := outbound.get(key), str) else "" for key in _KEYS}
    return SentMail(
        message_id=texts["message_id"],
        from_=texts["from"],
        to=texts["to"],
        subject=texts["subject"],
        text=texts["text"],
        sent_at=moment(outbound.get("sent_at")),
    )


_KEYS = ("message_id", "from", "to", "subject", "text")


def _raw(encoded: object) -> bytes | None:
    if not isinstance(encoded, str):
        return None
    try:
        return base64.b64decode(encoded)
    except (binascii.Error, ValueError):
        return None


def moment(written: object) -> datetime | None:
    """An aware moment as ISO 8601 writes it; None for anything else."""
    if not isinstance(written, str):
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
