"""The keys of `[hand_off.crm]`: what another program calls our fields and stages."""

from collections.abc import Callable, Mapping

from outreach.handoff.crm_fields import CRM_FIELDS, is_field
from outreach.handoff.crm_outcomes import OUTCOME_FIELDS, CrmStage
from outreach.settings import values
from outreach.settings.reading import Place, Wrong, setting, settings_class

_MOST = 200


def _names(allowed: Callable[[str], bool], known: str) -> Callable[[object, Place], Mapping[str, str]]:
    """Reads a list of their names with ours, as `Lead ID=lead`."""

    def read(value: object, place: Place) -> Mapping[str, str]:
        pairs: dict[str, str] = {}
        for each in values.texts(_MOST)(value, place):
            theirs, equals, ours = (part.strip() for part in each.rpartition("="))
            if not (theirs and equals and ours):
                raise Wrong(
                    f"{values.shown(each)} is no name of theirs with ours.", 'Write ["Lead ID=lead"].'
                )
            if not allowed(ours):
                raise Wrong(f"{values.shown(ours)} is not known.", f"There are: {known}.")
            pairs[theirs] = ours
        return pairs

    read.__doc__ = "Reads a list of their names with ours."
    return read


@settings_class
class Crm:
    """What a CRM calls our fields: written by `leads export` and the webhook, read by `leads import-outcomes`."""

    fields: Mapping[str, str] = setting(
        _names(is_field, ", ".join(CRM_FIELDS) + ", answer.QUESTION"),
        'Its columns with our fields: `["Lead ID=lead", "Company=account"]`. `outreach leads export --help` '
        "lists them.",
        default_factory=dict,
        default_text="all fields, under our names",
    )
    outcomes: Mapping[str, str] = setting(
        _names(lambda name: name in OUTCOME_FIELDS, ", ".join(OUTCOME_FIELDS)),
        "The columns of the file that is read back, with our fields. `outreach leads import-outcomes --help` lists "
        "them.",
        default_factory=dict,
        default_text="what the columns' names tell",
    )
    stages: Mapping[str, str] = setting(
        _names(lambda name: name in tuple(CrmStage), ", ".join(CrmStage)),
        'Its stages with ours: `["Negotiation=proposal"]`.',
        default_factory=dict,
        default_text="its words, where they are ours",
    )
