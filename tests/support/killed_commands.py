"""A command in a process of its own, which is killed (SIGKILL) just before a line of the program."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from tests.support.command_line import ROOT

#: What `outreach db restore` does, it does in these.
OF_A_RESTORE = (
    "cli/after_restore.py",
    "cli/db_restore.py",
    "database/backing_up.py",
    "database/noes_beside.py",
    "database/postgresql_dump.py",
    "database/postgresql_script.py",
    "database/presence_of_data.py",
    "database/schema.py",
    "database/whole_copy.py",
    "sending/restored.py",
    "sequences/noes_again.py",
)
#: And `outreach db copy` in these.
OF_A_COPY = ("cli/db_copy.py", "database/copying.py", "database/schema.py", "database/whole_copy.py")


def in_child(work: Callable[[], object]) -> int:
    """The exit status of a process that does this, or minus the signal that ended it."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def lines_of(work: Callable[[], object], files: tuple[str, ...], count: Path) -> int:
    """How many different lines of these files it comes to, in a process of its own. `count` is written to."""
    assert in_child(lambda: _traced(work, files, None, count)) == 0
    return int(count.read_text(encoding="utf-8"))


def killed_before(line: int, work: Callable[[], object], files: tuple[str, ...]) -> None:
    """Do it in a process that is killed when it comes to the so-many-th line that it has not been at before.

    AssertionError where it ends otherwise.
    """
    ended = in_child(lambda: _traced(work, files, line, None))
    assert ended == -signal.SIGKILL, f"before line {line} it ended with {ended}"


def _traced(
    work: Callable[[], object], files: tuple[str, ...], limit: int | None, count: Path | None
) -> None:
    watched = {str(ROOT / "outreach" / file) for file in files}
    seen: set[tuple[str, int]] = set()

    def each_line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            seen.add((frame.f_code.co_filename, frame.f_lineno))
            if limit is not None and len(seen) >= limit:
                os.kill(os.getpid(), signal.SIGKILL)
        return each_line

    def each_call(frame: FrameType, _event: str, _: Any) -> Any:
        # The body of a module runs in the parent as well, which may have imported it or not.
        return (
            each_line if frame.f_code.co_filename in watched and frame.f_code.co_name != "<module>" else None
        )

    sys.settrace(each_call)
    try:
        work()
    finally:
        sys.settrace(None)
    if count is not None:
        count.write_text(str(len(seen)), encoding="utf-8")
