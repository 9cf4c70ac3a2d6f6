"""Files that are there whole or not at all, and that only their owner may read."""

import contextlib
import os
import tempfile
from pathlib import Path


def write_whole(target: Path, content: bytes) -> None:
    """Put `content` in the place of `target`, also where that is there already. Raises OSError."""
    descriptor, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        # mkstemp has made it for its owner alone.
        os.replace(beside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
