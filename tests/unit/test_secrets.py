"""Secrets are fetched from where they are kept, and never shown."""

import logging
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from outreach.core.errors import MissingExtra
from outreach.settings.secrets import SecretKind, SecretRef, SecretUnavailable, resolve, weakness


def in_file(path: Path, content: bytes, mode: int = 0o600) -> SecretRef:
    path.write_bytes(content)
    path.chmod(mode)
    return SecretRef(SecretKind.FILE, str(path))


def printing(*lines: str, code: int = 0) -> SecretRef:
    script = (
        f"import sys; print({chr(10).join(lines)!r}); print('hunter2', file=sys.stderr); sys.exit({code})"
    )
    return SecretRef(SecretKind.COMMAND, f'{sys.executable} -c "{script}"')


def test_a_variable_is_read_when_it_is_needed() -> None:
    assert resolve(SecretRef(SecretKind.ENV, "X"), environ={"X": "hunter2"}) == "hunter2"


@pytest.mark.parametrize("content", [b"hunter2", b"hunter2\n", b"hunter2\r\n"])
def test_a_file_holds_the_password_alone(tmp_path: Path, content: bytes) -> None:
    assert resolve(in_file(tmp_path / "s", content)) == "hunter2"


def test_a_command_says_the_password_in_its_first_line() -> None:
    assert resolve(printing("hunter2", "url: mail.example")) == "hunter2"


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    ref = SecretRef(SecretKind.COMMAND, f"echo $HOME; touch {tmp_path / 'touched'}")

    assert resolve(ref).startswith("$HOME; touch")
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize(
    ("ref", "says"),
    [
        (SecretRef(SecretKind.ENV, "NOT_SET"), 'The secret { env = "NOT_SET" } is not set'),
        (SecretRef(SecretKind.ENV, "EMPTY"), "is empty"),
        (SecretRef(SecretKind.FILE, "/nowhere/at/all"), "cannot be read (No such file or directory)"),
        (SecretRef(SecretKind.COMMAND, "no-such-program-here"), "cannot be run (No such file or directory)"),
        (SecretRef(SecretKind.COMMAND, "echo 'unclosed"), "cannot be run (No closing quotation)"),
        (SecretRef(SecretKind.COMMAND, " "), "cannot be run"),
        (printing("hunter2", code=3), "ended with 3"),
        (SecretRef(SecretKind.COMMAND, "true"), "is empty"),
    ],
)
def test_what_cannot_be_fetched_is_named_but_never_shown(ref: SecretRef, says: str) -> None:
    with pytest.raises(SecretUnavailable) as caught:
        resolve(ref, environ={"EMPTY": ""})

    assert says in str(caught.value)
    assert caught.value.exit_code == 3
    assert "hunter2" not in str(caught.value).replace(str(ref), "")


def test_a_file_of_several_lines_or_of_bytes_is_refused_unseen(tmp_path: Path) -> None:
    for content in (b"hunter2\nhunter2\n", b"\xff\xfehunter2"):
        with pytest.raises(SecretUnavailable) as caught:
            resolve(in_file(tmp_path / "s", content))

        assert "hunter2" not in str(caught.value)


def test_a_command_that_waits_is_given_up() -> None:
    with pytest.raises(SecretUnavailable, match=r"did not answer within 0\.05 s"):
        resolve(SecretRef(SecretKind.COMMAND, "sleep 60"), command_seconds=0.05)


def test_a_file_that_everybody_can_read_is_pointed_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ref = in_file(tmp_path / "s", b"hunter2", mode=0o644)

    with caplog.at_level(logging.WARNING):
        secret = resolve(ref)

    assert secret == "hunter2"
    assert weakness(ref) == f"{tmp_path}/s can be read by everybody on this machine. chmod 600 {tmp_path}/s"
    assert [record.message for record in caplog.records] == ["secret_readable_by_all"]
    assert "hunter2" not in str(vars(caplog.records[0]))


def test_a_private_file_is_not(tmp_path: Path) -> None:
    assert weakness(in_file(tmp_path / "s", b"hunter2")) is None


class KeyringError(Exception):
    pass


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring library that keeps what a test puts in."""
    kept: dict[tuple[str, str], str] = {}

    def get_password(service: str, user: str) -> str | None:
        if service == "locked":
            raise KeyringError
        return kept.get((service, user))

    module = ModuleType("keyring")
    module.__dict__.update(get_password=get_password, errors=SimpleNamespace(KeyringError=KeyringError))
    monkeypatch.setitem(sys.modules, "keyring", module)
    return kept


def test_a_keyring_is_asked_by_service_and_user(keyring: dict[tuple[str, str], str]) -> None:
    keyring["mail/work", "ana"] = "hunter2"
    keyring["outreach", "ana"] = "hunter3"

    assert resolve(SecretRef(SecretKind.KEYRING, "mail/work/ana")) == "hunter2"
    assert resolve(SecretRef(SecretKind.KEYRING, "ana")) == "hunter3"


@pytest.mark.usefixtures("keyring")
def test_a_keyring_that_is_locked_or_has_nothing_says_so() -> None:
    with pytest.raises(SecretUnavailable, match="Unlock the keyring"):
        resolve(SecretRef(SecretKind.KEYRING, "locked/ana"))
    with pytest.raises(SecretUnavailable, match="keyring set outreach ana"):
        resolve(SecretRef(SecretKind.KEYRING, "ana"))


def test_a_keyring_without_its_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)

    with pytest.raises(MissingExtra, match=r"outreach\[keyring\]"):
        resolve(SecretRef(SecretKind.KEYRING, "outreach/ana"))
