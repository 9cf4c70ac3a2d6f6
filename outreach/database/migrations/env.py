"""Alembic's entry: runs migrations on the connection that outreach.database.schema hands over."""

from typing import Any, Literal

from alembic import context

from outreach.database.columns import UtcDateTime, Word
from outreach.tables import METADATA


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | Literal[False]:
    """Our column types, written as what the database stores: a migration imports nothing of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Word):
        return "sa.String(40)"
    if kind == "type" and type(item).__name__ == "AutoString":
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_item=render_item,
    render_as_batch=True,
    user_module_prefix=None,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
