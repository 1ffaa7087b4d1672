{#
    Every source that could give what a disclosure procures, each additive in itself; the next model chooses one. The coded items of the
    form know kind and unit, rows of units below kinds as well, rows of kinds and sentences the kind only, the total only the fund.
#}
with form_rows as (
    select * from {{ ref('int_procurement_rows') }}
),

items as (
    select
        10 as source_order,
        'items' as source_kind,
        form_rows.*,
        coalesce(form_rows.procurement_kind, 'not_split') as kind
    from form_rows
    where
        form_rows.row_role = 'item'
        and form_rows.statement_key in (
            select coded.statement_key from form_rows as coded
            where coded.row_role = 'item' and coded.procurement_kind is not null
        )
),

units as (
    select
        20 as source_order,
        'units' as source_kind,
        form_rows.*,
        form_rows.kind_above as kind
    from form_rows
    where form_rows.row_role = 'unit' and form_rows.kind_above is not null
),

kinds as (
    select
        30 as source_order,
        'kinds' as source_kind,
        form_rows.* replace (null as unit_name),
        form_rows.procurement_kind as kind
    from form_rows
    where form_rows.row_role = 'kind'
),

-- 合计 printed first and last is one total
totals as (
    select
        50 as source_order,
        'total' as source_kind,
        form_rows.* replace (null as unit_name),
        'not_split' as kind
    from form_rows
    where form_rows.row_role = 'total'
    qualify
        rank() over (
            partition by form_rows.disclosure_key order by form_rows.statement_key, form_rows.row_number, form_rows.row_key
        ) = 1
),

stated as (
    select
        {{ disclosure_of('claims') }} as disclosure_key,
        claims.document_key,
        claims.claim_key,
        roles.concept_code,
        claims.page_number,
        claims.amount_yuan,
        -- prose cuts figures off as often as it rounds them
        2 * claims.half_unit_yuan as half_unit_yuan,
        claims.claim_number
    from {{ ref('int_disclosed_roles') }} as roles
    inner join {{ ref('stg_claims') }} as claims on roles.claim_key = claims.claim_key
    inner join {{ ref('stg_documents') }} as documents on claims.document_key = documents.document_key
    where
        roles.item_role = 'primary' and claims.measure_kind = 'amount' and claims.amount_yuan is not null
        and claims.value_year is not distinct from documents.fiscal_year
        and claims.phase is not distinct from documents.disclosure_kind
    qualify row_number() over (partition by disclosure_key, roles.concept_code order by claims.claim_number) = 1
),

-- what all is paid from one fund, each kind is
single_funds as (
    select
        disclosure_key,
        any_value(fund_type) as fund_type
    from totals
    where amount_yuan != 0
    group by disclosure_key
    having count(*) = 1
),

prose_kinds as (
    select
        40 as source_order,
        'prose' as source_kind,
        stated.disclosure_key,
        stated.document_key,
        kinds.procurement_kind as kind,
        coalesce(single_funds.fund_type, 'not_split') as fund_type,
        stated.amount_yuan,
        stated.half_unit_yuan,
        stated.page_number,
        stated.claim_key as evidence_key
    from stated
    inner join {{ ref('procurement_kinds') }} as kinds on stated.concept_code = kinds.concept_code
    left join single_funds on stated.disclosure_key = single_funds.disclosure_key
),

prose_totals as (
    select
        60 as source_order,
        'prose_total' as source_kind,
        stated.disclosure_key,
        stated.document_key,
        'not_split' as kind,
        'not_split' as fund_type,
        stated.amount_yuan,
        stated.half_unit_yuan,
        stated.page_number,
        stated.claim_key as evidence_key
    from stated
    where stated.concept_code = 'procurement.total'
)

select
    source_order,
    source_kind,
    disclosure_key,
    document_key,
    kind as procurement_kind,
    fund_type,
    unit_name,
    amount_yuan,
    half_unit_yuan,
    page_number,
    coalesce(evidence_key, statement_line_key) as evidence_key
from (
    select * from items
    union all by name
    select * from units
    union all by name
    select * from kinds
    union all by name
    select * from totals
    union all by name
    select * from prose_kinds
    union all by name
    select * from prose_totals
) as sources
