"""second addresses and learned models"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "other_address",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("inbound_id", sa.Integer(), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_other_address_contact_id")),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound_message.id"], name=op.f("fk_other_address_inbound_id")
        ),
        sa.PrimaryKeyConstraint("address", "contact_id", name=op.f("pk_other_address")),
    )
    with op.batch_alter_table("other_address", schema=None) as batch_op:
        batch_op.create_index("ix_other_address_contact_id", ["contact_id"], unique=False)
        batch_op.create_index("ix_other_address_inbound_id", ["inbound_id"], unique=False)

    op.create_table(
        "learned_model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("measured", sa.JSON(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=False),
        sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_model")),
    )

    op.add_column("inbound_message", sa.Column("provider_id", sa.String(), nullable=True))
    op.create_index("ix_inbound_message_provider_id", "inbound_message", ["provider_id"], unique=False)
    op.add_column(
        "mailbox_status", sa.Column("reading_trouble", sa.String(), server_default="", nullable=False)
    )
    op.add_column("inbound_message", sa.Column("taken_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("review", sa.Column("second_read_at", sa.DateTime(timezone=True), nullable=True))
