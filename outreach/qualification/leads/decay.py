"""What silence costs a lead: points for each month without a word from them."""

from datetime import datetime, timedelta

from outreach.qualification.leads.definition import Decay

MONTH = timedelta(days=30)


def points_lost(decay: Decay | None, *, last_word_at: datetime, now: datetime) -> int:
    """So many points, from 0 to `decay.most`. Whole months count, from the day on which silence begins to cost."""
    if decay is None:
        return 0
    costing = now - last_word_at - timedelta(days=decay.after_days)
    return min(decay.most, max(0, costing // MONTH) * decay.points_a_month)
