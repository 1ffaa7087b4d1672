{#
    Two figures beside each other or below each other, each in the place of the other: exchanging them closes every broken
    identity that either takes part in and breaks none that closes.
#}
with suspects as (
    select distinct terms.figure_key
    from {{ ref('int_terms') }} as terms
    inner join {{ ref('int_evaluations') }} as evaluations on terms.reconciliation_key = evaluations.reconciliation_key
    where evaluations.status = 'broken'
),

places as (
    select
        statement_line_key as figure_key,
        statement_key,
        amount_yuan,
        lead(statement_line_key) over in_row as right_key,
        lead(statement_line_key) over in_column as below_key
    from {{ ref('stg_statement_lines') }}
    where
        amount_yuan is not null
        and statement_key in (
            select figures.statement_key
            from {{ ref('int_figures') }} as figures
            semi join suspects on figures.figure_key = suspects.figure_key
        )
    window
        in_row as (partition by statement_key, block_number, row_number order by column_number, x0),
        in_column as (partition by statement_key, block_number, column_number order by row_number, y0)
),

pairs as (
    select
        figure_key,
        right_key as other_key
    from places
    where right_key is not null
    union all
    select
        figure_key,
        below_key as other_key
    from places
    where below_key is not null
),

exchanges as (
    select
        pairs.figure_key,
        pairs.other_key,
        others.amount_yuan - figures.amount_yuan as change_yuan
    from pairs
    inner join {{ ref('int_figures') }} as figures on pairs.figure_key = figures.figure_key
    inner join {{ ref('int_figures') }} as others on pairs.other_key = others.figure_key
    where
        figures.amount_yuan != others.amount_yuan
        -- both must be in a broken sum: a remark beside the sums that happens to hold the right figure explains nothing
        and pairs.figure_key in (select suspects.figure_key from suspects)
        and pairs.other_key in (select suspects.figure_key from suspects)
),

changes as (
    select
        figure_key,
        other_key,
        figure_key as changed_key,
        change_yuan
    from exchanges
    union all
    select
        figure_key,
        other_key,
        other_key as changed_key,
        -change_yuan as change_yuan
    from exchanges
),

effects as (
    select
        changes.figure_key,
        changes.other_key,
        evaluations.reconciliation_key,
        any_value(evaluations.status) = 'broken' as is_broken,
        abs(any_value(evaluations.difference_yuan) + sum(changes.change_yuan * terms.factor)) <= any_value(evaluations.allowed_yuan)
            as closes_then
    from changes
    inner join {{ ref('int_terms') }} as terms on changes.changed_key = terms.figure_key
    inner join {{ ref('int_evaluations') }} as evaluations on terms.reconciliation_key = evaluations.reconciliation_key
    group by changes.figure_key, changes.other_key, evaluations.reconciliation_key
)

select
    -- identifiers
    figure_key,
    other_key,
    list(reconciliation_key order by reconciliation_key) filter (where is_broken) as reconciliation_keys,

    -- facts
    cast(count(*) filter (where is_broken) as integer) as broken_count,
    cast(count(*) filter (where not is_broken) as integer) as closing_count
from effects
group by figure_key, other_key
having bool_and(closes_then) and count(*) filter (where is_broken) > 0
