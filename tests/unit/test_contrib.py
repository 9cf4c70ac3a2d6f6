"""What ships for running it as a service agrees with the program, and with itself."""

import configparser
import re
import tomllib
from pathlib import Path

import click

from outreach.cli.main import COMMANDS, outreach
from outreach.daemon.run import CUT_SECONDS, DRAIN_SECONDS

ROOT = Path(__file__).parents[2]


def unit() -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((ROOT / "contrib/outreach.service").read_text(encoding="utf-8"))
    return parser["Service"]


def container() -> str:
    return (ROOT / "contrib/Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")


def test_the_service_manager_waits_for_longer_than_a_mail_may_take() -> None:
    assert int(unit()["TimeoutStopSec"]) > DRAIN_SECONDS + 2 * CUT_SECONDS
    assert "--stop-timeout 90" in container()


def test_what_they_call_is_a_command_that_there_is() -> None:
    calls = [unit()["ExecStart"], unit()["ExecReload"]]
    calls += [
        " ".join(re.findall(r'"([^"]+)"', line)) for line in container().splitlines() if "HEALTHCHECK" in line
    ]
    assert len(calls) == 3

    for call in calls:
        name, *options = call.split()[1:]
        command = outreach.get_command(click.Context(outreach), name)
        assert name in COMMANDS
        assert command is not None
        command.make_parser(click.Context(command)).parse_args(options)


def test_the_service_may_write_only_where_its_workspace_is() -> None:
    service = unit()

    assert service["ProtectSystem"] == "strict"
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}"
    assert service["NoNewPrivileges"] == "yes"
    assert service["CapabilityBoundingSet"] == ""
    assert "ReadWritePaths" not in service


def test_the_container_runs_as_somebody_who_is_not_root() -> None:
    lines = container().splitlines()

    assert "USER outreach" in lines
    assert lines.index("USER outreach") < next(
        n for n, line in enumerate(lines) if line.startswith("ENTRYPOINT")
    )


def test_both_are_in_the_source_archive() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert {"/contrib", *(f"/{name}" for name in let_through()), "/.dockerignore"} - {
        "/pyproject.toml"
    } <= set(included)
    # Else a folder of that name in a kept demo, or wherever, would be in it too.
    assert all(each.startswith("/") for each in included)


def let_through() -> set[str]:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return {line[1:] for line in lines if line.startswith("!")}


def test_the_image_is_built_from_what_the_wheel_needs_and_from_no_workspace() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    locks = set(re.findall(r"-r (\S+)", container()))

    assert "*" in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert let_through() == {
        "pyproject.toml",
        project["project"]["readme"],
        *project["project"]["license-files"],
        *wheel["packages"],
        *wheel["force-include"],
        *locks,
    }
    assert locks == {"requirements-build.lock", "requirements-run.lock"}


def test_what_the_image_installs_is_held_by_hashes() -> None:
    installs = re.findall(r"pip install ([^&]+?)(?= && |\n|$)", container())

    assert len(installs) == 3
    for each in installs:
        assert "--require-hashes --only-binary :all:" in each or "--no-deps --no-index" in each
