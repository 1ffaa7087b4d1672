{#
    A closing identity proves a figure when a wrong reading of it would have broken the identity: the figure is not zero, another
    printed figure that is not zero stands against it, and the sum is one of money (a row of column numbers 1, 2, 3 adds up too).
#}
with located as (
    select
        reconciliation_key,
        findings.figure_key
    from {{ ref('int_findings') }} as findings, unnest(findings.reconciliation_keys) as keys (reconciliation_key)
    where findings.figure_key is not null
),

participations as (
    select
        evaluations.reconciliation_key,
        evaluations.status,
        evaluations.allowed_yuan,
        evaluations.is_refutable,
        terms.figure_key,
        terms.factor,
        figures.amount_yuan,
        figures.figure_kind,
        -- a broken sum whose fault is located speaks against that figure only
        evaluations.status = 'broken' and coalesce(located.figure_key = terms.figure_key, true) as is_contradicting,
        count(*) filter (where figures.amount_yuan != 0) over (partition by terms.reconciliation_key) as printed_count,
        bool_and(abs(figures.step_count) < 100 and figures.usual_decimals = 0) over (partition by terms.reconciliation_key)
            as may_be_column_numbers
    from {{ ref('int_terms') }} as terms
    inner join {{ ref('int_evaluations') }} as evaluations on terms.reconciliation_key = evaluations.reconciliation_key
    inner join {{ ref('int_figures') }} as figures on terms.figure_key = figures.figure_key
    left join located on terms.reconciliation_key = located.reconciliation_key
),

judged as (
    select
        figure_key,
        figure_kind,
        reconciliation_key,
        status,
        is_contradicting,
        status in ('exact', 'rounding')
        and amount_yuan != 0
        and printed_count > 1
        and not may_be_column_numbers
        -- what would not be called broken says nothing by closing
        and is_refutable
        -- an interval as wide as the figure itself would close around anything
        and allowed_yuan < abs(factor * amount_yuan) as is_proving
    from participations
)

select
    -- identifiers
    figure_key as statement_line_key,

    -- dimensions
    case
        when bool_or(is_contradicting) then 'contradicted'
        when bool_or(is_proving) then 'proved'
        else 'consistent'
    end as proof_status,

    -- facts
    count(distinct reconciliation_key) filter (where is_proving) as proving_identity_count,
    count(distinct reconciliation_key) filter (where status in ('exact', 'rounding')) as closing_identity_count,
    count(distinct reconciliation_key) filter (where status = 'broken') as broken_identity_count
from judged
where figure_kind = 'line'
group by figure_key
