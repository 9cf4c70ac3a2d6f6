"""mails about offers and what came back"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("salesperson", sa.String(), nullable=False),
        sa.Column("inbound_id", sa.Integer(), nullable=True),
        sa.Column("outbound_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_notice_offer_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_offer_notice_lead_id")),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound_message.id"], name=op.f("fk_offer_notice_inbound_id")
        ),
        sa.ForeignKeyConstraint(
            ["outbound_id"], ["outbound_message.id"], name=op.f("fk_offer_notice_outbound_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_notice")),
        sa.UniqueConstraint("event_id", name=op.f("uq_offer_notice_event_id")),
    )
    op.create_index("ix_offer_notice_state_due_at", "offer_notice", ["state", "due_at"], unique=False)
    for column in ("offer_id", "lead_id", "inbound_id", "outbound_id"):
        op.create_index(f"ix_offer_notice_{column}", "offer_notice", [column], unique=False)
    op.create_table(
        "offer_answer",
        sa.Column("inbound_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("salesperson", sa.String(), nullable=False),
        sa.Column("came", sa.String(40), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound_message.id"], name=op.f("fk_offer_answer_inbound_id")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_answer_offer_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_offer_answer_lead_id")),
        sa.PrimaryKeyConstraint("inbound_id", name=op.f("pk_offer_answer")),
    )
    for column in ("offer_id", "lead_id"):
        op.create_index(f"ix_offer_answer_{column}", "offer_answer", [column], unique=False)
    op.create_table(
        "offer_reading",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("last_verdict_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_reading")),
    )
    op.create_table(
        "crm_row",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_crm_row_lead_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_crm_row")),
    )
    op.create_index("ix_crm_row_lead_id", "crm_row", ["lead_id"], unique=False)
