with participations as (
    select
        reconciliation_key,
        status,
        left_yuan != 0 or right_yuan != 0 as has_value,
        unnest(list_concat(left_line_keys, right_line_keys)) as statement_line_key
    from {{ ref('int_evaluations') }}
    where status not in ('not_checkable', 'convention')
)

select
    -- identifiers
    statement_line_key,

    -- dimensions
    case
        when count(*) filter (where status = 'broken') > 0 then 'contradicted'
        -- two sums that a wrong reading of this cell would both break
        when count(distinct reconciliation_key) filter (where has_value) >= 2 then 'proved'
        else 'consistent'
    end as proof_status,

    -- facts
    count(distinct reconciliation_key) filter (where status in ('exact', 'rounding')) as closing_identity_count,
    count(distinct reconciliation_key) filter (where status = 'broken') as broken_identity_count
from participations
group by statement_line_key
