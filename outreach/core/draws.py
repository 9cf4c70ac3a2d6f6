"""Chance that can be asked again: the same numbers for the same matter, in whatever order things happen.

A forecast draws what the daemon will draw, and a daemon that died draws again what it had drawn.
"""

import hashlib
import random
from collections.abc import Callable

#: Gives the chance by which one matter is decided; `about` names the matter.
Draws = Callable[..., random.Random]


def draw(*about: object) -> random.Random:
    """The chance for one matter: ids and words that name it, and nothing that differs between two tries."""
    digest = hashlib.blake2b("\n".join(map(str, about)).encode(), digest_size=8).digest()
    return random.Random(int.from_bytes(digest))
