"""Two URLs that say the same place are the same database, and two that do not are two."""

from pathlib import Path

import pytest

from outreach.config import load_config
from outreach.daemon.opt_out_door import database_is
from outreach.database.one_spelling import one_spelling
from tests.support.command_line import CONFIG
from tests.support.databases import KEY

SAME = [
    "postgresql://ann@localhost/outreach",
    "postgresql://ann@localhost:5432/outreach",
    "postgresql://ann:secret@LOCALHOST/outreach",
    "postgresql+psycopg://ben@127.0.0.1/outreach?sslmode=require",
    "postgresql://ann@[::1]/outreach?connect_timeout=3",
    "postgresql:///outreach?host=localhost&port=5432",
    "postgresql://outreach@localhost",
]
OTHERS = [
    "postgresql://ann@localhost:5433/outreach",
    "postgresql://ann@localhost/outreach_test",
    "postgresql://ann@db.alpha.example/outreach",
    "postgresql:///outreach?host=/run/postgresql",
    "postgresql:///outreach",
    "postgresql://ann@localhost/outreach?service=test",
    "postgresql://ann@localhost/outreach?hostaddr=192.0.2.1",
    "postgresql://ann@localhost/outreach?options=-csearch_path%3Dother",
    "sqlite:////srv/outreach",
]


@pytest.mark.parametrize("url", SAME)
def test_one_database_of_a_server_has_one_spelling(url: str) -> None:
    assert one_spelling(url) == "postgresql:localhost:5432/outreach"


def test_others_are_others() -> None:
    assert len({one_spelling(url) for url in [SAME[0], *OTHERS]}) == 1 + len(OTHERS)


def test_a_file_is_known_by_its_real_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept").mkdir()
    (tmp_path / "link").symlink_to("kept")

    spelled = {
        one_spelling(url)
        for url in (
            "sqlite:///kept/a.db",
            "sqlite:///./kept/a.db",
            "sqlite:///kept/../kept/a.db",
            "sqlite:///link/a.db",
            f"sqlite:///{tmp_path}/kept/a.db?timeout=3",
        )
    }

    assert spelled == {f"sqlite:{tmp_path.resolve()}/kept/a.db"}


def test_no_password_and_no_user_is_in_it() -> None:
    assert one_spelling("postgresql://ann:secret@db.alpha.example/x") == "postgresql:db.alpha.example:5432/x"


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("sqlite:///a.db", "sqlite:///./a.db"),
        ("postgresql://ann@localhost/o", "postgresql://ben@localhost:5432/o"),
    ],
)
def test_daemons_whose_configurations_spell_it_otherwise_know_one_another(
    tmp_path: Path, here: str, there: str
) -> None:
    said = [database_is(KEY, load_config(_written(tmp_path, url))) for url in (here, there)]

    assert said[0] == said[1]
    assert said[0] != database_is(bytes(32), load_config(_written(tmp_path, here)))


def _written(folder: Path, url: str) -> Path:
    path = folder / "config.toml"
    path.write_text(f'{CONFIG}\n[database]\nurl = "{url}"\n', encoding="utf-8")
    return path
