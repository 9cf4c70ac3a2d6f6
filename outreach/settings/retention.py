"""`[retention]`: for how long texts of other people are kept."""

from outreach.settings import values
from outreach.settings.reading import setting, settings_class


@settings_class
class Retention:
    """For how long texts of other people are kept. That a mail went out, and every no, stays for ever."""

    automatic_mail_days: int = setting(
        values.number(0, 36_500),
        "Days after which the text of automatic replies and delivery reports goes. 0: never.",
        default=90,
    )
    unmatched_mail_days: int = setting(
        values.number(0, 36_500),
        "Days after which the text of mail that answers nothing of ours goes. 0: never.",
        default=90,
    )
    silent_contacts_months: int = setting(
        values.number(0, 1_200),
        "Months after the last mail to somebody who never answered, until all but their address goes. 0: never.",
        default=24,
    )
