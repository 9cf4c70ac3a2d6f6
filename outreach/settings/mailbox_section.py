"""A new mailbox as `config.toml` has it: the section is written, appended, and read back before it counts."""

import contextlib
import json
import os
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from outreach.core.errors import ConfigurationError, Fault, Refused
from outreach.mail.servers import Security
from outreach.settings.keys import SentCopy
from outreach.settings.mail_providers import Place
from outreach.settings.oauth import OAuthProvider


@dataclass(frozen=True, slots=True)
class OAuthApplication:
    """What goes into [mailboxes.oauth2]."""

    provider: OAuthProvider
    client_id: str
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class NewMailbox:
    """What goes into [[mailboxes]]. `oauth` is None where it logs in with a password."""

    name: str
    address: str
    smtp: Place
    imap: Place | None
    sent_copy: SentCopy
    oauth: OAuthApplication | None = None


def name_for(address: str, taken: Collection[str]) -> str:
    """A short name that no other mailbox has."""
    local = address.partition("@")[0].lower()
    stem = re.sub(r"[^a-z0-9]+", "-", local).strip("-")[:36] or "mailbox"
    numbered = (f"{stem}-{number}" for number in range(2, 1000))
    return stem if stem not in taken else next(each for each in numbered if each not in taken)


def secret_variable(name: str, what: str) -> str:
    """In which variable of the environment a secret of the mailbox is looked for."""
    return f"OUTREACH_{name.upper().replace('-', '_')}_{what}"


def section(new: NewMailbox) -> str:
    """The text to be appended."""
    lines = ["[[mailboxes]]", f"name = {_text(new.name)}", f"from = {_text(new.address)}"]
    lines += [
        f"sent_copy = {_text(new.sent_copy.value)}",
        "",
        "[mailboxes.smtp]",
        *_server(new, new.smtp, sends_without_password(new)),
    ]
    if new.imap is not None:
        lines += ["", "[mailboxes.imap]", *_server(new, new.imap)]
    if new.oauth is not None:
        lines += ["", "[mailboxes.oauth2]", *_application(new.name, new.oauth)]
    return "\n".join(lines) + "\n"


def sends_without_password(new: NewMailbox) -> bool:
    """Whether it hands mail in as a program on the same machine does, which a mail server there takes as it is."""
    return new.smtp.security is Security.NONE


def _server(new: NewMailbox, place: Place, without_password: bool = False) -> list[str]:
    lines = [
        f"host = {_text(place.host)}",
        f"port = {place.port}",
        f"security = {_text(place.security.value)}",
    ]
    if new.oauth is not None:
        return [*lines, 'auth = "oauth2"']
    if without_password:
        return lines
    return [*lines, f"password = {{ env = {_text(secret_variable(new.name, 'PASSWORD'))} }}"]


def _application(name: str, oauth: OAuthApplication) -> list[str]:
    lines = [f"provider = {_text(oauth.provider.value)}", f"client_id = {_text(oauth.client_id)}"]
    if oauth.tenant:
        lines.append(f"tenant = {_text(oauth.tenant)}")
    if oauth.provider is OAuthProvider.GOOGLE:
        variable = secret_variable(name, "CLIENT_SECRET")
        lines.append(f"client_secret = {{ env = {_text(variable)} }}")
    return lines


def _text(value: str) -> str:
    # What JSON escapes, TOML escapes alike.
    return json.dumps(value, ensure_ascii=False)


def append(path: Path, text: str, *, check: Callable[[Path], object]) -> None:
    """Append the section to the file, as `rewrite` does; what stands there stays to the byte."""

    def appended(before: bytes) -> bytes:
        joint = b"" if before.endswith(b"\n") or not before else b"\n"
        newline = "\r\n" if b"\r\n" in before else "\n"
        return before + joint + f"\n{text}".replace("\n", newline).encode("utf-8")

    rewrite(path, appended, check=check)


def rewrite(path: Path, change: Callable[[bytes], bytes], *, check: Callable[[Path], object]) -> None:
    """Change the file, once the whole has been read back without a fault; else nothing is changed.

    `check` reads a whole configuration, and raises ConfigurationError. Raises that, and Refused where it cannot be
    written.
    """
    path = path.resolve()
    before = path.read_bytes()
    after = change(before)
    # Beside it, so that relative paths mean the same, and so that it can take its place in one step.
    tried = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(tried, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            _like(path.stat(), descriptor)
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        check(tried)
        if path.read_bytes() != before:
            raise Refused(f"{path} was changed at the same moment: nothing was written. Try again.")
        tried.replace(path)
    except ConfigurationError as error:
        raise ConfigurationError([_renamed(fault, str(path)) for fault in error.faults]) from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        tried.unlink(missing_ok=True)


def _like(was: os.stat_result, descriptor: int) -> None:
    """Owner, group and mode as they were: whoever writes as root does it for the account of the daemon."""
    for owner, group in ((-1, was.st_gid), (was.st_uid, -1)):
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, owner, group)
    # After the owner: a change of that takes bits away. No umask has a say in it.
    os.fchmod(descriptor, was.st_mode & 0o777)


def _renamed(fault: Fault, file: str) -> Fault:
    return Fault(
        file, fault.problem, line=fault.line, key=fault.key, remedy=fault.remedy, warning=fault.warning
    )
