{# Beyond this a side is no sum of money: a percentage of 1e400, a product that overflowed. #}
{% set most_yuan = 1000000000000000 %}

with terms as (
    select
        * replace (
            is_checkable and is_a_figure as is_checkable,
            case when is_a_figure then left_yuan end as left_yuan,
            case when is_a_figure then right_yuan end as right_yuan,
            case when is_a_figure then allowed_yuan end as allowed_yuan,
            case
                when is_a_figure then unchecked_reason
                else coalesce(unchecked_reason, {{ phrase('unchecked_no_figure') }})
            end as unchecked_reason
        )
    from (
        select
            *,
            coalesce(
                abs(left_yuan) < {{ most_yuan }} and abs(right_yuan) < {{ most_yuan }} and allowed_yuan < {{ most_yuan }}, false
            ) as is_a_figure
        from {{ ref('int_identities') }}
    )
),

evaluated as (
    select
        *,
        left_yuan - right_yuan as difference_yuan,
        case
            when not is_checkable then 'not_checkable'
            when coalesce(is_convention, false) then 'convention'
            when left_yuan = right_yuan then 'exact'
            when abs(left_yuan - right_yuan) <= allowed_yuan then 'rounding'
            else 'broken'
        end as status
    from terms
)

select
    -- identifiers
    rule_id || '@' || coalesce(left_line_keys[1], right_line_keys[1], substr(document_key, 1, 16))
    -- one figure may be compared with several
    || case
        when rule_id = 'performance_fund_sum'
            then
                '='
                || case when json_type(left_label, '$.project') = 'VARCHAR' then left_label ->> 'project' else 'department' end
                || ': total ' || (left_label -> 'measure' ->> 'term')
        when rule_id in ('repeated_total', 'same_figure')
            or starts_with(rule_id, 'claim_')
            or starts_with(rule_id, 'document_')
            then '=' || right_line_keys[-1]
        else ''
    end as reconciliation_key,
    rule_id,
    document_key,
    statement_key,

    -- dimensions
    statement_number,
    left_label,
    right_label,
    first_page,
    last_page,
    status,
    case when status = 'broken' then 'unknown' end as verdict,
    unchecked_reason,
    coalesce(is_refutable, true) as is_refutable,
    coalesce(is_form_proved, true) as is_form_proved,

    -- facts
    left_yuan,
    right_yuan,
    difference_yuan,
    allowed_yuan,
    len(left_line_keys) + len(right_line_keys) as term_count,

    -- metadata
    left_line_keys,
    right_line_keys,
    left_factors,
    right_factors
from evaluated
