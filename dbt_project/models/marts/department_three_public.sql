{#
    The additive rows of fact_three_public, of the own year and phase of the filings that department_year counts: neither totals beside
    their parts, nor last year, nor a unit beside its department. Of the documents of a year the first that has rows gives them.
#}
with additive as (
    select *
    from {{ ref('fact_three_public') }}
    where is_additive and is_fiscal_year
),

candidates as (
    select
        years.department_year_key,
        years.department_name,
        years.region_name,
        years.phase,
        unnest(years.document_keys) as document_key,
        generate_subscripts(years.document_keys, 1) as document_rank
    from {{ ref('department_year') }} as years
),

chosen as (
    select
        candidates.department_year_key,
        candidates.department_name,
        candidates.region_name,
        candidates.phase,
        arg_min(candidates.document_key, candidates.document_rank) as document_key
    from candidates
    semi join additive on candidates.document_key = additive.document_key and candidates.phase = additive.phase
    group by all
)

select
    -- identifiers
    additive.three_public_key,
    chosen.department_year_key,
    additive.department_key,
    additive.document_key,

    -- dimensions
    chosen.department_name,
    chosen.region_name,
    additive.fiscal_year,
    additive.phase,
    additive.item,
    additive.is_reconciled,

    -- facts
    additive.amount_yuan,

    -- metadata
    additive.page_number,
    additive.evidence_keys
from chosen
inner join additive on chosen.document_key = additive.document_key and chosen.phase = additive.phase
