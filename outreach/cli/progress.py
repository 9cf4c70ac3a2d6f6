"""A bar for work that takes long, where a person looks on."""

import contextlib
import sys
from collections.abc import Callable, Iterator

from outreach.cli.output import is_terminal


@contextlib.contextmanager
def progress(words: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Call what is given with how many more are done. Nothing is shown where nobody looks on."""
    if not is_terminal(sys.stderr):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(words), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda more: bar.advance(task, more)
