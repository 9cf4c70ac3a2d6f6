"""With PostgreSQL the leases say which daemons run; a heartbeat counts for the one that wrote it alone."""

import platform
from datetime import timedelta
from pathlib import Path

from outreach.cli.status_work import of_daemons, of_links
from outreach.config import load_config
from outreach.core.clock import SetClock
from outreach.daemon.heartbeat import Heart, heartbeat_path
from outreach.daemon.running_daemons import RunningDaemon, running_daemons
from outreach.database.engine import Database
from outreach.sending import leases
from tests.support.command_line import CONFIG
from tests.support.databases import NOW

HERE, ELSEWHERE = f"{platform.node()}:4711:ab12cd34", "another-host:99:ff00ff00"


def daemons(database: Database, folder: Path) -> list[RunningDaemon]:
    """As a configuration that names PostgreSQL finds them; the rows are the same on both databases."""
    (folder / "config.toml").write_text(
        CONFIG + '\n[database]\nurl = "postgresql://outreach@localhost/outreach"\n', encoding="utf-8"
    )
    with database.reading() as session:
        return running_daemons(session, load_config(folder / "config.toml"), NOW)


def lives(database: Database, owner: str, *mailboxes: str, ago: timedelta = timedelta()) -> None:
    with database.writing() as session:
        leases.turn(session, mailboxes, {}, owner=owner, started_at=NOW - ago, now=NOW - ago)


def test_each_that_lives_is_told_with_its_machine_and_what_it_reads(
    database: Database, tmp_path: Path
) -> None:
    lives(database, HERE, "ann", "bob")
    lives(database, ELSEWHERE, "ann")
    lives(database, "dead:1:00", ago=timedelta(minutes=5))

    found = {each.name: each for each in daemons(database, tmp_path)}

    assert set(found) == {HERE, ELSEWHERE}
    assert (found[HERE].host, found[HERE].pid, found[HERE].reads) == ("", 4711, 2)
    assert (found[ELSEWHERE].host, found[ELSEWHERE].pid, found[ELSEWHERE].reads) == ("another-host", 99, 0)


def test_one_that_says_nothing_for_too_long_hangs(database: Database, tmp_path: Path) -> None:
    clock = SetClock(NOW - timedelta(minutes=4))
    Heart(heartbeat_path(tmp_path / "config.toml", None), clock=clock).beat(
        owner=HERE, live=True, halted=False
    )
    lives(database, HERE)
    lives(database, ELSEWHERE)

    found = daemons(database, tmp_path)

    assert [each.name for each in found if each.hangs(NOW)] == [HERE]
    (wrong,) = of_daemons(found, NOW)
    assert wrong.startswith(f"{HERE} has said nothing since")


def test_a_daemon_whose_links_lead_elsewhere_is_wrong_with_the_next_step(
    database: Database, tmp_path: Path
) -> None:
    heart = Heart(heartbeat_path(tmp_path / "config.toml", None), clock=SetClock(NOW))
    lives(database, HERE)
    trouble = "port 8025 on 127.0.0.1 is taken by nginx, process 812."

    heart.beat(owner=HERE, live=True, halted=False, link_trouble=trouble)

    found = daemons(database, tmp_path)
    assert list(of_daemons(found, NOW)) == [], "it lives, and a health check must not restart it"
    (wrong,) = of_links(found)
    assert f"leads to nobody of ours, and no mail of a sequence goes out: {trouble} End that program" in wrong


def test_a_turn_that_failed_last_is_wrong_until_it_goes_well_again(
    database: Database, tmp_path: Path
) -> None:
    clock = SetClock(NOW - timedelta(minutes=1))
    heart = Heart(heartbeat_path(tmp_path / "config.toml", None), clock=clock)
    lives(database, HERE)
    heart.note("plan", went_well=False)
    heart.beat(owner=HERE, live=True, halted=False)
    assert "the last turn of plan failed" in next(of_daemons(daemons(database, tmp_path), NOW))

    clock.set(NOW)
    heart.note("plan", went_well=True)
    heart.beat(owner=HERE, live=True, halted=False)

    assert list(of_daemons(daemons(database, tmp_path), NOW)) == []
