"""mails that a person answers with, and notices"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbound_message", sa.Column("kind", sa.String(40), server_default="step", nullable=False))
    op.add_column("outbound_message", sa.Column("author", sa.String(), server_default="", nullable=False))
    op.add_column(
        "outbound_message",
        sa.Column(
            "answers_inbound_id",
            sa.Integer(),
            sa.ForeignKey("inbound_message.id", name=op.f("fk_outbound_message_answers_inbound_id")),
            nullable=True,
        ),
        # SQLite adds a reference with its column or not at all.
        inline_references=True,
    )
    op.create_index(
        "ix_outbound_message_answers",
        "outbound_message",
        ["mailbox", "state"],
        unique=False,
        sqlite_where=sa.text("answers_inbound_id IS NOT NULL"),
        postgresql_where=sa.text("answers_inbound_id IS NOT NULL"),
    )

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("intent", sa.String(40), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("inbound_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound_message.id"], name=op.f("fk_notice_inbound_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("event_id", name=op.f("uq_notice_event_id")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_inbound_id", ["inbound_id"], unique=False)
        batch_op.create_index("ix_notice_state_due_at", ["state", "due_at"], unique=False)
