"""What is typed and not yet taken: kept in a file beside the workspace at every change, so that no crash loses it.

The file is readable by its owner only (0600): it holds what people write to and about others. It is replaced as a
whole (rename), so that it is never half written.
"""

import contextlib
import json
import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from outreach.cli.review_screen.values import Changes
from outreach.core.untrusted import one_line, printable
from outreach.replies.verdict import Person

NOTE, ANSWER, PEOPLE, DAY = "note", "answer", "people", "day"
#: Whom and which day a decision was taken with, in case it is undone; of so many decisions, the last ones.
_DECIDED, _MOST_DECIDED = "decided", 50

_LONGEST = 100_000


class Drafts:
    """One file for one reviewer. `trouble` says why nothing can be kept; "" where all is well."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble = ""
        self._kept: dict[str, dict[str, Any]] = self._read()

    def text(self, review_id: int, kind: str) -> str:
        """What was typed as a note or an answer; "" where nothing was."""
        found = self._of(review_id).get(kind, "")
        return printable(found, limit=_LONGEST) if isinstance(found, str) else ""

    def changes(self, review_id: int) -> Changes:
        """Whom and which day the reviewer has put beside this reply."""
        kept = self._of(review_id)
        people = kept.get(PEOPLE)
        with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
            return Changes(
                None if people is None else tuple(_person(each) for each in people),
                date.fromisoformat(kept[DAY]) if kept.get(DAY) else None,
            )
        return Changes()

    def kinds(self, review_id: int) -> list[str]:
        """What is unfinished about this reply."""
        return [kind for kind in (NOTE, ANSWER) if self._of(review_id).get(kind)]

    def keep(self, review_id: int, kind: str, value: str | None) -> None:
        """Keep a text or a day; "" and None take it away."""
        self._put(review_id, kind, value or None)

    def keep_people(self, review_id: int, people: tuple[Person, ...] | None) -> None:
        told = None if people is None else [_as_plain(person) for person in people]
        self._put(review_id, PEOPLE, told)

    def forget(self, review_id: int, *kinds: str) -> None:
        """Take away these kinds; without any, everything about this reply."""
        for kind in kinds or (NOTE, ANSWER, PEOPLE, DAY, _DECIDED):
            self._of(review_id).pop(kind, None)
        if not self._of(review_id):
            self._kept.pop(str(review_id), None)
        self._write()

    def set_aside(self, review_id: int) -> None:
        """The decision is taken: its people and its day are no draft any more, and come back with `bring_back`."""
        kept = self._of(review_id)
        corrected = {kind: kept.pop(kind) for kind in (PEOPLE, DAY) if kind in kept}
        kept.pop(_DECIDED, None)
        if corrected:
            kept[_DECIDED] = corrected
        self.forget(review_id, PEOPLE, DAY)
        for key in [key for key, each in self._kept.items() if _DECIDED in each][:-_MOST_DECIDED]:
            self.forget(int(key), _DECIDED)

    def bring_back(self, review_id: int) -> None:
        """The decision is undone: what it was taken with is a draft again."""
        kept = self._of(review_id)
        corrected = kept.pop(_DECIDED, None)
        if isinstance(corrected, dict):
            kept.update(corrected)
            self._write()

    def all(self) -> list[tuple[str, dict[str, Any]]]:
        """Everything that is unfinished, by the number of its review."""
        return list(self._kept.items())

    def _of(self, review_id: int) -> dict[str, Any]:
        return self._kept.get(str(review_id), {})

    def _put(self, review_id: int, kind: str, value: Any) -> None:
        if value is None:
            self.forget(review_id, kind)
            return
        self._kept.setdefault(str(review_id), {})[kind] = value
        self._write()

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {key: value for key, value in found.items() if isinstance(value, dict)}

    def _write(self) -> None:
        try:
            self._replace(json.dumps(self._kept, ensure_ascii=False))
            self.trouble = ""
        except OSError as error:
            self.trouble = error.strerror or str(error)

    def _replace(self, text: str) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp makes it for its owner only, whatever the umask.
        descriptor, name = tempfile.mkstemp(prefix=self.path.name, dir=self.path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def drafts_file(root: Path, actor: str) -> Path:
    """Where the drafts of this person lie: beside the workspace's configuration."""
    name = "".join(letter if letter.isalnum() else "-" for letter in actor)
    return root / ".review-drafts" / f"{name}.json"


def forget_whoever(root: Path, is_theirs: Callable[[int, str], bool]) -> None:
    """Take somebody out of every reviewer's drafts. `is_theirs` is asked with the review and what was typed there.

    Raises OSError where a file cannot be written.
    """
    for path in sorted((root / ".review-drafts").glob("*.json")):
        drafts = Drafts(path)
        typed = {
            int(key): json.dumps(kept, ensure_ascii=False) for key, kept in drafts.all() if key.isdigit()
        }
        for review_id, text in typed.items():
            if is_theirs(review_id, text):
                drafts.forget(review_id)
        if drafts.trouble:
            raise OSError(drafts.trouble)


def _as_plain(person: Person) -> dict[str, str | None]:
    return {"name": person.name, "email": person.email, "phone": person.phone, "title": person.title}


def _person(kept: dict[str, str | None]) -> Person:
    from outreach.replies.verdict import Via

    named = {key: one_line(kept.get(key) or "") or None for key in ("name", "email", "phone", "title")}
    return Person(**named, via=Via.TEXT)
