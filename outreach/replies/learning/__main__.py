"""Trains the model that ships: `make train-model`, or `python -m outreach.replies.learning`."""

import sys
from pathlib import Path

from outreach.replies.learning.lessons import shipped_lessons
from outreach.replies.learning.trained import SHIPPED
from outreach.replies.learning.training import train
from outreach.replies.verdict import RULES_VERSION


def main() -> None:
    """Writes the model beside this file, and says what it is worth."""
    lessons = list(shipped_lessons())
    trained = train(lessons, rules_version=RULES_VERSION)
    file = Path(__file__).with_name(SHIPPED)
    file.write_bytes(trained.stored)
    right = sum(one.is_right for one in trained.unseen) / len(trained.unseen)
    sys.stdout.write(
        f"{file}: {len(trained.stored):,} bytes from {len(lessons):,} lessons; "
        f"{right:.1%} right on letters of authors whom it did not know\n"
    )


if __name__ == "__main__":
    main()
