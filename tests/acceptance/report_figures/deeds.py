"""Who of us has brought about what on leads, in plain SQL: the rules of docs/reports.md, "People", once more."""

from tests.support.fact_tables import NAME

#: Facts about leads, and whose the lead was by then: whoever accepted or confirmed it last.
_TOLD = f"""
told AS (
    SELECT lead_fact.*,
        coalesce((
            SELECT before.taker FROM lead_fact AS before
            WHERE before.lead = lead_fact.lead AND before.kind IN ('lead_accepted', 'lead_confirmed')
            AND (before.at, before.id) <= (lead_fact.at, lead_fact.id) ORDER BY before.at DESC, before.id DESC LIMIT 1
        ), '') AS seller
    FROM lead_fact
), standing AS (
    -- The confirmation that counts: the first since the lead was last sent back. Nobody confirms their own.
    SELECT lead, min(id) AS id FROM lead_fact
    WHERE kind = 'lead_confirmed' AND (at, id) > (
        SELECT coalesce(max(at), ''), coalesce(max(id), 0) FROM lead_fact AS back
        WHERE back.lead = lead_fact.lead AND back.kind = 'lead_returned'
    ) GROUP BY lead
), credited AS (
    SELECT lead_fact.lead, lead_fact.id FROM standing JOIN lead_fact ON lead_fact.id = standing.id
    WHERE finder = '' OR finder NOT IN (actor, taker)
), managed AS (
    SELECT lead_id AS lead, {NAME.format("account_manager")} AS manager FROM contract WHERE at < :as_of
)
"""

#: (part, person, result, lead, at, is_in, reason, cents, currency): each result of each person.
DEEDS = f"""
WITH {_TOLD}, shared AS (
    SELECT told.*, CASE kind
        WHEN 'lead_accepted' THEN 'accepted' WHEN 'lead_rejected' THEN 'rejected'
        WHEN 'lead_untouched' THEN 'untouched' WHEN 'lead_returned' THEN 'returned' ELSE 'confirmed' END AS result
    FROM told
    WHERE kind IN ('lead_accepted', 'lead_rejected', 'lead_returned')
        OR kind = 'lead_untouched' AND salesperson <> ''
        OR kind = 'lead_confirmed' AND id IN (SELECT id FROM credited)
), won AS (
    SELECT told.*, CASE kind WHEN 'lead_won' THEN 'contracts' ELSE 'paid' END AS result
    FROM told WHERE kind IN ('lead_won', 'payment_received')
), deed AS (
    SELECT 'finder' AS part, coalesce(nullif(actor, ''), finder) AS person, 'qualified' AS result, lead, at, is_in,
        reason, cents, currency FROM told WHERE kind = 'lead_qualified'
    UNION ALL SELECT 'finder', finder, result, lead, at, is_in, reason, cents, currency FROM shared
    UNION ALL SELECT 'salesperson', taker, result, lead, at, is_in, reason, cents, currency FROM shared
    UNION ALL SELECT 'salesperson', coalesce(nullif(seller, ''), actor),
        CASE kind WHEN 'lead_met' THEN 'meetings' ELSE 'proposals' END, lead, at, is_in, reason, cents, currency
        FROM told WHERE kind IN ('lead_proposed', 'lead_met')
    UNION ALL SELECT 'finder', finder, result, lead, at, is_in, reason, cents, currency FROM won
        WHERE lead IN (SELECT lead FROM credited)
    UNION ALL SELECT 'salesperson', coalesce(nullif(seller, ''), actor), result, lead, at, is_in, reason, cents,
        currency FROM won
    UNION ALL SELECT 'account_manager', manager, result, won.lead, at, is_in, reason, cents, currency
        FROM won JOIN managed ON managed.lead = won.lead
)
SELECT * FROM deed WHERE person <> ''
"""

#: (finder, salesperson, manager, kind, lead, cents, currency, is_credited): facts of the period by whose hands the lead
#: went through.
HANDS = f"""
WITH {_TOLD}
SELECT finder, CASE WHEN kind IN ('lead_rejected', 'lead_untouched') THEN salesperson ELSE seller END AS hand,
    coalesce((SELECT manager FROM managed WHERE managed.lead = told.lead), '') AS manager,
    kind, lead, cents, currency, id IN (SELECT id FROM credited) AS is_credited
FROM told WHERE is_in AND finder <> '' AND hand <> ''
"""
