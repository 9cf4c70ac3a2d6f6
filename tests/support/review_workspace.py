"""A workspace in which twenty people have answered, in English, Russian and German; each waits for a person.

The campaign, the sending, the matching and the reading are the program's own; only that every reply waits, however
sure the program is, is arranged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from outreach.database.engine import Database
from outreach.prospects.service import NewContact
from outreach.qualification import service as qualification
from tests.support.command_line import CommandLine
from tests.support.mailroom import Mailroom, a_reply


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Somebody who was asked, and what they answered. `key` is the one that a salesperson would press."""

    key: str
    name: str
    address: str
    company: str
    text: str


TWENTY: Sequence[Correspondent] = (
    Correspondent("r", "Ana Ruiz", "ana.ruiz@acme.example", "Acme Ltd",
        "Hi Ann,\n\nplease talk to Maria Weber (maria.weber@acme.example), she runs sales.\n\nBest,\nAna"),
    Correspondent("i", "Ben Moss", "ben@beta.example", "Beta Works",
        "Sounds interesting. Could you call me on Thursday at 10? Please send some material first."),
    Correspondent("m", "Cleo Hart", "cleo@gamma.example", "Gamma Foods",
        "That's me, I am responsible for sales here."),
    Correspondent("a", "Dan Cole", "dan@delta.example", "Delta Pumps",
        "How much does it cost, and do you work with companies of our size?"),
    Correspondent("l", "Eva Lind", "eva@epsilon.example", "Epsilon Labs",
        "Not now, please come back to me in March next year."),
    Correspondent("n", "Finn Gray", "finn@zeta.example", "Zeta Rail",
        "Thanks, but we are not interested."),
    Correspondent("o", "Gil Shaw", "gil@eta.example", "Eta Paper", "Please remove me from your list."),
    Correspondent("w", "Hana Novak", "hana@theta.example", "Theta Glass",
        "I'm afraid I am the wrong person for this."),
    Correspondent("g", "Ian Ford", "ian@iota.example", "Iota Steel",
        "Ian Ford no longer works at Iota Steel."),
    Correspondent("v", "Jana Vogel", "jana@kappa.example", "Kappa GmbH",
        "Ich bin bis zum 14. Dezember im Urlaub und lese meine E-Mails danach."),
    Correspondent("b", "Office", "office@lambda.example", "Lambda Energy",
        "Thank you for your message. Your ticket number is 48213. We answer within two days."),
    Correspondent("x", "News", "news@mu.example", "Mu Media",
        "Our spring sale begins on Monday: everything must go!"),
    Correspondent("r", "Ирина Петрова", "petrova@nu.example", "Ню-Сервис",
        "Добрый день!\n\nПо этому вопросу обратитесь, пожалуйста, к Сергею Иванову: ivanov@nu.example, "
        "он руководит отделом продаж.\n\nС уважением,\nИрина Петрова"),
    Correspondent("i", "Олег Смирнов", "smirnov@xi.example", "Кси-Строй",
        "Здравствуйте! Нам это интересно, пришлите, пожалуйста, материалы и давайте созвонимся в среду."),
    Correspondent("a", "Мария Кузнецова", "kuznetsova@omicron.example", "Омикрон",
        "Сколько это стоит и с какими компаниями вы уже работаете?"),
    Correspondent("l", "Павел Орлов", "orlov@pi.example", "Пи-Логистика",
        "Сейчас не актуально, напишите в следующем квартале."),
    Correspondent("o", "Нина Белова", "belova@rho.example", "Ро-Трейд",
        "Больше не пишите мне, удалите мой адрес из рассылки."),
    Correspondent("r", "Karl Brandt", "brandt@sigma.example", "Sigma AG",
        "Guten Tag Frau Roe,\n\nbitte wenden Sie sich an Frau Petra Klein, petra.klein@sigma.example, "
        "Leiterin Vertrieb.\n\nMit freundlichen Grüßen\nKarl Brandt"),
    Correspondent("n", "Lena Busch", "busch@tau.example", "Tau Technik",
        "Vielen Dank, aber wir haben kein Interesse."),
    Correspondent("m", "Otto Kern", "kern@upsilon.example", "Upsilon GmbH",
        "Das bin ich selbst, ich leite den Vertrieb."),
)  # fmt: skip


def workspace_of_replies(folder: Path, correspondents: Sequence[Correspondent] = TWENTY) -> CommandLine:
    """A workspace in `folder` whose queue holds these replies, the first the oldest; none waits a whole day."""
    line = CommandLine.initialised(folder)
    database = Database(f"sqlite:///{folder / 'outreach.db'}")
    try:
        fill(database, correspondents)
    finally:
        database.close()
    return line


def fill(database: Database, correspondents: Sequence[Correspondent] = TWENTY) -> Mailroom:
    """The same in a database."""
    room = Mailroom(database)
    room.now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=20)
    people = [
        NewContact(address=each.address, company=each.company, name=each.name) for each in correspondents
    ]
    room.ask(*people)
    for each in correspondents:
        room.later(minutes=15)
        raw = a_reply(room.mail(each.address), each.text, sender=each.address, name=each.name, quoted=True)
        let_wait(room, raw)
    return room


def let_wait(room: Mailroom, raw: bytes) -> int:
    """Store and read one message; what the program would do alone waits for a person as well."""
    stored = room.store_one(raw)
    [waiting] = room.do(qualification.next_pending, room.effects, now=room.now)
    read = qualification.read(waiting)
    room.apply_read(stored, read.message, replace(read.verdict, needs_review=True))
    return stored
