{#
    Would another value of this one figure close every broken identity that it takes part in, and break none that closes?
    Each identity allows an interval of changes; the figure is a candidate when all of them meet. Of the values in the
    common interval the one counts that looks most like a slip of the printed figure, then the one that makes most sums exact.
#}
with broken_figures as (
    select distinct terms.figure_key
    from {{ ref('int_terms') }} as terms
    inner join {{ ref('int_evaluations') }} as evaluations on terms.reconciliation_key = evaluations.reconciliation_key
    where evaluations.status = 'broken'
),

intervals as (
    select
        terms.figure_key,
        terms.reconciliation_key,
        evaluations.status = 'broken' as is_broken,
        cast(-evaluations.difference_yuan / terms.factor as decimal(38, 6)) as exact_change,
        cast(-evaluations.difference_yuan / terms.factor - evaluations.allowed_yuan / abs(terms.factor) as decimal(38, 6))
            as least_change,
        cast(-evaluations.difference_yuan / terms.factor + evaluations.allowed_yuan / abs(terms.factor) as decimal(38, 6))
            as greatest_change
    from {{ ref('int_terms') }} as terms
    semi join broken_figures on terms.figure_key = broken_figures.figure_key
    inner join {{ ref('int_evaluations') }} as evaluations on terms.reconciliation_key = evaluations.reconciliation_key
),

candidates as (
    select
        figure_key,
        max(least_change) as least_change,
        min(greatest_change) as greatest_change,
        cast(count(*) filter (where is_broken) as integer) as broken_count,
        cast(count(*) filter (where not is_broken) as integer) as closing_count,
        list(reconciliation_key order by reconciliation_key) filter (where is_broken) as reconciliation_keys,
        list(exact_change) as exact_changes
    from intervals
    group by figure_key
    having max(least_change) <= min(greatest_change)
),

options as (
    select
        candidates.figure_key,
        unnest(list_distinct(list_transform(
            list_append(exact_changes, (least_change + greatest_change) / 2),
            lambda change: try_cast(
                round(cast(figures.amount_yuan + change as double) / cast(figures.step_yuan as double)) as bigint
            )
        ))) as step_count
    from candidates
    inner join {{ ref('int_figures') }} as figures on candidates.figure_key = figures.figure_key
    where figures.step_yuan > 0 and abs(figures.step_count) < 1000000000000000
),

judged as (
    select
        options.figure_key,
        options.step_count,
        {{ slip_kind('figures.step_count', 'options.step_count') }} as slip_kind,
        len(list_filter(
            candidates.exact_changes,
            lambda change: abs(change - (options.step_count * figures.step_yuan - figures.amount_yuan)) < figures.step_yuan / 2
        )) as exact_count,
        abs(options.step_count * figures.step_yuan - figures.amount_yuan - (least_change + greatest_change) / 2) as distance
    from options
    inner join candidates on options.figure_key = candidates.figure_key
    inner join {{ ref('int_figures') }} as figures on options.figure_key = figures.figure_key
    where
        options.step_count * figures.step_yuan - figures.amount_yuan
        between least_change - figures.step_yuan / 2 and greatest_change + figures.step_yuan / 2
),

best as (
    select *
    from judged
    qualify
        row_number() over (
            partition by figure_key order by (slip_kind = 'other'), exact_count desc, distance asc, step_count asc
        ) = 1
)

select
    -- identifiers
    candidates.figure_key,
    figures.document_key,
    candidates.reconciliation_keys,

    -- dimensions
    best.slip_kind,

    -- facts
    candidates.broken_count,
    candidates.closing_count,
    best.step_count as proposed_step_count,
    cast(best.step_count * figures.step_yuan as decimal(18, 2)) as proposed_yuan
from candidates
inner join best on candidates.figure_key = best.figure_key
inner join {{ ref('int_figures') }} as figures on candidates.figure_key = figures.figure_key
