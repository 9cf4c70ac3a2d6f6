"""The words of reports: in both languages, with the same places, and all that the reports use."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

import outreach
from outreach.reporting import words
from outreach.reporting.page import Unit
from outreach.reporting.words import TABLES, all_words

ROOT = Path(outreach.__file__).parent
SOURCES = sorted([*(ROOT / "reporting").rglob("*.py"), *(ROOT / "cli").glob("report*.py")])
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def specs(text: str) -> list[str]:
    return [spec for _, name, spec, _ in Formatter().parse(text) if name is not None and spec]


def words_of(table: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = import_module(f"{words.__name__}.{table}").WORDS
    return found


@pytest.mark.parametrize("table", TABLES)
def test_every_word_has_both_languages_with_the_same_places(table: str) -> None:
    torn = [key for key, (english, russian) in words_of(table).items() if places(english) != places(russian)]
    empty = [key for key, texts in words_of(table).items() if not all(text.strip() for text in texts)]

    assert torn == []
    assert empty == []


@pytest.mark.parametrize("table", TABLES)
def test_english_is_english_and_russian_is_russian(table: str) -> None:
    in_english = [key for key, (english, _) in words_of(table).items() if CYRILLIC.search(english)]
    # Signs, abbreviations, places and commands are the same in both.
    left_over = [
        key
        for key, (english, russian) in words_of(table).items()
        if english == russian
        and not english.startswith("outreach ")
        and re.search("[a-z]", re.sub(r"\{[^}]*\}", "", english))
    ]

    assert in_english == []
    assert left_over == []


@pytest.mark.parametrize("table", TABLES)
def test_places_name_units_or_the_forms_of_a_noun(table: str) -> None:
    """Two forms in English, three in Russian."""
    wrong = [
        (key, spec)
        for key, texts in words_of(table).items()
        for text, forms in zip(texts, (2, 3), strict=True)
        for spec in specs(text)
        if (spec.count("|") != forms - 1 if "|" in spec else spec not in set(Unit))
    ]

    assert wrong == []


def test_a_key_stands_in_one_table_only() -> None:
    times = Counter(key for table in TABLES for key in words_of(table))

    assert [key for key, count in times.items() if count > 1] == []


def test_every_table_of_words_is_registered() -> None:
    files = {path.stem for path in Path(words.__file__).parent.glob("*.py")} - {"__init__"}

    assert files == set(TABLES)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_word_that_a_report_uses_is_there(path: Path) -> None:
    unknown = [key for key, is_known in keys_in(path) if not is_known]

    assert unknown == []


def keys_in(path: Path) -> Iterator[tuple[str, bool]]:
    """The keys in `Word("…")` and `Column("…")`; of `Word(f"stage.{…}")` that some word begins so."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        prefix = {"Word": "", "Column": "column."}.get(node.func.id)
        first = node.args[0]
        if prefix is None:
            continue
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield prefix + first.value, prefix + first.value in all_words()
        elif isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
            begin = prefix + str(first.values[0].value)
            yield f"{begin}…", any(key.startswith(begin) for key in all_words())


def test_every_word_of_the_frame_is_there() -> None:
    template = (ROOT / "reporting/html/page.html.j2").read_text("utf-8")

    used = set(re.findall(r"""say\(["']([a-z_.]+)["'][,)]""", template))

    assert len(used) >= 10
    assert used <= set(all_words())
