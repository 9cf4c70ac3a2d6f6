"""where a list comes from, and how far an import has come"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "list_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["prospect_list.id"], name=op.f("fk_list_import_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_import")),
    )
    op.create_index("ix_list_import_list_id", "list_import", ["list_id"], unique=False)
    op.create_table(
        "list_import_refusal",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["list_import.id"], name=op.f("fk_list_import_refusal_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_list_import_refusal")),
    )
    op.create_table(
        "domain_mail",
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("takes_mail", sa.Boolean(), nullable=False),
        sa.Column("looked_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_domain_mail")),
    )
    op.add_column("prospect_list", sa.Column("cost_cents", sa.BigInteger(), nullable=True))
    op.add_column("prospect_list", sa.Column("cost_currency", sa.String(), server_default="", nullable=False))
    op.add_column("prospect", sa.Column("import_id", sa.Integer(), nullable=True))
    op.add_column("prospect", sa.Column("basis_import_id", sa.Integer(), nullable=True))
