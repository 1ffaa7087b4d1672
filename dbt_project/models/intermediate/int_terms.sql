with terms as (
    select
        reconciliation_key,
        unnest(left_line_keys) as figure_key,
        1 as factor
    from {{ ref('int_evaluations') }}
    where status != 'not_checkable'

    union all

    select
        reconciliation_key,
        unnest(right_line_keys) as figure_key,
        -1 as factor
    from {{ ref('int_evaluations') }}
    where status != 'not_checkable'
)

select
    -- identifiers
    reconciliation_key,
    figure_key,

    -- facts
    cast(sum(factor) as integer) as factor
from terms
group by reconciliation_key, figure_key
having sum(factor) != 0
