"""names of accounts, merges, the ideal customer"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("status_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("status_why", sa.String(), server_default="", nullable=False))
    op.add_column(
        "account",
        sa.Column(
            "merged_into_id",
            sa.Integer(),
            sa.ForeignKey("account.id", name=op.f("fk_account_merged_into_id")),
            nullable=True,
        ),
        # SQLite adds a reference with its column or not at all.
        inline_references=True,
    )
    op.create_index("ix_account_merged_into_id", "account", ["merged_into_id"], unique=False)

    op.create_table(
        "account_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("canonical", sa.String(), nullable=False),
        sa.Column("takes_newcomers", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_name_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_name")),
        sa.UniqueConstraint("account_id", "canonical", name=op.f("uq_account_name_account_id_canonical")),
    )
    op.create_index("ix_account_name_canonical", "account_name", ["canonical"], unique=False)

    op.create_table(
        "account_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["kept_id"], ["account.id"], name=op.f("fk_account_change_kept_id")),
        sa.ForeignKeyConstraint(["other_id"], ["account.id"], name=op.f("fk_account_change_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_change")),
    )

    op.create_table(
        "ideal_customer_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideal_customer_version")),
        sa.UniqueConstraint("digest", name=op.f("uq_ideal_customer_version_digest")),
        sa.UniqueConstraint("version", name=op.f("uq_ideal_customer_version_version")),
    )
    op.add_column("campaign", sa.Column("min_grade", sa.String(40), nullable=True))
    op.add_column(
        "enrollment", sa.Column("is_nurture", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("enrollment", sa.Column("grade", sa.String(40), nullable=True))
    op.add_column(
        "enrollment",
        sa.Column(
            "ideal_customer_version_id",
            sa.Integer(),
            sa.ForeignKey("ideal_customer_version.id", name=op.f("fk_enrollment_ideal_customer_version_id")),
            nullable=True,
        ),
        inline_references=True,
    )
