{# What a filing discloses beside its expenditure, for its own year and phase: 三公, procurement, staff. #}
with own_public as (
    select public.*
    from {{ ref('fact_three_public') }} as public
    inner join {{ ref('stg_documents') }} as documents on public.document_key = documents.document_key
    where public.value_year = documents.fiscal_year and public.phase = documents.disclosure_kind
),

additive as (
    select
        document_key,
        item,
        amount_yuan
    from own_public
    where is_additive
),

wholes as (
    select
        document_key,
        max(amount_yuan) as amount_yuan
    from own_public
    where row_role = 'total'
    group by document_key
),

-- the printed whole is exact where its parts are rounded
three_public as (
    select
        additive.document_key,
        coalesce(any_value(wholes.amount_yuan), sum(additive.amount_yuan)) as three_public_yuan,
        sum(additive.amount_yuan) filter (additive.item = 'abroad') as abroad_yuan,
        sum(additive.amount_yuan) filter (additive.item in ('vehicles', 'vehicle_purchase', 'vehicle_running')) as vehicles_yuan,
        sum(additive.amount_yuan) filter (additive.item = 'vehicle_purchase') as vehicle_purchase_yuan,
        sum(additive.amount_yuan) filter (additive.item = 'vehicle_running') as vehicle_running_yuan,
        sum(additive.amount_yuan) filter (additive.item in ('reception', 'reception_domestic', 'reception_foreign')) as reception_yuan
    from additive
    left join wholes on additive.document_key = wholes.document_key
    group by additive.document_key
),

-- where the prose contradicts itself, neither figure is taken; what is counted at a date (截至2025年12月31日) has its year
stated as (
    select
        items.document_key,
        items.concept_code,
        case when items.is_stated_absent then 0 else items.value end as value,
        case when items.is_stated_absent then 0 else items.amount_yuan end as amount_yuan
    from {{ ref('fact_disclosed_item') }} as items
    inner join {{ ref('stg_documents') }} as documents on items.document_key = documents.document_key
    where
        items.is_primary and items.stated_value_count = 1
        and (
            items.concept_family = 'staffing'
            or (
                items.value_year is not distinct from documents.fiscal_year
                and items.phase is not distinct from documents.disclosure_kind
            )
        )
    qualify
        row_number() over (
            partition by items.document_key, items.concept_code order by items.value_year desc nulls last, items.page_number asc
        ) = 1
),

concepts as (
    select
        document_key,
        max(amount_yuan) filter (concept_code = 'procurement.total') as procurement_yuan,
        -- 实有人数, or 在职人员 where the filing gives only these
        coalesce(
            max(value) filter (concept_code = 'staffing.actual'), max(value) filter (concept_code = 'staffing.in_service')
        ) as staff_count,
        max(value) filter (concept_code = 'staffing.authorised') as staff_authorised_count
    from stated
    group by document_key
),

procurement_tables as (
    select
        document_key,
        max(amount_yuan) as procurement_yuan
    from {{ ref('int_statement_totals') }}
    where is_chosen and statement_code = 'procurement' and total_name = 'total'
    group by document_key
)

select
    -- identifiers
    documents.document_key,

    -- facts
    three_public.* exclude (document_key),
    coalesce(concepts.procurement_yuan, procurement_tables.procurement_yuan) as procurement_yuan,
    concepts.staff_count,
    concepts.staff_authorised_count
from {{ ref('stg_documents') }} as documents
left join three_public on documents.document_key = three_public.document_key
left join concepts on documents.document_key = concepts.document_key
left join procurement_tables on documents.document_key = procurement_tables.document_key
