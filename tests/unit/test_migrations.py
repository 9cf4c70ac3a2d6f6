"""The migrations make the very tables that the models describe, on both databases, and are safe to repeat."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from outreach.core.errors import ConfigurationError, Refused
from outreach.database.engine import Database, sqlite_path
from outreach.database.schema import HEAD, alembic_config, migration_engine, require_current, upgrade
from outreach.tables import METADATA


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server("postgresql"))])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/outreach.db"
    found: str = request.getfixturevalue("postgresql_url")
    return found


@pytest.fixture
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


def test_a_migrated_database_is_what_the_models_say(url: str) -> None:
    upgrade(url)

    assert differences(url) == []


def differences(url: str) -> list[Any]:
    engine = migration_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found: list[Any] = compare_metadata(context, METADATA)
    engine.dispose()
    return found


def test_a_difference_would_be_seen(url: str) -> None:
    upgrade(url)
    engine = migration_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE account DROP COLUMN name"))
        connection.execute(sa.text("DROP INDEX ix_outbound_message_unfiled"))
    engine.dispose()

    assert {difference[0] for difference in differences(url)} == {"add_column", "add_index"}


def test_the_program_wants_the_newest_migration(url: str) -> None:
    engine = migration_engine(url)
    with engine.connect() as connection:
        head = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
    engine.dispose()

    assert head == HEAD


def test_a_second_upgrade_is_harmless(url: str, opened: Database) -> None:
    upgrade(url)
    with opened.writing() as session:
        session.connection().execute(sa.text("INSERT INTO workspace VALUES (1, 'key', '2026-03-03')"))

    upgrade(url)

    with opened.reading() as session:
        require_current(session)
        assert session.connection().execute(sa.text("SELECT count(*) FROM workspace")).scalar() == 1


def test_two_who_upgrade_at_once_do_not_get_in_each_others_way(url: str, opened: Database) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(upgrade, [url, url]))

    with opened.reading() as session:
        require_current(session)


def test_an_empty_database_is_refused_with_the_next_step(opened: Database) -> None:
    with opened.reading() as session, pytest.raises(ConfigurationError) as raised:
        require_current(session)

    assert str(raised.value) == "database: has no tables yet. Run `outreach init`."


@pytest.mark.parametrize(
    ("revision", "says"),
    [
        ("0000", f"database: has schema 0000, this program wants {HEAD}. Run `outreach db upgrade`."),
        (
            "9999",
            f"database: has schema 9999, which is newer than this program ({HEAD}). "
            "Install the version of outreach that it was used with last.",
        ),
    ],
)
def test_another_schema_is_refused_with_the_next_step(
    revision: str, says: str, url: str, opened: Database
) -> None:
    stamp(url, revision)

    with opened.reading() as session, pytest.raises(ConfigurationError) as raised:
        require_current(session)

    assert str(raised.value) == says


def test_an_older_program_does_not_touch_a_newer_database(url: str) -> None:
    stamp(url, "9999")

    with pytest.raises(ConfigurationError, match="newer than this program"):
        upgrade(url)


def stamp(url: str, revision: str) -> None:
    upgrade(url)
    engine = migration_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/outreach.db"
    engine = migration_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE review (in_the_way INTEGER)"))

    with pytest.raises(sa.exc.OperationalError, match="already exists"):
        upgrade(url)

    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["review"]
    engine.dispose()


def test_every_constraint_has_a_name() -> None:
    nameless = [
        constraint
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]

    assert nameless == []


def test_only_two_kinds_of_database_are_supported() -> None:
    with pytest.raises(Refused, match='"mysql" is not supported'):
        Database("mysql://localhost/outreach")
    assert sqlite_path("sqlite:///a/b.db") == Path("a/b.db")
    assert sqlite_path("postgresql://localhost/outreach") is None
