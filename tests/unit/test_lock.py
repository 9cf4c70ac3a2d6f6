"""The lock files: everything that pyproject.toml asks for, pinned, hashed, and from nowhere in particular."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.MULTILINE)
HOW_TO_MEND = "run `make lock`"
DECLARED = tomllib.loads((PROJECT / "pyproject.toml").read_text())
#: For developers, for what the container runs, and for what builds it.
LOCKS = ("requirements.lock", "requirements-run.lock", "requirements-build.lock")
#: The extras of the container.
IN_THE_IMAGE = ("postgres", "serve", "http", "webhook", "oauth", "dkim")
FOR_DEVELOPERS = {
    "pytest",
    "mypy",
    "ruff",
    "hypothesis",
    "import-linter",
    "dkimpy",
    "aiosmtpd",
    "pymap",
    "hatchling",
}


def lock(name: str) -> str:
    return (PROJECT / name).read_text()


def pins(name: str) -> dict[str, str]:
    return {canonicalize_name(package): version for package, version in PIN.findall(lock(name))}


def group(name: str) -> set[str]:
    found: set[str] = set()
    for each in DECLARED["dependency-groups"][name]:
        found |= group(each["include-group"]) if isinstance(each, dict) else {each}
    return found


def extras(*names: str) -> set[str]:
    return {word for name in names for word in DECLARED["project"]["optional-dependencies"][name]}


def wanted() -> list[tuple[str, str]]:
    always, builder = set(DECLARED["project"]["dependencies"]), set(DECLARED["build-system"]["requires"])
    by_lock = {
        "requirements.lock": always | builder | group("dev") | extras("demo", "second-reader", *IN_THE_IMAGE),
        "requirements-run.lock": always | extras(*IN_THE_IMAGE),
        "requirements-build.lock": builder | group("build"),
    }
    return sorted((name, word) for name, words in by_lock.items() for word in words)


@pytest.mark.parametrize(("name", "requirement"), wanted())
def test_each_requirement_is_pinned_at_a_version_that_it_allows(name: str, requirement: str) -> None:
    asked = Requirement(requirement)

    version = pins(name).get(canonicalize_name(asked.name))

    assert version, f"{requirement} is not in {name}: {HOW_TO_MEND}"
    assert asked.specifier.contains(version), (
        f"{asked.name} {version} is not {asked.specifier}: {HOW_TO_MEND}"
    )


def test_the_container_runs_the_versions_that_were_tested_and_nothing_of_a_developers() -> None:
    tested, run = pins("requirements.lock"), pins("requirements-run.lock")

    assert run.items() <= tested.items()
    assert pins("requirements-build.lock").items() <= tested.items()
    assert not run.keys() & FOR_DEVELOPERS


@pytest.mark.parametrize("name", LOCKS)
def test_each_pin_has_a_hash(name: str) -> None:
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", lock(name))

    unhashed = [block.split()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block]

    assert unhashed == []


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_place_to_download_from(name: str) -> None:
    assert not re.search(r"://|^\s*-", re.sub(r"(?m)^\s*--hash=\S+( \\)?$", "", lock(name)), re.MULTILINE)
