"""indices that hold what reports count, so that these read no rows"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_event_kind_contact_id",
        "event",
        [
            "kind",
            "contact_id",
            "at",
            "taken_back_at",
            "mailbox",
            "campaign_id",
            "enrollment_id",
            "outbound_id",
        ],
        unique=False,
    )
    _widen("ix_event_kind_at", "event", ["kind", "at", "taken_back_at"])
    _widen(
        "ix_outbound_message_enrollment_id",
        "outbound_message",
        ["enrollment_id", "sequence", "step", "variant", "recipient_domain"],
    )
    _widen("ix_prospect_contact_id", "prospect", ["contact_id", "created_at"])


def _widen(name: str, table: str, columns: list[str]) -> None:
    op.drop_index(name, table)
    op.create_index(name, table, columns, unique=False)
