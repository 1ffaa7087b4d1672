with unnamed as (
    select
        candidates.document_key,
        candidates.source_order,
        sum(candidates.amount_yuan) as amount_yuan
    from {{ ref('int_expenditure_candidates') }} as candidates
    where candidates.class_code = 'unknown'
    group by candidates.document_key, candidates.source_order
)

select
    -- identifiers
    choices.document_key,
    {{ disclosure_of('choices') }} as disclosure_key,
    choices.printed_total_line_key,

    -- dimensions
    choices.source_statement,
    choices.coverage_status,

    -- facts
    cast(choices.printed_total_yuan as decimal(18, 2)) as printed_total_yuan,
    cast(choices.source_yuan as decimal(18, 2)) as leaf_sum_yuan,
    cast(choices.difference_yuan as decimal(18, 2)) as difference_yuan,
    cast(choices.allowed_yuan as decimal(18, 6)) as allowed_yuan,
    cast(coalesce(unnamed.amount_yuan, 0) as decimal(18, 2)) as unnamed_yuan,

    -- metadata
    choices.printed_total_page,
    case choices.coverage_status
        when 'reconciled'
            then case
                    when coalesce(unnamed.amount_yuan, 0) = 0 then 'the items sum to the printed total'
                    else 'the items and '
                        || {{ shown_yuan('unnamed.amount_yuan') }}
                        || ' yuan without a function class sum to the printed total'
                end
        when 'differs'
            then 'the items sum to ' || {{ shown_yuan('choices.source_yuan') }} || ' yuan, printed on page ' || choices.printed_total_page
                || ' is ' || {{ shown_yuan('choices.printed_total_yuan') }}
        when 'no_printed_total' then 'no total expenditure is printed: the items cannot be checked'
        else 'no statement or sentence gives expenditure by function class'
    end as message
from {{ ref('int_expenditure_choices') }} as choices
left join unnamed on choices.document_key = unnamed.document_key and choices.source_order = unnamed.source_order
where {{ is_counted_part('choices', "'fact_expenditure'") }}
