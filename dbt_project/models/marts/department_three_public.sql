{#
    The additive rows of fact_three_public, of the own year and phase of the filings that department_year counts: neither totals beside
    their parts, nor last year, nor a unit beside its department. Of the documents of a year the first that has rows gives them.
#}
with additive as (
    select *
    from {{ ref('fact_three_public') }}
    where is_additive and is_fiscal_year
),

chosen as (
    {{ filings_of_years('additive', by_phase=true) }}
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
