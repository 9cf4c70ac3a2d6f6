"""what the law of a country says about each mail"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("law_country", "law_rule", "law_decision", "law_version", "law_ground"):
        op.add_column("outbound_message", sa.Column(name, sa.String(), server_default="", nullable=False))
