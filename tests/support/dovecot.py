"""Dovecot for tests: IMAP, LMTP and SASL on loopback, everything it keeps in one temporary folder."""

import os
import shutil
import smtplib
import subprocess
import time
from collections import Counter
from pathlib import Path

from tests.support.certificate import make_certificate
from tests.support.ports import LOOPBACK, reserve_ports
from tests.support.processes import ServerProcess, find_program, read_logs, unprivileged
from tests.support.tokens import TokenService
from tests.support.waiting import wait_for

# Every local part exists at this domain: each address gets a maildir of its own at its first mail.
CATCH_ALL_DOMAIN = "load.example"
CATCH_ALL_PASSWORD = "pw-load"

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
info_log_path = {folder}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
listen = 127.0.0.1
protocols = imap lmtp
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
auth_verbose = yes
auth_username_format = %Lu
mail_location = maildir:{folder}/mail/%u/Maildir
mail_max_userip_connections = 1000
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
lmtp_user_concurrency_limit = 0

passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%d {folder}/catch-all
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users
  default_fields = uid={user} gid={group} home={folder}/mail/%u
}}
userdb {{
  driver = passwd-file
  args = username_format=%d {folder}/catch-all
  default_fields = uid={user} gid={group} home={folder}/mail/%u
}}

namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox Drafts {{
    auto = subscribe
    special_use = \\Drafts
  }}
  mailbox Junk {{
    auto = subscribe
    special_use = \\Junk
  }}
}}

# Without root there is neither chroot nor a delay table shared with other processes.
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  # One process for all TLS lines: with one each, the hundredth would be the last.
  service_count = 0
  client_limit = 1000
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {sasl}
  }}
}}
service lmtp {{
  chroot =
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""

TOKEN_LOOKUP = """
introspection_mode = get
introspection_url = http://127.0.0.1:{port}/?token=
username_attribute = email
active_attribute = active
active_value = true
"""


class Dovecot:
    """A Dovecot 2.3 that runs without root.

    `users` maps addresses to passwords, `cert` is the CA file to trust; `imap` (with STARTTLS), `imaps`,
    `lmtp` and `sasl` are its ports. `tokens.granted` maps access tokens to addresses, for XOAUTH2.
    """

    def __init__(self, folder: Path, users: dict[str, str]) -> None:
        self.folder = folder
        self.users = dict(users)
        self.imap, self.imaps, self.lmtp, self.sasl = reserve_ports(4)
        self.tokens = TokenService()
        self._account = unprivileged()
        self._process: ServerProcess | None = None
        self._users_changed_at = int(time.time())
        for name in ("run", "state", "mail"):
            (folder / name).mkdir(parents=True)
        self.certificate = make_certificate(folder)
        self._write_configuration()
        self._account.give(folder)

    @property
    def cert(self) -> Path:
        return self.certificate.file

    def _write_configuration(self) -> None:
        words = {"folder": self.folder, "user": self._account.user, "group": self._account.group}
        words |= {"cert": self.certificate.file, "key": self.certificate.key}
        ports = {"imap": self.imap, "imaps": self.imaps, "lmtp": self.lmtp, "sasl": self.sasl}
        (self.folder / "dovecot.conf").write_text(CONFIGURATION.format(**words, **ports))
        (self.folder / "oauth2.conf").write_text(TOKEN_LOOKUP.format(port=self.tokens.port))
        (self.folder / "catch-all").write_text(f"{CATCH_ALL_DOMAIN}:{{PLAIN}}{CATCH_ALL_PASSWORD}::::::\n")
        self._write_users()

    def _write_users(self) -> None:
        lines = (f"{address}:{{PLAIN}}{password}::::::\n" for address, password in self.users.items())
        # Dovecot may read the file at any moment, so it must never see half of it.
        unfinished = self.folder / "users.new"
        unfinished.write_text("".join(lines))
        # It reads the file again when the time of change differs by a second or more.
        self._users_changed_at += 1
        os.utime(unfinished, (self._users_changed_at, self._users_changed_at))
        unfinished.replace(self.folder / "users")

    def start(self) -> None:
        self.tokens.start()
        command = [find_program("dovecot") or "dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]
        self._process = ServerProcess([*self._account.prefix, *command], folder=self.folder)
        self._process.wait_until_greeting(self.imap, b"* OK")
        self._process.wait_until_greeting(self.lmtp, b"220")

    def stop(self) -> None:
        """End the server; what it keeps stays, and it can be started again on the same ports."""
        if self._process:
            # Now and then it waits five seconds for a child of its own; nothing depends on that.
            self._process.stop(within=2)
        self.tokens.stop()

    def kill(self) -> None:
        """End the server without a word to its clients."""
        if self._process:
            self._process.kill()
        self.tokens.stop()

    def log(self) -> str:
        return read_logs(self.folder)

    def add_user(self, address: str, password: str = "pw-added") -> None:
        """Another mailbox for IMAP and LMTP; takes up to a second. `Postfix.add_user` tells Postfix too."""
        self.users[address] = password
        self._write_users()
        wait_for(lambda: self.knows(address), f"Dovecot to know {address}")

    def knows(self, address: str) -> bool:
        """Whether a mail to the address would be taken now."""
        with smtplib.LMTP(LOOPBACK, self.lmtp, timeout=30) as line:
            line.ehlo()
            line.mail("")
            return line.rcpt(address)[0] == 250

    def password(self, address: str) -> str:
        return CATCH_ALL_PASSWORD if address.endswith(f"@{CATCH_ALL_DOMAIN}") else self.users[address]

    def own(self, *paths: Path) -> None:
        """Files that were put into its folder by hand are its own from now on."""
        self._account.give(*paths)

    def deliver(self, address: str, raw: bytes, *, sender: str = "") -> None:
        """Put a mail into the mailbox over LMTP; smtplib.SMTPException if Dovecot refuses it."""
        with smtplib.LMTP(LOOPBACK, self.lmtp, timeout=30) as line:
            line.sendmail(sender, [address], raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def maildir(self, address: str) -> Path:
        return self.folder / "mail" / address.lower() / "Maildir"

    def messages(self, address: str, folder: str = "INBOX") -> list[bytes]:
        """The mails in a folder, read or not, oldest first, as the files hold them (LF line ends)."""
        maildir = self.maildir(address) / ("" if folder == "INBOX" else f".{folder}")
        files = [file for part in ("new", "cur") for file in _files(maildir / part)]
        return [file.read_bytes() for file in sorted(files, key=_arrival)]

    def wait_for_messages(
        self, address: str, count: int = 1, *, folder: str = "INBOX", within: float = 15.0
    ) -> list[bytes]:
        """The mails in a folder as soon as there are `count` of them or more."""

        def enough() -> list[bytes]:
            found = self.messages(address, folder)
            return found if len(found) >= count else []

        return wait_for(enough, f"{count} mails in {folder} of {address}", within=within)

    def deliveries(self, domain: str = CATCH_ALL_DOMAIN) -> Counter[str]:
        """How many mails lie in the inbox of each address of a domain that has ever had one."""
        homes = (self.folder / "mail").glob(f"*@{domain}")
        return Counter({home.name: len(self.messages(home.name)) for home in homes})

    def empty(self) -> None:
        """Remove all mail of all users, as if none had ever come. Close IMAP connections first."""
        homes = self.folder / "mail"

        def gone() -> bool:
            # A session of an earlier test may still be writing its index: then once more.
            for home in homes.iterdir():
                shutil.rmtree(home, ignore_errors=True)
            return not any(homes.iterdir())

        wait_for(gone, "all mail to be removed")

    def uid_validity(self, address: str, folder: str = "INBOX") -> int:
        status = self.doveadm("mailbox", "status", "-u", address, "uidvalidity", folder)
        return int(status.rsplit("=", 1)[1])

    def uid_validity_reset(self, address: str, folder: str = "INBOX") -> int:
        """Change the folder's UIDVALIDITY, as a restored or recreated mailbox does; the new one."""
        renewed = self.uid_validity(address, folder) + 1
        self.doveadm("mailbox", "update", "-u", address, "--uid-validity", str(renewed), folder)
        return renewed

    def move(self, address: str, source: str, target: str) -> None:
        """Move all mails of one folder to another."""
        self.doveadm("move", "-u", address, target, "mailbox", source, "all")

    def doveadm(self, *words: str) -> str:
        """Run an administrator's command on this server; what it prints."""
        program = find_program("doveadm") or "doveadm"
        command = [*self._account.prefix, program, "-c", str(self.folder / "dovecot.conf"), *words]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=60, cwd=self.folder
        )
        if done.returncode:
            raise RuntimeError(f"doveadm {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout.strip()


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.exists() else []


def _arrival(file: Path) -> tuple[int, int, str]:
    """Order of arrival by the file's name, "SECONDS.M<microseconds>P<process>.<host>"."""
    seconds, rest = file.name.split(".", 2)[:2]
    return int(seconds), int(rest.removeprefix("M").split("P")[0]), file.name
