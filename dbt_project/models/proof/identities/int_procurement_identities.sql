{#
    What prose states of 政府采购, and of goods, works and services, is what the form prints: in one file, or in two of a disclosure.
#}
with candidates as (
    select * from {{ ref('int_procurement_candidates') }}
),

printed as (
    select
        disclosure_key,
        document_key,
        case source_kind when 'total' then 'prose_total' else 'prose' end as stated_in,
        procurement_kind,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        min(page_number) as page_number,
        list(evidence_key order by evidence_key) as line_keys
    from candidates
    where source_kind in ('total', 'kinds')
    group by disclosure_key, document_key, stated_in, procurement_kind
)

select
    -- identifiers
    'claim_procurement' as rule_id,
    stated.document_key,
    cast(null as varchar) as statement_key,

    -- dimensions
    cast(null as integer) as statement_number,
    {{ told_claim('stated.page_number', "coalesce(to_json(claims.subject), json_object('measure', 'procurement'))") }} as left_label,
    json_object(
        'at', json_array(
            {{ told_table('stated', 'printed') }},
            json_object(
                'term',
                case when stated.procurement_kind in ('goods', 'works', 'services') then stated.procurement_kind else 'total_row' end
            )
        )
    ) as right_label,
    {{ page_in_file('least', 'stated', 'printed') }} as first_page,
    {{ page_in_file('greatest', 'stated', 'printed') }} as last_page,

    -- facts
    stated.amount_yuan as left_yuan,
    printed.amount_yuan as right_yuan,
    stated.half_unit_yuan + printed.half_unit_yuan as allowed_yuan,

    -- metadata
    [stated.evidence_key] as left_line_keys,
    printed.line_keys as right_line_keys,
    false as is_form_proved
from candidates as stated
inner join printed
    on
        stated.disclosure_key = printed.disclosure_key and stated.source_kind = printed.stated_in
        and stated.procurement_kind = printed.procurement_kind
inner join {{ ref('stg_claims') }} as claims on stated.evidence_key = claims.claim_key
where stated.source_kind in ('prose', 'prose_total') and (stated.amount_yuan != 0 or printed.amount_yuan != 0)
