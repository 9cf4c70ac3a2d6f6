"""limits, guards and tasks"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_domain",
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("looked_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_mail_domain")),
    )
    op.create_table(
        "seen_in_sent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seen_in_sent")),
        sa.UniqueConstraint("mailbox", "message_id", name=op.f("uq_seen_in_sent_mailbox_message_id")),
    )
    with op.batch_alter_table("seen_in_sent", schema=None) as batch_op:
        batch_op.create_index("ix_seen_in_sent_mailbox_sent_at", ["mailbox", "sent_at"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.String(), nullable=True),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("step_index", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_task_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_task_contact_id")),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], name=op.f("fk_task_enrollment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("contact_id", "sequence", "step", name=op.f("uq_task_contact_id_sequence_step")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index("ix_task_enrollment_id", ["enrollment_id"], unique=False)
        batch_op.create_index("ix_task_state_due_at", ["state", "due_at"], unique=False)

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paused_why", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("guarded_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("match_provider", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    op.add_column("enrollment", sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("mailbox_status", schema=None) as batch_op:
        batch_op.add_column(sa.Column("guarded_since", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("outbound_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recipient_domain", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("variant", sa.String(), server_default="", nullable=False))
        batch_op.drop_index(batch_op.f("ix_outbound_message_mailbox_state_due_at"))
        batch_op.create_index(
            "ix_outbound_message_mailbox_state_opening_due_at",
            ["mailbox", "state", "opening", "due_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_outbound_message_recipient_domain_in_flight_at",
            ["recipient_domain", "in_flight_at"],
            unique=False,
        )

    mails = sa.table("outbound_message", sa.column("recipient"), sa.column("recipient_domain"))
    domain = (
        sa.func.split_part(mails.c.recipient, "@", 2)
        if op.get_context().dialect.name == "postgresql"
        else sa.func.substr(mails.c.recipient, sa.func.instr(mails.c.recipient, "@") + 1)
    )
    op.execute(sa.update(mails).values(recipient_domain=domain))


def downgrade() -> None:
    with op.batch_alter_table("outbound_message", schema=None) as batch_op:
        batch_op.drop_index("ix_outbound_message_recipient_domain_in_flight_at")
        batch_op.drop_index("ix_outbound_message_mailbox_state_opening_due_at")
        batch_op.create_index(
            batch_op.f("ix_outbound_message_mailbox_state_due_at"),
            ["mailbox", "state", "due_at"],
            unique=False,
        )
        batch_op.drop_column("variant")
        batch_op.drop_column("recipient_domain")

    # Not in a batch: that writes the table anew, and forgets its CHECK.
    op.drop_column("enrollment", "first_due_at")

    with op.batch_alter_table("mailbox_status", schema=None) as batch_op:
        batch_op.drop_column("guarded_since")

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_column("match_provider")
        batch_op.drop_column("guarded_since")
        batch_op.drop_column("paused_why")

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index("ix_task_state_due_at")
        batch_op.drop_index("ix_task_enrollment_id")

    op.drop_table("task")
    with op.batch_alter_table("seen_in_sent", schema=None) as batch_op:
        batch_op.drop_index("ix_seen_in_sent_mailbox_sent_at")

    op.drop_table("seen_in_sent")
    op.drop_table("mail_domain")
