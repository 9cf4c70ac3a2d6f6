"""Django's `send_mass_mail`, each mail rendered from a template: `python -m … PORT MAILS`. Keeps nothing."""

import sys
from collections.abc import Iterator

from benchmarks.send_peers import letter
from benchmarks.send_peers.report import Measured


def main() -> None:
    import django  # type: ignore[import-not-found]
    from django.conf import settings  # type: ignore[import-not-found]
    from django.core.mail import send_mass_mail  # type: ignore[import-not-found]

    port, count = int(sys.argv[1]), int(sys.argv[2])
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(letter.TEMPLATE.parent)],
    }
    settings.configure(EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, TEMPLATES=[engine])
    django.setup()
    with Measured():
        sent = send_mass_mail(mails(count))
    assert sent == count, sent


def mails(count: int) -> Iterator[tuple[str, str, str, list[str]]]:
    from django.template.loader import get_template  # type: ignore[import-not-found]

    template = get_template(letter.TEMPLATE.name)
    for number in range(count):
        text = template.render(letter.values(number))
        yield letter.subject(number), text, letter.SENDER, [letter.recipient(number)]


if __name__ == "__main__":
    main()
