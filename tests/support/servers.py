"""The real servers that tests may ask for: what each needs on this machine, and how to get it."""

import functools
import os
import subprocess

from tests.support.cyrus import Cyrus, find_imapd
from tests.support.dovecot import CATCH_ALL_DOMAIN, Dovecot
from tests.support.postfix import Postfix
from tests.support.postgresql import PostgreSQL, programs_folder
from tests.support.processes import find_program

__all__ = [
    "CATCH_ALL_DOMAIN",
    "REQUIRE_SERVERS",
    "SERVERS",
    "USERS",
    "Cyrus",
    "Dovecot",
    "Postfix",
    "PostgreSQL",
    "why_missing",
]

# Set to 1 where a skipped server test would hide something, as in CI.
REQUIRE_SERVERS = "OUTREACH_REQUIRE_SERVERS"

# Our own senders at alpha.example, and people to write to elsewhere.
USERS = {
    "ann@alpha.example": "pw-ann",
    "sdr@alpha.example": "pw-sdr",
    "maria.weber@beta.example": "pw-maria",
    "john.smith@beta.example": "pw-john",
    "info@beta.example": "pw-info-beta",
    "info@gamma.example": "pw-info-gamma",
    "olga.petrova@gamma.example": "pw-olga",
}


def why_missing(name: str) -> str | None:
    """Why the server cannot be started here and what to do about it, or None if it can."""
    fault = SERVERS[name]()
    return f"{name} {fault}" if fault else None


def _dovecot_fault() -> str | None:
    packages = "dovecot-imapd dovecot-lmtpd openssl"
    if not _has_programs("dovecot", "doveadm", "openssl"):
        return _not_installed(packages)
    if not (version := _dovecot_version()).startswith("2.3."):
        return f"must be of version 2.3, not {version}, whose configuration is another"
    if _folder_lacks("/usr/lib/dovecot", "imap", "lmtp"):
        return _not_installed(packages)
    return None


@functools.cache
def _dovecot_version() -> str:
    command = [find_program("dovecot") or "dovecot", "--version"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _postfix_fault() -> str | None:
    if not _has_programs("postfix", "postconf"):
        return _not_installed("postfix")
    if os.geteuid() != 0:
        return "can only be started by root (run the tests as root in a container or a virtual machine)"
    fault = why_missing("dovecot")
    return f"delivers to Dovecot, and {fault}" if fault else None


def _postgresql_fault() -> str | None:
    return None if programs_folder() else _not_installed("postgresql")


def _cyrus_fault() -> str | None:
    if not _has_programs("cyrmaster", "saslpasswd2", "openssl"):
        return _not_installed("cyrus-common sasl2-bin openssl")
    if not find_imapd():
        # Beside Dovecot it cannot be installed, only unpacked.
        return "has no imapd: apt-get download cyrus-imapd && dpkg-deb -x cyrus-imapd_*.deb /opt/cyrus-imapd"
    if os.geteuid() != 0:
        return "can only be started by root (run the tests as root in a container or a virtual machine)"
    return None


def _not_installed(packages: str) -> str:
    return f"is not installed (on Debian or Ubuntu: apt-get install {packages})"


def _has_programs(*names: str) -> bool:
    return all(find_program(name) for name in names)


def _folder_lacks(folder: str, *names: str) -> bool:
    present = set(os.listdir(folder)) if os.path.isdir(folder) else set(names)
    return not present.issuperset(names)


SERVERS = {
    "cyrus": _cyrus_fault,
    "dovecot": _dovecot_fault,
    "postfix": _postfix_fault,
    "postgresql": _postgresql_fault,
}
