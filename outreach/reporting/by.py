"""By what figures can be broken down. What each is of a mail, an answer and a lead stands in `grouping.py`."""

from enum import StrEnum


class By(StrEnum):
    LIST = "list"
    SEGMENT = "segment"
    SOURCE = "source"
    CAMPAIGN = "campaign"
    SEQUENCE = "sequence"
    STEP = "step"
    TEMPLATE = "template"
    MAILBOX = "mailbox"
    DOMAIN = "domain"
    HOUR = "hour"
    DAY = "day"
    PERSON = "person"
