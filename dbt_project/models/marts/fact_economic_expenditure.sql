select
    -- identifiers
    substr(leaves.document_key, 1, 16) || ':b:' || leaves.class_code || ':' || leaves.expenditure_type as economic_expenditure_key,
    leaves.document_key,
    {{ disclosure_of('leaves') }} as disclosure_key,
    documents.department_key,
    classes.class_key as economic_class_key,

    -- dimensions
    documents.fiscal_year,
    documents.disclosure_kind as phase,
    leaves.class_kind,
    leaves.class_code as economic_class_code,
    names.level_1_name as economic_class_name,
    names.level_2_name as economic_section_name,
    leaves.expenditure_type,
    leaves.is_type_printed,
    choices.coverage_status = 'reconciled' as is_reconciled,

    -- facts
    cast(leaves.amount_yuan as decimal(18, 2)) as amount_yuan,

    -- metadata
    leaves.page_number,
    leaves.evidence_keys
from {{ ref('int_economic_leaves') }} as leaves
inner join {{ ref('stg_documents') }} as documents on leaves.document_key = documents.document_key
inner join {{ ref('int_economic_choices') }} as choices on leaves.document_key = choices.document_key
left join {{ ref('int_class_years') }} as classes
    on
        leaves.class_kind = classes.class_kind
        and leaves.class_code = classes.class_code
        and documents.fiscal_year between classes.first_year and classes.last_year
left join {{ ref('int_classes') }} as names on classes.class_key = names.class_key
where leaves.amount_yuan != 0 and {{ is_counted_part('leaves', "'fact_economic_expenditure'") }}
