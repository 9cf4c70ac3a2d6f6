"""Who decides for their company, by their title."""

import pytest

from outreach.prospects.rank import is_decision_maker

DECIDES = """
CEO | Chief Executive Officer | Chief Revenue Officer | Founder & CEO | Co-Founder | Owner | Managing Director
Head of Sales | VP Sales | Vice President, Sales | SVP Sales EMEA | Sales Director | General Manager | Managing Partner
Geschäftsführer | Geschäftsführerin | Geschäftsführender Gesellschafter | Inhaber | Vertriebsleiter | Leiterin Vertrieb
Vorstandsvorsitzender | Prokuristin | Kaufmännischer Leiter
Directeur général | PDG | P.-D.G. | Gérante | Directrice commerciale | Fondatrice
Director general | Directora comercial | Dueño | Gerente | Consejero delegado | Jefe de ventas
Prezes Zarządu | Właściciel | Współwłaściciel | Dyrektor handlowy | Założycielka
Amministratore delegato | Titolare | Eigenaar | Majitel | Jednatel
Директор | Генеральный директор | ген. директор | Коммерческий директор | Директор по развитию | Собственник
Учредитель | Основатель | Владелец | Руководитель отдела продаж | Начальник отдела сбыта | РОП | Президент
Зам. генерального директора | Генеральний директор | Засновник
"""
DOES_NOT = """
Sales Manager | Account Executive | Sales Representative | Marketing Manager | Office Manager | Buyer | Accountant
Assistant to the CEO | Personal Assistant to Managing Director | EA to CEO | Former CEO | ex-CEO | Receptionist | Intern
Product Owner | HR Business Partner | Director of IT | Head of HR | VP of Finance | VP Engineering | Head of Marketing
Assistentin der Geschäftsführung | Vertriebsmitarbeiter | Sachbearbeiter | Technischer Leiter | Einkäufer
Secrétaire de direction | Ingénieur | Asistente de gerencia | Specjalista ds. sprzedaży | Asystentka prezesa
Помощник директора | Секретарь генерального директора | Менеджер по продажам | Главный бухгалтер
Технический директор | Директор по персоналу | Арт-директор | HR-директор | Бывший директор
Companion | Stage Manager | Ownership | Coordinator
"""


def titles(text: str) -> list[str]:
    return [title.strip() for line in text.strip().splitlines() for title in line.split("|")]


@pytest.mark.parametrize("title", titles(DECIDES))
def test_these_decide(title: str) -> None:
    assert is_decision_maker(title)
    assert is_decision_maker(title.upper())


@pytest.mark.parametrize("title", [*titles(DOES_NOT), "", "   ", "\x00", "ceo" * 100])
def test_of_these_nobody_can_be_sure(title: str) -> None:
    assert not is_decision_maker(title)
