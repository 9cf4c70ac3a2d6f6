"""Mail that has nothing to do with us: every mailbox that is read has some, and some is older than we are."""

from datetime import datetime, timedelta
from email.utils import format_datetime

from outreach.core.intents import Intent
from outreach.sandbox.draw import number, token
from outreach.sandbox.mime import Correspondent, Encoding, address_list, message, text_part, unstructured
from outreach.sandbox.scheduled import ScheduledMail, Truth

#: (days after the start, writer, subject, text, headers of its own)
_LETTERS: tuple[tuple[int, Correspondent, str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        -20,
        Correspondent("Lettings Team", "lettings@harbour-yard.example"),
        "Meeting room on Thursday",
        "Hello,\n\nyour booking of the small meeting room on Thursday is confirmed.\n\nHarbour Yard",
        (),
    ),
    (
        2,
        Correspondent("Trade Weekly", "news@trade-weekly.example"),
        "This week: seven ideas for your stand",
        "Seven ideas for your stand, and what visitors said about them.\n\nUnsubscribe: see our site.",
        (("List-Id", "Trade Weekly <news.trade-weekly.example>"), ("Precedence", "bulk")),
    ),
    (
        5,
        Correspondent("Отдел доставки", "dostavka@bumaga-opt.example"),
        "Заказ отправлен",
        "Здравствуйте! Ваш заказ бумаги передан в доставку и будет у вас в пятницу.",
        (("Auto-Submitted", "auto-generated"),),
    ),
    (
        9,
        Correspondent("Glenda Oakes", "glenda.oakes@oakes-catering.example"),
        "Lunch for twelve",
        "Hi, just checking whether it is still twelve for lunch next week?\n\nGlenda",
        (),
    ),
)


def unrelated_mail(mailbox: str, start: datetime, seed: int) -> list[ScheduledMail]:
    """What comes into `mailbox` whatever we do."""
    return [_scheduled(place, mailbox, start, seed) for place in range(len(_LETTERS))]


def _scheduled(place: int, mailbox: str, start: datetime, seed: int) -> ScheduledMail:
    days, writer, subject, text, own_headers = _LETTERS[place]
    minutes = number(0, 8 * 60, seed, "unrelated", mailbox, place)
    at = (start + timedelta(days=days, minutes=minutes)).replace(microsecond=0)
    host = writer.address.rpartition("@")[2]
    message_id = f"<{token(24, seed, 'unrelated', mailbox, place)}@{host}>"
    headers = [
        ("From", address_list([writer])),
        ("To", mailbox),
        ("Subject", unstructured(subject)),
        ("Date", format_datetime(at)),
        ("Message-ID", message_id),
        *own_headers,
        ("MIME-Version", "1.0"),
    ]
    body = text_part(text + "\n", subtype="plain", charset="utf-8", encoding=Encoding.QUOTED_PRINTABLE)
    return ScheduledMail(
        at=at,
        writer=writer.address,
        message_id=message_id,
        to=mailbox,
        raw=message(headers, body),
        answers="",
        truth=Truth(Intent.OTHER),
        return_path=writer.address,
    )
