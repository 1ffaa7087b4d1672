{#
    Items of expenditure as prose states them: those that a sentence calls 预算数 or 决算数. Where sentences do not say so
    (行政运行(项)支出7,448.20万元), the items count if they sum exactly to the total that the filing states: nothing else would.
#}
with stated as (
    select
        claims.document_key,
        coalesce(claims.class_code, classes.class_code, 'unknown') as class_code,
        case
            when regexp_matches(coalesce(claims.section, ''), {{ word('general_public') }}) then 'general_public'
            when regexp_matches(coalesce(claims.section, ''), {{ word('government_fund') }}) then 'government_fund'
            when regexp_matches(coalesce(claims.section, ''), {{ word('state_capital') }}) then 'state_capital'
            else 'not_split'
        end as fund_type,
        claims.class_name,
        claims.section_name,
        claims.item_name,
        claims.claim_number,
        claims.claim_key,
        claims.page_number,
        claims.amount_yuan,
        coalesce(claims.half_unit_yuan, 0) as half_unit_yuan,
        coalesce(
            case documents.disclosure_kind
                when 'final' then claims.basis in ({{ word('final_figure') }}, {{ word('final_expenditure') }})
                else claims.basis in ({{ word('budget_figure') }}, {{ word('budget_expenditure') }}, {{ word('year_budget') }})
            end,
            false
        ) as is_named_basis,
        claims.basis is null and claims.comparison_base is null and claims.phase = documents.disclosure_kind as is_without_basis
    from {{ ref('stg_claims') }} as claims
    inner join {{ ref('stg_documents') }} as documents on claims.document_key = documents.document_key
    left join {{ ref('int_claim_classes') }} as classes on claims.claim_key = classes.claim_key
    where
        claims.measure_kind = 'amount'
        and claims.item_name is not null
        and claims.amount_yuan is not null
        and not claims.is_in_reason
        and claims.value_year is not distinct from documents.fiscal_year
),

-- a later sentence may name the same item once more; that it is of one fund it may not say again
whole as (
    select * from stated
    where is_named_basis or is_without_basis
    qualify
        row_number() over (partition by document_key, class_name, section_name, item_name order by claim_number) = 1
),

-- what is all there is, is of the general public budget where the filing states that as its whole total
exact_documents as (
    select
        whole.document_key,
        coalesce(any_value(general_public.amount_yuan) = any_value(totals.amount_yuan), false) as is_general_public
    from whole
    inner join {{ ref('int_prose_totals') }} as totals
        on whole.document_key = totals.document_key and totals.total_name = 'total'
    left join {{ ref('int_prose_totals') }} as general_public
        on whole.document_key = general_public.document_key and general_public.total_name = 'general_public'
    group by whole.document_key
    having sum(whole.amount_yuan) = any_value(totals.amount_yuan)
),

items as (
    select * from stated
    where is_named_basis and document_key not in (select exact_documents.document_key from exact_documents)

    union all by name

    select
        whole.* exclude (fund_type),
        case when exact_documents.is_general_public then 'general_public' else whole.fund_type end as fund_type
    from whole
    inner join exact_documents on whole.document_key = exact_documents.document_key
),

-- a later sentence may name the same item once more
stated_once as (
    select * from items
    qualify
        row_number() over (
            partition by document_key, fund_type, class_name, section_name, item_name
            order by claim_number
        ) = 1
),

sums as (
    select
        document_key,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        sum(amount_yuan) filter (where fund_type = 'general_public') as general_public_yuan
    from stated_once
    group by document_key
),

-- items of the general public budget only: what the stated total has beyond them
rests as (
    select
        sums.document_key,
        'unknown' as class_code,
        case
            when abs(sums.general_public_yuan - general_public.amount_yuan) <= sums.half_unit_yuan + general_public.half_unit_yuan
                then 'other_funds'
            else 'not_split'
        end as fund_type,
        totals.amount_yuan - sums.amount_yuan as amount_yuan,
        totals.half_unit_yuan + sums.half_unit_yuan as half_unit_yuan,
        totals.page_number,
        [totals.claim_key] as evidence_keys
    from sums
    inner join {{ ref('int_prose_totals') }} as totals
        on sums.document_key = totals.document_key and totals.total_name = 'total'
    left join {{ ref('int_prose_totals') }} as general_public
        on sums.document_key = general_public.document_key and general_public.total_name = 'general_public'
    where totals.amount_yuan - sums.amount_yuan > totals.half_unit_yuan + sums.half_unit_yuan
)

select
    -- identifiers
    document_key,

    -- dimensions
    class_code,
    fund_type,
    false as is_rest,

    -- facts
    amount_yuan,
    half_unit_yuan,

    -- metadata
    page_number,
    [claim_key] as evidence_keys
from stated_once

union all

select
    -- identifiers
    document_key,

    -- dimensions
    class_code,
    fund_type,
    true as is_rest,

    -- facts
    amount_yuan,
    half_unit_yuan,

    -- metadata
    page_number,
    evidence_keys
from rests
