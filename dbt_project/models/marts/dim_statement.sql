with observed as (
    select
        statement_code,
        count(*) as statement_count,
        mode(title_text order by title_text) as common_title_text
    from {{ ref('stg_statements') }}
    group by statement_code
)

select
    -- identifiers
    coalesce(statements.statement_code, observed.statement_code) as statement_code,

    -- dimensions
    coalesce(statements.statement_name_zh, observed.common_title_text) as statement_name_zh,
    statements.statement_name_en,
    statements.side,
    statements.budget_title_zh,
    statements.final_title_zh,
    statements.description,
    statements.statement_code is not null as is_official,

    -- facts
    cast(coalesce(observed.statement_count, 0) as integer) as statement_count
from {{ ref('statements') }} as statements
full outer join observed on statements.statement_code = observed.statement_code
