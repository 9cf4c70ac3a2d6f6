"""Whether what a stranger calls somebody may stand in a mail of ours to somebody else.

The name on a Cc line, or on a From line, is whatever its writer likes: an advertisement, a link, an insult. What
goes out under our name carries only what looks like the name of a person.
"""

import re

_MOST_WORDS = 6
_MOST_CHARACTERS = 60

# Letters of any script; inside also hyphens, apostrophes, and full stops that end a word: "Dr. J. O'Neill-Smith".
# A full stop within a word is a domain to every mail program, and would become a link.
_WORD = r"[^\W\d_](?:[^\W\d_]|['’\-\u0300-\u036f])*\.?"
_NAME = re.compile(rf"{_WORD}(?: {_WORD})*\Z")


def plausible_name(text: str) -> str:
    """`text` with its white space folded, if it looks like the name of a person; else ""."""
    name = " ".join(text.split())
    words = name.count(" ") + 1
    if 2 <= len(name) <= _MOST_CHARACTERS and words <= _MOST_WORDS and _NAME.match(name):
        return name
    return ""
