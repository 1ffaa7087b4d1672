{#
    fact_expenditure of the filings that department_year counts: what is in it may be summed over departments. Of the documents of a
    year the first that has rows gives them, as in int_filer_years.
#}
with chosen as (
    {{ filings_of_years(ref('fact_expenditure')) }}
)

select
    -- identifiers
    facts.expenditure_key,
    chosen.department_year_key,
    facts.department_key,
    facts.document_key,
    facts.function_class_key,

    -- dimensions
    chosen.department_name,
    chosen.region_name,
    facts.fiscal_year,
    facts.phase,
    facts.function_class_code,
    facts.function_class_name,
    facts.function_section_name,
    facts.function_item_name,
    -- 'basic' alone would be taken for 基本支出, which is expenditure_group
    case facts.expenditure_type when 'basic' then 'basic_not_split' else facts.expenditure_type end as expenditure_type,
    facts.expenditure_group,
    facts.fund_type,
    facts.is_reconciled,

    -- facts
    facts.amount_yuan,

    -- metadata
    facts.page_number,
    facts.evidence_keys
from chosen
inner join {{ ref('fact_expenditure') }} as facts on chosen.document_key = facts.document_key
