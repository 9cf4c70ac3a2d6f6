"""The moments of a line, split by a group of each person: their referrals and leads go with them. Decisions only."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from outreach.reporting.funnel.reckoning import OF_LEADS, OF_REFERRALS
from outreach.reporting.moments import Moments
from outreach.reporting.stage import Stage

_Reached = dict[Stage, dict[int, datetime]]


def split(moments: Moments, group_of: Mapping[int, str]) -> dict[str, Moments]:
    """The moments of each group, as far as stages go: replies and dead addresses are left out. Who has none is left
    out."""
    names = set(group_of.values())
    reached: dict[str, _Reached] = {name: {stage: {} for stage in Stage} for name in names}
    for stage, all_of in moments.reached.items():
        part_of = {name: reached[name][stage] for name in names}
        person_of = _person_of(moments, stage)
        for what, at in all_of.items():
            who = what if person_of is None else person_of.get(what)
            group = None if who is None else group_of.get(who)
            if group is not None:
                part_of[group][what] = at
    return {
        name: replace(moments, reached=stages, mailed_in_period={}, dead={}, replies={})
        for name, stages in reached.items()
        if any(stages.values())
    }


def _person_of(moments: Moments, stage: Stage) -> Mapping[int, int] | None:
    """The contact of each id at a stage; None where these are contacts."""
    if stage in OF_LEADS:
        return moments.person_of_lead
    return moments.person_of_referral if stage in OF_REFERRALS else None
