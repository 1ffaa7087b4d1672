{#
    Every source that could give a filing's expenditure by function class, each additive in itself; the next model chooses one.
#}
with split as (
    select
        document_key,
        case unit_scope when 'own' then 10 else 20 end as source_order,
        'expenditure' as source_statement,
        *
        exclude (document_key, unit_scope)
    from {{ ref('int_expenditure_splits') }}
),

fund_statements as (
    select
        document_key,
        30 as source_order,
        'fund_statements' as source_statement,
        class_code,
        expenditure_type,
        {{ fund_of_statement('statement_code') }} as fund_type,
        'fund_statements' as split_rule,
        amount_yuan,
        half_unit_yuan,
        page_number,
        statement_line_keys
    from {{ ref('int_fund_leaves') }}
),

summary as (
    select
        document_key,
        40 as source_order,
        'income_expenditure_summary' as source_statement,
        class_code,
        expenditure_type,
        fund_column as fund_type,
        'summary' as split_rule,
        amount_yuan,
        half_unit_yuan,
        page_number,
        statement_line_keys
    from {{ ref('int_function_leaves') }}
    where statement_code = 'income_expenditure_summary' and unit_path = ''
),

-- the fund statements name the items of the appropriations; what a class of the summary has beyond them is other funds
class_rests as (
    select
        summaries.document_key,
        summaries.class_code,
        summaries.amount_yuan - coalesce(funds.amount_yuan, 0) as rest_yuan,
        summaries.half_unit_yuan + coalesce(funds.half_unit_yuan, 0) as half_unit_yuan,
        summaries.page_number,
        summaries.statement_line_keys
    from (
        select
            document_key,
            substr(class_code, 1, 3) as class_code,
            sum(amount_yuan) as amount_yuan,
            sum(half_unit_yuan) as half_unit_yuan,
            min(page_number) as page_number,
            flatten(list(statement_line_keys order by statement_line_keys)) as statement_line_keys
        from summary
        group by document_key, substr(class_code, 1, 3)
    ) as summaries
    left join (
        select
            document_key,
            substr(class_code, 1, 3) as class_code,
            sum(amount_yuan) as amount_yuan,
            sum(half_unit_yuan) as half_unit_yuan
        from fund_statements
        group by document_key, substr(class_code, 1, 3)
    ) as funds
        on summaries.document_key = funds.document_key and summaries.class_code = funds.class_code
),

fitting_documents as (
    select document_key from class_rests
    group by document_key
    having min(rest_yuan + half_unit_yuan) >= 0
),

incomplete_documents as (
    select document_key from {{ ref('int_fund_completeness') }}
    where not has_complete_funds
),

fund_statements_and_rest as (
    select
        35 as source_order,
        'fund_statements_and_summary' as source_statement,
        * exclude (source_order, source_statement)
    from fund_statements
    where document_key in (select document_key from fitting_documents)

    union all by name

    select
        document_key,
        35 as source_order,
        'fund_statements_and_summary' as source_statement,
        class_code,
        'not_split' as expenditure_type,
        case
            when document_key in (select document_key from incomplete_documents) then 'not_split'
            else 'other_funds'
        end as fund_type,
        'summary' as split_rule,
        rest_yuan as amount_yuan,
        half_unit_yuan,
        page_number,
        statement_line_keys
    from class_rests
    where
        document_key in (select document_key from fitting_documents)
        and document_key in (select document_key from fund_statements)
        and rest_yuan > half_unit_yuan
),

prose as (
    select
        document_key,
        50 as source_order,
        'prose' as source_statement,
        class_code,
        'not_split' as expenditure_type,
        fund_type,
        'prose' as split_rule,
        amount_yuan,
        half_unit_yuan,
        page_number,
        evidence_keys as statement_line_keys
    from {{ ref('int_prose_expenditure') }}
)

select
    *,
    sum(amount_yuan) over source as source_yuan,
    sum(half_unit_yuan) over source as source_half_yuan
from (
    select * from split
    union all by name
    select * from fund_statements
    union all by name
    select * from fund_statements_and_rest
    union all by name
    select * from summary
    union all by name
    select * from prose
) as candidates
window source as (partition by document_key, source_order)
