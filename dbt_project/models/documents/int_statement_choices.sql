with line_counts as (
    select
        statement_key,
        count(*) as line_count
    from {{ ref('stg_statement_lines') }}
    group by statement_key
)

select
    -- identifiers
    statements.statement_key,
    statements.document_key,
    statements.statement_number,

    -- dimensions
    statements.statement_code,
    -- a filing may repeat its tables for each unit below the department: the department's own comes first
    row_number() over (
        partition by statements.document_key, statements.statement_code
        order by
            coalesce(statements.unit_name = documents.department_name, true) desc,
            coalesce(line_counts.line_count, 0) > 0 desc,
            statements.statement_number
    ) = 1 as is_chosen,

    -- facts
    coalesce(line_counts.line_count, 0) as line_count
from {{ ref('stg_statements') }} as statements
inner join {{ ref('stg_documents') }} as documents on statements.document_key = documents.document_key
left join line_counts on statements.statement_key = line_counts.statement_key
