{#
    Would another value of this one figure close the broken identities that it takes part in, and break none that closes?
    Each identity allows an interval of changes; they are to meet. Where another figure is wrong as well, one of the identities
    may stay open: two that agree on a value are enough. Of the values in the common interval the one counts that closes most,
    then the one that looks most like a slip of the printed figure, then the one that makes most sums exact.
#}
{% set reach = 12 %}

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
        evaluations.term_count,
        cast(-evaluations.difference_yuan / terms.factor as decimal(38, 6)) as exact_change,
        cast(-evaluations.difference_yuan / terms.factor - evaluations.allowed_yuan / abs(terms.factor) as decimal(38, 6))
            as least_change,
        cast(-evaluations.difference_yuan / terms.factor + evaluations.allowed_yuan / abs(terms.factor) as decimal(38, 6))
            as greatest_change
    from {{ ref('int_terms') }} as terms
    semi join broken_figures on terms.figure_key = broken_figures.figure_key
    inner join {{ ref('int_evaluations') }} as evaluations on terms.reconciliation_key = evaluations.reconciliation_key
),

-- a filing whose sums all close to the last digit is added up exactly
rounded_documents as (
    select distinct document_key
    from {{ ref('int_evaluations') }}
    where status = 'rounding'
),

-- what meets the interval of one broken identity, narrowed to what they have in common
meetings as (
    select
        seeds.figure_key,
        max(others.least_change) as least_change,
        min(others.greatest_change) as greatest_change
    from intervals as seeds
    inner join intervals as others
        on
            seeds.figure_key = others.figure_key
            and seeds.least_change <= others.greatest_change and seeds.greatest_change >= others.least_change
    where seeds.is_broken
    group by seeds.figure_key, seeds.reconciliation_key
    having max(others.least_change) <= min(others.greatest_change)
),

changes as (
    select
        figure_key,
        exact_change as change_yuan,
        true as is_central
    from intervals

    union all

    select
        figure_key,
        (least_change + greatest_change) / 2 as change_yuan,
        true as is_central
    from meetings

    union all

    -- a point that has moved shows in a wide interval too, as that of a rate
    select
        meetings.figure_key,
        unnest([9.0, -0.9]) * figures.amount_yuan as change_yuan,
        true as is_central
    from meetings
    inner join {{ ref('int_figures') }} as figures on meetings.figure_key = figures.figure_key

    union all

    -- where sums are rounded, every printable value there: another one may be a slip just as well
    select
        meetings.figure_key,
        (meetings.least_change + meetings.greatest_change) / 2
        + unnest(range(-{{ reach }}, {{ reach }} + 1)) * figures.step_yuan as change_yuan,
        false as is_central
    from meetings
    inner join {{ ref('int_figures') }} as figures on meetings.figure_key = figures.figure_key
    semi join rounded_documents on figures.document_key = rounded_documents.document_key
),

options as (
    select
        figure_key,
        printed_step_count,
        step_yuan,
        amount_yuan,
        step_count,
        bool_or(is_central) as is_central
    from (
        select
            changes.figure_key,
            changes.is_central,
            figures.step_count as printed_step_count,
            figures.step_yuan,
            figures.amount_yuan,
            try_cast(
                round(cast(figures.amount_yuan + changes.change_yuan as double) / cast(figures.step_yuan as double)) as bigint
            ) as step_count
        from changes
        inner join {{ ref('int_figures') }} as figures on changes.figure_key = figures.figure_key
        where figures.step_yuan > 0
    ) as steps
    group by figure_key, printed_step_count, step_yuan, amount_yuan, step_count
),

judged as (
    select
        options.figure_key,
        options.step_count,
        any_value(options.printed_step_count) as printed_step_count,
        bool_or(options.is_central) as is_central,
        max(intervals.term_count) as term_count,
        cast(count(*) filter (where intervals.is_broken) as integer) as broken_count,
        cast(count(*) filter (where not intervals.is_broken) as integer) as closing_count,
        list(intervals.reconciliation_key order by intervals.reconciliation_key) filter (where intervals.is_broken) as reconciliation_keys,
        count(*) filter (
            where abs(intervals.exact_change - (options.step_count * options.step_yuan - options.amount_yuan)) < options.step_yuan / 2
        ) as exact_count,
        -- of two values that make one sum exact each, that of the sum with fewer terms
        coalesce(
            min(intervals.greatest_change - intervals.least_change) filter (
                where abs(intervals.exact_change - (options.step_count * options.step_yuan - options.amount_yuan)) < options.step_yuan / 2
            ),
            1e15
        ) as exact_width,
        abs(
            any_value(options.step_count * options.step_yuan - options.amount_yuan)
            - (max(intervals.least_change) + min(intervals.greatest_change)) / 2
        ) as distance
    from options
    inner join intervals
        on
            options.figure_key = intervals.figure_key
            and options.step_count * options.step_yuan - options.amount_yuan
            between intervals.least_change - options.step_yuan / 2 and intervals.greatest_change + options.step_yuan / 2
    group by options.figure_key, options.step_count
),

degrees as (
    select
        figure_key,
        count(*) filter (where is_broken) as broken_count,
        count(*) filter (where not is_broken) as closing_count
    from intervals
    group by figure_key
),

named as (
    select
        judged.*,
        {{ slip_kind('judged.printed_step_count', 'judged.step_count') }} as slip_kind
    from judged
    inner join degrees on judged.figure_key = degrees.figure_key
    where
        judged.step_count != judged.printed_step_count
        and judged.closing_count = degrees.closing_count
        and (judged.broken_count = degrees.broken_count or judged.broken_count > 1)
),

best as (
    select
        *,
        -- two values that are slips of the printed one and suit as well: neither can be proposed
        count(*) filter (where slip_kind != 'other') over (
            partition by figure_key, broken_count, exact_count, case when exact_count > 0 then exact_width end
        ) as equal_count,
        count(*) filter (where slip_kind != 'other') over (partition by figure_key, broken_count) as rival_count
    from named
    qualify
        row_number() over (
            partition by figure_key
            order by
                is_central desc, broken_count desc, (slip_kind = 'other'), exact_count desc, exact_width asc, distance asc, step_count asc
        ) = 1
),

-- a figure below zero is rare in these forms: alone among its statement's it has a sign too many
negatives as (
    select
        statement_key,
        count(*) as negative_count
    from {{ ref('int_figures') }}
    where amount_yuan < 0 and statement_key is not null
    group by statement_key
)

select
    -- identifiers
    best.figure_key,
    figures.document_key,
    best.reconciliation_keys,

    -- dimensions
    best.slip_kind,
    -- one exact sum of several terms may be exact by chance; that nothing should stand here does not say what was meant
    best.term_count > 1
    and best.equal_count <= 1
    and (best.rival_count <= 1 or best.broken_count + best.closing_count > 1) as is_only_value,
    coalesce(best.slip_kind = 'sign_lost' and figures.amount_yuan < 0 and negatives.negative_count = 1, false) as is_odd_sign,

    -- facts
    best.broken_count,
    best.closing_count,
    best.step_count as proposed_step_count,
    cast(best.step_count * figures.step_yuan as decimal(18, 2)) as proposed_yuan
from best
inner join {{ ref('int_figures') }} as figures on best.figure_key = figures.figure_key
left join negatives on figures.statement_key = negatives.statement_key
