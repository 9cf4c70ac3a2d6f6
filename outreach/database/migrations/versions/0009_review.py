"""snoozed and assigned reviews, undo, further tasks"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review", sa.Column("assigned_to", sa.String(), server_default="", nullable=False))
    op.add_column("review", sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("review", sa.Column("not_ours", sa.Boolean(), server_default=sa.false(), nullable=False))

    op.create_table(
        "review_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_note_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_note")),
    )
    op.create_index("ix_review_note_review_id", "review_note", ["review_id"], unique=False)

    op.create_table(
        "kept_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_kept_decision_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_decision")),
        sa.UniqueConstraint("review_id", name=op.f("uq_kept_decision_review_id")),
    )

    # No references: SQLite adds one with its column or not at all, and a task outlives what it speaks of.
    op.add_column("task", sa.Column("inbound_id", sa.Integer(), nullable=True))
    op.add_column("task", sa.Column("referral_id", sa.Integer(), nullable=True))
    op.add_column("task", sa.Column("phone", sa.String(), server_default="", nullable=False))
    op.create_index("ix_task_inbound_id", "task", ["inbound_id"], unique=False)
    op.create_index("ix_task_referral_id", "task", ["referral_id"], unique=False)
