{#
    Totals of function classes that are more than the rows below them, because the filing does not print all rows (state secrets are
    left out by law). The total stands: another statement prints it. No statement of the filing has the rest: no list of items closes
    with that total, and no figure is what is missing.
#}
with totals as (
    select
        evaluations.reconciliation_key,
        evaluations.document_key,
        evaluations.statement_key,
        regexp_extract(evaluations.left_line_keys[1], '^(.*:r[0-9]+):', 1) as row_key,
        evaluations.left_yuan,
        evaluations.difference_yuan,
        evaluations.allowed_yuan,
        {{ is_summary('cells.statement_code') }} as is_summary
    from {{ ref('int_evaluations') }} as evaluations
    inner join {{ ref('int_cells') }} as cells on evaluations.left_line_keys[1] = cells.statement_line_key
    where
        evaluations.rule_id = 'function_class_sum'
        and evaluations.status in ('broken', 'exact', 'rounding')
        and evaluations.left_yuan > 0
        and cells.placement in ('root', 'label')
),

-- a figure of the row of the total is what another statement prints
confirmed as (
    select distinct totals.reconciliation_key
    from totals
    inner join {{ ref('int_figures') }} as beside
        on totals.statement_key = beside.statement_key and starts_with(beside.figure_key, totals.row_key || ':')
    inner join {{ ref('int_terms') }} as terms on beside.figure_key = terms.figure_key
    inner join {{ ref('int_evaluations') }} as others on terms.reconciliation_key = others.reconciliation_key
    inner join {{ ref('int_terms') }} as other_terms on others.reconciliation_key = other_terms.reconciliation_key
    where
        others.status in ('exact', 'rounding')
        and beside.amount_yuan != 0
        and not starts_with(other_terms.figure_key, totals.statement_key || ':')
),

listed as (
    select distinct totals.reconciliation_key
    from totals
    inner join totals as others
        on
            totals.document_key = others.document_key
            and not others.is_summary
            and abs(others.difference_yuan) <= others.allowed_yuan
            and abs(totals.left_yuan - others.left_yuan) <= totals.allowed_yuan
),

found as (
    select distinct totals.reconciliation_key
    from totals
    inner join {{ ref('int_cells') }} as cells
        on
            totals.document_key = cells.document_key
            and cells.placement in ('class', 'label', 'unknown_label')
            and abs(cells.amount_yuan - totals.difference_yuan) <= totals.allowed_yuan
    where totals.difference_yuan > totals.allowed_yuan
)

select
    -- identifiers
    totals.reconciliation_key,
    totals.document_key
from totals
semi join confirmed on totals.reconciliation_key = confirmed.reconciliation_key
anti join listed on totals.reconciliation_key = listed.reconciliation_key
anti join found on totals.reconciliation_key = found.reconciliation_key
where totals.difference_yuan > totals.allowed_yuan
