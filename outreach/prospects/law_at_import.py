"""Whether the rule of a row's country lets it in: who may not be written to does not join a list."""

from collections.abc import Callable
from functools import lru_cache

from outreach.core.addresses import domain_of, is_free_mail, is_role_address
from outreach.prospects.law import OF_THE_PERSON, Facts, Law, judge
from outreach.prospects.rows import ImportRow
from outreach.prospects.whereabouts import country_of


def country_rule(law: Law, legal_basis: str | None) -> Callable[[ImportRow], str | None]:
    """A rule for an import: the reason why a row is refused, with the next step; None where it may come in.

    `legal_basis` is what the import itself records. A row that is refused can be imported again with another one.
    """
    if law.asks_nothing:
        return lambda _row: None
    bases = (legal_basis,) if legal_basis else ()

    # Of a million rows nearly all are alike in what a rule asks about: it is asked once a kind.
    @lru_cache(maxsize=4_096)
    def refusal(
        country: str | None, free_mail: bool = False, role: bool = False, company: bool = True
    ) -> str | None:
        ruling = judge(law, Facts(country, free_mail, role, company, bases))
        if ruling.allowed:
            return None
        return f"may not be written to: {ruling.why}. {ruling.remedy}".rstrip(". ")

    @lru_cache(maxsize=4_096)
    def place(country: str | None, ending: str) -> tuple[str | None, bool, str | None]:
        """The country, whether it matters who they are there, and why nobody may be written to."""
        found = country_of(country, f"@{ending}")
        if OF_THE_PERSON.isdisjoint(law.rule_for(found).asks):
            return found, False, refusal(found)
        return found, True, None

    def rule(row: ImportRow) -> str | None:
        # The address is normalised: what stands behind its last dot is the domain's ending.
        country, depends, reason = place(row.country, row.address.rpartition(".")[2])
        if not depends:
            return reason
        free_mail = is_free_mail(domain_of(row.address))
        return refusal(country, free_mail, is_role_address(row.address), bool(row.company.strip()))

    return rule
