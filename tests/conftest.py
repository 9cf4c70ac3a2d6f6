"""Real servers for tests, one of each a test process, and what happens where one is missing."""

import os
import shutil
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.databases import (  # noqa: F401 - fixtures
    database,
    migrated_postgresql,
    migrated_sqlite,
    postgresql_database,
    sqlite_database,
)
from tests.support.processes import server_folder
from tests.support.servers import (
    REQUIRE_SERVERS,
    SERVERS,
    USERS,
    Cyrus,
    Dovecot,
    Postfix,
    PostgreSQL,
    why_missing,
)

# A shared machine may be slow at any moment: an example is judged by what it shows, never by its time.
settings.register_profile("outreach", deadline=None, print_blob=True)
settings.load_profile("outreach")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a server's fixture is marked as needing it, so that `-m server` finds it."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            name = "postgresql" if fixture == "postgresql_url" else fixture
            if name in SERVERS:
                item.add_marker(pytest.mark.server(name))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose server is missing, or fail it where no test may be skipped for that."""
    for marker in item.iter_markers("server"):
        for name in marker.args:
            if reason := why_missing(name):
                if os.environ.get(REQUIRE_SERVERS) == "1":
                    pytest.fail(reason, pytrace=False)
                pytest.skip(reason)


@pytest.fixture(scope="session")
def servers_folder() -> Iterator[Path]:
    """Where servers keep everything: open to other accounts, removed at the end."""
    folder = server_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def dovecot(servers_folder: Path) -> Iterator[Dovecot]:
    server = Dovecot(servers_folder / "dovecot", USERS)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def cyrus(servers_folder: Path) -> Iterator[Cyrus]:
    server = Cyrus(servers_folder / "cyrus", {"ann": "pw-ann"})
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postfix(servers_folder: Path, dovecot: Dovecot) -> Iterator[Postfix]:
    server = Postfix(servers_folder / "postfix", dovecot)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgresql(servers_folder: Path) -> Iterator[PostgreSQL]:
    server = PostgreSQL(servers_folder / "postgresql")
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> Iterator[str]:
    """The URL of a database that this test has for itself."""
    name = postgresql.create_database()
    yield postgresql.url(name)
    postgresql.drop_database(name)


@pytest.fixture
def empty_mailboxes(dovecot: Dovecot) -> Dovecot:
    """Dovecot without a single mail."""
    dovecot.empty()
    return dovecot


@pytest.fixture(scope="session")
def trusted_tls(dovecot: Dovecot) -> ssl.SSLContext:
    """A client's TLS context that verifies Dovecot's and Postfix's certificate."""
    return ssl.create_default_context(cafile=str(dovecot.cert))
