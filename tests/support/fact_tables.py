"""Plain SQL for the checks of report figures: the facts that stood at a moment, and when they bring whom how far.

It says once more, by itself and for SQLite only, what docs/reports.md says of the stages. `{since}`, `{until}`,
`{before}` (as long before `since` as it is to `until`) and `{as_of}` are moments as the database writes them: UTC, so
that they compare as texts.
"""

#: One name for everybody, as SQL; the program is nobody.
NAME = "CASE WHEN lower(trim(coalesce({0}, ''))) IN ('', 'daemon') THEN '' ELSE lower(trim({0})) END"

_LEAD_FACTS = f"""
-- What people brought about on leads, with their names; `taker`: to whom the lead went, by hand to its mover.
CREATE TEMP TABLE lead_fact AS SELECT *, coalesce(nullif(salesperson, ''), actor) AS taker FROM (
    SELECT id, kind, at, is_in, lead, reason, cents, currency, {NAME.format("actor")} AS actor,
        {NAME.format("finder")} AS finder, {NAME.format("salesperson")} AS salesperson
    FROM fact WHERE kind IN (
        'lead_qualified', 'lead_accepted', 'lead_rejected', 'lead_untouched', 'lead_returned', 'lead_confirmed',
        'lead_proposed', 'lead_met', 'lead_won', 'payment_received'
    )
);
CREATE INDEX temp.lead_fact_of ON lead_fact (lead, kind);
"""

TABLES = (
    """
CREATE TEMP TABLE fact AS SELECT
    event.*,
    at >= '{since}' AND at < '{until}' AS is_in,
    at >= '{before}' AND at < '{since}' AS is_before,
    json_extract(details, '$.lead') AS lead,
    json_extract(details, '$.intent') AS intent,
    json_extract(details, '$.bounce') AS bounce,
    json_extract(details, '$.reason') AS reason,
    json_extract(details, '$.finder') AS finder,
    json_extract(details, '$.salesperson') AS salesperson,
    json_extract(details, '$.referral') AS referral,
    json_extract(details, '$.amount_cents') AS cents,
    json_extract(details, '$.currency') AS currency
FROM event WHERE at < '{as_of}' AND (taken_back_at IS NULL OR taken_back_at >= '{as_of}');
CREATE INDEX temp.fact_by_id ON fact (id);
CREATE INDEX temp.fact_of_a_kind ON fact (kind, contact_id);
CREATE INDEX temp.fact_of_a_lead ON fact (lead);
CREATE INDEX temp.fact_of_a_message ON fact (inbound_id);
CREATE INDEX temp.fact_of_a_mail ON fact (outbound_id);
CREATE INDEX temp.fact_of_a_run ON fact (enrollment_id);

-- Replies, with what they mean by what a person said last, else by what was read.
CREATE TEMP TABLE reply AS SELECT
    id, at, is_in, contact_id, inbound_id, outbound_id, mailbox, enrollment_id, campaign_id, said,
    CASE
        WHEN said IN ('referral', 'right_person', 'interested', 'question') THEN 'positive'
        WHEN said IN ('not_interested', 'unsubscribe', 'complaint') THEN 'negative'
        ELSE 'neutral'
    END AS meaning
FROM (
    SELECT fact.*, coalesce((
        SELECT decided.intent FROM fact AS decided
        WHERE decided.kind = 'review_decided' AND decided.inbound_id = fact.inbound_id
        ORDER BY decided.at DESC, decided.id DESC LIMIT 1
    ), fact.intent) AS said
    FROM fact WHERE kind = 'replied'
);
CREATE INDEX temp.reply_of ON reply (contact_id, at);

CREATE TEMP TABLE dead AS
    SELECT contact_id, max(at) AS at FROM fact
    WHERE kind = 'bounced' AND bounce = 'bounce_hard' AND contact_id IS NOT NULL GROUP BY contact_id;

-- When each person, colleague or lead first came to a stage. `person`: to whom our mail had gone.
CREATE TEMP TABLE reached AS
    SELECT 'prospects' AS stage, contact_id AS who, contact_id AS person, min(created_at) AS at
        FROM prospect WHERE created_at < '{as_of}' GROUP BY contact_id
UNION ALL
    SELECT 'mailed', contact_id, contact_id, min(at) FROM fact WHERE kind = 'mail_sent' GROUP BY contact_id
UNION ALL
    SELECT 'delivered', contact_id, contact_id, min(at) FROM fact
        WHERE kind = 'mail_sent' AND contact_id NOT IN (SELECT contact_id FROM dead) GROUP BY contact_id
UNION ALL
    SELECT 'replied', contact_id, contact_id, min(at) FROM reply GROUP BY contact_id
UNION ALL
    SELECT 'positive', contact_id, contact_id, at FROM reply
        WHERE meaning = 'positive' AND NOT EXISTS (
            SELECT 1 FROM reply AS earlier
            WHERE earlier.contact_id = reply.contact_id AND (earlier.at, earlier.id) < (reply.at, reply.id)
        )
UNION ALL
    SELECT 'referred', named.referral, coalesce(answer.contact_id, named.contact_id), min(named.at)
        FROM fact AS named LEFT JOIN reply AS answer ON answer.inbound_id = named.inbound_id
        WHERE named.kind = 'referred' GROUP BY named.referral
UNION ALL
    SELECT 'referral_replies', answered.referral, coalesce(answer.contact_id, named.contact_id), min(answered.at)
        FROM fact AS answered
        JOIN fact AS named ON named.kind = 'referred' AND named.referral = answered.referral
        LEFT JOIN reply AS answer ON answer.inbound_id = named.inbound_id
        WHERE answered.kind = 'referral_answered' GROUP BY answered.referral
UNION ALL
    SELECT
        CASE of_lead.kind
            WHEN 'lead_opened' THEN 'conversation'
            WHEN 'lead_qualified' THEN 'qualified'
            WHEN 'lead_offered' THEN 'offered'
            WHEN 'lead_accepted' THEN 'accepted'
            WHEN 'lead_confirmed' THEN 'confirmed'
            WHEN 'lead_proposed' THEN 'proposal'
            WHEN 'lead_met' THEN 'meeting'
            WHEN 'lead_won' THEN 'contract'
            ELSE 'paid'
        END, of_lead.lead, coalesce(answer.contact_id, of_lead.contact_id), min(of_lead.at)
        FROM fact AS of_lead LEFT JOIN reply AS answer ON answer.inbound_id = of_lead.inbound_id
        WHERE of_lead.inbound_id IS NOT NULL AND (
            of_lead.kind IN ('lead_opened', 'lead_qualified', 'lead_offered', 'lead_accepted', 'lead_confirmed',
                             'lead_proposed', 'lead_met', 'lead_won')
            OR of_lead.kind = 'payment_received' AND of_lead.cents > 0
        )
        GROUP BY of_lead.kind, of_lead.lead;
CREATE INDEX temp.reached_by ON reached (stage, who);

-- When those at the stage before came to a stage: of people who become several, the first.
CREATE TEMP TABLE way AS
    SELECT stage, CASE WHEN stage IN ('referred', 'conversation') THEN person ELSE who END AS who, min(at) AS at
    FROM reached GROUP BY 1, 2;
CREATE INDEX temp.way_of ON way (stage, who);
"""
    + _LEAD_FACTS
)
