with checked as (
    select * from {{ ref('int_evaluations') }}
    where status not in ('not_checkable', 'convention')
),

terms as (
    select
        reconciliation_key,
        unnest(left_line_keys) as figure_key,
        unnest(coalesce(left_factors, list_transform(left_line_keys, lambda line_key: 1.0::double))) as factor
    from checked

    union all

    select
        reconciliation_key,
        unnest(right_line_keys) as figure_key,
        unnest(coalesce(right_factors, list_transform(right_line_keys, lambda line_key: -1.0::double))) as factor
    from checked
)

select
    -- identifiers
    reconciliation_key,
    figure_key,

    -- facts
    sum(factor) as factor
from terms
group by reconciliation_key, figure_key
-- a change of a whole that a share of less than a thousandth shows is no change that can be computed back
having abs(sum(factor)) > 0.001
