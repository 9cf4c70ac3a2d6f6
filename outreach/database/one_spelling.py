"""Where a database is, in one spelling: two URLs that say the same place otherwise are the same database."""

from pathlib import Path

import sqlalchemy as sa

_POSTGRESQL_PORT = 5432
#: What else can lead a line to another database or schema: as it is written. To take two for one could lose a no.
_LEADS_ELSEWHERE = ("service", "hostaddr", "options")
#: All of them this machine. A socket in a folder is another matter: it may be another server's.
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def one_spelling(url: str) -> str:
    """The place of a database, the same however its URL is written; without who logs in, and how.

    A file by its real path, a server by host, port and name. A name that is left out is the user's, as libpq has it.
    """
    parsed = sa.make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return f"sqlite:{_file(parsed.database or '')}"
    # What stands behind the question mark is what libpq goes by, where it is said twice.
    host = str(parsed.query.get("host", parsed.host or ""))
    port = str(parsed.query.get("port", parsed.port or _POSTGRESQL_PORT))
    name = str(parsed.query.get("dbname", parsed.database or parsed.username or ""))
    others = "".join(f"?{key}={parsed.query[key]}" for key in _LEADS_ELSEWHERE if key in parsed.query)
    return f"{backend}:{_host(host)}:{port}/{name}{others}"


def _file(name: str) -> str:
    return name if name in ("", ":memory:") else str(Path(name).resolve())


def _host(name: str) -> str:
    if name.startswith("/"):
        return str(Path(name).resolve())
    lowered = name.lower().removesuffix(".")
    return "localhost" if lowered in _HERE else lowered
