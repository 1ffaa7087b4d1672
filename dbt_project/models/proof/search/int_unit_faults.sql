{#
    A statement read in the wrong unit: its own sums close, but what it shares with other statements differs by a factor of
    10,000, and with none of them it agrees.
#}
with crossings as (
    select
        evaluations.reconciliation_key,
        evaluations.document_key,
        evaluations.status,
        figures.statement_key,
        -- what the other hand prints, as a multiple of what this statement prints
        case
            when terms.factor > 0 then evaluations.right_yuan / evaluations.left_yuan else evaluations.left_yuan / evaluations.right_yuan
        end
            as ratio,
        -- prose rounds: 3,130 万元 is 31,295,000 元
        ratio between 9800 and 10200 or ratio between 0.000098 and 0.000102 as is_shifted
    from {{ ref('int_evaluations') }} as evaluations
    inner join {{ ref('int_terms') }} as terms on evaluations.reconciliation_key = terms.reconciliation_key
    inner join {{ ref('int_figures') }} as figures on terms.figure_key = figures.figure_key
    where
        len(evaluations.left_line_keys) = 1 and len(evaluations.right_line_keys) = 1
        and evaluations.left_yuan != 0 and evaluations.right_yuan != 0
        and regexp_replace(evaluations.left_line_keys[1], ':r.*$', '') != regexp_replace(evaluations.right_line_keys[1], ':r.*$', '')
        and figures.figure_kind = 'line'
),

statements as (
    select
        document_key,
        statement_key,
        count(*) filter (where status != 'broken') as agreeing_count,
        count(*) filter (where status = 'broken' and is_shifted) as shifted_count,
        avg(ratio) filter (where status = 'broken') as ratio,
        list(reconciliation_key order by reconciliation_key) filter (where status = 'broken' and is_shifted) as reconciliation_keys
    from crossings
    group by document_key, statement_key
)

select
    -- identifiers
    statement_key,
    document_key,
    reconciliation_keys,

    -- facts
    cast(shifted_count as integer) as broken_count,
    cast(agreeing_count as integer) as agreeing_count,
    ratio as unit_ratio
from statements
where shifted_count > 0 and agreeing_count = 0
-- of two statements that contradict each other the one that contradicts more
qualify row_number() over (partition by document_key, reconciliation_keys[1] order by shifted_count desc, statement_key asc) = 1
