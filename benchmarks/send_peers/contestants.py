"""The other programs. What is not ours is fetched into a temporary folder when it runs, or left out with a word why."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.send_peers.contest import MAILS, ROOT, ROUNDS, Contender, Figure, run_rounds

_HERE = Path(__file__).parent
#: Seconds for fetching one package.
_PATIENCE = 180


class BareAiosmtplib:
    """The ceiling of our SMTP library: nothing is composed, nothing is kept."""

    name = "aiosmtplib, ready bytes, 10 connections"

    def make_ready(self, _folder: Path) -> str:
        return ""

    def command(self, _folder: Path, port: int, mails: int) -> list[str]:
        return [sys.executable, "-m", "benchmarks.send_peers.bare_aiosmtplib", str(port), str(mails)]

    def environment(self, _folder: Path) -> dict[str, str]:
        return {}


class NodemailerPool:
    """The usual mailer of the JavaScript world."""

    name = "nodemailer pool, composing, 10 connections"

    def make_ready(self, folder: Path) -> str:
        if not (shutil.which("npm") and shutil.which("node")):
            return "npm or node is not installed"
        # Else npm takes the folder for a part of whatever package lies above it.
        (folder / "package.json").write_text("{}", encoding="ascii")
        return _fetch(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "nodemailer"]
        )

    def command(self, folder: Path, port: int, mails: int) -> list[str]:
        return ["node", str(_HERE / "nodemailer_pool.cjs"), str(folder), str(port), str(mails)]

    def environment(self, _folder: Path) -> dict[str, str]:
        return {}


class DjangoMassMail:
    """The usual mailer of the Python world; one connection, as it comes."""

    name = "Django send_mass_mail, rendering"

    def make_ready(self, folder: Path) -> str:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        uv = ["uv", "pip", "install", "--quiet", "--python", sys.executable]
        why = _fetch([*pip, "--target", str(folder), "django"])
        return _fetch([*uv, "--target", str(folder), "django"]) if why and shutil.which("uv") else why

    def command(self, _folder: Path, port: int, mails: int) -> list[str]:
        return [sys.executable, "-m", "benchmarks.send_peers.django_mass_mail", str(port), str(mails)]

    def environment(self, folder: Path) -> dict[str, str]:
        return {"PYTHONPATH": f"{ROOT}:{folder}"}


PEERS: tuple[Contender, ...] = (BareAiosmtplib(), NodemailerPool(), DjangoMassMail())


def peers(*, mails: int = MAILS, rounds: int = ROUNDS) -> list[Figure]:
    """What the others do on this machine, by turns."""
    return run_rounds(PEERS, mails=mails, rounds=rounds)


def _fetch(command: Sequence[str]) -> str:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE)
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no reason given"])[-1]
        return f"`{command[-1]}` cannot be fetched: {last}"
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"`{command[-1]}` cannot be fetched: {error}"
    return ""
