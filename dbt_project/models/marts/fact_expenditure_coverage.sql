select
    -- identifiers
    choices.document_key,
    choices.printed_total_line_key,

    -- dimensions
    choices.source_statement,
    choices.coverage_status,

    -- facts
    cast(choices.printed_total_yuan as decimal(18, 2)) as printed_total_yuan,
    cast(choices.source_yuan as decimal(18, 2)) as leaf_sum_yuan,
    cast(choices.difference_yuan as decimal(18, 2)) as difference_yuan,
    cast(choices.allowed_yuan as decimal(18, 6)) as allowed_yuan,

    -- metadata
    choices.printed_total_page,
    case choices.coverage_status
        when 'reconciled' then 'the items sum to the printed total'
        when 'differs'
            then 'the items sum to ' || {{ shown_yuan('choices.source_yuan') }} || ' yuan, printed on page ' || choices.printed_total_page
                || ' is ' || {{ shown_yuan('choices.printed_total_yuan') }}
        when 'no_printed_total' then 'no total expenditure is printed in a statement: the items cannot be checked'
        else 'no statement or sentence gives expenditure by function class'
    end as message
from {{ ref('int_expenditure_choices') }} as choices
