"""Secrets by reference: the configuration says where one is kept; it is fetched when it is needed."""

import logging
import os
import shlex
import stat
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path

from outreach.core.errors import MissingExtra, OutreachError
from outreach.core.untrusted import one_line

#: `pass` and its like may have to wait until a person has unlocked the key.
COMMAND_SECONDS = 60.0
_MOST_BYTES = 65_536

log = logging.getLogger(__name__)


class SecretKind(StrEnum):
    """Who keeps the secret."""

    ENV = "env"
    FILE = "file"
    COMMAND = "command"
    KEYRING = "keyring"


@dataclass(frozen=True, slots=True)
class SecretRef:
    """Where a secret is kept: `{ env = "NAME" }`. It never holds the secret: show it freely."""

    kind: SecretKind
    #: The variable, the absolute path, the command line, or `service/user` of the keyring.
    place: str

    def __str__(self) -> str:
        return f'{{ {self.kind} = "{one_line(self.place)}" }}'


class SecretUnavailable(OutreachError):
    """A secret could not be fetched; the message names the reference, never what was found there."""

    exit_code = 3

    def __init__(self, ref: SecretRef, problem: str, remedy: str) -> None:
        self.ref = ref
        self.says, self.remedy = f"The secret {ref} {problem}.", remedy
        super().__init__(f"{self.says} {remedy}")


def resolve(
    ref: SecretRef,
    *,
    environ: Mapping[str, str] = os.environ,
    command_seconds: float = COMMAND_SECONDS,
    several_lines: bool = False,
) -> str:
    """The secret itself. It blocks, a command for up to `command_seconds`: a loop calls it in a thread.

    A password is one line; a key in a file, or printed by a command, may have `several_lines`.

    Raises SecretUnavailable, and MissingExtra for a keyring without the library.
    """
    fetch: dict[SecretKind, Callable[[], str]] = {
        SecretKind.ENV: lambda: _from_environment(ref, environ),
        SecretKind.FILE: lambda: _from_file(ref, several_lines),
        SecretKind.COMMAND: lambda: _from_command(ref, command_seconds, several_lines),
        SecretKind.KEYRING: lambda: _from_keyring(ref),
    }
    secret = fetch[ref.kind]()
    if not secret:
        raise SecretUnavailable(ref, "is empty", "Put the password there.")
    return secret


def weakness(ref: SecretRef) -> str | None:
    """What is careless about the way this secret is kept, with the next step; None where nothing is."""
    if ref.kind is not SecretKind.FILE:
        return None
    try:
        mode = Path(ref.place).stat().st_mode
    except OSError:
        return None
    if not mode & (stat.S_IROTH | stat.S_IWOTH):
        return None
    return (
        f"{one_line(ref.place)} can be read by everybody on this machine. chmod 600 {shlex.quote(ref.place)}"
    )


def _from_environment(ref: SecretRef, environ: Mapping[str, str]) -> str:
    if ref.place not in environ:
        raise SecretUnavailable(
            ref, "is not set", f"Set {one_line(ref.place)} in the environment of outreach."
        )
    return environ[ref.place]


def _from_file(ref: SecretRef, several_lines: bool) -> str:
    path = Path(ref.place)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        text = content.decode("utf-8")
    except OSError as error:
        raise SecretUnavailable(
            ref, f"cannot be read ({error.strerror})", "Write the password there."
        ) from None
    except UnicodeDecodeError:
        raise SecretUnavailable(
            ref, "is not UTF-8 text", "Write the password, and nothing else, there."
        ) from None
    if (weak := weakness(ref)) is not None:
        log.warning("secret_readable_by_all", extra={"secret": str(ref), "remedy": weak})
    secret = text.removesuffix("\n").removesuffix("\r")
    if ("\n" in secret and not several_lines) or len(content) > _MOST_BYTES:
        raise SecretUnavailable(ref, "has more than one line", "Leave the password alone in the file.")
    return secret


def _from_command(ref: SecretRef, seconds: float, several_lines: bool) -> str:
    """The first line that the command prints, which is where `pass` and its like put the password."""
    try:
        arguments = shlex.split(ref.place) or [""]
        done = subprocess.run(  # noqa: S603 - the command is the user's own, and no shell reads it
            arguments,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SecretUnavailable(ref, f"cannot be run ({reason})", "Run it by hand to see why.") from None
    except subprocess.TimeoutExpired:
        remedy = "Unlock the key first, or use a file."
        raise SecretUnavailable(ref, f"did not answer within {seconds:g} s", remedy) from None
    # What it printed may hold the secret, on either stream: none of it is shown.
    if done.returncode != 0:
        raise SecretUnavailable(ref, f"ended with {done.returncode}", "Run it by hand to see why.")
    printed = done.stdout.decode("utf-8", "replace")
    if several_lines:
        return printed
    lines = printed.splitlines()
    return lines[0] if lines else ""


def _from_keyring(ref: SecretRef) -> str:
    try:
        keyring = import_module("keyring")
    except ImportError:
        raise MissingExtra("keyring", f"The secret {ref}") from None
    service, slash, user = ref.place.rpartition("/")
    if not slash:
        service = "outreach"
    try:
        secret = keyring.get_password(service, user)
    except keyring.errors.KeyringError:
        remedy = "Unlock the keyring, or use a file."
        raise SecretUnavailable(ref, "could not be asked of the keyring", remedy) from None
    if secret is None:
        raise SecretUnavailable(ref, "is not in the keyring", f"keyring set {service} {user}")
    return str(secret)
