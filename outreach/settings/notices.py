"""The keys of `[[notices]]`: who is told of which replies, and how."""

from outreach.core.intents import AUTOMATIC, Intent
from outreach.qualification.notice_ways import NoticeWay
from outreach.settings import values
from outreach.settings.reading import Check, Place, Wrong, setting, settings_class
from outreach.settings.secrets import SecretRef

#: Replies that somebody wants to hear of at once.
POSITIVE = (Intent.INTERESTED, Intent.RIGHT_PERSON, Intent.QUESTION, Intent.REFERRAL)
TELEGRAM = "https://api.telegram.org"

#: What each way needs besides its name: the key, and what to say of it.
_NEEDS: dict[NoticeWay, tuple[tuple[str, str], ...]] = {
    NoticeWay.MAIL: (("address", "Say to which address."),),
    NoticeWay.WEBHOOK: (
        ("url", "Say to which https address."),
        ("secret", "Say where the signing key is kept."),
    ),
    NoticeWay.SLACK: (("secret", "Say where the incoming webhook's URL is kept: who knows it can post."),),
    NoticeWay.TELEGRAM: (("chat", "Say to which chat."), ("secret", "Say where the bot's token is kept.")),
}


def _intents(value: object, place: Place) -> tuple[Intent, ...]:
    """Reads a list of what people's replies may mean."""
    names = values.texts(len(Intent))(value, place)
    if not names:
        raise Wrong("is empty: nobody is told of anything.", "Leave the section out, or name an intent.")
    read = tuple(values.choice(Intent)(name, place) for name in names)
    machines = [intent.value for intent in read if intent in AUTOMATIC]
    if machines:
        raise Wrong(f"{', '.join(machines)}: machines say that.", "Name what people say.")
    return read


def _has_what_it_needs(
    to: NoticeWay, address: str, url: str, chat: str, secret: SecretRef | None
) -> Wrong | None:
    given = {"address": address, "url": url, "chat": chat, "secret": secret}
    for key, remedy in _NEEDS[to]:
        if not given[key]:
            return Wrong(f'is "{to.value}", but {key} is missing.', remedy)
    return None


@settings_class
class Notice:
    """Somebody, or some program, that is told of replies as soon as they are read or decided."""

    name: str = setting(values.short_name, "What commands and reports call it: a-z, 0-9 and hyphens.")
    on: tuple[Intent, ...] = setting(
        _intents,
        "What a reply has to mean, as the program reads it or a person decides; `outreach review intents` lists them.",
        default=POSITIVE,
        default_text="`[" + ", ".join(f'"{intent.value}"' for intent in POSITIVE) + "]`",
    )
    to: NoticeWay = setting(
        values.choice(NoticeWay), 'How: "mail", "webhook", "slack" or "telegram".', default=NoticeWay.MAIL
    )
    address: str = setting(
        values.address, "The address in your team that gets the mail.", default="", default_text="none"
    )
    url: str = setting(
        values.web_address,
        "The https address of the webhook; for telegram that of another Bot API server than Telegram's own.",
        default="",
        default_text="none",
    )
    chat: str = setting(values.text(most=100), "Telegram's chat id.", default="", default_text="none")
    secret: SecretRef | None = setting(
        values.secret,
        "Where the secret is kept: the key that signs a webhook, Slack's whole URL, the token of Telegram's bot.",
        default=None,
        default_text="none",
    )
    with_text: bool = setting(
        values.boolean,
        "Whether the person's name and address and what they wrote go along. Without it: what it means, their "
        "company, and the number of the review.",
        default=False,
    )

    CHECKS = (Check("to", ("to", "address", "url", "chat", "secret"), _has_what_it_needs),)
