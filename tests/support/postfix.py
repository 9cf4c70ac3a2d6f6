"""Postfix for tests: receives for the test domains and takes mail from their users, delivering to Dovecot."""

import functools
import os
import shutil
import signal
import smtplib
import subprocess
import time
from pathlib import Path

from tests.support.dovecot import CATCH_ALL_DOMAIN, Dovecot
from tests.support.ports import LOOPBACK, reserve_ports
from tests.support.processes import ServerProcess, find_program, read_logs
from tests.support.waiting import wait_for

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = {commands}
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mx.alpha.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
virtual_mailbox_domains = {domains}
virtual_mailbox_maps = texthash:{folder}/conf/mailboxes
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
virtual_destination_concurrency_limit = 20
lmtp_destination_concurrency_limit = 20
# Dovecot knows nobody there and says 550 5.1.1, as a foreign server would after ours took the mail.
default_transport = lmtp:inet:127.0.0.1:{lmtp}
alias_maps =
alias_database =
biff = no
recipient_delimiter = +
message_size_limit = 60000000
minimal_backoff_time = 1s
queue_run_delay = 1s
smtpd_banner = $myhostname ESMTP
smtpd_client_connection_count_limit = 0
smtpd_tls_cert_file = {cert}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
smtpd_sasl_security_options = noanonymous
smtputf8_enable = no
"""

MASTER = """
127.0.0.1:{smtp} inet n - n - 200 smtpd
127.0.0.1:{submission} inet n - n - 200 smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
127.0.0.1:{unsecured} inet n - n - 200 smtpd
  -o smtpd_tls_security_level=none
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
127.0.0.1:{smtps} inet n - n - 200 smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """A Postfix with its own queue and configuration; its master needs root.

    `smtp` is the port that the world delivers to: no log-in, our domains only, unknown users refused at
    RCPT with 550 5.1.1. `submission` (STARTTLS) and `smtps` take mail of Dovecot's users after a log-in;
    what they send to a foreign domain comes back to them as a delivery report (5.1.1). `unsecured` is
    `submission` without TLS, for a proxy that has to understand what is said.
    """

    def __init__(self, folder: Path, dovecot: Dovecot) -> None:
        self.folder = folder
        self.dovecot = dovecot
        self.smtp, self.submission, self.smtps, self.unsecured = reserve_ports(4)
        self._process: ServerProcess | None = None
        for name in ("conf", "queue", "data"):
            (folder / name).mkdir(parents=True)
        shutil.chown(folder / "data", "postfix")
        self._write_configuration()

    def _write_configuration(self) -> None:
        words = {"folder": self.folder, "commands": _setting("command_directory"), "daemons": _daemons()}
        words |= {"cert": self.dovecot.certificate.file, "key": self.dovecot.certificate.key}
        words |= {"lmtp": self.dovecot.lmtp, "sasl": self.dovecot.sasl, "domains": " ".join(self._domains())}
        ports = {"smtp": self.smtp, "submission": self.submission, "smtps": self.smtps}
        ports |= {"unsecured": self.unsecured}
        _write_as_old(self.folder / "conf" / "main.cf", MAIN.format(**words))
        _write_as_old(self.folder / "conf" / "master.cf", MASTER.format(**ports))
        self._write_mailboxes()

    def _domains(self) -> list[str]:
        return sorted({address.rpartition("@")[2] for address in self.dovecot.users} | {CATCH_ALL_DOMAIN})

    def _write_mailboxes(self) -> None:
        keys = [*self.dovecot.users, f"@{CATCH_ALL_DOMAIN}"]
        _write_as_old(self.folder / "conf" / "mailboxes", "".join(f"{key} mailbox\n" for key in keys))

    def add_user(self, address: str, password: str = "pw-added") -> None:
        """Another mailbox at one of the domains, in Dovecot too. Sessions under way are not disturbed."""
        if address.rpartition("@")[2] not in self._domains():
            raise ValueError(f"{address} is at a domain that this Postfix was not started for")
        self.dovecot.add_user(address, password)
        self._write_mailboxes()
        if self._process:
            self._process.process.send_signal(signal.SIGHUP)
            wait_for(lambda: self.knows(address), f"Postfix to know {address}")

    def knows(self, address: str) -> bool:
        """Whether a mail from outside to the address would be taken now."""
        with smtplib.SMTP(LOOPBACK, self.smtp, timeout=30) as line:
            line.ehlo()
            line.mail("")
            return line.rcpt(address)[0] == 250

    def start(self) -> None:
        # The rest of `postfix start` checks ownership and queue files, which takes seconds and these are new.
        places = [f"meta_directory={_setting('meta_directory')}", f"config_directory={self.folder / 'conf'}"]
        self._run(str(_daemons() / "post-install"), *places, "create-missing")
        command = [str(_daemons() / "master"), "-c", str(self.folder / "conf"), "-s"]
        self._process = ServerProcess(command, folder=self.folder)
        for port in (self.smtp, self.submission, self.unsecured):
            self._process.wait_until_greeting(port, b"220")

    def stop(self) -> None:
        """End the server; its queue stays, and it can be started again on the same ports."""
        if self._process:
            self._process.stop()

    def kill(self) -> None:
        """End the server without a word to its clients."""
        if self._process:
            self._process.kill()

    def log(self) -> str:
        return read_logs(self.folder)

    def _run(self, *command: str) -> None:
        environment = os.environ | {"MAIL_CONFIG": str(self.folder / "conf")}
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")


def _write_as_old(file: Path, text: str) -> None:
    """Replace a file in one step. Postfix would wait for a young one to age, as it might be unfinished."""
    unfinished = file.with_suffix(".new")
    unfinished.write_text(text)
    long_ago = time.time() - 60
    os.utime(unfinished, (long_ago, long_ago))
    unfinished.replace(file)


def _daemons() -> Path:
    return Path(_setting("daemon_directory"))


@functools.cache
def _setting(name: str) -> str:
    """A path that this system's Postfix was built with."""
    postconf = find_program("postconf") or "postconf"
    return subprocess.run(
        [postconf, "-d", "-h", name], check=True, capture_output=True, text=True
    ).stdout.strip()
