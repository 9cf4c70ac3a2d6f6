"""suppression of accounts, erasure, retention; the audit cannot be changed"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_suppression_kind", "suppression", ["kind"], unique=False)
    op.add_column("contact", sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("inbound_message", sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True))
    # An entry gets its place in the chain once, at its commit, and nothing is done to it after that.
    if op.get_bind().dialect.name == "sqlite":
        for event, when in (("UPDATE", "OLD.position IS NOT NULL"), ("DELETE", "1")):
            op.execute(
                f"CREATE TRIGGER audit_entry_no_{event.lower()} BEFORE {event} ON audit_entry WHEN {when} "
                "BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit is only ever added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry FOR EACH ROW "
        "WHEN (OLD.position IS NOT NULL) EXECUTE FUNCTION audit_entry_stays()"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry FOR EACH ROW "
        "EXECUTE FUNCTION audit_entry_stays()"
    )
