"""What our simulated colleagues write: the gaps of templates filled in, as a person would."""

import re
from collections.abc import Mapping

from outreach.core.errors import Refused

_GAP = re.compile(r"<<(.*?)>>", re.DOTALL)

#: The gaps that the shipped templates leave to their author.
_FILLED: Mapping[str, str] = {
    "two times, with the time zone": "Tuesday at 10:00 or Thursday at 14:30, London time",
    "два варианта времени с часовым поясом": "во вторник в 12:00 или в четверг в 16:30 по Москве",
    "what we do, and for whom": "we help sales offices of ten to fifty people to answer every enquiry the same day",
    "что мы делаем и для кого": "помогаем отделам продаж отвечать на каждый запрос в тот же день",
    "what it depends on": "how many of you would use it",
    "от чего зависит": "числа тех, кто будет этим пользоваться",
    "Who": "My colleague Dora",
    "кто": "моя коллега Дора",
    "day": "Friday",
    "день": "пятницы",
    "where exactly the list comes from": "the exhibitors' catalogue of the trade fair",
    "источник списка": "каталогу участников выставки",
    "the two or three things that answer exactly this": (
        "a shared inbox for your sales office, a rule who answers what, and a week in which we set it up together"
    ),
    "две-три вещи, которые отвечают именно на это": (
        "общий ящик отдела продаж, правило, кто на что отвечает, и неделя, за которую мы всё настроим вместе"
    ),
    "what, from whom, by when": "a list of your mailboxes from whoever runs them, a week before we begin",
    "что, от кого, к какому сроку": "список ящиков от того, кто ими ведает, за неделю до начала",
}
#: In either language: where the price goes.
_PRICE = ("price, and what is in it", "цена и что в неё входит")

#: What comes before anything is known that the template asks for.
FREE_PROPOSAL = """\
Hello {name},

as you asked on the phone: for {account} we would set up a shared inbox for the sales office and the rules around it,
and look after it for twelve months. It comes to {price}.

Is that what you had in mind?

{us}
"""


def filled(draft: str, *, price: str = "") -> str:
    """The draft with its gaps filled in. Raises Refused where nobody of us knows what belongs into one."""

    def fill(gap: re.Match[str]) -> str:
        asked = " ".join(gap[1].split())
        if asked in _PRICE and price:
            return price
        if asked not in _FILLED:
            raise Refused(f'Nobody in the demo knows what belongs into the gap "{asked}".')
        return _FILLED[asked]

    return _GAP.sub(fill, draft)
