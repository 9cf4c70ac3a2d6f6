"""Whatever somebody writes into a sequence or a template, they get sentences, never a stack trace."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.core.errors import Fault
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.lint import lint
from outreach.sequences.sequence_file import ACCOUNT_KEYS, SEQUENCE_KEYS, read_sequence
from outreach.sequences.step_tables import STEP_KEYS
from outreach.sequences.window_table import WINDOW_KEYS
from tests.support.sequence_files import ASK, SEQUENCE, SequenceFiles

KEYS = [*SEQUENCE_KEYS, *STEP_KEYS, *WINDOW_KEYS, *ACCOUNT_KEYS, "unsubscribe", "referral", "mon", "odd"]
VALUES = [
    "3", "-1", "true", "1.5", "1979-05-27", '""', '"ask"', '"same"', '"refer"', '"enroll:printers"', '"../x"',
    "[]", "{}", '["mon"]', '"book"', '"25:00-26:00"', '["09:00-12:00", 4]', "{ mon = 3 }", "[[1], [2]]", "[{ a = 1 }]",
    '"\\u0000\\u001b"', '"""a\nb"""', "inf",
]  # fmt: skip
lines = st.one_of(
    st.sampled_from(
        ["[[steps]]", "[steps]", "[window]", "[on]", "[account]", "[[window]]", "[window.hours]", "["]
    ),
    st.builds("{} = {}".format, st.sampled_from(KEYS), st.sampled_from(VALUES)),
    st.text(max_size=20),
)


@pytest.fixture(scope="module")
def files() -> Iterator[SequenceFiles]:
    with tempfile.TemporaryDirectory() as folder:
        yield SequenceFiles.good(Path(folder))


def is_told(fault: Fault, text: str) -> bool:
    printable = "\n" not in str(fault) and "\x1b" not in str(fault)
    return (
        printable and bool(fault.problem) and (fault.line is None or 1 <= fault.line <= text.count("\n") + 1)
    )


@settings(max_examples=150)
@given(wrong=st.lists(lines, min_size=1, max_size=6), at=st.lists(st.integers(0, 14), min_size=6, max_size=6))
def test_a_sequence_file_of_any_lines_is_read_or_told(
    files: SequenceFiles, wrong: list[str], at: list[int]
) -> None:
    text = SEQUENCE.split("\n")
    for line, place in zip(wrong, at, strict=False):
        text.insert(place, line)
    written = "\n".join(text).encode(errors="replace").decode()
    files.path.write_text(written, encoding="utf-8", newline="")

    definition, faults = read_sequence(files.path, files.templates)

    assert definition is not None or faults
    assert all(is_told(fault, written) for fault in faults if fault.file == str(files.path))
    if definition is not None:
        again = SequenceDefinition.from_json(json.loads(json.dumps(definition.to_json())))
        assert again == definition


@settings(max_examples=60)
@given(
    head=st.sampled_from(["", "Subject: Who?\n\n", "Subject:\n\n", "Subject: {{ x }}\nTo: me\n\n", "\ufeff"]),
    body=st.one_of(
        st.binary(max_size=60), st.text(max_size=80).map(lambda text: text.encode(errors="replace"))
    ),
)
def test_a_template_of_any_bytes_is_read_or_told(files: SequenceFiles, head: str, body: bytes) -> None:
    files.path.write_text(SEQUENCE, encoding="utf-8")
    template = files.templates / "printers" / "ask.txt"
    template.write_bytes(head.encode() + body)

    faults = lint([files.root])

    template.write_text(ASK, encoding="utf-8")
    assert faults
    assert all("\n" not in str(fault) and "\x1b" not in str(fault) for fault in faults)
