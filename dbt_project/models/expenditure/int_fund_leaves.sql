{#
    Leaves of the statements of one fund for the department as a whole: its own list of classes, or where the form lists the classes below
    each of its units only (Xi'an), those of all units together. The two are never added.
#}
with leaves as (
    select
        *,
        bool_or(unit_path = '') over (partition by statement_key) as has_own_list
    from {{ ref('int_function_leaves') }}
    where statement_code in ('general_public_expenditure', 'government_fund', 'state_capital')
)

select
    -- identifiers
    document_key,
    statement_key,

    -- dimensions
    statement_code,
    class_code,
    type_bucket,
    expenditure_type,
    fund_column,

    -- facts
    sum(amount_yuan) as amount_yuan,
    sum(half_unit_yuan) as half_unit_yuan,

    -- metadata
    min(page_number) as page_number,
    flatten(list(statement_line_keys order by statement_line_keys)) as statement_line_keys
from leaves
where unit_path = '' or not has_own_list
group by document_key, statement_key, statement_code, class_code, type_bucket, expenditure_type, fund_column
