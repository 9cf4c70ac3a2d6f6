"""The workspace that the demo plays in: its configuration, with the world's servers and our simulated team."""

import re
import shutil
from pathlib import Path

from outreach.config import Config, load_config
from outreach.core.shipped import shipped
from outreach.sandbox import our_team
from outreach.sandbox.world import World

_CONFIG = """\
# Written by `outreach demo`. The servers in it are gone; the database can be looked at with every command.
live = true

[sender]
name = "Rita Whitfield"
organisation = "Fairmile Ltd"
postal_address = "4 Orchard Lane, Bristol BS1 4XX, United Kingdom"

[policy]
zone = "Europe/London"
# The weeks are few: first mails are not held back while replies wait for somebody.
replies_per_person = 0

[guards]
# Some addresses of this list are dead on purpose; elsewhere such a list would be stopped.
bounce_share = 20

[hand_off]
aim_hours = 8
limit_hours = 24
automatic = true

[reports.goals]
replied = 7
qualified = 40
accepted = 80
confirmed = 80
proposal = 80
meeting = 60
contract = 50
"""

_OUR_RULES = """\
# Written by `outreach demo`: the shipped rules, but for one thing. Nobody here is real, so a colleague's word is taken
# for consent ("referral" in `basis`); in earnest it is none where a law asks for consent.

"""
_CONSENT_ONLY = re.compile(r'(decision = "consent"\nasks = [^\n]*\n)(?!basis)')

_MAILBOX = """
[[mailboxes]]
name = "{name}"
from = "{display_name} <{address}>"
per_day = 40
gap_seconds = [90, 240]
sent_copy = "{sent_copy}"

[mailboxes.ramp]
start = 12
add = 6

[mailboxes.smtp]
host = "{smtp_host}"
port = {smtp_port}
security = "none"
username = "{login}"
password = {{ file = "{name}.password" }}

[mailboxes.imap]
host = "{imap_host}"
port = {imap_port}
security = "none"
username = "{login}"
password = {{ file = "{name}.password" }}
"""


def workspace_in(folder: Path, world: World, templates: Path, sequences: Path) -> Config:
    """Writes everything that `outreach init` would, but for the database, and the mailboxes of `world`."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(templates, folder / "templates", dirs_exist_ok=True)
    shutil.copytree(sequences, folder / "sequences", dirs_exist_ok=True)
    sections = [_CONFIG, our_team.as_toml()]
    for box in world.mailboxes:
        secret = folder / f"{box.name}.password"
        secret.touch(mode=0o600)
        secret.write_text(box.password, encoding="utf-8")
        sections.append(
            _MAILBOX.format(
                name=box.name,
                display_name=box.display_name,
                address=box.address,
                login=box.login,
                sent_copy="server" if box.files_copies else "append",
                smtp_host=box.smtp_host,
                smtp_port=box.smtp_port,
                imap_host=box.imap_host,
                imap_port=box.imap_port,
            )
        )
    (folder / "countries.toml").write_text(_countries(), encoding="utf-8")
    for name in ("lead-definition.toml", "bonus.toml"):
        shutil.copyfile(shipped(name), folder / name)
    path = folder / "config.toml"
    path.write_text("".join(sections), encoding="utf-8")
    return load_config(path)


def retire(config_file: Path) -> None:
    """The servers are gone: nobody who looks at the workspace shall write to whatever has their ports now."""
    text = config_file.read_text(encoding="utf-8")
    config_file.write_text(text.replace("live = true", "live = false", 1), encoding="utf-8")


def _countries() -> str:
    """The rules that come with the program; but here a colleague's word is taken for consent."""
    text = shipped("countries.toml").read_text(encoding="utf-8")
    return _OUR_RULES + _CONSENT_ONLY.sub(r'\1basis = ["consent", "referral"]\n', text)
