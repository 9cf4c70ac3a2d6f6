"""The lock file: everything that pyproject.toml asks for, pinned, hashed, and from nowhere in particular."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.MULTILINE)
HOW_TO_MEND = "run `make lock`"


def lock() -> str:
    return (PROJECT / "requirements.lock").read_text()


def wanted() -> list[str]:
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    extras = declared["project"]["optional-dependencies"]
    builder = declared["build-system"]["requires"]
    lists = (declared["project"]["dependencies"], declared["dependency-groups"]["dev"], builder)
    return sorted(
        {
            word
            for words in (*lists, extras["demo"], extras["postgres"], extras["second-reader"])
            for word in words
        }
    )


@pytest.mark.parametrize("requirement", wanted())
def test_each_requirement_is_pinned_at_a_version_that_it_allows(requirement: str) -> None:
    pinned = {canonicalize_name(name): version for name, version in PIN.findall(lock())}
    asked = Requirement(requirement)

    version = pinned.get(canonicalize_name(asked.name))

    assert version, f"{requirement} is not in requirements.lock: {HOW_TO_MEND}"
    assert asked.specifier.contains(version), (
        f"{asked.name} {version} is not {asked.specifier}: {HOW_TO_MEND}"
    )


def test_each_pin_has_a_hash() -> None:
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", lock())

    unhashed = [block.split()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block]

    assert unhashed == []


def test_the_lock_names_no_place_to_download_from() -> None:
    assert not re.search(r"://|^\s*-", re.sub(r"(?m)^\s*--hash=\S+( \\)?$", "", lock()), re.MULTILINE)
