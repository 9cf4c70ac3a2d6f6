"""What a PostgreSQL database has in it."""

import sqlalchemy as sa

from outreach.database.engine import postgresql_engine


def tables_in(url: str) -> list[str]:
    engine = postgresql_engine(sa.make_url(url))
    try:
        with engine.connect() as connection:
            return sa.inspect(connection).get_table_names()
    finally:
        engine.dispose()
