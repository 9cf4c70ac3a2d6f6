"""Cyrus IMAP for tests: IMAP and LMTP on loopback, everything it keeps in one temporary folder. Needs root."""

import grp
import imaplib
import os
import pwd
import shutil
import smtplib
import ssl
import subprocess
from pathlib import Path

from tests.support.certificate import make_certificate
from tests.support.ports import LOOPBACK, reserve_ports
from tests.support.processes import Account, ServerProcess, find_program, read_logs

PROGRAMS = "/usr/lib/cyrus/bin"
#: Debian lets nobody install two IMAP servers; the one program that cyrus-common lacks may be unpacked there instead:
#: `apt-get download cyrus-imapd && dpkg-deb -x cyrus-imapd_*.deb /opt/cyrus-imapd`.
UNPACKED = f"/opt/cyrus-imapd{PROGRAMS}"
REALM = "cyrus.example"

IMAPD = """
configdirectory: {folder}/lib
partition-default: {folder}/spool
defaultpartition: default
servername: localhost
virtdomains: off
unixhierarchysep: yes
altnamespace: yes
admins: cyrus
allowplaintext: yes
sasl_mech_list: PLAIN
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {folder}/sasldb2
autocreate_quota: 0
autocreate_post: yes
autocreate_inbox_folders: Sent | Spam
xlist-sent: Sent
xlist-junk: Spam
specialuse_extra: \\Sent \\Junk
tls_server_cert: {cert}
tls_server_key: {key}
tls_client_certs: off
lmtp_downcase_rcpt: yes
lmtp_over_quota_perm_failure: no
imapidlepoll: 1
specialuse_protect: \\Trash
duplicatesuppression: no
sievedir: {folder}/sieve
syslog_prefix: outreach-test
"""

MASTER = """
START {{
  recover cmd="{programs}/ctl_cyrusdb -C {folder}/imapd.conf -r"
}}
SERVICES {{
  imap cmd="{imapd} -C {folder}/imapd.conf" listen="127.0.0.1:{imap}" prefork=1
  imaps cmd="{imapd} -C {folder}/imapd.conf -s" listen="127.0.0.1:{imaps}" prefork=0
  lmtp cmd="{programs}/lmtpd -C {folder}/imapd.conf -a" listen="127.0.0.1:{lmtp}" prefork=0
}}
EVENTS {{
}}
"""


def find_imapd() -> str | None:
    return shutil.which("imapd", path=f"{PROGRAMS}{os.pathsep}{UNPACKED}")


class Cyrus:
    """A Cyrus IMAP server. `users` maps names to passwords; `imap` (with STARTTLS), `imaps`, `lmtp` are its ports."""

    def __init__(self, folder: Path, users: dict[str, str]) -> None:
        self.folder = folder
        self.users = users
        self.imap, self.imaps, self.lmtp = reserve_ports(3)
        self._process: ServerProcess | None = None
        for name in ("lib", "lib/proc", "lib/socket", "lib/log", "spool", "sieve"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.certificate = make_certificate(folder)
        self._write_configuration()
        owner = pwd.getpwnam("cyrus")
        Account("cyrus", grp.getgrgid(owner.pw_gid).gr_name, ("chown",)).give(folder)

    @property
    def cert(self) -> Path:
        return self.certificate.file

    def _write_configuration(self) -> None:
        words = {"folder": self.folder, "programs": PROGRAMS, "imapd": find_imapd() or "imapd"}
        words |= {"imap": self.imap, "imaps": self.imaps}
        words |= {"lmtp": self.lmtp, "cert": self.certificate.file, "key": self.certificate.key}
        (self.folder / "imapd.conf").write_text(IMAPD.format(**words))
        (self.folder / "cyrus.conf").write_text(MASTER.format(**words))
        for name, password in self.users.items():
            command = [
                find_program("saslpasswd2") or "saslpasswd2",
                "-p",
                "-c",
                "-f",
                str(self.folder / "sasldb2"),
            ]
            subprocess.run(
                [*command, "-u", "localhost", name],
                input=password,
                text=True,
                check=True,
                capture_output=True,
            )

    def start(self) -> None:
        command = [find_program("cyrmaster") or "cyrmaster", "-C", f"{self.folder}/imapd.conf"]
        command += ["-M", f"{self.folder}/cyrus.conf", "-p", f"{self.folder}/master.pid"]
        self._process = ServerProcess(command, folder=self.folder)
        self._process.wait_until_greeting(self.imap, b"* OK")

    def stop(self) -> None:
        if self._process:
            self._process.stop(within=5)

    def log(self) -> str:
        return read_logs(self.folder)

    def deliver(self, user: str, *raws: bytes, folder: str = "INBOX") -> None:
        """Put mails into the Inbox over LMTP, or into another folder by APPEND."""
        if folder == "INBOX":
            with smtplib.LMTP(LOOPBACK, self.lmtp, timeout=30) as line:
                for raw in raws:
                    line.sendmail("", [user], raw)
            return
        with self.session(user) as session:
            for raw in raws:
                session.append(folder, "", "", raw)

    def session(self, user: str) -> imaplib.IMAP4:
        """A log-in by another program than ours; the first one makes the user's folders."""
        session = imaplib.IMAP4(LOOPBACK, self.imap, timeout=30)
        session.starttls(ssl.create_default_context(cafile=str(self.cert)))
        session.login(user, self.users[user])
        return session
