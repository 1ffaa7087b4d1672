select
    -- identifiers
    substr(candidates.document_key, 1, 16) || ':v:' || coalesce(candidates.class_code, 'all') || ':' || candidates.revenue_timing
    || ':' || candidates.revenue_source as revenue_key,
    candidates.document_key,
    {{ disclosure_of('candidates') }} as disclosure_key,
    documents.department_key,
    any_value(classes.class_key) as function_class_key,

    -- dimensions
    documents.fiscal_year,
    documents.disclosure_kind as phase,
    candidates.class_code as function_class_code,
    any_value(names.level_1_name) as function_class_name,
    any_value(names.level_2_name) as function_section_name,
    any_value(names.level_3_name) as function_item_name,
    candidates.revenue_source,
    candidates.revenue_timing,
    -- what is carried over may come from the summary
    min(candidates.source_statement) as source_statement,
    choices.coverage_status = 'reconciled' as is_reconciled,

    -- facts
    cast(sum(candidates.amount_yuan) as decimal(18, 2)) as amount_yuan,

    -- metadata
    min(candidates.page_number) as page_number,
    flatten(list(candidates.statement_line_keys order by candidates.statement_line_keys)) as evidence_keys
from {{ ref('int_revenue_candidates') }} as candidates
inner join {{ ref('int_revenue_choices') }} as choices
    on candidates.document_key = choices.document_key and candidates.source_order = choices.source_order
inner join {{ ref('stg_documents') }} as documents on candidates.document_key = documents.document_key
left join {{ ref('int_class_years') }} as classes
    on
        classes.class_kind = 'function'
        and candidates.class_code = classes.class_code
        and documents.fiscal_year between classes.first_year and classes.last_year
left join {{ ref('int_classes') }} as names on classes.class_key = names.class_key
where {{ is_counted_part('candidates', "'fact_revenue'") }}
group by
    candidates.document_key, documents.department_key, documents.fiscal_year, documents.disclosure_kind,
    candidates.class_code, candidates.revenue_source, candidates.revenue_timing, choices.coverage_status
having sum(candidates.amount_yuan) != 0
