"""The OAuth2 tokens of a mailbox, sealed, and who is renewing them at the moment."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.database.columns import UtcDateTime


class MailboxToken(SQLModel, table=True):
    """One authorised mailbox. `version` grows with every change: who has talked to the token server meanwhile knows.

    Whoever renews it claims the row for a while, and holds no transaction open while they talk. A claim whose holder
    has died ends by itself; the tokens are those from before, or those that were kept before anybody used them.
    """

    __tablename__ = "mailbox_token"

    mailbox: str = Field(primary_key=True)
    #: Encrypted; empty where the keyring has them.
    sealed: bytes = Field(sa_type=sa.LargeBinary)
    version: int = 1
    #: When the access token runs out.
    expires_at: datetime = Field(sa_type=UtcDateTime)
    #: When the refresh token was last replaced by a new one.
    rotated_at: datetime = Field(sa_type=UtcDateTime)
    #: Why no token can be had until a person does something; empty where all is well.
    trouble: str = ""
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
