"""Made-up people on whom the linter tries every template: all known, name missing, company missing, both."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from outreach.sequences.merge_context import (
    AccountNames,
    ContactNames,
    MergeContext,
    ReferrerNames,
    SenderNames,
)


@dataclass(frozen=True, slots=True)
class _Cast:
    contact: ContactNames
    account: AccountNames
    referrer: ReferrerNames
    sender: SenderNames
    original_subject: str


_ENGLISH = _Cast(
    ContactNames(
        address="maria.weber@acme.example",
        name="Maria Weber",
        given_name="Maria",
        family_name="Weber",
        title="Head of Sales",
        language="en",
    ),
    AccountNames("Acme", "acme.example"),
    ReferrerNames("peter.novak@acme.example", "Peter Novak", "Peter", "Novak", "Office manager"),
    SenderNames(
        name="Julia Brandt",
        organisation="Northlight Ltd",
        postal_address="12 Harbour Road, Bristol BS1 4QT, United Kingdom",
        address="julia@northlight.example",
        title="Partner",
        phone="+44 20 7946 0123",
        signature="Julia Brandt\nNorthlight Ltd\n12 Harbour Road, Bristol BS1 4QT, United Kingdom",
    ),
    "Who handles sales at Acme?",
)

_RUSSIAN = _Cast(
    ContactNames(
        address="vetrova@sever.example",
        name="Мария Ветрова",
        given_name="Мария",
        family_name="Ветрова",
        title="Директор по продажам",
        language="ru",
    ),
    AccountNames("«Северный свет»", "sever.example"),
    ReferrerNames("lebedev@sever.example", "Пётр Лебедев", "Пётр", "Лебедев", "Офис-менеджер"),
    SenderNames(
        name="Юлия Брандт",
        organisation="ООО «Полярис»",
        postal_address="170000, Тверь, ул. Садовая, 12",
        address="julia@polaris.example",
        title="Партнёр",
        phone="+7 495 000-12-34",
        signature="Юлия Брандт\nООО «Полярис»\n170000, Тверь, ул. Садовая, 12",
    ),
    "Кто у Вас отвечает за продажи?",
)

_CASTS: Mapping[str, _Cast] = {"en": _ENGLISH, "ru": _RUSSIAN}


def sample_contexts(
    language: str,
    *,
    referral: bool,
    in_thread: bool,
    fields: Collection[str] = (),
    sender: SenderNames | None = None,
) -> Iterator[tuple[str, MergeContext]]:
    """What a list may hold, each with a word for it. `sender` stands in for the made-up one.

    `fields` are further columns: filled with their own name where all is known, else there and empty.
    """
    cast = _CASTS.get(language.partition("-")[0], _ENGLISH)
    filled, empty = {name: name.replace("_", " ") for name in fields}, dict.fromkeys(fields, "")
    nobody = ContactNames(address=f"info@{cast.account.domain}", language=language, fields=empty)
    unnamed = replace(cast.account, name="")
    office = ReferrerNames(address=f"office@{cast.account.domain}")
    everybody = (
        ("all is known", replace(cast.contact, fields=filled), cast.account, cast.referrer),
        ("only the company is known", nobody, cast.account, office),
        ("only the name is known", replace(cast.contact, fields=empty), AccountNames(), cast.referrer),
        ("only the address is known", nobody, unnamed, office),
    )
    for word, contact, account, referrer in everybody:
        yield (
            word,
            MergeContext(
                contact=contact,
                account=account,
                sender=sender or cast.sender,
                referrer=referrer if referral else None,
                original_subject=cast.original_subject if referral or in_thread else None,
            ),
        )
