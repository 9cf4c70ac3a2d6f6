"""The log: facts on standard error, as text or as JSON lines. Untrusted values are cleaned on the way out.

What a server answers often names the recipient, and a log is not ours to erase: unless somebody asked for more
(`--verbose`), of every address only what stands behind the @ is written.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any

from outreach.cli.output import as_json
from outreach.core.untrusted import one_line, printable

#: What every record has by itself; everything else is a fact of ours.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


#: What stands before the @ of an address, quoted or not.
_LOCAL = re.compile(r"(?:\"(?:[^\"\\\r\n]|\\.){1,64}\"|[^\s@<>()\[\]\",;:=]{1,64})(?=@[^\s@]+\.[^\s@])")


class _Discreet(logging.Formatter):
    """`names_people` is for who has asked for more."""

    def __init__(self, *, names_people: bool = False) -> None:
        super().__init__()
        self._names_people = names_people

    def discreet(self, text: str) -> str:
        return text if self._names_people else _LOCAL.sub("…", text)


class TextFormatter(_Discreet):
    """`2026-11-25T08:00:00Z INFO mail_sent mailbox=ana attempt=1`."""

    def format(self, record: logging.LogRecord) -> str:
        facts = " ".join(f"{name}={_shown(value)}" for name, value in _facts(record).items())
        line = f"{_moment(record)} {record.levelname} {one_line(record.getMessage(), 500)} {facts}".rstrip()
        # What an exception says may quote a stranger.
        trace = "\n" + printable(self.formatException(record.exc_info)) if record.exc_info else ""
        return self.discreet(line + trace)


class JsonFormatter(_Discreet):
    """One JSON object a line: `at`, `level`, `event`, and the facts, none of which can take the place of these."""

    def format(self, record: logging.LogRecord) -> str:
        facts = _facts(record)
        if record.exc_info:
            facts["trace"] = self.formatException(record.exc_info)
        own = {"at": _moment(record), "level": record.levelname.lower(), "event": record.getMessage()}
        document = own | {name: value for name, value in facts.items() if name not in own}
        # Before it is quoted: what is taken out must not take a quotation mark with it.
        return as_json({name: self._value(value) for name, value in document.items()}, stream=sys.stderr)

    def _value(self, value: Any) -> Any:
        """Numbers, truth values and nothing as they are; everything else as text."""
        if value is None or isinstance(value, int | float):
            return value
        return self.discreet(str(value))


def log_to_stderr(form: str, *, verbose: bool) -> None:
    """Send the log of our own modules to standard error; libraries speak up only for warnings."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = JsonFormatter if form == "json" else TextFormatter
    handler.setFormatter(formatter(names_people=verbose))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("outreach").setLevel(logging.DEBUG if verbose else logging.INFO)
    # It logs whole answers of servers, addresses included, and says nothing that we do not.
    logging.getLogger("aioimaplib").setLevel(logging.CRITICAL)


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}


def _shown(value: Any) -> str:
    text = one_line(str(value), 300)
    return json.dumps(text, ensure_ascii=False) if " " in text or not text else text


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
