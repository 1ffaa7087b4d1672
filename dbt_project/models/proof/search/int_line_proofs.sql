{#
    A closing identity proves a figure when a wrong reading of it would have broken the identity: the figure is not zero, another
    printed figure that is not zero stands against it, and the sum is one of money (a row of column numbers 1, 2, 3 adds up too).
    Two copies of one figure are misread alike: they prove nothing of a figure that may be misread (its page says so, or was recognised in
    its picture; its readings differ, or figures of its statement could not be read). A broken sum whose fault is not located speaks against its total, and against those of its
    parts that no other sum proves: a row may be missing. The prose alone speaks against no figure that is proved. No sum of a statement says anything of its unit, where other statements refute that.
#}
with located as (
    select
        reconciliation_key,
        findings.figure_key
    from {{ ref('int_findings') }} as findings, unnest(findings.reconciliation_keys) as keys (reconciliation_key)
    where findings.figure_key is not null
),

-- pages on which what is shown and what the text says are not the same
doubtful_pages as (
    select distinct
        document_key,
        page_number
    from {{ ref('stg_reader_messages') }}
    where
        message_code in (
            'characters_unmapped', 'digits_by_shape', 'minus_by_shape', 'point_by_shape', 'text_hidden', 'text_with_picture',
            'form_field_text', 'page_recognised'
        )
),

doubtful_statements as (
    select distinct statement_key
    from {{ ref('stg_leftover_cells') }}
    where reason in ('several figures in one cell', 'not an amount') and regexp_matches(cell_text, '\d{3}')
),

participations as (
    select
        evaluations.reconciliation_key,
        evaluations.status,
        evaluations.allowed_yuan,
        evaluations.is_refutable,
        located.figure_key is null
        and (starts_with(evaluations.rule_id, 'claim_') or (len(evaluations.right_line_keys) > 1 and terms.factor < 0))
            as is_one_of_several,
        terms.figure_key,
        terms.factor,
        figures.amount_yuan,
        figures.figure_kind,
        doubtful_pages.page_number is not null or doubtful_statements.statement_key is not null
            as may_be_misread,
        unit_faults.statement_key is not null as has_wrong_unit,
        -- a broken sum whose fault is located speaks against that figure only
        evaluations.status = 'broken' and coalesce(located.figure_key = terms.figure_key, true) as is_contradicting,
        count(*) filter (where figures.amount_yuan != 0) over (partition by terms.reconciliation_key) as printed_count,
        bool_and(abs(figures.step_count) < 100 and figures.usual_decimals = 0) over (partition by terms.reconciliation_key)
            as may_be_column_numbers
    from {{ ref('int_terms') }} as terms
    inner join {{ ref('int_evaluations') }} as evaluations on terms.reconciliation_key = evaluations.reconciliation_key
    inner join {{ ref('int_figures') }} as figures on terms.figure_key = figures.figure_key
    left join located on terms.reconciliation_key = located.reconciliation_key
    left join doubtful_pages on figures.document_key = doubtful_pages.document_key and figures.page_number = doubtful_pages.page_number
    left join doubtful_statements on figures.statement_key = doubtful_statements.statement_key
    left join {{ ref('int_unit_faults') }} as unit_faults on figures.statement_key = unit_faults.statement_key
),

judged as (
    select
        figure_key,
        figure_kind,
        reconciliation_key,
        status,
        is_contradicting or has_wrong_unit as is_contradicting,
        is_one_of_several and not has_wrong_unit as is_one_of_several,
        status in ('exact', 'rounding')
        and amount_yuan != 0
        and printed_count > case when may_be_misread then 2 else 1 end
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
        when bool_or(is_contradicting and not is_one_of_several) then 'contradicted'
        when bool_or(is_contradicting) and not coalesce(bool_or(is_proving), false) then 'contradicted'
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
