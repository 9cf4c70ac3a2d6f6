"""A sequence as values: its steps with their texts, its window, and what each kind of answer leads to.

The whole of it, template texts included, is frozen into the database as one version when a campaign takes it
up. Editing the files makes another version; who is under way finishes theirs.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from outreach.core.intents import Intent
from outreach.sequences.consequences import DEFAULTS, Consequence, consequence_from, consequence_of
from outreach.sequences.template_file import TemplateText, for_language
from outreach.sequences.window import HourRange, Window

#: The form of `to_json`; counted up when its shape changes, so that old versions stay readable.
FORMAT = 1

#: The one tag there is, on everything that a colleague's referral leads to.
REFERRED_TAG = "referred-by-a-colleague"


class StepKind(StrEnum):
    MAIL = "mail"
    #: A person calls, then says how it went.
    CALL = "call"
    #: A person does what `note` says.
    TASK = "task"


class Thread(StrEnum):
    #: An answer to our own first mail, under its subject.
    SAME = "same"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a mail, in its languages; the first text is the default."""

    name: str
    texts: tuple[TemplateText, ...]

    def text_for(self, language: str | None) -> TemplateText:
        return for_language(self.texts, language)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, `after` working days from the step before (from the enrollment, for the first).

    `name` is the key under which the step is known for ever. A mail has variants; a call or task has a note.
    """

    name: str
    kind: StepKind
    after: int
    thread: Thread = Thread.NEW
    variants: tuple[Variant, ...] = ()
    note: str = ""

    def variant_for(self, key: str) -> Variant:
        """The wording for one enrollment: always the same for the same key, evenly spread over many."""
        dice = hashlib.sha256(f"{self.name}\n{key}".encode()).digest()
        return self.variants[int.from_bytes(dice[:8]) % len(self.variants)]


@dataclass(frozen=True, slots=True)
class AccountRule:
    """How the contacts of one company take turns in this sequence.

    With `one_at_a_time` nobody gets a first mail while a colleague's run is under way, nor until
    `next_contact_after` working days have passed in silence since that colleague's last mail.
    """

    one_at_a_time: bool = True
    next_contact_after: int = 3


class WhenLate(StrEnum):
    """What becomes of a later step that a pause or an outage has made too late."""

    #: The run ends: nobody answered.
    EXPIRE = "expire"
    #: The run goes on with the step after it.
    SKIP = "skip"
    #: It goes all the same.
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class LateRule:
    """More than `after` working days late is too late. What these defaults are, no version says: they stay."""

    after: int = 10
    then: WhenLate = WhenLate.EXPIRE


@dataclass(frozen=True, slots=True)
class SequenceDefinition:
    """All of a sequence. `on` has every intent, the defaults as they were when the file was read."""

    name: str
    steps: tuple[Step, ...]
    window: Window
    account: AccountRule = AccountRule()
    late: LateRule = LateRule()
    on: Mapping[Intent, Consequence] = field(default_factory=lambda: dict(DEFAULTS))
    #: May only be entered through a colleague's stored reply.
    requires_referral: bool = False
    cc_referrer: bool = False
    tag: str | None = None
    #: A slow sequence for who is not ready: its mails are no cold ones, and go where those may not.
    is_nurture: bool = False
    #: The language of templates without a suffix.
    language: str = "en"
    description: str = ""

    @property
    def digest(self) -> str:
        """The same for the same meaning: comments and the order of keys in the files do not count."""
        canonical = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def step(self, name: str) -> Step:
        """The step of that name. Raises KeyError."""
        return self.steps[self.position(name)]

    def position(self, name: str) -> int:
        """Where the step stands, from 0. Raises KeyError."""
        for position, step in enumerate(self.steps):
            if step.name == name:
                return position
        raise KeyError(name)

    def next_step(self, name: str) -> Step | None:
        """The step after the one of that name; None after the last."""
        following = self.position(name) + 1
        return self.steps[following] if following < len(self.steps) else None

    def consequence(self, intent: Intent, *, decided: bool) -> Consequence:
        """What an answer leads to: by itself, or (`decided`) when a person has said what it means."""
        return consequence_of(self.on, intent, decided=decided)

    def texts(self) -> list[tuple[Step, TemplateText]]:
        """Every text of every mail, with its step."""
        return [(step, text) for step in self.steps for variant in step.variants for text in variant.texts]

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON column; `from_json` makes the equal definition of them."""
        return {
            "format": FORMAT,
            "name": self.name,
            "description": self.description,
            "language": self.language,
            "requires_referral": self.requires_referral,
            "cc_referrer": self.cc_referrer,
            "tag": self.tag,
            "steps": [_step_to_json(step) for step in self.steps],
            "window": _window_to_json(self.window),
            "account": {
                "one_at_a_time": self.account.one_at_a_time,
                "next_contact_after": self.account.next_contact_after,
            },
            "on": {intent.value: str(consequence) for intent, consequence in self.on.items()},
            **_late_to_json(self.late),
            # Only where it is so: versions from before there were such sequences keep their digests.
            **({"nurture": True} if self.is_nurture else {}),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """What `to_json` wrote. Raises ValueError for a form that this program does not know."""
        if values.get("format") != FORMAT:
            raise ValueError(
                f"this version of a sequence has the form {values.get('format')!r}, not {FORMAT}"
            )
        return cls(
            name=values["name"],
            steps=tuple(_step_from_json(step) for step in values["steps"]),
            window=_window_from_json(values["window"]),
            account=AccountRule(**values["account"]),
            late=_late_from_json(values),
            on={Intent(intent): consequence_from(text) for intent, text in values["on"].items()},
            requires_referral=values["requires_referral"],
            cc_referrer=values["cc_referrer"],
            tag=values["tag"],
            is_nurture=values.get("nurture", False),
            language=values["language"],
            description=values["description"],
        )


def _step_to_json(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "kind": step.kind.value,
        "after": step.after,
        "thread": step.thread.value,
        "note": step.note,
        "variants": [
            {"name": variant.name, "texts": [_text_to_json(text) for text in variant.texts]}
            for variant in step.variants
        ],
    }


def _step_from_json(values: Mapping[str, Any]) -> Step:
    return Step(
        name=values["name"],
        kind=StepKind(values["kind"]),
        after=values["after"],
        thread=Thread(values["thread"]),
        note=values["note"],
        variants=tuple(
            Variant(variant["name"], tuple(TemplateText(**text) for text in variant["texts"]))
            for variant in values["variants"]
        ),
    )


def _text_to_json(text: TemplateText) -> dict[str, Any]:
    return {
        "path": text.path,
        "language": text.language,
        "subject": text.subject,
        "body": text.body,
        "body_line": text.body_line,
    }


def _late_to_json(late: LateRule) -> dict[str, Any]:
    """Nothing where it is as always: versions from before there was such a rule keep their digests."""
    return {} if late == LateRule() else {"late": {"after": late.after, "then": late.then.value}}


def _late_from_json(values: Mapping[str, Any]) -> LateRule:
    late = values.get("late")
    return LateRule() if late is None else LateRule(late["after"], WhenLate(late["then"]))


def _window_to_json(window: Window) -> dict[str, Any]:
    return {
        "week": [[[hours.start, hours.end] for hours in day] for day in window.week],
        "zone": window.zone,
        "spread_minutes": window.spread_minutes,
    }


def _window_from_json(values: Mapping[str, Any]) -> Window:
    week = tuple(tuple(HourRange(start, end) for start, end in day) for day in values["week"])
    return Window(week, values["zone"], values["spread_minutes"])
