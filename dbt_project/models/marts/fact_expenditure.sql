with chosen as (
    select
        candidates.document_key,
        candidates.source_statement,
        candidates.class_code,
        candidates.expenditure_type,
        candidates.fund_type,
        choices.coverage_status,
        sum(candidates.amount_yuan) as amount_yuan,
        min(candidates.page_number) as page_number,
        flatten(list(candidates.statement_line_keys order by candidates.statement_line_keys)) as evidence_keys
    from {{ ref('int_expenditure_candidates') }} as candidates
    inner join {{ ref('int_expenditure_choices') }} as choices
        on candidates.document_key = choices.document_key and candidates.source_order = choices.source_order
    group by
        candidates.document_key, candidates.source_statement, candidates.class_code,
        candidates.expenditure_type, candidates.fund_type, choices.coverage_status
)

select
    -- identifiers
    substr(chosen.document_key, 1, 16) || ':e:' || chosen.class_code || ':' || chosen.expenditure_type || ':' || chosen.fund_type
        as expenditure_key,
    chosen.document_key,
    {{ disclosure_of('chosen') }} as disclosure_key,
    documents.department_key,
    classes.class_key as function_class_key,

    -- dimensions
    documents.fiscal_year,
    documents.disclosure_kind as phase,
    nullif(chosen.class_code, 'unknown') as function_class_code,
    names.level_1_name as function_class_name,
    names.level_2_name as function_section_name,
    names.level_3_name as function_item_name,
    chosen.expenditure_type,
    {{ expenditure_group('chosen.expenditure_type') }} as expenditure_group,
    chosen.fund_type,
    case chosen.source_statement when 'prose' then 'prose' else 'statement' end as evidence_kind,
    chosen.source_statement,
    chosen.coverage_status = 'reconciled' as is_reconciled,

    -- facts
    cast(chosen.amount_yuan as decimal(18, 2)) as amount_yuan,

    -- metadata
    chosen.page_number,
    chosen.evidence_keys
from chosen
inner join {{ ref('stg_documents') }} as documents on chosen.document_key = documents.document_key
left join {{ ref('int_class_years') }} as classes
    on
        classes.class_kind = 'function'
        and chosen.class_code = classes.class_code
        and documents.fiscal_year between classes.first_year and classes.last_year
left join {{ ref('int_classes') }} as names on classes.class_key = names.class_key
-- a printed 0 is in fact_statement_line; here it would only be a row that says nothing
where chosen.amount_yuan != 0 and {{ is_counted_part('chosen', "'fact_expenditure'") }}
