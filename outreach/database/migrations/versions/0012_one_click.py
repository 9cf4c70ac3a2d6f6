"""links of the one-click opt-out"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opt_out_link",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_opt_out_link_contact_id")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_opt_out_link")),
    )
    op.create_index("ix_opt_out_link_contact_id", "opt_out_link", ["contact_id"], unique=False)
