"""Who is told of replies, and how; plain values, which the configuration is read into."""

from dataclasses import dataclass
from enum import StrEnum

from outreach.core.intents import Intent


class NoticeWay(StrEnum):
    """How somebody is told."""

    MAIL = "mail"
    #: JSON, signed by the Standard Webhooks convention.
    WEBHOOK = "webhook"
    #: The form of Slack's incoming webhooks, which others understand too.
    SLACK = "slack"
    TELEGRAM = "telegram"


@dataclass(frozen=True, slots=True)
class Channel:
    """Somebody who is told, and of what."""

    name: str
    way: NoticeWay
    on: frozenset[Intent]
